"""What entity types, attributes, parameters and named expressions may be called."""

from __future__ import annotations

import keyword
from collections.abc import Collection, Iterator

from ccrules.conditions.checker import RESERVED as CONDITION_WORDS
from ccrules.errors import Message, Place, Problem, message

#: Names that mean something in fact files, beside those of conditions.
RESERVED = frozenset({"objectives", "id"})


def name_problems(name: str, place: Place, taken: Collection[str] = ()) -> Iterator[Problem]:
    """Say what speaks against a name.

    Args:
        name: the name.
        place: where it stands.
        taken: names that mean something else where it is used.
    """
    what = message("'{name}' cannot be used as a name", name=name)
    hint = _objection(name, taken)
    if hint:
        yield Problem(place, what, hint)


def _objection(name: str, taken: Collection[str]) -> Message | None:
    if not name.isidentifier():
        return message("use letters, digits and underscores, and no digit first")
    if name.startswith("_"):
        return message("names cannot start with an underscore")
    if keyword.iskeyword(name):
        return message("it is a word of the condition language")
    if name in taken:
        return message("it already means something else in conditions")
    return None


def taken_names(functions: Collection[str]) -> frozenset[str]:
    """Names that nothing in the vocabulary may take: functions and reserved words.

    Args:
        functions: the names of functions that plugins add.
    """
    return CONDITION_WORDS | RESERVED | frozenset(functions)
