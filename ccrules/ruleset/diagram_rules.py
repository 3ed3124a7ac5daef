"""Diagrams as a ruleset declares them: which entities are drawn, in which column, and what connects them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ccrules.errors import Place
from ccrules.facts.vocabulary import LocalText


@dataclass(frozen=True, slots=True)
class DiagramNodes:
    """Entities that are drawn.

    Attributes:
        entity: the entity type.
        column: the column, from 1 on the left.
        size: the number that tells how large one is; empty if nothing does.
        notes: attributes that are told beside its name.
        place: where this was declared.
        places: where each name in it is written.
    """

    entity: str
    column: int
    size: str
    notes: tuple[str, ...]
    place: Place
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class DiagramEdges:
    """Connections, read from entities of one type.

    Attributes:
        of: the entity type.
        source: the reference that leads to where a connection begins; empty for the entity itself.
        target: the reference that leads to where it ends; empty for the entity itself.
        size: the number that tells how thick it is; empty if nothing does.
        label: what the connection means.
        place: where this was declared.
        places: where each name in it is written.
    """

    of: str
    source: str
    target: str
    size: str
    label: LocalText
    place: Place
    places: Mapping[str, Place]


@dataclass(frozen=True, slots=True)
class DiagramRules:
    """A diagram.

    Attributes:
        id: its id.
        title: its heading.
        intro: what it shows.
        nodes: what is drawn.
        edges: what connects it.
        place: where it was declared.
    """

    id: str
    title: LocalText
    intro: LocalText
    nodes: tuple[DiagramNodes, ...]
    edges: tuple[DiagramEdges, ...]
    place: Place
