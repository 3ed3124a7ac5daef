"""Values worth trying for a fact that can be changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from ccrules.conditions.levers import Lever
from ccrules.conditions.thresholds import Axis
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import Attribute
from ccrules.values import NONE, Duration, Interval, OneOf, PartialSet

#: Values of one fact that are tried.
MOST_VALUES = 25
#: Stand for any text that no condition asks for.
SOME_TEXT = ("…", "… …")


def axis_of(lever: Lever) -> Axis | None:
    """The scale of a number, date or duration that is known; None for anything else."""
    return None if lever.attribute.set or lever.now is NONE else scale(lever.attribute)


def scale(attribute: Attribute) -> Axis | None:
    """The scale of a number, date or duration; None for attributes of other types."""
    if attribute.type not in ("int", "number", "date", "duration"):
        return None
    if attribute.type in ("int", "number"):
        return Axis(attribute.type, attribute.minimum, attribute.maximum)
    return Axis(attribute.type, Duration() if attribute.type == "duration" else None)


def fits(axis: Axis, value: Any) -> bool:
    """Whether a value is of the kind of an axis."""
    return _is_of(axis.kind, value)


def candidates(lever: Lever, base: FactBase) -> Iterator[tuple[Any, bool]]:
    """Single values worth trying, of a number its ends and those around what it is compared with.

    Args:
        lever: the fact.
        base: the facts.

    Yields:
        Values, each with whether any other value would do as well.
    """
    axis = axis_of(lever)
    if axis is not None:
        asked = [one for hint in lever.hints if fits(axis, hint) for one in _around(axis, hint)]
        for value in dict.fromkeys([*asked, axis.lowest, axis.highest]):
            if value is not None and axis.holds(value) and not _equal(value, lever.now):
                yield value, False
    yield from something(lever, base) if lever.now is NONE else values(lever, base)


def _around(axis: Axis, hint: Any) -> tuple[Any, ...]:
    if axis.kind == "number":
        step = max(abs(hint), 1) * 0.01
        return (hint, float(f"{hint - step:.12g}"), float(f"{hint + step:.12g}"))
    return (hint, axis.beside(hint, -1), axis.beside(hint, 1))


def values(lever: Lever, base: FactBase) -> Iterator[tuple[Any, bool]]:
    """Other values of a fact that is not a number, the most likely first; and whether any will do."""
    attribute = lever.attribute
    if attribute.set:
        yield from ((value, False) for value in _sets(lever, base))
        if attribute.type == "text" and _is_empty(lever.now) and not lever.hints:
            yield frozenset({SOME_TEXT[0]}), True
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
        options += members_of(lever, base)
    fitting = dict.fromkeys(one for one in options if _is_of(type_, one))
    return [one for one in fitting if not _equal(one, lever.now)][:MOST_VALUES]


def something(lever: Lever, base: FactBase) -> Iterator[tuple[Any, bool]]:
    """Values for a fact that is absent so far: whatever it is, or what the condition asks for."""
    attribute = lever.attribute
    options = [one for one in lever.hints if _is_of(attribute.type, one)]
    if attribute.type == "ref":
        members = members_of(lever, base)
        options += members
        if 1 < len(members) < MOST_VALUES:
            yield OneOf(members), True
    elif attribute.type == "text":
        yield OneOf((*SOME_TEXT, *options)), True
    axis = scale(attribute)
    if axis is not None:
        options += _starts(attribute.type, base)
        options = [one for hint in options for one in _around(axis, hint) if axis.holds(one)]
        yield Interval(axis.lowest, axis.highest), True
    yield from ((one, False) for one in dict.fromkeys(options))


def members_of(lever: Lever, base: FactBase) -> tuple[Entity, ...]:
    """What a reference may name, up to a number."""
    collection = base.collections.get(lever.attribute.to)
    return collection.members[:MOST_VALUES] if collection is not None else ()


def _sets(lever: Lever, base: FactBase) -> Iterator[Any]:
    """A set with one member more, or one less."""
    now = lever.now
    known = now._members if isinstance(now, PartialSet) else now
    members: frozenset[Any] = known if isinstance(known, frozenset) else frozenset()
    asked = [hint for hint in lever.hints if _is_of(lever.attribute.type, hint)]
    options = dict.fromkeys((*asked, *lever.attribute.values, *members_of(lever, base)))
    more = [one for one in options if one not in members]
    gone = sorted(members, key=str) if isinstance(now, frozenset) else []
    changed = [members | {one} for one in more[:MOST_VALUES]]
    changed += [members - {one} for one in gone[:MOST_VALUES]]
    for one in changed:
        yield PartialSet(one) if isinstance(now, PartialSet) else one


def _is_empty(value: Any) -> bool:
    return isinstance(value, frozenset) and not value


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
