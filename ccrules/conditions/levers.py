"""The facts that a client can change and that a condition looks at, with the values it asks about."""

from __future__ import annotations

import datetime
import itertools
import operator
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import Environment, Evaluator, plain
from ccrules.conditions.inputs import free
from ccrules.conditions.missing import Derivations
from ccrules.conditions.possible import Choice
from ccrules.conditions.rows import is_ghost
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import Attribute
from ccrules.values import NONE, Duration, Interval, NotPlain, OneOf, PartialSet, Series, add_duration

#: Rows of loops that the search for levers visits; what lies behind is not tried.
MOST_ROWS = 5_000
#: Days between two dates that are worth a thought.
MOST_DAYS = 1_000_000
#: Levers that are found; more are not tried.
MOST_LEVERS = 400


@dataclass(slots=True, eq=False)
class Lever:
    """A fact that can be changed.

    Attributes:
        entity: whose attribute it is.
        attribute: the attribute.
        hints: the values that the condition compares it with, or looks for in it.
    """

    entity: Entity
    attribute: Attribute
    hints: list[Any] = field(default_factory=list)

    @property
    def stored(self) -> Any:
        """What is stored of the fact."""
        return self.entity.__dict__[self.attribute.name]

    @property
    def now(self) -> Any:
        """The value that can be changed: of a series the latest one."""
        stored = self.stored
        return stored[-1].value if isinstance(stored, Series) else stored

    def wrapped(self, value: Any) -> Any:
        """A changed value in the form in which it is stored."""
        stored = self.stored
        if not isinstance(stored, Series):
            return value
        return Series((*stored[:-1], type(stored[-1])(stored[-1].when, value)))


