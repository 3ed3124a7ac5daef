"""Corrections of a record, read the way a fact file is read, each problem at its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ccrules.collecting.interview_answers import identity_of
from ccrules.collecting.interview_taking import NO_MORE
from ccrules.collecting.record import Row
from ccrules.collecting.record_returned import ReturnedRow
from ccrules.documents import LIMITS, Mapping, Node, Scalar, Sequence, node_from_python
from ccrules.errors import InputError, Message, Problem, message, suggestion
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.reading import read_facts
from ccrules.facts.vocabulary import Attribute, Vocabulary
from ccrules.facts.words import BOOLEAN_WORDS, folded, state_of, unaccented
from ccrules.importers.cells import placed, several
from ccrules.importers.sheet_cells import WrittenSource
from ccrules.text import translate
from ccrules.text.language import LANGUAGES
from ccrules.values import NONE

#: What a correction of a list may say, beside a number and a state; see :data:`NO_MORE`, too.
_COMPLETE = (message("these are all"), message("complete"))
_PARTIAL = (message("there may be more"), message("not complete"))

Given = tuple[Row, ReturnedRow]


@dataclass(slots=True)
class Corrections:
    """What a record corrects.

    Attributes:
        base: the corrected facts alone, as a fact base.
        totals: how many members lists have, by entity type.
        emptied: what is said of lists as such, by entity type: ``[]`` or a state.
        complete: whether lists are complete, by entity type.
    """

    base: FactBase
    totals: dict[str, int] = field(default_factory=dict)
    emptied: dict[str, Any] = field(default_factory=dict)
    complete: dict[str, bool] = field(default_factory=dict)


def corrections(base: FactBase, given: Iterable[Given], problems: list[Problem]) -> Corrections:
    """Read corrections.

    Args:
        base: the facts that are corrected.
        given: rows of the record with what came back of them, each with a correction.
        problems: what is wrong already; what is wrong here is raised together with it.

    Raises:
        InputError: everything that is wrong.
    """
    reader = _Reader(base, problems)
    found = reader.read(list(given))
    if problems:
        raise InputError(problems)
    return found


class _Reader:
    def __init__(self, base: FactBase, problems: list[Problem]) -> None:
        self.base, self.problems = base, problems
        self.found = Corrections(base)
        self.root: Mapping | None = None

    def read(self, given: list[Given]) -> Corrections:
        for row, back in given:
            if row.key.endswith("[]"):
                self._list(row, back)
        rest = [(row, back) for row, back in given if not row.key.endswith("[]")]
        self.found.base = self._facts(rest)
        return self.found

    # --- values --------------------------------------------------------------------------

    def _facts(self, given: list[Given]) -> FactBase:
        """The corrections as a fact base of their own, in which every list is open."""
        vocabulary = self.base.vocabulary
        documents = [self._document(given)] if given else []
        try:
            return read_facts([*documents, _all_partial(vocabulary)], vocabulary)
        except InputError as error:
            self.problems += error.problems
            return self.base

    def _document(self, given: list[Given]) -> Mapping:
        source = given[0][1].correction.source  # type: ignore[union-attr]  # all of them have one
        root = Mapping(source, 0)
        below: dict[str, Mapping] = {}
        for row, back in given:
            assert back.correction is not None
            entity, node = row.entity, self._node(row, back.correction)
            if entity is None:
                _single(root, row, back.correction, node)
                continue
            if entity._name not in below:
                below[entity._name] = _entry(root, entity, back.correction)
            if row.attribute is not None and row.attribute.type == "ref":
                self._references(row.attribute, node)
            name = row.key.rpartition(".")[2]
            below[entity._name].entries.append((_key(back.correction, name), node))
        return root

    def _node(self, row: Row, said: Scalar) -> Node:
        """A correction as a list or mapping where it is written as one."""
        if not isinstance(said.value, str):
            return said
        if said.text.startswith(("[", "{")):
            return self._written(said)
        takes_several = row.attribute is not None and row.attribute.set
        return several(said) if takes_several else said

    def _written(self, said: Scalar) -> Node:
        from ccrules.documents.yaml_reader import read_yaml

        source = WrittenSource(said.place.file)
        try:
            node = read_yaml(said.text.encode(), said.place.file, LIMITS)
            return placed(node, source, source.number(said.place.cell))
        except InputError as error:
            self.problems += [Problem(said.place, one.what, one.hint) for one in error.problems]
            return said

    def _references(self, attribute: Attribute, node: Node) -> None:
        """An id that a complete list does not have was misspelt."""
        target = self.base.collections.get(attribute.to)
        if target is None or not target.listed:
            return
        for one in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(one, Scalar) and state_of(one.text) is None and one.text not in target.by_id:
                what = message("{id} is not among the {name}", id=one.text, name=target.type.plural)
                hint = suggestion(one.text, target.by_id) or message("add it to the facts first")
                self.problems.append(Problem(one.place, what, hint))

    # --- lists ---------------------------------------------------------------------------

    def _list(self, row: Row, back: ReturnedRow) -> None:
        assert back.correction is not None
        kind, text = row.key.removesuffix("[]"), back.correction.text
        collection, state = self.base.collections[kind], state_of(text)
        complete = _says(text, _COMPLETE) or folded(text).strip(" .") in NO_MORE
        if complete or _says(text, _PARTIAL):
            self.found.complete[kind] = complete
        elif text.strip().isdecimal():
            self.found.totals[kind] = int(text)
        elif state is None:
            what = message("{text} is no correction of a list", text=text)
            hint = message(
                "write these are all, there may be more, a number, none or unknown; "
                "members are added in the fact file"
            )
            self.problems.append(Problem(back.place, what, hint))
        elif collection.members:
            what = message("the facts name {number} of the list", number=len(collection.members))
            self.problems.append(Problem(back.place, what, message("delete them in the fact file")))
        else:
            self.found.emptied[kind] = [] if state is NONE else state._word


def corrected_entity(base: FactBase, row: Row) -> Entity | None:
    """The entity of a row in the fact base of corrections.

    Args:
        base: that fact base.
        row: the row.
    """
    if row.entity is None:
        return None
    kind = row.entity._type
    if kind.singleton:
        found = base.singletons[kind.name]
        return found if isinstance(found, Entity) else None
    return base.collections[kind.name].by_id.get(row.entity.id)


def _all_partial(vocabulary: Vocabulary) -> Node:
    plurals = [kind.plural for kind in vocabulary if not kind.singleton]
    return node_from_python({"assessment": {"partial": plurals}} if plurals else {})


def _single(root: Mapping, row: Row, said: Scalar, node: Node) -> None:
    """What is no value of an entity: the engagement, its objectives, a thing there is one of."""
    owner, dot, name = row.key.partition(".")
    if dot:
        head = root.get(owner)
        if not isinstance(head, Mapping):
            head = Mapping(said.source, said.start)
            root.entries.append((_key(said, owner), head))
        head.entries.append((_key(said, name), node))
        return
    if isinstance(node, Scalar) and BOOLEAN_WORDS.get(folded(node.text)) is True:
        node = Mapping(said.source, said.start)  # there is one, and nothing is known of it yet
    root.entries.append((_key(said, owner), node))


def _entry(root: Mapping, entity: Entity, said: Scalar) -> Mapping:
    """The mapping of an entity, with what identifies it."""
    kind = entity._type
    found = Mapping(said.source, said.start)
    if kind.singleton:
        root.entries.append((_key(said, kind.name), found))
        return found
    for name, value in identity_of(entity).items():
        found.entries.append((_key(said, name), placed(node_from_python(value), said.source, said.start)))
    members = root.get(kind.plural)
    if not isinstance(members, Sequence):
        members = Sequence(said.source, said.start)
        root.entries.append((_key(said, kind.plural), members))
    members.items.append(found)
    return found


def _key(said: Scalar, text: str) -> Scalar:
    return Scalar(said.source, said.start, text, '"', text)


def _says(text: str, meanings: tuple[Message, ...]) -> bool:
    said = unaccented(folded(text)).strip(" .")
    return any(unaccented(translate(one, language)) == said for one in meanings for language in LANGUAGES)
