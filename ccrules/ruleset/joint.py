"""What all facts together can make of one check: which of its outcomes they can bring about, and how.

A check is looked at as a combination of plain questions to single facts. Of each fact only so many
situations are told apart as the questions do, and all combinations are gone through. Parts that are no
such question count as open to any outcome, so what is said to be impossible is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.constancy import nothing_known
from ccrules.conditions.derived import Key
from ccrules.conditions.evaluator import ABSENT, INAPPLICABLE, Evaluator
from ccrules.conditions.possible import Choice, Range
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import Vocabulary
from ccrules.ruleset.figures import Atom, Figures, Situation, unnamed
from ccrules.ruleset.likeness import Shape, shape

#: Combinations looked at for one check; beyond that nothing is said of it.
MOST_COMBINATIONS = 4_096

#: The facts of a check, each in one situation; a part that is no question to a fact has an outcome.
World = dict[Shape, Situation | p.Mask]


@dataclass(slots=True)
class Joint:
    """The conditions of one check over all situations of its facts.

    Attributes:
        figures: the facts and what is asked of them.
        worlds: every combination that differs in an answer; empty if there are too many.
    """

    figures: Figures
    worlds: list[World]
    _atoms: dict[int, Atom | Shape]

    def mask(self, node: tree.Node, world: World) -> p.Mask:
        """What a condition comes to.

        Args:
            node: one of the conditions given to :func:`joint`, or a part of one.
            world: one of ``worlds``.
        """
        node = unnamed(node)
        if isinstance(node, tree.Not):
            return p.NOT[self.mask(node.operand, world)]
        if isinstance(node, tree.Logic):
            table, found = (p.AND, p.TRUE) if node.operator == "and" else (p.OR, p.FALSE)
            for operand in node.operands:
                found = table[found][self.mask(operand, world)]
            return found
        if isinstance(node, tree.Literal):
            return p.TRUE if node.value else p.FALSE
        atom = self._atoms[id(node)]
        if not isinstance(atom, Atom):
            outcome = world[atom]
            assert isinstance(outcome, int)
            return outcome
        situation = world[atom.fact]
        assert isinstance(situation, Situation)
        return atom.outcome(situation)


def joint(
    subject: str, conditions: Iterable[tree.Node], told_apart: Iterable[Shape], limits: Limits
) -> Joint:
    """Look at several conditions together.

    Args:
        subject: the entity type of the check; empty for the organisation.
        conditions: those of the check.
        told_apart: the facts of which it also matters whether they have a value.
        limits: what single expressions can be.
    """
    figures = Figures(lambda node: limits.bounds(node, subject))
    atoms, open_parts = dict[int, Atom | Shape](), dict[Shape, p.Mask]()
    asked: dict[Shape, list[Atom]] = {}
    for node in (leaf for condition in conditions for leaf in _leaves(condition)):
        atom = figures.atom(node)
        if atom is None:
            atoms[id(node)] = shape(node)
            open_parts[shape(node)] = limits.outcomes(node, subject)
        else:
            atoms[id(node)] = atom
            asked.setdefault(atom.fact, []).append(atom)
    apart = frozenset(told_apart)
    choices: dict[Shape, Sequence[Situation | p.Mask]] = {
        key: _distinct(fact.situations(), asked[key], key in apart)
        for key, fact in figures.facts.items()
        if key in asked
    }
    for key, mask in open_parts.items():
        choices[key] = [bit for bit in (p.TRUE, p.FALSE, p.NA) if mask & bit]
    return Joint(figures, list(_worlds(choices, figures)), atoms)


def _leaves(node: tree.Node) -> Iterator[tree.Node]:
    """The conditions that are no combination of others."""
    node = unnamed(node)
    if isinstance(node, tree.Not | tree.Logic):
        for part in node.parts():
            yield from _leaves(part)
    elif not isinstance(node, tree.Literal):
        yield node


def _distinct(situations: Iterable[Situation], asked: Sequence[Atom], with_state: bool) -> list[Situation]:
    """One situation for each combination of answers."""
    found: dict[tuple[object, ...], Situation] = {}
    for one in situations:
        answers = tuple(atom.outcome(one) for atom in asked)
        found.setdefault((one.state if with_state else "", *answers), one)
    return list(found.values())


def _worlds(choices: Mapping[Shape, Sequence[Situation | p.Mask]], figures: Figures) -> Iterator[World]:
    if math.prod(map(len, choices.values())) > MOST_COMBINATIONS:
        return
    through = list(_through_others(choices, figures))
    for found in product(*choices.values()):
        world = dict(zip(choices, found, strict=True))
        if all(_agree(world[key], world[base]) for key, base in through):
            yield world


def _through_others(choices: Iterable[Shape], figures: Figures) -> Iterator[tuple[Shape, Shape]]:
    """The facts that are read through a reference, each with the reference, where that is a fact too."""
    known = frozenset(choices)
    for key, fact in figures.facts.items():
        base = shape(fact.node.base) if key in known and isinstance(fact.node, tree.Field) else None
        if base in known:
            yield key, base


def _agree(own: Situation | p.Mask, base: Situation | p.Mask) -> bool:
    """Whether what is read through a reference is not there where nobody is referred to."""
    nobody = isinstance(base, Situation) and base.state in (ABSENT, INAPPLICABLE)
    return not nobody or (isinstance(own, Situation) and own.state == INAPPLICABLE)


class Limits:
    """What single expressions can be, whatever the facts.

    Args:
        vocabulary: the entity types.
        derived: the expressions of computed attributes.
    """

    def __init__(self, vocabulary: Vocabulary, derived: Mapping[Key, tree.Node]) -> None:
        self._evaluator = Evaluator(nothing_known(vocabulary), forgiving=True)
        self._vocabulary, self._derived = vocabulary, derived

    def bounds(self, node: tree.Node, subject: str) -> tuple[float, float]:
        """The lowest and highest number of an expression.

        Args:
            node: the expression.
            subject: the entity type of the check; empty for the organisation.
        """
        low, high = self._range(node, subject)
        if isinstance(node, tree.Field) and node.attribute.derive:
            owner = node.base.type.entity
            body = self._derived.get((owner, node.attribute.name))
            lowest, highest = self._range(body, owner) if body else (low, high)
            return max(low, lowest), min(high, highest)
        return low, high

    def outcomes(self, node: tree.Node, subject: str) -> p.Mask:
        """The outcomes of a condition; see :meth:`bounds`."""
        return self._evaluator.mask(node, self._about(subject)) or p.ANYTHING

    def _range(self, node: tree.Node, subject: str) -> tuple[float, float]:
        found = self._evaluator.value(node, self._about(subject))
        if not isinstance(found, Range) or found.empty:
            return -math.inf, math.inf
        low, high = found.low, found.high
        is_number = isinstance(low, int | float) and isinstance(high, int | float)
        return (low, high) if is_number else (-math.inf, math.inf)

    def _about(self, subject: str) -> dict[str, p.Possible]:
        if not subject:
            return {}
        return {subject: Choice((Entity(self._vocabulary[subject], "any"),))}
