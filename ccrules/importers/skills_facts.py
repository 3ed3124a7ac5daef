"""What a skills matrix says, as facts about agents, skills and key functions."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ccrules.documents import Mapping, Node, Scalar, Sequence, Source
from ccrules.facts.spelling import slug
from ccrules.importers.cells import as_excerpt
from ccrules.importers.csv_text import Cell
from ccrules.importers.skills_words import HOLDS, HOLDS_NOT, MARKS

_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?) ?%?(?: ?/ ?(\d+))?")
#: No scale goes further.
_HIGHEST = 100


@dataclass(slots=True)
class Person:
    """What the matrix says of one person."""

    cell: Cell
    skills: dict[str, Cell] = field(default_factory=dict)
    open: bool = False
    rated: Cell | None = None
    team: Cell | None = None
    leaves: Cell | None = None


@dataclass(slots=True)
class Role:
    """What the matrix says of one key function."""

    cell: Cell
    holders: list[Cell] = field(default_factory=list)
    stand_ins: list[Cell] = field(default_factory=list)


@dataclass(slots=True)
class Found:
    """Everything a matrix says.

    Attributes:
        people: by id.
        skills: the cell that names each, by id.
        critical: the cell that says whether it is critical, by id.
        roles: key functions by id.
    """

    people: dict[str, Person] = field(default_factory=dict)
    skills: dict[str, Cell] = field(default_factory=dict)
    critical: dict[str, Cell] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)


def clean_id(text: str) -> str:
    """A name as an id: in one line, without the slash that separates type and id."""
    return " ".join(text.replace("/", "-").split())


def level_of(text: str) -> float | None:
    """A level: ``3``, ``3/4``, ``75 %``; None for anything else."""
    found = _NUMBER.fullmatch(text)
    number = float(found[1].replace(",", ".")) if found else None
    return number if number is not None and number <= _HIGHEST else None


def mark_of(text: str, alone_from: float) -> str | None:
    """What a mark says; None if nobody can tell."""
    number = level_of(text)
    if number is not None:
        return HOLDS if number >= alone_from else HOLDS_NOT
    return MARKS.get(text) or MARKS.get(slug(text)) if slug(text) else MARKS.get(text)


def document(source: Source, found: Found) -> Mapping:
    """What a matrix says as the tree of a fact file, each fact with its cell as evidence.

    Args:
        source: what it was read from.
        found: what it says.
    """
    return _Writer(source, found).document()


class _Writer:
    def __init__(self, source: Source, found: Found) -> None:
        self.source, self.found = source, found

    def document(self) -> Mapping:
        """Agents, skills and key functions as a fact file has them; others may stand in other matrices."""
        root = Mapping(self.source, 0)
        lists = {
            "agents": [self._agent(id, one) for id, one in self.found.people.items()],
            "skills": [self._skill_entry(id, cell) for id, cell in self.found.skills.items()],
            "roles": [self._role_entry(id, one) for id, one in self.found.roles.items()],
        }
        for name, members in lists.items():
            if members:
                listed = Sequence(self.source, members[0].start)
                listed.items.extend(members)
                root.entries.append((self._text(name, listed.start), listed))
        return as_excerpt(root)

    def _agent(self, id: str, person: Person) -> Mapping:
        entry = self._entry(id, person.cell)
        if person.team:
            self._give(entry, "team", self._text(clean_id(person.team.text), person.team.start), person.team)
        cells = person.skills
        if cells or person.rated:
            first = next(iter(cells.values()), person.rated or person.cell)
            known = [self._text(skill, cell.start) for skill, cell in cells.items()]
            self._give(entry, "skills", self._listed(known, first, more=person.open), first)
        if person.leaves:
            self._give(entry, "leaves_on", self._text(person.leaves.text, person.leaves.start), person.leaves)
        return entry

    def _skill_entry(self, id: str, cell: Cell) -> Mapping:
        entry = self._entry(id, cell)
        if id in self.found.critical:
            said = self.found.critical[id]
            yes = mark_of(said.text, 1) == HOLDS
            self._give(entry, "critical", self._text("yes" if yes else "no", said.start), said)
        return entry

    def _role_entry(self, id: str, role: Role) -> Mapping:
        entry = self._entry(id, role.cell)
        if role.holders:
            names = [self._text(clean_id(one.text), one.start) for one in role.holders]
            self._give(entry, "holders", self._listed(names, role.holders[0]), role.holders[0])
        if role.stand_ins:
            first = role.stand_ins[0]
            self._give(entry, "stand_in", self._text(clean_id(first.text), first.start), first)
        return entry

    def _entry(self, id: str, cell: Cell) -> Mapping:
        entry = Mapping(self.source, cell.start)
        entry.entries.append((self._text("id", cell.start), self._text(id, cell.start)))
        return entry

    def _give(self, entry: Mapping, name: str, value: Node, cell: Cell) -> None:
        """A fact with the cell it comes from as evidence."""
        told = Mapping(self.source, cell.start)
        place = self.source.place(cell.start)
        for key, node in (
            ("value", value),
            ("source", self._text("documented", cell.start)),
            ("evidence", self._text(str(place), cell.start)),
        ):
            told.entries.append((self._text(key, cell.start), node))
        entry.entries.append((self._text(name, cell.start), told))

    def _listed(self, nodes: list[Scalar], first: Cell, *, more: bool = False) -> Sequence:
        listed = Sequence(self.source, first.start)
        listed.items.extend(nodes)
        if more:
            listed.items.append(self._text("unknown", first.start))
        return listed

    def _text(self, text: str, start: int) -> Scalar:
        return Scalar(self.source, start, text, '"', text)
