"""Checking calls of functions over graphs: their edges, a loop over pairs, and their vertices."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from ccrules.conditions import tree
from ccrules.conditions.calls import check_loop
from ccrules.conditions.literals import coerce
from ccrules.conditions.types import BOOL, EDGES, ERROR, PAIR, PATH, WHOLE, Type
from ccrules.errors import message

if TYPE_CHECKING:
    from ccrules.conditions.checker import Checker

#: How many vertices a function takes before its edges, and what it gives.
SIGNATURES: dict[str, tuple[int, Type]] = {
    "edges": (0, EDGES),
    "reaches": (2, BOOL),
    "hops": (2, WHOLE),
    "shortest_path": (2, PATH),
    "on_cycle": (1, BOOL),
    "shortest_cycle": (1, PATH),
    "connected": (2, BOOL),
    "separates": (1, BOOL),
}
#: Functions that follow edges whatever their direction, so that they may join two kinds of things.
BOTH_WAYS = frozenset({"edges", "connected", "separates"})
#: What a vertex can be.
VERTICES = frozenset({"ref", "text", "enum"})


def check_graph_call(checker: Checker, part: ast.Call, name: str) -> tree.Node:
    """Check a call of a function over a graph.

    Args:
        checker: collects what is wrong.
        part: the call.
        name: the function.
    """
    number, result = SIGNATURES[name]
    if part.keywords or any(isinstance(argument, ast.Starred) for argument in part.args):
        return checker.fail(part, message("{name}(…) takes plain arguments only", name=name))
    if len(part.args) != number + 1:
        what = message("{name}(…) takes {n} argument(s)", name=name, n=number + 1)
        return checker.fail(part, what, message("write {usage}", usage=_usage(name)))
    edges = _edges(checker, part.args[-1], name)
    start, end = checker.source.span(part)
    if name == "edges":
        return replace(edges, start=start, end=end)
    vertices = tuple(_vertex(checker, argument, edges.type) for argument in part.args[:-1])
    if edges.type is ERROR or any(one.type is ERROR for one in vertices):
        return tree.Literal(ERROR, start, end, None)
    return tree.Graph(result, start, end, name, vertices, edges)


def _usage(name: str) -> str:
    vertices = ("a", "b")[: SIGNATURES[name][0]]
    if not vertices:
        return f"{name}((x.start, x.end) for x in … if …)"
    return f"{name}({', '.join(vertices)}, ((x.start, x.end) for x in … if …))"


# --- edges -----------------------------------------------------------------------------


def _edges(checker: Checker, argument: ast.expr, name: str) -> tree.Node:
    """The edges of a call: a loop over pairs, or a name that ``let`` gave to one."""
    if isinstance(argument, ast.GeneratorExp):
        found = _over_pairs(checker, argument)
    else:
        found = checker.node(argument)
    if found.type.kind not in ("edges", "error"):
        what = message("{name}(…) needs edges as its last argument", name=name)
        return checker.fail(argument, what, message("write {usage}", usage=_usage(name)))
    if found.type is not ERROR and name not in BOTH_WAYS and not _same_kind(*found.type.ends):
        return _two_kinds(checker, argument, found.type)
    return found


def _over_pairs(checker: Checker, argument: ast.GeneratorExp) -> tree.Node:
    outer = dict(checker.loops)
    loops = [check_loop(checker, generator) for generator in argument.generators]
    element = _pair(checker, argument.elt)
    checker.loops = outer
    start, end = checker.source.span(argument)
    known = tuple(loop for loop in loops if loop)
    if len(known) < len(loops) or element.type is ERROR:
        return tree.Literal(ERROR, start, end, None)
    return tree.Aggregate(replace(EDGES, ends=element.type.ends), start, end, "edges", element, known)


def _pair(checker: Checker, part: ast.expr) -> tree.Node:
    if not isinstance(part, ast.Tuple) or len(part.elts) != 2:
        return checker.fail(part, message("an edge is a pair: where it starts, and where it ends"),
                            message("write ((x.start, x.end) for x in … if …)"))  # fmt: skip
    tail, head = (_end(checker, checker.node(one)) for one in part.elts)
    start, end = checker.source.span(part)
    if ERROR in (tail.type, head.type):
        return tree.Literal(ERROR, start, end, None)
    if (tail.type.kind == "ref") != (head.type.kind == "ref"):
        return _two_kinds(checker, part, replace(PAIR, ends=(tail.type, head.type)))
    return tree.Pair(replace(PAIR, ends=(tail.type, head.type)), start, end, tail, head)


def _end(checker: Checker, node: tree.Node) -> tree.Node:
    from ccrules.conditions.checker import kind_text

    if node.type.kind in VERTICES or node.type is ERROR:
        return node
    return checker.fail(
        node,
        message("an edge joins references, texts or choices, but this is {kind}", kind=kind_text(node.type)),
    )


def _two_kinds(checker: Checker, part: ast.expr, type_: Type) -> tree.Node:
    from ccrules.conditions.checker import kind_text

    left, right = map(kind_text, type_.ends)
    return checker.fail(
        part,
        message("both ends of an edge must be of one kind, but are {left} and {right}",
                left=left, right=right),
        message("only connected(…) and separates(…) take edges between two kinds of entities"),
    )  # fmt: skip


# --- vertices --------------------------------------------------------------------------


def _vertex(checker: Checker, argument: ast.expr, edges: Type) -> tree.Node:
    from ccrules.conditions.checker import kind_text

    node = checker.node(argument)
    if edges is ERROR or node.type is ERROR:
        return node
    node = coerce(checker, node, edges.ends[0]) if edges.ends[0].kind == "enum" else node
    if node.type is ERROR or any(_same_kind(node.type, end) for end in edges.ends):
        return node
    return checker.fail(
        node,
        message("this must be what the edges join ({ends}), but is {kind}",
                ends=kind_text(edges.ends[0]), kind=kind_text(node.type)),
    )  # fmt: skip


def _same_kind(left: Type, right: Type) -> bool:
    return (left.kind, left.entity, left.values) == (right.kind, right.entity, right.values)
