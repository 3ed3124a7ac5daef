"""Which facts a decided verdict rests on: those under the parts that made it what it is."""

from __future__ import annotations

from dataclasses import dataclass

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.graphs import telling
from ccrules.conditions.possible import Choice
from ccrules.conditions.rows import is_ghost
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import ORGANISATION, Attribute


@dataclass(frozen=True, slots=True)
class FactRead:
    """A fact that a verdict rests on.

    Attributes:
        entity: whose attribute it is; None for a whole collection.
        attribute: the attribute; None for a whole collection or a singleton's existence.
        collection: the entity type whose members were looped over, or of which there is one or none.
    """

    entity: Entity | None
    attribute: Attribute | None
    collection: str = ""


class Evidence:
    """Collects the facts under a verdict, in the order in which the condition reads them.

    Args:
        evaluator: over the fact base.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._found: dict[tuple[int, str], FactRead] = {}

    @property
    def facts(self) -> tuple[FactRead, ...]:
        """What was collected; whole collections last, because their members say more."""
        single = [fact for fact in self._found.values() if not fact.collection]
        return (*single, *(fact for fact in self._found.values() if fact.collection))

    def collect(self, node: tree.Node, environment: Environment) -> None:
        """Add the facts under an expression.

        Args:
            node: the expression.
            environment: the variables in force.
        """
        if isinstance(node, tree.Field):
            self._field(node, environment)
        elif isinstance(node, tree.Logic):
            self._logic(node, environment)
        elif isinstance(node, tree.Choose):
            for part in self.evaluator.followed(node, environment):
                self.collect(part, environment)
        elif isinstance(node, tree.Aggregate):
            self._aggregate(node, environment)
        elif isinstance(node, tree.Graph):
            self._graph(node, environment)
        elif isinstance(node, tree.Everything) or (
            isinstance(node, tree.Singleton) and node.name != ORGANISATION
        ):
            self._add(FactRead(None, None, node.name))
        else:
            for part in node.parts():
                self.collect(part, environment)

    def _add(self, fact: FactRead) -> None:
        name = fact.attribute.name if fact.attribute else fact.collection
        self._found.setdefault((id(fact.entity), name), fact)

    def _field(self, node: tree.Field, environment: Environment) -> None:
        base = self.evaluator.value(node.base, environment)
        assert isinstance(base, Choice)
        if isinstance(node.base, tree.Field):
            self.collect(node.base, environment)
        for entity in base.candidates or ():
            if not is_ghost(entity):
                self._add(FactRead(entity, node.attribute))
        if isinstance(node.base, tree.Singleton) and not base.candidates:
            self.collect(node.base, environment)  # there is none, so it has no such attribute

    def _logic(self, node: tree.Logic, environment: Environment) -> None:
        """All parts, or only those that decide: one false part of ``and``, one true part of ``or``."""
        masks = [self.evaluator.mask(operand, environment) for operand in node.operands]
        decisive = p.FALSE if node.operator == "and" else p.TRUE
        for operand, mask in zip(node.operands, masks, strict=True):
            if decisive not in masks or mask == decisive:
                self.collect(operand, environment)

    def _aggregate(self, node: tree.Aggregate, environment: Environment) -> None:
        """The facts of the rows that count, and the collections that were looked through."""
        for loop in node.loops:
            self._source(loop, environment)
        wanted = {"any": p.TRUE, "all": p.FALSE}.get(node.function)
        decisive = wanted is not None and self.evaluator.value(node, environment) == wanted
        for _ in self.evaluator.rows.run(node.loops, environment):
            if decisive and self.evaluator.mask(node.element, environment) != wanted:
                continue
            for loop in node.loops:
                for condition in loop.filters:
                    self.collect(condition, environment)
            self.collect(node.element, environment)

    def _graph(self, node: tree.Graph, environment: Environment) -> None:
        """The vertices, and of the edges those on the path that shows it, or those looked at in vain."""
        for vertex in node.vertices:
            self.collect(vertex, environment)
        loops = node.aggregate.loops
        for loop in loops:
            self._source(loop, environment)
        for _ in telling(self.evaluator, node, environment):
            for condition in (condition for loop in loops for condition in loop.filters):
                self.collect(condition, environment)
            self.collect(node.aggregate.element, environment)

    def _source(self, loop: tree.Loop, environment: Environment) -> None:
        independent = isinstance(loop.source, tree.Everything)
        if independent or all(
            not isinstance(part, tree.Variable) or part.name in environment for part in tree.walk(loop.source)
        ):
            self.collect(loop.source, environment)
