"""Every figure of a rendered report is traced, and a figure that was changed is noticed."""

from __future__ import annotations

import dataclasses
import random
import re
from pathlib import Path

import pytest

from ccrules import assess, load_rulesets
from ccrules.assessment import Assessment
from ccrules.errors import InputError
from ccrules.plugins import load_plugins
from ccrules.renderers import json as json_renderer
from ccrules.renderers.options import RenderOptions
from ccrules.testing.report_samples import samples
from ccrules.verifying.ledger import Ledger
from ccrules.verifying.passages import passages
from ccrules.verifying.report import broken_chains, read_assessment, verify
from ccrules.verifying.words import words

EXAMPLES = Path(__file__).parents[2] / "examples"
RENDERERS = load_plugins().renderers()
#: Forms with the ending of their names, each in one of the languages, and the share of changed figures
#: that must be noticed in it.
FORMS = {
    "html": (".html", "en", 0.72),
    "markdown": (".md", "fr", 0.78),
    "xlsx": (".xlsx", "en", 0.82),
    "csv": (".csv", "fr", 0.78),
    "docx": (".docx", "en", 0.72),
    "pptx": (".pptx", "fr", 0.85),
}


@pytest.fixture(scope="module")
def method():
    return load_rulesets()


@pytest.fixture(scope="module")
def assessments(method):
    made = {
        name: assess(EXAMPLES / "hmrc", method, language=name, inference="forward") for name in ("en", "fr")
    }
    texts = {name: json_renderer.render(one, RenderOptions()) for name, one in made.items()}
    return {name: Assessment.model_validate_json(text) for name, text in texts.items()}


@pytest.fixture(scope="module")
def ledgers(assessments):
    return {name: Ledger(one, RenderOptions()) for name, one in assessments.items()}


def rendered(form, assessment):
    document = RENDERERS[form].render(assessment, RenderOptions())
    return document if isinstance(document, bytes) else document.encode()


@pytest.mark.parametrize("form", FORMS)
def test_every_figure_is_accounted_for_and_changed_ones_are_noticed(form, assessments, ledgers):
    suffix, language, share = FORMS[form]
    ledger, document = ledgers[language], rendered(form, assessments[language])
    found = [one for one in passages(document, "r", suffix) if re.search(r"\d", one.text)]
    assert [(one.text, list(ledger.unaccounted(one))) for one in found if list(ledger.unaccounted(one))] == []
    draw, noticed = random.Random(1), []
    draw.shuffle(found)
    for one in found[:300]:
        text = changed(one.text, draw)
        if is_a_figure(text, one.text, language):
            wrong = dataclasses.replace(one, text=text, near=one.near.replace(one.text, text))
            noticed.append(bool(list(ledger.unaccounted(wrong))))
    assert sum(noticed) / len(noticed) >= share


@pytest.mark.parametrize(("form", "suffix"), [("html", ".html"), ("markdown", ".md")])
def test_every_figure_of_an_explanation_step_by_step_is_accounted_for(form, suffix, method):
    made = assess(EXAMPLES / "first-visit", method, language="fr", inference="forward", explain=True)
    assert any(one.explanation for one in made.findings)
    found = verify(rendered(form, made), f"r{suffix}", made, RenderOptions())
    assert [str(one) for one in found] == []


def test_how_many_entries_a_cell_leaves_out_is_accounted_for():
    made = samples()["rich"]()
    one = made.findings[0]
    fact = one.evidence[0]
    many = tuple(fact.model_copy(update={"text": f"box {at}"}) for at in range(29))
    made = made.model_copy(
        update={"findings": (one.model_copy(update={"evidence": many}), *made.findings[1:])}
    )
    workbook = rendered("xlsx", made)
    (cell,) = (one for one in passages(workbook, "r.xlsx", ".xlsx") if re.search(r"17\smore", one.text))
    assert list(verify(workbook, "r.xlsx", made, RenderOptions())) == []
    wrong = dataclasses.replace(cell, text=re.sub(r"17(?=\smore)", "77", cell.text))
    assert list(Ledger(made, RenderOptions()).unaccounted(wrong)) == ["77"]


