"""One row for each finding, conclusion, action and verdict that differs or stays, for spreadsheets and tools.

The columns are :data:`COLUMNS`, with the same names in every language, as in the table of an assessment;
a French file has semicolons between cells and decimal commas.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from ccrules.following import comparison as c
from ccrules.renderers.cells import harmless
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
_MARK, _BETWEEN = "\ufeff", " | "
Row = dict[str, str | float | None]


def render(comparison: c.Comparison, options: RenderOptions) -> str:  # noqa: ARG001 - every form takes them
    """Write the rows, findings first.

    Args:
        comparison: the comparison.
        options: not used.
    """
    stream = io.StringIO()
    french = comparison.language == "fr"
    table = csv.writer(stream, delimiter=";" if french else ",", lineterminator="\r\n")
    table.writerow(COLUMNS)
    for row in _rows(comparison):
        table.writerow([_cell(row.get(name), french=french) for name in COLUMNS])
    return _MARK + stream.getvalue()


def _cell(value: str | float | None, *, french: bool) -> str:
    if isinstance(value, str) or value is None:
        return harmless(value or "")
    return str(value).replace(".", ",") if french else str(value)


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
        "reasons": _BETWEEN.join(dict.fromkeys(reason.kind for reason in one.reasons)) or _nothing(one),
        "why": _joined(reason.text for reason in one.reasons),
    }


def _nothing(one: _Changed) -> str:
    return "" if one.explained else "not explained"


def _joined(texts: Iterable[str]) -> str:
    return _BETWEEN.join(texts)
