"""A bound on loops that no index helps, worked out before a check runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ccrules.conditions import tree
from ccrules.conditions.checker import Question
from ccrules.conditions.inputs import inputs
from ccrules.facts.base import FactBase

#: Rows that the loops of one check may visit together, and edges that its searches may.
MOST_STEPS = 50_000_000
#: Functions over graphs that look through the edges anew for each vertex.
SEARCHES = frozenset({"reaches", "hops", "shortest_path", "shortest_cycle", "separates"})


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
        for node, times in _visited(root, base, subjects) if root is not None else ():
            found = _too_large(node, base, times, most)
            if found:
                return found
    return None


def _visited(node: tree.Node, base: FactBase, subjects: int) -> Iterator[tuple[tree.Aggregate, int]]:
    """Each aggregate and how often it is visited: edges once for all where they depend on nothing."""
    for part in tree.walk(node):
        if isinstance(part, tree.Aggregate):
            once = part.function == "edges" and not inputs(part)
            yield part, 1 if once else subjects
    yield from _searched(node, base, subjects)


def _searched(node: tree.Node, base: FactBase, times: int) -> Iterator[tuple[tree.Aggregate, int]]:
    """The edges of each function that searches them, and how often, inside what loops."""
    if isinstance(node, tree.Graph) and node.function in SEARCHES:
        yield node.aggregate, times
    for loop in node.loops if isinstance(node, tree.Aggregate) else ():
        if isinstance(loop.source, tree.Everything):
            times *= max(1, len(base.collections[loop.source.name].members))
    for part in node.parts():
        yield from _searched(part, base, times)


def _too_large(node: tree.Aggregate, base: FactBase, times: int, most: int) -> Excess | None:
    steps = times
    for loop in node.loops:
        if isinstance(loop.source, tree.Everything) and (loop.key is None or node.function == "share"):
            steps *= max(1, len(base.collections[loop.source.name].members))
            if steps > most:
                return Excess(loop.source.name, steps)
    return None
