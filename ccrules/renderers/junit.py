"""Outcomes as JUnit XML, which continuous integration shows beside its own tests.

A check is a test suite, a subject a test case: failed is a failure, not assessed is skipped with the
facts that are missing, not applicable is skipped with the reason, an error of the check an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from ccrules.assessment import Assessment, CheckError, Finding, NotApplicable, NotAssessed, Passed
from ccrules.renderers.cells import xml_text
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report.marks import finding_marks
from ccrules.renderers.report.reading import Reading
from ccrules.renderers.wording import wording_for

FORMAT = "junit"
EXTENSIONS = (".xml",)

_Outcome = Finding | Passed | NotAssessed | NotApplicable | CheckError


@dataclass(slots=True)
class _Case:
    """What a test case says.

    Attributes:
        kind: ``failure``, ``skipped``, ``error`` or empty for one that passed.
        message: in one sentence.
        lines: more on it.
        type: of a failure its severity.
        file: where the first fact under it was written.
        line: likewise.
    """

    kind: str = ""
    message: str = ""
    lines: list[str] = field(default_factory=list)
    type: str = ""
    file: str = ""
    line: int = 0


def render(assessment: Assessment, options: RenderOptions) -> bytes:
    """Render the outcomes of an assessment as JUnit XML.

    Args:
        assessment: the assessment.
        options: language and template folders.
    """
    words = wording_for(assessment, options)
    reading = Reading(assessment, words)
    suites: dict[str, list[tuple[_Outcome, _Case]]] = {}
    for outcome, case in _cases(reading):
        suites.setdefault(outcome.check, []).append((outcome, case))
    name = xml_text(assessment.assessment.name or "ccrules")
    root = Element("testsuites", {"name": name, **_counts(chain.from_iterable(suites.values()))})
    for check, found in suites.items():
        _suite(reading, root, check, found)
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _suite(reading: Reading, root: Element, check: str, found: list[tuple[_Outcome, _Case]]) -> None:
    title = xml_text(reading.check_title(check))
    suite = SubElement(root, "testsuite", {"name": f"{xml_text(check)} {title}", **_counts(found)})
    if reading.assessment.assessment.date:
        suite.set("timestamp", xml_text(reading.assessment.assessment.date))
    if reading.assessment.audience and reading.assessment.audience.line:
        line = xml_text(reading.assessment.audience.line)
        SubElement(SubElement(suite, "properties"), "property", name="classification", value=line)
    for outcome, case in found:
        _test(suite, outcome, case, reading.subject(outcome.subject))


def _counts(cases: Iterable[tuple[_Outcome, _Case]]) -> dict[str, str]:
    counts = Counter(case.kind for _, case in cases)
    return {
        "tests": str(counts.total()),
        "failures": str(counts["failure"]),
        "errors": str(counts["error"]),
        "skipped": str(counts["skipped"]),
    }


def _test(suite: Element, outcome: _Outcome, case: _Case, subject: str) -> None:
    test = SubElement(suite, "testcase", classname=xml_text(outcome.check), name=xml_text(subject))
    if case.file:
        test.set("file", xml_text(case.file))
        if case.line:
            test.set("line", str(case.line))
    if case.kind:
        result = SubElement(test, case.kind, message=xml_text(case.message))
        if case.type:
            result.set("type", case.type)
        if case.lines:
            result.text = xml_text("\n".join(case.lines))


def _cases(reading: Reading) -> Iterator[tuple[_Outcome, _Case]]:
    a = reading.assessment
    yield from ((one, _failure(reading, one)) for one in a.findings)
    yield from ((one, _open(reading, one)) for one in a.not_assessed)
    yield from ((one, _Case("error", one.message, [one.hint] if one.hint else [])) for one in a.errors)
    yield from ((one, _Case()) for one in a.passed)
    said = reading.say("outcome.not_applicable")
    for off in a.not_applicable:
        yield off, _Case("skipped", f"{said}{reading.say('colon')}{off.reason}")


def _failure(reading: Reading, found: Finding) -> _Case:
    origin = next((one.origin for one in found.evidence if one.origin and one.origin.file), None)
    lines = [f"{reading.severity(found.severity)}{reading.say('colon')}{found.title}", found.message]
    lines += [
        f"{one.fact} = {one.text or reading.value(one.value)} [{reading.origin(one.origin)}]"
        for one in found.evidence
    ]
    lines += finding_marks(found)
    actions = reading.action_references(found.recommendations)
    lines += [f"{reading.say('label.actions')}{reading.say('colon')}{one.title}" for one in actions]
    file, line = (origin.file, origin.line) if origin else ("", 0)
    return _Case("failure", found.message, lines, found.severity, file, line)


def _open(reading: Reading, one: NotAssessed) -> _Case:
    facts = reading.fact_names(one.missing, len(one.missing))
    label = f"{reading.say('label.facts')}{reading.say('colon')}"
    would = [reading.say(f"would.{one.would}")] if one.would else []
    return _Case("skipped", label + facts, would)
