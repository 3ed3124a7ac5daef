"""Functions over graphs: what they can be, which path shows it, and which edges matter."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.edges import Edges, anything, each, known_ends
from ccrules.conditions.networks import Network
from ccrules.conditions.possible import Choice, Possible, Range
from ccrules.conditions.vertices import Edge, Ends, Route

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Environment, Evaluator

#: Combinations of what the vertices can be that are tried; where there are more, anything is possible.
MOST_COMBINATIONS = 400
#: What a function can be, by the kind of its type.
WIDEST: dict[str, Possible] = {
    "bool": p.EITHER,
    "number": Range(0, math.inf, na=True),
    "path": Choice(None, na=True),
}

Select = Callable[[Edge], bool]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a function over a graph means; each part takes the network and the vertices.

    Attributes:
        value: what the function can be.
        witness: the path over certain edges that shows what it is; None if there is none.
        matters: tells the edges that have a say where it is open.
        against: tells the edges that were looked at in vain where it is false.
    """

    value: Callable[..., Possible]
    witness: Callable[..., Route | None]
    matters: Callable[..., Select]
    against: Callable[..., Select]


@dataclass(frozen=True, slots=True)
class Operands:
    """What a function is taken of.

    Attributes:
        edges: the edges.
        vertices: what each vertex can be.
        may_leave: whether one of them may be absent or not applicable.
        absent: whether one of them surely is.
    """

    edges: Edges
    vertices: tuple[Ends, ...]
    may_leave: bool
    absent: bool

    @property
    def only(self) -> Ends | None:
        """The vertices, if each can be only one."""
        single = all(len(some) == 1 for some in self.vertices)
        return tuple(some[0] for some in self.vertices) if single else None


def operands(evaluator: Evaluator, node: tree.Graph, environment: Environment) -> Operands:
    """What a function is taken of.

    Args:
        evaluator: over the fact base.
        node: the call of the function.
        environment: the variables in force.
    """
    edges = evaluator.value(node.edges, environment)
    assert isinstance(edges, Edges)
    vertices: list[Ends] = []
    may_leave, absent = edges.na, edges.empty
    for part in node.vertices:
        choice = evaluator.value(part, environment)
        assert isinstance(choice, Choice)
        known = known_ends(choice)
        vertices.append(anything(evaluator.base, part.type, edges.rows) if known is None else known)
        may_leave, absent = may_leave or choice.may_leave, absent or choice.empty
    return Operands(edges, tuple(vertices), may_leave, absent)


def value_of(evaluator: Evaluator, node: tree.Graph, environment: Environment) -> Possible:
    """What a function over a graph can be.

    Args:
        evaluator: over the fact base.
        node: the call of the function.
        environment: the variables in force.
    """
    found, nothing = operands(evaluator, node, environment), p.not_applicable(node.type.kind)
    if found.absent:
        return nothing
    value = _over_all(node, found)
    return p.join(value, nothing) if found.may_leave else value


def _over_all(node: tree.Graph, found: Operands) -> Possible:
    """Whatever the function is for one of the combinations of vertices."""
    widest = WIDEST[node.type.kind]
    if not 0 < math.prod(map(len, found.vertices)) <= MOST_COMBINATIONS:
        return widest
    evaluate, network = MEANING[node.function].value, found.edges.network
    value: Possible | None = None
    for vertices in itertools.product(*found.vertices):
        one = evaluate(network, *vertices)
        value = one if value is None else p.join(value, one)
        if value == widest:
            break
    assert value is not None
    return value


# --- what shows it ---------------------------------------------------------------------


def witness(evaluator: Evaluator, node: tree.Graph, environment: Environment) -> Route | None:
    """The path over certain edges that shows what a function is: of one that is true, or of a distance.

    Args:
        evaluator: over the fact base.
        node: the call of the function.
        environment: the variables in force.
    """
    found = operands(evaluator, node, environment)
    value = evaluator.value(node, environment)
    if found.only is None or found.absent or not p.decided(value) or value == p.FALSE:
        return None
    return MEANING[node.function].witness(found.edges.network, *found.only)


def telling(evaluator: Evaluator, node: tree.Graph, environment: Environment) -> Iterator[Edge]:
    """The edges that make a function what it is, or leave it open, in the order of the loops.

    Args:
        evaluator: over the fact base.
        node: the call of the function.
        environment: the variables in force; those of the loops are set while an edge is visited.
    """
    select = _selection(evaluator, node, environment)
    for edge in each(evaluator, node.aggregate, environment):
        if edge is not None and select(edge):
            yield edge


def open_edges(evaluator: Evaluator, node: tree.Graph, environment: Environment) -> int:
    """How many of the edges are open.

    Args:
        evaluator: over the fact base.
        node: the call of the function.
        environment: the variables in force.
    """
    return sum(not edge.sure for edge in operands(evaluator, node, environment).edges.rows)


def _selection(evaluator: Evaluator, node: tree.Graph, environment: Environment) -> Select:
    found, value = operands(evaluator, node, environment), evaluator.value(node, environment)
    if found.only is None or found.absent or found.may_leave:
        return lambda _: True
    meaning, network = MEANING[node.function], found.edges.network
    if not p.decided(value):
        return meaning.matters(network, *found.only)
    route = witness(evaluator, node, environment)
    if route is None:
        against = meaning.against(network, *found.only)
        return lambda edge: edge.sure and against(edge)
    steps = {frozenset(step) for step in itertools.pairwise(route)}
    return lambda edge: edge.sure and any(frozenset(pair) in steps for pair in edge.pairs)


# --- meanings --------------------------------------------------------------------------


def _path(network: Network, *ends: Ends) -> Possible:
    return _shown(network.shortest_path(*ends), network.reaches(*ends))


def _cycle(network: Network, one: Ends) -> Possible:
    return _shown(network.shortest_cycle(one), network.on_cycle(one))


def _shown(route: Route | None, may_be: Possible) -> Possible:
    """A path for texts: one that is surely there; open where there may be one."""
    if route is not None:
        return Choice((route,))
    return p.NO_CHOICE if may_be == p.FALSE else WIDEST["path"]


def _beyond(network: Network, *vertices: Ends) -> Select:
    return network.beyond(vertices[0])


def _around(network: Network, *vertices: Ends) -> Select:
    return network.around(vertices[0])


def _round(network: Network, one: Ends) -> Select:
    return network.on_the_way(one, one)


#: By the name of the function.
MEANING: dict[str, Meaning] = {
    "reaches": Meaning(Network.reaches, Network.shortest_path, Network.on_the_way, _beyond),
    "hops": Meaning(Network.hops, Network.shortest_path, Network.on_the_way, _beyond),
    "shortest_path": Meaning(_path, Network.shortest_path, Network.on_the_way, _beyond),
    "on_cycle": Meaning(Network.on_cycle, Network.shortest_cycle, _round, _beyond),
    "shortest_cycle": Meaning(_cycle, Network.shortest_cycle, _round, _beyond),
    "connected": Meaning(Network.connected, Network.chain, _around, _around),
    "separates": Meaning(Network.separates, Network.passage, _around, _around),
}
