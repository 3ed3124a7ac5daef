"""Numbers at which a check turns, at which a mutant of it turns, and those between the two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.candidates import axis_of, fits
from ccrules.conditions.levers import Lever, Levers
from ccrules.conditions.supposing import Setting, Supposer
from ccrules.conditions.thresholds import Axis, Search
from ccrules.documents import Node, Scalar
from ccrules.facts.base import FactBase
from ccrules.ruleset.model import Check
from ccrules.testing.nodes import Step, at
from ccrules.testing.situations import Prepared, Situation
from ccrules.testing.trying import Candidate, signature

#: Numbers of one situation that are moved.
MOST_MOVED = 6


def values_at_limits(
    start: Candidate, levers: Levers, check: Prepared, mutant: Prepared
) -> Iterator[tuple[Sequence[Step], str, float]]:
    """Values of single facts at which a check and its mutant may differ.

    Args:
        start: facts to begin with.
        levers: the facts that the check looks at.
        check: the check.
        mutant: its mutant.

    Yields:
        Where the fact stands in the document, its name, and the value.
    """
    numbers = [lever for lever in levers.found if _is_number(lever)]
    for lever in numbers[:MOST_MOVED]:
        path = _path(start.facts, lever)
        if path is not None:
            for value in _values(start, lever, (check, mutant)):
                yield path, f"{lever.entity._name}.{lever.attribute.name}", value


def _is_number(lever: Lever) -> bool:
    axis, now = axis_of(lever), lever.now
    known = isinstance(now, int | float) and not lever.attribute.series
    return axis is not None and axis.kind in ("int", "number") and known


def _path(facts: Node, lever: Lever) -> tuple[Step, ...] | None:
    """Where a number stands in the facts."""
    kind, name = lever.entity._type, lever.attribute.name
    if kind.singleton:
        return (kind.name, name)
    for index, item in enumerate(getattr(at(facts, kind.plural), "items", ())):
        named = at(item, "id")
        if isinstance(named, Scalar) and named.text == lever.entity.id:
            return (kind.plural, index, name)
    return None


def _values(start: Candidate, lever: Lever, checks: tuple[Prepared, Prepared]) -> Iterator[float]:
    axis = axis_of(lever)
    assert axis is not None
    hints = [hint for hint in lever.hints if fits(axis, hint)]
    method = start.situation.method
    supposer = Supposer(
        start.situation.base, method.derived, [one for each in checks for one in roots_of(each.check)]
    )
    found = [list(_limits(axis, lever.now, hints, _turns(start, supposer, lever, check))) for check in checks]
    exact = [value for values in found for value in values]
    exact += [axis.between(one, other) for one in found[0] for other in found[1]]
    short = [float(f"{value:.{digits}g}") for digits in (2, 3, 4) for value in exact]
    yield from dict.fromkeys(value for value in (*short, *exact) if axis.holds(value))


def roots_of(check: Check) -> list[tree.Node]:
    """The expressions of a check that decide what comes out."""
    names = ("applies", "when", "severity")
    return [root for name in names if (root := getattr(check.terms, name, None)) is not None]


def _limits(axis: Axis, now: Any, hints: list[Any], turns: Callable[[Any], bool]) -> Iterator[float]:
    for limit in Search(axis, turns, lambda _: False).limits(now, now, hints):
        yield limit.value
        yield limit.sample


def _turns(start: Candidate, supposer: Supposer, lever: Lever, check: Prepared) -> Callable[[Any], bool]:
    """Whether a check comes out otherwise with another value."""
    method = start.situation.method

    def made(base: FactBase) -> Any:
        return signature(Situation(method, base), check)

    before = made(start.situation.base)

    def turns(value: Any) -> bool:
        setting = Setting(lever.entity, lever.attribute.name, lever.wrapped(value))
        if not supposer.allows(setting):
            return False
        with supposer.suppose((setting,)) as base:
            return bool(made(base) != before)

    return turns
