"""Skills matrices as firms keep them, in CSV or Excel, to agents, skills and key functions.

Three shapes are read: a grid of people and skills (either way round) with a mark or level in each
cell; a list with a row per person and skill; a list with the holders and back-ups of each skill or
key function. What words and marks mean stands in :mod:`ccrules.importers.skills_words`. Each fact
keeps its cell or line as evidence, and what isn't mapped is remarked on.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ccrules.documents import Node
from ccrules.errors import InputError, Message, Place, Problem, message
from ccrules.facts.spelling import slug
from ccrules.importers.base import Importer
from ccrules.importers.csv_text import Cell
from ccrules.importers.skills_facts import Found, Person, Role, clean_id, document, level_of, mark_of
from ccrules.importers.skills_rows import cell_at, names_in, written
from ccrules.importers.skills_words import (
    ALONE_FROM,
    BACKUP,
    BESIDE,
    COLUMNS,
    CRITICAL,
    HOLDER,
    HOLDS,
    HOLDS_NOT,
    LEAVES,
    LEVEL,
    OPEN,
    PERSON,
    ROLE,
    SKILL,
    STANDS_IN,
    TEAM,
    is_sum,
)
from ccrules.importers.tables import Table, read_table

#: Rows above the header that may hold a title.
_MOST_TITLES = 10


def read_skills_matrix(path: Path) -> Node:
    """Read a skills matrix into the tree that a fact file in YAML would give.

    Args:
        path: a CSV file or a workbook.

    Raises:
        InputError: it can't be read, or no people and skills are found in it.
    """
    table = read_table(path)
    matrix = _Matrix(table)
    matrix.read()
    table.source.remarks = tuple(table.remarks)
    return document(table.source, matrix.found)


SKILLS_MATRIX = Importer("skills-matrix", (), read_skills_matrix)
"""Never chosen by a file's ending: CSV files and workbooks are fact files unless somebody says otherwise."""


