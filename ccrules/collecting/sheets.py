"""Sheets of Excel that are filled in: how they look, which cells are open, how a value is written.

What must not be changed is protected, without a password. Nothing is computed in cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, cast

from ccrules.collecting.cell_values import in_cell
from ccrules.collecting.questions import Question
from ccrules.documents.archives import saved
from ccrules.errors import InputError, Place, Problem, message
from ccrules.renderers.cells import LONGEST

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.styles import Font
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.dimensions import ColumnDimension
    from openpyxl.worksheet.worksheet import Worksheet

HEAD, PAPER, SOFT, LINE = "FF14324F", "FFF3F6F9", "FF4C5866", "FFD5DBE2"
#: What people may do to a protected sheet beside filling in its open cells.
_ALLOWED = ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort")


def empty_book() -> Workbook:
    """A workbook without a sheet."""
    from openpyxl import Workbook  # slow to import, so only here

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def content(book: Workbook) -> bytes:
    """A workbook as a file; the same for the same sheets.

    Raises:
        InputError: texts that are longer than a cell can hold.
    """
    problems = list(_too_long(book))
    if problems:
        raise InputError(problems)
    book.properties.creator = "ccrules"
    return saved(book)


def _too_long(book: Workbook) -> Iterator[Problem]:
    """Cells that are full to the last character: openpyxl cut what was put into them without a word."""
    for sheet in book.worksheets:
        for cell in chain.from_iterable(sheet.iter_rows()):
            if isinstance(cell.value, str) and len(cell.value) >= LONGEST:
                what = message("a cell holds fewer than {most} characters", most=LONGEST)
                hint = message(
                    "shorten this text, or write YAML, JSON or CSV: {text} …", text=cell.value[:40]
                )
                yield Problem(Place(cell=f"{sheet.title}!{cell.coordinate}"), what, hint)


def sheet_titles(wished: Iterable[str]) -> Iterator[str]:
    """Titles that a workbook takes: up to 31 characters, none of them twice, without special signs.

    Args:
        wished: the titles wished for, in order.
    """
    seen: set[str] = set()
    for title in wished:
        plain = "".join("-" if sign in "[]:*?/\\" else sign for sign in title).strip("'_ ")[:31] or "-"
        found, number = plain, 1
        while found.casefold() in seen:
            number += 1
            found = f"{plain[: 30 - len(str(number))]} {number}"
        seen.add(found.casefold())
        yield found


def new_sheet(book: Workbook, title: str) -> Worksheet:
    """Begin a sheet.

    Args:
        book: the workbook.
        title: one of :func:`sheet_titles`.
    """
    sheet: Worksheet = book.create_sheet(title)
    protect(sheet, _ALLOWED)
    sheet.row_dimensions[2].height = 32
    return sheet


def protect(sheet: Worksheet, allowed: Sequence[str]) -> None:
    """Lay a sheet out for wide pages, and protect it but for what is opened.

    Args:
        sheet: the sheet.
        allowed: what people may do to it all the same, in openpyxl's words.
    """
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the sheet
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.protection.sheet = True
    for one in allowed:
        setattr(sheet.protection, one, False)  # False: not forbidden


def mark(sheet: Worksheet, sign: str) -> None:
    """Say in a hidden row and column what kind of sheet it is, for whoever reads it back."""
    sheet["A1"] = sign
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True


def letter(column: int) -> str:
    """The letters of a column, counted from 1."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell of a sheet that has no merged ones."""
    return cast("Cell", sheet.cell(row, column))


def open_up(cells: Cell | ColumnDimension) -> None:
    """Let a cell, or all cells of a column that are not written, be filled in."""
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    side = Side("thin", color=LINE)
    cells.protection = Protection(locked=False)
    cells.border = Border(side, side, side, side)
    cells.fill = PatternFill("solid", start_color=PAPER)
    cells.alignment = Alignment(wrap_text=True, vertical="top")


def write_head(cell: Cell, text: str) -> None:
    """Write the heading of a column."""
    from openpyxl.styles import Alignment, Font, PatternFill

    write_text(cell, text, Font(name="Calibri", bold=True, color="FFFFFFFF"))
    cell.fill = PatternFill("solid", start_color=HEAD)
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def write_text(cell: Cell, text: str, font: Font | None = None) -> None:
    """Write what is only read, without the characters that a workbook can't hold."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment

    if text:
        _put_text(cell, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font is not None:
        cell.font = font


def _put_text(cell: Cell, text: str) -> None:
    """Write a text, which never becomes a formula."""
    cell.value, cell.data_type = text, "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))


def small(**form: Any) -> Font:
    """The letters of what stands beside a question."""
    from openpyxl.styles import Font

    return Font(name="Calibri", color=SOFT, size=9, **form)


def write_value(cell: Cell, value: Any, asked: Question | None = None) -> None:
    """Write a value so that it is read to the same.

    Args:
        cell: where.
        value: as :func:`ccrules.collecting.cell_values.said` gives it.
        asked: what it answers; None for a name.
    """
    value = in_cell(value)
    if value is None:
        return
    if isinstance(value, str):
        _put_text(cell, value)
        return
    cell.value = value
    if asked is not None and asked.in_percent and isinstance(value, float):
        cell.number_format = "0.0 %"


def write_note(cell: Cell, lines: Sequence[str]) -> None:
    """Put a note on a cell, as large as its lines."""
    from openpyxl.comments import Comment

    note = Comment("\n".join(lines), "ccrules")
    note.width, note.height = 320, 40 + 18 * sum(height(line, 50) + 1 for line in lines)
    cell.comment = note


def height(text: str, width: int) -> int:
    """How many lines a text takes.

    Args:
        text: the text, which may have lines of its own.
        width: how many characters stand in one.
    """
    return sum(max(1, -(-len(line) // width)) for line in text.split("\n"))
