"""A bound on loops that no index helps, worked out before a check runs."""

from __future__ import annotations

from dataclasses import dataclass

from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.facts.base import FactBase

#: Rows that the loops of one check may visit together.
MOST_STEPS = 50_000_000


@dataclass(frozen=True, slots=True)
class Excess:
    """A loop that would visit too many rows.

    Attributes:
        name: the collection.
        steps: the rows, over all subjects.
    """

    name: str
    steps: int


def excess(question: Question, base: FactBase, subjects: int, most: int = MOST_STEPS) -> Excess | None:
    """The first loop of a check that would visit more rows than allowed.

    Args:
        question: the check's expressions.
        base: the facts, for the sizes of collections.
        subjects: how many subjects the check is put to.
        most: the bound.
    """
    for root in (question.applies, question.when):
        for node in tree.walk(root) if root is not None else ():
            if isinstance(node, tree.Aggregate):
                found = _too_large(node, base, subjects, most)
                if found:
                    return found
    return None


def _too_large(node: tree.Aggregate, base: FactBase, subjects: int, most: int) -> Excess | None:
    steps = subjects
    for loop in node.loops:
        if isinstance(loop.source, tree.Everything) and (loop.key is None or node.function == "share"):
            steps *= max(1, len(base.collections[loop.source.name].members))
            if steps > most:
                return Excess(loop.source.name, steps)
    return None
