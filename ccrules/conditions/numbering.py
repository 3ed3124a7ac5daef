"""Numbers for values: the same for those that are alike, plainly known values first, holes last."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ccrules.facts.base import Entity
from ccrules.values import Computed, Interval, OneOf, PartialSet, State

#: The classes of stored values that are not plainly known.
HOLES = frozenset((State, Interval, OneOf, Computed, PartialSet))
#: As many numbers as a byte can hold.
BYTE = 256

#: Values of these classes are alike if they are equal; others only if they are the same object,
#: because equal ones may differ in what can be asked of them (two durations of equal length).
_BY_VALUE = frozenset((str, bool, int, float, datetime.date))


class Numbering(NamedTuple):
    """What numbers stand for.

    Attributes:
        ends: for each number, the value or the hole.
        known: the numbers below this one are those of plainly known values.
        rising: whether the known values rise with their numbers.
    """

    ends: Sequence[Any]
    known: int
    rising: bool = False


def numbered(values: Sequence[Any], stopped: Sequence[Any]) -> tuple[Sequence[int], Numbering]:
    """Number values, some of which may be holes.

    Args:
        values: the values.
        stopped: holes at which the path to a value ended early; each of a sort of its own.

    Returns:
        The number of each value, then of each hole in ``stopped``; and what the numbers stand for.
    """
    classes = set(map(type, values))
    keys = _keys(values, classes)
    if keys is values and not stopped:
        order = list(dict.fromkeys(values))
        rising = _ordered(order, classes)
        if rising:
            order.sort()
        return _numbers(values, order), Numbering(order, len(order), rising)
    keys = [*keys, *(("stopped", number) for number in range(len(stopped)))]
    ends = dict(zip(keys, [*values, *stopped], strict=True))
    known = [key for key, end in ends.items() if end.__class__ not in HOLES]
    rising = _ordered([ends[key] for key in known], classes - HOLES)
    if rising:
        known.sort(key=ends.__getitem__)
    order = known + [key for key, end in ends.items() if end.__class__ in HOLES]
    return _numbers(keys, order), Numbering([ends[key] for key in order], len(known), rising)


def paired(columns: Sequence[Sequence[int]], known: Sequence[int]) -> tuple[Sequence[int], Numbering]:
    """Number what several columns say together: a hole if one of them says so.

    Args:
        columns: the numbers of each column.
        known: for each column, the number from which on there are holes.
    """
    keys = list(zip(*columns, strict=True))
    different = dict.fromkeys(keys)
    holes = {key for key in different if any(map(int.__ge__, key, known))}
    order = [key for key in different if key not in holes]
    numbering = Numbering(order + [key for key in different if key in holes], len(order))
    return _numbers(keys, numbering.ends), numbering


def packed(numbers: Iterable[int], different: int) -> Sequence[int]:
    """Numbers in as little space as they need.

    Args:
        numbers: the numbers.
        different: how many different ones there are.
    """
    return bytes(numbers) if different <= BYTE else tuple(numbers)


def _numbers(keys: Iterable[Any], order: Sequence[Any]) -> Sequence[int]:
    number = {key: n for n, key in enumerate(order)}
    return packed(map(number.__getitem__, keys), len(order))


def _ordered(values: Sequence[Any], classes: set[type]) -> bool:
    """Whether values, of some classes, have an order."""
    if classes in ({datetime.date}, {int}):
        return True
    return bool(classes) and classes <= {int, float} and not any(map(math.isnan, values))


def _keys(values: Sequence[Any], classes: set[type]) -> Sequence[Any]:
    """Something for each value that is equal for those that are alike; the values themselves if they are."""
    odd = {one for one in classes if one not in _BY_VALUE and not issubclass(one, Entity)}
    if int in classes and float in classes:
        odd.add(float)
    return [_key(value) if value.__class__ in odd else value for value in values] if odd else values


def _key(value: Any) -> Any:
    if value.__class__ is float:
        return "float", value  # an integer that is equal is computed with exactly
    if value.__class__ is Computed and value._possible.__class__ is int and value._failure is None:
        return "mask", value._possible
    return (id(value),)
