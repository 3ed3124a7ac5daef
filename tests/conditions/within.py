"""Whether what came of complete facts is among what was said to be possible."""

from __future__ import annotations

from typing import Any

from ccrules.conditions.edges import Edges
from ccrules.conditions.possible import Choice, Possible, Range, SomeSet, round12
from ccrules.facts.base import Entity


def within(found: Possible, less: Possible) -> bool:
    """Whether everything in one value is in another.

    Args:
        found: what was said to be possible.
        less: what is possible where more is known; entities may come from another fact base.
    """
    if isinstance(found, int):
        return isinstance(less, int) and less & ~found == 0
    if isinstance(found, Edges):
        return isinstance(less, Edges)
    if found.empty and not less.empty:
        return False
    if less.na and not found.na:
        return False
    if isinstance(found, SomeSet):
        return less.empty or _sets(found, less)
    if less.none and not found.none:
        return False
    return less.empty or (_ranges(found, less) if isinstance(found, Range) else _choices(found, less))


def _ranges(found: Range, less: Any) -> bool:
    """As far as comparisons tell numbers apart, which round them."""
    if isinstance(less.low, int | float):
        if not round12(found.low) <= round12(less.low) <= round12(less.high) <= round12(found.high):
            return False
    elif not found.low <= less.low <= less.high <= found.high:
        return False
    at_end = less.low == less.high and (
        (found.low_open and less.low == found.low) or (found.high_open and less.low == found.high)
    )
    return not at_end


def _choices(found: Choice, less: Any) -> bool:
    if found.candidates is None:
        return True
    return less.candidates is not None and set(map(_named, less.candidates)) <= set(
        map(_named, found.candidates)
    )


def _sets(found: SomeSet, less: Any) -> bool:
    mine, theirs = set(map(_named, found.must)), set(map(_named, less.must))
    return mine <= theirs and (found.open or (mine == theirs and not less.open))


def _named(value: Any) -> Any:
    return value._name if isinstance(value, Entity) else value
