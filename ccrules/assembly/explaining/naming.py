"""How sentences call things and values: attributes, parameters, entities, numbers, choices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ccrules import assessment as parts
from ccrules.assembly.context import Context
from ccrules.assembly.phrases import Phrases
from ccrules.conditions import tree
from ccrules.conditions.missing import TODAY
from ccrules.conditions.possible import Possible
from ccrules.conditions.presenting import presentable
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import ORGANISATION, Attribute, LocalText
from ccrules.ruleset.model import Parameter
from ccrules.ruleset.parameters import COMMAND_LINE
from ccrules.text import entity_name, listing, localise, shown
from ccrules.text.grammar import inside
from ccrules.values import OneOf, PartialSet


class Naming:
    """Names of things and texts of values, in the language of an assessment.

    Args:
        context: the assessment.
    """

    def __init__(self, context: Context) -> None:
        self.context, self.language = context, context.language
        self.phrases = Phrases(context.language)

    # --- names -----------------------------------------------------------------------

    def quoted(self, text: str) -> str:
        """A text in quotes."""
        return self.phrases("quoted", text=text)

    def attribute(self, attribute: Attribute) -> str:
        """An attribute by its label, in quotes."""
        return self.quoted(self.context.attribute_label(attribute))

    def entity(self, entity: Entity) -> str:
        """An entity with its type: ``mailbox claims``; a singleton by its type alone."""
        label = inside(self.context.type_label(entity._type.name, plural=False))
        return label if entity._type.singleton else f"{label} {entity_name(entity, self.language)}"

    def owned(self, name: str, entity: Entity, subject: Entity | None = None) -> str:
        """A name with its owner, unless the owner is what everything here is about."""
        type_ = entity._type
        if entity is subject:
            return name
        if type_.name == ORGANISATION:
            return self.phrases("of the organisation", name=name)
        if type_.singleton:
            label = self.context.type_label(type_.name, plural=False)
            return f"{name} {self.phrases.of(self.quoted(label))}"
        return f"{name} {self.phrases.of(entity_name(entity, self.language))}"

    def plural(self, type_name: str) -> str:
        """An entity type's name for many, inside a sentence."""
        return inside(self.context.type_label(type_name))

    def parameter(self, node: tree.Parameter) -> Parameter:
        """What is known of a parameter."""
        return self.context.method.parameters[node.name]

    def parameter_label(self, node: tree.Parameter) -> str:
        """A parameter's name for people."""
        return localise(self.parameter(node).label, self.language) or node.name.replace("_", " ")

    def parameter_name(self, node: tree.Parameter) -> str:
        """A parameter by its label, in quotes."""
        return self.quoted(self.parameter_label(node))

    def parameter_value(self, node: tree.Parameter) -> str:
        """A parameter's value and who set it."""
        return f"{self.parameter_amount(node)}, {self.set_by(self.parameter(node))}"

    def parameter_amount(self, node: tree.Parameter) -> str:
        """A parameter's value alone."""
        found = self.parameter(node)
        return self.written(found.value, found.unit, found.labels)

    def set_by(self, parameter: Parameter) -> str:
        """Who set a parameter."""
        if not parameter.set_by:
            return self.phrases("default")
        key = "set by option" if parameter.set_by == COMMAND_LINE else "set by ruleset"
        return self.phrases(key, who=parameter.set_by)

    def missing(self, fact: parts.Missing) -> str:
        """A missing fact, or many of one attribute, by its label and its public name."""
        if not isinstance(fact, str):
            sample = ", ".join(fact.sample)
            return self.phrases("and more facts", fact=self._missing(fact.fact), n=fact.count, sample=sample)
        return self._missing(fact)

    def _missing(self, name: str) -> str:
        attribute, type_name = self.context.attribute_of(name), name.removesuffix("[]")
        if attribute is not None:
            label, id = self.attribute(attribute), name.rpartition(".")[0].partition("/")[2]
            label = f"{label} {self.phrases.of(id)}" if id and id != "*" else label
            return self.phrases("named fact", label=label, fact=name)
        if name == TODAY:
            return self.phrases("named fact", label=self.phrases("today"), fact=name)
        if name.endswith("[]"):
            return self.phrases("complete list", things=self.plural(type_name), fact=name)
        label = self.quoted(self.context.type_label(type_name, plural=False))
        return self.phrases("named fact", label=label, fact=name)

    def members(self, node: tree.Node, members: Sequence[Any]) -> str:
        """What the variables of an aggregate's loops stand for in one row."""
        node = node.aggregate if isinstance(node, tree.Graph) else node
        assert isinstance(node, tree.Aggregate)
        loops = zip(node.loops, members, strict=True)
        return ", ".join(self._member(loop, member) for loop, member in loops)

    def _member(self, loop: tree.Loop, member: Any) -> str:
        if member is None:
            return self.phrases("nobody listed")
        if isinstance(member, Entity):
            return entity_name(member, self.language)
        return self.written(member, *self.unit_and_labels(loop.source))

    # --- values ----------------------------------------------------------------------

    def fact(self, entity: Entity, attribute: str, value: Any) -> str:
        """The stored value of a fact."""
        found = entity._type.attributes[attribute]
        return self.written(value, found.unit, found.labels)

    def value(self, node: tree.Node, found: Possible, unit: str = "") -> str:
        """What an expression can be, with its unit and the labels of its choices.

        Args:
            node: the expression.
            found: what it can be.
            unit: of what it is compared with, if it has none of its own.
        """
        own, labels = self.unit_and_labels(node)
        return self.written(presentable(found), own or unit, labels)

    def unit_and_labels(self, node: tree.Node) -> tuple[str, Mapping[str, LocalText]]:
        """The unit and the labels of choices that an expression's values have."""
        attribute = attribute_behind(node)
        if attribute is not None:
            unit = attribute.unit if node.type.kind in ("number", "series", "duration") else ""
            return unit, attribute.labels
        if isinstance(node, tree.Parameter):
            found = self.parameter(node)
            return found.unit, found.labels
        body = node.body if isinstance(node, tree.Named) else node
        share = isinstance(body, tree.Aggregate) and body.type.unit == ()
        return "ratio" if share else "", {}

    def written(self, value: Any, unit: str = "", labels: Mapping[str, LocalText] | None = None) -> str:
        """A value as people read it.

        Args:
            value: plain or not.
            unit: of a number.
            labels: of choices.
        """
        return shown(self._labelled(value, labels or {}), self.language, unit)

    def _labelled(self, value: Any, labels: Mapping[str, LocalText]) -> Any:
        """The value with choices by their labels."""
        if isinstance(value, str):
            return localise(labels.get(value, {}), self.language) or value
        if isinstance(value, frozenset):
            return frozenset(self._labelled(one, labels) for one in value)
        if isinstance(value, PartialSet):
            return PartialSet(frozenset(self._labelled(one, labels) for one in value._members))
        if isinstance(value, OneOf):
            return OneOf(tuple(self._labelled(one, labels) for one in value._candidates))
        return value

    def choices(self, node: tree.Literal, beside: tree.Node, labels: Mapping[str, LocalText]) -> str:
        """The members of a constant list, in the author's order where there is one."""
        order = beside.type.values
        members = sorted(node.value, key=lambda one: (order.index(one) if one in order else -1, str(one)))
        texts = [self.written(member, "", labels) for member in members]
        return listing(texts, self.language, join="or")


def attribute_behind(node: tree.Node) -> Attribute | None:
    """The attribute whose values an expression has, if it takes them as they are."""
    if isinstance(node, tree.Field):
        return node.attribute
    if isinstance(node, tree.Named):
        return attribute_behind(node.body)
    if isinstance(node, tree.Call) and node.function in ("latest", "previous"):
        return attribute_behind(node.arguments[0])
    if isinstance(node, tree.Aggregate) and node.function in ("min", "max", "mean", "median", "sum", "names"):
        return attribute_behind(node.element)
    return None
