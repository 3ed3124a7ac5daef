"""Derived attributes: computed once per fact base, those that others read first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.checker import Scope, check_expression
from ccrules.conditions.evaluator import Environment, Evaluator, plain
from ccrules.conditions.possible import Choice, Possible, Range
from ccrules.conditions.types import attribute_type
from ccrules.conditions.written import Written
from ccrules.errors import CcrulesError, InputError, Problem, message
from ccrules.facts.base import Entity, FactBase
from ccrules.values import NONE, NOT_APPLICABLE, Computed

Key = tuple[str, str]


def check_derivations(scope: Scope) -> dict[Key, tree.Node]:
    """Check the expressions of all derived attributes.

    Args:
        scope: what names can mean.

    Returns:
        Typed expressions by entity type and attribute, in the order of computation.

    Raises:
        InputError: with every problem, including attributes derived from themselves.
    """
    found: dict[Key, tree.Node] = {}
    problems: list[Problem] = []
    for type_ in scope.vocabulary:
        for attribute in type_.attributes.values():
            if not attribute.derive:
                continue
            try:
                node = check_expression(scope, Written(attribute.derive, attribute.place), type_.name)
            except CcrulesError as error:
                problems += error.problems
                continue
            if node.type.kind != attribute_type(attribute).kind:
                problems.append(_wrong_type(type_.name, attribute.name, node, attribute.place))
            found[type_.name, attribute.name] = node
    if problems:
        raise InputError(problems)
    return _ordered(scope, found)


def _wrong_type(type_name: str, name: str, node: tree.Node, place: Any) -> Problem:
    what = message("{type}.{name} is derived from an expression of another type", type=type_name, name=name)
    return Problem(place, what, message("the expression gives: {kind}", kind=node.type.kind))


def _ordered(scope: Scope, found: Mapping[Key, tree.Node]) -> dict[Key, tree.Node]:
    graph = {key: [other for other in _reads(node) if other in found] for key, node in found.items()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        names = " → ".join(f"{type_}.{name}" for type_, name in error.args[1])
        type_, name = error.args[1][0]
        attribute = scope.vocabulary.attribute(type_, name)
        assert attribute is not None
        raise InputError(
            Problem(attribute.place, message("derived attributes go in a circle: {names}", names=names))
        ) from None
    return {key: found[key] for key in order}


def _reads(node: tree.Node) -> Iterable[Key]:
    """The attributes an expression reads, index joins included."""
    for part in tree.walk(node):
        if isinstance(part, tree.Field):
            yield part.base.type.entity, part.attribute.name


def derive(base: FactBase, derivations: Mapping[Key, tree.Node]) -> None:
    """Compute the derived attributes of a fact base, in place.

    Args:
        base: the facts; attributes given in the fact files are not overwritten.
        derivations: typed expressions in the order of computation.
    """
    for (type_name, name), node in derivations.items():
        evaluator = Evaluator(base)
        for entity in _entities(base, type_name):
            if name not in base.origins.get(entity, ()):
                environment: Environment = {type_name: Choice((entity,))}
                entity.__dict__[name] = stored(evaluator.value(node, environment))
        if type_name in base.collections:
            base.collections[type_name]._indexes.pop(name, None)


def _entities(base: FactBase, type_name: str) -> Iterable[Entity]:
    if type_name in base.collections:
        return base.collections[type_name].members
    found = base.singletons.get(type_name)
    return (found,) if isinstance(found, Entity) else ()


def stored(value: Possible) -> Any:
    """What an attribute holds for a possible value: the plain value if it is decided."""
    if not p.decided(value):
        return Computed(value)
    if value == p.NA:
        return NOT_APPLICABLE
    if isinstance(value, Range | Choice) and value.empty:
        return NONE if value.none else NOT_APPLICABLE
    if not isinstance(value, int) and getattr(value, "empty", False):
        return NOT_APPLICABLE
    found = plain(value)
    return p.round12(found) if isinstance(found, float) else found
