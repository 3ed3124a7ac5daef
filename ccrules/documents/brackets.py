"""Brackets that do not match, said alike of YAML and JSON."""

from __future__ import annotations

from ccrules.errors import Message, message

#: The bracket that closes each opening one.
CLOSING = {"[": "]", "{": "}"}


def never_closed(opening: str) -> tuple[Message, Message]:
    """Say that a bracket stays open to the end of the document."""
    what = message("the {bracket} opened here is never closed", bracket=opening)
    return what, message("add the {bracket} that is missing", bracket=CLOSING[opening])


def missing_before(closing: str) -> Message:
    """Say that something stands where only a comma or the closing bracket can."""
    return message("a comma or {bracket} is missing before this", bracket=closing)
