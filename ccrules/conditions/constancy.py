"""Conditions that can never be true, or never be false, whatever the facts.

The condition is evaluated on a fact base of which nothing at all is known: an outcome that is
not possible there is possible nowhere, because the evaluator never leaves one out.
"""

from __future__ import annotations

from dataclasses import dataclass

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.possible import Choice
from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary
from ccrules.values import NOT_COLLECTED, State


@dataclass(frozen=True, slots=True)
class Constant:
    """A condition, or a part of one, that facts can't turn.

    Attributes:
        name: which expression of the check: ``when``, ``applies``.
        can_be: the outcomes that remain possible, a mask.
        witness: the innermost part that is constant itself.
    """

    name: str
    can_be: p.Mask
    witness: tree.Node


def constants(question: Question, vocabulary: Vocabulary) -> list[Constant]:
    """The expressions of a check that can never be true or never be false.

    Args:
        question: the typed expressions of a check.
        vocabulary: the entity types, for the bounds of their attributes.
    """
    base = nothing_known(vocabulary)
    evaluator = Evaluator(base, forgiving=True)
    environment: Environment = {}
    if question.subject:
        environment[question.subject] = Choice((Entity(vocabulary[question.subject], "any"),))
    found: list[Constant] = []
    for name, node in (("applies", question.applies), ("when", question.when)):
        if node is None or isinstance(node, tree.Literal):
            continue
        mask = evaluator.mask(node, dict(environment))
        if not mask & p.TRUE or not mask & p.FALSE:
            found.append(Constant(name, mask, _witness(evaluator, node, environment)))
    return found


def nothing_known(vocabulary: Vocabulary) -> FactBase:
    """A fact base in which nothing was collected; even the lists are open."""
    collections = {type_.name: Collection(type_) for type_ in vocabulary if not type_.singleton}
    singletons: dict[str, Entity | State] = {
        type_.name: NOT_COLLECTED for type_ in vocabulary if type_.singleton
    }
    singletons[ORGANISATION] = Entity(vocabulary[ORGANISATION], ORGANISATION)
    return FactBase(vocabulary, collections, singletons, today=NOT_COLLECTED)


def _witness(evaluator: Evaluator, node: tree.Node, environment: Environment) -> tree.Node:
    """The innermost condition that is constant."""
    for part in node.parts():
        if part.type.kind != "bool" or isinstance(part, tree.Literal) or not _visible(part, environment):
            continue
        mask = evaluator.mask(part, dict(environment))
        if not mask & p.TRUE or not mask & p.FALSE:
            return _witness(evaluator, part, environment)
    return node


def _visible(node: tree.Node, environment: Environment) -> bool:
    """Whether an expression reads no variable of a loop around it."""
    inner = {
        loop.variable.name
        for part in tree.walk(node)
        if isinstance(part, tree.Aggregate)
        for loop in part.loops
    }
    read = {part.name for part in tree.walk(node) if isinstance(part, tree.Variable)}
    return read <= environment.keys() | inner
