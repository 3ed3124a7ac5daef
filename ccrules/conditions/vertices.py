"""Vertices and edges of graphs of which not everything is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from ccrules.facts.base import Entity


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A vertex that stands for all those nobody listed.

    Attributes:
        type: of which entity type; empty for texts.
    """

    type: str = ""


#: An entity, a text, or one that nobody listed.
Vertex = Any
Ends = tuple[Vertex, ...]
Route = tuple[Vertex, ...]


class Edge(NamedTuple):
    """An edge that is there, or may be.

    Attributes:
        tails: where it can start; None if anywhere.
        heads: where it can end; None if anywhere.
        sure: whether it is there, between one tail and one head, whatever the missing facts are.
        many: how many such edges there are; ``inf`` if nobody knows.
    """

    tails: Ends | None
    heads: Ends | None
    sure: bool = True
    many: float = 1

    @property
    def pairs(self) -> Iterator[tuple[Vertex, Vertex]]:
        """Each tail with each head; a hub stands for an end that can be anywhere."""
        for tail in (OUT,) if self.tails is None else self.tails:
            yield from ((tail, head) for head in ((IN,) if self.heads is None else self.heads))


class Hub(NamedTuple):
    """Joins all vertices with the edges of which an end can be anything, at no distance."""

    name: str


#: Joined with whatever an edge can start from, and with whatever one can end at.
OUT, IN = Hub("out"), Hub("in")


def name_of(vertex: Vertex) -> tuple[str, str]:
    """What vertices are ordered by."""
    return (vertex._type.name, vertex.id) if isinstance(vertex, Entity) else ("", str(vertex))
