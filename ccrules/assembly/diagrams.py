"""The diagrams that the method declares, filled with what the facts hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import nlargest
from typing import Any

from ccrules import assessment as parts
from ccrules.assembly.context import Context
from ccrules.facts.base import Entity
from ccrules.ruleset.diagram_rules import DiagramEdges, DiagramNodes, DiagramRules
from ccrules.text import shown
from ccrules.values import NONE, NOT_COLLECTED, UNKNOWN, Interval, NotPlain, OneOf, PartialSet

#: Entities of one type that a diagram holds; the largest come first.
MOST = 40


def diagrams(context: Context) -> tuple[parts.DiagramInfo, ...]:
    """Every diagram of which at least two entities are known.

    Args:
        context: method and facts.
    """
    found = (_diagram(context, rules) for rules in context.method.diagrams.values())
    return tuple(one for one in found if len(one.nodes) > 1)


def _diagram(context: Context, rules: DiagramRules) -> parts.DiagramInfo:
    chosen: dict[Entity, DiagramNodes] = {}
    left_out = 0
    for nodes in rules.nodes:
        members = _members(context, nodes.entity)
        chosen.update(dict.fromkeys(_largest(members, nodes.size), nodes))
        left_out += max(0, len(members) - MOST)
    edges = [edge for one in rules.edges for edge in _edges(context, one, chosen)]
    return parts.DiagramInfo(
        id=rules.id,
        title=context.text(rules.title),
        intro=context.text(rules.intro),
        columns=_columns(context, rules),
        nodes=tuple(_node(context, rules, entity, nodes) for entity, nodes in chosen.items()),
        edges=tuple(edges),
        left_out=left_out,
    )


def _largest(members: Sequence[Entity], size: str) -> Sequence[Entity]:
    """The first of so many, the largest first; equal ones in the order of the facts."""
    if not size:
        return members[:MOST]
    return nlargest(MOST, members, key=lambda member: _known(member, size) or 0)


def _members(context: Context, entity: str) -> tuple[Entity, ...]:
    collection = context.base.collections.get(entity)
    return collection.members if collection else ()


def _columns(context: Context, rules: DiagramRules) -> tuple[str, ...]:
    """The names of what each column holds."""
    last = max(nodes.column for nodes in rules.nodes)
    names: list[list[str]] = [[] for _ in range(last)]
    for nodes in rules.nodes:
        names[nodes.column - 1].append(context.type_label(nodes.entity))
    return tuple(", ".join(found) for found in names)


def _node(context: Context, rules: DiagramRules, entity: Entity, nodes: DiagramNodes) -> parts.DiagramNode:
    return parts.DiagramNode(
        subject=context.subject(entity, entity._type.name),
        column=nodes.column,
        size=_known(entity, nodes.size),
        text=_text(context, entity, nodes.size),
        notes=tuple(_notes(context, entity, nodes.notes)),
        open=tuple(_open_ends(context, rules, entity)),
    )


def _notes(context: Context, entity: Entity, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        text = _text(context, entity, name)
        if text:
            yield f"{context.attribute_label(entity._type.attributes[name])} {text}"


def _open_ends(context: Context, rules: DiagramRules, entity: Entity) -> Iterator[str]:
    """References from an entity that nobody knows the end of."""
    own = (one for one in rules.edges if one.of == entity._type.name)
    for name in dict.fromkeys(name for one in own for name in (one.source, one.target)):
        if name and _ends(getattr(entity, name))[1]:
            yield context.attribute_label(entity._type.attributes[name])


def _edges(
    context: Context, rules: DiagramEdges, drawn: dict[Entity, DiagramNodes]
) -> Iterator[parts.DiagramEdge]:
    own_end = not rules.source or not rules.target  # then only what is drawn can be an end
    holders = [one for one in drawn if one._type.name == rules.of] if own_end else _members(context, rules.of)
    for entity in holders:
        for source in _end(entity, rules.source):
            for target in _end(entity, rules.target):
                if source in drawn and target in drawn and source is not target:
                    yield parts.DiagramEdge(
                        source=source._name,
                        target=target._name,
                        label=context.text(rules.label),
                        size=_known(entity, rules.size),
                        text=_text(context, entity, rules.size),
                    )


def _end(entity: Entity, name: str) -> tuple[Entity, ...]:
    return _ends(getattr(entity, name))[0] if name else (entity,)


def _ends(value: Any) -> tuple[tuple[Entity, ...], bool]:
    """What a reference leads to for certain, and whether it may lead elsewhere."""
    if isinstance(value, Entity):
        return (value,), False
    if isinstance(value, frozenset):
        return _sorted(value), False
    if isinstance(value, PartialSet):
        return _sorted(value._members), True
    if isinstance(value, OneOf):
        return (), True
    return (), value is UNKNOWN or value is NOT_COLLECTED


def _sorted(found: Iterable[Any]) -> tuple[Entity, ...]:
    entities = (one for one in found if isinstance(one, Entity))
    return tuple(sorted(entities, key=lambda entity: entity._name))


def _known(entity: Entity, name: str) -> float | None:
    """A number, or the middle of an interval; None if it is not known or asked for."""
    value = getattr(entity, name) if name else None
    if isinstance(value, Interval) and value._low is not None and value._high is not None:
        value = (value._low + value._high) / 2
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _text(context: Context, entity: Entity, name: str) -> str:
    """A value for people; nothing for what is not known."""
    value = getattr(entity, name) if name else NONE
    if isinstance(value, NotPlain) and not isinstance(value, Interval):
        return ""
    attribute = entity._type.attributes[name]
    if isinstance(value, Interval) and (value._low is None or value._high is None):
        return ""
    return shown(value, context.language, attribute.unit)
