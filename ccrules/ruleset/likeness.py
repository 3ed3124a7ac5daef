"""When two expressions say the same: their shape, without places, names of loops and order of parts."""

from __future__ import annotations

from collections.abc import Hashable

from ccrules.conditions import tree

Shape = tuple[Hashable, ...]
#: What each comparison is called with its sides exchanged.
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def shape(node: tree.Node, bound: tuple[str, ...] = ()) -> Shape:
    """The shape of an expression; two of one shape give the same whatever the facts.

    Args:
        node: the expression.
        bound: the variables of the loops around it, outermost first.
    """
    if isinstance(node, tree.Named):
        return shape(node.body, bound)
    if isinstance(node, tree.Logic):
        return node.operator, *sorted(_operands(node, node.operator, bound), key=repr)
    if isinstance(node, tree.Compare):
        return _comparison(node.operator, shape(node.left, bound), shape(node.right, bound))
    if isinstance(node, tree.Not):
        return negated(shape(node.operand, bound))
    if isinstance(node, tree.Aggregate):
        return _aggregate(node, bound)
    return type(node).__name__, *_own(node, bound), *(shape(part, bound) for part in node.parts())


def _own(node: tree.Node, bound: tuple[str, ...]) -> Shape:
    """What an expression is beside its parts."""
    if isinstance(node, tree.Literal):
        return (repr(node.value),)
    if isinstance(node, tree.Variable):
        return (bound.index(node.name) if node.name in bound else node.name,)
    if isinstance(node, tree.Field):
        return (node.attribute.name,)
    if isinstance(node, tree.Call | tree.Graph):
        return (node.function,)
    return (getattr(node, "name", getattr(node, "operator", "")),)


def _operands(node: tree.Node, operator: str, bound: tuple[str, ...]) -> set[Shape]:
    """The parts of a chain of ``and`` or ``or``, each once."""
    while isinstance(node, tree.Named):
        node = node.body
    if isinstance(node, tree.Logic) and node.operator == operator:
        return {one for part in node.operands for one in _operands(part, operator, bound)}
    return {shape(node, bound)}


def _comparison(operator: str, left: Shape, right: Shape) -> Shape:
    """With the sides in one order, whichever way it was written."""
    if repr(left) > repr(right):
        operator, left, right = MIRRORED[operator], right, left
    return "Compare", operator, left, right


def negated(found: Shape) -> Shape:
    """The shape of the opposite.

    Args:
        found: the shape of a condition.
    """
    if found[0] == "Not":
        opposite = found[1]
        assert isinstance(opposite, tuple)
        return opposite
    if found[0] == "Compare":
        return "Compare", _NEGATED[str(found[1])], *found[2:]
    return "Not", found


def _aggregate(node: tree.Aggregate, bound: tuple[str, ...]) -> Shape:
    loops: list[Hashable] = []
    for loop in node.loops:
        source = shape(loop.source, bound)
        bound = (*bound, loop.variable.name)
        filters = {one for part in loop.filters for one in _operands(part, "and", bound)}
        loops.append((source, tuple(sorted(filters, key=repr))))
    return "Aggregate", node.function, tuple(loops), shape(node.element, bound)


def conjuncts(node: tree.Node | None) -> list[tree.Node]:
    """The conditions that all have to hold, each with its place.

    Args:
        node: a condition; none has no parts.
    """
    while isinstance(node, tree.Named):
        node = node.body
    if isinstance(node, tree.Logic) and node.operator == "and":
        return [one for part in node.operands for one in conjuncts(part)]
    return [] if node is None else [node]
