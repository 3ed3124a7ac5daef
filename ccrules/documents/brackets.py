"""Brackets that do not match, said alike of YAML and JSON."""

from __future__ import annotations

from ccrules.errors import Message, message

_CLOSING = {"[": "]", "{": "}"}
OPENING = tuple(_CLOSING)


def closing(opening: str) -> str:
    """The bracket that closes an opening one; whatever else a parser takes for one, as a list's."""
    return _CLOSING.get(opening, "]")


def never_closed(opening: str) -> tuple[Message, Message]:
    """Say that a bracket stays open to the end of the document."""
    what = message("the {bracket} opened here is never closed", bracket=opening)
    return what, message("add the {bracket} that is missing", bracket=closing(opening))


def nothing_between(opening: str) -> Message:
    """Say that something stands where only a comma or the closing bracket can."""
    return message("a comma or {bracket} is missing before this", bracket=closing(opening))
