"""Passages of workbooks: one cell each, with its row and the heading of its column close by."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ccrules.errors import Place
from ccrules.importers.excel_files import open_workbook, refuse_bombs
from ccrules.verifying.passages import Passage

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NEAR = 3_000
#: Cells at the beginning of a row that say what it is about; the last one has its identifier.
_NAMED = 4


def read(content: bytes, file: str, _: str) -> Iterator[Passage]:
    """The passages of a workbook; hidden sheets and rows are left out.

    Args:
        content: of the file.
        file: its name for places.

    Raises:
        InputError: it is no workbook.
    """
    refuse_bombs(content, file)
    for sheet in open_workbook(content, file, values=True).worksheets:
        if sheet.sheet_state == "visible":
            yield from _sheet(sheet, file)


def _sheet(sheet: Worksheet, file: str) -> Iterator[Passage]:
    heads: dict[int, str] = {}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if sheet.row_dimensions[number].hidden:
            continue
        cells = [(cell, _said(cell)) for cell in row if cell.value is not None]
        named = [said for _, said in cells]
        near = " ".join([*named[:_NAMED], *named[-1:]])[:_NEAR]
        for cell, said in cells:
            place = Place(file, cell=f"{sheet.title}!{cell.coordinate}")
            head = heads.setdefault(cell.column, said)
            yield Passage(said, f"{sheet.title} {head} {near}", place)


def _said(cell: Any) -> str:
    """What a cell shows."""
    value = cell.value
    if isinstance(value, bool) or not isinstance(value, int | float | datetime.date):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if "%" in cell.number_format:
        return f"{value * 100:.12g}%"
    return f"{value:.12g}"
