"""Set-valued evaluation: what an expression can be, whatever the missing facts turn out to be.

The rules are the table of ``docs/conditions.md``. One evaluator serves one fact base; an
environment maps the subject's and the loops' variables to possible values and remembers
the ``let`` names already evaluated.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.aggregates import AGGREGATE
from ccrules.conditions.columns import Tables
from ccrules.conditions.graphs import value_of
from ccrules.conditions.inputs import inputs
from ccrules.conditions.joined import Joined, joined
from ccrules.conditions.plugin_calls import result
from ccrules.conditions.possible import Choice, Mask, Possible, Range, SomeSet
from ccrules.conditions.rows import Rows, is_ghost
from ccrules.conditions.runtime import FunctionFailed
from ccrules.conditions.views import in_every_view
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.trust import differing
from ccrules.values import NONE, NOT_APPLICABLE, UNKNOWN, Computed, NotPlain, PartialSet, Series, State

Environment = dict[str, Possible]

#: Values of one aggregate that are kept, by its inputs.
MOST_REMEMBERED = 20_000

#: What is known of a fact, for ``exists``, ``known`` and ``cannot_tell``.
VALUE, ABSENT, ASKED, MISSING, INAPPLICABLE = "value", "absent", "asked", "missing", "inapplicable"


@dataclass(slots=True)
class Aggregated:
    """What was worked out of an aggregate over one fact base.

    Attributes:
        inputs: what it takes from outside its loops.
        joined: its last loop, if that is an index join whose rows look alike from everywhere.
        values: what it can be, by the values of its inputs.
    """

    inputs: tuple[tree.Node, ...]
    joined: Joined | None
    values: dict[tuple[Possible, ...], Possible] = field(default_factory=dict)


class Evaluator:
    """Evaluates typed trees over one fact base, and remembers what it found.

    Args:
        base: the facts; they must not change while the evaluator is in use.
        forgiving: whether a plugin's function that fails leaves its result open. Only who explains
            wants that, who also looks at what the verdict passed over.
    """

    def __init__(self, base: FactBase, forgiving: bool = False) -> None:
        self.base, self.forgiving = base, forgiving
        self.rows = Rows(self)
        self.tables = Tables(base)
        self._wholes: dict[str, SomeSet] = {}
        self._aggregates: dict[tree.Aggregate, Aggregated] = {}
        self._methods: dict[type[tree.Node], Callable[[Any, Environment], Possible]] = {
            tree.Literal: self._literal,
            tree.Parameter: self._literal,
            tree.Variable: self._variable,
            tree.Named: self._named,
            tree.Singleton: self._singleton,
            tree.Everything: self._everything,
            tree.Today: self._today,
            tree.Field: self._field,
            tree.Identity: self._identity,
            tree.Compare: self._compare,
            tree.Contains: self._contains,
            tree.Logic: self._logic,
            tree.Not: self._not,
            tree.Arithmetic: self._arithmetic,
            tree.Choose: self._choose,
            tree.Call: self._call,
            tree.Aggregate: self._aggregate,
            tree.Graph: self._graph,
        }

    def value(self, node: tree.Node, environment: Environment) -> Possible:
        """What an expression can be.

        Args:
            node: the expression.
            environment: the variables in force; grows by the ``let`` names evaluated.
        """
        return self._methods[node.__class__](node, environment)

    def mask(self, node: tree.Node, environment: Environment) -> Mask:
        """The possible outcomes of a condition."""
        found = self._methods[node.__class__](node, environment)
        assert isinstance(found, int)
        return found

    # --- leaves ----------------------------------------------------------------------

    def _literal(self, node: tree.Literal | tree.Parameter, _: Environment) -> Possible:
        if isinstance(node.value, NotPlain):
            return p._lift_interval(node.type, node.value)  # type: ignore[arg-type]  # partial dates only
        return p.lift_plain(node.type.kind, node.value)

    def _variable(self, node: tree.Variable, environment: Environment) -> Possible:
        return environment[node.name]

    def _named(self, node: tree.Named, environment: Environment) -> Possible:
        if node.name not in environment:
            environment[node.name] = self.value(node.body, environment)
        return environment[node.name]

    def _singleton(self, node: tree.Singleton, _: Environment) -> Possible:
        found = self.base.singletons.get(node.name)
        if isinstance(found, Entity):
            return Choice((found,))
        if found is NONE:
            return Choice((), none=True)
        return p.NO_CHOICE if found is NOT_APPLICABLE else Choice(None, none=True, na=True)

    def _everything(self, node: tree.Everything, _: Environment) -> Possible:
        if node.name not in self._wholes:
            collection = self.base.collections[node.name]
            whole = SomeSet(
                frozenset(collection.members), not collection.listed, collection.state is not None
            )
            self._wholes[node.name] = p.NO_SET if collection.state is NOT_APPLICABLE else whole
        return self._wholes[node.name]

    def _today(self, node: tree.Today, _: Environment) -> Possible:
        today = self.base.today
        if isinstance(today, State):
            return Range(*p.WIDEST["date"])
        if isinstance(today, NotPlain):
            return p._lift_interval(node.type, today)
        return p.point(today)

    # --- paths -----------------------------------------------------------------------

    def _field(self, node: tree.Field, environment: Environment) -> Possible:
        base = self.value(node.base, environment)
        assert isinstance(base, Choice)
        attribute, type_ = node.attribute, node.type
        if base.candidates is None:
            found: Possible | None = p.universe(attribute, type_)
        else:
            found = None
            for entity in base.candidates:
                value = entity.__dict__[attribute.name]
                if value.__class__ is Computed and value._failure is not None and not self.forgiving:
                    raise value._failure
                one = p.lift(attribute, type_, value)
                found = one if found is None else p.join(found, one)
        if base.may_leave or found is None:
            absent = p.not_applicable(type_.kind)
            found = absent if found is None else p.join(found, absent)
        if type_.kind == "ref" and isinstance(found, Choice) and found.candidates is None:
            return self._somebody(found, type_.entity)
        return found

    def _somebody(self, found: Choice, type_name: str) -> Choice:
        """A reference that may name anybody; where there is nobody, it can only be absent."""
        collection = self.base.collections.get(type_name)
        nobody = collection is not None and (
            collection.state is NOT_APPLICABLE or (collection.listed and not collection.members)
        )
        return Choice((), found.none, found.na) if nobody and found.may_leave else found

    def _identity(self, node: tree.Identity, environment: Environment) -> Possible:
        base = self.value(node.base, environment)
        assert isinstance(base, Choice)
        if base.candidates is None or any(map(is_ghost, base.candidates)):
            return Choice(None, base.none, base.na)
        return Choice(tuple(entity.id for entity in base.candidates), base.none, base.na)

    # --- operators -------------------------------------------------------------------

    def _compare(self, node: tree.Compare, environment: Environment) -> Possible:
        return compared(node, self.value(node.left, environment), self.value(node.right, environment))

    def _contains(self, node: tree.Contains, environment: Environment) -> Possible:
        return compared(node, self.value(node.item, environment), self.value(node.container, environment))

    def _logic(self, node: tree.Logic, environment: Environment) -> Possible:
        table, stop = (p.AND, p.FALSE) if node.operator == "and" else (p.OR, p.TRUE)
        mask = p.TRUE if node.operator == "and" else p.FALSE
        for operand in node.operands:
            mask = table[mask][self.mask(operand, environment)]
            if mask == stop:
                break
        return mask

    def _not(self, node: tree.Not, environment: Environment) -> Possible:
        return p.NOT[self.mask(node.operand, environment)]

    def _arithmetic(self, node: tree.Arithmetic, environment: Environment) -> Possible:
        left, right = self.value(node.left, environment), self.value(node.right, environment)
        assert isinstance(left, Range)
        assert isinstance(right, Range)
        return p.arithmetic(node.operator, left, right)

    def followed(self, node: tree.Choose, environment: Environment) -> tuple[tree.Node, ...]:
        """The condition of a choice, and the branches that may be taken."""
        mask = self.mask(node.condition, environment)
        branches = ((node.then, p.TRUE), (node.otherwise, p.FALSE))
        return (node.condition, *(branch for branch, bit in branches if mask & bit))

    def _choose(self, node: tree.Choose, environment: Environment) -> Possible:
        mask = self.mask(node.condition, environment)
        parts = []
        if mask & p.TRUE:
            parts.append(self.value(node.then, environment))
        if mask & p.FALSE:
            parts.append(self.value(node.otherwise, environment))
        if mask & p.NA:
            parts.append(p.not_applicable(node.type.kind))
        return _join_all(parts)

    # --- functions -------------------------------------------------------------------

    def _aggregate(self, node: tree.Aggregate, environment: Environment) -> Possible:
        values = self.aggregated(node).values
        key = self.inputs(node, environment)
        if key not in values:
            if len(values) >= MOST_REMEMBERED:
                values.clear()
            values[key] = in_every_view(self, node, environment, AGGREGATE[node.function])
        return values[key]

    def aggregated(self, node: tree.Aggregate) -> Aggregated:
        """What was worked out of an aggregate once."""
        found = self._aggregates.get(node)
        if found is None:
            found = self._aggregates[node] = Aggregated(inputs(node), joined(self, node))
        return found

    def inputs(self, node: tree.Aggregate, environment: Environment) -> tuple[Possible, ...]:
        """The values on which an aggregate depends."""
        return tuple([self.value(part, environment) for part in self.aggregated(node).inputs])

    def joined(self, node: tree.Aggregate) -> Joined | None:
        """The last loop of an aggregate, if it is worked out once for all."""
        return self.aggregated(node).joined

    def _graph(self, node: tree.Graph, environment: Environment) -> Possible:
        return value_of(self, node, environment)

    def _call(self, node: tree.Call, environment: Environment) -> Possible:
        if node.plugin:
            return self._plugin(node, environment)
        return FUNCTIONS[node.function](self, node, environment)

    def _plugin(self, node: tree.Call, environment: Environment) -> Possible:
        function = node.plugin
        assert function is not None
        try:
            return result(function, [self.value(argument, environment) for argument in node.arguments])
        except FunctionFailed:
            if not self.forgiving:
                raise
            return p.join(p.anything(node.type), p.not_applicable(node.type.kind))

    # --- states ----------------------------------------------------------------------

    def states(self, node: tree.Node, environment: Environment) -> set[str]:
        """What may be known of a fact: value, absent, asked, missing or inapplicable."""
        if isinstance(node, tree.Field):
            return self._field_states(node, environment)
        if isinstance(node, tree.Singleton):
            return {_state_of(self.base.singletons.get(node.name))}
        if isinstance(node, tree.Everything):
            state = self.base.collections[node.name].state
            return {VALUE if state is None else _state_of(state)}
        return {VALUE}

    def _field_states(self, node: tree.Field, environment: Environment) -> set[str]:
        base = self.value(node.base, environment)
        assert isinstance(base, Choice)
        found = {_state_of(entity.__dict__[node.attribute.name]) for entity in base.candidates or ()}
        if base.may_leave:
            found.add(INAPPLICABLE)
        if base.candidates is None:  # some of its candidates may be known all the same
            behind = self.states(node.base, environment) - {ABSENT}
            found |= behind - {VALUE} | ({MISSING} if VALUE in behind or not behind else set())
        return found


def _state_of(value: Any) -> str:
    """What is known of a stored value."""
    if value is NONE or (value.__class__ is frozenset and not value):
        return ABSENT
    if value is NOT_APPLICABLE:
        return INAPPLICABLE
    if value is UNKNOWN:
        return ASKED
    empty = isinstance(value, PartialSet) and not value._members
    return MISSING if isinstance(value, State | Computed) or empty or value is None else VALUE


def compared(node: tree.Compare | tree.Contains, left: Possible, right: Possible) -> Mask:
    """The possible outcomes of a comparison, or of membership.

    Args:
        node: the comparison.
        left: what its left side can be.
        right: what its right side can be.
    """
    if isinstance(node, tree.Contains):
        return _contained(left, right)
    if isinstance(left, Range) and isinstance(right, Range):
        if node.rounded:
            left, right = p.rounded(left), p.rounded(right)
        return p.compare(node.operator, left, right)
    if isinstance(left, Choice) and isinstance(right, Choice):
        if node.operator not in ("==", "!="):
            return _compare_choices(node, left, right)
        mask = p.same_choice(left, right)
        if node.left.type.kind == "ref" and _nobody_in_both(left, right):
            mask |= p.EITHER
    else:
        assert isinstance(left, int)
        assert isinstance(right, int)
        mask = p.same_mask(left, right)
    return mask if node.operator == "==" else p.NOT[mask]


def present(value: Possible) -> Possible | None:
    """What a value can be where it is neither absent nor inapplicable; None if it is one of these."""
    if isinstance(value, int):
        return value & p.EITHER or None
    if value.empty or not isinstance(value, Range | Choice | SomeSet):
        return None
    return replace(value, na=False) if isinstance(value, SomeSet) else replace(value, none=False, na=False)


def _contained(item: Possible, container: Possible) -> Mask:
    assert isinstance(container, SomeSet)
    if isinstance(item, int):
        item = Choice(
            tuple(word for word, bit in ((True, p.TRUE), (False, p.FALSE)) if item & bit),
            na=bool(item & p.NA),
        )
    assert isinstance(item, Choice | Range)
    return p.contains(item, container)


def _nobody_in_both(left: Choice, right: Choice) -> bool:
    """Whether both sides may be members that nobody listed: perhaps the same one, perhaps not."""
    mine, theirs = left.candidates or (), right.candidates or ()
    return any(isinstance(one, Entity) and is_ghost(one) and one in theirs for one in mine)


def _compare_choices(node: tree.Compare, left: Choice, right: Choice) -> Mask:
    """Order choices by their rank."""
    return p.compare(node.operator, _ranks(left, node.left.type.values), _ranks(right, node.left.type.values))


def _ranks(choice: Choice, values: tuple[str, ...]) -> Range:
    ranks = [
        values.index(candidate) for candidate in (values if choice.candidates is None else choice.candidates)
    ]
    if not ranks:
        return Range(0, 0, none=choice.none, na=choice.na, empty=True)
    return Range(min(ranks), max(ranks), none=choice.none, na=choice.na)


def _join_all(parts: Iterable[Possible]) -> Possible:
    found: Possible | None = None
    for part in parts:
        found = part if found is None else p.join(found, part)
    assert found is not None
    return found


def plain(value: Possible) -> Any:
    """The plain value of a decided possible value; None if it is absent or not applicable."""
    if value.__class__ is int:
        return None if value == p.NA else value == p.TRUE
    if isinstance(value, Range):
        return None if value.empty else value.low
    if isinstance(value, Choice):
        return value.candidates[0] if value.candidates else None
    assert isinstance(value, SomeSet)
    return value.must


# --- functions of single values --------------------------------------------------------


def _exists(evaluator: Evaluator, node: tree.Call, environment: Environment) -> Possible:
    fact = node.arguments[0]
    mask = 0
    for state in evaluator.states(fact, environment):
        mask |= {VALUE: p.TRUE, ABSENT: p.FALSE, INAPPLICABLE: p.NA}.get(state) or _open_existence(fact)
    return mask


def _open_existence(fact: tree.Node) -> Mask:
    if isinstance(fact, tree.Field):
        return p.outcome(
            True, fact.attribute.optional or fact.attribute.set, not fact.attribute.always_applicable
        )
    return p.ANYTHING


def _known(evaluator: Evaluator, node: tree.Call, environment: Environment) -> Possible:
    masks = {VALUE: p.TRUE, ABSENT: p.TRUE, ASKED: p.FALSE, INAPPLICABLE: p.NA}
    mask = 0
    for state in evaluator.states(node.arguments[0], environment):
        mask |= masks.get(state, p.ANYTHING)
    return mask


def _cannot_tell(evaluator: Evaluator, node: tree.Call, environment: Environment) -> Possible:
    found = _known(evaluator, node, environment)
    assert isinstance(found, int)
    return p.NOT[found]


def _differ(evaluator: Evaluator, node: tree.Call, environment: Environment) -> Possible:
    """Whether several sources gave a fact different values; a fact nobody collected may have such."""
    field = node.arguments[0]
    assert isinstance(field, tree.Field)
    base = evaluator.value(field.base, environment)
    assert isinstance(base, Choice)
    mask = p.NA if base.may_leave else 0
    for entity in base.candidates or ():
        state = _state_of(entity.__dict__[field.attribute.name])
        if state in (MISSING, INAPPLICABLE):
            mask |= _open_difference(field) if state == MISSING else p.NA
        else:
            mask |= p.TRUE if _sources_differ(evaluator.base, entity, field.attribute.name) else p.FALSE
    return mask if base.candidates is not None else mask | _open_difference(field)


def _open_difference(field: tree.Field) -> Mask:
    return p.outcome(True, True, not field.attribute.always_applicable)


def _sources_differ(base: FactBase, entity: Entity, attribute: str) -> bool:
    return bool(differing(base.sources(entity, attribute)))


def _latest(evaluator: Evaluator, node: tree.Call, environment: Environment) -> Possible:
    return _from_end(evaluator, node, environment, 1)


def _previous(evaluator: Evaluator, node: tree.Call, environment: Environment) -> Possible:
    return _from_end(evaluator, node, environment, 2)


def _from_end(evaluator: Evaluator, node: tree.Call, environment: Environment, back: int) -> Possible:
    field = node.arguments[0]
    assert isinstance(field, tree.Field)
    parts = [
        _value_from_end(field, node, series, back) for series in evaluator.rows.series(field, environment)
    ]
    return _join_all(parts)


def _value_from_end(field: tree.Field, node: tree.Call, series: Any, back: int) -> Possible:
    if isinstance(series, Series):
        if len(series) < back:
            return p.not_applicable(node.type.kind)
        return p.lift(field.attribute, node.type, series[-back].value)
    if series is NOT_APPLICABLE or series is NONE:
        return p.not_applicable(node.type.kind)
    return p.join(p.universe(field.attribute, node.type), p.not_applicable(node.type.kind))


def _age(evaluator: Evaluator, node: tree.Call, environment: Environment) -> Possible:
    since = evaluator.value(node.arguments[0], environment)
    today = evaluator._today(tree.Today(node.arguments[0].type, 0, 0), environment)
    assert isinstance(since, Range)
    assert isinstance(today, Range)
    if since.empty:
        return p.NO_RANGE
    return Range(p.Age(since.high, today.low), p.Age(since.low, today.high), na=since.may_leave)


def _days_between(evaluator: Evaluator, node: tree.Call, environment: Environment) -> Possible:
    start, end = (evaluator.value(argument, environment) for argument in node.arguments)
    assert isinstance(start, Range)
    assert isinstance(end, Range)
    if start.empty or end.empty:
        return p.NO_RANGE
    low, high = _days(start.high, end.low, -math.inf), _days(start.low, end.high, math.inf)
    return Range(low, high, na=start.may_leave or end.may_leave)


def _days(start: datetime.date, end: datetime.date, endless: float) -> float:
    """The days from one end to another; endless where one of them only stands for there being none."""
    return endless if {start, end} & _NO_DATES else (end - start).days


_NO_DATES = {datetime.date.min, datetime.date.max}


FUNCTIONS: dict[str, Callable[[Evaluator, tree.Call, Environment], Possible]] = {
    "exists": _exists,
    "known": _known,
    "cannot_tell": _cannot_tell,
    "differ": _differ,
    "latest": _latest,
    "previous": _previous,
    "age": _age,
    "days_between": _days_between,
}
