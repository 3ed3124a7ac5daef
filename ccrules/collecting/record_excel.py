"""The record of facts as an Excel workbook to be filled in, signed and sent back.

The facts stand on one sheet, a fact a row, with the names by which answers are read back in its
hidden first column; what is not to be changed is protected, without a password.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ccrules.collecting.record import Record, Row
from ccrules.collecting.record_words import (
    CONFIRMED,
    HEADS,
    SIGNATURE,
    SIGNED_BY,
    TITLE,
    TO_CORRECT,
    about,
    introduction,
    say,
)
from ccrules.collecting.word_page import HEAD, LINE, PAPER, SOFT
from ccrules.documents.archives import steady
from ccrules.errors import message

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

#: In A1 of the sheet with the facts.
MARKER = "#record"
#: Columns of the sheet with the facts, from 1; the first is hidden.
COLUMNS = {
    "key": 1,
    "about": 2,
    "label": 3,
    "value": 4,
    "source": 5,
    "mark": 6,
    "correction": 7,
    "comment": 8,
}
_WIDTHS = (4, 26, 34, 34, 26, 16, 26, 30)
#: Rows above the first fact.
HEADING_ROWS = 2


def excel_record(record: Record) -> bytes:
    """Make the workbook.

    Args:
        record: the facts.
    """
    from openpyxl import Workbook  # slow to import, so only here

    book = Workbook()
    language = record.language
    first: Any = book.worksheets[0]
    first.title = say(TITLE, language)[:31]
    _cover(first, record)
    _facts(book.create_sheet(say(message("Facts"), language)), record)
    properties = book.properties
    properties.creator, properties.title = "ccrules", record.name or say(TITLE, language)
    properties.identifier, properties.language = record.reference, language
    stream = io.BytesIO()
    book.save(stream)
    return steady(stream.getvalue())


def _cover(sheet: Worksheet, record: Record) -> None:
    from openpyxl.styles import Alignment, Font

    language = record.language
    _page(sheet)
    sheet["A1"] = MARKER
    for letter, width in (("B", 24), ("C", 90)):
        sheet.column_dimensions[letter].width = width
    _text(sheet.cell(2, 2), record.name or say(TITLE, language)).font = Font(
        name="Calibri", size=18, bold=True, color=HEAD
    )
    sheet.cell(2, 2).alignment = Alignment(wrap_text=False, vertical="center")
    sheet.row_dimensions[2].height = 30
    row = 4
    for label, value in about(record):
        _text(sheet.cell(row, 2), label).font = Font(name="Calibri", bold=True, color=SOFT)
        _text(sheet.cell(row, 3), value)
        row += 1
    for line in introduction(boxes=False):
        row += 1
        text = _text(sheet.cell(row, 2), say(line, language))
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        sheet.row_dimensions[row].height = 15 * -(-len(str(text.value)) // 105) + 4
    _text(sheet.cell(row + 2, 2), say(SIGNED_BY, language)).font = Font(
        name="Calibri", size=13, bold=True, color=HEAD
    )
    for number, (name, title) in enumerate(SIGNATURE.items(), start=row + 3):
        sheet.cell(number, 1, f"signature.{name}")
        _text(sheet.cell(number, 2), say(title, language)).font = Font(name="Calibri", bold=True, color=SOFT)
        _open([sheet.cell(number, 3)])
        sheet.row_dimensions[number].height = 22


def _facts(sheet: Worksheet, record: Record) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    language = record.language
    _page(sheet)
    sheet["A1"] = MARKER
    about_head = say(message("About"), language)
    for column, title in enumerate(("", about_head, *(say(one, language) for one in HEADS)), start=1):
        _head(sheet.cell(HEADING_ROWS, column), title)
        sheet.column_dimensions["ABCDEFGH"[column - 1]].width = _WIDTHS[column - 1]
    sheet.row_dimensions[HEADING_ROWS].height = 32
    row = HEADING_ROWS
    for name, fact in _named(record):
        row += 1
        _fact(sheet, row, name, fact)
    words = ",".join((say(CONFIRMED, language), say(TO_CORRECT, language)))
    rule = DataValidation("list", formula1=f'"{words}"', allow_blank=True, errorStyle="warning")
    rule.add(f"F{HEADING_ROWS + 1}:F{max(row, HEADING_ROWS + 1)}")
    sheet.add_data_validation(rule)
    sheet.freeze_panes = f"D{HEADING_ROWS + 1}"
    sheet.auto_filter.ref = f"B{HEADING_ROWS}:H{max(row, HEADING_ROWS + 1)}"
    sheet.print_title_rows = f"{HEADING_ROWS}:{HEADING_ROWS}"


def _named(record: Record) -> Iterator[tuple[str, Row]]:
    """Every row with what it is about."""
    for section in record.sections:
        for name, rows in section.groups:
            for row in rows:
                yield (f"{section.title} · {name}" if name else section.title), row


def _fact(sheet: Worksheet, row: int, name: str, fact: Row) -> None:
    from openpyxl.styles import Border, Font, Side

    source = fact.source
    if fact.confirmed:
        source = "\n".join(filter(None, (source, f"✓ {fact.confirmed}")))
    texts = {"key": fact.key, "about": name, "label": fact.label, "value": fact.value, "source": source}
    line = Side("thin", color=LINE)
    for key, text in texts.items():
        cell = _text(sheet.cell(row, COLUMNS[key]), text)
        cell.border = Border(line, line, line, line)
    sheet.cell(row, COLUMNS["value"]).font = Font(name="Calibri", bold=True)
    sheet.cell(row, COLUMNS["source"]).font = Font(name="Calibri", size=9, color=SOFT)
    _open(sheet.cell(row, COLUMNS[one]) for one in ("mark", "correction", "comment"))
    lines = max(
        sum(-(-max(1, len(part)) // (_WIDTHS[COLUMNS[key] - 1] - 1)) for part in text.split("\n"))
        for key, text in texts.items()
        if key != "key"
    )
    sheet.row_dimensions[row].height = 14 * lines + 3


def _text(cell: Any, text: str) -> Any:
    """Write a text, which never becomes a formula."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", text), "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(name="Calibri")
    return cell


def _head(cell: Any, text: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    _text(cell, text).font = Font(name="Calibri", bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", start_color=HEAD)
    cell.alignment = Alignment(wrap_text=True, vertical="center")


def _open(cells: Iterable[Cell | Any]) -> None:
    """Let cells be filled in."""
    from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

    side = Side("thin", color=LINE)
    for cell in cells:
        cell.protection = Protection(locked=False)
        cell.border = Border(side, side, side, side)
        cell.fill = PatternFill("solid", start_color=PAPER)
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _page(sheet: Worksheet) -> None:
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the sheet
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.protection.sheet = True
    for allowed in ("formatCells", "formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, allowed, False)  # False: not forbidden
