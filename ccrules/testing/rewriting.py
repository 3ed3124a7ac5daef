"""Python syntax trees with one part replaced, and their text as authors write it."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def in_order(root: ast.AST) -> Iterator[ast.AST]:
    """The node and everything below it, each before its parts, parts from left to right."""
    yield root
    for part in ast.iter_child_nodes(root):
        yield from in_order(part)


def replaced(root: ast.AST, old: ast.AST, new: ast.AST) -> ast.AST:
    """The tree with one of its nodes replaced; what has not changed is shared.

    Args:
        root: the tree.
        old: the node, the very object.
        new: what stands there instead.
    """
    if root is old:
        return new
    changed: dict[str, object] = {}
    for name, value in ast.iter_fields(root):
        after = _part(value, old, new)
        if after is not value:
            changed[name] = after
    return type(root)(**{**dict(ast.iter_fields(root)), **changed}) if changed else root


def _part(value: object, old: ast.AST, new: ast.AST) -> object:
    if isinstance(value, ast.AST):
        return replaced(value, old, new)
    if isinstance(value, list):
        items = [_part(one, old, new) for one in value]
        return items if any(one is not other for one, other in zip(items, value, strict=True)) else value
    return value


def text_of(node: ast.AST) -> str:
    """The text of a node, with the quotes and brackets that authors use in YAML."""
    parts = dict(_without_brackets(node))
    for name, part in parts.items():
        node = replaced(node, part, ast.Name(name, ast.Load()))
    text = ast.unparse(node)
    for name, part in parts.items():
        text = text.replace(name, _inner(part))
    return text if '"' in text else text.replace("'", '"')


def _without_brackets(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The parts that Python puts into brackets of their own, under names that stand in for them."""
    found: list[ast.expr] = []
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and len(part.args) == 1 and isinstance(part.args[0], ast.GeneratorExp):
            found.append(part.args[0])
        elif isinstance(part, ast.BoolOp):
            found += [one for one in part.values if isinstance(one, ast.UnaryOp)]
    yield from ((f"part{number}_", part) for number, part in enumerate(found))


def _inner(part: ast.expr) -> str:
    text = text_of(part)
    return text.removeprefix("(").removesuffix(")") if isinstance(part, ast.GeneratorExp) else text
