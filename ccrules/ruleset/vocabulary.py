"""The vocabulary of all rulesets together: entity types of one name merge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ccrules.errors import InputError, Place, Problem, message, suggestion
from ccrules.facts.vocabulary import ORGANISATION, Attribute, EntityType, LocalText, Vocabulary, with_inverses


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
        merged[entity.name] = _merge(earlier, entity, found) if earlier else entity
    merged.setdefault(ORGANISATION, EntityType(ORGANISATION, singleton=True))
    types = {name: _with_plural(entity) for name, entity in merged.items()}
    found.extend(_name_clashes(types))
    found.extend(problem for entity in types.values() for problem in _key_problems(entity))
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


def _merge(first: EntityType, second: EntityType, problems: list[Problem]) -> EntityType:
    if second.plural and first.plural and first.plural != second.plural:
        problems.append(_contradiction(second.name, "plural", second.place, first.place))
    if (first.singleton and second.plural) or (second.singleton and first.plural):
        problems.append(_contradiction(second.name, "singleton", second.place, first.place))
    if second.key != ("id",) and first.key not in (second.key, ("id",)):
        problems.append(_contradiction(second.name, "key", second.place, first.place))
    attributes = dict(first.attributes)
    for name, attribute in second.attributes.items():
        earlier = attributes.get(name)
        attributes[name] = (
            _merge_attribute(first.name, earlier, attribute, problems) if earlier else attribute
        )
    return replace(
        first,
        plural=first.plural or second.plural,
        singleton=first.singleton or second.singleton,
        key=second.key if first.key == ("id",) else first.key,
        attributes=attributes,
        label=_texts(first.label, second.label),
        label_plural=_texts(first.label_plural, second.label_plural),
    )


def _merge_attribute(entity: str, first: Attribute, second: Attribute, problems: list[Problem]) -> Attribute:
    if not first.same_meaning(second):
        problems.append(_contradiction(f"{entity}.{second.name}", "attribute", second.place, first.place))
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


def _contradiction(name: str, part: str, place: Place, earlier: Place) -> Problem:
    what = message("{name} was declared differently at {place}: {part}", name=name, place=earlier, part=part)
    return Problem(place, what, message("declare it the same way, or choose another name"))


def _name_clashes(types: Mapping[str, EntityType]) -> Iterator[Problem]:
    seen = dict(types)
    for entity in types.values():
        other = seen.setdefault(entity.plural, entity) if entity.plural else entity
        if other is not entity:
            what = message("'{name}' already names {other}", name=entity.plural, other=other.name)
            yield Problem(entity.place, what, message("give {name} another plural", name=entity.name))


def _key_problems(entity: EntityType) -> Iterator[Problem]:
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
