"""From which value on something turns: numbers, dates and durations as thresholds."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ccrules.conditions.possible import round12
from ccrules.values import Duration, Interval

#: How far beyond a value its neighbour on a continuous scale is taken to be.
NEARBY = 1e-9
#: Halvings of an interval in search of a limit.
MOST_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Axis:
    """The values that a number, date or duration can have.

    Attributes:
        kind: ``int``, ``number``, ``date`` or ``duration``.
        lowest: lower bound; None if there is none.
        highest: upper bound; None if there is none.
    """

    kind: str
    lowest: Any = None
    highest: Any = None

    def holds(self, value: Any) -> bool:
        """Whether a value lies on the axis."""
        above = self.lowest is None or value >= self.lowest
        return above and (self.highest is None or value <= self.highest)

    def beside(self, value: Any, sign: int) -> Any:
        """The neighbour of a value, upwards or downwards."""
        if self.kind == "int":
            return math.floor(value) + 1 if sign > 0 else math.ceil(value) - 1
        if self.kind == "date":
            return _day(value.toordinal() + sign)
        if self.kind == "duration":
            return Duration(seconds=max(0.0, value.length + sign))
        return value + sign * max(abs(value) * NEARBY, NEARBY)

    def between(self, left: Any, right: Any) -> Any:
        """A value halfway; one of the two if there is none."""
        if self.kind == "int":
            return (left + right) // 2
        if self.kind == "date":
            return _day((left.toordinal() + right.toordinal()) // 2)
        if self.kind == "duration":
            return Duration(seconds=(left.length + right.length) / 2)
        return (left + right) / 2

    def neighbours(self, left: Any, right: Any) -> bool:
        """Whether there is nothing worth asking between two values."""
        if self.kind == "int":
            return bool(abs(right - left) <= 1)
        if self.kind == "date":
            return bool(abs((right - left).days) <= 1)
        if self.kind == "duration":
            return bool(abs(right.length - left.length) <= 1)
        return bool(abs(right - left) <= 2 * max(abs(left), abs(right), 1) * NEARBY)

    def probes(self, now: Any, sign: int) -> Iterator[Any]:
        """Values further and further away, the last one at the end of the axis."""
        end = self.highest if sign > 0 else self.lowest
        if self.kind == "duration":
            return
        if self.kind == "date":
            yield from (_day(now.toordinal() + sign * days) for days in (30, 365, 3650, 36500))
            return
        for part in (0.05, 0.25, 0.5, 0.75) if end is not None else ():
            yield self._number(now + (end - now) * part)
        for times in (0.1, 0.5, 1, 3, 10, 100, 1000) if end is None else ():
            yield self._number(now + sign * max(abs(now), 1) * times)
        if end is not None:
            yield end

    def _number(self, value: float) -> Any:
        return round(value) if self.kind == "int" else float(f"{value:.3g}")


@dataclass(frozen=True, slots=True)
class Limit:
    """Where something turns.

    Attributes:
        value: the limit.
        included: whether the limit itself has turned.
        upwards: whether it has turned above the limit, or below.
        sample: a value that has turned, the limit itself if it is included.
        beyond: whether every value beyond the limit has turned.
        last: whether there is nothing beyond the limit.
    """

    value: Any
    included: bool
    upwards: bool
    sample: Any
    beyond: bool
    last: bool = False


class Search:
    """Looks for the nearest limits around a value.

    Args:
        axis: the values there are.
        turns: whether a value has turned.
        all_turn: whether every value of an interval has turned.
    """

    def __init__(
        self, axis: Axis, turns: Callable[[Any], bool], all_turn: Callable[[Interval], bool]
    ) -> None:
        self.axis, self.turns, self.all_turn = axis, turns, all_turn

    def limits(self, low: Any, high: Any, hints: Iterable[Any]) -> Iterator[Limit]:
        """The nearest limit above and the nearest below, where there are any.

        Args:
            low: the value that has not turned, or its lower bound; None if there is none.
            high: the same value, or its upper bound; None or infinite if there is none.
            hints: values at which it may turn.
        """
        known = [hint for hint in hints if self.axis.kind != "int" or hint == int(hint)]
        for now, sign in ((high, 1), (low, -1)):
            found = self._towards(now, known, sign) if _finite(now) else None
            if found is not None:
                yield found

    def _towards(self, now: Any, hints: list[Any], sign: int) -> Limit | None:
        before = now
        for point in self._points(now, hints, sign):
            if self.turns(point):
                return self._limit(*self._narrowed(before, point), sign, hints)
            before = point
        return None

    def _points(self, now: Any, hints: list[Any], sign: int) -> list[Any]:
        """The values to ask for, the nearest first."""
        axis = self.axis
        asked = [point for hint in hints for point in (axis.beside(hint, -1), hint, axis.beside(hint, 1))]
        asked += axis.probes(now, sign)
        ahead = [point for point in asked if (point > now if sign > 0 else point < now)]
        beyond = sorted(filter(axis.holds, ahead), reverse=sign < 0)
        return [point for point, _ in itertools.groupby(beyond)]

    def _narrowed(self, before: Any, point: Any) -> tuple[Any, Any]:
        """The last value that has not turned and the first that has."""
        for _ in range(MOST_HALVINGS):
            if self.axis.neighbours(before, point):
                break
            middle = self.axis.between(before, point)
            if self.turns(middle):
                point = middle
            else:
                before = middle
        return before, point

    def _limit(self, before: Any, point: Any, sign: int, hints: list[Any]) -> Limit:
        value, included = self._tidy(before, point, sign, hints)
        sample = value if included else self._clear_of(value, point, sign)
        end = self.axis.highest if sign > 0 else self.axis.lowest
        first = value if included else point
        low, high = (first, end) if sign > 0 else (end, first)
        beyond = first == end or self.all_turn(Interval(low, high))
        return Limit(value, included, sign > 0, sample, beyond, last=first == end)

    def from_nowhere(self, values: Iterable[Any]) -> Iterator[Limit]:
        """The limits of something that has no value so far, among a few values.

        Args:
            values: values that have turned.
        """
        axis, known = self.axis, sorted(values)
        for value in known:
            if self.all_turn(Interval(value, axis.highest)):
                yield Limit(value, True, True, value, beyond=True, last=value == axis.highest)
                break
        for value in reversed(known):
            if self.all_turn(Interval(axis.lowest, value)):
                yield Limit(value, True, False, value, beyond=True, last=value == axis.lowest)
                break

    def _tidy(self, before: Any, point: Any, sign: int, hints: list[Any]) -> tuple[Any, bool]:
        """The limit as people would write it."""
        if point in hints or self.axis.kind in ("int", "date"):
            return point, True
        if before in hints or self.axis.kind == "duration":
            return before, False
        value = _shortest(min(before, point), max(before, point))
        return value, self.turns(value)

    def _clear_of(self, value: Any, point: Any, sign: int) -> Any:
        """A value that has turned and that people would write, if there is one near the limit."""
        if self.axis.kind != "number":
            return point
        for part in (0.01, 0.001, 0.0001, 0.00001):
            near = round12(value + sign * max(abs(value), 1) * part)
            if self.axis.holds(near) and self.turns(near):
                return near
        return point


def _finite(value: Any) -> bool:
    """Whether there is a value to start from."""
    if isinstance(value, Duration):
        return math.isfinite(value.length)
    return value is not None and (not isinstance(value, float) or math.isfinite(value))


def _shortest(low: float, high: float) -> float:
    """The number with the fewest digits between two that are close, or just around them."""
    spread = max(abs(low), abs(high), 1) * NEARBY
    for digits in range(1, 17):
        value = float(f"{high:.{digits}g}")
        if low - spread <= value <= high + spread:
            return int(value) if value.is_integer() else value
    return high


def _day(ordinal: int) -> datetime.date:
    return datetime.date.fromordinal(
        min(max(ordinal, datetime.date.min.toordinal()), datetime.date.max.toordinal())
    )
