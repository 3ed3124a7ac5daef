"""From which number on a check turns, where the number is counted or computed from many facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.thresholds import Axis, Limit, Search
from ccrules.conditions.tracing import Trace


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that a condition compares, and where the verdict turns with it.

    Attributes:
        trace: the comparison.
        node: the number.
        beside: what it is compared with.
        now: what it is.
        limit: where the verdict turns.
    """

    trace: Trace
    node: tree.Node
    beside: tree.Node
    now: p.Range
    limit: Limit


def quantities(
    trace: Trace, conditions: tuple[tree.Node, ...], turned: Callable[[tuple[tree.Node, ...]], bool]
) -> Iterator[Quantity]:
    """The limits of all counted or computed numbers in a condition.

    Args:
        trace: the condition, evaluated.
        conditions: the guard and the condition of a check.
        turned: whether other conditions in their place give the verdict aimed at.
    """
    seen: set[int] = set()
    for leaf, node, beside, now, hint in _compared(trace):
        if id(node) in seen:
            continue
        seen.add(id(node))

        def turns(value: Any, node: tree.Node = node) -> bool:
            return turned(tuple(substituted(one, node, value) for one in conditions))

        ends = (now.low, now.high)
        for limit in Search(_axis(node), turns, turns).limits(*ends, [] if hint is None else [hint]):
            yield Quantity(leaf, node, beside, now, limit)


def _compared(trace: Trace) -> Iterator[tuple[Trace, tree.Node, tree.Node, p.Range, Any]]:
    """The numbers worth a limit, with the value they are compared with."""
    if trace.join:
        for part in trace.parts:
            yield from _compared(part)
        return
    node = trace.node
    if not isinstance(node, tree.Compare) or node.left.type.kind != "number":
        return
    evaluated = {id(part): value for part, value in trace.sides}
    for side, other in ((node.left, node.right), (node.right, node.left)):
        now, against = evaluated.get(id(side)), evaluated.get(id(other))
        if is_counted(side) and isinstance(now, p.Range) and not now.empty and not is_counted(other):
            hint = against.low if isinstance(against, p.Range) and against.decided else None
            yield trace, side, other, now, hint


def is_counted(node: tree.Node) -> bool:
    """Whether a number comes from a loop: a count, or a sum or share of facts that can be changed."""
    for part in tree.walk(node):
        if isinstance(part, tree.Aggregate):
            if part.function in ("count", "distinct", "consecutive"):
                return True
            read = [one for one in tree.walk(part) if isinstance(one, tree.Field)]
            if any(one.attribute.changeable for one in read):
                return True
    return False


def _axis(node: tree.Node) -> Axis:
    found = node.body if isinstance(node, tree.Named) else node
    kind = "int" if node.type.integer else "number"
    if isinstance(found, tree.Graph):
        return Axis("int", 0)
    if isinstance(found, tree.Aggregate) and found.function in ("count", "distinct", "consecutive"):
        return Axis("int", 0)
    if isinstance(found, tree.Aggregate) and found.function == "share":
        return Axis("number", 0, 1)
    return Axis(kind)


def substituted(node: tree.Node, target: tree.Node, value: Any) -> tree.Node:
    """An expression with a value in place of a part.

    Args:
        node: the expression.
        target: the part; every place where the same ``let`` name stands counts as it.
        value: plain, or an interval.
    """
    if node is target or _same_name(node, target):
        return tree.Literal(node.type, node.start, node.end, value)
    changed: dict[str, Any] = {}
    for name in (one.name for one in fields(node)):
        before = getattr(node, name)
        after = _replaced(before, target, value)
        if after is not before:
            changed[name] = after
    return replace(node, **changed) if changed else node


def _same_name(node: tree.Node, target: tree.Node) -> bool:
    return isinstance(node, tree.Named) and isinstance(target, tree.Named) and node.name == target.name


def _replaced(value: Any, target: tree.Node, by: Any) -> Any:
    if isinstance(value, tree.Node):
        return substituted(value, target, by)
    if isinstance(value, tree.Loop):
        source = substituted(value.source, target, by)
        filters = tuple(substituted(one, target, by) for one in value.filters)
        key = None if value.key is None else substituted(value.key, target, by)
        same = source is value.source and key is value.key and _all_same(filters, value.filters)
        return value if same else replace(value, source=source, filters=filters, key=key)
    if isinstance(value, tuple):
        found = tuple(_replaced(one, target, by) for one in value)
        return value if _all_same(found, value) else found
    return value


def _all_same(left: tuple[Any, ...], right: tuple[Any, ...]) -> bool:
    return all(one is other for one, other in zip(left, right, strict=True))
