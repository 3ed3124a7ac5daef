"""In which order missing facts settle most.

Each undecided outcome waits for a set of facts. A fact counts for an outcome by one fifth for
each further fact that the outcome waits for, so that sets that are nearly complete are finished
first; what it costs to ask divides its worth. The best fact is taken, the sets shrink, and so on:
the greedy rule for covering sets, after Chvátal (1979), with shares as in Johnson's rule for
satisfying clauses (1974).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

#: What one more missing fact takes from the worth of another for the same outcome.
SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Ranked:
    """A missing fact in its place.

    Attributes:
        fact: its public name.
        alone: how many outcomes it settles by itself, as things stand.
        settles: how many it settles once all facts before it are known.
        waiting: how many outcomes wait for it at all.
        company: the other facts of the smallest set that it helps to complete.
    """

    fact: str
    alone: int
    settles: int
    waiting: int
    company: tuple[str, ...]


@dataclass(slots=True)
class _Outcome:
    """An undecided outcome; ``left`` shrinks as facts are taken."""

    weight: float
    left: set[str]
    facts: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.facts = frozenset(self.left)

    @property
    def share(self) -> float:
        """What it is worth to each of the facts that it still waits for."""
        return self.weight * SHARE ** (len(self.left) - 1)


def ranked(
    waiting: Iterable[tuple[float, Iterable[str]]], costs: Mapping[str, float] | None = None
) -> Iterator[Ranked]:
    """Missing facts, the one to ask for next first; ties go by name.

    Args:
        waiting: for each undecided outcome what deciding it is worth, and the facts it waits for.
        costs: what it takes to ask for a fact; 1 if it is not there.
    """
    outcomes = [_Outcome(weight, set(facts)) for weight, facts in waiting]
    by_fact: dict[str, list[_Outcome]] = {}
    for one in outcomes:
        for fact in one.left:
            by_fact.setdefault(fact, []).append(one)
    worth = {fact: _worth(found) for fact, found in by_fact.items()}
    yield from _greedy(by_fact, worth, costs or {})


def _greedy(
    by_fact: Mapping[str, list[_Outcome]], worth: dict[str, float], costs: Mapping[str, float]
) -> Iterator[Ranked]:
    heap = [(-value / costs.get(fact, 1), fact) for fact, value in worth.items()]
    heapq.heapify(heap)
    taken: set[str] = set()
    while heap:
        value, fact = heapq.heappop(heap)
        if fact in taken or -value != worth[fact] / costs.get(fact, 1):
            continue  # it stands in the heap with its present worth, too
        taken.add(fact)
        yield _place(fact, by_fact[fact])
        for other in sorted(_take(fact, by_fact[fact])):
            worth[other] = _worth(by_fact[other])
            heapq.heappush(heap, (-worth[other] / costs.get(other, 1), other))


def _place(fact: str, waiting: list[_Outcome]) -> Ranked:
    smallest = min(waiting, key=lambda one: (len(one.left), sorted(one.left)))
    return Ranked(
        fact,
        alone=sum(len(one.facts) == 1 for one in waiting),
        settles=sum(one.left == {fact} for one in waiting),
        waiting=len(waiting),
        company=tuple(sorted(smallest.left - {fact})),
    )


def _worth(found: Iterable[_Outcome]) -> float:
    """What asking for a fact is worth, rounded once, so that the order of the outcomes does not matter."""
    return math.fsum(one.share for one in found)


def _take(fact: str, waiting: Iterable[_Outcome]) -> set[str]:
    """Take a fact out of all sets; the facts whose worth changes."""
    touched: set[str] = set()
    for one in waiting:
        one.left.discard(fact)
        touched |= one.left
    return touched
