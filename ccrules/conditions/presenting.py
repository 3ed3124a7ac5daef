"""What templates and reports get of a possible value: the value, an interval, or a state."""

from __future__ import annotations

import datetime
import math
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions.edges import Edges
from ccrules.conditions.evaluator import plain
from ccrules.conditions.possible import Age, Choice, Possible, Range, SomeSet
from ccrules.values import NONE, NOT_APPLICABLE, UNKNOWN, Duration, Interval, OneOf, PartialSet


def presentable(value: Possible) -> Any:
    """A possible value as templates print it.

    Args:
        value: what an expression can be.

    Returns:
        The plain value if there is one; otherwise an interval, alternatives or a state. Of edges
        their number.
    """
    if isinstance(value, int):
        return {p.TRUE: True, p.FALSE: False, p.NA: NOT_APPLICABLE}.get(value, UNKNOWN)
    if isinstance(value, Range):
        return _range(value)
    if isinstance(value, Edges) and not value.empty:
        return _range(value.number)
    if isinstance(value, SomeSet):
        return NOT_APPLICABLE if value.empty else PartialSet(value.must) if value.open else value.must
    return _choice(value)


def _choice(value: Choice) -> Any:
    if value.candidates is None:
        return UNKNOWN
    if value.decided:
        return plain(value) if value.candidates else NONE if value.none else NOT_APPLICABLE
    return OneOf(value.candidates + ((NONE,) if value.none else ())) if len(value.candidates) > 1 else UNKNOWN


def _range(value: Range) -> Any:
    if value.empty:
        return NONE if value.none else NOT_APPLICABLE
    if value.low == value.high:
        return _tidy(value.low)
    low, high = _bound(value.low), _bound(value.high)
    return UNKNOWN if low is None and high is None else Interval(low, high, value.low_open, value.high_open)


def _tidy(value: Any) -> Any:
    """An age in days as a duration; a float that is whole as an int; other floats rounded."""
    if isinstance(value, Age):
        return Duration(days=value.days)
    if isinstance(value, float) and math.isfinite(value):
        value = p.round12(value)
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    return value


def _bound(value: Any) -> Any:
    """A bound; None where there is none."""
    if isinstance(value, Age):
        return None if value.since in (datetime.date.min, datetime.date.max) else Duration(days=value.days)
    if isinstance(value, datetime.date):
        return None if value in (datetime.date.min, datetime.date.max) else value
    length = value.seconds if isinstance(value, Duration) else value
    return None if math.isinf(length) else _tidy(value)
