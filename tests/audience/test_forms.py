"""Forms for audiences: ids stay, people can't be recognised, what is left out is said."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ccrules import assess, load_rulesets
from ccrules.assessment import Assessment
from ccrules.audience import available_views, view_of
from ccrules.documents import node_from_python, read_document
from ccrules.errors import InputError, UsageError
from ccrules.pipeline import for_audience, load_facts, with_marks
from ccrules.plugins import load_plugins
from ccrules.renderers.options import RenderOptions
from ccrules.ruleset.model import Method
from tests.audience.conftest import WAIVER, Planted
from tests.audience.planted import RULESET, facts, leaks

BASE: dict[str, Any] = {"view": "ours", "title": "Ours", "classification": "Secret"}


def _form(method: Method, given: dict[str, Any], view: dict[str, Any]) -> Assessment:
    base = load_facts(given, method)
    whole = assess(base, method, inference="forward")
    return for_audience(whole, view_of(node_from_python({**BASE, **view}), method), method, base)


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets(RULESET)


def test_a_finding_keeps_its_id(planted: Planted) -> None:
    before = {one.id: one for one in planted.whole.findings}
    for audience in available_views():
        for one in planted.form(audience).findings:
            assert one.severity == before[one.id].severity
            assert one.subject.id == before[one.id].subject.id


def test_marks_stay_without_reasons_and_people(planted: Planted) -> None:
    review = {
        "by": "zqreviewer",
        "findings": [
            {"id": "PLAIN", "verdict": "accept", "comment": "zqcomment"},
            {"id": "SPONSOR", "verdict": "regrade", "severity": "info", "reason": "zqcomment"},
        ],
    }
    for language, said in {
        "en": ("waived until 1 January 2027", "accepted in the review", "severity set in the review"),
        "fr": ("dérogation jusqu'au 1er janvier 2027", "retenu par la revue", "gravité fixée par la revue"),
    }.items():
        whole = assess(planted.base, planted.method, language=language, inference="forward")
        marked = with_marks(with_marks(whole, review=review), waivers={"waivers": [WAIVER]})
        form = for_audience(marked, planted.view("operations"), planted.method, planted.base)
        found = {one.id: one for one in form.findings}
        waived, accepted = found["SPONSOR"].waived, found["PLAIN"].review
        regraded = found["SPONSOR"].review
        assert waived
        assert accepted
        assert regraded
        assert (waived.text.replace("\u00a0", " "), accepted.text, regraded.text) == said
        assert (waived.reason, waived.owner, regraded.by, regraded.engine_severity) == ("", "", "", "")
        assert found["SPONSOR"].severity == "info"
        assert leaks(form.model_dump_json()) == []


def test_views_are_bundled() -> None:
    assert list(available_views()) == ["board", "it", "operations", "provider", "staff"]


def test_people_go_by_names_that_stay_the_same(method: Method) -> None:
    crowd = facts() | {"mailboxes": []}
    crowd["agents"] = [{"id": f"zqperson{n}", "newcomer": "yes", "salary": str(n)} for n in range(8)]
    found = {
        name: [one for one in _form(method, crowd, {"people": more}).findings if one.check == "PERSON"]
        for name, more in {"one": {}, "two": {"least": "3"}, "key": {"key": "ours"}}.items()
    }
    ids = {name: [one.id for one in many] for name, many in found.items()}
    assert len(set(ids["one"])) == 8
    assert all(re.fullmatch(r"PERSON:agent/p-[0-9a-f]{6}", id_) for id_ in ids["one"])
    assert ids["one"] == ids["two"]
    assert set(ids["key"]).isdisjoint(ids["one"])
    crowd["organisation"] = {"headcount": "13"}
    again = [
        one.id for one in _form(method, crowd, {"people": {"key": "ours"}}).findings if one.check == "PERSON"
    ]
    assert sorted(again) == sorted(ids["key"])  # with a key of one's own, other facts change nothing
    assert {one.message for one in found["one"]} == {"The details are not shown to this audience."}


def test_small_groups_are_masked(method: Method) -> None:
    def few(newcomers: int, least: str) -> Assessment:
        crowd = facts() | {"mailboxes": []}
        crowd["agents"] = [{"id": f"a{n}", "newcomer": "yes" if n < newcomers else "no"} for n in range(12)]
        return _form(method, crowd, {"people": {"least": least}})

    def said(found: Assessment) -> list[str]:
        return [one.message for one in found.findings if one.check == "FEW"]

    def checks(found: Assessment) -> set[str]:
        return {one.check for one in found.findings} | {one.check for one in found.passed}

    assert said(few(6, "5")) == ["6 newcomers"]
    assert said(few(4, "5")) == ["The details are not shown to this audience."]
    assert said(few(4, "4")) == ["4 newcomers"]
    hidden = few(4, "5")
    assert "PERSON" not in checks(hidden)
    assert not any(one.id == "PERSON" for one in hidden.checks)
    assert "PERSON" not in checks(
        few(10, "5")
    )  # the two who are no newcomers would be known by being left out
    assert "PERSON" in checks(few(6, "5"))


def test_a_provider_sees_what_it_provides(method: Method) -> None:
    form = _form(method, facts(), {"subjects": {"mailbox": 'mailbox.run_by == "provider"'}})
    every: list[Any] = [*form.findings, *form.passed, *form.not_assessed]
    subjects = {one.subject.id for one in every}
    assert subjects == {"billing", "sales"}
    text = str(load_plugins().renderers()["json"].render(form, RenderOptions()))
    assert "claims" not in text
    assert "organisation" not in text
    assert form.scores is None
    assert form.summary.fail == len([one for one in form.findings if not one.inferred])
    assert all(
        one.check in {"OWNER", "PAY", "COST", "OPEN", "SAID", "OWNERNAME", "BOXNOTE", "TAGS"}
        for one in form.findings
    )


def test_what_is_left_out_is_said(method: Method) -> None:
    whole = assess(facts(), method, inference="forward")
    form = _form(method, facts(), {"findings": {"most": "3"}, "plan": {"most": "1"}})
    assert form.audience is not None
    assert form.comments == form.audience.notes
    assert form.comments[0] == f"{len(whole.findings) - 3} findings are not shown to this audience."
    assert form.comments[1] == "1 action is not shown to this audience."
    assert form.summary.fail >= len(form.findings)  # what is left out for brevity still counts


def test_nothing_shown_is_not_nothing_found(planted: Planted) -> None:
    text = load_plugins().renderers()["markdown"].render(planted.form("provider"), RenderOptions())
    assert "findings are not shown to this audience" in str(text)
    assert "Nothing was found" not in str(text)


def test_wording_and_neutral_text_of_a_view(method: Method) -> None:
    form = _form(
        method,
        facts(),
        {
            "checks": {"PLAIN": {"title": "Promise", "text": "Not written."}},
            "recommendations": {"fix": {"text": "Ask us."}},
            "neutral": "Ask us.",
        },
    )
    plain = next(one for one in form.findings if one.check == "PLAIN")
    assert (plain.title, plain.message) == ("Promise", "Not written.")
    assert next(one for one in form.findings if one.check == "SPONSOR").message == "Ask us."
    assert next(one for one in form.recommendations if one.id == "fix").body == "Ask us."


@pytest.mark.parametrize("format", ["html", "markdown", "terminal", "json", "xlsx", "csv", "sarif", "junit"])
def test_classification_versions_and_date_are_told(planted: Planted, format: str) -> None:
    from tests.audience.planted import readable

    text = readable(
        load_plugins().renderers()[format].render(planted.form("operations"), RenderOptions(width=120))
    )
    assert "Internal – operations" in text
    assert "planted 1.2.3" in text


def test_a_view_of_everything_changes_no_finding(planted: Planted) -> None:
    everything = {
        "privacy": ["public", "client", "personal", "internal"],
        "origins": "full",
        "parameters": "all",
    }
    view = view_of(node_from_python({**BASE, **everything, "people": {"least": "1"}}), planted.method)
    form = planted.form(view)
    assert [(one.id, one.message) for one in form.findings] == [
        (one.id, one.message) for one in planted.whole.findings
    ]
    assert form.summary == planted.whole.summary
    assert not any("not shown" in one for one in form.comments)


def test_what_is_added_later_reaches_nobody(planted: Planted) -> None:
    found = planted.form(replace(planted.view("operations"), sections=frozenset()))
    kept = {
        "audience",
        "comments",
        "checks",
        "summary",
        "assessment",
        "rulesets",
        "inference",
        "ccrules",
        "schema_",
    }
    for name, field in Assessment.model_fields.items():
        if name not in kept | {"parameters"}:
            assert getattr(found, name) == field.get_default(call_default_factory=True), name


# --- view files ------------------------------------------------------------------------


def test_every_mistake_has_its_place(tmp_path: Path, method: Method) -> None:
    file = tmp_path / "view.yaml"
    file.write_text(
        "view: ours\ntitle: Ours\nclassification: Secret\nprivacy: [public, privat]\nsectons: [plan]\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as found:
        view_of(read_document(file), method)
    assert [(one.place.line, str(one.what)) for one in found.value.problems] == [
        (4, "privacy cannot be 'privat'"),
        (5, "unknown key 'sectons'"),
    ]


def test_names_are_looked_up(tmp_path: Path, method: Method) -> None:
    file = tmp_path / "view.yaml"
    file.write_text(
        "view: ours\ntitle: Ours\nclassification: Secret\ntopics: [inbux]\npeople: {least: 0, types: [agnt]}\n"
        "subjects:\n  mailbx: all\n  mailbox: mailbox.trackd\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as found:
        view_of(read_document(file), method)
    assert sorted((one.place.line, str(one.what)) for one in found.value.problems) == [
        (4, "there is no topic 'inbux'"),
        (5, "least should be a whole number of at least 1"),
        (5, "there is no entity type 'agnt'"),
        (7, "there is no entity type 'mailbx'"),
        (8, "mailbox has no attribute 'trackd'"),
    ]
    assert all(one.hint for one in found.value.problems)


def test_an_audience_that_there_is_not(method: Method) -> None:
    with pytest.raises(UsageError, match="there is no audience bord"):
        assess(facts(), method, audience="bord")


def test_from_python(tmp_path: Path, method: Method) -> None:
    file = tmp_path / "view.yaml"
    file.write_text(
        "view: ours\ntitle: Ours\nclassification: {en: Secret, fr: Secret bien gardé}\n", encoding="utf-8"
    )
    form = assess(facts(), method, view=file, language="fr", inference="forward")
    assert form.audience is not None
    assert form.audience.line.startswith("Secret bien gardé · ccrules ")
    assert form.audience.line.endswith("1er octobre 2026")
    assert assess(facts(), method, audience="board", inference="forward").audience is not None


def test_the_example_of_the_docs_is_a_view(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "audiences.md").read_text(encoding="utf-8")
    file = tmp_path / "view.yaml"
    file.write_text(text.split("```yaml\n")[1].split("```")[0], encoding="utf-8")
    view = view_of(read_document(file), load_rulesets())
    assert (view.name, view.most_costs, view.least, view.restricted) == ("our-board", 3, 5, True)


@pytest.mark.parametrize("format", ["html", "markdown", "terminal"])
def test_an_empty_section_is_not_told_as_nothing(planted: Planted, format: str) -> None:
    text = load_plugins().renderers()[format].render(planted.form("board"), RenderOptions(width=120))
    assert "Nothing of this is part of this form of the report." in str(text)
    for wrong in (
        "No check passed",
        "Every check that applies",
        "Every check applies",
        "No conclusion waits for missing facts",
    ):
        assert wrong not in str(text)
