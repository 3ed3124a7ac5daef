"""Fact bases at random in which every attribute is in every state that there is."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from ccrules.facts.vocabulary import Attribute, EntityType
from ccrules.values import (
    NONE,
    NOT_APPLICABLE,
    NOT_COLLECTED,
    UNKNOWN,
    Duration,
    Interval,
    OneOf,
    PartialSet,
    Point,
    Series,
)
from tests.conditions.completing import DOMAINS
from tests.conditions.universe import TODAY, VOCABULARY, Facts

#: Numbers that facts are given with; sums of the broken ones need rounding.
NUMBERS = (0, 0, 0.1, 0.2, 2, 2, 3, 9)
BOX = VOCABULARY["box"]


def facts(random: Random, holes: float = 0.35) -> Facts:
    """A fact base: one to three boxes, up to two agents, one team.

    Args:
        random: where choices come from.
        holes: how likely a fact is not plainly known.
    """
    return _Facts(random, holes).made()


class _Facts:
    def __init__(self, random: Random, holes: float) -> None:
        self.random, self.holes = random, holes
        self.agents = [f"agent{n}" for n in range(random.choice((1, 1, 2, 2)))]

    def made(self) -> Facts:
        random = self.random
        found: dict[str, Any] = {
            "teams": [self.row(VOCABULARY["team"])],
            "agents": [self.row(VOCABULARY["agent"]) for _ in self.agents],
            "boxes": [self.row(BOX) for _ in range(random.choice((1, 1, 2, 2, 3)))],
            "organisation": self.row(VOCABULARY["organisation"]),
            "charter": self.hole(
                {"signed": random.random() < 0.5}, (NONE, UNKNOWN, NOT_APPLICABLE, NOT_COLLECTED)
            ),
            "today": self.hole(TODAY, (NOT_COLLECTED, Interval(datetime.date(2026, 9, 1), TODAY))),
        }
        self.vary_lists(found)
        return found

    def hole(self, value: Any, holes: Sequence[Any]) -> Any:
        """The value, or one of what may stand in its place."""
        return self.random.choice(holes) if self.random.random() < self.holes / 2 else value

    def vary_lists(self, found: dict[str, Any]) -> None:
        """Make a list incomplete, known by counts, empty or left out."""
        which = self.random.randrange(20)
        if which < 2:
            found["partial"] = frozenset({("box", "agent")[which]})
        elif which < 5:
            name = ("box", "box", "agent")[which - 2]
            type_ = VOCABULARY[name]
            found["counts"] = {name: self.counted(type_, found[type_.plural])}
        elif which < 9:
            found["agents"] = ([], None, NOT_APPLICABLE, UNKNOWN)[which - 5]
            for row in found["boxes"]:
                row["owner"] = self.random.choice((NOT_COLLECTED, UNKNOWN, NONE))
                row["backups"] = self.random.choice((NOT_COLLECTED, UNKNOWN, frozenset()))

    def counted(self, type_: EntityType, rows: Sequence[Mapping[str, Any]]) -> tuple[int, Mapping[str, Any]]:
        """A total, and numbers of members with some values that the listed ones do not exceed."""
        names = ["skills", "age"] if type_.name == "agent" else ["tracked", "sure", "kind", "owner"]
        total = len(rows) + self.random.choice((1, 2, 2, 3))
        chosen = self.random.sample(names, self.random.choice((1, 2)))
        return total, {name: self.numbers(type_.attributes[name], rows, total) for name in chosen}

    def numbers(self, one: Attribute, rows: Sequence[Mapping[str, Any]], total: int) -> Mapping[Any, int]:
        values = {"skills": ("x", "y"), "age": (0, 3), "owner": tuple(self.agents), "kind": ("low", "mid")}
        left, found = total - len(rows), {}
        for value in values.get(one.name, (True, False)):
            mine = [row[one.name] for row in rows]
            held = sum(value in v if isinstance(v, frozenset) else _is(v, value) for v in mine)
            more = self.random.randint(0, left)
            left -= 0 if one.set else more
            found[value] = held + more
        return found

    # --- rows ------------------------------------------------------------------------

    def row(self, type_: EntityType) -> dict[str, Any]:
        given = (one for one in type_.attributes.values() if not one.derive and not one.inverse_of)
        return {one.name: self.value(one) for one in given}

    def value(self, one: Attribute) -> Any:
        if self.random.random() >= self.holes:
            return self.plain(one)
        options = [NOT_COLLECTED, NOT_COLLECTED, UNKNOWN, *HOLES.get(self.sort(one), ())]
        if one.optional:
            options.append(NONE)
        if not one.always_applicable:
            options.append(NOT_APPLICABLE)
        if one.to and not one.set and len(self.agents) > 1 and one.to == "agent":
            options.append(OneOf(tuple(self.agents)))
        found = self.random.choice(options)
        return frozenset() if found is NONE and one.set else found

    @staticmethod
    def sort(one: Attribute) -> str:
        """What an attribute has in common with others that can be in the same states."""
        if one.set or one.series:
            return f"{one.type} {'set' if one.set else 'series'}"
        if one.name in HOLES:
            return one.name
        return "number" if one.type == "int" else one.type

    def plain(self, one: Attribute) -> Any:
        if one.set:
            options = self.agents if one.to else ["x", "y", "word"]
            return frozenset(self.random.sample(options, self.random.randint(0, min(2, len(options)))))
        if one.series:
            return _series([self.plain(_value_of(one)) for _ in range(self.random.randint(0, 3))])
        if one.to:
            return "team0" if one.to == "team" else self.random.choice(self.agents)
        if one.values:
            return self.random.choice(one.values)
        if one.type in ("int", "number"):
            return self.number(one)
        return self.random.choice(DOMAINS[one.type])

    def number(self, one: Attribute) -> Any:
        high = 9 if one.maximum is None else one.maximum
        options = [n for n in NUMBERS if n <= high and not (one.type == "int" and n % 1)]
        return self.random.choice([*options, -5] if (one.minimum or 0) < 0 else options)


def _value_of(series: Attribute) -> Attribute:
    return Attribute(series.name, series.type, minimum=series.minimum, maximum=series.maximum)


def _series(values: Sequence[Any]) -> Series:
    return Series(Point(None, value) for value in values)


def _is(value: Any, wanted: Any) -> bool:
    return type(value) is type(wanted) and value == wanted


#: What may stand for a value that is not plainly known, beside the states, by sort of attribute.
HOLES: Mapping[str, Sequence[Any]] = {
    "bool": (OneOf((True, False)),),
    "number": (Interval(2, 3), Interval(0, 2), Interval(2, None), Interval(2, 9, low_open=True)),
    "delta": (Interval(-5, 0), Interval(0, 2), Interval(2, None)),
    "kind": (OneOf(("low", "mid")), OneOf(("mid", "top"))),
    "colour": (OneOf(("red", "blue")),),
    "text": (OneOf(("x", "word")),),
    "date": (
        Interval(datetime.date(2026, 3, 1), datetime.date(2026, 5, 1)),
        Interval(None, datetime.date(2026, 1, 1)),
    ),
    "duration": (Interval(Duration(days=7), Duration(months=1)),),
    "text set": (PartialSet(frozenset()), PartialSet(frozenset({"x"}))),
    "ref set": (PartialSet(frozenset()),),
    "number series": (
        _series([1, NOT_COLLECTED]),
        _series([Interval(1, 5), 3]),
        _series([UNKNOWN, 2, NOT_COLLECTED]),
    ),
}
