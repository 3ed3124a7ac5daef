"""Derived attributes: computed once per fact base, those that others read first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import TopologicalSorter
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import Environment, Evaluator, plain
from ccrules.conditions.possible import Choice, Possible, Range
from ccrules.conditions.runtime import FunctionFailed
from ccrules.facts.base import Entity, FactBase
from ccrules.values import NONE, NOT_APPLICABLE, Computed

Key = tuple[str, str]


def in_order(derivations: Mapping[Key, tree.Node]) -> dict[Key, tree.Node]:
    """Put derived attributes behind those they read.

    Args:
        derivations: typed expressions by entity type and attribute, without circles.
    """
    graph = {
        key: [other for other in _reads(node) if other in derivations] for key, node in derivations.items()
    }
    return {key: derivations[key] for key in TopologicalSorter(graph).static_order()}


def _reads(node: tree.Node) -> Iterable[Key]:
    """The attributes an expression reads, index joins included."""
    for part in tree.walk(node):
        if isinstance(part, tree.Field):
            yield part.base.type.entity, part.attribute.name


def derive(base: FactBase, derivations: Mapping[Key, tree.Node]) -> None:
    """Compute the derived attributes of a fact base, in place.

    Args:
        base: the facts; attributes given in the fact files are not overwritten.
        derivations: typed expressions by entity type and attribute.
    """
    for (type_name, name), node in in_order(derivations).items():
        evaluator = Evaluator(base)
        for entity in _entities(base, type_name):
            if base.origin(entity, name) is None:
                entity.__dict__[name] = computed(evaluator, node, entity, name)
        if type_name in base.collections:
            base.collections[type_name]._indexes.pop(name, None)


def _entities(base: FactBase, type_name: str) -> Iterable[Entity]:
    if type_name in base.collections:
        return base.collections[type_name].members
    found = base.singletons.get(type_name)
    return (found,) if isinstance(found, Entity) else ()


def computed(evaluator: Evaluator, node: tree.Node, entity: Entity, name: str) -> Any:
    """What a derived attribute of an entity holds.

    Args:
        evaluator: over the facts.
        node: the expression.
        entity: the entity.
        name: the attribute.
    """
    environment: Environment = {entity._type.name: Choice((entity,))}
    try:
        return stored(evaluator.value(node, environment))
    except FunctionFailed as failure:
        return Computed(p.universe(entity._type.attributes[name], node.type), failure)


def stored(value: Possible) -> Any:
    """What an attribute holds for a possible value: the plain value if it is decided."""
    if not p.decided(value):
        if isinstance(value, Range) and isinstance(value.low, int | float):
            return Computed(p.rounded(value))  # as the decided value will be
        return Computed(value)
    if value == p.NA:
        return NOT_APPLICABLE
    if isinstance(value, Range | Choice) and value.empty:
        return NONE if value.none else NOT_APPLICABLE
    if not isinstance(value, int) and getattr(value, "empty", False):
        return NOT_APPLICABLE
    found = plain(value)
    return p.round12(found) if isinstance(found, float) else found
