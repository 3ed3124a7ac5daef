"""What holds in a graph of which some edges are certain and others only possible.

Whether one vertex reaches another, lies on a cycle or is connected with another can only become
true by an edge more, never false. So it is true if the certain edges make it so, false if all
edges together don't, and open otherwise. A distance lies between the one over all edges and the
one over those that are certain.

networkx does the work; it is imported when there is an edge to look at.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions.possible import Mask, Range
from ccrules.conditions.vertices import IN, OUT, Edge, Ends, Route, Unlisted, Vertex, name_of
from ccrules.facts.base import Entity

#: Sources of which the distances to all others are kept.
MOST_KEPT = 256

Distances = Mapping[Vertex, int]


class Network:
    """A graph of which some edges are certain and others possible.

    Args:
        edges: the edges.
        anywhere: what an end that can be anything may be: first for tails, then for heads.
    """

    def __init__(self, edges: Iterable[Edge], anywhere: tuple[Ends, Ends] = ((), ())) -> None:
        self.edges, self.anywhere = tuple(edges), anywhere
        self.decided = all(edge.sure for edge in self.edges)
        self._kept: dict[Vertex, tuple[Distances, Distances]] = {}

    # --- what can be asked -----------------------------------------------------------

    def reaches(self, start: Vertex, end: Vertex) -> Mask:
        """Whether a directed path leads from one vertex to another; each reaches itself."""
        sure, all_ = self._distances(start)
        return _between(end in sure, end in all_ or self._stand_in(end) in all_)

    def hops(self, start: Vertex, end: Vertex) -> Range:
        """The number of edges of the shortest directed path; not applicable without a path."""
        sure, all_ = self._distances(start)
        low = all_.get(end, all_.get(self._stand_in(end)))
        if low is None:
            return p.NO_RANGE
        return Range(low, sure[end]) if end in sure else Range(low, self._longest, na=True)

    def on_cycle(self, one: Vertex) -> Mask:
        """Whether a vertex lies on a directed cycle; an edge to itself is one."""
        sure, all_ = self._cyclic
        return _between(one in sure, self._stand_in(one) in all_)

    def connected(self, start: Vertex, end: Vertex) -> Mask:
        """Whether a path leads from one vertex to another, whatever the direction of its edges."""
        sure, all_ = ([part.get(self._stand_in(one), one) for one in (start, end)] for part in self._parts)
        certain = not isinstance(start, Unlisted) and sure[0] == sure[1]
        return _between(certain, all_[0] == all_[1])

    def separates(self, one: Vertex) -> Mask:
        """Whether others would no longer be connected without a vertex, which is then a cut vertex."""
        if self.decided:
            return p.TRUE if one in self._cut_vertices else p.FALSE
        if isinstance(one, Unlisted):
            return p.EITHER
        return self._may_separate(one)

    # --- the paths that show it ------------------------------------------------------

    def shortest_path(self, start: Vertex, end: Vertex) -> Route | None:
        """The shortest directed path over certain edges, by name among equals; None without one."""
        return self._path(self._certain, start, end)

    def shortest_cycle(self, one: Vertex) -> Route | None:
        """The shortest directed cycle through a vertex over certain edges; None without one."""
        if one not in self._cyclic[0]:
            return None
        to = _steps(self._certain.reverse(copy=False), one)
        first = min((head for head in self._certain[one] if head in to), key=lambda head: to[head])
        return (one, *_descent(self._certain, first, to))

    def chain(self, start: Vertex, end: Vertex) -> Route | None:
        """The shortest path over certain edges whatever their direction; None without one."""
        return self._path(self._certain_both_ways, start, end)

    def passage(self, one: Vertex) -> Route | None:
        """Two vertices, and between them the one without which they are no longer connected."""
        if not self.edges or one not in self._certain:
            return None
        part = self._without(self._possible, one)
        around = [other for other in self._certain_both_ways[one] if other != one]
        apart = next((other for other in around if part[other] != part[around[0]]), None)
        return None if apart is None else (around[0], one, apart)

    # --- the edges that matter -------------------------------------------------------

    def on_the_way(self, start: Vertex, end: Vertex) -> Callable[[Edge], bool]:
        """Tells the edges that a directed path between two vertices may take."""
        after = self._distances(start)[1].keys()
        end = self._stand_in(end)
        before = _steps(self._possible.reverse(copy=False), end).keys() if self.edges else {end}
        return lambda edge: _meets(edge.tails, after) and _meets(edge.heads, before)

    def beyond(self, start: Vertex) -> Callable[[Edge], bool]:
        """Tells the edges that leave from what a vertex may reach."""
        after = self._distances(start)[1].keys()
        return lambda edge: _meets(edge.tails, after)

    def around(self, one: Vertex) -> Callable[[Edge], bool]:
        """Tells the edges of the part of the graph in which a vertex may be."""
        all_ = self._parts[1]
        part = {other for other in all_ if all_[other] == all_.get(one)}
        return lambda edge: _meets(edge.tails, part) or _meets(edge.heads, part)

    # --- graphs ----------------------------------------------------------------------

    @cached_property
    def _certain(self) -> Any:
        """The certain edges, in the order of names, so that nothing depends on hashing."""
        import networkx as nx

        pairs = {pair for edge in self.edges if edge.sure for pair in edge.pairs}
        graph = nx.DiGraph()
        graph.add_edges_from(sorted(pairs, key=lambda pair: (name_of(pair[0]), name_of(pair[1]))))
        return graph

    @cached_property
    def _certain_both_ways(self) -> Any:
        import networkx as nx

        return nx.Graph(self._certain)

    @cached_property
    def _possible(self) -> Any:
        """All edges, each of length 1; what leads to or from a hub has none."""
        if self.decided:
            return self._certain
        graph = self._certain.copy()
        for edge in self.edges:
            if not edge.sure:
                graph.add_edges_from(edge.pairs)
        if OUT in graph:
            graph.add_edges_from(((one, OUT) for one in self.anywhere[0]), length=0)
        if IN in graph:
            graph.add_edges_from(((IN, one) for one in self.anywhere[1]), length=0)
        return graph

    @cached_property
    def _cyclic(self) -> tuple[frozenset[Vertex], frozenset[Vertex]]:
        """The vertices on directed cycles: over certain edges, and over all."""
        if not self.edges:
            return frozenset(), frozenset()
        sure = _on_cycles(self._certain)
        return sure, sure if self.decided else _on_cycles(self._possible)

    @cached_property
    def _parts(self) -> tuple[Mapping[Vertex, int], Mapping[Vertex, int]]:
        """The connected part that each vertex is in: over certain edges, and over all."""
        if not self.edges:
            return {}, {}
        sure = _numbered_parts(self._certain)
        return sure, sure if self.decided else _numbered_parts(self._possible)

    @cached_property
    def _cut_vertices(self) -> frozenset[Vertex]:
        import networkx as nx

        return frozenset(nx.articulation_points(self._certain_both_ways)) if self.edges else frozenset()

    # --- distances -------------------------------------------------------------------

    def _distances(self, start: Vertex) -> tuple[Distances, Distances]:
        """How far from a vertex others are: over certain edges, and over all."""
        if start not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[start] = self._measured(start)
        return self._kept[start]

    def _measured(self, start: Vertex) -> tuple[Distances, Distances]:
        itself = {start: 0}
        if not self.edges:
            return {} if isinstance(start, Unlisted) else itself, itself
        sure = {} if isinstance(start, Unlisted) else _steps(self._certain, start)
        if self.decided:
            return sure, sure or itself
        import networkx as nx

        stand_in = self._stand_in(start)
        if stand_in not in self._possible:
            return sure, itself
        found = nx.single_source_dijkstra_path_length(self._possible, stand_in, weight="length")
        return sure, {**found, **itself}

    def _stand_in(self, one: Vertex) -> Vertex:
        """A vertex itself; for one that no edge can name, the one for all those that nobody listed."""
        if not self.edges or one in self._possible:
            return one
        stranger = Unlisted(one._type.name if isinstance(one, Entity) else "")
        return stranger if stranger in self._possible else one

    @cached_property
    def _longest(self) -> float:
        """No shortest path has more edges than there are."""
        return sum(edge.many for edge in self.edges)

    @staticmethod
    def _path(graph: Any, start: Vertex, end: Vertex) -> Route | None:
        if start == end:
            return (start,)
        if start not in graph or end not in graph:
            return None
        to = _steps(graph.reverse(copy=False) if graph.is_directed() else graph, end)
        return _descent(graph, start, to) if start in to else None

    # --- cut vertices ----------------------------------------------------------------

    def _without(self, graph: Any, one: Vertex) -> Mapping[Vertex, int]:
        """The connected parts that are left without a vertex."""
        import networkx as nx

        return _numbered_parts(nx.restricted_view(graph, [one] if one in graph else [], []))

    def _may_separate(self, one: Vertex) -> Mask:
        """True if two certain neighbours are connected by no other way at all; false if no two can be apart.

        What an edge may join to the vertex counts as a neighbour. A single edge gives only one.
        """
        around = self._certain_both_ways[one] if one in self._certain else ()
        around = [other for other in around if other != one]
        all_ = self._without(self._possible, one)
        if len({all_[other] for other in around}) > 1:
            return p.TRUE
        sure = self._without(self._certain, one)
        parts = [({sure[other]}, 1.0) for other in around]
        parts += [
            ({sure.get(other, other) for other in self._across(edge, one)}, edge.many)
            for edge in self.edges
            if not edge.sure
        ]
        joined = [(some, many) for some, many in parts if some]
        apart = set().union(*(some for some, _ in joined))
        strangers = any(isinstance(part, Unlisted) for part in apart)  # any number of vertices
        several = sum(many for _, many in joined) > 1 and len(apart) + strangers > 1
        return p.EITHER if several else p.FALSE

    def _across(self, edge: Edge, one: Vertex) -> Iterator[Vertex]:
        """The vertices that an edge may join with one."""
        for near, far, anywhere in ((edge.tails, edge.heads, 1), (edge.heads, edge.tails, 0)):
            if near is None or one in near:
                found = self.anywhere[anywhere] if far is None else far
                yield from (other for other in found if other != one)


def _between(sure: bool, possible: bool) -> Mask:
    """What something can be that an edge more can only make true."""
    return p.TRUE if sure else p.outcome(possible, True)


def _meets(ends: Ends | None, vertices: Container[Vertex]) -> bool:
    return ends is None or any(one in vertices for one in ends)


def _steps(graph: Any, start: Vertex) -> Distances:
    """The number of edges to every vertex that can be reached."""
    if start not in graph:
        return {start: 0}
    import networkx as nx

    found: Distances = nx.single_source_shortest_path_length(graph, start)
    return found


def _descent(graph: Any, start: Vertex, to: Distances) -> Route:
    """The shortest path, the first by name among equals, given how far everything is from its end."""
    route = [start]
    while to[route[-1]]:
        left = to[route[-1]] - 1
        route.append(next(one for one in graph[route[-1]] if to.get(one) == left))
    return tuple(route)


def _on_cycles(graph: Any) -> frozenset[Vertex]:
    import networkx as nx

    parts = nx.strongly_connected_components(graph)
    loops = nx.nodes_with_selfloops(graph)
    return frozenset(loops).union(*(part for part in parts if len(part) > 1))


def _numbered_parts(graph: Any) -> Mapping[Vertex, int]:
    import networkx as nx

    parts = nx.weakly_connected_components(graph)
    return {one: number for number, part in enumerate(parts) for one in part}
