"""Constants take the type of what they stand beside: text becomes a duration, a date, a choice."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ccrules.conditions import tree
from ccrules.conditions.types import DATE, DURATION, ERROR, TEXT, Type
from ccrules.errors import Message, message, suggestion
from ccrules.facts.parsing import parse_date, parse_duration

if TYPE_CHECKING:
    from ccrules.conditions.checker import Checker


def coerce(checker: Checker, node: tree.Node, wanted: Type) -> tree.Node:
    """Give a constant (or a reference beside text) the type of its neighbour.

    Args:
        checker: collects what is wrong.
        node: the expression.
        wanted: the neighbour's type.
    """
    if wanted.kind == "set" and node.type.kind == "set" and isinstance(node, tree.Literal):
        return _coerce_members(checker, node, wanted)
    if wanted.kind == "text" and node.type.kind == "ref":
        return tree.Identity(TEXT, node.start, node.end, node)
    if isinstance(node, tree.Choose) and wanted.kind == "enum" and node.type.kind == "text":
        return _coerce_branches(checker, node, wanted)
    if isinstance(node, tree.Literal) and node.type.kind == "text":
        return _coerce_text(checker, node, wanted)
    return node


def _coerce_text(checker: Checker, node: tree.Literal, wanted: Type) -> tree.Node:
    if wanted.kind == "enum":
        return _choice(checker, node, wanted)
    if wanted.kind in ("duration", "age"):
        return _parsed(
            checker, node, DURATION, parse_duration, message('durations look like "6 months" or "P6M"')
        )
    if wanted.kind == "date":
        return _parsed(checker, node, DATE, _whole_date, message('dates look like "2026-03-31"'))
    return node


def _whole_date(text: str) -> datetime.date | None:
    """A date; a partial one is refused, since no fact could settle a comparison with it."""
    found = parse_date(text)
    return found if isinstance(found, datetime.date) else None


def _coerce_branches(checker: Checker, node: tree.Choose, wanted: Type) -> tree.Node:
    then, otherwise = coerce(checker, node.then, wanted), coerce(checker, node.otherwise, wanted)
    if ERROR in (then.type, otherwise.type):
        return tree.Literal(ERROR, node.start, node.end, None)
    return replace(node, type=then.type, then=then, otherwise=otherwise)


def _choice(checker: Checker, node: tree.Literal, wanted: Type) -> tree.Node:
    if node.value in wanted.values:
        return tree.Literal(wanted, node.start, node.end, node.value)
    what = message("'{value}' is not one of the choices", value=node.value)
    return checker.fail(node, what, suggestion(str(node.value), wanted.values))


def _parsed(
    checker: Checker, node: tree.Literal, type_: Type, parse: Callable[[str], Any], hint: Message
) -> tree.Node:
    value = parse(node.value)
    if value is None:
        return checker.fail(node, message("'{value}' can't be read here", value=node.value), hint)
    return tree.Literal(type_, node.start, node.end, value)


def _coerce_members(checker: Checker, node: tree.Literal, wanted: Type) -> tree.Node:
    element = wanted.element
    if element is None or node.type.element is None or node.type.element.kind != "text":
        return node
    parts = [tree.Literal(TEXT, node.start, node.end, value) for value in sorted(node.value)]
    done = [coerce(checker, part, element) for part in parts]
    if any(part.type is ERROR for part in done):
        return tree.Literal(ERROR, node.start, node.end, None)
    values = frozenset(part.value for part in done if isinstance(part, tree.Literal))
    return replace(node, type=Type("set", element=done[0].type), value=values)
