"""By what a name, an e-mail address or a phone number is recognised in ids and texts.

Rather silent than wrong: ``claims``, ``front-office`` and ``Team A`` are nobody's name. What stands
for people (:func:`ccrules.facts.people.person_types`) is looked at more closely than what does not:
a first name alone is a person among agents, and perhaps a site among teams.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ccrules.collecting.privacy_names import FIRST_NAMES, FUNCTIONAL, NO_NAMES
from ccrules.facts.vocabulary import Vocabulary
from ccrules.facts.words import unaccented, words_of

EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
"""An e-mail address anywhere in a text."""
PHONE = re.compile(r"(?<![\w.,/-])(?:\+\d{1,3}[ .-]?(?:\(0\)[ .-]?)?\d|0[1-9])(?:[ .-]?\d){8}(?!\w)")
"""A phone number of ten digits, or with a country code."""

_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 4
_SHORTEST = 4  # shorter ones are particles of names too: le, van, ben


def ordinary_words(vocabulary: Vocabulary) -> frozenset[str]:
    """The words in which the vocabulary itself speaks; what stands there is hardly a surname.

    Args:
        vocabulary: the entity types with their labels and questions.
    """
    found: frozenset[str] = vocabulary.built("ordinary words", lambda: frozenset(_ordinary(vocabulary)))
    return found


def _ordinary(vocabulary: Vocabulary) -> Iterator[str]:
    for kind in vocabulary:
        texts = [kind.name, kind.plural, *kind.label.values(), *kind.label_plural.values()]
        for one in kind.attributes.values():
            texts += [one.name, *one.values, *one.label.values(), *one.question.values()]
            texts += [text for label in one.labels.values() for text in label.values()]
        words = words_of(" ".join(set(" ".join(texts).split())))
        yield from (word for word in words if len(word) >= _SHORTEST and word not in FIRST_NAMES)


def looks_personal(text: str, ordinary: frozenset[str], *, person: bool) -> bool:
    """Whether an id looks like somebody's name or e-mail address.

    Args:
        text: the id.
        ordinary: words that are no names (:func:`ordinary_words`).
        person: whether it is the id of one of :func:`ccrules.facts.people.person_types`.
    """
    if "@" in text and (found := EMAIL.search(text)):
        return person or _is_somebodys(found.group().partition("@")[0], ordinary)
    words = tuple(map(unaccented, _LETTERS.findall(text)))
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    return _names_person(text, words, ordinary) if person else _is_full_name(words, ordinary)


def _names_person(text: str, words: tuple[str, ...], ordinary: frozenset[str]) -> bool:
    """On whoever is a person: a first name, an initial and a surname, or two capitalised words."""
    if not FIRST_NAMES.isdisjoint(words):
        return True
    rest = [word for word in words if word not in ordinary and word not in NO_NAMES]
    if len(words) < 2 or len(rest) < len(words) or any(letter.isdigit() for letter in text):
        return False
    if sorted(map(len, words))[:1] == [1]:
        return len(words) == 2 and max(map(len, words)) > 2
    return all(word[:1].isupper() and len(word) > 1 for word in _LETTERS.findall(text))


def _is_full_name(words: tuple[str, ...], ordinary: frozenset[str]) -> bool:
    """On anything else: a first name and a surname, and nothing that is an ordinary word."""
    if len(words) < 2 or FIRST_NAMES.isdisjoint(words):
        return False
    if any(word in NO_NAMES or word in ordinary for word in words):
        return False
    return any(word not in FIRST_NAMES and len(word) > 2 for word in words) or len(words) == 2


def _is_somebodys(local: str, ordinary: frozenset[str]) -> bool:
    """Whether the part of an address before the @ names a person rather than a service."""
    words = tuple(map(unaccented, _LETTERS.findall(local)))
    if any(word in FUNCTIONAL or word in NO_NAMES or word in ordinary for word in words):
        return False
    return not FIRST_NAMES.isdisjoint(words) or (len(words) == 2 and "." in local)
