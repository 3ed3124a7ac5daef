"""What would change a verdict: the smallest changes of facts that turn it, each of them tried out."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ccrules.conditions.candidates import (
    MOST_VALUES,
    axis_of,
    candidates,
    fits,
    members_of,
    scale,
    something,
    values,
)
from ccrules.conditions.levers import Lever
from ccrules.conditions.supposing import Setting, Supposer, comparable
from ccrules.conditions.thresholds import Limit, Search
from ccrules.facts.base import FactBase
from ccrules.values import NONE, NOT_COLLECTED, ends

#: Steps (rows of loops times trials) that one search may take.
MOST_STEPS = 600_000
#: Trials that one search may take, however little they cost.
MOST_TRIALS = 3_000
#: Trials that one search may take, however much they cost.
FEWEST_TRIALS = 30
#: Settings that are tried in pairs.
MOST_PAIRED = 40
#: Changes that are listed.
MOST_CHANGES = 60


@dataclass(frozen=True, slots=True)
class Move:
    """One fact of a change.

    Attributes:
        lever: the fact.
        now: the value it has.
        then: a value that turns the verdict.
        limit: for numbers, dates and durations: from where on; None if it is just this value.
        any_of: whether the value may be any entity there is.
    """

    lever: Lever
    now: Any
    then: Any
    limit: Limit | None = None
    any_of: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Facts that, changed together, turn a verdict.

    Attributes:
        moves: one or two of them.
        outcome: the verdict after the change.
    """

    moves: tuple[Move, ...]
    outcome: str


@dataclass(frozen=True, slots=True)
class Turned:
    """What a search found.

    Attributes:
        changes: the changes, those of one fact or else those of two.
        complete: whether everything was tried that one or two changes could do.
    """

    changes: tuple[Change, ...]
    complete: bool


@dataclass(slots=True)
class Budget:
    """What several searches may take together.

    Attributes:
        steps: rows of loops times trials.
    """

    steps: int = 20 * MOST_STEPS


class OutOfSteps(Exception):  # noqa: N818 - a signal inside this module
    """The search has taken all the steps it may."""


