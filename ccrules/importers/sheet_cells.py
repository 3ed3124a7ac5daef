"""Cells of workbooks as nodes that know their sheet and cell."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Protocol

from ccrules.documents import LIMITS, Node, Scalar, Source, is_empty
from ccrules.errors import InputError, Message, Place, Problem, message
from ccrules.importers.cells import placed
from ccrules.importers.cells import several as in_several
from ccrules.text.durations import iso_duration
from ccrules.values import Duration

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


class CellSource(Source):
    """A workbook; a node's start is the number of its cell."""

    __slots__ = ("cells",)
    tabular = True

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.cells: list[str] = []

    def number(self, cell: str) -> int:
        """Number a cell, written as ``sheet!B7``."""
        self.cells.append(cell)
        return len(self.cells) - 1

    def place(self, start: int) -> Place:
        """Tell the sheet and cell."""
        return Place(self.file, cell=self.cells[start])


class WrittenSource(CellSource):
    """The same for lists and mappings in a cell: they are read as YAML, where quotes make text."""

    __slots__ = ()
    typed = False


class Reader(Protocol):
    """Whoever reads a workbook: where it comes from, and where problems go."""

    file: str
    source: CellSource
    problems: list[Problem]

    def wrong(self, sheet: str, cell: str, what: Message, hint: Message | None) -> None:
        """Note a problem."""


class SheetCells:
    """The cells of one sheet as nodes.

    Args:
        reader: has the source, and takes problems.
        sheet: with the values of formulas.
        formulas: the same sheet with the formulas themselves.
    """

    def __init__(self, reader: Reader, sheet: Worksheet, formulas: Worksheet) -> None:
        self.reader, self.sheet, self.formulas = reader, sheet, formulas
        self.title = sheet.title
        self.last_row, self.last_column = sheet.max_row, sheet.max_column

    def name(self, row: int, column: int) -> str:
        """The cell's name: ``B7``."""
        from openpyxl.utils import get_column_letter

        return f"{get_column_letter(column)}{row}"

    def number(self, row: int, column: int) -> int:
        """The cell as a start of the source."""
        return self.reader.source.number(f"{self.title}!{self.name(row, column)}")

    def scalar_of(self, text: str, row: int, column: int) -> Scalar:
        """A text that stands for a cell."""
        return Scalar(self.reader.source, self.number(row, column), text, '"', text)

    def scalar(self, row: int, column: int) -> Scalar | None:
        """What a cell says; None if it is empty."""
        cell = self.sheet.cell(row, column)
        if cell.value is None:
            if self.formulas.cell(row, column).value is not None:
                what = message("the formula has no value")
                hint = message("open the workbook in Excel or LibreOffice and save it, or write the value")
                self.reader.wrong(self.title, cell.coordinate, what, hint)
            return None
        if cell.data_type == "e":
            what = message("the cell holds the error {error}", error=cell.value)
            self.reader.wrong(
                self.title, cell.coordinate, what, message("correct the formula, or write the value")
            )
            return None
        return _scalar(self.reader.source, self.number(row, column), cell)

    def node(self, row: int, column: int, *, several: bool = False) -> Node | None:
        """What a cell says, as a list or mapping where it is written as one."""
        found = self.scalar(row, column)
        if found is None or is_empty(found) or not isinstance(found.value, str):
            return found
        if found.text[0] in "[{":
            return self.written(found)
        return in_several(found) if several else found

    def written(self, found: Scalar) -> Node:
        """A list or mapping written into one cell, as in a YAML file."""
        from ccrules.documents.yaml_reader import read_yaml

        source = WrittenSource(self.reader.file)
        start = source.number(found.place.cell)
        try:
            return placed(read_yaml(found.text.encode(), self.reader.file, LIMITS), source, start)
        except InputError as error:
            self.reader.problems += [Problem(found.place, one.what, one.hint) for one in error.problems]
            return found


def _scalar(source: Source, start: int, cell: Cell) -> Scalar | None:
    value: Any = cell.value
    if isinstance(value, str):
        text = value.strip()
        return Scalar(source, start, text, '"', text) if text else None
    native, text = _native(value)
    return Scalar(source, start, text, '"' if isinstance(native, str) else "", native)


def _native(value: Any) -> tuple[Any, str]:
    """A value of a cell as JSON would have it, and as text."""
    if isinstance(value, bool):
        return value, "true" if value else "false"
    if isinstance(value, int | float):
        exact = float(f"{value:.15g}")  # a sheet shows no more digits than these
        number = int(exact) if exact.is_integer() and abs(exact) < 1e15 else exact
        return number, repr(number)
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        text = value.date().isoformat() if midnight else value.isoformat()
    elif isinstance(value, datetime.timedelta):
        text = iso_duration(Duration(days=value.days, seconds=value.seconds))
    else:
        text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text, text
