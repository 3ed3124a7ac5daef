"""Every format shows the same findings, causes, plan and unknowns, and loses none of them."""

from __future__ import annotations

import re
import time

import pytest

from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from ccrules.text import typeset
from tests.renderers import samples
from tests.renderers.reading import DOCUMENTS, RENDERERS, flat, plain, rendered
from tests.renderers.rich import rich

ASSESSMENTS = {"en": rich("en"), "fr": rich("fr"), "unknown": samples.all_unknown("en")}


@pytest.fixture(params=ASSESSMENTS)
def assessment(request):
    return ASSESSMENTS[request.param]


@pytest.fixture(params=DOCUMENTS)
def name(request):
    return request.param


@pytest.fixture
def text(name, assessment):
    return plain(name, rendered(name, assessment))


def said(text, assessment):
    """A text as a document of the assessment's language prints it."""
    return flat(typeset(text, assessment.assessment.language))


def test_every_finding_is_there(text, assessment):
    for finding in assessment.findings:
        assert said(finding.message, assessment) in text
        assert said(finding.title, assessment) in text
        assert finding.check in text


def test_every_conclusion_is_there_with_its_belief(text, assessment):
    report = build_report(assessment, RenderOptions())
    for found in (*report.causes, *report.consequences, *report.patterns):
        assert said(found.title, assessment) in text
        assert flat(found.belief) in text
        assert all(ground.rule in text for ground in found.grounds)


def test_competing_causes_are_there_with_what_speaks_against_them(text, assessment):
    for found in build_report(assessment, RenderOptions()).rivalries:
        assert found.rivals
        for rival in found.rivals:
            assert said(rival.title, assessment) in text
            assert flat(rival.belief or rival.standing_label) in text
            assert all(said(one.title, assessment) in text for one in rival.against)


def test_the_plan_is_there_in_its_order(text, assessment):
    titles = [said(one.title, assessment) for one in assessment.recommendations if one.wave == 1][:7]
    start = text.index(
        said({"en": "Action plan", "fr": "Plan d'action"}[assessment.assessment.language], assessment)
    )
    if titles:
        start = text.index(said(titles[0], assessment), start)
    positions = [text.index(title, start) for title in titles]
    assert positions == sorted(positions)
    assert all(said(one.title, assessment) in text for one in assessment.recommendations)


def test_everything_unknown_is_there(text, assessment):
    for one in assessment.not_assessed:
        assert one.check in text
        assert said(one.subject.label or one.subject.type, assessment) in text
    for gap in assessment.gaps:
        assert said(gap.label, assessment) in text
        assert said(gap.question, assessment) in text
    for hypothesis in assessment.hypotheses:
        assert said(hypothesis.title, assessment) in text


def test_everything_else_is_there(text, assessment):
    for one in (*assessment.passed, *assessment.not_applicable):
        assert one.check in text
        assert said(one.subject.label or "organisation", assessment) in text
    texts = [one.text for one in (*assessment.strengths, *assessment.notes)]
    texts += [one.reason for one in assessment.not_applicable] + [one.label for one in assessment.parameters]
    texts += [f"{one.name}" for one in assessment.rulesets] + [one.sha256 for one in assessment.rulesets]
    texts += [assessment.inference.engine, *assessment.assessment.files]
    assert all(said(one, assessment) in text for one in texts)


def test_an_error_of_a_check_is_there(name):
    broken = samples.skeleton(
        errors=(
            {
                "check": "PY-1",
                "subject": samples.subject(),
                "message": "division by zero",
                "hint": "see line 3",
            },
        ),
        summary=samples.summary(error=1),
    )
    text = plain(name, rendered(name, broken))
    assert "division by zero" in text
    assert "PY-1" in text
    assert "see line 3" in text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_unknown_is_never_silence(name, language):
    text = plain(name, rendered(name, samples.all_unknown(language)))
    assert {"en": "not a clean bill of health", "fr": "pas un satisfecit"}[language] in text
    assert "X-0" in text
    assert "mailboxes" in text


@pytest.mark.parametrize("format_name", RENDERERS)
def test_two_thousand_findings_take_bounded_time_and_none_is_lost(format_name):
    many = samples.many(2000)
    started = time.monotonic()
    document = rendered(format_name, many)
    assert time.monotonic() - started < 20
    words = set(re.findall(r"agent\d+", plain(format_name, document)))
    assert {f"agent{n}" for n in range(2000)} <= words
