"""Several sources of one value: whether they agree, and what is known if they don't."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ccrules.errors import message
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.words import BadValue
from ccrules.values import NOT_COLLECTED, UNKNOWN, Interval, NotPlain, OneOf, PartialSet, Series, State

#: Types whose values are ordered, so that several of them span an interval.
ORDERED_TYPES = frozenset({"int", "number", "date", "duration"})


def same_value(left: Any, right: Any) -> bool:
    """Whether two values of one attribute, plain or not, say the same."""
    if left is right:
        return True
    if isinstance(left, Series) and isinstance(right, Series):
        return len(left) == len(right) and all(
            same_value(a.when, b.when) and same_value(a.value, b.value)
            for a, b in zip(left, right, strict=True)
        )
    if not isinstance(left, NotPlain) and not isinstance(right, NotPlain):
        return bool(left == right)
    if left.__class__ is not right.__class__:
        return False
    return _same_not_plain(left, right)


def _same_not_plain(left: Any, right: Any) -> bool:
    if isinstance(left, Interval):
        return _interval_key(left) == _interval_key(right)
    if isinstance(left, PartialSet):
        return bool(left._members == right._members)
    if isinstance(left, OneOf):
        first, second = left._candidates, right._candidates
        return len(first) == len(second) and all(any(same_value(a, b) for b in second) for a in first)
    return False


def _interval_key(value: Interval) -> tuple[Any, ...]:
    return value._low, value._high, value._low_open, value._high_open


def combine(attribute: Attribute, values: Sequence[Any]) -> Any:
    """What is known if every value was given by a source of its own.

    What is unknown or not collected yields to the rest. Numbers, dates and durations that differ
    make an interval, sets the set of what they share and perhaps more, everything else a choice.

    Args:
        attribute: what the values are of.
        values: what the sources say, in their order.

    Raises:
        BadValue: two series that differ.
    """
    known = _distinct(value for value in values if value is not NOT_COLLECTED and value is not UNKNOWN)
    if not known:
        return UNKNOWN if any(value is UNKNOWN for value in values) else NOT_COLLECTED
    if len(known) == 1:
        return known[0]
    if attribute.series:
        what = message("the sources of a series differ")
        raise BadValue(what, message("give one series; a value that is not sure can be a range: 40..50"))
    candidates = [value for value in known if not isinstance(value, State)]
    if len(candidates) > 1:
        candidates = _joined(attribute, candidates)
    candidates += [value for value in known if isinstance(value, State)]
    return candidates[0] if len(candidates) == 1 else OneOf(tuple(candidates))


def _distinct(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if not any(same_value(value, other) for other in found):
            found.append(value)
    return found


def _joined(attribute: Attribute, values: list[Any]) -> list[Any]:
    if attribute.set:
        members = [value._members if isinstance(value, PartialSet) else value for value in values]
        return [PartialSet(frozenset.intersection(*members))]
    if attribute.type in ORDERED_TYPES:
        return [hull(values)]
    flat = [one for value in values for one in (value._candidates if isinstance(value, OneOf) else (value,))]
    return _distinct(flat)


def hull(values: Iterable[Any]) -> Interval:
    """The smallest interval that holds all values, plain ones or intervals."""
    found = [value if isinstance(value, Interval) else Interval(value, value) for value in values]
    lows = [value._low for value in found]
    highs = [value._high for value in found]
    low = None if None in lows else min(lows)
    high = None if None in highs else max(highs)
    return Interval(
        low,
        high,
        low is not None and all(value._low_open for value in found if value._low == low),
        high is not None and all(value._high_open for value in found if value._high == high),
    )
