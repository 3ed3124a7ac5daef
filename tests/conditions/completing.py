"""Ways in which facts that are missing may turn out, one at random or every one of them."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from ccrules.conditions import tree
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
    State,
    ends,
)
from tests.conditions.universe import DERIVATIONS, TODAY, TYPES, VOCABULARY, Facts

#: Picks one of several options.
Choose = Callable[[Sequence[Any]], Any]
Row = Mapping[str, Any]

#: Values that a fact can have, by the kind of its attribute.
NUMBERS = (-5, 0, 0.1, 1, 2, 3, 5, 9)
DOMAINS: Mapping[str, tuple[Any, ...]] = {
    "bool": (True, False),
    "text": ("x", "y", "word"),
    "date": (datetime.date(2025, 1, 31), datetime.date(2026, 4, 1), datetime.date(2026, 9, 30), TODAY),
    "duration": (Duration(days=7), Duration(months=1), Duration(months=6)),
}
#: Fewer of them, where every way to complete the facts is gone through.
FEW = {
    "number": (-5, 0, 2, 9),
    "date": DOMAINS["date"][1:3],
    "duration": DOMAINS["duration"][:2],
    "text": ("x", "y"),
}
#: Days on which nothing that facts speak of is recent, or has begun.
FAR = (datetime.date(1990, 1, 1), datetime.date(2040, 1, 1))
SINGLETONS = tuple(type_.name for type_ in TYPES if type_.singleton)


class Contradiction(Exception):  # noqa: N818 - no way to complete the facts was found
    """The numbers of a collection can't be met by the choices made so far."""


def read(*nodes: tree.Node) -> frozenset[tuple[str, str]]:
    """The attributes that expressions read, those behind computed ones and back-references included."""
    found: set[tuple[str, str]] = set()
    waiting = [node for node in nodes if node is not None]
    while waiting:
        for part in tree.walk(waiting.pop()):
            if not isinstance(part, tree.Field):
                continue
            key = (part.base.type.entity, part.attribute.name)
            if key in DERIVATIONS and key not in found:
                waiting.append(DERIVATIONS[key])
            found.add(part.attribute.inverse_of or key)
            found.add(key)
    return frozenset(found)


def collections_read(*nodes: tree.Node) -> frozenset[str]:
    """The entity types whose lists expressions look at, directly or by references."""
    parts = [part for node in nodes if node is not None for part in tree.walk(node)]
    found = {part.name for part in parts if isinstance(part, tree.Everything)}
    return frozenset(
        found | {part.attribute.to for part in parts if isinstance(part, tree.Field) and part.attribute.to}
    )


@dataclass(frozen=True)
class Holes:
    """What is filled in.

    Attributes:
        attributes: the attributes that matter, by entity type and name.
        lists: the types whose lists matter.
        names: the public names of the facts that are filled in; None for all that matter.
        learned: whether what nobody could tell is learned, too, and nothing is left untold.
        few: whether few values of each kind will do, where there are endlessly many.
        asks_who_knows: whether it matters what nobody could tell; else such lists are filled, too.
    """

    attributes: frozenset[tuple[str, str]]
    lists: frozenset[str]
    names: frozenset[str] | None = None
    learned: bool = False
    few: bool = False
    asks_who_knows: bool = False

    def fills_list(self, type_name: str) -> bool:
        """Whether members that nobody listed are added."""
        return type_name in self.lists and (self.names is None or f"{type_name}[]" in self.names)

    def fills(self, type_name: str, id: str, attribute: str) -> bool:
        """Whether an attribute of a listed member is filled in."""
        if self.names is None:
            return (type_name, attribute) in self.attributes
        return f"{type_name}/{id}.{attribute}" in self.names

    def fills_singleton(self, type_name: str, attribute: str) -> bool:
        """Whether an attribute of a singleton is filled in."""
        if self.names is None or type_name in self.names:
            return (type_name, attribute) in self.attributes
        return f"{type_name}.{attribute}" in self.names


def holes_of(*nodes: tree.Node, **more: Any) -> Holes:
    """All that expressions may depend on."""
    parts = [part for node in nodes if node is not None for part in tree.walk(node)]
    asks = any(isinstance(part, tree.Call) and part.function in ("known", "cannot_tell") for part in parts)
    return Holes(read(*nodes), collections_read(*nodes), asks_who_knows=asks, **more)


