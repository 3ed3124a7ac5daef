"""What came of a record, for the consultant: corrected, open, changed meanwhile, commented."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.collecting.record import Row
from ccrules.collecting.record_confirming import Confirmation
from ccrules.errors import Message, message
from ccrules.text import worded
from ccrules.text.formats import date_text, entity_name, number


def summary(found: Confirmation, language: str) -> Iterator[str]:
    """The lines of the summary.

    Args:
        found: what came of the record.
        language: ``en`` or ``fr``.
    """
    yield worded(_counted(found, language), language)
    yield from (worded(one, language) for one in found.notes)
    who = found.who
    yield from _part(message("Corrected by {who}", who=who), _changes(found, language), language)
    yield from _part(_OPEN, (f"{_named(row, language)}{_colon(language)}{worded(why, language)}"
                             for row, why in found.open), language)  # fmt: skip
    yield from _part(_MOVED, (_moved(row, then, language) for row, then in found.moved), language)
    yield from _part(_COMMENTS, (f"{_named(row, language)}{_colon(language)}{text}"
                                 for row, text in found.comments), language)  # fmt: skip
    yield ""
    yield worded(_FINAL if found.final else _NOT_FINAL, language)


def _counted(found: Confirmation, language: str) -> Message:
    counts = {
        "confirmed": number(len(found.confirmed), language),
        "corrected": number(len(found.changes), language),
        "open": number(len(found.open), language),
    }
    if not found.who:
        return message("Facts confirmed: {confirmed}; corrected: {corrected}; open: {open}", **counts)
    return message(
        "{who}, {date}. Facts confirmed: {confirmed}; corrected: {corrected}; open: {open}",
        who=found.who,
        date=date_text(found.when, language),
        **counts,
    )


def _part(title: Message, lines: Iterator[str], language: str) -> Iterator[str]:
    listed = [f"  {line}" for line in lines]
    if listed:
        yield from ("", worded(title, language), *listed)


def _changes(found: Confirmation, language: str) -> Iterator[str]:
    for one in found.changes:
        yield f"{_named(one.row, language)}{_colon(language)}{one.row.value} → {one.after}  [{one.place}]"


def _moved(row: Row, then: str, language: str) -> str:
    was = message("noted then: {then}; now: {now}", then=then or "–", now=row.value)
    return f"{_named(row, language)}{_colon(language)}{worded(was, language)}"


def _named(row: Row, language: str) -> str:
    if row.entity is None:
        return f"{row.label} ({row.key})" if row.key.endswith("[]") else row.label
    if row.entity._type.singleton:
        return row.label
    return f"{row.label} ({entity_name(row.entity, language)})"


def _colon(language: str) -> str:
    return worded(message(": "), language)


_OPEN = message("Not confirmed")
_MOVED = message("Changed since the record was made")
_COMMENTS = message("Comments")
_FINAL = message("The facts are final.")
_NOT_FINAL = message("The status of the facts stays as it was: not all of them are confirmed.")
