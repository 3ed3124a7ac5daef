"""The lowest and highest weighted mean over everything that may still turn out.

A member is a value that lies between two bounds, with a weight; it may be certain to count, or
may turn out not to count at all. All is exact: fractions, so that deciding something can't widen
an interval by a rounding error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a mean.

    Attributes:
        weight: what it counts, above 0.
        low: its lowest possible value.
        high: its highest possible value.
        sure: whether it counts whatever turns out; otherwise it may be left out.
    """

    weight: Fraction
    low: Fraction
    high: Fraction
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Sum:
    """A mean as a quotient.

    Attributes:
        earned: the sum of weight times value.
        weight: the sum of weights.
        counted: for each member, whether it counts.
    """

    earned: Fraction
    weight: Fraction
    counted: tuple[bool, ...]

    @property
    def mean(self) -> Fraction:
        """The mean."""
        return self.earned / self.weight


def highest(members: Iterable[Member]) -> Sum | None:
    """The highest weighted mean: all sure members, and those of the others that raise it.

    An optional member raises a mean exactly if its value lies above it, so taking them from the
    highest down until one lies below is best; one that lies on it changes nothing and counts.

    Args:
        members: what the mean is taken of.

    Returns:
        None if there is nothing to take a mean of.
    """
    found = tuple(members)
    return _extreme(found, [one.high for one in found])


def lowest(members: Iterable[Member]) -> Sum | None:
    """The lowest weighted mean; see :func:`highest`."""
    found = tuple(members)
    turned = _extreme(found, [-one.low for one in found])
    return turned and Sum(-turned.earned, turned.weight, turned.counted)


def _extreme(members: tuple[Member, ...], values: list[Fraction]) -> Sum | None:
    counted = [one.sure for one in members]
    sure = [at for at, one in enumerate(members) if one.sure]
    weight = sum((members[at].weight for at in sure), Fraction())
    earned = sum((members[at].weight * values[at] for at in sure), Fraction())
    rest = (at for at, one in enumerate(members) if not one.sure)
    for at in sorted(rest, key=lambda at: values[at], reverse=True):
        if weight and values[at] * weight < earned:
            break
        counted[at] = True
        weight += members[at].weight
        earned += members[at].weight * values[at]
    return Sum(earned, weight, tuple(counted)) if weight else None
