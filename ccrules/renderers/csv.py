"""One row for each outcome of each check, for spreadsheets and for tools that take tables.

The columns are :data:`COLUMNS`, always all of them and in this order; their names are the same in every
language, what stands in them is in the language of the assessment. The file begins with a byte order mark,
without which Excel takes accents for something else. A French file has semicolons between cells and decimal
commas, because that is what Excel opens with a double click where French is spoken.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ccrules.assessment import Assessment, CheckError, Evidence, Finding, NotApplicable, NotAssessed, Passed
from ccrules.renderers.cells import harmless
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
_MARK = "\ufeff"
_BETWEEN = " | "
#: A row by the names of its columns.
Row = dict[str, str | float | None]


def render(assessment: Assessment, options: RenderOptions) -> str:
    """Render the outcomes of an assessment as a table.

    Args:
        assessment: the assessment.
        options: language and template folders.
    """
    words = wording_for(assessment, options)
    reading = Reading(assessment, words)
    stream = io.StringIO()
    french = reading.language == "fr"
    writer = csv.writer(stream, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    marked = assessment.audience.line if assessment.audience else ""
    for row in _rows(reading):
        row["classification"] = marked
        writer.writerow([_cell(row.get(name), french=french) for name in COLUMNS])
    return _MARK + stream.getvalue()


def _cell(value: str | float | None, *, french: bool) -> str:
    """A number as the language writes it, without groups; a text that no spreadsheet takes for a formula."""
    if isinstance(value, str):
        return harmless(" ".join(value.split("\n")))
    if value is None:
        return ""
    text = f"{value:.12g}"
    return text.replace(".", ",") if french else text


def _rows(reading: Reading) -> Iterator[Row]:
    """Findings, what could not be assessed, errors, what passed, what does not apply."""
    a = reading.assessment
    yield from (_finding(reading, one) for one in a.findings)
    for open_one in a.not_assessed:
        missing = reading.fact_names(open_one.missing, len(open_one.missing))
        would = reading.say(f"would.{open_one.would}") if open_one.would else ""
        yield _outcome(reading, "not_assessed", open_one) | {"missing": missing, "message": would}
    for broken in a.errors:
        message = _BETWEEN.join(part for part in (broken.message, broken.hint) if part)
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
        "topics": _BETWEEN.join(reading.topic_names(info.topics)) if info else "",
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
        "topics": _BETWEEN.join(reading.topic_names(one.topics)),
        "causes": _titles(cause.title for cause in causes),
        "recommendations": _titles(action.title for action in actions),
        "evidence": _BETWEEN.join(_fact(reading, fact) for fact in one.evidence),
        "marks": _BETWEEN.join(finding_marks(one)),
        "finding": one.id,
    }


def _titles(titles: Iterable[str]) -> str:
    return _BETWEEN.join(dict.fromkeys(titles))


def _fact(reading: Reading, fact: Evidence) -> str:
    """A fact with its value and its origin: ``mailbox/claims.tracked = no [facts.yaml:7:5]``."""
    value = fact.text or reading.value(fact.value)
    origin = reading.origin(fact.origin)
    said = f"{fact.fact} ({fact.count})" if fact.count > 1 else f"{fact.fact} = {value}"
    return f"{said} [{origin}]" if origin else said
