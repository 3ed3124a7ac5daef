"""Facts of a case with one thing otherwise: a value, a member more or fewer, a list left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ccrules import documents
from ccrules.documents import Node, Scalar
from ccrules.facts.vocabulary import ORGANISATION, Attribute, EntityType, Vocabulary
from ccrules.facts.words import STATE_WORDS
from ccrules.testing import nodes
from ccrules.testing.asked import Asked, Key
from ccrules.testing.nodes import Step, at, mapping, scalar, sequence, with_node
from ccrules.testing.worth import SOME_DAY, around, node_of, states

#: Values of one fact that are tried.
MOST_VALUES = 30
#: Members of one list that are varied.
MOST_MEMBERS = 6
#: Values that all members of a list are given at once.
MOST_IN_ALL = 6
#: Texts that no rule asks for.
SOME_TEXT = "something"


@dataclass(frozen=True, slots=True)
class Variation:
    """Facts that differ in one thing from those of a case.

    Attributes:
        what: what is otherwise, such as ``mailbox/claims.tracked: no``.
        facts: the facts.
        rough: 0 if a value is another one, 1 if there are other members, 2 if something is not known.
    """

    what: str
    facts: Node
    rough: int


class Variations:
    """Varies facts.

    Args:
        vocabulary: the entity types.
        asked: what the rules in question ask about.
        hints: further values worth trying, by entity type and attribute.
    """

    def __init__(
        self, vocabulary: Vocabulary, asked: Asked, hints: Mapping[Key, Sequence[Any]] | None = None
    ) -> None:
        self.vocabulary, self.asked, self.hints = vocabulary, asked, hints or {}

    def of(self, facts: Node) -> Iterator[Variation]:
        """Every variation of a case's facts.

        Args:
            facts: as written.
        """
        if self.asked.today and at(facts, "assessment", "date") is None:
            day = scalar(str(SOME_DAY), facts)
            yield Variation(f"on {SOME_DAY}", with_node(facts, ("assessment", "date"), day), 0)
        for name in self.asked.types:
            kind = self.vocabulary.types.get(name)
            if kind is not None:
                yield from self._of_type(kind, facts)

    def _of_type(self, kind: EntityType, facts: Node) -> Iterator[Variation]:
        if kind.singleton:
            yield from self._of_singleton(kind, facts)
            return
        found = at(facts, kind.plural)
        if isinstance(found, documents.Sequence):
            for index, item in enumerate(found.items[:MOST_MEMBERS]):
                if isinstance(item, documents.Mapping):
                    yield from self._of_entity(kind, item, (kind.plural, index), facts)
            yield from self._of_all(kind, found, facts)
            yield from self._of_members(kind, found, facts)
        yield from self._of_list(kind, found, facts)

    # --- entities --------------------------------------------------------------------

    def _of_singleton(self, kind: EntityType, facts: Node) -> Iterator[Variation]:
        found = at(facts, kind.name)
        entity = found if isinstance(found, documents.Mapping) else mapping((), facts)
        if kind.name != ORGANISATION:
            if found is not None:
                yield Variation(f"{kind.name} left out", with_node(facts, (kind.name,), None), 2)
            none = with_node(facts, (kind.name,), scalar("none", facts))
            yield Variation(f"{kind.name}: none", none, 1)
        yield from self._of_entity(kind, entity, (kind.name,), facts)

    def _of_entity(
        self, kind: EntityType, entity: documents.Mapping, path: tuple[Step, ...], facts: Node
    ) -> Iterator[Variation]:
        name = kind.name if kind.singleton else f"{kind.name}/{_id(entity)}"
        for attribute in kind.attributes.values():
            if (kind.name, attribute.name) in self.asked.facts and not attribute.inverse_of:
                now = entity.get(attribute.name)
                for new in self._values(kind, attribute, now, facts):
                    changed = with_node(facts, (*path, attribute.name), new)
                    shown = "not collected" if new is None else nodes.text_of(new)
                    yield Variation(f"{name}.{attribute.name}: {shown}", changed, _rough(new))

    def _values(
        self, kind: EntityType, attribute: Attribute, now: Node | None, facts: Node
    ) -> Iterator[Node | None]:
        before = None if now is None else nodes.text_of(now)
        if attribute.derive and now is None:
            return
        options = self._options(kind, attribute, now, facts)
        seen = {before}
        for new in (*list(options)[:MOST_VALUES], *states(attribute, facts)):
            if nodes.text_of(new) not in seen:
                seen.add(nodes.text_of(new))
                yield new
        if now is not None:
            yield None

    def _options(
        self, kind: EntityType, attribute: Attribute, now: Node | None, facts: Node
    ) -> Iterator[Node]:
        make = self._sets if attribute.set else self._single
        return make(kind, attribute, now, facts)

    def _single(
        self, kind: EntityType, attribute: Attribute, now: Node | None, facts: Node
    ) -> Iterator[Node]:
        if attribute.series:
            yield from self._series(kind, attribute, now, facts)
            return
        for value in self._plain(kind, attribute, now, facts):
            yield node_of(value, attribute, facts)

    def _series(
        self, kind: EntityType, attribute: Attribute, now: Node | None, facts: Node
    ) -> Iterator[Node]:
        """Values over time with another last value, with one value less, with none."""
        items = list(now.items) if isinstance(now, documents.Sequence) else []
        if not all(isinstance(item, documents.Scalar) for item in items):
            return
        last = items[-1] if items else None
        for value in self._plain(kind, attribute, last, facts):
            yield sequence([*items[:-1], node_of(value, attribute, facts)], facts)
        for size in range(len(items)):
            yield sequence(items[:size], facts)

    def _plain(self, kind: EntityType, attribute: Attribute, now: Node | None, facts: Node) -> Iterator[Any]:
        key = (kind.name, attribute.name)
        asked = [*self.hints.get(key, ()), *self.asked.values.get(key, ())]
        if attribute.type == "bool":
            yield from (True, False)
        elif attribute.type == "enum":
            yield from attribute.values
        elif attribute.type == "ref":
            yield from _ids(self.vocabulary, attribute.to, facts)
        elif attribute.type == "text":
            yield from (*(value for value in asked if isinstance(value, str)), SOME_TEXT)
        else:
            yield from around(attribute, [*asked, *self.asked.loose], now, facts)

    def _sets(self, kind: EntityType, attribute: Attribute, now: Node | None, facts: Node) -> Iterator[Node]:
        items = list(now.items) if isinstance(now, documents.Sequence) else []
        key = (kind.name, attribute.name)
        asked = [*self.hints.get(key, ()), *self.asked.values.get(key, ())]
        if attribute.type == "ref":
            asked = list(_ids(self.vocabulary, attribute.to, facts))
        more = [node_of(one, attribute, facts) for one in (*asked, *attribute.values)] or [
            node_of(SOME_TEXT, attribute, facts)
        ]
        for one in more[:MOST_VALUES]:
            yield sequence([*items, one], facts)
            yield sequence([one], facts)
        for index in range(len(items)):
            yield sequence([*items[:index], *items[index + 1 :]], facts)
        yield sequence((), facts)

    def _of_all(self, kind: EntityType, found: documents.Sequence, facts: Node) -> Iterator[Variation]:
        """One value in all members at once."""
        if len(found.items) < 2 or not all(isinstance(item, documents.Mapping) for item in found.items):
            return
        for attribute in kind.attributes.values():
            if (kind.name, attribute.name) in self.asked.facts and not attribute.derive:
                for new in islice(self._options(kind, attribute, None, facts), MOST_IN_ALL):
                    items = [with_node(item, (attribute.name,), new) for item in found.items]
                    changed = with_node(facts, (kind.plural,), sequence(items, facts))
                    what = f"every {kind.name}.{attribute.name}: {nodes.text_of(new)}"
                    yield Variation(what, changed, 0)

    # --- lists -----------------------------------------------------------------------

    def _of_list(self, kind: EntityType, found: Node | None, facts: Node) -> Iterator[Variation]:
        empty = with_node(facts, (kind.plural,), sequence((), facts))
        yield Variation(f"{kind.plural}: []", empty, 1)
        if found is None:
            one = sequence((_fresh(kind, "one", facts),), facts)
            yield Variation(f"{kind.plural}: one", with_node(facts, (kind.plural,), one), 1)
        else:
            yield Variation(f"{kind.plural} left out", with_node(facts, (kind.plural,), None), 2)
        partial = sequence([*_partial(facts), scalar(kind.plural, facts)], facts)
        yield Variation(f"{kind.plural} incomplete", with_node(facts, ("assessment", "partial"), partial), 2)

    def _of_members(self, kind: EntityType, found: documents.Sequence, facts: Node) -> Iterator[Variation]:
        def put(items: Iterable[Node]) -> Node:
            return with_node(facts, (kind.plural,), sequence(items, facts))

        items = list(found.items)
        for index in range(min(len(items), MOST_MEMBERS)):
            rest = [*items[:index], *items[index + 1 :]]
            yield Variation(f"without {kind.name}/{_id(items[index])}", put(rest), 1)
        yield Variation(f"{kind.plural}: one more", put([*items, _fresh(kind, "more", facts)]), 1)
        if kind.key != ("id",):
            return
        for item in items[:MOST_MEMBERS]:
            others = [one for one in items if one is not item]
            for number in self._sizes(len(items)):
                copies = _copies(item, number)
                what = f"{number} × {kind.name}/{_id(item)}"
                yield Variation(what, put([*others, *copies]), 1)
        yield from self._mixes(kind, items, facts)

    def _sizes(self, now: int) -> list[int]:
        """How many copies of one member are worth a try: some, and as many as counts ask for."""
        asked = {count + beside for count in self.asked.counts for beside in (-1, 0, 1)}
        return sorted(size for size in {2, 3, *asked, *(one - now + 1 for one in asked)} if size > 1)

    def _mixes(self, kind: EntityType, items: Sequence[Node], facts: Node) -> Iterator[Variation]:
        """Two members in the proportions that shares are compared with, and just beside them."""
        pairs = [(one, other) for one in items[:3] for other in items[:3] if one is not other]
        for one, other in pairs:
            for part, whole in self.asked.shares:
                for some in (part, part - 1, part + 1):
                    if 0 < some < whole:
                        mixed = [*_copies(one, some), *_copies(other, whole - some)]
                        what = f"{some} × {kind.name}/{_id(one)}, {whole - some} × {kind.name}/{_id(other)}"
                        changed = with_node(facts, (kind.plural,), sequence(mixed, facts))
                        yield Variation(what, changed, 1)


def _rough(new: Node | None) -> int:
    is_state = isinstance(new, Scalar) and new.plain and new.text in STATE_WORDS
    return 2 if new is None or is_state else 0


def _partial(facts: Node) -> list[Node]:
    found = at(facts, "assessment", "partial")
    return list(found.items) if isinstance(found, documents.Sequence) else []


def _id(entity: Node) -> str:
    found = at(entity, "id")
    return found.text if isinstance(found, Scalar) else "?"


def _copies(item: Node, number: int) -> list[Node]:
    """A member and copies of it under other ids."""
    name = _id(item)
    return [item, *(with_node(item, ("id",), scalar(f"{name}-{n}", item)) for n in range(2, number + 1))]


def _fresh(kind: EntityType, name: str, facts: Node) -> Node:
    """A member of which nothing is known."""
    return mapping([(key, scalar(f"{kind.name}-{name}", facts)) for key in kind.key], facts)


def _ids(vocabulary: Vocabulary, type_name: str, facts: Node) -> Iterator[str]:
    found = at(facts, vocabulary[type_name].plural) if type_name in vocabulary.types else None
    for item in found.items if isinstance(found, documents.Sequence) else ():
        if isinstance(item, documents.Mapping):
            yield _id(item)
