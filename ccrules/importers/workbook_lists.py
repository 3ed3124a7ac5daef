"""Lists of a workbook: their members, and what it says of each list as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field

from ccrules.documents import Mapping, Node, Scalar, Sequence, Source
from ccrules.errors import InputError, Problem, message
from ccrules.facts.words import BOOLEAN_WORDS, folded, state_of
from ccrules.importers.workbook_layout import completeness
from ccrules.values import NONE


@dataclass(slots=True)
class Told:
    """What a workbook says of one list beside its members.

    Attributes:
        complete: whether it is complete.
        asked: whether that was asked in a request, whose list another file may hold.
        listed: whether it has a sheet of its own.
        named: whether it was asked for in a request, and answered with names.
        total: how many members it has.
        counts: of an attribute, how many have which value.
        names: the cells that name these attributes.
    """

    complete: Scalar | None = None
    asked: bool = False
    listed: bool = False
    named: bool = False
    total: Scalar | None = None
    counts: dict[str, list[tuple[Scalar, Scalar]]] = field(default_factory=dict)
    names: dict[str, Scalar] = field(default_factory=dict)

    @property
    def is_excerpt(self) -> bool:
        """Whether the members are those that a request asks about, and not a list of all."""
        all_named = (
            self.named and self.complete is not None and completeness(self.complete.text) == "complete"
        )
        return not self.listed and not all_named


@dataclass(frozen=True, slots=True)
class ListMaker:
    """Makes the node of each list.

    Attributes:
        source: the workbook.
        problems: takes what is wrong.
    """

    source: Source
    problems: list[Problem]

    def node(self, name: str, members: Sequence | None, told: Told, header: Mapping) -> Node | None:
        """A list with what is said of it as a whole; None if nothing was said at all.

        Args:
            name: of the list.
            members: those that have rows.
            told: what is said of it as a whole.
            header: of the facts; takes whether the list is complete.
        """
        given = members is not None and bool(members.items)
        if members is not None and given and told.is_excerpt:
            self._name_in(header, "excerpt", members, name)
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
        key = completeness(said.text)
        if key is None:
            what = message("{text} does not say whether the list is complete", text=said.text)
            self.problems.append(Problem(said.place, what, message("write yes or no, or leave it empty")))
            raise InputError(self.problems)
        self._name_in(header, key, said, name)

    def _name_in(self, header: Mapping, key: str, said: Node, name: str) -> None:
        listed = header.get(key)
        if not isinstance(listed, Sequence):
            listed = Sequence(self.source, said.start)
            header.entries.append((Scalar(self.source, said.start, key, '"', key), listed))
        listed.items.append(Scalar(self.source, said.start, name, '"', name))

    def _numbered(self, told: Told, members: Sequence | None) -> Mapping:
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
