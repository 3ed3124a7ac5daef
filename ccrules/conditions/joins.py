"""Index joins: which filter of a loop can be answered by an index instead of a scan."""

from __future__ import annotations

from dataclasses import replace

from ccrules.conditions import tree


def find_join(loop: tree.Loop) -> tree.Loop:
    """Mark the first filter ``x.attr == key`` or ``key in x.attr`` whose key is fixed for the loop.

    Args:
        loop: a loop over a collection.
    """
    if loop.source.type.kind != "collection":
        return loop
    for position, condition in enumerate(loop.filters):
        found = _equality(loop, condition) or _membership(loop, condition)
        if found:
            attribute, key = found
            return replace(loop, key=key, attribute=attribute, key_filter=position)
    return loop


def _equality(loop: tree.Loop, condition: tree.Node) -> tuple[str, tree.Node] | None:
    if not isinstance(condition, tree.Compare) or condition.operator != "==" or condition.rounded:
        return None
    for field, key in ((condition.left, condition.right), (condition.right, condition.left)):
        if _own_field(loop, field, "set", "series", wanted=False) and not depends(key, loop.variable.name):
            assert isinstance(field, tree.Field)
            return field.attribute.name, key
    return None


def _membership(loop: tree.Loop, condition: tree.Node) -> tuple[str, tree.Node] | None:
    if not isinstance(condition, tree.Contains) or depends(condition.item, loop.variable.name):
        return None
    if _own_field(loop, condition.container, "set", wanted=True):
        assert isinstance(condition.container, tree.Field)
        return condition.container.attribute.name, condition.item
    return None


def _own_field(loop: tree.Loop, node: tree.Node, *kinds: str, wanted: bool) -> bool:
    return (
        isinstance(node, tree.Field)
        and isinstance(node.base, tree.Variable)
        and node.base.name == loop.variable.name
        and (node.type.kind in kinds) is wanted
    )


def depends(node: tree.Node, variable: str) -> bool:
    """Whether an expression reads a variable."""
    return any(isinstance(part, tree.Variable) and part.name == variable for part in tree.walk(node))
