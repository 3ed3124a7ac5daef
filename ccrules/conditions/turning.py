"""What would change a verdict: the smallest changes of facts that turn it, each of them tried out."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ccrules.conditions.levers import Lever
from ccrules.conditions.supposing import Setting, Supposer
from ccrules.conditions.thresholds import Axis, Limit, Search
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import Attribute
from ccrules.values import NONE, NOT_COLLECTED, Duration, Interval, OneOf, PartialSet, ends

#: Steps (rows of loops times trials) that one search may take.
MOST_STEPS = 2_000_000
#: Trials that one search may take, however little they cost.
MOST_TRIALS = 3_000
#: Trials that one search may take, however much they cost.
FEWEST_TRIALS = 30
#: Settings that are tried in pairs.
MOST_PAIRED = 40
#: Changes that are listed.
MOST_CHANGES = 60
#: Values of one fact that are tried.
MOST_VALUES = 25


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
        for lever in levers:
            if self._may_turn((lever,), wanted):
                yield from (Change((move,), wanted) for move in self._moves(lever, wanted))

    def _may_turn(self, levers: Sequence[Lever], wanted: str) -> bool:
        """Whether some values of the facts could lead to the verdict: what if they were not known?"""
        settings = [_setting(lever, NOT_COLLECTED) for lever in levers]
        if not all(map(self.supposer.allows, settings)):
            return all(self._allowed(lever) for lever in levers)
        return self.verdict(settings) in (wanted, "not_assessed", "error")

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
        for value, any_of in _values(lever, self.supposer.base):
            if turns(value):
                yield Move(lever, lever.now, value, any_of=any_of)

    def _from_nothing(self, lever: Lever, turns: Callable[[Any], bool]) -> Iterator[Move]:
        """Ways for a fact that is absent so far: whatever it is, or else what the condition asks for."""
        found = []
        for value, any_of in _something(lever, self.supposer.base):
            if turns(value):
                found.append(value)
                if any_of:
                    yield Move(lever, NONE, value, any_of=True)
                    return
        axis, members = _scale(lever.attribute), _members(lever, self.supposer.base)
        if members and len(members) < MOST_VALUES and all(one in found for one in members):
            yield Move(lever, NONE, members[0], any_of=True)
        elif axis is not None:
            for limit in Search(axis, turns, turns).from_nowhere(found):
                yield Move(lever, NONE, limit.sample, limit)
        else:
            yield from (Move(lever, NONE, value) for value in found)

    # --- two facts at once -----------------------------------------------------------

    def _pairs(self, levers: Sequence[Lever], wanted: str) -> Iterator[Change]:
        some = [lever for lever in levers if self._allowed(lever)]
        tried: list[Move] = []
        for lever in some:
            tried += itertools.islice(_candidates(lever, self.supposer.base), MOST_VALUES)
        done: set[tuple[Lever, Lever]] = set()
        for first, second in itertools.combinations(tried[:MOST_PAIRED], 2):
            if first.lever is second.lever or (first.lever, second.lever) in done:
                continue
            settings = [_setting(move.lever, move.then) for move in (first, second)]
            if all(map(self.supposer.allows, settings)) and self.verdict(settings) == wanted:
                done.add((first.lever, second.lever))
                yield Change(self._refined(first, second, wanted), wanted)
        if len(tried) > MOST_PAIRED:
            raise OutOfSteps

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


def axis_of(lever: Lever) -> Axis | None:
    """The scale of a number, date or duration that is known; None for anything else."""
    return None if lever.attribute.set or lever.now is NONE else _scale(lever.attribute)


def _scale(attribute: Attribute) -> Axis | None:
    if attribute.type not in ("int", "number", "date", "duration"):
        return None
    if attribute.type in ("int", "number"):
        return Axis(attribute.type, attribute.minimum, attribute.maximum)
    return Axis(attribute.type, Duration() if attribute.type == "duration" else None)


def fits(axis: Axis, value: Any) -> bool:
    """Whether a value is of the kind of an axis."""
    return _is_of(axis.kind, value)


# --- values worth trying ---------------------------------------------------------------


def _candidates(lever: Lever, base: FactBase) -> Iterator[Move]:
    """Values for a change of two facts: of a number its ends and the values around the hints."""
    axis = axis_of(lever)
    if axis is not None:
        asked = [one for hint in lever.hints if fits(axis, hint) for one in _around(axis, hint)]
        for value in dict.fromkeys([*asked, axis.lowest, axis.highest]):
            if value is not None and axis.holds(value) and not _equal(value, lever.now):
                yield Move(lever, lever.now, value)
    options = _something(lever, base) if lever.now is NONE else _values(lever, base)
    for value, any_of in options:
        yield Move(lever, lever.now, value, any_of=any_of)


def _around(axis: Axis, hint: Any) -> tuple[Any, ...]:
    if axis.kind == "number":
        step = max(abs(hint), 1) * 0.01
        return (hint, float(f"{hint - step:.12g}"), float(f"{hint + step:.12g}"))
    return (hint, axis.beside(hint, -1), axis.beside(hint, 1))


def _values(lever: Lever, base: FactBase) -> Iterator[tuple[Any, bool]]:
    """Other values of a fact that is not a number, the most likely first; and whether any will do."""
    attribute = lever.attribute
    if attribute.set:
        yield from ((value, False) for value in _sets(lever, base))
        if attribute.type == "text" and isinstance(lever.now, frozenset) and not lever.now:
            yield frozenset({"…"}), True
    else:
        yield from ((value, False) for value in _others(lever, base))
        if attribute.optional and not attribute.series:
            yield NONE, False


def _starts(type_: str, base: FactBase) -> tuple[Any, ...]:
    """Values of a number, date or duration that is absent so far, if the condition names none."""
    if type_ == "date":
        return (base.today,) if isinstance(base.today, datetime.date) else ()
    return (
        (0, 1) if type_ in ("int", "number") else (Duration(days=1), Duration(months=1), Duration(months=12))
    )


def _others(lever: Lever, base: FactBase) -> list[Any]:
    """Other values of a yes/no, a choice, a text or a reference."""
    type_ = lever.attribute.type
    if type_ not in ("bool", "enum", "text", "ref"):
        return []
    options = (True, False) if type_ == "bool" else (*lever.hints, *lever.attribute.values)
    if type_ == "ref":
        options += _members(lever, base)
    fitting = dict.fromkeys(one for one in options if _is_of(type_, one))
    return [one for one in fitting if not _equal(one, lever.now)][:MOST_VALUES]


def _something(lever: Lever, base: FactBase) -> Iterator[tuple[Any, bool]]:
    """Values for a fact that is absent so far: whatever it is, or what the condition asks for."""
    attribute = lever.attribute
    options = [one for one in lever.hints if _is_of(attribute.type, one)]
    if attribute.type == "ref":
        members = _members(lever, base)
        options += members
        if 1 < len(members) < MOST_VALUES:
            yield OneOf(members), True
    elif attribute.type == "text":
        yield OneOf(("…", "… …")), True
    axis = _scale(attribute)
    if axis is not None:
        options += _starts(attribute.type, base)
        options = [one for hint in options for one in _around(axis, hint) if axis.holds(one)]
        yield Interval(axis.lowest, axis.highest), True
    yield from ((one, False) for one in dict.fromkeys(options))


def _members(lever: Lever, base: FactBase) -> tuple[Entity, ...]:
    """What a reference may name, up to a number."""
    collection = base.collections.get(lever.attribute.to)
    return collection.members[:MOST_VALUES] if collection is not None else ()


def _sets(lever: Lever, base: FactBase) -> Iterator[Any]:
    """A set with one member more, or one less."""
    now = lever.now
    known = now._members if isinstance(now, PartialSet) else now
    members: frozenset[Any] = known if isinstance(known, frozenset) else frozenset()
    asked = [hint for hint in lever.hints if _is_of(lever.attribute.type, hint)]
    options = dict.fromkeys((*asked, *lever.attribute.values, *_members(lever, base)))
    more = [one for one in options if one not in members]
    gone = sorted(members, key=str) if isinstance(now, frozenset) else []
    changed = [members | {one} for one in more[:MOST_VALUES]]
    changed += [members - {one} for one in gone[:MOST_VALUES]]
    for one in changed:
        yield PartialSet(one) if isinstance(now, PartialSet) else one


def _is_of(type_: str, value: Any) -> bool:
    if type_ == "ref":
        return isinstance(value, Entity)
    if type_ == "bool":
        return isinstance(value, bool)
    if type_ in ("int", "number"):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, _KINDS[type_])


_KINDS: dict[str, type] = {"enum": str, "text": str, "date": datetime.date, "duration": Duration}


def _equal(value: Any, now: Any) -> bool:
    return type(value) is type(now) and bool(value == now)
