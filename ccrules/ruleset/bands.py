"""Bands of one figure in which checks fail: where they overlap, leave a gap, or leave nothing to pass."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Any

from ccrules.conditions import tree
from ccrules.ruleset.likeness import MIRRORED, conjuncts, shape
from ccrules.ruleset.model import Check
from ccrules.ruleset.values import comparable


@dataclass(frozen=True, slots=True)
class Band:
    """The values of a figure for which a check fails.

    Attributes:
        check: the check.
        figure: the expression that is compared.
        low: the lowest value; minus infinity if there is none.
        high: the highest value.
        with_low: whether the lowest value belongs to it.
        with_high: whether the highest value belongs to it.
        is_all: whether the check asks nothing else, beside its guard.
    """

    check: Check
    figure: tree.Node
    low: float
    high: float
    with_low: bool
    with_high: bool
    is_all: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether no value lies in it."""
        return self.low > self.high or (self.low == self.high and not (self.with_low and self.with_high))

    def holds(self, other: Band) -> bool:
        """Whether every value of another band lies in it."""
        below = (self.low, not self.with_low) <= (other.low, not other.with_low)
        above = (self.high, self.with_high) >= (other.high, other.with_high)
        return below and above

    def meets(self, other: Band) -> Band:
        """The values that lie in both."""
        low, without_low = max((self.low, not self.with_low), (other.low, not other.with_low))
        high, with_high = min((self.high, self.with_high), (other.high, other.with_high))
        return replace(self, low=low, high=high, with_low=not without_low, with_high=with_high)


#: Checks put to the same subjects under the same further conditions, and comparing the same figure.
Group = list[Band]


def groups(checks: Iterable[Check]) -> list[Group]:
    """The bands of checks, those of one figure together; only groups of two and more.

    Args:
        checks: with their questions.
    """
    found: dict[tuple[Any, ...], Group] = {}
    for check in checks:
        for key, band in _bands(check):
            if not band.is_empty:
                found.setdefault(key, []).append(band)
    return [group for group in found.values() if len(group) > 1]


def _bands(check: Check) -> Iterator[tuple[tuple[Any, ...], Band]]:
    """The band of each figure that a check compares with constants, with what else it asks."""
    if check.question is None or check.off or check.over_outcomes:
        return
    guards = conjuncts(check.question.applies)
    parts = [*guards, *conjuncts(check.question.when)]
    compared = {index: found for index, part in enumerate(parts) if (found := _compared(part))}
    for figure in {shape(one[0]) for one in compared.values()}:
        mine = [one for one in compared.values() if shape(one[0]) == figure]
        others = [index for index in range(len(parts))
                  if index not in compared or shape(compared[index][0]) != figure]  # fmt: skip
        rest = frozenset((shape(parts[index]), index < len(guards)) for index in others)
        band = replace(_whole(check, mine[0][0]), is_all=all(index < len(guards) for index in others))
        for _, operator, number in mine:
            band = band.meets(_half(band, operator, number))
        yield (check.subject, figure, rest), band


def _compared(node: tree.Node) -> tuple[tree.Node, str, float] | None:
    """The figure, the comparison and the constant; None if it is anything else."""
    if not isinstance(node, tree.Compare) or node.operator == "!=":
        return None
    left, right = _constant(node.left), _constant(node.right)
    if right is not None and left is None:
        return node.left, node.operator, right
    if left is not None and right is None:
        return node.right, MIRRORED[node.operator], left
    return None


def _constant(node: tree.Node) -> float | None:
    while isinstance(node, tree.Named):
        node = node.body
    value = node.value if isinstance(node, tree.Literal | tree.Parameter) else None
    number = None if isinstance(value, bool | str) else comparable(value)
    return None if number is None else float(number)


def _half(band: Band, operator: str, number: float) -> Band:
    low = number if operator in (">", ">=", "==") else -math.inf
    high = number if operator in ("<", "<=", "==") else math.inf
    return replace(band, low=low, high=high, with_low=operator != ">", with_high=operator != "<")


def _whole(check: Check, figure: tree.Node) -> Band:
    """All values that a figure can have."""
    low, high = -math.inf, math.inf
    if isinstance(figure, tree.Field) and figure.attribute.type in ("int", "number"):
        low = -math.inf if figure.attribute.minimum is None else figure.attribute.minimum
        high = math.inf if figure.attribute.maximum is None else figure.attribute.maximum
    if isinstance(figure, tree.Aggregate) and figure.function in ("count", "distinct", "share"):
        low = 0.0
    if isinstance(figure, tree.Aggregate) and figure.function == "share":
        high = 1.0
    return Band(check, figure, low, high, True, True)


def overlaps(group: Group) -> Iterator[tuple[Band, Band, Band]]:
    """Two bands of different checks and what lies in both, where neither holds the other."""
    for one, other in combinations(group, 2):
        both = one.meets(other)
        if one.check is not other.check and not both.is_empty and not (one.holds(other) or other.holds(one)):
            yield one, other, both


def held(group: Group) -> Iterator[tuple[Band, Band]]:
    """Two bands of different checks, of which the second holds the first."""
    for one, other in combinations(group, 2):
        if one.check is not other.check and (one.holds(other) or other.holds(one)):
            yield (one, other) if other.holds(one) else (other, one)


def gaps(group: Group) -> Iterator[tuple[Band, Band, float]]:
    """Two bands with one single value between them."""
    ordered = sorted(group, key=lambda band: (band.low, not band.with_low, band.high))
    for one, other in pairwise(ordered):
        if one.high == other.low and not one.with_high and not other.with_low:
            yield one, other, one.high


def cover(group: Group) -> Sequence[Band]:
    """Bands that leave no value: every subject fails one of their checks; none if some value passes."""
    whole = _whole(group[0].check, group[0].figure)
    taken: list[Band] = []
    reached, closed = whole.low, False  # every value below, and this one if closed, fails something
    for band in sorted(group, key=lambda band: (band.low, not band.with_low, -band.high)):
        if band.low > reached or (band.low == reached and not (closed or band.with_low)):
            return ()
        if (band.high, band.with_high) > (reached, closed):
            taken.append(band)
            reached, closed = band.high, band.with_high
    return taken if reached > whole.high or (reached == whole.high and closed) else ()
