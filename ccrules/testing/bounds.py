"""What a number can be, whatever the facts: from the bounds of the vocabulary."""

from __future__ import annotations

from functools import cached_property

from ccrules.conditions import tree
from ccrules.conditions.constancy import nothing_known
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.inputs import free
from ccrules.conditions.possible import Choice, Range
from ccrules.conditions.types import Type
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import Vocabulary


class Bounds:
    """Evaluates expressions of which no fact is known.

    Args:
        vocabulary: the entity types.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary

    @cached_property
    def _evaluator(self) -> Evaluator:
        return Evaluator(nothing_known(self.vocabulary), forgiving=True)

    def of(self, node: tree.Node) -> Range | None:
        """The numbers, dates or lengths of time that an expression can be.

        Args:
            node: the expression; its variables stand for any entity.

        Returns:
            None if that can't be told.
        """
        environment: Environment = {}
        outside = free(node)
        for part in tree.walk(node):
            if isinstance(part, tree.Variable) and part.name in outside:
                if part.type.kind not in ("ref", "text", "enum"):
                    return None
                environment[part.name] = self._any(part.type)
        found = self._evaluator.value(node, environment)
        return found if isinstance(found, Range) and not found.empty else None

    def _any(self, type_: Type) -> Choice:
        """Any entity of a type, text or choice."""
        return Choice((Entity(self.vocabulary[type_.entity], "any"),) if type_.kind == "ref" else None)
