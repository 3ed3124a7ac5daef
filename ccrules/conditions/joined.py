"""Index joins whose rows look alike from everywhere: worked out once for each fact base.

``count(a for a in agents if skill in a.skills and a.trained)`` asks the same of each agent,
whoever asks. So the agents are looked at once, in groups that meet a key alike: those with one
value, those of whose value nothing is known. Whoever asks then only finds the groups that it
meets; to name all agents whose skills are unknown again and again would be quadratic.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.inputs import key_alone
from ccrules.conditions.items import Item, condensed, item_of
from ccrules.conditions.masks import masks_of
from ccrules.conditions.possible import Choice, Mask, Possible
from ccrules.conditions.rows import join_key
from ccrules.facts.base import Collection, Entity
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN, NotPlain

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Environment, Evaluator

IDLE = {"any": (p.FALSE, p.NA), "all": (p.TRUE, p.NA)}
"""What the element of a row may be so that the row adds nothing."""
LOST = object()
"""Stands for all values of which nothing is known."""


def joined(evaluator: Evaluator, node: tree.Aggregate) -> Joined | None:
    """The last loop of an aggregate, worked out once for all; None if that can't be done.

    Args:
        evaluator: over the fact base.
        node: the aggregate.
    """
    last = node.loops[-1]
    if not key_alone(node) or not isinstance(last.source, tree.Everything):
        return None
    collection = evaluator.base.collections[last.source.name]
    if collection.anonymous or collection.state is NOT_APPLICABLE or tree.calls_plugin(node):
        return None
    return Joined(evaluator, node, collection)


class Alike:
    """Members of a collection that meet every key alike.

    Attributes:
        entities: the members whose rows may count.
        items: their rows, where the key is surely met.
    """

    def __init__(self, node: tree.Aggregate) -> None:
        self._node = node
        self.entities: list[Entity] = []
        self.items: list[Item] = []

    @cached_property
    def member(self) -> Choice:
        """One for all, to ask whether they meet a key."""
        return Choice((self.entities[0],))

    @cached_property
    def perhaps(self) -> list[Item]:
        """Their rows, where the key may be met: as few items as the aggregate allows."""
        return condensed(self._node, self.items)


class Joined:
    """The last loop of an aggregate, tied to what is outside it by its key alone.

    Args:
        evaluator: over the fact base.
        node: the aggregate.
        collection: what the loop runs over.
    """

    def __init__(self, evaluator: Evaluator, node: tree.Aggregate, collection: Collection) -> None:
        self.evaluator, self.node, self.loop = evaluator, node, node.loops[-1]
        assert self.loop.key is not None
        self.key = self.loop.key
        self.collection = collection
        self.others = [one for index, one in enumerate(self.loop.filters) if index != self.loop.key_filter]
        self._by_key: dict[Any, list[Alike]] = {}
        self._doubtful: list[Alike] = []
        self._free: Alike | None = None  # may equal any key there is
        self._groups = list(self._grouped())

    def met(self, environment: Environment) -> Iterator[tuple[Alike, bool]]:
        """The groups that meet the key that is in force, and whether they surely do.

        Args:
            environment: the variables in force; the loop's own is overwritten.
        """
        key = join_key(self.evaluator.value(self.key, environment))
        for group in self._by_key.get(key, ()) if key is not None else ():
            yield group, True
        for group in self._groups if key is None else self._doubtful:
            if group is self._free and key is not None:
                yield group, False
                continue
            environment[self.loop.variable.name] = group.member
            mask = self.evaluator.mask(self.loop.filters[self.loop.key_filter], environment)
            if mask & p.TRUE:
                yield group, mask == p.TRUE

    def items(self, environment: Environment) -> Iterator[Item]:
        """The rows that count, or may."""
        for group, surely in self.met(environment):
            yield from group.items if surely else group.perhaps

    # --- groups ----------------------------------------------------------------------

    def _grouped(self) -> Iterable[Alike]:
        """Sort the members whose rows may count by what is known of their key."""
        groups: dict[Any, Alike] = {}
        for entity, item in self._items():
            value = entity.__dict__[self.loop.attribute]
            if value is NONE or value is NOT_APPLICABLE:
                continue  # equal to no key
            sort = _sort(value)
            if sort not in groups:
                groups[sort] = Alike(self.node)
                self._file(groups[sort], value)
            groups[sort].entities.append(entity)
            groups[sort].items.append(item)
        return groups.values()

    def _file(self, group: Alike, value: Any) -> None:
        if isinstance(value, NotPlain):
            self._doubtful.append(group)
            attribute = self.collection.type.attributes[self.loop.attribute]
            if _sort(value) is LOST and (attribute.set or attribute.type in ("text", "ref")):
                self._free = group
            return
        for key in value if value.__class__ is frozenset else (value,):
            self._by_key.setdefault(key, []).append(group)

    def _items(self) -> Iterator[tuple[Entity, Item]]:
        """The members whose rows may count."""
        collection = self.collection
        yield from self._rows(collection.members, 1)
        yield from self._rows(collection.unlisted, math.inf)
        if collection.state is not None or not collection.complete:
            yield from self._rows([self.evaluator.rows.ghost(collection)], math.inf)

    def _rows(self, members: Sequence[Entity], many: float) -> Iterator[tuple[Entity, Item]]:
        """The rows of members, where such a row stands for so many; rows that add the same are one item."""
        idle = IDLE.get(self.node.function, ())
        masks = self._filtered(members)
        members = [entity for entity, mask in zip(members, masks, strict=True) if mask & p.TRUE]
        sure = [mask == p.TRUE and many == 1 for mask in masks if mask & p.TRUE]
        same: dict[tuple[int, bool], Item | None] = {}
        for entity, must, value in zip(members, sure, self._values(members), strict=True):
            key = (id(value), must)
            if key not in same:
                same[key] = None if value in idle else item_of(value, must, many)
            item = same[key]
            if item is not None:
                yield entity, item

    def _filtered(self, members: Sequence[Entity]) -> list[Mask]:
        """What the filters, but for the key, can say of members."""
        masks = [p.TRUE] * len(members)
        for condition in self.others:
            found = masks_of(self.evaluator, condition, self.loop.variable.name, members)
            masks = [p.AND[mask][other] for mask, other in zip(masks, found, strict=True)]
        return masks

    def _values(self, members: Sequence[Entity]) -> Sequence[Possible]:
        element, name = self.node.element, self.loop.variable.name
        if element.type.kind == "bool":
            return masks_of(self.evaluator, element, name, members)
        if self.node.function == "count" and isinstance(element, tree.Variable):
            return [Choice(tuple(members[:1]))] * len(members)  # any value does
        return [self.evaluator.value(element, {name: Choice((entity,))}) for entity in members]


def _sort(value: Any) -> Any:
    """What a value has in common with those that meet every key alike."""
    if value is NOT_COLLECTED or value is UNKNOWN:
        return LOST
    return id(value) if isinstance(value, NotPlain) else value
