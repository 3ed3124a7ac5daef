"""The paths by which an expression reads an entity, such as ``flow.team.site``."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.conditions import tree
from ccrules.conditions.columns import Path
from ccrules.conditions.inputs import inputs


def paths_of(node: tree.Node, variable: str) -> tuple[Path, ...]:
    """The paths from an entity on whose ends an expression depends, and on nothing else of the entity.

    Args:
        node: the expression.
        variable: the name of the entity in it.

    Returns:
        In alphabetical order; the empty path alone if the expression depends on the entity itself.
    """
    found = set(_paths(node, variable))
    return ((),) if () in found else tuple(sorted(found))


def is_path(node: tree.Node | None, variable: str) -> bool:
    """Whether an expression is nothing but a path from an entity."""
    return node is not None and _path(node, variable) is not None


def _paths(node: tree.Node, variable: str) -> Iterator[Path]:
    if isinstance(node, tree.Variable):
        if node.name == variable:
            yield ()
        return
    if isinstance(node, tree.Field):
        path = _path(node, variable)
        if path is not None:
            yield path
            return
    for part in inputs(node) if isinstance(node, tree.Aggregate) else node.parts():
        yield from _paths(part, variable)


def _path(node: tree.Node, variable: str) -> Path | None:
    """The names of the attributes on the way; None if it does not begin at the entity."""
    if isinstance(node, tree.Named):
        return _path(node.body, variable)
    if isinstance(node, tree.Variable):
        return () if node.name == variable else None
    if not isinstance(node, tree.Field):
        return None
    before = _path(node.base, variable)
    return None if before is None else (*before, node.attribute.name)
