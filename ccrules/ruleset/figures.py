"""The plain comparisons of a check: which fact each looks at, and where the fact's values part."""

from __future__ import annotations

import datetime
import math
from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import ABSENT, ASKED, INAPPLICABLE, VALUE
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.likeness import MIRRORED, Shape, shape
from ccrules.ruleset.values import comparable
from ccrules.values import NotPlain

#: Stands for every text that no condition names.
OTHER = object()
_ORDERED = ("number", "duration", "age", "date")


@dataclass(frozen=True, slots=True)
class Situation:
    """What is the case of one fact.

    Attributes:
        state: whether it has a value.
        values: for each way of looking at it, such as its age, which part of its values it lies in.
    """

    state: str
    values: dict[Shape, Any]


@dataclass(slots=True)
class View:
    """One way of looking at a fact: itself, or how old it is.

    Attributes:
        node: the expression.
        low: the lowest number it can be.
        high: the highest.
        limits: the numbers it is compared with, sorted.
        named: the other values it is compared with.
    """

    node: tree.Node
    low: float = -math.inf
    high: float = math.inf
    limits: list[float] = field(default_factory=list)
    named: list[Any] = field(default_factory=list)

    def values(self) -> list[Any]:
        """One value for each part: numbers below, at, between and above the limits; words; yes and no."""
        kind = self.node.type.kind
        if kind == "bool":
            return [True, False]
        if kind in _ORDERED:
            return list(self._numbers())
        return [*self.node.type.values] if self.node.type.values else [*self.named, OTHER]

    def _numbers(self) -> Iterator[float]:
        edges = sorted({self.low, *self.limits, self.high})
        for one, other in zip(edges, [*edges[1:], None], strict=True):
            if self.low <= one <= self.high and self._fits(one):
                yield one
            if other is not None and self.low <= one and other <= self.high:
                yield from self._between(one, other)

    def _fits(self, number: float) -> bool:
        return not math.isinf(number) and (not self.node.type.integer or number == math.floor(number))

    def _between(self, one: float, other: float) -> Iterator[float]:
        if math.isinf(one):
            middle = 0.0 if math.isinf(other) else math.ceil(other) - 1
        elif self.node.type.integer:
            middle = math.floor(one) + 1
        else:
            middle = one + 1 if math.isinf(other) else (one + other) / 2
        if one < middle < other:
            yield middle


@dataclass(slots=True)
class Fact:
    """A fact that conditions of a check look at.

    Attributes:
        node: the expression that reads it.
        views: the ways of looking at it, by shape.
    """

    node: tree.Node
    views: dict[Shape, View] = field(default_factory=dict)

    def situations(self) -> Iterator[Situation]:
        """Everything that can be the case of it."""
        for state in self._states():
            if state == VALUE:
                for values in product(*(view.values() for view in self.views.values())):
                    yield Situation(state, dict(zip(self.views, values, strict=True)))
            else:
                yield Situation(state, {})

    def _states(self) -> Iterator[str]:
        node = self.node
        yield VALUE
        if not isinstance(node, tree.Field):
            if not (isinstance(node, tree.Aggregate) and node.function in ("count", "sum", "distinct")):
                yield INAPPLICABLE
            return
        yield ASKED
        if node.attribute.optional or node.attribute.set:
            yield ABSENT
        if not node.attribute.always_applicable or not _is_there(node.base):
            yield INAPPLICABLE


def _is_there(node: tree.Node) -> bool:
    return isinstance(node, tree.Variable) or (isinstance(node, tree.Singleton) and node.name == ORGANISATION)


#: What a condition comes to in a situation of one fact, as a mask.
Answer = Callable[[Situation], p.Mask]


@dataclass(frozen=True, slots=True)
class Atom:
    """A condition that is no combination of others, and of one fact alone.

    Attributes:
        fact: the shape of the fact.
        outcome: what it comes to in a situation of the fact, as a mask.
    """

    fact: Shape
    outcome: Answer


def fact_of(node: tree.Node) -> tree.Node:
    """The fact that an expression looks at; itself, unless it is a date whose age is asked for."""
    node = unnamed(node)
    if isinstance(node, tree.Call) and node.function == "age" and isinstance(node.arguments[0], tree.Field):
        return node.arguments[0]
    return node


def unnamed(node: tree.Node) -> tree.Node:
    """What a name of ``let`` stands for."""
    while isinstance(node, tree.Named):
        node = node.body
    return node