class Levers:
    """Collects the levers of conditions.

    Args:
        evaluator: over the fact base.
        derivations: the expressions of derived attributes.
        every: whether facts that a client can't change count as well.

    Attributes:
        rows: rows of loops that were visited.
    """

    def __init__(self, evaluator: Evaluator, derivations: Derivations, *, every: bool = False) -> None:
        self.evaluator, self.derivations, self.every = evaluator, derivations, every
        self.rows = 0
        self._found: dict[tuple[int, str], Lever] = {}
        self._of_sets = False
        self._derived: set[tuple[int, str]] = set()

    @property
    def found(self) -> list[Lever]:
        """The levers, in the order in which the conditions read them; members of sets by id."""
        levers = list(self._found.values())
        if not self._of_sets:
            return levers
        order: dict[tuple[str, str], int] = {}
        for lever in levers:
            order.setdefault((lever.entity._type.name, lever.attribute.name), len(order))
            lever.hints.sort(key=str)
        return sorted(
            levers, key=lambda one: (order[one.entity._type.name, one.attribute.name], one.entity.id)
        )

    @property
    def complete(self) -> bool:
        """Whether everything was visited."""
        return self.rows < MOST_ROWS and len(self._found) < MOST_LEVERS

    def collect(self, node: tree.Node, environment: Environment) -> None:
        """Add the levers under an expression.

        Args:
            node: the expression.
            environment: the variables in force.
        """
        if isinstance(node, tree.Aggregate):
            self._aggregate(node, environment)
            return
        if isinstance(node, tree.Field):
            self._field(node, environment, ())
        for asked, values in self._hints(node, environment):
            self._asked(asked, values, environment)
        for part in node.parts():
            self.collect(part, environment)

    # --- what is asked ---------------------------------------------------------------

    def _hints(self, node: tree.Node, environment: Environment) -> Iterator[tuple[tree.Node, list[Any]]]:
        """The sides of a comparison, each with the values of the other."""
        if isinstance(node, tree.Compare | tree.Contains):
            left, right = node.parts()
            yield left, self._values(right, environment)
            yield right, self._values(left, environment)

    def _asked(self, node: tree.Node, values: list[Any], environment: Environment) -> None:
        """A side of a comparison that is an attribute, directly or through a calculation."""
        if isinstance(node, tree.Field):
            self._field(node, environment, values)
        elif isinstance(node, tree.Named):
            self._asked(node.body, values, environment)
        elif isinstance(node, tree.Identity):
            self._asked(node.base, list(self._by_id(node.base.type.entity, values)), environment)
        elif isinstance(node, tree.Choose):
            self._asked(node.then, values, environment)
            self._asked(node.otherwise, values, environment)
        elif isinstance(node, tree.Arithmetic):
            left, right = self._values(node.left, environment), self._values(node.right, environment)
            self._asked(node.left, list(_solved(_LEFT[node.operator], values, right)), environment)
            self._asked(node.right, list(_solved(_RIGHT[node.operator], values, left)), environment)
        elif isinstance(node, tree.Call):
            self._asked_of_call(node, values, environment)

    def _asked_of_call(self, node: tree.Call, values: list[Any], environment: Environment) -> None:
        if node.function == "latest":
            self._asked(node.arguments[0], values, environment)
        elif node.function == "age":
            dates = [date for value in values for date in _before(self.evaluator.base.today, value)]
            self._asked(node.arguments[0], dates, environment)
        elif node.function == "days_between":
            start, end = node.arguments
            self._asked(start, list(_days_from(self._values(end, environment), values, -1)), environment)
            self._asked(end, list(_days_from(self._values(start, environment), values, 1)), environment)

    def _by_id(self, type_name: str, ids: list[Any]) -> Iterator[Entity]:
        collection = self.evaluator.base.collections.get(type_name)
        if collection is not None:
            yield from (collection.by_id[id] for id in ids if id in collection.by_id)

    def _values(self, node: tree.Node, environment: Environment) -> list[Any]:
        if node.type.kind in ("series", "names"):
            return []
        found = self.evaluator.value(node, dict(environment))
        if isinstance(found, p.SomeSet):
            return sorted(found.must, key=str)
        if not p.decided(found) or found == p.NA:
            return []
        value = plain(found)
        nobody = isinstance(value, Entity) and is_ghost(value)
        return [] if value is None or nobody or isinstance(value, p.Age) else [value]

    # --- facts -----------------------------------------------------------------------

    def _field(self, node: tree.Field, environment: Environment, hints: Any) -> None:
        base = self.evaluator.value(node.base, environment)
        assert isinstance(base, Choice)
        for entity in base.candidates or ():
            if not is_ghost(entity):
                self._fact(entity, node.attribute, hints)

    def _fact(self, entity: Entity, attribute: Attribute, hints: Any) -> None:
        if attribute.inverse_of:
            self._references(entity, attribute)
        elif attribute.derive and (entity._type.name, attribute.name) in self.derivations:
            self._derivation(entity, attribute)
        elif self._counts(attribute) and is_known(entity.__dict__[attribute.name]) and self.complete:
            key = (id(entity), attribute.name)
            lever = self._found.setdefault(key, Lever(entity, attribute))
            lever.hints += [hint for hint in hints if not _among(hint, lever.hints)]

    def _counts(self, attribute: Attribute) -> bool:
        return attribute.changeable or self.every

    def _derivation(self, entity: Entity, attribute: Attribute) -> None:
        key = (id(entity), attribute.name)
        if key not in self._derived:
            self._derived.add(key)
            type_name = entity._type.name
            self.collect(self.derivations[type_name, attribute.name], {type_name: Choice((entity,))})

    def _references(self, target: Entity, attribute: Attribute) -> None:
        """A back-reference changes with the references that may point here."""
        assert attribute.inverse_of is not None
        type_name, name = attribute.inverse_of
        for entity in self.evaluator.base.collections[type_name].members:
            if not self.complete:
                return
            self.rows += 1
            self._fact(entity, entity._type.attributes[name], [target])

    # --- loops -----------------------------------------------------------------------

    def _aggregate(self, node: tree.Aggregate, environment: Environment) -> None:
        for index in range(len(node.loops)):
            self._source(node, index, environment)
        inside = dict(environment)
        for _ in self._visit(node.loops, inside):
            for loop in node.loops:
                for condition in loop.filters:
                    self.collect(condition, dict(inside))
            self.collect(node.element, dict(inside))

    def _visit(self, loops: tuple[tree.Loop, ...], inside: Environment) -> Iterator[None]:
        """Each row, also those that the filters exclude, as long as there is room."""
        self._of_sets = self._of_sets or any(loop.source.type.kind == "set" for loop in loops)
        for _ in self.evaluator.rows.run(loops, inside, keep_false=True):
            self.rows += 1
            if not self.complete:
                return
            yield

    def _source(self, node: tree.Aggregate, index: int, environment: Environment) -> None:
        """A set that is looped over, with what is looked for among its members."""
        source, inside = node.loops[index].source, dict(environment)
        if isinstance(source, tree.Everything):
            return
        known = environment.keys() | {loop.variable.name for loop in node.loops[:index]}
        for _ in self._visit(node.loops[:index], inside):
            self._asked(source, list(self._sought(node, node.loops[index], inside, known)), inside)
            self.collect(source, dict(inside))

    def _sought(
        self, node: tree.Aggregate, loop: tree.Loop, inside: Environment, known: AbstractSet[str]
    ) -> Iterator[Any]:
        """The values that a loop's variable is compared with."""
        for root in (*loop.filters, node.element):
            for part in tree.walk(root):
                sides = part.parts() if isinstance(part, tree.Compare | tree.Contains) else ()
                for side, other in zip(sides, reversed(sides), strict=True):
                    if (
                        isinstance(side, tree.Variable)
                        and side.name == loop.variable.name
                        and free(other) <= known
                    ):
                        yield from self._values(other, inside)


