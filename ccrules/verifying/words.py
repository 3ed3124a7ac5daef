"""Texts as rows of words, in which figures can be compared whatever form or format they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ccrules.text import number, percent

_SPACES = "\u00a0\u202f\u2009"
_GROUPED = re.compile(rf"(?<=\d)[{_SPACES}](?=\d{{3}}(?!\d))")
_ENGLISH_GROUPS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PER_CENT = re.compile(rf"(?<=\d)[{_SPACES} ]+%")
_EDGES = re.compile(r"^[^\w%]+|[^\w%]+$")
_DIGIT = re.compile(r"\d")


def words(text: str, language: str) -> tuple[str, ...]:
    """The words of a text in lower case without punctuation around them, numbers in one form.

    Args:
        text: any text.
        language: ``en`` or ``fr``, which tells groups of digits from decimals.
    """
    return _words(text, language)


@lru_cache(maxsize=200_000)
def _words(text: str, language: str) -> tuple[str, ...]:
    joined = _PER_CENT.sub("%", _GROUPED.sub("", text))
    joined = _COMMA.sub(".", joined) if language == "fr" else _ENGLISH_GROUPS.sub("", joined)
    found = (_EDGES.sub("", word) for word in joined.replace("’", "'").casefold().split())
    return tuple(word for word in found if word)


def has_figure(word: str) -> bool:
    """Whether a word has a digit in it."""
    return _DIGIT.search(word) is not None


def forms(value: float, language: str) -> Iterator[str]:
    """A number as tables and sentences may print it.

    Args:
        value: the number.
        language: ``en`` or ``fr``.
    """
    yield from words(f"{value:.12g}".replace(".", "," if language == "fr" else "."), language)
    yield from words(number(value, language), language)
    if abs(value) <= 1:
        for decimals in (None, 0):
            share = words(percent(value, language, decimals), language)
            yield from (*share, *(word.rstrip("%") for word in share))  # "39 to 77%"
        yield from (str(int(value * 100)), f"{int(value * 100)}%")  # a lower bound is rounded down
