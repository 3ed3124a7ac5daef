"""The invented centres: whoever reads the first page of a report recognises the centre."""

from __future__ import annotations

import re
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
    """A report as its reader sees it: the first page, what is missing, and what is behind.

    Attributes:
        opening: the paragraph the first page opens with.
        messages: its three messages.
        unknown: what it says is not known.
        actions: the actions it puts to the reader, in order.
        missing: the second page, which lists what is not known and what it blocks.
    """

    expected: dict[str, Any]
    assessment: Assessment
    opening: str
    messages: tuple[str, ...]
    unknown: str
    actions: tuple[str, ...]
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
    _, summary, _, missing, *_ = report.split("\n## ")
    opening, messages, unknown, actions, *_ = summary.split("\n### ")
    return Read(
        profile, assessment, plain(opening), numbered(messages), plain(unknown), numbered(actions), missing
    )


def numbered(section: str) -> tuple[str, ...]:
    """The lines of a numbered list."""
    return tuple(plain(line) for line in section.splitlines() if re.match(r"\d+\. ", line))


def test_the_first_message_names_what_makes_the_centre(read: Read) -> None:
    first = read.messages[0]
    assert [title for title in read.titles(read.expected["headline"]) if title not in first] == []


def test_the_cause_that_stands_out(read: Read) -> None:
    causes = {plain(one.title) for one in read.assessment.conclusions if one.kind == "cause"}
    wanted = read.titles(read.expected["cause"])
    bold = read.messages[1].split("**")[1].removesuffix(".")
    assert [title for title in causes if title == bold] == wanted


def test_the_actions_to_begin_with_come_first(read: Read) -> None:
    wanted = read.titles(read.expected["begin"])
    assert any(title in read.messages[2] for title in wanted)
    first = read.actions[: len(wanted)]
    assert [title for title in wanted if not any(title in action for action in first)] == []


def test_the_page_opens_with_what_is_strong(read: Read) -> None:
    assert [title for title in read.titles(read.expected["praise"]) if title not in read.opening] == []


def test_what_to_ask_next(read: Read) -> None:
    assert [name for name in read.expected["asks"] if f"`{name}`" not in read.missing] == []
    assert any(plain(one.question) in read.unknown for one in read.assessment.gaps)


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
