"""The first sheet of a workbook: how to fill it in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ccrules.collecting.sheets import HEAD, cell_at, height, mark, write_text
from ccrules.collecting.workbook_words import say
from ccrules.errors import Message, message
from ccrules.importers.workbook_layout import FORM

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_TITLE = message("How to fill in this workbook")


def write_guide(sheet: Worksheet, language: str, *, lists: bool) -> None:
    """Write the guide.

    Args:
        sheet: an empty sheet.
        language: ``en`` or ``fr``.
        lists: whether the workbook has lists.
    """
    from openpyxl.styles import Font

    mark(sheet, FORM)  # one without a question
    sheet.column_dimensions["B"].width = 100
    title, plain = Font(name="Calibri", size=16, bold=True, color=HEAD), Font(name="Calibri", size=11)
    for row, what in enumerate((_TITLE, *_lines(lists)), start=2):
        text, font = say(what, language), title if what is _TITLE else plain
        write_text(cell_at(sheet, row, 2), text, font)
        sheet.row_dimensions[row].height = (font.size + 6) * height(text, 103)


def _lines(lists: bool) -> Iterator[Message]:
    yield message(
        "Fill in what you know; leave the rest empty. An empty cell means that nobody has asked yet."
    )
    yield message(
        "unknown: asked, and nobody could tell. none: there is none. not applicable: makes no sense here."
    )
    yield message("A number may be a range (40..50, >= 1000). Write 85 % or 0.85, and dates as 2026-10-01.")
    yield message("Point at a question to see how to obtain the answer; cells with a choice offer a list.")
    if lists:
        yield message(
            "Each sheet with rows is a list: one row each, with a name of its own in the first column."
        )
        yield message(
            "On the sheet of lists, say of each list whether it is complete. "
            "If you only know numbers, give these there."
        )
    yield message(
        "With its source a value is written {text}",
        text="{value: 1200, source: measured, by: telephony report}",
    )
    yield message("Then: ccrules validate facts.xlsx, and ccrules assess facts.xlsx -o report.html")
