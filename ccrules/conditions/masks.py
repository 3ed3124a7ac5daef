"""What conditions can be for many entities at once, facts missing or not.

Columns (:mod:`ccrules.conditions.columns`) say what is alike. The connectives become table
look-ups over all entities together, and each part between them a leaf
(:mod:`ccrules.conditions.leaves`). Loops joined by a key are gathered for all keys together
(:mod:`ccrules.conditions.gathered`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from typing import TYPE_CHECKING, Protocol

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.bounded import aggregate_in
from ccrules.conditions.columns import NARROW, Column, Table
from ccrules.conditions.gathered import Gathered, row_condition
from ccrules.conditions.leaves import FEW, GatheredLeaf, Leaf
from ccrules.conditions.possible import Choice, Mask
from ccrules.conditions.tallies import selecting
from ccrules.facts.base import Entity

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Evaluator

#: So many entities of which all is plainly known are judged by a loop before they are in columns.
SMALL = 400


class Part(Protocol):
    """A condition, or part of one, on one entity; serves any number of fact bases.

    Attributes:
        cost: what it costs to judge an entity, as a rank.
    """

    cost: int

    def masks(self, evaluator: Evaluator, table: Table, asked: bytes | None = None) -> bytes:
        """The possible outcomes for each entity of a table.

        Args:
            evaluator: over the facts.
            table: the entities.
            asked: 1 for the entities that matter, 0 for those of which any outcome will do; None
                if all matter.
        """


def part_of(node: tree.Node, variable: str) -> Part:
    """A condition, ready for many entities.

    Args:
        node: the condition; it calls no plugin.
        variable: the only free variable in it.
    """
    if isinstance(node, tree.Named):
        return part_of(node.body, variable)
    if isinstance(node, tree.Not):
        operand = part_of(node.operand, variable)
        return Leaf(node, variable) if operand.__class__ is Leaf else Negated(operand)
    if isinstance(node, tree.Logic):
        return Connected(node.operator, [part_of(operand, variable) for operand in node.operands])
    aggregate = aggregate_in(node)
    if aggregate is None:
        return Leaf(node, variable)
    rows = row_condition(aggregate)
    if rows is None:
        return GatheredLeaf(node, variable, Gathered(aggregate, None))
    counting = whole_of(rows, aggregate.loops[0].variable.name)
    return GatheredLeaf(node, variable, Gathered(aggregate, counting.narrowed))


def whole_of(node: tree.Node, variable: str) -> Connected:
    """A condition, ready for many entities of which most may be decided by one part.

    Args:
        node: the condition; it calls no plugin.
        variable: the only free variable in it.
    """
    return Connected("and", [part_of(node, variable)], Leaf(node, variable))


def masks_of(
    evaluator: Evaluator, node: tree.Node, variable: str, entities: Sequence[Entity]
) -> Sequence[Mask]:
    """The possible outcomes of a condition for each of some entities, few or many.

    Args:
        evaluator: over the fact base.
        node: the condition; it calls no plugin.
        variable: the only free variable in it.
        entities: what the variable stands for.
    """
    if len(entities) < FEW:
        return [evaluator.mask(node, {variable: Choice((entity,))}) for entity in entities]
    return part_of(node, variable).masks(evaluator, evaluator.tables.of(entities))


# --- connectives -----------------------------------------------------------------------


def _by_pair(table: tuple[tuple[Mask, ...], ...]) -> bytes:
    """A table of two masks as one for bytes that hold both."""
    return bytes(table[byte & 7][byte >> 3 & 7] for byte in range(256))


_PAIRS = {"and": _by_pair(p.AND), "or": _by_pair(p.OR)}
_DECIDES = {"and": p.FALSE, "or": p.TRUE}
_NOT = bytes(p.NOT[byte & 7] for byte in range(256))


def paired(left: bytes, right: bytes) -> bytes:
    """Two masks for each entity in one byte: the second three bits higher."""
    both = int.from_bytes(left, "little") | int.from_bytes(right, "little") << 3
    return both.to_bytes(len(left), "little")


def _both(left: bytes, right: bytes) -> bytes:
    return (int.from_bytes(left, "little") & int.from_bytes(right, "little")).to_bytes(len(left), "little")


class Negated:
    """``not`` of something that is no leaf.

    Args:
        operand: what it negates.
    """

    def __init__(self, operand: Part) -> None:
        self.operand, self.cost = operand, operand.cost

    def masks(self, evaluator: Evaluator, table: Table, asked: bytes | None = None) -> bytes:
        """See :class:`Part`."""
        return self.operand.masks(evaluator, table, asked).translate(_NOT)


class Connected:
    """``and`` or ``or``; the costly parts are asked last, about entities that are not decided yet.

    Args:
        operator: ``and`` or ``or``.
        operands: the parts.
        alone: all of it as one leaf.
    """

    def __init__(self, operator: str, operands: Sequence[Part], alone: Leaf | None = None) -> None:
        self.operator = operator
        self._alone = alone if alone and not alone.cost and alone.paths else None
        self.operands = sorted(chain.from_iterable(map(self._flat, operands)), key=lambda part: part.cost)
        self.cost = self.operands[-1].cost
        self._simple = [part for part in self.operands if isinstance(part, Leaf) and part.simple]
        self._others = [part for part in self.operands if part not in self._simple]
        self._pairs, self._decided = _PAIRS[operator], _DECIDES[operator]
        self._open = selecting(*(mask for mask in range(8) if mask != self._decided))

    def _flat(self, part: Part) -> Sequence[Part]:
        return part.operands if isinstance(part, Connected) and part.operator == self.operator else (part,)

    def masks(self, evaluator: Evaluator, table: Table, asked: bytes | None = None) -> bytes:
        """See :class:`Part`."""
        first, *others = self.operands
        return self._further(first.masks(evaluator, table, asked), others, evaluator, table, asked)

    def _further(
        self,
        found: bytes,
        parts: Sequence[Part],
        evaluator: Evaluator,
        table: Table,
        asked: bytes | None = None,
    ) -> bytes:
        """Ask more parts, where it is still open what comes of it."""
        for part in parts:
            open_ = found.translate(self._open)
            if asked is not None:
                open_ = _both(open_, asked)
            if 1 not in open_:
                break
            found = paired(found, part.masks(evaluator, table, open_)).translate(self._pairs)
        return found

    # --- where few are left ----------------------------------------------------------

    def narrowed(self, evaluator: Evaluator, table: Table) -> tuple[Sequence[int], bytes]:
        """The possible outcomes for all entities, or for those that one part leaves open, if they are few.

        Args:
            evaluator: over the facts.
            table: the entities.

        Returns:
            Where the entities stand, and the masks; everywhere else the outcome is decided.
        """
        every = range(len(table.entities))
        if self._alone and len(every) <= SMALL and table.plain(self._alone.paths):
            found = self._alone.at_once(evaluator, table.entities)
            if found is not None:
                return every, bytes(found)
        columns = [table.column(leaf.paths) for leaf in self._simple] if table.whole is table else []
        if not columns or any(column.open_ended for column in columns):
            return every, self.masks(evaluator, table)
        masks = [
            leaf.of_numbers(evaluator, column) for leaf, column in zip(self._simple, columns, strict=True)
        ]
        leading = self._leading(columns, masks, len(every))
        if leading is None:
            found = self._together(map(Column.spread, columns, masks))
            return every, self._further(found, self._others, evaluator, table)
        places, found = self._at(leading, columns, masks)
        if self._others:
            found = self._further(found, self._others, evaluator, table.part(places))
        return places, found

    def _leading(self, columns: Sequence[Column], masks: Sequence[bytes], all_: int) -> int | None:
        """Which column leaves few entities open, those with few numbers first; None if none does."""
        for index in sorted(range(len(columns)), key=lambda index: len(masks[index])):
            if columns[index].size(masks[index].translate(self._open)) * NARROW <= all_:
                return index
        return None

    def _at(
        self, leading: int, columns: Sequence[Column], masks: Sequence[bytes]
    ) -> tuple[Sequence[int], bytes]:
        """Where one column leaves entities open, and the masks there."""
        open_ = masks[leading].translate(self._open)
        groups = columns[leading].where(open_)
        if len(groups) != 1:
            places = sorted(chain.from_iterable(groups))
            return places, self._together(map(Column.at, columns, masks, repeat(places)))
        found = bytes((masks[leading][open_.find(1)],)) * len(groups[0])
        others = (index for index in range(len(columns)) if index != leading)
        further = (columns[index].at(masks[index], groups[0]) for index in others)
        return groups[0], self._together(chain((found,), further))

    def _together(self, masks: Iterator[bytes]) -> bytes:
        found = next(masks)
        for other in masks:
            found = paired(found, other).translate(self._pairs)
        return found
