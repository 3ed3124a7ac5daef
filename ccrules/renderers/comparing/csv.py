"""One row for each finding, conclusion, action and verdict that differs or stays, for spreadsheets and tools.

The columns are :data:`COLUMNS`, with the same names in every language, as in the table of an assessment.
"""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.following import comparison as c
from ccrules.renderers.csv_rows import BETWEEN, Row, csv_rows
from ccrules.renderers.options import RenderOptions

COLUMNS = (
    "part",
    "change",
    "id",
    "title",
    "subject_type",
    "subject_id",
    "before",
    "after",
    "severity_before",
    "severity_after",
    "exposure_before",
    "exposure_after",
    "exposure_unit",
    "waived",
    "reasons",
    "why",
)


def render(comparison: c.Comparison, options: RenderOptions) -> str:  # noqa: ARG001 - every form takes them
    """Write the rows, findings first.

    Args:
        comparison: the comparison.
        options: not used.
    """
    return csv_rows(COLUMNS, _rows(comparison), comparison.language)


def _rows(found: c.Comparison) -> Iterator[Row]:
    for one in found.findings:
        yield {
            "part": "finding",
            **_shared(one),
            "subject_type": one.subject.type,
            "subject_id": one.subject.id,
            "severity_before": one.severity_before,
            "severity_after": one.severity_after,
            "exposure_before": one.exposure_before,
            "exposure_after": one.exposure_after,
            "exposure_unit": one.exposure_unit,
            "before": one.before,
            "after": one.after,
            "waived": one.waived_after,
        }
    for outcome in found.outcomes:
        subject = {"subject_type": outcome.subject.type, "subject_id": outcome.subject.id}
        yield {
            "part": "outcome",
            **_shared(outcome),
            **subject,
            "before": outcome.before,
            "after": outcome.after,
        }
    for conclusion in found.conclusions:
        beliefs = {"before": conclusion.belief_before, "after": conclusion.belief_after}
        subject = {"subject_type": conclusion.subject.type, "subject_id": conclusion.subject.id}
        yield {"part": conclusion.kind, **_shared(conclusion, conclusion.key), **subject, **beliefs}
    for action in found.recommendations:
        yield {
            "part": "action",
            **_shared(action),
            "before": action.rank_before,
            "after": action.rank_after,
        }


_Changed = c.ChangedFinding | c.ChangedOutcome | c.ChangedConclusion | c.ChangedAction


def _shared(one: _Changed, name: str = "") -> Row:
    return {
        "change": one.change,
        "id": name or one.id,
        "title": one.title,
        "reasons": BETWEEN.join(dict.fromkeys(reason.kind for reason in one.reasons)) or _nothing(one),
        "why": BETWEEN.join(reason.text for reason in one.reasons),
    }


def _nothing(one: _Changed) -> str:
    return "" if one.explained else "not explained"
