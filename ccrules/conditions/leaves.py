"""The parts of a condition without connectives, for many entities at once.

What such a leaf can be is worked out once for each number of the column of its paths: with plain
operators where that is plainly known, by the set-valued evaluator where it is not.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import compress, repeat
from typing import TYPE_CHECKING

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.bounded import Bounded
from ccrules.conditions.columns import Column, Table
from ccrules.conditions.gathered import Gathered
from ccrules.conditions.keyed import ByKey
from ccrules.conditions.orders import order_of
from ccrules.conditions.paths import is_path, paths_of
from ccrules.conditions.plainly import NOT_PLAIN, Plainly
from ccrules.conditions.possible import Choice, Mask
from ccrules.facts.base import Entity

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Evaluator

#: For fewer entities the evaluator answers sooner than a loop is compiled.
FEW = 8


class Leaf:
    """A part without connectives, or its negation.

    Args:
        node: the condition; it calls no plugin.
        variable: the only free variable in it.

    Attributes:
        simple: whether it depends on a single path, and has no loops.
    """

    def __init__(self, node: tree.Node, variable: str) -> None:
        self.node, self.variable = node, variable
        self.paths = paths_of(node, variable)
        self.plainly = Plainly(node, variable)
        self.cost = 2 if any(isinstance(part, tree.Aggregate | tree.Graph) for part in tree.walk(node)) else 0
        self.simple = not self.cost and len(self.paths) == 1 and self.paths != ((),)
        self._order = order_of(node, variable) if self.simple else None
        self._seen = False

    def masks(self, evaluator: Evaluator, table: Table, asked: bytes | None = None) -> bytes:
        """See :class:`~ccrules.conditions.masks.Part`."""
        alone = table.whole is not table or len(self.paths) > 1
        if alone and self.paths and not self.cost and table.whole.plain(self.paths):
            return bytes(self._of_plain(evaluator, table.entities))
        column = table.column(self.paths)
        dear = self.cost or column.open_ended or len(column) > len(table.entities)
        if not dear or (asked is None and table.whole is table):
            return column.spread(self.of_numbers(evaluator, column))
        numbers = _met(column, asked)
        return _spread(column, numbers, self.of_numbers(evaluator, column, numbers))

    def of_numbers(self, evaluator: Evaluator, column: Column, numbers: Sequence[int] | None = None) -> bytes:
        """What it can be for entities with these numbers in a column, or with any.

        Args:
            evaluator: over the facts.
            column: of its paths.
            numbers: sorted; None for all.
        """
        if numbers is None:
            numbers = range(len(column))
            if self._order and column.rising:
                found = self._order.masks(column)
            else:
                found = bytes(self._of_plain(evaluator, column.samples[: column.known]))
        else:
            known = bisect_left(numbers, column.known)
            found = bytes(self._of_plain(evaluator, [column.samples[number] for number in numbers[:known]]))
        if len(found) == len(numbers):
            return found
        return found + bytes([self.of(evaluator, column.samples[number]) for number in numbers[len(found) :]])

    def of(self, evaluator: Evaluator, entity: Entity) -> Mask:
        """What it can be for one entity."""
        return evaluator.mask(self.node, {self.variable: Choice((entity,))})

    def _of_plain(self, evaluator: Evaluator, entities: Sequence[Entity]) -> Sequence[Mask]:
        """What it can be for entities with plainly known values at the ends of its paths."""
        if not self._worthwhile(entities):
            return [self.of(evaluator, entity) for entity in entities]
        found = self._compiled(evaluator, entities)
        return [self._of_one(evaluator, entity) for entity in entities] if found is None else found

    def at_once(self, evaluator: Evaluator, entities: Sequence[Entity]) -> Sequence[Mask] | None:
        """What it can be for entities with plain values; None if the loop is not worth it, or refuses.

        Args:
            evaluator: over the facts.
            entities: the entities.
        """
        return self._compiled(evaluator, entities) if self._worthwhile(entities) else None

    def _compiled(self, evaluator: Evaluator, entities: Sequence[Entity]) -> Sequence[Mask] | None:
        try:
            return self.plainly.masks(evaluator.base, entities)
        except NOT_PLAIN:
            return None

    def _of_one(self, evaluator: Evaluator, entity: Entity) -> Mask:
        found = self._compiled(evaluator, (entity,))
        return self.of(evaluator, entity) if found is None else found[0]

    def _worthwhile(self, entities: Sequence[Entity]) -> bool:
        """Whether to compile it: not where it is only asked once, and for little."""
        seen, self._seen = self._seen, True
        return seen or bool(self.cost) or len(entities) >= FEW


class GatheredLeaf(Leaf):
    """A leaf with one gathered aggregate, and nothing else that depends on the entity.

    Args:
        node: the condition.
        variable: the only free variable in it.
        gathered: the aggregate.
    """

    def __init__(self, node: tree.Node, variable: str, gathered: Gathered) -> None:
        super().__init__(node, variable)
        self.cost, self.simple = 1, False
        self.gathered, self.bounded = gathered, Bounded(node, gathered.node)
        self._keys_at_ends = is_path(gathered.key, variable)

    def masks(self, evaluator: Evaluator, table: Table, asked: bytes | None = None) -> bytes:
        """See :class:`~ccrules.conditions.masks.Part`."""
        if not self.gathered.worthwhile(evaluator, len(table.entities)):
            alone = self._compiled(evaluator, table.entities)
            if alone is not None:
                return bytes(alone)
        found = self.gathered.by_key(evaluator)
        if found is None:
            return super().masks(evaluator, table, asked)
        column = table.column(self.paths)
        every = asked is None and table.whole is table
        numbers = range(len(column)) if every else _met(column, asked)
        return _spread(column, numbers, self._gathered(evaluator, found, column, numbers))

    def _gathered(
        self, evaluator: Evaluator, found: ByKey, column: Column, numbers: Sequence[int]
    ) -> Sequence[Mask]:
        """What it can be for entities with these numbers in the column of its paths."""
        otherwise = self.bounded.masks(evaluator, [found.elsewhere])[0]
        if self.gathered.key is None:
            return [otherwise for _ in numbers]
        at = dict(zip(found.at, self.bounded.masks(evaluator, list(found.at.values())), strict=True))
        known = bisect_left(numbers, column.known) if self._keys_at_ends else 0
        ends = map(column.ends.__getitem__, numbers[:known])
        holes = map(column.samples.__getitem__, numbers[known:])
        return [*map(at.get, ends, repeat(otherwise)), *(self._open(evaluator, found, one) for one in holes)]

    def _open(self, evaluator: Evaluator, found: ByKey, entity: Entity) -> Mask:
        """What it can be for an entity whose key is not plainly known."""
        assert self.gathered.key is not None
        bounds = found.of(evaluator.value(self.gathered.key, {self.variable: Choice((entity,))}))
        return self.of(evaluator, entity) if bounds is None else self.bounded.masks(evaluator, [bounds])[0]


def _met(column: Column, asked: bytes | None) -> Sequence[int]:
    """The numbers of the entities that matter, sorted."""
    return sorted(set(column.numbers if asked is None else compress(column.numbers, asked)))


def _spread(column: Column, numbers: Sequence[int], found: Sequence[Mask]) -> bytes:
    """What was found for some numbers, for each entity; FALSE for all others."""
    if len(numbers) == len(column):
        return column.spread(found)
    masks = bytearray((p.FALSE,)) * len(column)
    for number, mask in zip(numbers, found, strict=True):
        masks[number] = mask
    return column.spread(masks)
