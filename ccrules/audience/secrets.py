"""The words that must not reach an audience, gathered from the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ccrules.audience.pseudonyms import held_by
from ccrules.audience.reads import Sensitivity
from ccrules.facts.base import Entity, FactBase
from ccrules.text import entity_name


def secret_words(
    base: FactBase, sensitivity: Sensitivity, visible: Callable[[Entity], bool], language: str
) -> Iterator[str]:
    """Ids and names of people, texts of hidden attributes, authors, evidence and files.

    Args:
        base: the facts.
        sensitivity: what is hidden.
        visible: whether an entity may be spoken of at all.
        language: of the report.
    """
    full = sensitivity.view.origins == "full"
    for entity in base.entities():
        if not entity._type.singleton and (sensitivity.hides_type(entity._type.name) or not visible(entity)):
            yield entity.id
            yield entity_name(entity, language)
        yield from _of_attributes(entity, sensitivity, visible(entity))
        if not full:
            yield from _sources(base, entity)
    yield from _hidden_parameters(sensitivity)
    yield from () if full else base.files


def _of_attributes(entity: Entity, sensitivity: Sensitivity, visible: bool) -> Iterator[str]:
    for attribute in entity._type.attributes.values():
        hidden = not visible or sensitivity.hides(entity._type.name, attribute.name)
        if hidden and attribute.type == "text" and attribute.inverse_of is None:
            yield from _texts(entity.__dict__.get(attribute.name))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in held_by(value) or ():
        yield from _texts(getattr(one, "value", one))


def _sources(base: FactBase, entity: Entity) -> Iterator[str]:
    for name in entity._type.attributes:
        for origin in base.sources(entity, name):
            yield from (origin.by, origin.evidence, origin.confirmed)


def _hidden_parameters(sensitivity: Sensitivity) -> Iterable[str]:
    for parameter in sensitivity.method.parameters.values():
        if sensitivity.hides_parameter(parameter.set_by) and isinstance(parameter.value, str):
            yield parameter.value
