"""``any`` and ``at_least`` in a rule's premises, rewritten as plain conjunctions.

A rule with alternatives becomes several rules with one id, each a conjunction. For belief
they count once, at their maximum; so ``at_least`` 2 of 3 is believed as much as the
stronger two premises together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod
from typing import Generic, TypeAlias, TypeVar

from ccrules.errors import NOWHERE, InputError, Place, Problem, message

Leaf = TypeVar("Leaf")

MAX_EXPANSIONS = 200
"""Conjunctions that one rule may become."""


@dataclass(frozen=True)
class AllOf(Generic[Leaf]):
    """All of these: a conjunction as one option among others."""

    premises: tuple[Premise[Leaf], ...]


@dataclass(frozen=True)
class AtLeast(Generic[Leaf]):
    """At least so many of these; ``any`` is at least one.

    Attributes:
        count: how many must hold, from 1 to the number of options.
        options: what to choose from.
    """

    count: int
    options: tuple[Premise[Leaf], ...]


Premise: TypeAlias = Leaf | AllOf[Leaf] | AtLeast[Leaf]


def expand(when: Sequence[Premise[Leaf]], place: Place = NOWHERE) -> list[tuple[Leaf, ...]]:
    """Rewrite premises with alternatives as all the conjunctions they allow.

    Args:
        when: the premises of a rule, all of which must hold.
        place: where the rule is written.

    Returns:
        The conjunctions, in the order of the options; one if there are no alternatives.

    Raises:
        InputError: if an ``at_least`` can never hold or always does, or if there are more
            than 200 conjunctions.
    """
    faults = [fault for premise in when for fault in _faults(premise, place)]
    if faults:
        raise InputError(faults)
    count = _count_all(when)
    if count > MAX_EXPANSIONS:
        what = message(
            "the alternatives of this rule make {count} combinations; the limit is {limit}",
            count=count,
            limit=MAX_EXPANSIONS,
        )
        raise InputError(Problem(place, what, message("split it with an intermediate conclusion")))
    return list(_conjunctions(when))


def _faults(premise: Premise[Leaf], place: Place) -> Iterator[Problem]:
    if not isinstance(premise, (AllOf, AtLeast)):
        return
    parts = premise.options if isinstance(premise, AtLeast) else premise.premises
    if not parts:
        hint = message("list at least one premise")
        yield Problem(place, message("there is nothing to choose from"), hint)
    elif isinstance(premise, AtLeast) and not 1 <= premise.count <= len(parts):
        what = message(
            "at least {count} of {options} can't be asked for", count=premise.count, options=len(parts)
        )
        yield Problem(place, what, message("ask for 1 to {options}", options=len(parts)))
    for part in parts:
        yield from _faults(part, place)


def _count_all(parts: Sequence[Premise[Leaf]]) -> int:
    """How many conjunctions there will be, without making them."""
    return prod(_count(part) for part in parts)


def _count(premise: Premise[Leaf]) -> int:
    if isinstance(premise, AllOf):
        return _count_all(premise.premises)
    if isinstance(premise, AtLeast):
        ways = [1] + [0] * premise.count  # ways[k]: to choose k of the options seen so far
        for option in premise.options:
            each = _count(option)
            for chosen in range(premise.count, 0, -1):
                ways[chosen] += ways[chosen - 1] * each
        return ways[premise.count]
    return 1


def _expand(premise: Premise[Leaf]) -> Iterator[tuple[Leaf, ...]]:
    if isinstance(premise, AllOf):
        yield from _conjunctions(premise.premises)
    elif isinstance(premise, AtLeast):
        for chosen in combinations(premise.options, premise.count):
            yield from _conjunctions(chosen)
    else:
        yield (premise,)


def _conjunctions(parts: Sequence[Premise[Leaf]]) -> Iterator[tuple[Leaf, ...]]:
    for choice in product(*(list(_expand(part)) for part in parts)):
        yield tuple(leaf for conjunction in choice for leaf in conjunction)
