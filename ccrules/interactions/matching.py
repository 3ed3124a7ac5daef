"""Headers and words of a file matched with those that the measures know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ccrules.interactions.forms import Field_
from ccrules.interactions.mapping import QUESTION
from ccrules.interactions.words import plain_words

#: Further words a header may have and still be recognised.
_MORE_WORDS = 2


def choices_of(one: Field_, values: Iterable[str]) -> Iterable[tuple[str, str]]:
    """What each of a file's words means; ``?`` if it is no known word."""
    words = {name: value for value, names in one.values.items() for name in (*names, plain_words(value))}
    for value in values:
        yield value, words.get(plain_words(value), QUESTION)


def rank(headers: Sequence[str], names: Sequence[str]) -> int | None:
    """How well a header fits: 0 if it is one of the names, else by how many words it has more."""
    if any(header in names for header in headers):
        return 0
    ranks = []
    for words in (header.split() for header in headers):
        for wanted in (name.split() for name in names if len(name) > 3):
            extra = len(words) - len(wanted)
            if 0 < extra <= _MORE_WORDS and _inside(wanted, words):
                ranks.append(10 * extra - len(wanted))
    return min(ranks, default=None)


def _inside(wanted: Sequence[str], words: Sequence[str]) -> bool:
    return any(list(words[n : n + len(wanted)]) == list(wanted) for n in range(len(words) - len(wanted) + 1))