class Completer:
    """Completes facts.

    Args:
        facts: the facts.
        holes: what is filled in.
    """

    def __init__(self, facts: Facts, holes: Holes) -> None:
        self.facts, self.holes = facts, holes
        self.few = holes.few

    def complete(self, choose: Choose) -> Facts:
        """The facts in which whatever matters is known, or can't be told.

        Raises:
            Contradiction: the choices do not fit the numbers of a collection.
        """
        found: dict[str, Any] = dict(self.facts)
        types = [type_ for type_ in TYPES if not type_.singleton]
        for type_ in types:
            found[type_.plural] = self._listed(type_, choose)
        ids = {type_.name: _ids(type_, found[type_.plural]) for type_ in types}
        found["partial"] = frozenset(
            one for one in self.facts.get("partial", ()) if not self.holes.fills_list(one)
        )
        for type_ in types:
            rows = found[type_.plural]
            if rows is not None and not isinstance(rows, State):
                found[type_.plural] = self._rows(type_, rows, ids, choose)
        counts = self.facts.get("counts", {})
        found["counts"] = {name: one for name, one in counts.items() if not self.holes.fills_list(name)}
        for name in SINGLETONS:
            found[name] = self._singleton(VOCABULARY[name], self.facts.get(name), ids, choose)
        if self.holes.names is None or "assessment.date" in self.holes.names:
            found["today"] = self._value(_DATE, self.facts.get("today", TODAY), ids, choose, state=False)
        return found

    # --- lists -----------------------------------------------------------------------

    def _listed(self, type_: EntityType, choose: Choose) -> Any:
        """The rows of a collection, with those that nobody listed."""
        rows = self.facts.get(type_.plural)
        if not self.holes.fills_list(type_.name) or rows is NOT_APPLICABLE:
            return rows
        if rows is UNKNOWN and self.holes.asks_who_knows:
            return rows
        if rows is None or rows is NOT_COLLECTED or rows is UNKNOWN:
            more = [] if self.few else [[{}, {}]]
            return choose([[], [{}], *more, NOT_APPLICABLE, *([] if self.holes.learned else [UNKNOWN])])
        more = [{} for _ in range(self._anonymous(type_, rows))]
        if type_.name in self.facts.get("partial", ()):
            more += [{}] * choose((0, 1) if self.few else (0, 1, 2))
        return [*rows, *more]

    def _anonymous(self, type_: EntityType, rows: Sequence[Row]) -> int:
        total, _ = self.facts.get("counts", {}).get(type_.name, (None, {}))
        return max(0, total - len(rows)) if total is not None else 0

    # --- rows ------------------------------------------------------------------------

    def _rows(
        self, type_: EntityType, rows: Sequence[Row], ids: Mapping[str, list[str]], choose: Choose
    ) -> list[Row]:
        given = self.facts.get(type_.plural)
        listed = 0 if given is None or isinstance(given, State) else len(given)
        made: list[dict[str, Any]] = [dict(row) for row in rows]
        _, counts = self.facts.get("counts", {}).get(type_.name, (None, {}))
        for name, one in type_.attributes.items():
            if one.derive or one.inverse_of or (type_.name, name) not in self.holes.attributes:
                continue
            for row, id in zip(made[:listed], ids[type_.name], strict=False):
                if self.holes.fills(type_.name, id, name):
                    row[name] = self._value(one, row.get(name, NOT_COLLECTED), ids, choose)
            more = self._counted(one, made[:listed], len(made) - listed, counts.get(name, {}), choose)
            for row, value in zip(made[listed:], more, strict=True):
                row[name] = self._value(one, value, ids, choose)
        return made

    def _counted(
        self, one: Attribute, listed: Sequence[Row], number: int, counts: Mapping[Any, int], choose: Choose
    ) -> list[Any]:
        """What members known by number have: each value at least as often as it was counted."""
        if one.set:
            return self._counted_sets(one, listed, number, counts, choose)
        owed = [value for value, many in counts.items()
                for _ in range(many - sum(row[one.name] == value for row in listed if _plain(row[one.name])))]  # fmt: skip
        if len(owed) > number:
            raise Contradiction
        pool = [*owed, *[NOT_COLLECTED] * (number - len(owed))]
        return [pool.pop(choose(range(len(pool)))) for _ in range(number)] if owed else pool

    def _counted_sets(
        self, one: Attribute, listed: Sequence[Row], number: int, counts: Mapping[Any, int], choose: Choose
    ) -> list[Any]:
        found = [PartialSet(frozenset()) for _ in range(number)]
        for value, many in counts.items():
            left = list(range(number))
            for _ in range(many - sum(value in row[one.name] for row in listed if _plain(row[one.name]))):
                if not left:
                    raise Contradiction
                at = left.pop(choose(range(len(left))))
                found[at] = PartialSet(found[at]._members | {value})
        return [one if one._members else NOT_COLLECTED for one in found]

    # --- values ----------------------------------------------------------------------

    def _singleton(self, type_: EntityType, given: Any, ids: Mapping[str, list[str]], choose: Choose) -> Any:
        whole = self.holes.names is None or type_.name in self.holes.names
        if given is None or given is NOT_COLLECTED or (self.holes.learned and given is UNKNOWN):
            given = {} if type_.name == "organisation" else NOT_COLLECTED
            if given is NOT_COLLECTED and whole:
                given = choose(({}, NONE, NOT_APPLICABLE, *(() if self.holes.learned else (UNKNOWN,))))
        if isinstance(given, State):
            return given
        return {
            name: self._value(one, given.get(name, NOT_COLLECTED), ids, choose)
            if self.holes.fills_singleton(type_.name, name)
            else given.get(name, NOT_COLLECTED)
            for name, one in type_.attributes.items()
        }

    def _value(
        self, one: Attribute, value: Any, ids: Mapping[str, list[str]], choose: Choose, state: bool = True
    ) -> Any:
        if value is NOT_COLLECTED or (self.holes.learned and value is UNKNOWN):
            return choose(self._possible(one, ids, state))
        if isinstance(value, OneOf):
            return choose(value._candidates)
        if isinstance(value, Interval):
            return choose(_inside(value, self._domain(one, ids)))
        if isinstance(value, PartialSet):
            return value._members | choose((frozenset(), *({extra} for extra in self._domain(one, ids))))
        if isinstance(value, Series):
            each = replace(one, series=False, optional=False)
            return Series(Point(point.when, self._value(each, point.value, ids, choose)) for point in value)
        return value

    def _possible(self, one: Attribute, ids: Mapping[str, list[str]], state: bool) -> list[Any]:
        """What an attribute that nobody collected may turn out to be."""
        values: list[Any] = list(self._domain(one, ids))
        if one.set:
            values = [frozenset({value}) for value in values] + (
                [frozenset(values)] if len(values) > 1 else []
            )
        if one.series:
            values = [
                Series((Point(None, value), Point(None, other)))
                for value in values[:2]
                for other in values[-2:]
            ]
            values.append(Series())
        if one.optional:
            values.append(frozenset() if one.set else NONE)
        nobody = one.to and not ids[one.to]  # then nobody can be meant, known or not
        states = [] if self.holes.learned or nobody else [UNKNOWN]
        states += [] if one.always_applicable else [NOT_APPLICABLE]
        return values + (states if state else [])

    def _domain(self, one: Attribute, ids: Mapping[str, list[str]]) -> Sequence[Any]:
        if one.to:
            return ids[one.to]
        if one.values:
            return one.values
        name = "number" if one.type in ("int", "number") else one.type
        if name != "number":
            more = FAR if one is _DATE else ()
            return (*(FEW.get(name, DOMAINS[name]) if self.few else DOMAINS[name]), *more)
        low = -5 if one.minimum is None else one.minimum
        high = 9 if one.maximum is None else one.maximum
        if one.type == "int" and self.holes.learned:
            return range(int(low), int(high) + 1)
        domain = FEW["number"] if self.few else NUMBERS
        return [n for n in domain if low <= n <= high and not (one.type == "int" and n % 1)]