class _Matrix:
    """Gathers people, skills and key functions from one table.

    Args:
        table: the table; takes remarks.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.found = Found()
        self.backups = 0
        self.alone_from = 0.0

    # --- shapes ------------------------------------------------------------------------

    def read(self) -> None:
        """Tell the shape by the header, and read all rows below it."""
        top = self._header_row()
        header, body = self.table.rows[top], self.table.rows[top + 1 :]
        for row in self.table.rows[:top]:
            self._remark(row, message("above the header, so not read: {text}", text=written(row)))
        meanings = {at: COLUMNS.get(slug(cell.text), "") for at, cell in enumerate(header) if cell.text}
        columns = {meaning: at for at, meaning in reversed(meanings.items()) if meaning}
        if (SKILL in columns or ROLE in columns) and (HOLDER in columns or BACKUP in columns):
            self._holders(header, meanings, columns, body)
        elif PERSON in columns and SKILL in columns and columns[PERSON] != columns[SKILL]:
            self._list(header, meanings, columns, body)
        else:
            self._grid(header, meanings, columns, body)
        if self.backups:
            self._note(message("back-ups are people who hold the skill: {count}", count=self.backups))

    def _header_row(self) -> int:
        """The first row with a known header, or else the first with several cells."""
        several = [
            n
            for n, row in enumerate(self.table.rows[:_MOST_TITLES])
            if sum(bool(cell.text) for cell in row) > 1
        ]
        known = (n for n in several if any(slug(cell.text) in COLUMNS for cell in self.table.rows[n]))
        found = next(known, several[0] if several else None)
        if found is None or found + 1 >= len(self.table.rows):
            what = message("no people and skills are found here")
            hint = message("give the table a header: name and skills, or skill, holder and back-up")
            raise InputError(Problem(Place(self.table.source.file), what, hint))
        return found

    def _grid(
        self, header: list[Cell], meanings: dict[int, str], columns: dict[str, int], body: list[list[Cell]]
    ) -> None:
        """People and skills along the two sides."""
        first = next(iter(meanings), 0)
        turned = PERSON not in columns and SKILL in columns
        side = columns[SKILL] if turned else columns.get(PERSON, first)
        described = {TEAM, LEAVES} if not turned else {CRITICAL}
        fields = {meanings[at]: at for at in meanings if meanings[at] in described}
        marked = [at for at in meanings if at != side and at not in fields.values()]
        body = [row for row in body if self._is_member(row, side)]
        marked = [at for at in marked if self._is_marked(header[at], at, body)]
        self._tell_twice(cell_at(row, side) for row in body)
        self._set_scale(cell_at(row, at).text for row in body for at in marked)
        if PERSON not in columns and not turned:
            self._note(message("no header says who is meant; the first column is taken for people"))
        for row in body:
            self._grid_row(header, row, side, marked, fields, turned=turned)

    def _grid_row(
        self,
        header: list[Cell],
        row: list[Cell],
        side: int,
        marked: list[int],
        fields: dict[str, int],
        *,
        turned: bool,
    ) -> None:
        name = row[side] if side < len(row) else Cell(0, "")
        if not name.text:
            self._remark(row, message("a row without a name was not read: {text}", text=written(row)))
            return
        if turned:
            self._skill(name)
            self._describe_skill(name, row, fields)
        else:
            self._describe(self._person(name), row, fields)
        for at in marked:
            cell = row[at] if at < len(row) else Cell(name.start, "")
            person, skill = (header[at], name) if turned else (name, header[at])
            self._mark(self._person(person), self._skill(skill), cell)

    def _is_marked(self, header: Cell, at: int, body: list[list[Cell]]) -> bool:
        """Whether a column holds marks; one that holds other things is remarked on."""
        texts = [text for text in (cell_at(row, at).text for row in body) if text]
        beside = is_sum(header.text) or slug(header.text) in BESIDE
        if not beside and (not texts or any(mark_of(text, 0) is not None for text in texts)):
            return True
        self._note(message("a column that was not mapped: {name}", name=header.text), header)
        return False

    def _is_member(self, row: list[Cell], side: int) -> bool:
        """Whether a row is one of a person or skill; one that adds up the others is remarked on."""
        if is_sum(cell_at(row, side).text):
            self._remark(row, message("a row that adds up others was not read: {text}", text=written(row)))
            return False
        return True

    def _tell_twice(self, names: Iterable[Cell]) -> None:
        """Remark on names that stand in several rows, which are put together."""
        seen: set[str] = set()
        for cell in names:
            name = clean_id(cell.text)
            if name and name in seen:
                self._note(message("{name} is there twice; the rows are put together", name=name), cell)
            seen.add(name)

    def _list(
        self, header: list[Cell], meanings: dict[int, str], columns: dict[str, int], body: list[list[Cell]]
    ) -> None:
        """A row per person and skill."""
        self._unmapped(header, meanings, {PERSON, SKILL, LEVEL, TEAM, LEAVES, CRITICAL})
        level = columns.get(LEVEL)
        self._set_scale(cell_at(row, level).text for row in body if level is not None)
        for row in body:
            name, skill = cell_at(row, columns[PERSON]), cell_at(row, columns[SKILL])
            if not name.text or not skill.text:
                self._remark(row, message("a row without a name was not read: {text}", text=written(row)))
                continue
            person = self._person(name)
            self._describe(person, row, columns)
            mark = skill if level is None else cell_at(row, level)
            self._mark(person, self._skill(skill), mark, always=level is None)
            self._describe_skill(skill, row, columns)

    def _holders(
        self, header: list[Cell], meanings: dict[int, str], columns: dict[str, int], body: list[list[Cell]]
    ) -> None:
        """A row per skill or key function, with who holds it and who stands in."""
        self._unmapped(header, meanings, {SKILL, ROLE, HOLDER, BACKUP, CRITICAL})
        for row in body:
            holders = names_in(row, columns.get(HOLDER))
            backups = names_in(row, columns.get(BACKUP))
            if SKILL in columns and (skill := cell_at(row, columns[SKILL])).text:
                self._skill(skill)
                self._describe_skill(skill, row, columns)
                for name in (*holders, *backups):
                    self._person(name).skills.setdefault(clean_id(skill.text), name)
                    self._person(name).open = True  # of skills that nobody listed nothing is said
                self.backups += len(backups)
            elif ROLE in columns and (role := cell_at(row, columns[ROLE])).text:
                self._role(role, holders, backups)
            else:
                self._remark(row, message("a row without a name was not read: {text}", text=written(row)))

    def _role(self, cell: Cell, holders: list[Cell], backups: list[Cell]) -> None:
        role = self.found.roles.setdefault(clean_id(cell.text), Role(cell))
        role.holders += holders
        extras = backups if role.stand_ins else backups[1:]
        role.stand_ins += backups
        for name in (*holders, *backups):
            self._person(name).open = True
        for extra in extras:
            what = message("only the first back-up of a key function is kept, not {name}", name=extra.text)
            self._note(what, extra)

    # --- cells -------------------------------------------------------------------------

    def _person(self, cell: Cell) -> Person:
        return self.found.people.setdefault(clean_id(cell.text), Person(cell))

    def _skill(self, cell: Cell) -> str:
        self.found.skills.setdefault(clean_id(cell.text), cell)
        return clean_id(cell.text)

    def _mark(self, person: Person, skill: str, cell: Cell, *, always: bool = False) -> None:
        mark = HOLDS if always else mark_of(cell.text, self.alone_from)
        person.rated = person.rated or cell
        if mark is None:
            what = message(
                "the mark {text} is not understood; whether the skill is held stays open", text=cell.text
            )
            self._note(what, cell)
        if mark is None or mark == OPEN:
            person.open = True
        elif mark != HOLDS_NOT:
            person.skills.setdefault(skill, cell)
            self.backups += mark == STANDS_IN

    def _describe(self, person: Person, row: list[Cell], columns: dict[str, int]) -> None:
        for meaning, name in ((TEAM, "team"), (LEAVES, "leaves")):
            cell = cell_at(row, columns.get(meaning))
            if cell.text:
                setattr(person, name, getattr(person, name) or cell)

    def _describe_skill(self, skill: Cell, row: list[Cell], columns: dict[str, int]) -> None:
        cell = cell_at(row, columns.get(CRITICAL))
        if not cell.text:
            return
        if mark_of(cell.text, 1) in (HOLDS, HOLDS_NOT):
            self.found.critical.setdefault(clean_id(skill.text), cell)
        else:
            self._note(message("neither yes nor no, so not kept: {text}", text=cell.text), cell)

    def _set_scale(self, texts: Iterable[str]) -> None:
        """From which level on somebody works alone, by the highest level there is."""
        numbers = [number for text in texts if (number := level_of(text)) is not None]
        if not numbers:
            return
        top = next((top for top in ALONE_FROM if top >= max(numbers)), max(ALONE_FROM))
        self.alone_from = ALONE_FROM[top]
        what = message(
            "levels up to {top}: from {level} on somebody works alone", top=top, level=self.alone_from
        )
        self._note(what)

    def _unmapped(self, header: list[Cell], meanings: dict[int, str], mapped: set[str]) -> None:
        for at, meaning in meanings.items():
            if meaning not in mapped:
                name = header[at].text
                self._note(message("a column that was not mapped: {name}", name=name), header[at])

    # --- remarks -----------------------------------------------------------------------

    def _remark(self, row: list[Cell], what: Message) -> None:
        self._note(what, next((cell for cell in row if cell.text), None))

    def _note(self, what: Message, cell: Cell | None = None) -> None:
        cell = cell or self.table.rows[0][0]
        self.table.remarks.append(Problem(self.table.source.place(cell.start), what))
