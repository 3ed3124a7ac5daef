"""Mutants of checks: each with one small change of its expressions, severity or a parameter it reads."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.checker import Question, Scope, Terms
from ccrules.conditions.functions import PluginFunction
from ccrules.conditions.syntax import Source
from ccrules.conditions.written import Written
from ccrules.errors import InputError, Message, Place, message
from ccrules.ruleset.model import Check, Method, Parameter
from ccrules.ruleset.questions import with_question
from ccrules.testing.edits import Edit, edits, severity_edits
from ccrules.testing.rewriting import in_order
from ccrules.testing.steps import moved, value_text


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule with one small change.

    Attributes:
        rule: the id of the check or inference.
        kind: what sort of change.
        field: the expression that is changed: ``when``, ``applies``, ``severity`` or a ``let``;
            the parameter's name; of an inference ``when``.
        place: where the changed part is written.
        before: the changed part as it is.
        after: what stands there in the mutant; empty if it is left out.
        kills: what kind of case would notice.
    """

    rule: str
    kind: str
    field: str
    place: Place
    before: str
    after: str
    kills: Message


@dataclass(frozen=True, slots=True)
class CheckMutant(Mutant):
    """A mutant of a check.

    Attributes:
        texts: the expressions that are changed, by field; without ``applies`` None stands for it.
        values: parameters that have another value, or that only the mutant knows.
    """

    texts: Mapping[str, Written | None] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


class Nursery:
    """Makes mutants of checks, and checks of mutants.

    Args:
        method: the rules.
        functions: functions of plugins that conditions may call, by name.
    """

    def __init__(self, method: Method, functions: Mapping[str, PluginFunction]) -> None:
        self.method, self.functions = method, functions

    def mutants(self, check: Check) -> Iterator[CheckMutant]:
        """Every mutant of a check that is a sound check itself, in the order of its fields."""
        for name, written in _judging(check).items():
            source = Source(written)
            found = severity_edits(source.body) if name == "severity" else iter(())
            for edit in (
                *edits(
                    source.body, values_in(getattr(check.terms, name, None) or check.terms.let[name], source)
                ),
                *found,
            ):
                yield from self._sound(check, _mutant(check, name, source, edit))
        if check.applies is not None:
            yield from self._sound(check, _always_applied(check))
        yield from self._of_parameters(check)

    def _of_parameters(self, check: Check) -> Iterator[CheckMutant]:
        for name, place in parameters_in(_judging(check).values()).items():
            parameter = self.method.parameters[name]
            for value in other_values(parameter):
                yield from self._sound(check, _with_parameter(check, parameter, place, value))

    def _sound(self, check: Check, mutant: CheckMutant) -> Iterator[CheckMutant]:
        if self.changed(check, mutant, self.method) is not None:
            yield mutant

    def changed(self, check: Check, mutant: CheckMutant, method: Method) -> Check | None:
        """A mutant as a check that can be run; None if its expressions make no sense.

        Args:
            check: the check as it is.
            mutant: one of its mutants.
            method: the rules, perhaps with other values of parameters.
        """
        texts = mutant.texts
        changed = replace(
            check,
            when=texts.get("when", check.when),
            applies=texts.get("applies", check.applies),
            let={name: texts.get(name) or text for name, text in check.let.items()},
            severity=texts.get("severity") or check.severity,
        )
        parameters = with_values(method.parameters, mutant.values)
        scope = Scope(method.vocabulary_of(check), parameters, self.functions)
        try:
            return with_question(changed, scope)
        except InputError:
            return None


def _judging(check: Check) -> dict[str, Written]:
    """The expressions that outcome and severity depend on, in the order in which they are evaluated."""
    terms: Terms | None = check.terms
    if terms is None:
        return {}
    when = terms.when if isinstance(terms, Question) else None
    roots = [node for node in (terms.applies, when, terms.severity) if node is not None]
    read = {part.name for root in roots for part in tree.walk(root) if isinstance(part, tree.Named)}
    found: dict[str, Written | None] = {"applies": check.applies}
    found |= {name: written for name, written in check.let.items() if name in read}
    found |= {"when": check.when, "severity": check.severity}
    return {name: written for name, written in found.items() if written is not None}


def values_in(root: tree.Node, source: Source) -> Callable[[ast.expr], Any]:
    """Tells the value of a constant of an expression, as its type makes it.

    Args:
        root: the expression, typed.
        source: the same, parsed.
    """
    literals = {
        (part.start, part.end): part.value for part in tree.walk(root) if isinstance(part, tree.Literal)
    }
    return lambda node: literals.get(source.span(node))


def parameters_in(texts: Iterable[Written]) -> dict[str, Place]:
    """The parameters that expressions read, each with the place where it is first read."""
    found: dict[str, Place] = {}
    for written in texts:
        source = Source(written)
        for part in in_order(source.body):
            if isinstance(part, ast.Attribute) and ast.unparse(part.value) == "params":
                found.setdefault(part.attr, written.at(source.span(part)[0]))
    return found


def _mutant(check: Check, name: str, source: Source, edit: Edit) -> CheckMutant:
    start, end = source.span(edit.at)
    return CheckMutant(
        rule=check.id,
        kind=edit.kind,
        field=name,
        place=source.written.at(start),
        before=" ".join(source.written.text[start:end].split()),
        after=edit.after,
        kills=edit.kills,
        texts={name: Written(edit.whole)},
        values=edit.values,
    )


def _always_applied(check: Check) -> CheckMutant:
    assert check.applies is not None
    text = " ".join(check.applies.text.split())
    kills = message("a case in which {part} is false, which expects not_applicable", part=text)
    place = check.applies.place
    return CheckMutant(check.id, "applies", "applies", place, text, "", kills, texts={"applies": None})


def _with_parameter(check: Check, parameter: Parameter, place: Place, value: Any) -> CheckMutant:
    told = parameter_mutant(check.id, parameter, place, value)
    return CheckMutant(**told, values={parameter.name: value})


def parameter_mutant(rule: str, parameter: Parameter, place: Place, value: Any) -> dict[str, Any]:
    """What a mutant tells in which a parameter has another value.

    Args:
        rule: the check or derived attribute.
        parameter: the parameter.
        place: where it is read.
        value: the other value.
    """
    name, before = f"params.{parameter.name}", value_text(parameter.value)
    return {
        "rule": rule,
        "kind": "parameter",
        "field": name,
        "place": place,
        "before": f"{name} = {before}",
        "after": f"{name} = {value_text(value, parameter.value)}",
        "kills": message(
            "a case just at {value}, the limit set by {name}, on the side that this moves",
            value=before,
            name=name,
        ),
    }


def other_values(parameter: Parameter) -> tuple[Any, ...]:
    """Other values of a parameter: a step up and a step down; the other of a yes and a no; another choice."""
    if parameter.type == "bool":
        return (not parameter.value,)
    if parameter.type == "enum":
        return tuple(value for value in parameter.values if value != parameter.value)[:1]
    return moved(parameter.value, whole=parameter.type == "int")


@dataclass(frozen=True, slots=True)
class _Moved:
    """A parameter that only a mutant knows: what the checker asks of one."""

    value: Any
    type: str = "duration"
    unit: str = ""
    values: tuple[str, ...] = ()


def with_values(parameters: Mapping[str, Parameter], values: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters, some of them with another value, and values that only a mutant knows."""
    known: dict[str, Any] = dict(parameters)
    for name, value in values.items():
        known[name] = replace(known[name], value=value) if name in known else _Moved(value)
    return known