_DATE = Attribute("today", "date", always_applicable=True)


def _plain(value: Any) -> bool:
    return not isinstance(value, State | OneOf | Interval | PartialSet)


def _inside(value: Interval, domain: Sequence[Any]) -> list[Any]:
    """Values between the ends: the ends themselves where they belong to it, and what lies between."""
    low, high = ends(value)
    ends_ = [low] * (low is not None and not value._low_open)
    ends_ += [high] * (high is not None and not value._high_open)
    inside = [one for one in domain if (low is None or one > low) and (high is None or one < high)]
    if isinstance(low, int) and isinstance(high, int):
        inside.append((low + high) / 2)
    return list(dict.fromkeys([*ends_, *inside]))


def _ids(type_: EntityType, rows: Any) -> list[str]:
    if rows is None or isinstance(rows, State):
        return []
    return [row.get("id", f"{type_.name}{number}") for number, row in enumerate(rows)]


# --- one or all ------------------------------------------------------------------------


def at_random(completer: Completer, random: Random, number: int) -> Iterator[Facts]:
    """So many ways in which the facts may turn out."""
    for _ in range(number):
        try:
            yield completer.complete(lambda options: options[random.randrange(len(options))])
        except Contradiction:
            continue


def every(completer: Completer, most: int) -> list[Facts] | None:
    """Every way in which they may turn out; None if there are more than so many."""
    found: list[Facts] = []
    path: list[int] = []
    for _ in range(2 * most):
        taken: list[tuple[int, int]] = []
        with suppress(Contradiction):
            found.append(completer.complete(_following(path, taken)))
        while taken and taken[-1][0] + 1 == taken[-1][1]:
            taken.pop()
        if not taken:
            return found if len(found) <= most else None
        path = [index for index, _ in taken]
        path[-1] += 1
    return None


def _following(path: Sequence[int], taken: list[tuple[int, int]]) -> Choose:
    """Take the options that a path tells, and the first of each where it ends."""

    def choose(options: Sequence[Any]) -> Any:
        index = path[len(taken)] if len(taken) < len(path) else 0
        taken.append((index, len(options)))
        return options[index]

    return choose
