"""The conditions of a method, checked against its vocabulary and parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ccrules.conditions import tree
from ccrules.conditions.checker import Question, Scope, check_expression, check_question, check_terms
from ccrules.conditions.types import attribute_type
from ccrules.conditions.written import Written
from ccrules.errors import InputError, Message, Problem, message
from ccrules.ruleset.model import Check
from ccrules.ruleset.references import circle_problem

Derived = Mapping[tuple[str, str], Written]


def with_questions(
    checks: Mapping[str, Check], scope: Scope, over_outcomes: Scope, problems: list[Problem]
) -> dict[str, Check]:
    """Check the expressions of all checks.

    Args:
        checks: by id.
        scope: what names can mean.
        over_outcomes: what they can mean in checks over outcomes.
        problems: takes everything that is wrong, at the place in the expression.

    Returns:
        The checks with their questions, in the same order.
    """
    asked: dict[str, Check] = {}
    for name, check in checks.items():
        if check.subject and check.subject not in scope.vocabulary.types:
            asked[name] = check  # told where the subject was written
            continue
        try:
            asked[name] = with_question(check, over_outcomes if check.over_outcomes else scope)
        except InputError as error:
            asked[name] = check
            problems.extend(error.problems)
    return asked


def with_question(check: Check, scope: Scope) -> Check:
    """A check with its expressions typed.

    Args:
        check: the check as it is written.
        scope: what names can mean.

    Raises:
        InputError: with everything that is wrong, at the place in the expression.
    """
    if check.when is None:  # a Python function judges
        terms = check_terms(
            scope, check.subject, severity=check.severity, applies=check.applies, exposure=check.exposure
        )
        return replace(check, python_terms=terms)
    question = check_question(
        scope,
        check.subject,
        when=check.when,
        applies=check.applies,
        let=check.let,
        severity=check.severity,
        exposure=check.exposure,
    )
    return replace(check, question=question)


def derived_attributes(
    derived: Derived, scope: Scope, problems: list[Problem]
) -> dict[tuple[str, str], tree.Node]:
    """Check the expressions of computed attributes.

    Args:
        derived: expressions by entity type and attribute.
        scope: what names can mean.
        problems: takes what is wrong, values of another type, and attributes computed from themselves.

    Returns:
        The typed expressions, by entity type and attribute.
    """
    found: dict[tuple[str, str], tree.Node] = {}
    for (entity, name), written in derived.items():
        try:
            found[entity, name] = derived_attribute(scope, entity, name, written)
        except InputError as error:
            problems.extend(error.problems)
    needs = {f"{entity}.{name}": list(_computed_names(node)) for (entity, name), node in found.items()}
    places = {f"{entity}.{name}": written.place for (entity, name), written in derived.items()}
    problems.extend(circle_problem(needs, places, _from_themselves))
    return found


def _from_themselves(names: str) -> Message:
    return message("attributes are computed from one another in a circle: {names}", names=names)


def derived_attribute(scope: Scope, entity: str, name: str, written: Written) -> tree.Node:
    """Check the expression of one computed attribute.

    Args:
        scope: what names can mean.
        entity: the name of its entity type.
        name: its own name.
        written: the expression.

    Raises:
        InputError: what is wrong with it, or that it gives values of another type.
    """
    attribute = scope.vocabulary[entity].attributes[name]
    node = check_expression(scope, written, entity)
    wanted = attribute_type(attribute)
    if node.type.kind != wanted.kind:
        what = message(
            "{name} is {wanted}, but this gives {found}", name=name, wanted=wanted.kind, found=node.type.kind
        )
        raise InputError(Problem(written.place, what, message("change the expression or the type")))
    return node


def _computed_names(node: tree.Node) -> Iterator[str]:
    """The computed attributes that an expression reads."""
    for part in tree.walk(node):
        if isinstance(part, tree.Field) and part.attribute.derive:
            yield f"{part.base.type.entity}.{part.attribute.name}"


def parameters_read(node: tree.Node) -> Iterator[str]:
    """The parameters that an expression reads."""
    for part in tree.walk(node):
        if isinstance(part, tree.Parameter):
            yield part.name


def expressions(question: Question) -> Iterator[tree.Node]:
    """All expressions of a check."""
    yield from (question.when, question.severity, *question.let.values())
    yield from filter(None, (question.applies, question.exposure))
