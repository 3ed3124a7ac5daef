"""Which facts an undecided expression waits for.

The facts named are those under every part that is itself undecided: filling them all
decides the expression, and a part that is decided already names none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import MISSING, Environment, Evaluator
from ccrules.conditions.possible import Choice
from ccrules.conditions.rows import is_ghost
from ccrules.facts.base import Collection, Entity, fact_name
from ccrules.facts.vocabulary import Attribute
from ccrules.values import NONE, NOT_APPLICABLE, NotPlain

TODAY = "assessment.date"

#: Typed expressions of derived attributes, by entity type and attribute.
Derivations = Mapping[tuple[str, str], tree.Node]


class MissingFacts:
    """Collects the facts that undecided expressions wait for.

    Args:
        evaluator: over the fact base.
        derivations: the expressions of derived attributes.
    """

    def __init__(self, evaluator: Evaluator, derivations: Derivations) -> None:
        self.evaluator, self.derivations = evaluator, derivations
        self.names: set[str] = set()
        self._seen: set[tuple[int, int]] = set()

    def collect(self, node: tree.Node, environment: Environment) -> None:
        """Add the facts an expression waits for; nothing if it is decided.

        Args:
            node: the expression.
            environment: the variables in force.
        """
        if p.decided(self.evaluator.value(node, environment)):
            return
        if isinstance(node, tree.Field):
            self._field(node, environment)
        elif isinstance(node, tree.Aggregate):
            self._aggregate(node, environment)
        elif isinstance(node, tree.Choose):
            self._choose(node, environment)
        elif isinstance(node, tree.Call):
            self._call(node, environment)
        elif isinstance(node, tree.Singleton):
            self.names.add(node.name)
        elif isinstance(node, tree.Everything):
            self.names.add(f"{node.name}[]")
        elif isinstance(node, tree.Today):
            self.names.add(TODAY)
        else:
            for part in node.parts():
                self.collect(part, environment)

    def _choose(self, node: tree.Choose, environment: Environment) -> None:
        mask = self.evaluator.mask(node.condition, environment)
        self.collect(node.condition, environment)
        if mask & p.TRUE:
            self.collect(node.then, environment)
        if mask & p.FALSE:
            self.collect(node.otherwise, environment)

    def _call(self, node: tree.Call, environment: Environment) -> None:
        if node.function == "age" and isinstance(self.evaluator.base.today, NotPlain):
            self.names.add(TODAY)
        for argument in node.arguments:
            if node.function in ("exists", "known", "cannot_tell", "latest", "previous"):
                self._fact(argument, environment)
            else:
                self.collect(argument, environment)

    # --- facts -----------------------------------------------------------------------

    def _fact(self, node: tree.Node, environment: Environment) -> None:
        """A fact whose very state is asked for."""
        if isinstance(node, tree.Field):
            self._field(node, environment)
        elif isinstance(node, tree.Singleton):
            self.names.add(node.name)
        elif isinstance(node, tree.Everything):
            self.names.add(f"{node.name}[]")

    def _field(self, node: tree.Field, environment: Environment) -> None:
        base = self.evaluator.value(node.base, environment)
        assert isinstance(base, Choice)
        if not base.decided:
            self.collect(node.base, environment)
        for entity in self._candidates(base, node.base.type.entity):
            self._value(entity, node.attribute)

    def _candidates(self, base: Choice, type_name: str) -> Iterable[Entity]:
        """What a reference may turn out to be: if nobody knows, any member there is."""
        if base.candidates is not None:
            return base.candidates
        if type_name not in self.evaluator.base.collections:
            return ()
        collection = self.evaluator.base.collections[type_name]
        self._incomplete(collection)
        return collection.members

    def _value(self, entity: Entity, attribute: Attribute) -> None:
        key = (id(entity), id(attribute))
        value = entity.__dict__[attribute.name]
        if key in self._seen or not self._open(value, attribute):
            return
        self._seen.add(key)
        if is_ghost(entity):
            self.names.add(f"{entity._type.name}[]")
        elif attribute.derive and (entity._type.name, attribute.name) in self.derivations:
            self._derived(entity, attribute)
        elif attribute.inverse_of:
            self._inverse(attribute)
        else:
            self.names.add(fact_name(entity, attribute))

    @staticmethod
    def _open(value: Any, attribute: Attribute) -> bool:
        if attribute.series and isinstance(value, tuple):
            return any(isinstance(point.value, NotPlain) for point in value)
        return isinstance(value, NotPlain) and value is not NONE and value is not NOT_APPLICABLE

    def _derived(self, entity: Entity, attribute: Attribute) -> None:
        """A derived attribute waits for what its expression waits for."""
        type_ = entity._type
        environment: Environment = {type_.name: Choice((entity,))}
        self.collect(self.derivations[type_.name, attribute.name], environment)

    def _inverse(self, attribute: Attribute) -> None:
        """A back-reference waits for the references that point here."""
        assert attribute.inverse_of is not None
        type_name, name = attribute.inverse_of
        collection = self.evaluator.base.collections[type_name]
        self._incomplete(collection)
        for entity in collection.index(name).undecided:
            self._value(entity, entity._type.attributes[name])

    def _incomplete(self, collection: Collection) -> None:
        if not collection.listed:
            self.names.add(f"{collection.type.name}[]")

    # --- aggregates ------------------------------------------------------------------

    def _aggregate(self, node: tree.Aggregate, environment: Environment) -> None:
        keep_false = node.function in ("share", "consecutive")
        for loop in node.loops[:1]:
            self._source(loop, environment)
        for sure, _, _ in self.evaluator.rows.run(node.loops, environment, keep_false):
            if not sure:
                for loop in node.loops:
                    self._source(loop, environment)
            for loop in node.loops:
                self._filters(loop, environment)
            self._element(node, environment)

    def _filters(self, loop: tree.Loop, environment: Environment) -> None:
        """The filters of a row, unless one of them surely excludes it."""
        masks = [self.evaluator.mask(condition, environment) for condition in loop.filters]
        if any(not mask & p.TRUE for mask in masks):
            return
        for condition in loop.filters:
            self.collect(condition, environment)

    def _element(self, node: tree.Aggregate, environment: Environment) -> None:
        if node.function == "count" and isinstance(node.element, tree.Variable):
            return
        if not any(
            not self.evaluator.mask(condition, environment) & p.TRUE
            for loop in node.loops
            for condition in loop.filters
            if node.function not in ("share", "consecutive")
        ):
            self.collect(node.element, environment)

    def _source(self, loop: tree.Loop, environment: Environment) -> None:
        source = loop.source
        if isinstance(source, tree.Everything):
            collection = self.evaluator.base.collections[source.name]
            if not collection.listed:
                self.names.add(f"{source.name}[]")
        elif source.type.kind == "series":
            if MISSING in self.evaluator.states(source, environment) or source.type.element is None:
                self._fact(source, environment)
        else:
            self.collect(source, environment)
