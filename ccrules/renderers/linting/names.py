"""The names that a template uses, held against what a report has.

The parts of a report are dataclasses with types, so what a loop runs over tells what its variable
is; a misspelt name is found in branches too that no sample runs through.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from jinja2 import Environment, nodes
from jinja2.meta import find_undeclared_variables

from ccrules.errors import Message, message, suggestion
from ccrules.renderers.branding import Branding
from ccrules.renderers.report.model import Report

#: A problem: its line, what is wrong, and a hint.
Found = tuple[int, Message, Message | None]
#: What names stand for: a class of the report, or the names below it; None where nothing is known.
Kind = Any


def name_problems(
    tree: nodes.Template, environment: Environment, known: Mapping[str, Kind]
) -> Iterator[Found]:
    """Names, attributes, filters and tests that there are not.

    Args:
        tree: the template.
        environment: its filters and tests.
        known: what the template may use; a collection of names stands for what it has below it.
    """
    yield from _unknown(tree, nodes.Filter, environment.filters)
    yield from _unknown(tree, nodes.Test, environment.tests)
    names = {*known, *environment.globals}
    for name in sorted(_undeclared(tree, environment) - names):
        line = next((one.lineno for one in tree.find_all(nodes.Name) if one.name == name), 0)
        yield line, message("there is no {name}", name=name), suggestion(name, sorted(names))
    yield from _Walk(dict(known)).below(tree)


def _unknown(
    tree: nodes.Template, kind: type[nodes.Filter | nodes.Test], known: Mapping[str, object]
) -> Iterator[Found]:
    for one in tree.find_all(kind):
        if one.name not in known:
            filter_ = message("there is no filter {name}", name=one.name)
            what = filter_ if kind is nodes.Filter else message("there is no test {name}", name=one.name)
            yield one.lineno, what, suggestion(one.name, sorted(known))


def _undeclared(tree: nodes.Template, environment: Environment) -> set[str]:
    """Names that the template does not define itself; Jinja only says if it knows every filter and test."""
    patient: Any = environment.overlay()
    patient.filters = environment.filters | {one.name: str for one in tree.find_all(nodes.Filter)}
    patient.tests = environment.tests | {one.name: str for one in tree.find_all(nodes.Test)}
    tree.set_environment(patient)
    return find_undeclared_variables(tree)


class _Walk:
    """Goes through a template with what is known of its variables."""

    def __init__(self, known: dict[str, Kind]) -> None:
        self._known = known

    def below(self, node: nodes.Node) -> Iterator[Found]:
        for child in node.iter_child_nodes():
            yield from self._one(child)

    def _one(self, node: nodes.Node) -> Iterator[Found]:
        if isinstance(node, nodes.For):
            yield from self._loop(node)
        elif isinstance(node, nodes.Macro):
            yield from self._hiding(node, [one.name for one in node.args])
        else:
            if isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
                self._known[node.target.name] = self._kind(node.node)
            if isinstance(node, nodes.Getattr):
                yield from self._attribute(node)
            yield from self.below(node)

    def _loop(self, node: nodes.For) -> Iterator[Found]:
        yield from self._one(node.iter)
        before = dict(self._known)
        for name in node.target.find_all(nodes.Name):
            self._known[name.name] = None
        if isinstance(node.target, nodes.Name):
            self._known[node.target.name] = _member(self._kind(node.iter))
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from self._one(child)
        self._known = before

    def _hiding(self, node: nodes.Macro, names: list[str]) -> Iterator[Found]:
        before = dict(self._known)
        self._known |= dict.fromkeys(names)
        yield from self.below(node)
        self._known = before

    def _attribute(self, node: nodes.Getattr) -> Iterator[Found]:
        there = _below(self._kind(node.node))
        if there is not None and node.attr not in there:
            what = message("there is no {name}", name=f"{_written(node.node)}.{node.attr}")
            yield node.lineno, what, suggestion(node.attr, sorted(there))

    def _kind(self, node: nodes.Node) -> Kind:
        if isinstance(node, nodes.Name):
            return self._known.get(node.name)
        if isinstance(node, nodes.Getattr):
            owner = self._kind(node.node)
            return attribute_types(owner).get(node.attr) if is_dataclass(owner) else None
        if isinstance(node, nodes.Getitem):
            return (
                _member(self._kind(node.node))
                if not isinstance(node.arg, nodes.Slice)
                else self._kind(node.node)
            )
        if (
            isinstance(node, nodes.Filter)
            and node.node
            and node.name in ("list", "sort", "selectattr", "rejectattr")
        ):
            return self._kind(node.node)
        return None


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    return f"{_written(node.node)}.{node.attr}" if isinstance(node, nodes.Getattr) else "…"


def _below(kind: Kind) -> Collection[str] | None:
    """The names below one; None if nothing is known of it."""
    if isinstance(kind, frozenset):
        return kind
    return attribute_types(kind).keys() if is_dataclass(kind) else None


def attribute_types(kind: Kind) -> dict[str, Kind]:
    """The attributes of a part of the report with their types, properties included.

    Args:
        kind: its class.
    """
    hints = typing.get_type_hints(kind)
    found = {one.name: _plain(hints[one.name]) for one in fields(kind)}
    for name, one in vars(kind).items():
        if isinstance(one, property) and one.fget:
            found[name] = _plain(typing.get_type_hints(one.fget).get("return"))
    return found


def _plain(kind: Kind) -> Kind:
    """A type without "or none"."""
    if isinstance(kind, types.UnionType):
        return next((one for one in typing.get_args(kind) if one is not type(None)), None)
    return kind


def _member(kind: Kind) -> Kind:
    """What a sequence holds."""
    inside = typing.get_args(kind)
    repeated = str(typing.get_origin(kind)) == "<class 'tuple'>" and inside[1:] == (Ellipsis,)
    return _plain(inside[0]) if repeated else None


def report_names() -> dict[str, Kind]:
    """What every template may use."""
    return {"report": Report, "brand": Branding}
