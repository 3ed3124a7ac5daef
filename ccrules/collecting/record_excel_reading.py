"""A record of facts in Excel, read back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.collecting.record_excel import COLUMNS, HEADING_ROWS, MARKER
from ccrules.collecting.record_returned import Returned, ReturnedRow, mark_of
from ccrules.collecting.record_words import SIGNATURE
from ccrules.documents import read_bytes
from ccrules.errors import message
from ccrules.importers.excel_files import open_workbook, refuse_bombs
from ccrules.importers.sheet_cells import SheetCells
from ccrules.importers.workbook import WorkbookReader

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def read_excel_record(path: Path) -> Returned:
    """Read a record.

    Args:
        path: the workbook.

    Raises:
        InputError: no workbook, or no record; what is wrong in a record is among its problems.
    """
    file, content = path.as_posix(), read_bytes(path)
    refuse_bombs(content, file)
    values, formulas = open_workbook(content, file, values=True), open_workbook(content, file, values=False)
    reader = WorkbookReader(file)
    found = Returned(reader.source, problems=reader.problems)
    texts = [values.properties.identifier or ""]
    for sheet in values.worksheets:
        if sheet.cell(1, 1).value == MARKER and reader.is_readable(sheet, merged=False):
            cells = SheetCells(reader, sheet, formulas[sheet.title])
            texts += [str(sheet.cell(row, 3).value or "") for row in range(1, min(cells.last_row, 20) + 1)]
            _sheet(found, cells, sheet)
    found.refer(*texts)
    return found.check()


def _sheet(found: Returned, cells: SheetCells, sheet: Worksheet) -> None:
    merged = {
        row: one.coord for one in sheet.merged_cells.ranges for row in range(one.min_row, one.max_row + 1)
    }
    for row in range(2, cells.last_row + 1):
        key = cells.scalar(row, COLUMNS["key"])
        if key is not None and key.text.startswith("signature."):
            _signature(found, cells, row, key.text.partition(".")[2])
        elif key is not None:
            if row in merged:
                what = message("the cells {cells} are merged", cells=merged[row])
                hint = message("unmerge them and write the value into each cell it is meant for")
                found.wrong(f"{cells.title}!{cells.name(row, 1)}", what, hint)
            _fact(found, cells, row, key.text)
        elif row > HEADING_ROWS and any(cells.scalar(row, COLUMNS[one]) for one in ("correction", "comment")):
            what = message("the row says of no fact what it is about")
            hint = message("restore the name in its hidden first column, or add new facts in the fact file")
            found.wrong(f"{cells.title}!{cells.name(row, 1)}", what, hint)


def _signature(found: Returned, cells: SheetCells, row: int, name: str) -> None:
    said = cells.scalar(row, 3)
    if name in SIGNATURE and said is not None:
        found.signature[name] = said.text


def _fact(found: Returned, cells: SheetCells, row: int, key: str) -> None:
    said = {name: cells.scalar(row, column) for name, column in COLUMNS.items()}
    written = said["mark"]
    mark = mark_of(written.text) if written is not None else ""
    if mark is None:
        what = message("it can't be told whether the fact is confirmed or to be corrected")
        found.wrong(
            f"{cells.title}!{cells.name(row, COLUMNS['mark'])}", what, message("choose from the list")
        )
    start = cells.number(row, COLUMNS["correction"])
    value, comment = said["value"], said["comment"]
    found.rows.append(
        ReturnedRow(
            key,
            found.source.place(start),
            value.text if value is not None else "",
            mark or "",
            said["correction"],
            comment.text if comment is not None else "",
        )
    )
