"""Which entity types of a vocabulary are people."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.facts.vocabulary import Attribute, EntityType, Vocabulary
from ccrules.facts.words import words_of

#: Names and labels of entity types whose members are people.
_NAMES = """
    adviser advisor agent candidat candidate collaborateur colleague collegue conseiller consultant
    contributor customer employe employee expert head interlocuteur manager operateur operator person
    personne responsable salarie supervisor superviseur trainee trainer user utilisateur worker
"""
_OF_PEOPLE = frozenset(_NAMES.split())


def person_types(vocabulary: Vocabulary) -> frozenset[str]:
    """The entity types whose members are people, as far as the vocabulary tells.

    They are those whose name or label says so, of which everything collected is personal, that have
    a personal key, or to which a personal reference of something else leads.

    Args:
        vocabulary: the entity types.
    """
    found: frozenset[str] = vocabulary.built("types of people", lambda: _person_types(vocabulary))
    return found


def _person_types(vocabulary: Vocabulary) -> frozenset[str]:
    kinds = [kind for kind in vocabulary if not kind.singleton]
    certain = {kind.name for kind in kinds if _is_personal(kind)}
    targets = {one.to for kind in vocabulary for one in _personal(kind) if one.to and one.to != kind.name}
    others = (kind for kind in vocabulary if kind.name not in certain | targets)
    return frozenset(certain | {one.to for kind in others for one in _personal(kind) if one.to})


def _is_personal(kind: EntityType) -> bool:
    given = [one for one in kind.attributes.values() if one.inverse_of is None]
    keys = [kind.attributes[name] for name in kind.key if name in kind.attributes]
    personal = {one.name for one in _personal(kind)}
    if any(" ".join(words_of(name)) in _OF_PEOPLE for name in (kind.name, *kind.label.values())):
        return True
    return any(one.name in personal for one in keys) or 0 < len(given) == len(personal)


def _personal(kind: EntityType) -> Iterator[Attribute]:
    return (one for one in kind.attributes.values() if one.privacy == "personal" and one.inverse_of is None)
