"""The summary for a management committee: complete, consistent with the report, and honest when little is known."""

from __future__ import annotations

import re

import pytest

from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from tests.renderers import samples
from tests.renderers.reading import flat, plain, rendered
from tests.renderers.rich import rich


@pytest.fixture(scope="module", params=["en", "fr"])
def language(request):
    return request.param


@pytest.fixture(scope="module")
def assessment(language):
    return rich(language)


@pytest.fixture(scope="module")
def summary(assessment):
    return build_report(assessment, RenderOptions()).executive


def test_it_has_its_five_parts(summary):
    assert len(summary.messages) == 3
    assert summary.unknown
    assert 1 <= len(summary.moves) <= 7
    assert summary.expected
    assert summary.otherwise


def test_the_actions_are_the_first_of_the_plan(assessment, summary):
    ranked = sorted(assessment.recommendations, key=lambda one: one.rank)
    assert [one.action.id for one in summary.moves] == [one.id for one in ranked[:7]]


def test_what_is_dealt_with_adds_up(assessment, summary):
    shown = {one.action.id for one in summary.moves}
    known = {one.id for one in assessment.findings}
    patterns = {one.check: one.id for one in assessment.findings if one.inferred}
    dealt = set()
    for one in assessment.recommendations:
        if one.id in shown:
            dealt |= set(one.resolves) & known
            dealt |= {
                patterns[key.partition(":")[0]] for key in one.addresses if key.partition(":")[0] in patterns
            }
    numbers = [int(n) for n in re.findall(r"\d+", summary.expected[0])]
    assert numbers[:2] == [len(dealt), len(assessment.findings)]
    counted = [
        int(found[1])
        for one in summary.moves
        if (found := re.match(r"(?:Deals with|Traite) (\d+)", one.effect))
    ]
    assert sum(counted) == len(dealt)


def test_every_consequence_is_said(assessment, summary):
    said = " ".join(summary.otherwise)
    for one in assessment.conclusions:
        if one.kind == "consequence":
            assert one.title in said


def test_no_sentence_has_a_gap_or_an_id(assessment, summary):
    said = [summary.opening, summary.strengths, summary.unknown, summary.open_causes, summary.more_moves]
    said += [text for one in summary.messages for text in (one.title, one.text)]
    said += [one.effect for one in summary.moves] + [one.change for one in summary.lacks]
    said += [*summary.expected, *summary.otherwise]
    checks = {one.check for one in assessment.findings}
    for sentence in filter(None, said):
        assert not re.search(r"  |\{|\}|\(\)|: \.|,\s*\.|^\W*$", sentence), sentence
        assert not any(check in sentence for check in checks), sentence
    assert all(
        sentence.rstrip("»” ").endswith((".", "”.", "»."))
        for sentence in (*summary.expected, *summary.otherwise)
    )


def test_an_anti_pattern_counts_once_it_is_addressed():
    assessment = rich("en")
    assert any(one.inferred for one in assessment.findings)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_with_nothing_known_it_says_so_and_promises_nothing(language):
    found = build_report(samples.all_unknown(language), RenderOptions()).executive
    assert len(found.messages) == 1
    assert {"en": "clean bill of health", "fr": "satisfecit"}[language] in found.messages[0].text
    assert not found.moves
    assert not found.expected
    assert found.lacks


def test_without_anything_it_is_still_a_page():
    found = build_report(samples.empty(), RenderOptions()).executive
    assert found.opening
    assert "applies" in found.opening
    assert not found.lacks


@pytest.mark.parametrize("name", ["html", "markdown"])
def test_it_opens_the_document(name, assessment, summary):
    text = plain(name, rendered(name, assessment))
    assert flat(summary.opening) in text
    positions = [text.index(flat(one.title)) for one in summary.messages]
    assert positions == sorted(positions)
    assert all(flat(one) in text for one in (*summary.expected, *summary.otherwise))
