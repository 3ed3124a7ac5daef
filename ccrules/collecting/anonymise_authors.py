"""Who is named in a document of facts beside its values: authors, and those who confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from ccrules.facts.base import FactBase
from ccrules.facts.vocabulary import LocalText
from ccrules.facts.words import words_of

_NAME_AND_DATE = re.compile(
    r"(.*?)([,;]?\s*(?:\d{4}(?:-\d\d){0,2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})?\s*)", re.DOTALL
)
_FUNCTION = re.compile(r"\s*\([^()]*\)\s*$")


def functions(base: FactBase) -> frozenset[tuple[str, ...]]:
    """Whom the vocabulary says to ask: functions rather than people, by their words."""
    asked: list[LocalText] = [one.ask for kind in base.vocabulary for one in kind.attributes.values()]
    return frozenset(words_of(text) for texts in asked for text in texts.values())


def records(given: Any) -> Iterator[Mapping[str, Any]]:
    """The records of one part of a document."""
    if isinstance(given, Mapping):
        listed = given.get("list")
        yield from listed if isinstance(listed, list) else [given]
    elif isinstance(given, list):
        yield from given


def authors(given: Any) -> Iterator[str]:
    """Who said or confirmed what is given for an attribute."""
    if isinstance(given, Mapping) and "any_of" in given:
        for one in given["any_of"]:
            yield from authors(one)
    elif isinstance(given, Mapping) and "value" in given:
        yield from filter(None, (given.get("by"), name_of(given.get("confirmed", ""))))


def name_of(confirmed: str) -> str:
    """Who confirmed, without the date."""
    return name_and_date(confirmed)[0]


def name_and_date(confirmed: str) -> tuple[str, str]:
    """Who confirmed, and what stands behind the name: when.

    Args:
        confirmed: both, as a record of facts writes them.
    """
    found = _NAME_AND_DATE.fullmatch(confirmed)
    assert found is not None  # either part may be empty
    return found[1], found[2]


def without_function(name: str) -> str:
    """A name without the function in brackets behind it, which tells who has that name."""
    return _FUNCTION.sub("", name) or name