def is_known(value: Any) -> bool:
    """Whether a fact is there, so that changing it is a change and not an answer."""
    if isinstance(value, Series):
        return bool(value) and is_known(value[-1].value)
    told = isinstance(value, Interval | OneOf | PartialSet) or not isinstance(value, NotPlain)
    return told or value is NONE


def _before(today: Any, length: Any) -> Iterator[datetime.date]:
    """The date that is so old today, if today is known."""
    if isinstance(today, datetime.date) and isinstance(length, Duration):
        yield add_duration(today, Duration(-length.months, -length.days, -length.seconds))


def _solved(solve: Solve, results: list[Any], others: list[Any]) -> Iterator[Any]:
    """What one side of a calculation must be for a result, the other side being known."""
    for result, other in itertools.product(results, others):
        if isinstance(result, int | float) and isinstance(other, int | float):
            with suppress(ZeroDivisionError, OverflowError):
                yield p.round12(solve(result, other))


Solve = Callable[[Any, Any], Any]
#: The left side of ``left + right = result``, from result and right; and so on.
_LEFT: dict[str, Solve] = {
    "+": operator.sub,
    "-": operator.add,
    "*": operator.truediv,
    "/": operator.mul,
}
#: The right side, from result and left.
_RIGHT: dict[str, Solve] = {
    "+": operator.sub,
    "-": lambda result, left: left - result,
    "*": operator.truediv,
    "/": lambda result, left: left / result,
}


def _days_from(dates: list[Any], days: list[Any], sign: int) -> Iterator[datetime.date]:
    """The dates that lie so many days before or after others."""
    for date, number in itertools.product(dates, days):
        if isinstance(date, datetime.date) and isinstance(number, int | float) and abs(number) < MOST_DAYS:
            yield add_duration(date, Duration(days=sign * int(number)))


def _among(value: Any, values: list[Any]) -> bool:
    return any(value is one or (type(value) is type(one) and value == one) for one in values)
