"""Conditions on a gathered aggregate: what they can be where it lies between two bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import or_
from typing import TYPE_CHECKING

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.gathered import gatherable
from ccrules.conditions.inputs import free
from ccrules.conditions.plainly import NOT_PLAIN, Plainly
from ccrules.conditions.possible import Mask, Range
from ccrules.conditions.tallies import Bounds

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Evaluator

#: The name under which the evaluator finds the aggregate; no ``let`` can have it.
_NAME = ""
#: Comparisons whose outcome changes at most once as the aggregate grows.
ORDERS = ("<", "<=", ">", ">=")
#: What ``any`` and ``all`` are, by whether a member decides them, and whether one may.
_DECIDED = {"any": (p.TRUE, p.EITHER, p.FALSE), "all": (p.FALSE, p.EITHER, p.TRUE)}


def aggregate_in(node: tree.Node) -> tree.Aggregate | None:
    """The aggregate of ``any(…)``, ``all(…)``, or a comparison of ``count(…)`` or ``sum(…)`` with a constant.

    Args:
        node: a condition without connectives.

    Returns:
        None if it is no such condition, or the aggregate can't be gathered.
    """
    node = unnamed(node)
    if isinstance(node, tree.Compare):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            found = unnamed(one)
            if isinstance(found, tree.Aggregate) and found.function in ("count", "sum") and constant(other):
                return found if gatherable(found) else None
    elif isinstance(node, tree.Aggregate) and node.function in _DECIDED and gatherable(node):
        return node
    return None


def unnamed(node: tree.Node) -> tree.Node:
    """What a ``let`` name stands for."""
    while isinstance(node, tree.Named):
        node = node.body
    return node


def constant(node: tree.Node) -> bool:
    """Whether a part of a condition depends on no entity and has no loops."""
    return not free(node) and not any(isinstance(part, tree.Aggregate) for part in tree.walk(node))


class Bounded:
    """A condition on a gathered aggregate; serves any number of fact bases.

    Args:
        node: the condition.
        aggregate: its :func:`aggregate_in`.
    """

    def __init__(self, node: tree.Node, aggregate: tree.Aggregate) -> None:
        self._function = aggregate.function
        node = unnamed(node)
        if isinstance(node, tree.Compare):
            left = unnamed(node.left) is aggregate
            value = tree.Named(aggregate.type, aggregate.start, aggregate.end, _NAME, aggregate)
            self._node = replace(node, left=value) if left else replace(node, right=value)
            self._plainly = Plainly(self._node, "", value) if node.operator in ORDERS else None

    def masks(self, evaluator: Evaluator, bounds: Sequence[Bounds]) -> list[Mask]:
        """What it can be where the aggregate lies between bounds.

        Args:
            evaluator: over the facts.
            bounds: some pairs of bounds.
        """
        if not bounds:
            return []
        different = list(dict.fromkeys(bounds))
        known = dict(zip(different, self._of_different(evaluator, different), strict=True))
        return list(map(known.__getitem__, bounds))

    def _of_different(self, evaluator: Evaluator, bounds: Sequence[Bounds]) -> Sequence[Mask]:
        if self._function in _DECIDED:
            decided, open_, otherwise = _DECIDED[self._function]
            return [decided if least else open_ if most else otherwise for least, most in bounds]
        if self._plainly is not None:
            try:
                return self._between(self._plainly, evaluator, bounds)
            except NOT_PLAIN:
                pass
        return [evaluator.mask(self._node, {_NAME: Range(*pair)}) for pair in bounds]

    @staticmethod
    def _between(plainly: Plainly, evaluator: Evaluator, bounds: Sequence[Bounds]) -> Sequence[Mask]:
        """An order changes but once from bound to bound: what it can be is what it is at either."""
        least, most = zip(*bounds, strict=True)
        low = plainly.masks(evaluator.base, least)
        if least == most:
            return low
        return list(map(or_, low, plainly.masks(evaluator.base, most)))
