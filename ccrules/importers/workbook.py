"""Fact files in Excel workbooks (``.xlsx``); every value knows its sheet and cell.

Workbooks come from strangers: how far they unpack is looked at before they are opened, how far
cells lie apart before they are visited. What a cell can't say unmistakably is an error with
its place: formulas without a value, merged cells, hidden sheets, two columns of one name.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.documents import Mapping, Node, Scalar, Sequence, read_bytes
from ccrules.errors import InputError, Message, Place, Problem, message
from ccrules.facts.words import BOOLEAN_WORDS, folded, state_of
from ccrules.importers.base import Importer
from ccrules.importers.excel_files import beyond_reach, open_workbook, refuse_bombs
from ccrules.importers.sheet_cells import CellSource, SheetCells
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
from ccrules.importers.workbook_lists import ListMaker, Told

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


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
        self.told: dict[str, Told] = {}
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
        if (far := beyond_reach(sheet)) is not None:
            self.wrong(sheet.title, "", *far)
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
        self.told.setdefault(name, Told()).listed = True
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
        told = self.told.setdefault(plural, Told())
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
            told.named = True
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
            told = self.told.setdefault(name.text, Told())
            self.keys.setdefault(name.text, name)
            told.complete = found["complete"] or told.complete
            told.total = found["total"] or told.total
            self._count(told, found, rows, row)

    def _count(self, told: Told, found: dict[str, Scalar | None], rows: SheetCells, row: int) -> None:
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
        maker = ListMaker(self.source, self.problems)
        lists = {
            name: maker.node(name, self.lists.get(name), self.told.get(name, Told()), header)
            for name in dict.fromkeys((*self.lists, *self.told))
        }
        if header.entries:
            root.entries.append((self._key("assessment", root), header))
        for name, node in (*self.forms.items(), *lists.items()):
            if node is not None:
                root.entries.append((self._key(name, root), node))
        return root

    def _key(self, name: str, root: Mapping) -> Scalar:
        return self.keys.get(name) or Scalar(self.source, root.start, name, '"', name)


def _is_of_list(key: str) -> bool:
    return "/" in key or key.endswith("[]?") or (is_several(key) and "." not in key)


def _has_marker(sheet: Worksheet) -> bool:
    marker = sheet.cell(1, 1).value
    return isinstance(marker, str) and (marker in (FORM, LISTS) or is_several(marker))