class Figures:
    """The facts of one check and the comparisons put to them.

    Args:
        bounds: the lowest and the highest number that an expression can give.
    """

    def __init__(self, bounds: Callable[[tree.Node], tuple[float, float]]) -> None:
        self.facts: dict[Shape, Fact] = {}
        self._bounds = bounds

    def atom(self, node: tree.Node) -> Atom | None:
        """A condition as a question to one fact; None if it is anything else.

        Args:
            node: a condition that is neither ``and``, ``or`` nor ``not``.
        """
        if isinstance(node, tree.Compare):
            return self._comparison(node)
        if isinstance(node, tree.Contains):
            return self._membership(node)
        if isinstance(node, tree.Call) and node.function in _STATES and not node.plugin:
            return self._state(node)
        if isinstance(node, tree.Field):
            view = self._view(node)
            return view and Atom(view[0], _yes_or_no(view[1]))
        return None

    def _view(self, node: tree.Node) -> tuple[Shape, Shape] | None:
        """The shapes of the fact and of the way of looking at it, noted."""
        node, fact = unnamed(node), fact_of(node)
        if node.type.kind not in (*_ORDERED, "bool", "enum", "text", "ref"):
            return None
        key, look = shape(fact), shape(node)
        views = self.facts.setdefault(key, Fact(fact)).views
        if look not in views:
            low, high = self._bounds(node) if node.type.kind == "number" else (-math.inf, math.inf)
            views[look] = View(node, low, high)
        return key, look

    def _comparison(self, node: tree.Compare) -> Atom | None:
        left, right = constant(node.left), constant(node.right)
        if (left is None) == (right is None):
            return None
        side, operator = (node.left, node.operator) if left is None else (node.right, MIRRORED[node.operator])
        value = right if left is None else left
        number = _number(value)
        if (number is None) == (side.type.kind in _ORDERED):
            return None
        found = self._view(side)
        if found is None:
            return None
        view = self.facts[found[0]].views[found[1]]
        if number is None:
            view.named += [] if value in view.named else [value]
            return Atom(found[0], _compares(found[1], operator, value, side.type.values))
        if side.type.kind in ("age", "duration") and any(map(partial(_is_near, number), view.limits)):
            return None
        if number not in view.limits:
            insort(view.limits, number)
        return Atom(found[0], _compares(found[1], operator, number, ()))

    def _membership(self, node: tree.Contains) -> Atom | None:
        container = unnamed(node.container)
        members = container.value if isinstance(container, tree.Literal) else None
        if not isinstance(members, frozenset) or node.item.type.kind not in ("enum", "text", "ref"):
            return None
        found = self._view(node.item)
        if found is None:
            return None
        view = self.facts[found[0]].views[found[1]]
        view.named += sorted(members - set(view.named), key=repr)
        return Atom(found[0], _among(found[1], members))

    def _state(self, node: tree.Call) -> Atom | None:
        fact = unnamed(node.arguments[0])
        if not isinstance(fact, tree.Field):
            return None
        key = shape(fact)
        self.facts.setdefault(key, Fact(fact))
        masks = _STATES[node.function]
        return Atom(key, lambda situation: masks[situation.state])


_STATES = {
    "exists": {VALUE: p.TRUE, ABSENT: p.FALSE, ASKED: p.ANYTHING, INAPPLICABLE: p.NA},
    "known": {VALUE: p.TRUE, ABSENT: p.TRUE, ASKED: p.FALSE, INAPPLICABLE: p.NA},
    "cannot_tell": {VALUE: p.FALSE, ABSENT: p.FALSE, ASKED: p.TRUE, INAPPLICABLE: p.NA},
}


def constant(node: tree.Node) -> Any:
    """The value of an expression that no fact changes; None if facts may."""
    node = unnamed(node)
    if isinstance(node, tree.Literal | tree.Parameter):
        return node.value
    if isinstance(node, tree.Arithmetic):
        return _computed(node.operator, constant(node.left), constant(node.right))
    return None


def _computed(operator: str, left: Any, right: Any) -> float | None:
    one, other = _number(left), _number(right)
    if one is None or other is None or (operator == "/" and not other):
        return None
    results = {"+": one + other, "-": one - other, "*": one * other, "/": one / other if other else 0.0}
    return float(f"{results[operator]:.12g}")  # rounded as conditions round before they compare


def _number(value: Any) -> float | None:
    if isinstance(value, datetime.date):
        return float(value.toordinal())
    return None if isinstance(value, str | bool | NotPlain | frozenset) else comparable(value)


def _is_near(one: float, other: float) -> bool:
    """Whether the calendar decides which of two lengths of time is longer: three months, 91 days."""
    return one != other and abs(one - other) < 0.05 * max(one, other)


def _compares(look: Shape, operator: str, value: Any, ranks: tuple[str, ...]) -> Answer:
    def outcome(situation: Situation) -> p.Mask:
        if situation.state == ABSENT and operator in ("==", "!="):
            return p.FALSE if operator == "==" else p.TRUE
        if situation.state != VALUE:
            return p.ANYTHING if situation.state == ASKED else p.NA
        found, limit = situation.values[look], value
        if ranks and operator not in ("==", "!="):
            found, limit = ranks.index(found), ranks.index(limit)
        return p.TRUE if _OPERATORS[operator](found, limit) else p.FALSE

    return outcome


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
}


def _among(look: Shape, members: frozenset[Any]) -> Answer:
    def outcome(situation: Situation) -> p.Mask:
        if situation.state == VALUE:
            return p.TRUE if situation.values[look] in members else p.FALSE
        return {ABSENT: p.FALSE, INAPPLICABLE: p.NA}.get(situation.state, p.ANYTHING)

    return outcome


def _yes_or_no(look: Shape) -> Answer:
    def outcome(situation: Situation) -> p.Mask:
        if situation.state == VALUE:
            return p.TRUE if situation.values[look] else p.FALSE
        return p.ANYTHING if situation.state == ASKED else p.NA

    return outcome
