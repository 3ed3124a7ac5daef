"""What a record of facts says beside the facts, in Word and in Excel alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ccrules.collecting.record import Record
from ccrules.errors import Message, message
from ccrules.text import worded
from ccrules.text.formats import date_text

TITLE = message("Record of facts")
HEADS: tuple[Message, ...] = (
    message("Fact"),
    message("What we noted"),
    message("Known from"),
    message("Confirmed or to correct"),
    message("Corrected value"),
    message("Comment"),
)
CONFIRMED, TO_CORRECT = message("Confirmed"), message("To correct")
SIGNATURE: Mapping[str, Message] = {
    "name": message("Name"),
    "function": message("Function"),
    "date": message("Date"),
}
"""What a signature holds, by the name of its field."""
SIGNED_BY = message("Confirmed by")


def introduction(*, boxes: bool = True) -> Iterator[Message]:
    """How to fill in the record.

    Args:
        boxes: whether there are boxes to tick and names to leave alone, as in Word.
    """
    yield message(
        "This is what we noted of your organisation, and what our findings will rest on. "
        "Please read it before you see them."
    )
    if boxes:
        yield message("For each fact, tick whether it is confirmed or to be corrected.")
    else:
        yield message("On the next sheet, say of each fact whether it is confirmed or to be corrected.")
    yield message(
        "Write the right value beside it, the way it is written here: a number, yes or no, a name from the "
        "list, a date. Write unknown if nobody can tell, none if there is none, not applicable if it makes "
        "no sense here."
    )
    if boxes:
        yield message("Leave the grey names of facts as they are: by them your answers find their place.")
        yield message(
            "Sign at the end, with your name, your function and the date, and send the document back."
        )
    else:
        yield message("Sign below, with your name, your function and the date, and send the workbook back.")


def about(record: Record) -> Iterator[tuple[str, str]]:
    """What the record is of: labels and values."""
    language = record.language
    yield worded(message("Assessment"), language), record.name or "–"
    yield worded(message("Date"), language), date_text(record.date, language) if record.date else "–"
    status = message("final") if record.status == "final" else message("draft")
    yield worded(message("Status"), language), worded(status, language)
    yield worded(message("Facts"), language), str(len(record.rows))
    yield worded(message("Reference"), language), record.reference
