"""What the members of a collection add to an aggregate, in numbered groups."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import compress
from typing import Any, NamedTuple, Protocol

from ccrules.conditions import possible as p
from ccrules.conditions.items import Item, added, scaled

#: The least and the most that an aggregate can be, or what they are the sums of.
Bounds = tuple[Any, Any]


def selecting(*masks: int) -> bytes:
    """A table for ``bytes.translate`` that turns some bytes into 1 and all others into 0."""
    return bytes(byte in masks for byte in range(256))


SURELY = selecting(p.TRUE)
PERHAPS = selecting(*(mask for mask in range(8) if mask & p.TRUE))


class Tally(Protocol):
    """What members add, by the number of their group."""

    @property
    def exact(self) -> bool:
        """Whether it does not matter in which order, and in how many steps, it is added up."""

    @property
    def numbers(self) -> Collection[int]:
        """The groups in which some members may count."""

    def met(self, number: int) -> Bounds:
        """What a group adds to a key that it surely has."""

    def perhaps(self, numbers: Iterable[int], nobody: bool = False) -> Bounds:
        """What groups add to a key that they may have; ``nobody``: and members that nobody listed."""

    def total(self, parts: Iterable[Bounds]) -> Bounds:
        """The least and the most that parts come to."""

    def totals(self, parts: Sequence[Bounds]) -> Iterable[tuple[int, Bounds]]:
        """For each group, the least and the most that it comes to together with some parts."""


class Counted:
    """How many members count: for ``count``, ``any`` and ``all``.

    Args:
        numbers: the group of each member.
        rows: for each member, a mask of whether it counts, which is not surely false.
        nobody: whether members that nobody listed may count.
    """

    exact = True

    def __init__(self, numbers: Sequence[int], rows: bytes, nobody: bool) -> None:
        self._possible = Counter(numbers)
        surely = rows.count(p.TRUE) == len(rows)
        self._sure = self._possible if surely else Counter(compress(numbers, rows.translate(SURELY)))
        self._nobody = math.inf if nobody else 0

    @property
    def numbers(self) -> Collection[int]:
        """The groups in which some members may count."""
        return self._possible.keys()

    def met(self, number: int) -> Bounds:
        """Those that surely count, and those that may."""
        return self._sure[number], self._possible[number]

    def perhaps(self, numbers: Iterable[int], nobody: bool = False) -> Bounds:
        """None of those that may count, or all."""
        most = sum(map(self._possible.__getitem__, numbers))
        return 0, most + self._nobody if nobody else most

    def total(self, parts: Iterable[Bounds]) -> Bounds:
        """The sums."""
        return _total(parts)

    def totals(self, parts: Sequence[Bounds]) -> Iterable[tuple[int, Bounds]]:
        """For each group, the sums."""
        low, high = _total(parts)
        if not parts and self._sure is self._possible:
            return [(number, (most, most)) for number, most in self._possible.items()]
        least = self._sure.get
        return [(number, (least(number, 0) + low, most + high)) for number, most in self._possible.items()]


class Values(NamedTuple):
    """What is added up of members.

    Attributes:
        numbers: for each member, the number of its value.
        lows: for each such number, the least that it can be; 0 if it is surely not there.
        highs: the most that it can be; the same list if all are plainly known.
        surely: for each such number, whether there surely is a value.
    """

    numbers: Sequence[int]
    lows: Sequence[Any]
    highs: Sequence[Any]
    surely: Sequence[bool]

    def optional(self) -> tuple[list[Any], list[Any]]:
        """The least and the most that values add which may be left out."""
        return [min(0, low) for low in self.lows], [max(0, high) for high in self.highs]

    def bounds(self, rows: bytes) -> tuple[Sequence[Any], Sequence[Any]]:
        """The least and the most that each member adds; twice the same if it is.

        Args:
            rows: for each member, a mask of whether it counts, which is not surely false.
        """
        sure = rows.count(p.TRUE) == len(rows)
        if sure and self.lows is self.highs:
            both = list(map(self.lows.__getitem__, self.numbers))
            return both, both
        below, above = self.optional()
        low, high = self._unless_sure(below, self.lows), self._unless_sure(above, self.highs)
        which = self.numbers
        if not sure:
            low, high, first = low + below, high + above, len(low)
            which = [n if mask == p.TRUE else n + first for n, mask in zip(which, rows, strict=True)]
        return list(map(low.__getitem__, which)), list(map(high.__getitem__, which))

    def _unless_sure(self, optional: Sequence[Any], values: Sequence[Any]) -> list[Any]:
        pairs = zip(self.surely, optional, values, strict=True)
        return [value if surely else other for surely, other, value in pairs]


class Totalled:
    """What whole numbers of members come to: for ``sum``.

    Args:
        numbers: the group of each member.
        rows: for each member, a mask of whether it counts, which is not surely false.
        values: the numbers.
        nobody: the number of members that nobody listed, if they may count.
    """

    exact = True

    def __init__(self, numbers: Sequence[int], rows: bytes, values: Values, nobody: Item | None) -> None:
        self.numbers = set(numbers)
        self._groups = max(self.numbers, default=-1) + 1
        self._members, self._values, self._nobody = numbers, values, nobody
        low, high = values.bounds(rows)
        self._low = self._added(numbers, low)
        self._high = self._low if low is high else self._added(numbers, high)

    @cached_property
    def _optional(self) -> tuple[list[Any], list[Any]]:
        """What each group adds of numbers below zero, and of those above, if they may be left out."""
        values, members = self._values, self._members
        if min(values.lows, default=0) >= 0:
            return [0] * self._groups, self._high  # a row that may be left out adds its most as it is
        below, above = (map(one.__getitem__, values.numbers) for one in values.optional())
        return self._added(members, below), self._added(members, above)

    def _added(self, numbers: Sequence[int], values: Iterable[Any]) -> list[Any]:
        sums = [0] * self._groups
        for number, value in zip(numbers, values, strict=True):
            sums[number] += value
        return sums

    def met(self, number: int) -> Bounds:
        """The sums."""
        return self._low[number], self._high[number]

    def perhaps(self, numbers: Iterable[int], nobody: bool = False) -> Bounds:
        """The sum of all that is below zero, and of all above."""
        numbers = list(numbers)
        low, high = (sum(map(one.__getitem__, numbers)) for one in self._optional)
        if nobody and self._nobody is not None:
            value, many = self._nobody.value, self._nobody.many
            low, high = low + scaled(min(0, value.low), many), high + scaled(max(0, value.high), many)
        return low, high

    def total(self, parts: Iterable[Bounds]) -> Bounds:
        """The sums."""
        return _total(parts)

    def totals(self, parts: Sequence[Bounds]) -> Iterable[tuple[int, Bounds]]:
        """For each group, the sums."""
        low, high = _total(parts)
        return [(number, (self._low[number] + low, self._high[number] + high)) for number in self.numbers]


class Summed:
    """What fractions of members come to: for ``sum``.

    Args:
        numbers: the group of each member.
        rows: for each member, a mask of whether it counts, which is not surely false.
        values: the fractions.
        nobody: that of members that nobody listed, if they may count.
    """

    exact = False

    def __init__(self, numbers: Sequence[int], rows: bytes, values: Values, nobody: Item | None) -> None:
        self._nobody = nobody
        low, high = values.bounds(rows)
        self._lows = _by_group(numbers, low)
        self._highs = self._lows if low is high else _by_group(numbers, high)

    @property
    def numbers(self) -> Collection[int]:
        """The groups in which some members may count."""
        return self._lows.keys()

    def met(self, number: int) -> Bounds:
        """The bounds of each value; they are added up with all others at the end."""
        return self._lows[number], self._highs[number]

    def perhaps(self, numbers: Iterable[int], nobody: bool = False) -> Bounds:
        """The sum of all that is below zero, and of all above."""
        lows, highs = [], []
        for number in numbers:
            lows += [low for low in self._lows[number] if low < 0]
            highs += [high for high in self._highs[number] if high > 0]
        if nobody and self._nobody is not None:
            value, many = self._nobody.value, self._nobody.many
            lows.append(scaled(min(0, value.low), many))
            highs.append(scaled(max(0, value.high), many))
        return [added(lows)], [added(highs)]

    def total(self, parts: Iterable[Bounds]) -> Bounds:
        """The sums, rounded once."""
        lows: list[Any] = [0]
        highs: list[Any] = [0]
        for low, high in parts:
            lows += low
            highs += high
        return added(lows), added(highs)

    def totals(self, parts: Sequence[Bounds]) -> Iterable[tuple[int, Bounds]]:
        """For each group, the sums, rounded once."""
        if not parts and self._lows is self._highs:
            sums = ((number, added(lows)) for number, lows in self._lows.items())
            return [(number, (both, both)) for number, both in sums]
        return [(number, self.total([self.met(number), *parts])) for number in self._lows]


def _total(parts: Iterable[Bounds]) -> Bounds:
    least = most = 0
    for low, high in parts:
        least += low
        most += high
    return least, most


def _by_group(numbers: Sequence[int], values: Iterable[Any]) -> dict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for number, value in zip(numbers, values, strict=True):
        groups[number].append(value)
    return groups
