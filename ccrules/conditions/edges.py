"""Edges taken from the rows of loops: those that are surely there, and those that may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.networks import Network
from ccrules.conditions.possible import Choice, Possible, Range, SomeSet
from ccrules.conditions.rows import is_ghost
from ccrules.conditions.types import Type
from ccrules.conditions.vertices import Edge, Ends, Unlisted, Vertex
from ccrules.facts.base import Entity, FactBase

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Environment, Evaluator


@dataclass(frozen=True, eq=False)
class Edges(SomeSet):
    """A set of edges of which some are known: what ``edges(…)`` can be.

    Attributes:
        rows: the edges that are there or may be, in the order of the loops.
        anywhere: what an end that can be anything may be: first for tails, then for heads.
    """

    rows: tuple[Edge, ...] = ()
    anywhere: tuple[Ends, Ends] = ((), ())

    # The parent compares by value; here the value would be all rows, and nobody needs that.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def number(self) -> Range:
        """How many edges there are."""
        return Range(len(self.must), sum(row.many for row in self.rows) if self.open else len(self.must))

    @cached_property
    def network(self) -> Network:
        """The graph they make."""
        return Network(self.rows, self.anywhere)


def collect(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    """What ``edges(…)`` can be.

    Args:
        evaluator: over the fact base.
        node: the aggregate; its element is a pair.
        environment: the variables in force; those of its loops are set.
    """
    state = evaluator.rows.may_be_inapplicable(node.loops[0], environment)
    if state == p.TRUE:
        return Edges(frozenset(), na=True, empty=True)
    rows = tuple(row for row in each(evaluator, node, environment) if row is not None)
    sure = frozenset(pair for row in rows if row.sure for pair in row.pairs)
    open_ = not all(row.sure for row in rows)
    tails, heads = (anything(evaluator.base, end, rows) for end in node.type.ends)
    return Edges(sure, open_, na=state != p.FALSE, rows=rows, anywhere=(tails, heads))


def each(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Iterator[Edge | None]:
    """The edge of each row, with the loops' variables set while it is visited; None if there is none.

    Args:
        evaluator: over the fact base.
        node: the aggregate; its element is a pair.
        environment: the variables in force.
    """
    pair = node.element
    assert isinstance(pair, tree.Pair)
    for sure, mask, many in evaluator.rows.run(node.loops, environment):
        tail, head = evaluator.value(pair.tail, environment), evaluator.value(pair.head, environment)
        assert isinstance(tail, Choice)
        assert isinstance(head, Choice)
        if tail.empty or head.empty:
            yield None
            continue
        certain = sure and mask == p.TRUE and many == 1
        yield Edge(known_ends(tail), known_ends(head), certain and _is_known(tail) and _is_known(head), many)


def anything(base: FactBase, type_: Type, rows: tuple[Edge, ...]) -> Ends:
    """What a vertex can be if nothing is known of it.

    Args:
        base: the facts.
        type_: the type of the vertex.
        rows: the edges, for the texts that they name.
    """
    if type_.kind == "text":
        ends = (end for row in rows for some in (row.tails, row.heads) for end in some or ())
        return (*dict.fromkeys(end for end in ends if isinstance(end, str)), Unlisted())
    if type_.kind != "ref":
        return type_.values
    collection = base.collections.get(type_.entity)
    if collection is None:
        found = base.singletons.get(type_.entity)
        return (found,) if isinstance(found, Entity) else (Unlisted(type_.entity),)
    return collection.members if collection.listed else (*collection.members, Unlisted(type_.entity))


def known_ends(choice: Choice) -> Ends | None:
    """The vertices that one end of an edge can be; None if it can be anything."""
    if choice.candidates is None:
        return None
    return tuple(dict.fromkeys(map(_vertex, choice.candidates)))


def _is_known(choice: Choice) -> bool:
    """Whether an end is one vertex that somebody listed, whatever the missing facts turn out to be."""
    return choice.decided and not any(isinstance(_vertex(one), Unlisted) for one in choice.candidates or ())


def _vertex(value: Any) -> Vertex:
    """A value as a vertex; all that nobody listed are one vertex for each entity type."""
    ghost = isinstance(value, Entity) and is_ghost(value)
    return Unlisted(value._type.name) if ghost else value
