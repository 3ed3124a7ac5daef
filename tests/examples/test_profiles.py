"""The invented centres: whoever reads the first page of a report recognises the centre."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from ccrules import Assessment, assess, load_facts, load_rulesets
from ccrules.renderers import markdown
from ccrules.renderers.options import RenderOptions
from ccrules.ruleset.model import SEVERITIES, Method
from ccrules.values import NONE, NOT_COLLECTED

ROOT = Path(__file__).parents[2]
PROFILES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("profiles.yaml").read_text(encoding="utf-8")
)
#: What a first visit asks at most, as docs/method.md says.
EXPRESS = 60


@dataclass(frozen=True)
class Read:
    """A report as its reader sees it: the sentences it opens with, what is missing, and what is behind."""

    expected: dict[str, Any]
    assessment: Assessment
    sentences: tuple[str, ...]
    missing: str

    def titles(self, names: list[str]) -> list[str]:
        """Titles of checks, conclusions and recommendations, in the report's language."""
        known = {one.id: one.title for one in self.assessment.checks}
        known |= {one.id: one.title for one in self.assessment.conclusions}
        known |= {one.id: one.title for one in self.assessment.recommendations}
        return [plain(known[name.partition(":")[0]]) for name in names]

    def said(self) -> set[str]:
        """Findings under ``check:type/id`` and ``check``, conclusions under their id."""
        findings = {one.id for one in self.assessment.findings}
        concluded = {one.id for one in self.assessment.conclusions}
        return findings | {name.partition(":")[0] for name in findings} | concluded


def plain(text: str) -> str:
    """Without what typesetting does to spaces and apostrophes."""
    return " ".join(text.replace("’", "'").replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets()


@pytest.fixture(scope="module", params=sorted(PROFILES))
def profile(request: pytest.FixtureRequest) -> dict[str, Any]:
    return PROFILES[request.param]


@pytest.fixture(scope="module", params=["en", "fr"])
def read(request: pytest.FixtureRequest, profile: dict[str, Any], method: Method) -> Read:
    """The report of a centre in one language."""
    assessment = assess(ROOT / profile["facts"], method, language=request.param, inference="forward")
    report = markdown.render(assessment, RenderOptions(language=request.param))
    _, brief, missing, *_ = report.split("\n## ")
    sentences = tuple(plain(line) for line in brief.splitlines() if line[:1].isdigit())
    return Read(profile, assessment, sentences, missing)


def test_the_first_sentence_names_what_makes_the_centre(read: Read) -> None:
    first = read.sentences[0]
    assert [title for title in read.titles(read.expected["headline"]) if title not in first] == []


def test_the_cause_that_stands_out(read: Read) -> None:
    causes = {plain(one.title) for one in read.assessment.conclusions if one.kind == "cause"}
    wanted = read.titles(read.expected["cause"])
    said = [sentence for sentence in read.sentences if any(title in sentence for title in causes)]
    first = [min((title for title in causes if title in one), key=one.index) for one in said]
    assert first == wanted


@pytest.mark.parametrize("key", ["begin", "praise"])
def test_one_sentence_names_them_all(read: Read, key: str) -> None:
    titles = read.titles(read.expected[key])
    assert any(all(title in sentence for title in titles) for sentence in read.sentences)


def test_what_to_ask_next(read: Read) -> None:
    assert [name for name in read.expected["asks"] if f"`{name}`" not in read.missing] == []


def test_the_profile_is_raised_and_no_other(read: Read) -> None:
    said, expected = read.said(), read.expected
    missing = [name for name in expected["raised"] if name not in said]
    wrong = [name for name in expected["not_said"] if name in said]
    assert (missing, wrong) == ([], [])


def test_strengths_are_told(read: Read) -> None:
    told = {f"{one.check}:{one.subject.type}/{one.subject.id}" for one in read.assessment.strengths}
    told |= {one.check for one in read.assessment.strengths}
    told |= {one.id for one in read.assessment.conclusions if one.kind == "strength"}
    assert [name for name in read.expected["strengths"] if name not in told] == []


def test_how_much_and_how_bad(read: Read) -> None:
    expected, found = read.expected, read.assessment.findings
    allowed = SEVERITIES[SEVERITIES.index(expected["worst"]) :]
    assert [one.id for one in found if one.severity not in allowed] == []
    assert len(found) <= expected.get("at_most", len(found))
    assert (read.assessment.summary.coverage or 0) >= expected.get("coverage", 0)
    assert not read.assessment.errors


def test_strengths_outweigh_findings_where_a_centre_is_well_run(method: Method) -> None:
    assessment = assess(ROOT / "examples" / "well-run", method, inference="forward")
    assert len(assessment.strengths) > 10 * len(assessment.findings)


def test_a_first_visit_asks_express_questions_only(method: Method) -> None:
    base = load_facts(ROOT / "examples" / "first-visit", method)
    asked = [
        attribute
        for entity in base.entities()
        for attribute in entity._type.attributes.values()
        if not attribute.derive and not attribute.inverse_of
        if getattr(entity, attribute.name) is not NOT_COLLECTED
    ]
    absent = [name for name, one in base.singletons.items() if one is NONE]  # an answer, too: there is none
    assert 0 < len(asked) + len(absent) <= EXPRESS
    assert [one.name for one in asked if one.depth != "express"] == []
