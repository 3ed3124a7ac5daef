"""The whole tree of a condition with the value of each part and the facts under it.

The tree of a condition is laid out as a reader needs it: ``not`` is moved down to the parts it
speaks of, so that every part says what would have to be for the whole to be true, and groups
are either "all of these" or "one of these".
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.graphs import telling
from ccrules.conditions.inputs import free
from ccrules.conditions.missing import Derivations
from ccrules.conditions.possible import Choice, Mask, Possible
from ccrules.conditions.rows import is_ghost
from ccrules.conditions.written import Written
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import OUTCOME

#: Rows of a loop that a trace lists; the rest is counted.
MOST_ROWS = 20
#: Aggregates in which a row that the filters exclude has a say.
WEIGHED = frozenset({"share", "consecutive"})


@dataclass(frozen=True, slots=True)
class FactTrace:
    """A fact under an expression: whose attribute, and what is stored."""

    entity: Entity
    attribute: str
    value: Any


@dataclass(frozen=True, slots=True)
class Place:
    """Where an expression stands.

    Attributes:
        environment: the values of the variables in force.
        variables: the variables that have a value here.
        own: the variable whose attributes need no owner, because everything is about it.
        sources: what the loops around it run over, by variable.
    """

    environment: Environment
    variables: frozenset[str]
    own: str
    sources: Mapping[str, tree.Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a loop.

    Attributes:
        members: what the loops' variables stand for; None for members nobody listed.
        counts: what the filters (of ``any`` and ``all``: the condition) say: possible outcomes.
        facts: the facts that are read of it.
    """

    members: tuple[Any, ...]
    counts: Mask
    facts: tuple[FactTrace, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a loop.

    Attributes:
        listed: those that say most first; never more than :data:`MOST_ROWS`.
        more: rows not listed.
        counted: rows that surely count.
        open: rows that may count.
        total: members the loop ran over; None if it has several loops or runs over no collection.
    """

    listed: tuple[Row, ...]
    more: int
    counted: int
    open: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Trace:
    """One part of an expression, evaluated.

    Attributes:
        node: the part; of a negated one what stands behind ``not``.
        wanted: for a condition, what it must be to speak for the whole.
        text: as the author wrote it, ``not`` included.
        value: what the node can be.
        place: where it stands.
        join: ``and`` or ``or`` for a group; empty otherwise.
        name: the name that ``let`` gave it.
        facts: the facts it reads itself.
        parameters: the parameters it reads itself.
        rows: for a loop.
        sides: for a comparison, what its two sides can be.
        given: the conditions of choices that led to this part.
        parts: the parts of a group; of anything else what its value is made of.
    """

    node: tree.Node
    wanted: bool
    text: str
    value: Possible
    place: Place
    join: str = ""
    name: str = ""
    facts: tuple[FactTrace, ...] = ()
    parameters: tuple[tree.Parameter, ...] = ()
    rows: Rows | None = None
    sides: tuple[tuple[tree.Node, Possible], ...] = ()
    given: tuple[Trace, ...] = field(default=())
    parts: tuple[Trace, ...] = field(default=())

    @property
    def is_condition(self) -> bool:
        """Whether it is true or false, rather than a number or another value."""
        return isinstance(self.value, int)

    @property
    def outcome(self) -> Mask:
        """For a condition, whether it speaks for the whole: possible outcomes."""
        assert isinstance(self.value, int)
        return self.value if self.wanted else p.NOT[self.value]


class Tracer:
    """Traces the expressions of one check.

    Args:
        evaluator: over the fact base.
        derivations: the expressions of derived attributes.
        texts: each expression of the check as written, by name.
    """

    def __init__(self, evaluator: Evaluator, derivations: Derivations, texts: Mapping[str, Written]) -> None:
        self.evaluator, self.derivations, self.texts = evaluator, derivations, texts

    def trace(self, name: str, node: tree.Node, environment: Environment, own: str = "") -> Trace:
        """Trace a condition.

        Args:
            name: its name among the texts, such as ``when``.
            node: the condition.
            environment: the variables in force.
            own: the variable of the subject; empty for the organisation.
        """
        place = Place(environment, frozenset(environment), own)
        return self._condition(node, self.texts[name].text, place)

    # --- conditions ------------------------------------------------------------------

    def _condition(
        self, node: tree.Node, text: str, place: Place, wanted: bool = True, outer: tree.Node | None = None
    ) -> Trace:
        if isinstance(node, tree.Not):
            return self._condition(node.operand, text, place, not wanted, outer or node)
        own = _slice(text, outer or node)
        if isinstance(node, tree.Named):
            body = self._condition(node.body, self.texts[node.name].text, place, wanted)
            return replace(body, text=own, name=node.name)
        if isinstance(node, tree.Logic):
            return self._group(node, text, place, wanted, own)
        if isinstance(node, tree.Choose):
            return self._branch(node, text, place, wanted, own)
        return self._single(node, text, place, wanted, own)

    def _group(self, node: tree.Logic, text: str, place: Place, wanted: bool, own: str) -> Trace:
        """All or one of several; a denied group is one of the other kind with denied parts."""
        join = node.operator if wanted else {"and": "or", "or": "and"}[node.operator]
        parts: list[Trace] = []
        for operand in node.operands:
            part = self._condition(operand, text, place, wanted)
            parts += part.parts if part.join == join and not part.name and not part.given else (part,)
        value = self.evaluator.value(node, place.environment)
        return Trace(node, wanted, own, value, place, join=join, parts=tuple(parts))

    def _branch(self, node: tree.Choose, text: str, place: Place, wanted: bool, own: str) -> Trace:
        """The branch that is taken stands for the choice; an open choice stands for itself."""
        mask = self.evaluator.mask(node.condition, place.environment)
        if mask not in (p.TRUE, p.FALSE):
            value = self.evaluator.value(node, place.environment)
            return Trace(node, wanted, own, value, place, parts=tuple(self._choice(node, text, place)))
        taken = node.then if mask == p.TRUE else node.otherwise
        found = self._condition(taken, text, place, wanted)
        why = self._condition(node.condition, text, place, wanted=mask == p.TRUE)
        return replace(found, given=(why, *found.given))

    def _single(self, node: tree.Node, text: str, place: Place, wanted: bool, own: str) -> Trace:
        found = self._described(node, text, place, own)
        derived = self._derivation(node, place, wanted)
        return replace(found, wanted=wanted, parts=(*found.parts, *derived))

    # --- values ----------------------------------------------------------------------

    def _described(self, node: tree.Node, text: str, place: Place, own: str) -> Trace:
        """A node with the facts and parameters it reads itself, and what it is made of."""
        value = self.evaluator.value(node, place.environment)
        if isinstance(node, tree.Aggregate):
            return self._aggregate(node, own, value, place)
        if isinstance(node, tree.Graph):
            return self._graph(node, own, value, place)
        direct = tuple(_direct(node))
        facts = [fact for part in direct for fact in self.facts(part, place)]
        return Trace(
            node, True, own, value, place,
            facts=_unique(facts),
            parameters=tuple(part for part in direct if isinstance(part, tree.Parameter)),
            parts=tuple(self._made_of(node, text, place)),
            sides=self._sides(node, place),
        )  # fmt: skip

    def _sides(self, node: tree.Node, place: Place) -> tuple[tuple[tree.Node, Possible], ...]:
        sides = node.parts() if isinstance(node, tree.Compare) else ()
        return tuple((side, self.evaluator.value(side, place.environment)) for side in sides)

    def _made_of(self, node: tree.Node, text: str, place: Place) -> Iterator[Trace]:
        """What is worth a line of its own below a node."""
        for part in node.parts():
            if isinstance(part, tree.Named):
                yield from self._name(part, text, place)
            elif isinstance(part, tree.Aggregate | tree.Graph):
                yield self._described(part, text, place, _slice(text, part))
            elif isinstance(part, tree.Choose):
                yield from self._choice(part, text, place)
            else:
                if part.type.kind != "bool":
                    yield from self._derivation(part, place, wanted=True)
                yield from self._made_of(part, text, place)

    def _name(self, node: tree.Named, text: str, place: Place) -> Iterator[Trace]:
        body, inner = node.body, self.texts[node.name].text
        if body.type.kind == "bool":
            yield replace(self._condition(body, inner, place), name=node.name)
        elif isinstance(body, tree.Choose):
            yield from self._choice(body, inner, place)
        elif not isinstance(body, tree.Literal):
            found = self._described(body, inner, place, _slice(inner, body))
            derived = tuple(self._derivation(body, place, wanted=True))
            yield replace(found, name=node.name, parts=(*found.parts, *derived))

    def _choice(self, node: tree.Choose, text: str, place: Place) -> Iterator[Trace]:
        """What a choice of values rests on: the condition, or the branch that it leads to."""
        mask = self.evaluator.mask(node.condition, place.environment)
        _, *branches = self.evaluator.followed(node, place.environment)
        constant = all(isinstance(branch, tree.Literal) for branch in (node.then, node.otherwise))
        if constant or mask not in (p.TRUE, p.FALSE):
            yield self._condition(node.condition, text, place)
            yield from (self._any(one, text, place) for one in branches if not isinstance(one, tree.Literal))
            return
        why = self._condition(node.condition, text, place, wanted=mask == p.TRUE)
        for branch in branches:
            if isinstance(branch, tree.Choose):
                inner: Iterator[Trace] = self._choice(branch, text, place)
            else:
                inner = iter((self._any(branch, text, place),))
            yield from (replace(one, given=(why, *one.given)) for one in inner)

    def _any(self, node: tree.Node, text: str, place: Place) -> Trace:
        if node.type.kind == "bool":
            return self._condition(node, text, place)
        return self._described(node, text, place, _slice(text, node))

    def _derivation(self, node: tree.Node, place: Place, wanted: bool) -> Iterator[Trace]:
        """How a derived attribute of one known entity comes about."""
        entity = self._deriving(node, place)
        if entity is None:
            return
        assert isinstance(node, tree.Field)
        type_ = entity._type.name
        body, text = self.derivations[type_, node.attribute.name], node.attribute.derive
        inner = Place({type_: Choice((entity,))}, frozenset({type_}), type_)
        found = self._any(body, text, inner)
        yield found if wanted or not found.is_condition else self._condition(body, text, inner, wanted)

    def _deriving(self, node: tree.Node, place: Place) -> Entity | None:
        if not isinstance(node, tree.Field) or not node.attribute.derive:
            return None
        base = self.evaluator.value(node.base, place.environment)
        assert isinstance(base, Choice)
        entity = base.candidates[0] if base.decided and base.candidates else None
        if not isinstance(entity, Entity) or is_ghost(entity):
            return None
        given = self.evaluator.base.origin(entity, node.attribute.name) is not None
        return None if given or (entity._type.name, node.attribute.name) not in self.derivations else entity

    def _aggregate(self, node: tree.Aggregate, own: str, value: Possible, place: Place) -> Trace:
        """A loop with its rows; facts that are the same for all rows stand beside it."""
        fixed = [fact for part in tree.walk(node) for fact in self.facts(part, place)]
        parameters = {part.name: part for part in tree.walk(node) if isinstance(part, tree.Parameter)}
        return Trace(
            node,
            True,
            own,
            value,
            place,
            facts=_unique(fixed),
            rows=self._rows(node, place),
            parameters=tuple(parameters.values()),
        )

    def _graph(self, node: tree.Graph, own: str, value: Possible, place: Place) -> Trace:
        """A function over a graph with the edges that make it what it is."""
        direct = (part for vertex in node.vertices for part in _direct(vertex))
        parameters = {part.name: part for part in tree.walk(node) if isinstance(part, tree.Parameter)}
        return Trace(
            node,
            True,
            own,
            value,
            place,
            facts=_unique([fact for part in direct for fact in self.facts(part, place)]),
            rows=self._edges(node, place),
            parameters=tuple(parameters.values()),
        )

    # --- rows ------------------------------------------------------------------------

    def _edges(self, node: tree.Graph, place: Place) -> Rows:
        aggregate = node.aggregate
        inside = replace(place, variables=place.variables | {loop.variable.name for loop in aggregate.loops})
        listed: dict[bool, list[Row]] = {True: [], False: []}
        numbers = {True: 0, False: 0}
        for edge in telling(self.evaluator, node, place.environment):
            numbers[edge.sure] += 1
            if len(listed[edge.sure]) < MOST_ROWS or _unordered(aggregate):
                mask = p.TRUE if edge.sure else p.EITHER
                listed[edge.sure].append(self._row(aggregate, mask, inside))
        rows = [row for sure in (True, False) for row in _in_order(aggregate, listed[sure])][:MOST_ROWS]
        return Rows(tuple(rows), sum(numbers.values()) - len(rows), numbers[True], numbers[False], None)

    def _rows(self, node: tree.Aggregate, place: Place) -> Rows:
        inside = replace(place, variables=place.variables | {loop.variable.name for loop in node.loops})
        by_outcome: dict[Mask, list[Row]] = {}
        numbers: dict[Mask, int] = {}
        for mask, many in self._outcomes(node, place):
            numbers[mask] = numbers.get(mask, 0) + many
            some = by_outcome.setdefault(mask, [])
            if len(some) < MOST_ROWS or _unordered(node):
                some.append(self._row(node, mask, inside))
        first = p.FALSE if node.function == "all" else p.TRUE
        order = sorted(by_outcome, key=lambda mask: (mask != first, mask in (p.TRUE, p.FALSE), mask))
        listed = [row for mask in order for row in _in_order(node, by_outcome[mask])][:MOST_ROWS]
        return Rows(
            tuple(listed),
            max(0, sum(numbers.values()) - len(listed)),
            numbers.get(first, 0),
            sum(n for mask, n in numbers.items() if mask & first and mask != first),
            self._total(node),
        )

    def _outcomes(self, node: tree.Aggregate, place: Place) -> Iterator[tuple[Mask, int]]:
        """What each row says, and how many such rows there are; one for any number of them."""
        every = node.function == "all"
        asked = node.element if node.function in ("any", "all") else None
        rows = self.evaluator.rows.run(node.loops, place.environment, node.function in WEIGHED)
        for sure, filtered, many in rows:
            open_ = filtered != p.TRUE or not sure
            mask = filtered if asked is None else self.evaluator.mask(asked, place.environment)
            if open_ and mask & p.TRUE | (mask & p.FALSE if every else 0):
                mask |= p.TRUE if every else p.FALSE
            yield mask, 1 if math.isinf(many) else int(many)

    def _total(self, node: tree.Aggregate) -> int | None:
        source = node.loops[0].source
        if len(node.loops) > 1 or not isinstance(source, tree.Everything) or source.name == OUTCOME:
            return None  # of outcomes only those are there that somebody may ask for
        collection = self.evaluator.base.collections[source.name]
        return len(collection.members) + collection.anonymous if collection.complete else None

    def _row(self, node: tree.Aggregate, mask: Mask, inside: Place) -> Row:
        members = tuple(_member(inside.environment[loop.variable.name]) for loop in node.loops)
        read = [part for loop in node.loops for part in loop.filters] + [node.element]
        own = {loop.variable.name for loop in node.loops}
        facts = [
            fact
            for part in read
            for inner in tree.walk(part)
            if free(inner) & own
            for fact in self.facts(inner, inside)
        ]
        return Row(members, mask, _unique(facts))

    # --- facts -----------------------------------------------------------------------

    def facts(self, node: tree.Node, place: Place) -> tuple[FactTrace, ...]:
        """The facts that a node is, if it is an attribute of known entities."""
        if not isinstance(node, tree.Field) or not free(node) <= place.variables:
            return ()
        base = self.evaluator.value(node.base, place.environment)
        assert isinstance(base, Choice)
        name = node.attribute.name
        return tuple(
            FactTrace(entity, name, entity.__dict__[name])
            for entity in base.candidates or ()
            if not is_ghost(entity)
        )


def _direct(node: tree.Node) -> Iterator[tree.Node]:
    """The node and what it reads without a loop, a name or a choice in between."""
    yield node
    for part in node.parts():
        if not isinstance(part, tree.Named | tree.Aggregate | tree.Choose):
            yield from _direct(part)


def _slice(text: str, node: tree.Node) -> str:
    return " ".join(text[node.start : node.end].split())


def _unique(facts: list[FactTrace]) -> tuple[FactTrace, ...]:
    return tuple({(id(fact.entity), fact.attribute): fact for fact in facts}.values())


def _member(value: Possible) -> Any:
    """What a loop's variable stands for; None if nobody listed it."""
    if isinstance(value, int):
        return {p.TRUE: True, p.FALSE: False}.get(value)
    if isinstance(value, Choice) and value.candidates and len(value.candidates) == 1:
        found = value.candidates[0]
        return None if isinstance(found, Entity) and is_ghost(found) else found
    return value.low if isinstance(value, p.Range) and value.decided and not value.empty else None


def _unordered(node: tree.Aggregate) -> bool:
    """Whether a loop runs over a set, whose members come in no order."""
    return any(loop.source.type.kind == "set" for loop in node.loops)


def _in_order(node: tree.Aggregate, rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: str(row.members)) if _unordered(node) else rows
