"""Expressions for values and rows at random, as text: what a vocabulary offers is read from it.

Each method writes an expression of one type. A scope lists the variables in force with their types:
an entity type, or ``text`` and ``number`` for members of sets and series.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from ccrules.facts.vocabulary import Attribute
from tests.conditions.universe import FUNCTIONS, VOCABULARY

ORDER = ("<", "<=", ">", ">=")
EQUAL = ("==", "!=")
ANY = (*ORDER, *EQUAL)
COLLECTIONS = {"boxes": "box", "agents": "agent", "teams": "team"}
#: Kinds of plugin arguments and results, by their name here.
KINDS = {"int": "number"}
SIX_MONTHS = "'6 months'"


@dataclass(frozen=True)
class Scope:
    """The variables in force.

    Attributes:
        entities: variables that stand for entities, with their types.
        values: variables that stand for members of sets and series, with ``text`` or ``number``.
        named: ``let`` names, with the type of their value.
    """

    entities: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...] = ()
    named: tuple[tuple[str, str], ...] = ()

    def and_entity(self, name: str, type_: str) -> Scope:
        """With one variable more."""
        return replace(self, entities=(*self.entities, (name, type_)))


Production = Callable[[Scope, int], str]


class Values:
    """Writes expressions; conditions are left to those who extend it.

    Args:
        random: where choices come from.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self._variables = 0

    def condition(self, scope: Scope, depth: int) -> str:
        """A condition."""
        raise NotImplementedError

    # --- tools -----------------------------------------------------------------------

    def one(self, *options: str) -> str:
        """One of some texts."""
        return options[self.random.randrange(len(options))]

    def variable(self) -> str:
        """A name that nothing else has."""
        self._variables += 1
        return f"v{self._variables}"

    def other(self, left: str, make: Callable[[], str]) -> str:
        """Something else than what stands on the left, if there is anything else: nobody asks that."""
        found = make()
        for _ in range(3):
            if found != left:
                break
            found = make()
        return found

    def of(self, kind: str, scope: Scope, depth: int) -> str:
        """An expression of a kind."""
        methods: dict[str, Production] = {
            "bool": self.condition,
            "number": self.number,
            "text": self.text,
            "date": self.date,
            "duration": self.duration,
            "names": self.names,
            "edges": self.edges,
            "path": self.path,
            "box": lambda scope, depth: self.reference(scope, "box"),
            "agent": lambda scope, depth: self.reference(scope, "agent"),
        }
        return methods[kind](scope, depth)

    def named(self, scope: Scope, kind: str) -> list[str]:
        """The ``let`` names of a kind."""
        return [name for name, own in scope.named if own == kind]

    def things(self, scope: Scope) -> list[tuple[str, str]]:
        """Paths to entities, with their types; up to two references behind a variable."""
        found = [*scope.entities, ("organisation", "organisation"), ("charter", "charter")]
        for path, type_ in list(found):
            found += self.references(path, type_)
        return found + [
            far for path, type_ in found[len(scope.entities) + 2 :] for far in self.references(path, type_)
        ]

    @staticmethod
    def references(path: str, type_: str) -> list[tuple[str, str]]:
        """The references of an entity."""
        attributes = VOCABULARY[type_].attributes.values()
        return [(f"{path}.{one.name}", one.to) for one in attributes if one.to and not one.set]

    def fields(self, scope: Scope, *types: str, plural: str = "") -> list[str]:
        """Paths to attributes of some types; single ones, or sets, or series."""
        return [path for path, _ in self.typed_fields(scope, *types, plural=plural)]

    def typed_fields(self, scope: Scope, *types: str, plural: str = "") -> list[tuple[str, Attribute]]:
        """The same with the attributes."""
        return [
            (f"{path}.{one.name}", one)
            for path, type_ in self.things(scope)
            for one in VOCABULARY[type_].attributes.values()
            if one.type in types and _plural(one) == plural
        ]

    def call(self, scope: Scope, depth: int, *results: str) -> list[str]:
        """Calls of plugin functions with some results, as far as there is room."""
        fitting = [one for one in FUNCTIONS.values() if KINDS.get(one.returns, one.returns) in results]
        if not fitting or depth <= 0:
            return []
        chosen = fitting[self.random.randrange(len(fitting))]
        arguments = [self.of(KINDS.get(kind, kind), scope, depth - 1) for kind in chosen.arguments]
        return [f"{chosen.name}({', '.join(arguments)})"]

    def choice(self, scope: Scope, depth: int, make: Production) -> str:
        """A conditional expression."""
        return (
            f"({make(scope, depth - 1)} if {self.condition(scope, depth - 1)} else {make(scope, depth - 1)})"
        )

    # --- values ----------------------------------------------------------------------

    def number(self, scope: Scope, depth: int) -> str:
        """A number."""
        options: list[Production] = [self._plain_number] * 3
        if depth > 0:
            options += [self._aggregate] * 6
            options += [self._arithmetic, self._arithmetic, self._sign, self._days, self._of_series,
                        self._of_series, self._whole_aggregate, self._graph_number,
                        lambda scope, depth: self.one(*self.call(scope, depth, "number")),
                        lambda scope, depth: self.choice(scope, depth, self.number)]  # fmt: skip
        return options[self.random.randrange(len(options))](scope, depth)

    def _plain_number(self, scope: Scope, depth: int) -> str:
        paths = self.fields(scope, "int", "number")
        values = [name for name, kind in scope.values if kind == "number"]
        literal = self.one("0", "1", "2", "3", "5", "-1", "0.3")
        return self.one(self.one(*paths), self.one(*paths), literal, self.one("params.limit", literal),
                        *self.named(scope, "number"), *values, *values)  # fmt: skip

    def _arithmetic(self, scope: Scope, depth: int) -> str:
        return f"({self.number(scope, depth - 1)} {self.one(*'+-*/')} {self.number(scope, depth - 1)})"

    def _sign(self, scope: Scope, depth: int) -> str:
        return f"({self.one('-', '+')}{self._plain_number(scope, depth)})"

    def _days(self, scope: Scope, depth: int) -> str:
        """A number of days, as a part of a quarter: days agree with no other number."""
        return f"(days_between({self.date(scope, 0)}, {self.date(scope, 0)}) / days_between('2026-01-01', '2026-04-01'))"

    def _of_series(self, scope: Scope, depth: int) -> str:
        path = self.one(*self.fields(scope, "number", plural="series"))
        variable = self.variable()
        inner = replace(scope, values=(*scope.values, (variable, "number")))
        run = f"consecutive({variable} for {variable} in {path} if {self.condition(inner, 0)})"
        return self.one(
            f"latest({path})",
            f"previous({path})",
            run,
            f"{self.one('max', 'min', 'count', 'median')}({path})",
        )

    def _aggregate(self, scope: Scope, depth: int) -> str:
        rows, inner = self.rows(scope, depth)
        name = self.one("count", "sum", "mean", "min", "max", "median", "share", "distinct")
        if name == "share":
            weights = [self.one(inner.entities[-1][0])] if len(inner.entities) > len(scope.entities) else []
            weight = self.one(*weights, self._weight(inner))
            return f"share({weight} for {rows} if {self.condition(inner, depth - 1)})"
        if name in ("count", "distinct"):
            kind = (
                self.one("text", "number", "date", "duration")
                if name == "count"
                else self.one("text", "number", "bool")
            )
            own = [path for path, _ in inner.entities[len(scope.entities) :]]
            element = self.one(*own, *own, self.of(kind, inner, depth - 1))
            return f"{name}({element} for {rows})"
        return f"{name}({self.number(inner, depth - 1)} for {rows})"

    def _weight(self, scope: Scope) -> str:
        paths = [
            path
            for path, one in self.typed_fields(scope, "number", "int")
            if one.minimum == 0 and not one.derive
        ]
        return self.one(*paths)

    def _whole_aggregate(self, scope: Scope, depth: int) -> str:
        sources = [
            *COLLECTIONS,
            *self.fields(scope, "text", plural="set"),
            *self.fields(scope, "ref", plural="set"),
        ]
        return f"{self.one('count', 'distinct')}({self.one(*sources)})"

    def _graph_number(self, scope: Scope, depth: int) -> str:
        return f"hops({self.reference(scope, 'agent')}, {self.reference(scope, 'agent')}, {self._edges_or_name(scope, depth)})"

    def text(self, scope: Scope, depth: int) -> str:
        """A text."""
        if depth > 0 and self.random.random() < 0.3:
            return self.one(self.choice(scope, depth, self.text), *self.call(scope, depth, "text"))
        values = [name for name, kind in scope.values if kind == "text"]
        ids = [f"{path}.id" for path, _ in self.things(scope) if path not in ("organisation", "charter")]
        paths = self.fields(scope, "text")
        return self.one(
            self.one(*paths), self.one(*paths), "'x'", self.one(*ids), *values, *self.named(scope, "text")
        )

    def date(self, scope: Scope, depth: int) -> str:
        """A date."""
        paths = self.fields(scope, "date")
        options = [
            self.one(*paths),
            self.one(*paths),
            self.one(*paths),
            "assessment.date",
            *self.named(scope, "date"),
        ]
        if depth > 0:
            options += [self.choice(scope, depth, self.date), *self.call(scope, depth, "date"),
                        self._extreme(scope, depth, self.date)]  # fmt: skip
        return self.one(*options)

    def duration(self, scope: Scope, depth: int) -> str:
        """A duration."""
        paths = self.fields(scope, "duration")
        options = [self.one(*paths), self.one(*paths), *self.named(scope, "duration")]
        if depth > 0:
            options += [self.choice(scope, depth, self.duration), *self.call(scope, depth, "duration"),
                        self._extreme(scope, depth, self.duration)]  # fmt: skip
        return self.one(*options)

    def _extreme(self, scope: Scope, depth: int, make: Production) -> str:
        rows, inner = self.rows(scope, depth)
        return f"{self.one('min', 'max')}({make(inner, 0)} for {rows})"

    def reference(self, scope: Scope, type_: str) -> str:
        """A reference to an entity of a type."""
        paths = [path for path, own in self.things(scope) if own == type_]
        return self.one(*paths, *self.named(scope, type_))

    # --- rows ------------------------------------------------------------------------

    def rows(self, scope: Scope, depth: int) -> tuple[str, Scope]:
        """``x in … if …``, sometimes with a second loop; and what is in force inside."""
        first, inner = self._loop(scope, depth)
        if depth > 1 and self.random.random() < 0.15:
            second, inner = self._loop(inner, depth - 1)
            return f"{first} for {second}", inner
        return first, inner

    def _loop(self, scope: Scope, depth: int) -> tuple[str, Scope]:
        variable = self.variable()
        source, kind = self._source(scope)
        values = (*scope.values, (variable, kind))
        inner = (
            replace(scope, values=values) if kind in ("text", "number") else scope.and_entity(variable, kind)
        )
        filters = [self._filter(scope, inner, kind, depth) for _ in range(self.random.choice((0, 1, 1, 2)))]
        return f"{variable} in {source}" + "".join(f" if {one}" for one in filters), inner

    def _source(self, scope: Scope) -> tuple[str, str]:
        which = self.random.randrange(10)
        if which < 6:
            name = self.one("boxes", "boxes", "agents", "agents", "teams")
            return name, COLLECTIONS[name]
        if which == 6:
            return self.one(*self.fields(scope, "number", plural="series")), "number"
        if which == 7:
            return self.one(*self.fields(scope, "text", plural="set")), "text"
        path, one = self.typed_fields(scope, "ref", plural="set")[
            self.random.randrange(len(self.typed_fields(scope, "ref", plural="set")))
        ]
        return path, one.to

    def _filter(self, outer: Scope, inner: Scope, kind: str, depth: int) -> str:
        """A condition on a row; often one that an index can answer."""
        variable = (
            (*inner.entities, *inner.values)[-1][0] if kind in ("text", "number") else inner.entities[-1][0]
        )
        joins = {
            "box": [f"{variable}.owner == {self.reference(outer, 'agent')}", f"{variable}.kind == box.kind",
                    f"{variable}.note == {self.text(outer, 0)}", f"{self.reference(outer, 'agent')} in {variable}.backups"],
            "agent": [f"{self.one(chr(39) + 'x' + chr(39), self.text(outer, 0))} in {variable}.skills",
                      f"{variable}.boss == {self.reference(outer, 'agent')}"],
        }.get(kind)  # fmt: skip
        if joins and self.random.random() < 0.4:
            return self.one(*joins)
        return self.condition(inner, min(depth - 1, 1))

    def names(self, scope: Scope, depth: int) -> str:
        """A list of names."""
        rows, inner = self.rows(scope, depth)
        own = inner.entities[-1][0]
        return f"names({self.one(own, own, self.text(inner, 0))} for {rows})"

    def edges(self, scope: Scope, depth: int) -> str:
        """The edges of a graph of agents."""
        return f"edges({self._pairs(scope, depth)})"

    def _pairs(self, scope: Scope, depth: int) -> str:
        variable = self.variable()
        type_ = self.one("box", "agent")
        inner = scope.and_entity(variable, type_)
        pair = {
            "box": (f"{variable}.owner", f"{variable}.owner.boss"),
            "agent": (variable, f"{variable}.boss"),
        }[type_]
        plural = "boxes" if type_ == "box" else "agents"
        condition = f" if {self.condition(inner, 0)}" if self.random.random() < 0.5 else ""
        return f"(({pair[0]}, {pair[1]}) for {variable} in {plural}{condition})"

    def path(self, scope: Scope, depth: int) -> str:
        """A path through a graph."""
        agent, edges = self.reference(scope, "agent"), self._edges_or_name(scope, depth)
        other = self.reference(scope, "agent")
        return self.one(f"shortest_path({agent}, {other}, {edges})", f"shortest_cycle({agent}, {edges})")

    def _edges_or_name(self, scope: Scope, depth: int) -> str:
        return self.one(self._pairs(scope, depth), *self.named(scope, "edges"))


def _plural(one: Attribute) -> str:
    return "set" if one.set else "series" if one.series else ""
