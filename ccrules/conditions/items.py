"""What one row adds to an aggregate, and what many rows that may or may not be there add together."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.possible import Possible, Range, SomeSet


class Item(NamedTuple):
    """A row with the value of the aggregate's element.

    Attributes:
        value: what the element can be.
        must: whether it surely counts.
        many: how many such rows there are; ``inf`` if nobody knows.
    """

    value: Any
    must: bool
    many: float


def item_of(value: Possible, must: bool, many: float) -> Item | None:
    """The item of a row; None if its value is surely not there.

    Args:
        value: what the element can be.
        must: whether the row surely counts, if its value is there.
        many: how many such rows there are.
    """
    if isinstance(value, int):
        return Item(value, must and not value & p.NA, many) if value & p.EITHER else None
    if value.empty:
        return None
    leaves = value.na if isinstance(value, SomeSet) else value.may_leave
    return Item(value, must and not leaves, many)


def added(values: list[Any]) -> float:
    """A sum that is exact up to its last rounding, with infinities allowed."""
    if math.inf in values or -math.inf in values:
        return float(sum(values))
    try:
        return math.fsum(values)
    except OverflowError:
        return math.inf if sum(v > 0 for v in values) else -math.inf


def scaled(value: Any, many: float) -> Any:
    """A value times a number of rows; nothing times infinity is nothing."""
    if many == 1:
        return value
    return 0 if value == 0 or many == 0 else value * many


# --- rows that may count ---------------------------------------------------------------


def condensed(node: tree.Aggregate, items: list[Item]) -> list[Item]:
    """As few items as possible that add the same as these, none of which surely counts.

    Args:
        node: the aggregate.
        items: of rows that may all be left out.
    """
    return list(CONDENSE.get(node.function, _by_value)(node, items)) if items else []


def _by_value(_: tree.Aggregate, items: list[Item]) -> Iterator[Item]:
    """One item for each value."""
    counted: Counter[Any] = Counter()
    for item in items:
        counted[item.value] += item.many  # type: ignore[assignment]  # infinitely many are possible
    return (Item(value, False, many) for value, many in counted.items())


def _by_number(_: tree.Aggregate, items: list[Item]) -> Iterator[Item]:
    """One item for all, where values do not matter."""
    yield Item(items[0].value, False, sum(item.many for item in items))


def _by_sum(node: tree.Aggregate, items: list[Item]) -> Iterator[Item]:
    """One item that may add all that each of them may."""
    add = sum if node.type.integer else added
    low = add([scaled(min(0, item.value.low), item.many) for item in items])
    high = add([scaled(max(0, item.value.high), item.many) for item in items])
    yield Item(Range(low, high), False, 1)


def _by_bounds(_: tree.Aggregate, items: list[Item]) -> Iterator[Item]:
    """One item between the extremes."""
    low, high = min(item.value.low for item in items), max(item.value.high for item in items)
    yield Item(Range(low, high), False, 1)


CONDENSE: dict[str, Callable[[tree.Aggregate, list[Item]], Iterator[Item]]] = {
    "count": _by_number,
    "names": _by_number,
    "sum": _by_sum,
    "min": _by_bounds,
    "max": _by_bounds,
}
