"""Comparisons by order, of what lies at the end of a path with a constant: a look-up among sorted values."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.bounded import unnamed
from ccrules.conditions.columns import Column
from ccrules.conditions.paths import is_path
from ccrules.conditions.possible import Mask
from ccrules.values import NotPlain

#: For each operator, where the values begin that are no longer below the constant, or not yet above
#: it, and what the comparison is before and from there on.
_FOUND: dict[str, tuple[Callable[..., int], Mask, Mask]] = {
    "<": (bisect_left, p.TRUE, p.FALSE),
    "<=": (bisect_right, p.TRUE, p.FALSE),
    ">": (bisect_right, p.FALSE, p.TRUE),
    ">=": (bisect_left, p.FALSE, p.TRUE),
}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Order:
    """A comparison by order.

    Attributes:
        find: finds the first value beyond the constant.
        constant: the constant.
        before: the outcome for the values before that.
        after: the outcome from there on.
    """

    find: Callable[..., int]
    constant: Any
    before: Mask
    after: Mask

    def masks(self, column: Column) -> bytes:
        """The outcome for each known number of a column whose values rise."""
        change = self.find(column.ends, self.constant, 0, column.known)
        return bytes((self.before,)) * change + bytes((self.after,)) * (column.known - change)


def order_of(node: tree.Node, variable: str) -> Order | None:
    """The comparison that a condition is; None if it is no such comparison.

    Args:
        node: the condition, or its negation.
        variable: the entity's name in it.
    """
    node = unnamed(node)
    if isinstance(node, tree.Not):
        found = order_of(node.operand, variable)
        return found and Order(found.find, found.constant, p.NOT[found.before], p.NOT[found.after])
    if not isinstance(node, tree.Compare) or node.operator not in _FOUND or node.rounded:
        return None
    operator, path, other = node.operator, node.left, unnamed(node.right)
    if not is_path(path, variable):
        operator, path, other = _MIRRORED[operator], node.right, unnamed(node.left)
    if not isinstance(other, tree.Literal | tree.Parameter) or isinstance(other.value, NotPlain):
        return None
    if not is_path(path, variable):
        return None
    find, before, after = _FOUND[operator]
    return Order(find, other.value, before, after)
