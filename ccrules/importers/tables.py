"""A table as papers hold it: rows of texts that know their place, from a CSV file or a workbook."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.documents import Source, read_bytes
from ccrules.errors import InputError, Message, Place, Problem, message
from ccrules.importers.csv_text import Cell, CsvSource, rows_of, text_of
from ccrules.importers.excel_files import beyond_reach, open_workbook, refuse_bombs
from ccrules.importers.sheet_cells import CellSource

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


@dataclass(slots=True)
class Table:
    """One table.

    Attributes:
        source: what it was read from; a cell's start is in its terms.
        rows: the rows that hold anything.
        remarks: what was left aside while reading it.
    """

    source: Source
    rows: list[list[Cell]]
    remarks: list[Problem] = field(default_factory=list)


def read_table(path: Path) -> Table:
    """Read a CSV file, or the first sheet of a workbook that holds anything.

    Args:
        path: the file.

    Raises:
        InputError: neither, broken, or beyond the limits.
    """
    file = path.as_posix()
    content = read_bytes(path)
    if path.suffix.lower() == ".xlsx":
        return _from_workbook(content, file)
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        what = message("files of the kind {suffix} can't be read here", suffix=path.suffix or path.name)
        raise InputError(Problem(Place(file), what, message("save it as .xlsx or .csv")))
    source = CsvSource(file, text_of(content, file))
    return Table(source, rows_of(source))


def _from_workbook(content: bytes, file: str) -> Table:
    refuse_bombs(content, file)
    book = open_workbook(content, file, values=True)
    formulas = open_workbook(content, file, values=False)
    table = Table(CellSource(file), [])
    for sheet in book.worksheets:
        reason = _reason_to_leave(sheet, table)
        if reason is not None:
            table.remarks.append(Problem(Place(file, cell=sheet.title), reason))
        else:
            table.rows = _rows(table, sheet, formulas[sheet.title], file)
    return table


def _reason_to_leave(sheet: Worksheet, table: Table) -> Message | None:
    if sheet.max_row <= 1 and sheet.cell(1, 1).value is None:
        return message("the sheet is empty")
    if sheet.sheet_state != "visible":
        return message("the sheet is hidden, so it was not read")
    return message("only the first sheet is read, so this one was not") if table.rows else None


def _rows(table: Table, sheet: Worksheet, formulas: Worksheet, file: str) -> list[list[Cell]]:
    if (far := beyond_reach(sheet)) is not None:
        raise InputError(Problem(Place(file, cell=sheet.title), *far))
    for merged in sheet.merged_cells.ranges:
        what = message("the cells {cells} are merged; their value counts for the first", cells=merged.coord)
        first = merged.coord.partition(":")[0]
        table.remarks.append(Problem(Place(file, cell=f"{sheet.title}!{first}"), what))
    problems: list[Problem] = []
    found = [
        [_cell(table, sheet, formulas, row, column, problems) for column in range(1, sheet.max_column + 1)]
        for row in range(1, sheet.max_row + 1)
    ]
    if problems:
        raise InputError(problems)
    return [row for row in found if any(cell.text for cell in row)]


def _cell(
    table: Table, sheet: Worksheet, formulas: Worksheet, row: int, column: int, problems: list[Problem]
) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(table.source, CellSource)
    start = table.source.number(f"{sheet.title}!{cell.coordinate}")
    if cell.value is None and formulas.cell(row, column).value is not None:
        hint = message("open the workbook in Excel or LibreOffice and save it, or write the value")
        problems.append(Problem(table.source.place(start), message("the formula has no value"), hint))
    if cell.data_type == "e":
        what = message("the cell holds the error {error}", error=cell.value)
        hint = message("correct the formula, or write the value")
        problems.append(Problem(table.source.place(start), what, hint))
    value = cell.value
    if isinstance(value, int | float) and "%" in str(cell.number_format):
        return Cell(start, f"{value * 100:g}%")
    return Cell(start, _text(value))


def _text(value: object) -> str:
    """What a cell says, numbers and dates as a file would have them."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return "" if value is None else " ".join(str(value).split())
