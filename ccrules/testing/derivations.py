"""Mutants of derived attributes: noticed, if at all, by cases of the checks that read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.checker import Scope, check_expression
from ccrules.conditions.functions import PluginFunction
from ccrules.conditions.supposing import read_by
from ccrules.conditions.syntax import Source
from ccrules.conditions.types import attribute_type
from ccrules.conditions.written import Written
from ccrules.documents import Node, read_document
from ccrules.errors import InputError
from ccrules.facts.vocabulary import Attribute
from ccrules.ruleset.model import Check, Method
from ccrules.ruleset.nodes import find, written
from ccrules.testing.asked import Key
from ccrules.testing.edits import Edit, edits
from ccrules.testing.limits import roots_of
from ccrules.testing.mutants import (
    Mutant,
    other_values,
    parameter_mutant,
    parameters_in,
    values_in,
    with_values,
)


@dataclass(frozen=True, slots=True)
class DerivedMutant(Mutant):
    """A mutant of a derived attribute.

    Attributes:
        key: its entity type and name.
        node: the changed expression, typed.
    """

    key: Key
    node: tree.Node

    def method(self, method: Method) -> Method:
        """The rules with the attribute computed otherwise."""
        return replace(method, derived={**method.derived, self.key: self.node})


class Derivations:
    """Makes mutants of derived attributes.

    Args:
        method: the rules.
        functions: functions of plugins that conditions may call, by name.
    """

    def __init__(self, method: Method, functions: Mapping[str, PluginFunction]) -> None:
        self.method, self.functions = method, functions
        self._files: dict[str, Node] = {}

    def mutants(self, attribute: Attribute, key: Key) -> Iterator[DerivedMutant]:
        """Every mutant of a derived attribute that is a sound expression of its type.

        Args:
            attribute: the attribute.
            key: its entity type and name.
        """
        text = self._written(attribute, key)
        if text is None:
            return
        source = Source(text)
        for edit in edits(source.body, values_in(self.method.derived[key], source)):
            node = self._typed(attribute, key, Written(edit.whole), edit.values)
            if node is not None:
                yield _mutant(key, source, edit, node)
        for name, place in parameters_in([text]).items():
            parameter = self.method.parameters[name]
            for value in other_values(parameter):
                node = self._typed(attribute, key, text, {name: value})
                if node is not None:
                    told = parameter_mutant(".".join(key), parameter, place, value)
                    yield DerivedMutant(**told, key=key, node=node)

    def _written(self, attribute: Attribute, key: Key) -> Written | None:
        """The expression with the places of its characters, read again from its file."""
        file = attribute.place.file
        if not file:
            return None
        if file not in self._files:
            self._files[file] = read_document(Path(file))
        found = written(find(self._files[file], "entities", key[0], "attributes", key[1]), "derive")
        return found if found is not None and found.text == attribute.derive else None

    def _typed(
        self, attribute: Attribute, key: Key, text: Written, values: Mapping[str, Any]
    ) -> tree.Node | None:
        scope = Scope(self.method.vocabulary, with_values(self.method.parameters, values), self.functions)
        try:
            node = check_expression(scope, text, key[0])
        except InputError:
            return None
        return node if node.type.kind == attribute_type(attribute).kind else None


def _mutant(key: Key, source: Source, edit: Edit, node: tree.Node) -> DerivedMutant:
    start, end = source.span(edit.at)
    return DerivedMutant(
        rule=".".join(key),
        kind=edit.kind,
        field="derive",
        place=source.written.at(start),
        before=" ".join(source.written.text[start:end].split()),
        after=edit.after,
        kills=edit.kills,
        key=key,
        node=node,
    )


def readers(method: Method, checks: Sequence[Check], key: Key) -> list[Check]:
    """The checks that read a derived attribute, directly or behind another; not those over outcomes."""
    return [
        check
        for check in checks
        if not check.over_outcomes and key in read_by(method.derived, roots_of(check))
    ]
