"""``diagrams`` of a ruleset: read, and checked against the vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ccrules.documents import Node
from ccrules.errors import Place, Problem, message, suggestion
from ccrules.facts.vocabulary import Vocabulary
from ccrules.ruleset.diagram_rules import DiagramEdges, DiagramNodes, DiagramRules
from ccrules.ruleset.nodes import entries, items, place_of, written

if TYPE_CHECKING:
    from ccrules.ruleset.parts import Parts
    from ccrules.ruleset.schema import DiagramEdgesForm, DiagramForm, DiagramNodesForm, RulesetForm

#: Columns of a diagram.
MOST_COLUMNS = 6


def read_diagrams(form: RulesetForm, node: Node, parts: Parts) -> None:
    """Read the diagrams of one file.

    Args:
        form: the file.
        node: its tree.
        parts: takes the diagrams and what is wrong with them.
    """
    for name, place, below in entries(node, "diagrams"):
        parts.diagrams.append(_diagram(name, place, form.diagrams[name], below, parts.problems))


def _diagram(name: str, place: Place, form: DiagramForm, node: Node, problems: list[Problem]) -> DiagramRules:
    nodes = zip(form.nodes, items(node, "nodes"), strict=True)
    edges = zip(form.edges, items(node, "edges"), strict=True)
    return DiagramRules(
        id=name,
        title=form.title,
        intro=form.intro,
        nodes=tuple(_nodes(one, at, problems) for one, at in nodes),
        edges=tuple(_edges(one, at) for one, at in edges),
        place=place,
    )


def _nodes(form: DiagramNodesForm, node: Node, problems: list[Problem]) -> DiagramNodes:
    column = int(form.column) if form.column.isascii() and form.column.isdigit() else 0
    if not 1 <= column <= MOST_COLUMNS:
        what = message("{value} is no column of a diagram", value=form.column)
        hint = message("write a number from 1, on the left, to {most}", most=MOST_COLUMNS)
        problems.append(Problem(place_of(node, "column"), what, hint))
    return DiagramNodes(form.entity, max(column, 1), form.size or "", form.notes, node.place, _places(node))


def _edges(form: DiagramEdgesForm, node: Node) -> DiagramEdges:
    return DiagramEdges(
        form.of, form.source or "", form.target or "", form.size or "", form.label, node.place, _places(node)
    )


def _places(node: Node) -> dict[str, Place]:
    """Where each name is written."""
    names = (written(item) for _, _, below in entries(node) for item in items(below))
    return {name.text: name.place for name in names if name}


def diagram_problems(diagrams: Iterable[DiagramRules], vocabulary: Vocabulary) -> Iterator[Problem]:
    """Names that the vocabulary does not have, and connections between what is not drawn.

    Args:
        diagrams: the diagrams of all rulesets.
        vocabulary: the vocabulary of all rulesets.
    """
    for diagram in diagrams:
        drawn = {one.entity for one in diagram.nodes}
        for nodes in diagram.nodes:
            names = (nodes.size, *nodes.notes)
            yield from _unknown(vocabulary, nodes.entity, names, nodes)
        for edges in diagram.edges:
            names = (edges.source, edges.target, edges.size)
            unknown = list(_unknown(vocabulary, edges.of, names, edges))
            yield from unknown or _loose_ends(vocabulary, edges, drawn)


def _unknown(
    vocabulary: Vocabulary, entity: str, names: Iterable[str], of: DiagramNodes | DiagramEdges
) -> Iterator[Problem]:
    if entity not in vocabulary.types:
        what = message("there is no entity type '{name}'", name=entity)
        yield Problem(of.places[entity], what, suggestion(entity, tuple(vocabulary.types)))
        return
    known = vocabulary[entity].attributes
    for name in names:
        if name and name not in known:
            what = message("{entity} has no attribute '{name}'", entity=entity, name=name)
            yield Problem(of.places[name], what, suggestion(name, tuple(known)))


def _loose_ends(vocabulary: Vocabulary, edges: DiagramEdges, drawn: set[str]) -> Iterator[Problem]:
    """An end that is no reference, or leads to what the diagram does not draw."""
    if not edges.source and not edges.target:
        what = message("a connection of a diagram needs source or target")
        yield Problem(edges.place, what, message("name the attribute that refers to the other end"))
    for name in (edges.source, edges.target):
        attribute = vocabulary.attribute(edges.of, name) if name else None
        end = attribute.to if attribute else edges.of
        if attribute and not attribute.to:
            what = message("{entity}.{name} is no reference", entity=edges.of, name=name)
            yield Problem(edges.places[name], what, message("name an attribute of the type ref"))
        elif end not in drawn:
            what = message("the diagram does not draw {entity}", entity=end)
            place = edges.places[name or edges.of]
            yield Problem(place, what, message("add it to nodes, or leave the connection out"))
