"""Fact files in CSV: one for each list, one for each form, one about the lists themselves.

- A **list** is named by its file: ``mailboxes.csv``. Its header names attributes, by name or label,
  with ``[]`` behind those that hold several values; each row is an entity.
- A **form** has the columns ``fact`` and ``answer`` (``fait``, ``réponse``) among others, and a fact
  a row: ``organisation.headcount``.
- ``lists.csv`` says of each list whether it is complete or an excerpt, how many members it has in all (or
  ``none``, ``unknown``, ``not applicable``), and how many have a certain value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Sequence as Cells
from pathlib import Path

from ccrules.documents import LIMITS, Mapping, Node, Scalar, Sequence, read_bytes
from ccrules.errors import InputError, Message, Place, Problem, message
from ccrules.facts.spelling import slug
from ccrules.facts.words import BOOLEAN_WORDS, folded, state_of
from ccrules.importers.base import Importer
from ccrules.importers.cells import placed
from ccrules.importers.cells import several as in_several
from ccrules.importers.csv_text import Cell, CsvSource, WrittenSource, rows_of, text_of
from ccrules.importers.workbook_layout import bare, completeness, is_several
from ccrules.values import NONE

#: Columns of a form and of the file about lists, by the slugs of their headers in both languages.
FORM_COLUMNS = {"fact": "fact", "fait": "fact", "answer": "answer", "reponse": "answer"}
LISTS_COLUMNS = {
    "list": "list", "liste": "list", "complete": "complete", "total": "total", "attribute": "attribute",
    "attribut": "attribute", "value": "value", "valeur": "value", "count": "count", "nombre": "count",
}  # fmt: skip
#: Files about the lists themselves.
LISTS_STEMS = ("lists", "listes")
#: An apostrophe keeps spreadsheets from taking a text for a formula.
_GUARDED = re.compile(r"'(?='*[=+\-@])")


def read_csv(path: Path) -> Node:
    """Read a CSV file into the tree that a fact file in YAML would give.

    Args:
        path: the file; what it holds is told by its name and its header.

    Raises:
        InputError: everything that is wrong in it.
    """
    file = path.as_posix()
    source = CsvSource(file, text_of(read_bytes(path), file))
    reader = _Reader(source, rows_of(source))
    node = reader.document(path.stem)
    if reader.problems:
        raise InputError(reader.problems)
    return node


CSV = Importer("csv", (".csv",), read_csv)


class _Reader:
    """Turns the rows of one file into nodes.

    Args:
        source: the file.
        rows: its rows, the header first.
    """

    def __init__(self, source: CsvSource, rows: list[list[Cell]]) -> None:
        self.source, self.rows = source, rows
        self.written = WrittenSource(source.file, source.text)
        self.problems: list[Problem] = []

    def document(self, stem: str) -> Mapping:
        """The file as one tree; its name matters where it is a list.

        Args:
            stem: the name without folder and ending.
        """
        root = Mapping(self.source, 0)
        if not self.rows:
            self._wrong(0, message("the file is empty"), message("give it a header that names attributes"))
            return root
        header = self._header(self.rows[0])
        known = {slug(name.text) for name in header.values()}
        if {"fact", "answer"} <= {FORM_COLUMNS.get(name) for name in known}:
            self._form(root, self._named(header, FORM_COLUMNS))
        elif stem.lower() in LISTS_STEMS:
            self._lists(root, self._named(header, LISTS_COLUMNS, strict=True))
        else:
            self._list(root, stem, header)
        return root

    # --- the header ------------------------------------------------------------------

    def _header(self, cells: Cells[Cell]) -> dict[int, Scalar]:
        """The named columns; a name that stands twice, or values without one, are problems."""
        found: dict[int, Scalar] = {}
        seen: dict[str, Scalar] = {}
        for column, cell in enumerate(cells):
            name = self._scalar(cell)
            if name is None:
                self._nameless(column, cell)
                continue
            first = seen.setdefault(slug(bare(name.text)), name)
            if first is not name:
                what = message("{key} is given twice, first at {place}", key=name.text, place=first.place)
                self._wrong(cell.start, what, message("keep one of the two"))
            found[column] = name
        return found

    def _nameless(self, column: int, cell: Cell) -> None:
        if any(len(row) > column and row[column].text for row in self.rows[1:]):
            what = message("the column has values and no name")
            self._wrong(cell.start, what, message("name the attribute in its first row"))

    def _named(
        self, header: dict[int, Scalar], names: dict[str, str], *, strict: bool = False
    ) -> dict[str, int]:
        """Columns by what they are for; of a form all others are for people."""
        found: dict[str, int] = {}
        for column, name in header.items():
            meant = names.get(slug(name.text))
            if meant is not None:
                found[meant] = column
            elif strict and slug(name.text) not in ("label", "libelle"):
                known = ", ".join(dict.fromkeys(names))
                what = message("{key} is not known here", key=name.text)
                self._wrong(name.start, what, message("known: {names}", names=known))
        return found

    def _body(self) -> Iterator[list[Cell]]:
        """The rows that are as long as the header; any other is a problem."""
        width = len(self.rows[0])
        for row in self.rows[1:]:
            if len(row) == width or (len(row) > width and not any(cell.text for cell in row[width:])):
                yield row
                continue
            what = message("the row has {count} cells, the header has {width}", count=len(row), width=width)
            hint = message("put values that hold the separator in quotes, and leave no cell out")
            self._wrong(row[0].start, what, hint)

    # --- lists -----------------------------------------------------------------------

    def _list(self, root: Mapping, stem: str, header: dict[int, Scalar]) -> None:
        members = Sequence(self.source, 0)
        for row in self._body():
            entity = Mapping(self.source, row[0].start)
            for column, name in header.items():
                value = self._node(row[column], several=is_several(name.text))
                if value is not None:
                    entity.entries.append((self._key(bare(name.text).strip(), row[column].start), value))
            if entity.entries:
                members.items.append(entity)
        if members.items:
            root.entries.append((self._key(stem, 0), members))

    def _lists(self, root: Mapping, columns: dict[str, int]) -> None:
        header = Mapping(self.source, 0)
        numbered: dict[str, Mapping] = {}
        for row in self._body():
            cells = {name: self._scalar(row[column]) for name, column in columns.items()}
            name = cells.get("list")
            if name is None:
                what = message("the row names no list")
                self._wrong(row[0].start, what, message("write the name of a list in its first cell"))
                continue
            self._complete(header, name, cells.get("complete"))
            self._total(root, numbered, name, cells.get("total"))
            self._count(root, numbered, name, row[0].start, cells)
        if header.entries:
            root.entries.insert(0, (self._key("assessment", 0), header))

    def _complete(self, header: Mapping, name: Scalar, said: Scalar | None) -> None:
        if said is None:
            return
        key = completeness(said.text)
        if key is None:
            what = message("{text} does not say whether the list is complete", text=said.text)
            self._wrong(said.start, what, message("write yes or no, or leave it empty"))
            return
        listed = header.get(key)
        if not isinstance(listed, Sequence):
            listed = Sequence(self.source, said.start)
            header.entries.append((self._key(key, said.start), listed))
        listed.items.append(name)

    def _total(self, root: Mapping, numbered: dict[str, Mapping], name: Scalar, total: Scalar | None) -> None:
        if total is None:
            return
        state = state_of(total.text)
        if state is None:
            self._numbers(root, numbered, name).entries.insert(0, (self._key("total", total.start), total))
        else:
            whole = Sequence(self.source, total.start) if state is NONE else total
            root.entries.append((self._key(name.text, name.start), whole))

    def _count(
        self,
        root: Mapping,
        numbered: dict[str, Mapping],
        name: Scalar,
        start: int,
        cells: dict[str, Scalar | None],
    ) -> None:
        attribute, value, count = (cells.get(one) for one in ("attribute", "value", "count"))
        if attribute is None and value is None and count is None:
            return
        if attribute is None or value is None or count is None:
            what = message("a count needs an attribute, a value and a number")
            self._wrong(start, what, message("fill in all three, or none"))
            return
        counts = self._below(self._numbers(root, numbered, name), "counts", attribute.start)
        self._below(counts, attribute.text, attribute.start).entries.append((value, count))

    def _numbers(self, root: Mapping, numbered: dict[str, Mapping], name: Scalar) -> Mapping:
        if name.text not in numbered:
            numbered[name.text] = Mapping(self.source, name.start)
            root.entries.append((self._key(name.text, name.start), numbered[name.text]))
        return numbered[name.text]

    def _below(self, node: Mapping, key: str, start: int) -> Mapping:
        found = node.get(key)
        if not isinstance(found, Mapping):
            found = Mapping(self.source, start)
            node.entries.append((self._key(key, start), found))
        return found

    # --- forms -----------------------------------------------------------------------

    def _form(self, root: Mapping, columns: dict[str, int]) -> None:
        for row in self._body():
            key, cell = self._scalar(row[columns["fact"]]), row[columns["answer"]]
            value = self._node(cell, several=key is not None and is_several(key.text))
            if value is None:
                continue
            if key is None:
                what = message("the answer belongs to no fact")
                self._wrong(cell.start, what, message("write the fact's name in the first column"))
                continue
            owner, _, name = bare(key.text).partition(".")
            self._answer(root, owner, self._key(name, cell.start), value)

    def _answer(self, root: Mapping, owner: str, key: Scalar, value: Node) -> None:
        given = root.get(owner)
        if key.text:
            value = _mapping(key, value)
        elif isinstance(value, Scalar) and BOOLEAN_WORDS.get(folded(value.text)) is True:
            value = Mapping(self.source, key.start)
        if given is None:
            root.entries.append((self._key(owner, key.start), value))
        elif isinstance(given, Mapping) and isinstance(value, Mapping):
            given.entries += value.entries
        else:
            what = message("{name} is said not to be there, and something is said of it", name=owner)
            self._wrong(key.start, what, message("keep one of the two"))

    # --- cells -----------------------------------------------------------------------

    def _key(self, text: str, start: int) -> Scalar:
        return Scalar(self.source, start, text, '"', text)

    def _scalar(self, cell: Cell) -> Scalar | None:
        text = _GUARDED.sub("", cell.text, count=1) if cell.text.startswith("'") else cell.text
        return self._key(text, cell.start) if text else None

    def _node(self, cell: Cell, *, several: bool = False) -> Node | None:
        """What a cell says, as a list or mapping where it is written as one."""
        found = self._scalar(cell)
        if found is None:
            return None
        if found.text[0] in "[{":
            return self._written(found)
        return in_several(found) if several else found

    def _written(self, found: Scalar) -> Node:
        from ccrules.documents.yaml_reader import read_yaml

        try:
            return placed(read_yaml(found.text.encode(), self.source.file, LIMITS), self.written, found.start)
        except InputError as error:
            self.problems += [Problem(found.place, one.what, one.hint) for one in error.problems]
            return found

    def _wrong(self, start: int, what: Message, hint: Message | None) -> None:
        place: Place = self.source.place(start)
        self.problems.append(Problem(place, what, hint))


def _mapping(key: Scalar, value: Node) -> Mapping:
    """A mapping of one entry."""
    found = Mapping(key.source, key.start)
    found.entries.append((key, value))
    return found
