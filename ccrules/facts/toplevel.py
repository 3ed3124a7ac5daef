"""The keys at the top of a fact file: reserved ones, singletons and collections, in any language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ccrules.documents import Scalar
from ccrules.errors import Message, Problem, message
from ccrules.facts.spelling import Names, slug
from ccrules.facts.vocabulary import EntityType, Vocabulary

ASSESSMENT = "assessment"
OBJECTIVES = "objectives"


class Spellings:
    """Names with their labels, each of which stands for an entity type or a reserved word.

    Args:
        meanings: what each name stands for.
        labels: other spellings of a name.
    """

    def __init__(self, meanings: Mapping[str, str], labels: Mapping[str, Iterable[str]]) -> None:
        self._meanings = meanings
        self._names = Names({name: labels.get(name, ()) for name in meanings})

    def find(self, text: str) -> str | None:
        """What a spelling stands for; None if nothing."""
        name = self._names.find(text)
        return None if name is None else self._meanings[name]

    def suggestion(self, text: str) -> Message | None:
        """A hint for a spelling that stands for nothing."""
        return self._names.suggestion(text)


class TopLevel:
    """Finds what a top-level key stands for.

    Args:
        vocabulary: the entity types.

    Attributes:
        collections: the names of collections alone.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        several = {kind.plural: kind.name for kind in vocabulary if not kind.singleton}
        single = {kind.name: kind.name for kind in vocabulary if kind.singleton}
        labels = {kind.plural or kind.name: list(_labels(kind)) for kind in vocabulary}
        reserved = {ASSESSMENT: ASSESSMENT, OBJECTIVES: OBJECTIVES}
        self.collections = Spellings(several, labels)
        self._keys = Spellings({**reserved, **single, **several}, labels)
        self._plurals = {name: plural for plural, name in several.items()}

    def find(self, text: str) -> str | None:
        """The entity type, ``assessment`` or ``objectives``; None for an unknown key."""
        return self._keys.find(text)

    def unknown(self, key: Scalar) -> Problem:
        """The problem with a key that stands for nothing."""
        plural = self._plurals.get(key.text)
        if plural is not None:
            what = message("a collection is named in the plural, not {key}", key=key.text)
            return Problem(key.place, what, message("write {text}", text=f"{plural}:"))
        what = message("{key} is not known here", key=key.text)
        return Problem(key.place, what, self._keys.suggestion(key.text))


def _labels(kind: EntityType) -> Iterator[str]:
    """Labels accepted as the key: of singletons the singular, of collections also guesses at the plural."""
    if kind.singleton:
        yield from kind.label.values()
        return
    yield from kind.label_plural.values()
    for label in kind.label.values():
        if slug(label) != slug(kind.name):  # the singular name itself is a slip that is reported
            yield label
            yield from _plurals(label)


def _plurals(label: str) -> Iterator[str]:
    """``boîte mail`` as ``boîte mails``, ``boîtes mail`` and ``boîtes mails``."""
    first, *rest = label.split() or [""]
    yield f"{label}s"
    if rest:
        yield " ".join([f"{first}s", *rest])
        yield " ".join(f"{word}s" for word in (first, *rest))
