"""The record of facts as an Excel workbook to be filled in, signed and sent back.

The facts stand on one sheet, a fact a row, with the names by which answers are read back in its
hidden first column; what is not to be changed is protected, without a password.
"""

from __future__ import annotations

from collections.abc import Iterator
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
)
from ccrules.collecting.sheets import (
    HEAD,
    LINE,
    SOFT,
    cell_at,
    content,
    height,
    letter,
    mark,
    open_up,
    protect,
    small,
    write_head,
    write_text,
)
from ccrules.errors import message
from ccrules.text import worded

if TYPE_CHECKING:
    from openpyxl.styles import Font
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
#: What people may do to the sheets beside filling in their open cells.
_ALLOWED = ("formatCells", "formatColumns", "formatRows", "autoFilter", "sort")


def excel_record(record: Record) -> bytes:
    """Make the workbook.

    Args:
        record: the facts.
    """
    from openpyxl import Workbook  # slow to import, so only here

    book = Workbook()
    language = record.language
    first: Any = book.worksheets[0]
    first.title = worded(TITLE, language)[:31]
    _cover(first, record)
    _facts(book.create_sheet(worded(message("Facts"), language)), record)
    properties = book.properties
    properties.title = record.name or worded(TITLE, language)
    properties.identifier, properties.language = record.reference, language
    return content(book)


def _cover(sheet: Worksheet, record: Record) -> None:
    from openpyxl.styles import Alignment, Font

    protect(sheet, _ALLOWED)
    mark(sheet, MARKER)
    for column, width in ((2, 24), (3, 90)):
        sheet.column_dimensions[letter(column)].width = width
    title, big = cell_at(sheet, 2, 2), Font(name="Calibri", size=18, bold=True, color=HEAD)
    write_text(title, record.name or worded(TITLE, record.language), big)
    title.alignment = Alignment(wrap_text=False, vertical="center")
    sheet.row_dimensions[2].height = 30
    row = 4
    for label, value in about(record):
        write_text(cell_at(sheet, row, 2), label, _label())
        write_text(cell_at(sheet, row, 3), value)
        row += 1
    for line in introduction(boxes=False):
        row += 1
        text = worded(line, record.language)
        write_text(cell_at(sheet, row, 2), text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        sheet.row_dimensions[row].height = 15 * height(text, 105) + 4
    _signature(sheet, row + 2, record.language)


def _signature(sheet: Worksheet, row: int, language: str) -> None:
    from openpyxl.styles import Font

    heading = Font(name="Calibri", size=13, bold=True, color=HEAD)
    write_text(cell_at(sheet, row, 2), worded(SIGNED_BY, language), heading)
    for number, (name, title) in enumerate(SIGNATURE.items(), start=row + 1):
        sheet.cell(number, 1, f"signature.{name}")
        write_text(cell_at(sheet, number, 2), worded(title, language), _label())
        open_up(cell_at(sheet, number, 3))
        sheet.row_dimensions[number].height = 22


def _label() -> Font:
    from openpyxl.styles import Font

    return Font(name="Calibri", bold=True, color=SOFT)


def _facts(sheet: Worksheet, record: Record) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    language = record.language
    protect(sheet, _ALLOWED)
    mark(sheet, MARKER)
    about_head = worded(message("About"), language)
    for column, title in enumerate(("", about_head, *(worded(one, language) for one in HEADS)), start=1):
        write_head(cell_at(sheet, HEADING_ROWS, column), title)
        sheet.column_dimensions[letter(column)].width = _WIDTHS[column - 1]
    sheet.row_dimensions[HEADING_ROWS].height = 32
    row = HEADING_ROWS
    for name, fact in _named(record):
        row += 1
        _fact(sheet, row, name, fact)
    words = ",".join((worded(CONFIRMED, language), worded(TO_CORRECT, language)))
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
        cell = cell_at(sheet, row, COLUMNS[key])
        write_text(cell, text)
        cell.border = Border(line, line, line, line)
    sheet.cell(row, COLUMNS["value"]).font = Font(name="Calibri", bold=True)
    sheet.cell(row, COLUMNS["source"]).font = small()
    for one in ("mark", "correction", "comment"):
        open_up(cell_at(sheet, row, COLUMNS[one]))
    lines = max(height(text, _WIDTHS[COLUMNS[key] - 1] - 1) for key, text in texts.items() if key != "key")
    sheet.row_dimensions[row].height = 14 * lines + 3
