"""Aggregates over the members with one key, gathered for all keys in one look at the collection.

``count(a for a in agents if a.team == team and a.trained)`` asks the same of each agent, whoever
asks. The members are sorted once into those that count surely and those that may, and then by
key. Members of whose key nothing is known may have any, and so may members that nobody listed.
Whoever asks finds two numbers between which the aggregate lies; whoever lacks a key of its own
finds those for all the keys it may have.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import compress
from typing import TYPE_CHECKING

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.columns import Column, Table
from ccrules.conditions.inputs import free, key_alone
from ccrules.conditions.items import item_of
from ccrules.conditions.keyed import KEYS_BY_VALUE, ByKey, Sorting
from ccrules.conditions.paths import is_path, paths_of
from ccrules.conditions.possible import Choice, Possible
from ccrules.conditions.tallies import PERHAPS, Counted, Summed, Tally, Totalled, Values
from ccrules.facts.base import Collection, Entity

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Environment, Evaluator

#: What gathering costs, and what each member and each key add to it; the unit is what it costs to
#: look at a member in a loop on plain operators. As measured, like :data:`LOOK_UP`.
GATHER, MEMBER, KEY = 250, 2, 5
#: What it costs to begin such a loop.
LOOK_UP = {"any": 14, "all": 14, "count": 8, "sum": 8}
#: Where the entities of a table stand of which a condition is not surely false, and the masks of these.
Rows = Callable[["Evaluator", Table], tuple[Sequence[int], bytes]]


def gatherable(node: tree.Aggregate) -> bool:
    """Whether an aggregate can be gathered: by the key of its only loop, or over all members."""
    loop = node.loops[0]
    if len(node.loops) > 1 or not isinstance(loop.source, tree.Everything) or tree.calls_plugin(node):
        return False
    if node.function == "count" and not isinstance(node.element, tree.Variable):
        return False
    if node.function not in LOOK_UP or (node.function == "sum" and not _summable(node)):
        return False
    return key_alone(node) or not free(node)


def _summable(node: tree.Aggregate) -> bool:
    """Whether a sum does not depend on how the evaluator groups fractions before it adds them up."""
    key = node.loops[0].key
    return node.type.integer or key is None or bool(free(key))


def key_of(node: tree.Aggregate) -> tree.Node | None:
    """The key on which an aggregate depends; None if it depends on nothing."""
    key = node.loops[0].key
    return key if key is not None and free(key) else None


def row_condition(node: tree.Aggregate) -> tree.Node | None:
    """The condition under which a member counts, its key left aside; None if all do.

    ``any`` counts those of which its element is true, ``all`` those of which it is false.
    """
    loop, keyed = node.loops[0], key_of(node) is not None
    parts = [one for index, one in enumerate(loop.filters) if not keyed or index != loop.key_filter]
    element = node.element
    if node.function == "any":
        parts.append(element)
    if node.function == "all":
        parts.append(tree.Not(element.type, element.start, element.end, element))
    if len(parts) < 2:
        return parts[0] if parts else None
    return tree.Logic(parts[0].type, node.start, node.end, "and", tuple(parts))


class Gathered:
    """An aggregate gathered by key; serves any number of fact bases.

    Args:
        node: an aggregate that is :func:`gatherable`.
        rows: its :func:`row_condition` for a table; None if there is none.
    """

    def __init__(self, node: tree.Aggregate, rows: Rows | None) -> None:
        self.node, self._rows = node, rows
        self.loop, self.key = node.loops[0], key_of(node)
        assert isinstance(self.loop.source, tree.Everything)
        self._source = self.loop.source.name
        self._condition = row_condition(node)

    def worthwhile(self, evaluator: Evaluator, entities: int) -> bool:
        """Whether it costs less than to look, for each of some entities, at the members with its key.

        Args:
            evaluator: over the facts.
            entities: how many they are.
        """
        if not self.key:
            return True
        collection = evaluator.base.collections[self._source]
        keys = self._keys(evaluator.tables.whole(collection))
        members, different = len(collection.members), max(1, keys.known)
        alone = entities * (LOOK_UP[self.node.function] + members / different)
        return not keys.plain or alone > GATHER + members * MEMBER + different * KEY

    def _keys(self, table: Table) -> Column:
        return table.column(((self.loop.attribute,),))

    def by_key(self, evaluator: Evaluator) -> ByKey | None:
        """What it can be over the facts of an evaluator; None if only the evaluator can tell."""
        collection = evaluator.base.collections[self._source]
        if collection.state is not None or collection.counts or collection.anonymous or collection.unlisted:
            return None
        table = evaluator.tables.whole(collection)
        if not self.key:
            tally = self._tally(evaluator, collection, table, table.column(()))
            met = [tally.met(number) for number in tally.numbers]
            return ByKey(tally, (), (), {}, tally.total([*met, tally.perhaps((), nobody=True)]))
        attribute = collection.type.attributes[self.loop.attribute]
        column = self._keys(table)
        tally = self._tally(evaluator, collection, table, column)
        if not tally.exact and (attribute.set or attribute.type not in KEYS_BY_VALUE):
            return None  # sums of fractions depend on the groups they are added up in
        return Sorting(tally, attribute, collection.complete, column).by_key()

    def _tally(self, evaluator: Evaluator, collection: Collection, table: Table, column: Column) -> Tally:
        places, rows = self._counting(evaluator, table)
        ghost = None if collection.complete else self._ghost(evaluator, collection)
        numbers = _at(column, places)
        if self.node.function != "sum":
            return Counted(numbers, rows, ghost is not None)
        nobody = None if ghost is None else item_of(self._element(evaluator, ghost), False, math.inf)
        values = self._values(evaluator, table, places)
        kind = Totalled if self.node.type.integer else Summed
        return kind(numbers, rows, values, nobody)

    def _counting(self, evaluator: Evaluator, table: Table) -> tuple[Sequence[int], bytes]:
        """Where the members stand that may count, and for each a mask of whether it does."""
        if self._rows is None:
            return range(len(table.entities)), bytes((p.TRUE,)) * len(table.entities)
        places, rows = self._rows(evaluator, table)
        chosen = rows.translate(PERHAPS)
        if 0 not in chosen:
            return places, rows
        return list(compress(places, chosen)), bytes(compress(rows, chosen))

    def _values(self, evaluator: Evaluator, table: Table, places: Sequence[int]) -> Values:
        """What the element of the aggregate is for members at some places."""
        column = table.column(paths_of(self.node.element, self.loop.variable.name))
        known = column.known if is_path(self.node.element, self.loop.variable.name) else 0
        numbers, ends, always = _at(column, places), column.ends[:known], [True] * known
        if known == len(column):
            return Values(numbers, ends, ends, always)
        items = [item_of(self._element(evaluator, one), True, 1) for one in column.samples[known:]]
        return Values(
            numbers,
            [*ends, *(item.value.low if item else 0 for item in items)],
            [*ends, *(item.value.high if item else 0 for item in items)],
            [*always, *(item is not None and item.must for item in items)],
        )

    def _ghost(self, evaluator: Evaluator, collection: Collection) -> Entity | None:
        """One that stands for members that nobody listed, if they may count."""
        ghost = evaluator.rows.ghost(collection)
        environment: Environment = {self.loop.variable.name: Choice((ghost,))}
        condition = self._condition
        return ghost if condition is None or evaluator.mask(condition, environment) & p.TRUE else None

    def _element(self, evaluator: Evaluator, entity: Entity) -> Possible:
        return evaluator.value(self.node.element, {self.loop.variable.name: Choice((entity,))})


def _at(column: Column, places: Sequence[int]) -> Sequence[int]:
    """The numbers of the entities at some places."""
    if len(places) == len(column.numbers):
        return column.numbers
    return [column.numbers[place] for place in places]