def test_on_a_slide_a_rank_belongs_to_the_action_it_stands_before(assessments, ledgers):
    titles = {one.title: one.rank for one in assessments["en"].recommendations}
    found = passages(rendered("pptx", assessments["en"]), "r.pptx", ".pptx")
    ranked = [(one, re.fullmatch(r"\s*(\d+)\. (.+)", one.text)) for one in found]
    ranked = [(one, said) for one, said in ranked if said and said[2] in titles]
    assert len(ranked) > 5
    for one, said in ranked:
        assert said[1] == str(titles[said[2]])
        for other in titles.values():
            line = dataclasses.replace(one, text=f"{other}. {said[2]}")
            wrong = [] if other == titles[said[2]] else [str(other)]
            assert list(ledgers["en"].unaccounted(line)) == wrong


def changed(text, draw):
    """The text with one digit replaced."""
    at = draw.choice([found.start() for found in re.finditer(r"\d", text)])
    digit = draw.choice([one for one in "123456789" if one != text[at]])
    return text[:at] + digit + text[at + 1 :]


def is_a_figure(text, before, language):
    """Whether what was changed is a figure, and not a name with a digit in it."""
    new = set(words(text, language)) - set(words(before, language))
    return any(re.search(r"\d", word) and not re.search(r"[^\W\d_]", word) for word in new)


def test_a_figure_from_nowhere_is_told_with_its_sentence():
    made = samples()["rich"]()
    page = rendered("html", made).replace(b"Finding 3: Text 3 of the sample", b"Finding 3: 77 of the sample")
    said = [str(one) for one in verify(page, "r.html", made, RenderOptions())]
    assert any("77 comes from nothing in the assessment (it says: " in line for line in said)


def test_json_is_compared_value_by_value():
    made = samples()["rich"]()
    text = json_renderer.render(made, RenderOptions()).replace('"exposure": 103', '"exposure": 130')
    (problem,) = verify(text.encode(), "r.json", made, RenderOptions())
    assert (
        str(problem) == "r.json:findings[3].exposure: 130 comes from nothing in the assessment (it holds 103)"
    )


def test_recommendations_without_findings_and_findings_without_evidence_are_told():
    made = samples()["rich"]()
    bare = made.findings[0].model_copy(update={"evidence": ()})
    loose = made.recommendations[0].model_copy(update={"resolves": ()})
    lost = made.recommendations[1].model_copy(update={"resolves": ("NOT-THERE",)})
    broken = made.model_copy(
        update={
            "findings": (bare, *made.findings[1:]),
            "recommendations": (loose, lost, *made.recommendations[2:]),
        }
    )
    assert list(broken_chains(made, "r")) == []
    assert [str(one).partition(" (")[0] for one in broken_chains(broken, "r")] == [
        "r: the recommendation action-0 has neither a finding nor a conclusion",
        "r: the recommendation action-1 resolves NOT-THERE, which is not there",
        "r: the finding SAMPLE-000:mailbox/box-0 has no evidence",
    ]


def test_a_form_for_an_audience_may_leave_out_what_its_actions_resolve(method):
    made = assess(EXAMPLES / "siloed", method, inference="forward", audience="board")
    shown = {one.id for one in made.findings}
    assert any(name not in shown for one in made.recommendations for name in one.resolves)
    assert list(broken_chains(made, "r")) == []


def test_other_files_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"reports of the kind \.rtf can't be verified"):
        list(verify(b"{", "r.rtf", samples()["empty"](), RenderOptions()))
    (tmp_path / "a.json").write_text('{"schema": "other"}')
    with pytest.raises(InputError, match="this is no assessment"):
        read_assessment(tmp_path / "a.json")


def test_a_pdf_is_read_page_by_page():
    pytest.importorskip("pypdf")
    made = samples()["empty"]()
    page = rendered("pdf", made)
    assert list(verify(page, "r.pdf", made, RenderOptions())) == []
    other = rendered("pdf", made.model_copy(update={"comments": ("There are 7741 more.",)}))
    (problem,) = verify(other, "r.pdf", made, RenderOptions())
    assert str(problem).startswith("r.pdf")
    assert "7741 comes from nothing in the assessment" in str(problem)


def test_a_broken_pdf_is_told():
    pytest.importorskip("pypdf")
    with pytest.raises(InputError, match="no document that can be read"):
        list(verify(b"%PDF-1.7 nothing", "r.pdf", samples()["empty"](), RenderOptions()))
