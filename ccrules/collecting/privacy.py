"""What personal data a fact base holds: what, of whom, how many, and where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ccrules.collecting.privacy_signs import EMAIL, PHONE, looks_personal, ordinary_words
from ccrules.errors import NOWHERE, Message, Place, Problem, message
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.people import person_types
from ccrules.facts.toplevel import ASSESSMENT
from ccrules.facts.vocabulary import Attribute, EntityType
from ccrules.values import OneOf, PartialSet, Series, State

#: Places and ids that one line names.
MOST_NAMED = 3

#: What kinds of personal data there are, in the order in which they are listed.
KINDS: dict[str, Message] = {
    "people": message("ids of people"),
    "name": message("ids that look like a name or an e-mail address"),
    "personal": message("values that are personal by the vocabulary"),
    "contact": message("e-mail addresses and phone numbers in texts"),
    "author": message("who said it"),
    "confirmed": message("who confirmed it"),
    "evidence": message("references to evidence"),
}


@dataclass(slots=True)
class Holding:
    """Personal data of one kind about one attribute of one entity type.

    Attributes:
        kind: one of :data:`KINDS`.
        entity: the entity type.
        attribute: the attribute; ``id`` for ids, empty where any may be meant.
        count: how many values.
        places: where the first of them stand.
    """

    kind: str
    entity: str
    attribute: str
    count: int = 0
    places: list[Place] = field(default_factory=list)

    def add(self, place: Place) -> None:
        """Count one more."""
        self.count += 1
        if len(self.places) < MOST_NAMED and place not in self.places and str(place):
            self.places.append(place)


def personal_data(base: FactBase) -> list[Holding]:
    """List the personal data in facts.

    Args:
        base: the facts.

    Returns:
        One entry per kind, entity type and attribute, by kind and in the order of the vocabulary.
    """
    found: dict[tuple[str, str, str], Holding] = {}
    for entity in base.entities():
        for kind, attribute, place in _held(base, entity):
            key = (kind, entity._type.name, attribute)
            found.setdefault(key, Holding(*key)).add(place)
    for _ in base.header.get("confirmed", ()):
        key = ("confirmed", ASSESSMENT, "")
        found.setdefault(key, Holding(*key)).add(NOWHERE)
    order = list(KINDS)
    return sorted(found.values(), key=lambda one: order.index(one.kind))


def _held(base: FactBase, entity: Entity) -> Iterator[tuple[str, str, Place]]:
    """Kind, attribute and place of whatever is personal about one entity."""
    if kind := _kind_of_id(base, entity):
        yield kind, "id", place_of(base, entity)
    for name in base.origins.attributes(entity):
        if name == "id":
            continue
        attribute = entity._type.attributes[name]
        sources = base.sources(entity, name)
        place = sources[0].place
        if attribute.privacy == "personal" and says_something(entity.__dict__[name]):
            yield "personal", name, place
        if any(EMAIL.search(text) or PHONE.search(text) for text in texts_in(attribute, entity)):
            yield "contact", name, place
        for source in sources:
            if source.by:
                yield "author", "", source.place
            if source.confirmed:
                yield "confirmed", "", source.place
            if source.evidence:
                yield "evidence", "", source.place


def _kind_of_id(base: FactBase, entity: Entity) -> str:
    kind = entity._type
    if kind.singleton:
        return ""
    if kind.name in person_types(base.vocabulary):
        return "people"
    ordinary = ordinary_words(base.vocabulary)
    return "name" if looks_personal(entity.id, ordinary, person=False) else ""


def place_of(base: FactBase, entity: Entity) -> Place:
    """Where an entity was given: the place of its id, or of the first thing said of it."""
    for name in ("id", *base.origins.attributes(entity)):
        for source in base.sources(entity, name):
            return source.place
    return NOWHERE


def says_something(value: Any) -> bool:
    """Whether a value tells anything of somebody."""
    return not isinstance(value, State) and (value.__class__ is not frozenset or bool(value))


def texts_in(attribute: Attribute, entity: Entity) -> Iterator[str]:
    """The texts among the values of an attribute.

    Args:
        attribute: what is said.
        entity: what it is said of.
    """
    if attribute.type == "text":
        yield from _texts(entity.__dict__[attribute.name])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, frozenset):
        yield from sorted(one for one in value if isinstance(one, str))
    elif isinstance(value, PartialSet):
        yield from _texts(value._members)
    elif isinstance(value, OneOf):
        yield from (one for one in value._candidates if isinstance(one, str))
    elif isinstance(value, Series):
        yield from (point.value for point in value if isinstance(point.value, str))


# --- ids that look like names --------------------------------------------------------------


def names_in_ids(base: FactBase) -> Iterator[tuple[EntityType, list[Entity]]]:
    """The entities whose id looks like a name or an e-mail address, by type.

    Args:
        base: the facts.
    """
    ordinary, people = ordinary_words(base.vocabulary), person_types(base.vocabulary)
    for collection in base.collections.values():
        kind = collection.type
        person = kind.name in people
        found = [one for one in collection.members if looks_personal(one.id, ordinary, person=person)]
        if found:
            yield kind, found


def name_warnings(base: FactBase) -> list[Problem]:
    """One remark per entity type with ids that look like names, each with what to do about it.

    Args:
        base: the facts.
    """
    return [_warning(base, kind, found) for kind, found in names_in_ids(base)]


def _warning(base: FactBase, kind: EntityType, found: list[Entity]) -> Problem:
    ids = ", ".join(one.id for one in found[:MOST_NAMED])
    what = message(
        "{collection}: ids that look like a name or an e-mail address: {count} ({ids})",
        collection=kind.plural,
        count=len(found),
        ids=f"{ids} …" if len(found) > MOST_NAMED else ids,
    )
    hint = message("ccrules facts anonymise replaces them and keeps the verdicts")
    return Problem(place_of(base, found[0]), what, hint)
