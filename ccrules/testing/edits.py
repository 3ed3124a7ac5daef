"""Small changes to an expression of the condition language: the mutation operators.

Each changes one thing: a comparison, a number, a connective, a filter. What comes out may not be a
sound condition any more; whoever type-checks it finds out.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ccrules.conditions.checker import SEVERITY
from ccrules.errors import Message, message
from ccrules.testing.rewriting import in_order, replaced, text_of
from ccrules.testing.steps import moved, value_text
from ccrules.values import Duration

#: What each comparison becomes: the same with its limit on the other side, and its opposite; an
#: equality also what holds where it holds, on one side more.
COMPARISONS: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq, ast.Gt, ast.Lt),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
ARITHMETIC: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
SWAPPED = {"any": "all", "all": "any", "min": "max", "max": "min"}
#: Stands for a length of time that has no exact name, such as a month less a day.
MOVED = "moved_length"

#: The value of the constant at a place of the expression, None if it is not a number or a time.
ValueOf = Callable[[ast.expr], Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """One change.

    Attributes:
        kind: the operator: ``comparison``, ``number``, ``connective``, ``operand``, ``not``,
            ``quantifier``, ``filter``, ``member``, ``arithmetic`` or ``severity``.
        at: the part that is changed, as it was.
        after: what stands there afterwards; empty if it is left out.
        whole: the whole expression after the change.
        kills: what kind of case would notice.
        values: parameters that the change adds, by name.
    """

    kind: str
    at: ast.expr
    after: str
    whole: str
    kills: Message
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands in for a part of the tree; the part shown may be a smaller one."""

    kind: str
    new: ast.AST
    kills: Message
    at: ast.expr | None = None
    after: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def edits(root: ast.expr, value_of: ValueOf) -> Iterator[Edit]:
    """Every change to an expression, in the order in which its parts are written.

    Args:
        root: the expression.
        value_of: tells the values of constants.
    """
    for node in in_order(root):
        for change in _changes(node, value_of):
            yield _edit(root, node, change)
        for part in _conditions(node, root):
            if isinstance(part, ast.Attribute | ast.Name | ast.Call):
                kills = message("a case whose outcome depends on {part}", part=text_of(part))
                yield _edit(root, part, _Change("not", ast.UnaryOp(ast.Not(), part), kills))


def _edit(root: ast.expr, node: ast.AST, change: _Change) -> Edit:
    at = change.at or node
    assert isinstance(at, ast.expr)
    after = text_of(change.new) if change.after is None else change.after
    return Edit(
        change.kind, at, after, ast.unparse(replaced(root, node, change.new)), change.kills, change.values
    )


def _conditions(node: ast.AST, root: ast.expr) -> Iterator[ast.expr]:
    """The conditions directly in a node. Comparisons have opposites of their own."""
    if node is root:
        yield root
    if isinstance(node, ast.BoolOp):
        yield from node.values
    elif isinstance(node, ast.comprehension):
        yield from node.ifs
    elif isinstance(node, ast.IfExp):
        yield node.test


def _changes(node: ast.AST, value_of: ValueOf) -> Iterator[_Change]:
    if isinstance(node, ast.Compare):
        yield from _of_comparison(node)
    elif isinstance(node, ast.BoolOp):
        yield from _of_connective(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        what = text_of(node.operand)
        yield _Change("not", node.operand, message("a case whose outcome depends on {part}", part=what))
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.comprehension):
        yield from _of_filters(node)
    elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC:
        new = ast.BinOp(node.left, ARITHMETIC[type(node.op)](), node.right)
        yield _Change(
            "arithmetic", new, message("a case whose outcome depends on {part}", part=text_of(node))
        )
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node, value_of(node))


# --- comparisons ------------------------------------------------------------------------


def _of_comparison(node: ast.Compare) -> Iterator[_Change]:
    sides = [node.left, *node.comparators]
    for index, operator in enumerate(node.ops):
        left, right = text_of(sides[index]), text_of(sides[index + 1])
        for other in COMPARISONS.get(type(operator), ()):
            operators = [*node.ops[:index], other(), *node.ops[index + 1 :]]
            new = ast.Compare(node.left, operators, node.comparators)
            yield _Change("comparison", new, _noticed_by(type(operator), other, left, right))
        if isinstance(operator, ast.In | ast.NotIn):
            yield from _fewer_members(node, index, left)


