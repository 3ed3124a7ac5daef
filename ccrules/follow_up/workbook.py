"""Reads an action plan that a client filled in: sorted, filtered, with columns moved and rows added.

Every problem names its sheet and cell. What is odd but usable is a remark: rows that are gone,
identifiers that the plan never had.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.assessment import FollowUp
from ccrules.documents import read_bytes
from ccrules.errors import InputError, Message, Place, Problem, message, suggestion
from ccrules.follow_up.entries import day, says_anything, status
from ccrules.importers.excel_files import beyond_reach, open_workbook, refuse_bombs
from ccrules.renderers.plan_layout import KINDS, MARK, OPEN_COLUMNS, REGISTER, STATUSES, Kind

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_KEY = re.compile(rf"({'|'.join(KINDS)})\.([a-z_]+)")
#: Rows in which the names of the columns are looked for.
_TOP = 5
_TITLES: Mapping[Kind, str] = {"action": "action", "finding": "message", "unknown": "fact"}


@dataclass(frozen=True, slots=True)
class FilledPlan:
    """What was read.

    Attributes:
        name: of the assessment the plan belongs to.
        date: likewise.
        entries: what was filled in.
        remarks: what is odd but usable.
    """

    name: str
    date: str
    entries: tuple[FollowUp, ...]
    remarks: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Register:
    """What the workbook was written about."""

    name: str
    date: str
    language: str
    words: Mapping[str, str]
    titles: Mapping[tuple[Kind, str], str]
    standings: Mapping[tuple[Kind, str], str]


def read_plan(path: Path) -> FilledPlan:
    """Read an action plan.

    Args:
        path: a workbook that ``ccrules assess -o plan.xlsx`` wrote.

    Raises:
        InputError: it is none, or everything in it that can't be read.
    """
    file = path.as_posix()
    content = read_bytes(path)
    refuse_bombs(content, file)
    book = open_workbook(content, file, values=True)
    reader = _Reader(file, _register(book, file), open_workbook(content, file, values=False))
    for sheet in book.worksheets:
        if sheet.title != REGISTER:
            reader.read(sheet)
    reader.look_for_gone()
    if reader.problems:
        raise InputError(reader.problems)
    return FilledPlan(
        reader.register.name, reader.register.date, tuple(reader.entries()), tuple(reader.remarks)
    )


def _register(book: Workbook, file: str) -> _Register:
    sheet = book[REGISTER] if REGISTER in book.sheetnames else None
    if sheet is None or sheet.cell(1, 1).value != MARK:
        what = message("this is no action plan that can be read back")
        hint = message("take a workbook that {command} wrote", command="ccrules assess FACTS -o plan.xlsx")
        raise InputError(Problem(Place(file), what, hint))
    head = ["" if cell.value is None else str(cell.value) for cell in sheet[1]]
    head += [""] * (4 + len(STATUSES) - len(head))
    words = {word: name for word, name in zip(head[4:], STATUSES.values(), strict=False) if word}
    titles: dict[tuple[Kind, str], str] = {}
    standings: dict[tuple[Kind, str], str] = {}
    for row in sheet.iter_rows(min_row=2, max_col=4, values_only=True):
        kind, name, title, standing = ("" if one is None else str(one) for one in row)
        found = next((one for one in KINDS if one == kind), None)
        if found is not None:
            titles[found, name], standings[found, name] = title, standing
    return _Register(head[1], head[2], head[3], words, titles, standings)


class _Reader:
    """Gathers what all sheets say.

    Args:
        file: the name for places.
        register: what the workbook was written about.
        formulas: the workbook with formulas instead of their values.
    """

    def __init__(self, file: str, register: _Register, formulas: Workbook) -> None:
        self.file, self.register, self.formulas = file, register, formulas
        self.problems: list[Problem] = []
        self.remarks: list[Problem] = []
        self._found: dict[tuple[Kind, str], FollowUp] = {}
        self._places: dict[tuple[Kind, str], str] = {}
        self._sheets: set[Kind] = set()
        self._added = 0

    def entries(self) -> Iterator[FollowUp]:
        """What says anything, in the order of the register, then what was added."""
        order = {key: number for number, key in enumerate(self.register.titles)}
        for key in sorted(self._found, key=lambda key: (order.get(key, len(order)), KINDS.index(key[0]))):
            if says_anything(self._found[key]):
                yield self._found[key]

    def read(self, sheet: Worksheet) -> None:
        """Take in one sheet, if it can be filled in."""
        found = _columns(sheet)
        if found is None:
            return
        kind, top, columns = found
        self._sheets.add(kind)
        missing = [name for name in (*OPEN_COLUMNS, "id") if name not in columns]
        for name in missing:
            what = message("the column {name} is gone", name=f"{kind}.{name}")
            self._wrong(sheet, "A1", what, message("take it over from the plan as it was written"))
        if missing or not self._is_in_reach(sheet):
            return
        for row in range(top + 2, sheet.max_row + 1):
            self._row(sheet, kind, {name: _at(sheet, row, column) for name, column in columns.items()})

    def look_for_gone(self) -> None:
        """Name what the plan had and the sheets have no more."""
        for kind, name in self.register.titles:
            if (kind, name) not in self._found and kind in self._sheets:
                what = message("the row of {name} is gone", name=name)
                hint = message("what was filled in there is lost")
                self.remarks.append(Problem(Place(self.file), what, hint))

    def _is_in_reach(self, sheet: Worksheet) -> bool:
        far = beyond_reach(sheet)
        if far is not None:
            self._wrong(sheet, "A1", *far)
        return far is None

    def _wrong(self, sheet: Worksheet, cell: str, what: Message, hint: Message | None) -> None:
        self.problems.append(Problem(Place(self.file, cell=f"{sheet.title}!{cell}"), what, hint))

    # --- one row -------------------------------------------------------------------------

    def _row(self, sheet: Worksheet, kind: Kind, cells: Mapping[str, Cell]) -> None:
        said = {name: self._text(sheet, cells[name]) for name in ("owner", "comment", "status", "id")}
        title_cell = cells.get(_TITLES[kind])
        title = self._text(sheet, title_cell) if title_cell is not None else ""
        due = self._due(sheet, cells["due"])
        state = self._status(sheet, cells["status"], said["status"])
        filled = any((said["owner"], said["comment"], due, state != "to do"))
        if not said["id"] and not filled and not (kind == "action" and title):
            return
        name, standing = self._name(sheet, kind, said["id"], title, cells["id"])
        if not name:
            return
        title = self.register.titles.get((kind, name)) or title
        one = FollowUp.model_validate(
            {
                "kind": kind, "id": name, "title": title, "status": state, "owner": said["owner"],
                "due": due, "comment": said["comment"], "standing": standing,
            }
        )  # fmt: skip
        self._take(sheet, one, cells["id"].coordinate)

    def _name(self, sheet: Worksheet, kind: Kind, written: str, title: str, cell: Cell) -> tuple[str, str]:
        """The identifier of a row and how it stands; none for a row nobody could tell."""
        known = (kind, written) in self.register.titles
        if known:
            return written, self.register.standings[kind, written] or "current"
        if kind == "action" and title:
            return (written or self._new_name()), "added"
        if not written:
            what = message("nobody can tell what this row is about")
            hint = message("give back its identifier, or name the action")
            self._wrong(sheet, cell.coordinate, what, hint)
            return "", ""
        names = [name for one, name in self.register.titles if one == kind]
        what = message("the plan has nothing called {name}", name=written)
        self.remarks.append(
            Problem(
                Place(self.file, cell=f"{sheet.title}!{cell.coordinate}"), what, suggestion(written, names)
            )
        )
        return written, "gone"

    def _new_name(self) -> str:
        self._added += 1
        name = f"added-{self._added}"
        return name if ("action", name) not in self.register.titles else self._new_name()

    def _take(self, sheet: Worksheet, one: FollowUp, cell: str) -> None:
        key, place = (one.kind, one.id), f"{sheet.title}!{cell}"
        before = self._found.setdefault(key, one)
        first = self._places.setdefault(key, place)
        if before != one:
            what = message("{name} is there twice and filled in differently", name=one.id)
            self._wrong(
                sheet, cell, what, message("keep one of the two; the other is at {place}", place=first)
            )

    # --- cells ---------------------------------------------------------------------------

    def _text(self, sheet: Worksheet, cell: Cell) -> str:
        value = self._value(sheet, cell)
        if isinstance(value, datetime.datetime):
            return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()

    def _value(self, sheet: Worksheet, cell: Cell) -> Any:
        if cell.data_type == "e":
            what = message("the cell holds the error {error}", error=cell.value)
            hint = message("correct the formula, or write the value")
            self._wrong(sheet, cell.coordinate, what, hint)
            return None
        if cell.value is None and self._formula(sheet, cell):
            what = message("the formula has no value")
            hint = message("open the workbook in Excel or LibreOffice and save it, or write the value")
            self._wrong(sheet, cell.coordinate, what, hint)
        return cell.value

    def _formula(self, sheet: Worksheet, cell: Cell) -> bool:
        return bool(self.formulas[sheet.title][cell.coordinate].data_type == "f")

    def _due(self, sheet: Worksheet, cell: Cell) -> str:
        value = self._value(sheet, cell)
        if isinstance(value, datetime.datetime | datetime.date):
            return value.isoformat()[:10]
        if value is None or not str(value).strip():
            return ""
        found = day(str(value), self.register.language)
        if isinstance(found, Message):
            what = message("{text} is no day that can be told", text=str(value).strip())
            self._wrong(sheet, cell.coordinate, what, found)
            return ""
        return found

    def _status(self, sheet: Worksheet, cell: Cell, written: str) -> str:
        found = status(written, self.register.words)
        if found is None:
            what = message("{word} is no status", word=written)
            names = list(self.register.words) or list(STATUSES.values())
            self._wrong(sheet, cell.coordinate, what, suggestion(written, names))
        return found or "to do"


def _columns(sheet: Worksheet) -> tuple[Kind, int, dict[str, int]] | None:
    """What the rows of a sheet are, where the names of its columns stand, and the columns by name."""
    for row in range(1, min(_TOP, sheet.max_row) + 1):
        cells = enumerate(sheet[row], start=1)
        named = [(_KEY.fullmatch(str(cell.value or "").strip()), column) for column, cell in cells]
        columns = {str(found[2]): column for found, column in named if found}
        kinds = {found[1] for found, _ in named if found}
        kind = next((one for one in KINDS if kinds == {one}), None)
        if kind is not None and len(columns) > 1:
            return kind, row, columns
    return None


def _at(sheet: Worksheet, row: int, column: int) -> Cell:
    found: Any = sheet.cell(row, column)
    return found  # type: ignore[no-any-return]  # a cell inside a merged range is one without a value