class Turning:
    """Searches for changes that turn a verdict.

    Args:
        supposer: supposes facts to be otherwise.
        judge: the verdict over a fact base: ``fail``, ``pass``, ``not_applicable`` or another word.
        steps: what one trial costs, in rows of loops.
        budget: what all searches of a run may take together.
    """

    def __init__(
        self, supposer: Supposer, judge: Callable[[FactBase], str], steps: int, budget: Budget | None = None
    ) -> None:
        self.supposer, self.judge = supposer, judge
        self._steps, self._budget = max(steps, 1), budget or Budget()
        self._left = max(FEWEST_TRIALS, min(MOST_TRIALS, MOST_STEPS // self._steps))

    def search(self, levers: Sequence[Lever], wanted: Sequence[str], complete: bool = True) -> Turned:
        """The smallest changes that lead to a verdict.

        Args:
            levers: the facts that may be changed.
            wanted: the verdicts aimed at; a later one only if there is no way to an earlier one.
            complete: whether these are all the facts that may be changed.
        """
        for outcome in wanted:
            found: list[Change] = []
            complete = self._collect(found, self._singles(levers, outcome)) and complete
            if not found:
                complete = self._collect(found, self._pairs(levers, outcome)) and complete
            if found:
                return Turned(tuple(found[:MOST_CHANGES]), complete)
        return Turned((), complete)

    @staticmethod
    def _collect(into: list[Change], changes: Iterator[Change]) -> bool:
        """Take what is found; whether the search came to its end."""
        try:
            for change in changes:
                into.append(change)  # noqa: PERF402 - what was found before the end of the budget stays
        except OutOfSteps:
            return False
        return True

    def verdict(self, settings: Sequence[Setting]) -> str:
        """The verdict if facts were otherwise."""
        if self._left <= 0 or self._budget.steps <= 0:
            raise OutOfSteps
        self._left -= 1
        self._budget.steps -= self._steps
        with self.supposer.suppose(settings) as trial:
            return self.judge(trial)

    # --- single facts ----------------------------------------------------------------

    def _singles(self, levers: Sequence[Lever], wanted: str) -> Iterator[Change]:
        idle: set[Any] = set()
        for lever in levers:
            kind = self.supposer.kind(lever.entity, lever.attribute.name)
            if kind is not None and kind in idle:
                continue
            if self._may_turn(lever, wanted):
                yield from (Change((move,), wanted) for move in self._moves(lever, wanted))
            elif kind is not None:
                idle.add(kind)

    def _may_turn(self, lever: Lever, wanted: str) -> bool:
        """Whether some value of a fact could lead to the verdict: what if it were not known?"""
        setting = _setting(lever, NOT_COLLECTED)
        if not self.supposer.allows(setting):
            return self._allowed(lever)
        return self.verdict((setting,)) in (wanted, "not_assessed", "error")

    def _allowed(self, lever: Lever) -> bool:
        return self.supposer.allows(_setting(lever, lever.now))

    def _moves(self, lever: Lever, wanted: str, with_: tuple[Setting, ...] = ()) -> Iterator[Move]:
        """The ways in which one fact turns the verdict, others being supposed already."""

        def turns(value: Any) -> bool:
            setting = _setting(lever, value)
            return self.supposer.allows(setting) and self.verdict((*with_, setting)) == wanted

        axis = axis_of(lever)
        if axis is not None:
            low, high = ends(lever.now)
            hints = [hint for hint in lever.hints if fits(axis, hint)]
            for limit in Search(axis, turns, turns).limits(low, high, hints):
                yield Move(lever, lever.now, limit.sample, limit)
        if lever.now is NONE:
            yield from self._from_nothing(lever, turns)
            return
        for value, any_of in values(lever, self.supposer.base):
            if turns(value):
                yield Move(lever, lever.now, value, any_of=any_of)

    def _from_nothing(self, lever: Lever, turns: Callable[[Any], bool]) -> Iterator[Move]:
        """Ways for a fact that is absent so far: whatever it is, or else what the condition asks for."""
        found = []
        for value, any_of in something(lever, self.supposer.base):
            if turns(value):
                found.append(value)
                if any_of:
                    yield Move(lever, NONE, value, any_of=True)
                    return
        axis, members = scale(lever.attribute), members_of(lever, self.supposer.base)
        if members and len(members) < MOST_VALUES and all(one in found for one in members):
            yield Move(lever, NONE, members[0], any_of=True)
        elif axis is not None:
            for limit in Search(axis, turns, turns).from_nowhere(found):
                yield Move(lever, NONE, limit.sample, limit)
        else:
            yield from (Move(lever, NONE, value) for value in found)

    # --- two facts at once -----------------------------------------------------------

    def _pairs(self, levers: Sequence[Lever], wanted: str) -> Iterator[Change]:
        tried = [move for lever in levers if self._allowed(lever) for move in self._tries(lever)]
        done: set[Any] = set()
        for first, second in itertools.combinations(tried[:MOST_PAIRED], 2):
            pair, alike = (first.lever, second.lever), (self._kind(first), self._kind(second))
            if first.lever is second.lever or pair in done or (None not in alike and alike in done):
                continue
            settings = [_setting(move.lever, move.then) for move in (first, second)]
            if all(map(self.supposer.allows, settings)) and self.verdict(settings) == wanted:
                done.add(pair)
                yield Change(self._refined(first, second, wanted), wanted)
            else:
                done.add(alike)
        if len(tried) > MOST_PAIRED:
            raise OutOfSteps

    def _tries(self, lever: Lever) -> Iterator[Move]:
        some = itertools.islice(candidates(lever, self.supposer.base), MOST_VALUES)
        return (Move(lever, lever.now, value, any_of=any_of) for value, any_of in some)

    def _kind(self, move: Move) -> Any:
        """What a try has in common with tries that must come out the same; None if nothing is known."""
        kind = self.supposer.kind(move.lever.entity, move.lever.attribute.name)
        return None if kind is None else (kind, comparable(move.then))

    def _refined(self, first: Move, second: Move, wanted: str) -> tuple[Move, ...]:
        """Numbers of a pair as thresholds, the other fact being as supposed."""
        for one, other in ((first, second), (second, first)):
            if axis_of(one.lever) is not None:
                fixed = (_setting(other.lever, other.then),)
                better = next((move for move in self._moves(one.lever, wanted, fixed) if move.limit), one)
                first, second = (better, second) if one is first else (first, better)
                break
        return first, second


def _setting(lever: Lever, value: Any) -> Setting:
    stored = value if value is NOT_COLLECTED else lever.wrapped(value)
    return Setting(lever.entity, lever.attribute.name, stored)