def _noticed_by(before: type[ast.cmpop], after: type[ast.cmpop], left: str, right: str) -> Message:
    """The values that the two comparisons tell apart."""
    pair = {before, after}
    if pair in ({ast.Lt, ast.LtE}, {ast.Gt, ast.GtE}):
        return message("a case in which {left} is exactly {right}", left=left, right=right)
    if (before, after) in ((ast.Eq, ast.LtE), (ast.NotEq, ast.Gt)):
        return message("a case in which {left} lies below {right}", left=left, right=right)
    if (before, after) in ((ast.Eq, ast.GtE), (ast.NotEq, ast.Lt)):
        return message("a case in which {left} lies above {right}", left=left, right=right)
    part = f"{left} {_SIGNS[before]} {right}"
    return message("a case whose outcome depends on {part}", part=part)


_SIGNS = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def _fewer_members(node: ast.Compare, index: int, left: str) -> Iterator[_Change]:
    """A list of constants without one of them."""
    listed = node.comparators[index]
    if not isinstance(listed, ast.Tuple | ast.List | ast.Set) or len(listed.elts) < 2:
        return
    for member in listed.elts:
        rest = [one for one in listed.elts if one is not member]
        others = [*node.comparators[:index], ast.Tuple(rest, ast.Load()), *node.comparators[index + 1 :]]
        kills = message("a case in which {left} is {value}", left=left, value=text_of(member))
        yield _Change("member", ast.Compare(node.left, node.ops, others), kills, at=member, after="")


# --- connectives ------------------------------------------------------------------------


def _of_connective(node: ast.BoolOp) -> Iterator[_Change]:
    is_and = isinstance(node.op, ast.And)
    other = ast.BoolOp(ast.Or() if is_and else ast.And(), node.values)
    yield _Change("connective", other, message("a case in which one of these holds and another does not"))
    for operand in node.values:
        rest = [one for one in node.values if one is not operand]
        new = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        part = text_of(operand)
        kills = (
            message("a case in which {part} alone is false", part=part)
            if is_and
            else message("a case in which {part} alone is true", part=part)
        )
        yield _Change("operand", new, kills, at=operand, after="")


def _of_call(node: ast.Call) -> Iterator[_Change]:
    other = SWAPPED.get(node.func.id, "") if isinstance(node.func, ast.Name) else ""
    if other:
        new = ast.Call(ast.Name(other, ast.Load()), node.args, node.keywords)
        kills = message("a case with a member that meets the condition and one that does not")
        yield _Change("quantifier", new, kills)


def _of_filters(node: ast.comprehension) -> Iterator[_Change]:
    for condition in node.ifs:
        rest = [one for one in node.ifs if one is not condition]
        new = ast.comprehension(node.target, node.iter, rest, node.is_async)
        part = text_of(condition)
        kills = message("a case with a member for which {part} is false", part=part)
        yield _Change("filter", new, kills, at=condition, after="")


# --- constants --------------------------------------------------------------------------


def _of_constant(node: ast.Constant, value: Any) -> Iterator[_Change]:
    kills = message("a case just at {value}, on the side that this moves", value=text_of(node))
    for other in moved(value, whole=isinstance(value, int)):
        if isinstance(other, Duration):
            after = value_text(other, value)
            name = ast.Attribute(ast.Name("params", ast.Load()), MOVED, ast.Load())
            yield _Change("number", name, kills, after=after, values={MOVED: other})
        else:
            constant = str(other) if isinstance(node.value, str) else other
            yield _Change("number", ast.Constant(constant), kills)


def milder(severity: str) -> str:
    """The severity below one, or above the mildest."""
    rank = SEVERITY.values.index(severity)
    return SEVERITY.values[rank - 1] if rank else SEVERITY.values[1]


def severity_edits(root: ast.expr) -> Iterator[Edit]:
    """The changes of single severities in an expression over severities."""
    for node in in_order(root):
        if isinstance(node, ast.Name) and node.id in SEVERITY.values:
            other = ast.Name(milder(node.id), ast.Load())
            kills = message("a case that expects the severity: fail {severity}", severity=node.id)
            yield Edit("severity", node, other.id, ast.unparse(replaced(root, node, other)), kills)
