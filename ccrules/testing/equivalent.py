"""Changes that no facts can show: a mutant that means the same as its original.

Both are walked side by side. Where a comparison differs in its operator or its limit, every value
that the vocabulary allows is taken into account: ``count(…) == 0`` and ``count(…) <= 0`` hold for the
same counts, because none is below 0.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from ccrules.conditions import tree
from ccrules.facts.vocabulary import Vocabulary
from ccrules.ruleset.model import Check, Method
from ccrules.testing.bounds import Bounds
from ccrules.testing.idle import same_without

#: How far beside a limit a number is taken that lies clearly beyond it.
BESIDE = 1e-6
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
HOLDS = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
}


class Equivalence:
    """Tells whether two checks must come out the same.

    Args:
        method: the rules, for the bounds of attributes.
    """

    def __init__(self, method: Method) -> None:
        self.method = method

    def surely(self, one: Check, other: Check) -> bool:
        """Whether two checks have the same outcomes and severities on every fact base.

        Args:
            one: a check.
            other: a mutant of it.

        Returns:
            True only if that is certain.
        """
        vocabulary = self.method.vocabulary_of(one)
        same, first, second = _Same(vocabulary), one.terms, other.terms
        for name in ("when", "severity"):
            if not same.nodes(getattr(first, name, None), getattr(second, name, None)):
                return False
        return same.nodes(first.applies, second.applies) or same_without(one, other, vocabulary)

    def of_expressions(self, one: tree.Node, other: tree.Node) -> bool:
        """Whether two expressions surely have the same value, whatever the facts."""
        return _Same(self.method.vocabulary).nodes(one, other)


class _Same:
    """Compares expressions over one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.bounds = Bounds(vocabulary)

    def nodes(self, one: Any, other: Any) -> bool:
        """Whether two expressions, or parts of them, mean the same."""
        if _is_constant(one) and _is_constant(other):
            return type(one.value) is type(other.value) and bool(one.value == other.value)
        if type(one) is not type(other):
            return False
        if isinstance(one, tree.Compare) and self._same_comparison(one, other):
            return True
        if isinstance(one, tree.Aggregate) and one.function == other.function == "share":
            return self.nodes(one.loops, other.loops) and self._same_weights(one.element, other.element)
        return self._alike(one, other)

    def _alike(self, one: Any, other: Any) -> bool:
        """Whether two things of one sort have the same parts."""
        if isinstance(one, tuple):
            return len(one) == len(other) and all(map(self.nodes, one, other))
        if not isinstance(one, tree.Node | tree.Loop) or not is_dataclass(one):
            return bool(one == other)
        names = [part.name for part in fields(one) if part.name not in ("start", "end", "type")]
        return all(self.nodes(getattr(one, name), getattr(other, name)) for name in names)

    def _same_weights(self, one: tree.Node, other: tree.Node) -> bool:
        """A share is the same if all weights are so many times larger."""
        if self.nodes(one, other):
            return True
        pairs = self._weights(one, other)
        if pairs is None or any((left == 0) != (right == 0) for left, right in pairs):
            return False
        return len({right / left for left, right in pairs if left}) == 1

    def _weights(self, one: tree.Node, other: tree.Node) -> list[tuple[float, float]] | None:
        """The constants that two weights are, side by side; None if they are more than constants."""
        if isinstance(one, tree.Choose) and isinstance(other, tree.Choose):
            then, otherwise = (
                self._weights(one.then, other.then),
                self._weights(one.otherwise, other.otherwise),
            )
            alike = self.nodes(one.condition, other.condition)
            return None if then is None or otherwise is None or not alike else [*then, *otherwise]
        constants = [side.value for side in (one, other) if isinstance(side, tree.Literal | tree.Parameter)]
        positive = [value for value in constants if isinstance(value, int | float) and value >= 0]
        return [(positive[0], positive[1])] if len(positive) == 2 else None

    def _same_comparison(self, one: tree.Compare, other: tree.Compare) -> bool:
        for first, second in ((_limit(one), _limit(other)), (_limit(one, True), _limit(other, True))):
            if first and second and self.nodes(first[0], second[0]):
                values = list(self._values(first[0], first[2], second[2]))
                return bool(values) and all(
                    HOLDS[first[1]](value, _rank(first[0], first[2]))
                    == HOLDS[second[1]](value, _rank(second[0], second[2]))
                    for value in values
                )
        return False

    def _values(self, node: tree.Node, *limits: Any) -> Iterator[Any]:
        """Values of an expression, one for each stretch in which comparisons with the limits hold or not."""
        if node.type.kind == "enum":
            yield from range(len(node.type.values))
        elif node.type.kind == "number" and all(isinstance(limit, int | float) for limit in limits):
            found = self.bounds.of(node)
            if found is None:
                return
            step = 1 if node.type.integer else BESIDE
            yield from (end for end in (found.low, found.high) if math.isfinite(end))
            for limit in limits:
                near = (limit, math.floor(limit), math.ceil(limit)) if node.type.integer else (limit,)
                for value in (one + beside for one in near for beside in (-step, 0, step)):
                    if found.low <= value <= found.high and (not node.type.integer or value == int(value)):
                        yield value


def _is_constant(node: Any) -> bool:
    return isinstance(node, tree.Literal | tree.Parameter)


def _limit(node: tree.Compare, mirrored: bool = False) -> tuple[tree.Node, str, Any] | None:
    """An expression, an operator and the constant it is compared with, if there is one on that side."""
    side, limit = (node.right, node.left) if mirrored else (node.left, node.right)
    if not isinstance(limit, tree.Literal | tree.Parameter):
        return None
    return side, MIRRORED[node.operator] if mirrored else node.operator, limit.value


def _rank(node: tree.Node, limit: Any) -> Any:
    return node.type.values.index(limit) if node.type.kind == "enum" else limit
