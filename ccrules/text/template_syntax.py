"""What a template may be made of, and which names it reads."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes

from ccrules.errors import InputError, Message, Place, Problem, message
from ccrules.text.template_values import ENVIRONMENT, STEPS

#: How deeply loops may be nested.
MAX_NESTING = 3
#: How deeply expressions may be nested.
MAX_DEPTH = 60

_ALLOWED: tuple[type[nodes.Node], ...] = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Filter, nodes.Test, nodes.If, nodes.For, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not, nodes.Neg,
    nodes.Compare, nodes.Operand, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Pos, nodes.Concat,
    nodes.List, nodes.Tuple, nodes.Keyword,
)  # fmt: skip


def check(tree: nodes.Template, place: Place) -> None:
    """Refuse what a text may not do, and count the steps of its loops."""
    problems: dict[str, Problem] = {}
    for node, loops, depth in _walk(tree, 0, 0):
        if isinstance(node, nodes.For):
            node.iter = nodes.Filter(node.iter, STEPS, [], [], None, None, lineno=node.lineno)
        for what in _wrong(node, loops, depth):
            problems[str(what)] = Problem(place, what, _ALLOWED_HINT)
    if problems:
        raise InputError(problems.values())


_ALLOWED_HINT = message("texts may use values, filters, if and for; compute anything else in the check's let")


def _wrong(node: nodes.Node, loops: int, depth: int) -> Iterator[Message]:
    if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
        yield message("a text may not use this: {construct}", construct=_construct(node))
    elif isinstance(node, nodes.Filter) and node.name not in ENVIRONMENT.filters:
        yield message("there is no filter called {name}", name=node.name)
    elif isinstance(node, nodes.Test) and node.name not in ENVIRONMENT.tests:
        yield message("there is no test called {name}", name=node.name)
    elif _name(node).startswith("_") or _name(node) in ("self", "super", "caller"):
        yield message("a text may not read this name: {name}", name=_name(node))
    if loops > MAX_NESTING:
        yield message("loops are nested more than {limit} deep", limit=MAX_NESTING)
    if depth == MAX_DEPTH:
        yield message("the template is nested too deeply")


def _name(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f".{node.attr}" if not node.attr.startswith("_") else node.attr
    return ""


def _construct(node: nodes.Node) -> str:
    return {"Call": "f(…)", "Pow": "**", "Mod": "%", "FloorDiv": "//", "Assign": "{% set %}"}.get(
        type(node).__name__, type(node).__name__.lower()
    )


def _walk(node: nodes.Node, loops: int, depth: int) -> Iterator[tuple[nodes.Node, int, int]]:
    loops += isinstance(node, nodes.For)
    yield node, loops, depth
    if depth > MAX_DEPTH:
        return
    for child in list(node.iter_child_nodes()):
        yield from _walk(child, loops, depth + 1)


def paths(tree: nodes.Template) -> Iterator[tuple[str, ...]]:
    """Dotted names that the template reads from outside, each as long as it goes."""
    stack: list[tuple[nodes.Node, frozenset[str]]] = [(tree, frozenset())]
    while stack:
        node, own = stack.pop()
        path = _path(node)
        if path is not None:
            if path[0] not in own:
                yield path
            continue
        if isinstance(node, nodes.For):
            inner = own | {name.name for name in node.target.find_all(nodes.Name)} | _target(node) | {"loop"}
            stack.append((node.iter, own))
            stack += [(child, inner) for child in (*node.body, *([node.test] if node.test else []))]
            stack += [(child, own) for child in node.else_]
            continue
        stack += [(child, own) for child in node.iter_child_nodes()]


def _target(node: nodes.For) -> frozenset[str]:
    return frozenset([node.target.name]) if isinstance(node.target, nodes.Name) else frozenset()


def _path(node: nodes.Node) -> tuple[str, ...] | None:
    if isinstance(node, nodes.Name):
        return (node.name,)
    inner: tuple[str, ...] | None = None
    if isinstance(node, nodes.Getattr):
        inner = _path(node.node)
        return (*inner, node.attr) if inner else None
    if (
        isinstance(node, nodes.Getitem)
        and isinstance(node.arg, nodes.Const)
        and isinstance(node.arg.value, str)
    ):
        inner = _path(node.node)
        return (*inner, node.arg.value) if inner else None
    return None
