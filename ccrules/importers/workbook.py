"""Fact files in Excel workbooks (``.xlsx``); every value knows its sheet and cell.

Workbooks come from strangers: how far they unpack is looked at before they are opened, how far
cells lie apart before they are visited. What a cell can't say unmistakably is an error with
its place: formulas without a value, merged cells, hidden sheets, two columns of one name.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.documents import LIMITS, Mapping, Node, Scalar, Sequence, Source, is_empty, read_bytes
from ccrules.errors import InputError, Message, Place, Problem, message
from ccrules.facts.words import BOOLEAN_WORDS, folded, state_of
from ccrules.importers.base import Importer
from ccrules.importers.cells import placed
from ccrules.importers.cells import several as in_several
from ccrules.importers.workbook_layout import (
    ANSWER,
    FORM,
    HEADING_ROWS,
    LIST_COLUMNS,
    LISTS,
    PRIVATE,
    SEPARATORS,
    bare,
    is_several,
)
from ccrules.text.durations import iso_duration
from ccrules.values import NONE, Duration

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: What all parts of a workbook may unpack to, in bytes; a cell takes some 30.
MOST_UNPACKED = 50_000_000
#: Cells further out than this were hardly meant.
MOST_ROWS, MOST_COLUMNS = 100_000, 1_000


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


def read_workbook(path: Path) -> Node:
    """Read a workbook into the tree that a fact file in YAML would give.

    Args:
        path: the file.

    Raises:
        InputError: no workbook, one that unpacks beyond the limits, or everything wrong in it.
    """
    file = path.as_posix()
    content = read_bytes(path)
    refuse_bombs(content, file)
    values, formulas = open_workbook(content, file, values=True), open_workbook(content, file, values=False)
    reader = WorkbookReader(file)
    for sheet in values.worksheets:
        if not sheet.title.startswith(PRIVATE):
            reader.read(sheet, formulas[sheet.title])
    if reader.problems:
        raise InputError(reader.problems)
    return reader.document()


XLSX = Importer("workbook", (".xlsx",), read_workbook)


def refuse_bombs(content: bytes, file: str) -> None:
    """Refuse what is no workbook, and one that unpacks beyond the limits.

    Args:
        content: of the file.
        file: the name for places.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        what = message("this is no Excel workbook")
        raise InputError(Problem(Place(file), what, message("save it as .xlsx"))) from None
    if size > MOST_UNPACKED:
        what = message("the workbook unpacks to {size} MB", size=size // 1_000_000)
        hint = message("workbooks may unpack to {most} MB; split it", most=MOST_UNPACKED // 1_000_000)
        raise InputError(Problem(Place(file), what, hint))


def open_workbook(content: bytes, file: str, *, values: bool) -> Workbook:
    """Open a workbook that was not refused.

    Args:
        content: of the file.
        file: the name for places.
        values: whether formulas give their values.
    """
    import warnings

    from openpyxl import load_workbook  # slow to import, so only here

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that say nothing about facts
        try:
            return load_workbook(io.BytesIO(content), data_only=values)
        except Exception as error:  # noqa: BLE001 - whatever it stumbles over, the file is broken
            what = message("the workbook can't be read: {reason}", reason=str(error) or type(error).__name__)
            hint = message("open it in Excel or LibreOffice and save it anew")
            raise InputError(Problem(Place(file), what, hint)) from None


@dataclass(slots=True)
class _Told:
    """What the sheet of lists says of one list."""

    complete: Scalar | None = None
    asked: bool = False  # in a request, whose list another file may hold
    total: Scalar | None = None
    counts: dict[str, list[tuple[Scalar, Scalar]]] = field(default_factory=dict)
    names: dict[str, Scalar] = field(default_factory=dict)


class WorkbookReader:
    """Gathers what all sheets say.

    Args:
        file: the name for places.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.source = CellSource(file)
        self.problems: list[Problem] = []
        self.forms: dict[str, Node] = {}
        self.keys: dict[str, Scalar] = {}
        self.lists: dict[str, Sequence] = {}
        self.told: dict[str, _Told] = {}
        self.asked: dict[tuple[str, str], Mapping] = {}

    # --- sheets ----------------------------------------------------------------------

    def read(self, sheet: Worksheet, formulas: Worksheet) -> None:
        """Take in one sheet."""
        if not self.is_readable(sheet):
            return
        marker = sheet.cell(1, 1).value
        rows = SheetCells(self, sheet, formulas)
        if marker == FORM:
            self._form(rows)
        elif marker == LISTS:
            self._lists(rows)
        elif isinstance(marker, str) and is_several(marker):
            self._list(rows, bare(marker), HEADING_ROWS)
        elif sheet.max_row > 1 or marker is not None:
            self._list(rows, sheet.title, 1)

    def is_readable(self, sheet: Worksheet, *, merged: bool = True) -> bool:
        """Whether a sheet can be read; what is wrong with it as a whole is noted.

        Args:
            sheet: the sheet.
            merged: whether merged cells are wrong in any row below the heading.
        """
        before = len(self.problems)
        if sheet.sheet_state != "visible":
            what = message("the sheet is hidden, so nobody can tell whether it counts")
            self.wrong(sheet.title, "", what, message("show it, or delete it"))
        if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
            what = message(
                "the sheet reaches to row {row}, column {column}", row=sheet.max_row, column=sheet.max_column
            )
            hint = message(
                "up to {rows} rows and {columns} columns are read; delete what lies further out",
                rows=MOST_ROWS,
                columns=MOST_COLUMNS,
            )
            self.wrong(sheet.title, "", what, hint)
        for cells in sheet.merged_cells.ranges if merged else ():
            first = cells.coord.partition(":")[0]
            if cells.min_row > HEADING_ROWS or not _has_marker(sheet):
                what = message("the cells {cells} are merged", cells=cells.coord)
                hint = message("unmerge them and write the value into each cell it is meant for")
                self.wrong(sheet.title, first, what, hint)
        return len(self.problems) == before

    def wrong(self, sheet: str, cell: str, what: Message, hint: Message | None) -> None:
        """Note a problem."""
        place = Place(self.file, cell=f"{sheet}!{cell}" if cell else sheet)
        self.problems.append(Problem(place, what, hint))

    def _list(self, rows: SheetCells, name: str, heading: int) -> None:
        columns = self._columns(rows)
        node = self.lists.setdefault(name, Sequence(self.source, rows.number(1, 1)))
        self.keys.setdefault(name, rows.scalar_of(name, 1, 1))
        for row in range(heading + 1, rows.last_row + 1):
            entity = Mapping(self.source, rows.number(row, 1))
            for column, key in columns.items():
                value = rows.node(row, column, several=is_several(key.text))
                if value is not None:
                    entity.entries.append((rows.scalar_of(bare(key.text), row, column), value))
            if entity.entries:
                node.items.append(entity)

    def _columns(self, rows: SheetCells) -> dict[int, Scalar]:
        """The named columns; values under a column without a name are a problem."""
        found: dict[int, Scalar] = {}
        seen: dict[str, str] = {}
        for column in range(1, rows.last_column + 1):
            key = rows.scalar(1, column)
            if column == 1 and key is not None and is_several(key.text):
                key = rows.scalar_of("id", 1, 1)
            if key is None or key.is_null:
                if any(rows.scalar(row, column) for row in range(2, rows.last_row + 1)):
                    what = message("the column has values and no name")
                    self.wrong(
                        rows.title, rows.name(1, column), what, message("name the attribute in its first row")
                    )
                continue
            name = folded(bare(key.text))
            if name in seen:
                what = message("{key} is given twice, first at {place}", key=bare(key.text), place=seen[name])
                self.wrong(rows.title, rows.name(1, column), what, message("keep one of the two"))
                continue
            seen[name] = f"{rows.title}!{rows.name(1, column)}"
            found[column] = key
        return found

    def _form(self, rows: SheetCells) -> None:
        for row in range(2, rows.last_row + 1):
            key = rows.scalar(row, 1)
            if key is None or key.is_null:
                continue
            if _is_of_list(key.text):
                self._of_list(rows, row, key.text)
                continue
            owner, _, name = bare(key.text).partition(".")
            value = rows.node(row, ANSWER, several=is_several(key.text))
            if value is None:
                continue
            self.keys.setdefault(owner, rows.scalar_of(owner, row, ANSWER))
            self._answer(owner, rows.scalar_of(name, row, ANSWER), value)

    # --- requests: forms that ask of members of lists, and of lists as such ------------

    def _of_list(self, rows: SheetCells, row: int, key: str) -> None:
        """An answer about a member (``mailboxes/claims.tracked``) or about a whole list."""
        several = is_several(key) and "/" in key
        value = rows.node(row, ANSWER, several=several)
        if value is None:
            return
        if "/" not in key:
            self._whole_list(rows, row, key, value)
            return
        plural, _, rest = bare(key).partition("/")
        id, _, name = rest.rpartition(".")
        self._member(rows, row, plural, id).entries.append((rows.scalar_of(name, row, ANSWER), value))

    def _member(self, rows: SheetCells, row: int, plural: str, id: str) -> Mapping:
        """The entry of a member, which several rows may speak of."""
        if (plural, id) not in self.asked:
            node = Mapping(self.source, rows.number(row, ANSWER))
            identity = rows.written(rows.scalar_of(id, row, ANSWER)) if id.startswith("{") else None
            if isinstance(identity, Mapping):
                node.entries.extend(identity.entries)
            else:
                node.entries.append((rows.scalar_of("id", row, ANSWER), rows.scalar_of(id, row, ANSWER)))
            self.asked[plural, id] = node
            self._members(rows, row, plural).items.append(node)
        return self.asked[plural, id]

    def _members(self, rows: SheetCells, row: int, plural: str) -> Sequence:
        self.keys.setdefault(plural, rows.scalar_of(plural, row, ANSWER))
        return self.lists.setdefault(plural, Sequence(self.source, rows.number(row, ANSWER)))

    def _whole_list(self, rows: SheetCells, row: int, key: str, value: Node) -> None:
        """Whether a list is complete (``mailboxes[]?``), or its number, its state, its members' names."""
        plural = bare(key.removesuffix("?"))
        told = self.told.setdefault(plural, _Told())
        self.keys.setdefault(plural, rows.scalar_of(plural, row, ANSWER))
        if not isinstance(value, Scalar):
            what = message("a list is answered by names, with ; between them, or by a number")
            self.wrong(rows.title, rows.name(row, ANSWER), what, message("write claims; billing, or 12"))
        elif key.endswith("?") or (state_of(value.text) is not None and not SEPARATORS.search(value.text)):
            told.complete = told.complete or value
            told.asked = True
        elif not isinstance(value.value, str) or value.text.isdecimal():
            told.total = value
        else:
            for name in filter(None, map(str.strip, SEPARATORS.split(value.text))):
                self._member(rows, row, plural, name)

    def _answer(self, owner: str, key: Scalar, value: Node) -> None:
        given = self.forms.get(owner)
        there = isinstance(value, Scalar) and BOOLEAN_WORDS.get(folded(value.text)) is True
        if (key.text or there) and (given is None or isinstance(given, Mapping)):
            form = given or Mapping(self.source, key.start)
            self.forms[owner] = form
            form.entries += [(key, value)] if key.text else []
        elif not key.text and given is None:
            self.forms[owner] = value
        else:
            what = message("{name} is said not to be there, and something is said of it", name=owner)
            self.problems.append(Problem(key.place, what, message("keep one of the two")))

    # --- the sheet of lists ----------------------------------------------------------

    def _lists(self, rows: SheetCells) -> None:
        for row in range(HEADING_ROWS + 1, rows.last_row + 1):
            found = {name: rows.scalar(row, column) for name, column in LIST_COLUMNS.items()}
            name = found["collection"]
            if name is None:
                continue
            told = self.told.setdefault(name.text, _Told())
            self.keys.setdefault(name.text, name)
            told.complete = found["complete"] or told.complete
            told.total = found["total"] or told.total
            self._count(told, found, rows, row)

    def _count(self, told: _Told, found: dict[str, Scalar | None], rows: SheetCells, row: int) -> None:
        attribute, value, count = found["attribute"], found["value"], found["count"]
        if attribute is None and value is None and count is None:
            return
        if attribute is None or value is None or count is None:
            what = message("a count needs an attribute, a value and a number")
            self.wrong(
                rows.title,
                rows.name(row, LIST_COLUMNS["attribute"]),
                what,
                message("fill in all three, or none"),
            )
            return
        told.names.setdefault(attribute.text, attribute)
        told.counts.setdefault(attribute.text, []).append((value, count))

    # --- the document ----------------------------------------------------------------

    def document(self) -> Mapping:
        """Everything as one tree."""
        root = Mapping(self.source, self.source.number(""))
        head = self.forms.pop("assessment", None)
        header = head if isinstance(head, Mapping) else Mapping(self.source, root.start)
        lists = {name: self._collection(name, header) for name in dict.fromkeys((*self.lists, *self.told))}
        if header.entries:
            root.entries.append((self._key("assessment", root), header))
        for name, node in (*self.forms.items(), *lists.items()):
            if node is not None:
                root.entries.append((self._key(name, root), node))
        return root

    def _key(self, name: str, root: Mapping) -> Scalar:
        return self.keys.get(name) or Scalar(self.source, root.start, name, '"', name)

    def _collection(self, name: str, header: Mapping) -> Node | None:
        """A list with what the sheet of lists says of it; None if nothing was said at all."""
        members, told = self.lists.get(name), self.told.get(name, _Told())
        given = members is not None and bool(members.items)
        if told.complete is not None:
            state = state_of(told.complete.text)
            if state is not None and not given:
                if state is NONE and told.asked:  # also in a draft, where other empty lists may still grow
                    self._name_in(header, "complete", told.complete, name)
                return Sequence(self.source, told.complete.start) if state is NONE else told.complete
            self._note_complete(name, told.complete, header)
            if told.asked and not given and told.total is None:
                return None  # of a list that another file holds
            if BOOLEAN_WORDS.get(folded(told.complete.text)) and told.total is None:
                return members or Sequence(self.source, told.complete.start)
        if told.total is None and not told.counts:
            return members if given else None
        return self._numbered(told, members if given else None)

    def _note_complete(self, name: str, said: Scalar, header: Mapping) -> None:
        complete = BOOLEAN_WORDS.get(folded(said.text))
        if complete is None:
            what = message("{text} does not say whether the list is complete", text=said.text)
            self.problems.append(Problem(said.place, what, message("write yes or no, or leave it empty")))
            raise InputError(self.problems)
        self._name_in(header, "complete" if complete else "partial", said, name)

    def _name_in(self, header: Mapping, key: str, said: Scalar, name: str) -> None:
        listed = header.get(key)
        if not isinstance(listed, Sequence):
            listed = Sequence(self.source, said.start)
            header.entries.append((Scalar(self.source, said.start, key, '"', key), listed))
        listed.items.append(Scalar(self.source, said.start, name, '"', name))

    def _numbered(self, told: _Told, members: Sequence | None) -> Mapping:
        start = (told.total or next(iter(told.names.values()))).start
        found = Mapping(self.source, start)

        def add(name: str, node: Node) -> None:
            found.entries.append((Scalar(self.source, node.start, name, '"', name), node))

        if told.total is not None:
            add("total", told.total)
        if told.counts:
            counts = Mapping(self.source, start)
            for name, pairs in told.counts.items():
                values = Mapping(self.source, told.names[name].start)
                values.entries.extend(pairs)
                counts.entries.append((told.names[name], values))
            add("counts", counts)
        if members is not None:
            add("list", members)
        return found


def _is_of_list(key: str) -> bool:
    return "/" in key or key.endswith("[]?") or (is_several(key) and "." not in key)


def _has_marker(sheet: Worksheet) -> bool:
    marker = sheet.cell(1, 1).value
    return isinstance(marker, str) and (marker in (FORM, LISTS) or is_several(marker))


class SheetCells:
    """The cells of one sheet as nodes.

    Args:
        reader: takes problems.
        sheet: with the values of formulas.
        formulas: the same sheet with the formulas themselves.
    """

    def __init__(self, reader: WorkbookReader, sheet: Worksheet, formulas: Worksheet) -> None:
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
