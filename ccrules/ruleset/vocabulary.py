"""The vocabulary of all rulesets together: entity types of one name merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ccrules.errors import InputError, Place, Problem, message, suggestion
from ccrules.facts.vocabulary import ORGANISATION, Attribute, EntityType, LocalText, Vocabulary, with_inverses
from ccrules.ruleset.contradictions import contradictions


def merge_vocabulary(declared: Iterable[EntityType], problems: list[Problem]) -> tuple[Vocabulary, bool]:
    """Merge the entity types of all rulesets.

    Args:
        declared: entity types in the order of the rulesets; one name may occur several times.
        problems: takes declarations that contradict each other, and names used twice.

    Returns:
        The vocabulary, with the attributes that ``inverse`` makes, and whether it can be used:
        conditions checked against one that contradicts itself would only repeat its mistakes.
    """
    found: list[Problem] = []
    merged: dict[str, EntityType] = {}
    for entity in declared:
        earlier = merged.get(entity.name)
        found.extend(_contradictions(earlier, entity) if earlier else ())
        merged[entity.name] = merged_types(earlier, entity) if earlier else entity
    merged.setdefault(ORGANISATION, EntityType(ORGANISATION, singleton=True))
    types = {name: _with_plural(entity) for name, entity in merged.items()}
    found.extend(name_clashes(types))
    found.extend(problem for entity in types.values() for problem in key_problems(entity))
    found.extend(problem for entity in types.values() for problem in _target_problems(entity, types))
    problems.extend(found)
    if found or _has_loose_references(types):
        return Vocabulary(types), False
    return _with_inverses(Vocabulary(types), problems)


def _with_inverses(vocabulary: Vocabulary, problems: list[Problem]) -> tuple[Vocabulary, bool]:
    try:
        return with_inverses(vocabulary), True
    except InputError as error:
        problems.extend(error.problems)
        return vocabulary, False


def _has_loose_references(types: Mapping[str, EntityType]) -> bool:
    """Whether a reference leads to no entity type; that is told where it was written."""
    found = {attribute.to for entity in types.values() for attribute in entity.attributes.values()}
    return not found <= {"", *types}


def _with_plural(entity: EntityType) -> EntityType:
    return entity if entity.plural or entity.singleton else replace(entity, plural=f"{entity.name}s")


def merged_types(first: EntityType, second: EntityType) -> EntityType:
    """Two declarations of one entity type as one; what they disagree in stays as it was declared first.

    Args:
        first: what was declared first.
        second: what is nearer to the client; its texts go first.
    """
    attributes = dict(first.attributes)
    for name, attribute in second.attributes.items():
        earlier = attributes.get(name)
        attributes[name] = _merged_attributes(earlier, attribute) if earlier else attribute
    return replace(
        first,
        plural=first.plural or second.plural,
        singleton=first.singleton or second.singleton,
        key=second.key if first.key == ("id",) else first.key,
        attributes=attributes,
        label=_texts(first.label, second.label),
        label_plural=_texts(first.label_plural, second.label_plural),
    )


def _merged_attributes(first: Attribute, second: Attribute) -> Attribute:
    labels = {value: _texts(text, second.labels.get(value, {})) for value, text in first.labels.items()}
    return replace(
        first,
        label=_texts(first.label, second.label),
        labels=labels,
        question=_texts(first.question, second.question),
        ask=_texts(first.ask, second.ask),
        obtain=_texts(first.obtain, second.obtain),
    )


def _texts(first: LocalText, second: LocalText) -> LocalText:
    """The languages of both; what comes later is nearer to the client and goes first."""
    return {**first, **second}


def _contradictions(first: EntityType, second: EntityType) -> Iterator[Problem]:
    for found in contradictions(first, second):
        earlier, later = (_place(one, found.attribute) for one in (first, second))
        hint = message("declare it the same way, or choose another name")
        yield Problem(later, found.of(second.name, earlier), hint)


def _place(entity: EntityType, attribute: str) -> Place:
    return entity.attributes[attribute].place if attribute else entity.place


def name_clashes(types: Mapping[str, EntityType]) -> Iterator[Problem]:
    """Collections whose name means something else, each told at the later of the two."""
    seen = dict(types)
    for entity in types.values():
        other = seen.setdefault(entity.plural, entity) if entity.plural else entity
        if other is not entity:
            what = message("'{name}' already names {other}", name=entity.plural, other=other.name)
            yield Problem(entity.place, what, message("give {name} another plural", name=entity.name))


def key_problems(entity: EntityType) -> Iterator[Problem]:
    """What speaks against the key of an entity type."""
    for name in entity.key:
        attribute = entity.attributes.get(name)
        if attribute is None and name != "id":
            what = message(
                "the key of {entity} names no attribute of it: {name}", entity=entity.name, name=name
            )
            yield Problem(entity.place, what, suggestion(name, list(entity.attributes)))
        elif attribute and (attribute.set or attribute.series or attribute.derive):
            what = message("{name} cannot be part of the key of {entity}", entity=entity.name, name=name)
            yield Problem(entity.place, what, message("a key is made of single values that are collected"))


def _target_problems(entity: EntityType, types: Mapping[str, EntityType]) -> Iterator[Problem]:
    for attribute in entity.attributes.values():
        target = types.get(attribute.to)
        if target is None:
            continue
        if target.singleton:
            what = message(
                "{name} refers to {target}, of which there is only one",
                name=attribute.name,
                target=target.name,
            )
            yield Problem(attribute.place, what, message("leave the attribute out"))
