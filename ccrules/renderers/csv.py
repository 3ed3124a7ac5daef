"""One row for each outcome of each check, for spreadsheets and for tools that take tables.

The columns are :data:`COLUMNS`, always all of them and in this order; their names are the same in every
language, what stands in them is in the language of the assessment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccrules.assessment import Assessment, CheckError, Evidence, Finding, NotApplicable, NotAssessed, Passed
from ccrules.renderers.csv_rows import BETWEEN, Row, csv_rows
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report.marks import finding_marks
from ccrules.renderers.report.reading import Reading
from ccrules.renderers.wording import wording_for

FORMAT = "csv"
EXTENSIONS = (".csv",)

#: Names of the columns, in their order.
COLUMNS = (
    "outcome",
    "severity",
    "check",
    "title",
    "subject_type",
    "subject_id",
    "subject",
    "message",
    "exposure",
    "unit",
    "confidence",
    "topics",
    "causes",
    "recommendations",
    "missing",
    "evidence",
    "marks",
    "classification",
    "finding",
)


def render(assessment: Assessment, options: RenderOptions) -> str:
    """Render the outcomes of an assessment as a table.

    Args:
        assessment: the assessment.
        options: language and template folders.
    """
    words = wording_for(assessment, options)
    reading = Reading(assessment, words)
    marked = assessment.audience.line if assessment.audience else ""
    rows = (row | {"classification": marked} for row in _rows(reading))
    return csv_rows(COLUMNS, rows, reading.language)


def _rows(reading: Reading) -> Iterator[Row]:
    """Findings, what could not be assessed, errors, what passed, what does not apply."""
    a = reading.assessment
    yield from (_finding(reading, one) for one in a.findings)
    for open_one in a.not_assessed:
        missing = reading.fact_names(open_one.missing, len(open_one.missing))
        would = reading.say(f"would.{open_one.would}") if open_one.would else ""
        yield _outcome(reading, "not_assessed", open_one) | {"missing": missing, "message": would}
    for broken in a.errors:
        message = BETWEEN.join(part for part in (broken.message, broken.hint) if part)
        yield _outcome(reading, "error", broken) | {"message": message}
    for held in a.passed:
        yield _outcome(reading, "pass", held) | {"message": held.fragile or ""}
    for off in a.not_applicable:
        yield _outcome(reading, "not_applicable", off) | {"message": off.reason}


def _outcome(reading: Reading, name: str, one: Passed | NotAssessed | NotApplicable | CheckError) -> Row:
    info = reading.checks.get(one.check)
    return {
        "outcome": name,
        "check": one.check,
        "title": reading.check_title(one.check),
        "subject_type": one.subject.type,
        "subject_id": one.subject.id,
        "subject": reading.subject(one.subject),
        "topics": BETWEEN.join(reading.topic_names(info.topics)) if info else "",
    }


def _finding(reading: Reading, one: Finding) -> Row:
    actions = reading.action_references(one.recommendations)
    causes = reading.conclusion_references(one.explained_by)
    return {
        "outcome": "fail",
        "severity": one.severity,
        "check": one.check,
        "title": one.title,
        "subject_type": one.subject.type,
        "subject_id": one.subject.id,
        "subject": reading.subject(one.subject),
        "message": one.message,
        "exposure": one.exposure,
        "unit": one.exposure_unit if one.exposure is not None else "",
        "confidence": one.confidence,
        "topics": BETWEEN.join(reading.topic_names(one.topics)),
        "causes": _titles(cause.title for cause in causes),
        "recommendations": _titles(action.title for action in actions),
        "evidence": BETWEEN.join(_fact(reading, fact) for fact in one.evidence),
        "marks": BETWEEN.join(finding_marks(one)),
        "finding": one.id,
    }


def _titles(titles: Iterable[str]) -> str:
    return BETWEEN.join(dict.fromkeys(titles))


def _fact(reading: Reading, fact: Evidence) -> str:
    """A fact with its value and its origin: ``mailbox/claims.tracked = no [facts.yaml:7:5]``."""
    value = fact.text or reading.value(fact.value)
    origin = reading.origin(fact.origin)
    said = f"{fact.fact} ({fact.count})" if fact.count > 1 else f"{fact.fact} = {value}"
    return f"{said} [{origin}]" if origin else said
