"""Who set which field: what a ruleset or profile changed in what another one says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ccrules.conditions.written import Written
from ccrules.documenting.blocks import Block, Code, Line, Row, joined
from ccrules.documenting.writing import Writing
from ccrules.ruleset.model import Check, Parameter, Recommendation, Source

#: The longest earlier value that is shown, in characters.
LONGEST = 160


def who_set_what(one: Check | Parameter | Recommendation, writing: Writing, of: str = "") -> list[Block]:
    """The fields that were changed, what they held before, and who set each.

    Args:
        one: the check, parameter or recommendation.
        writing: the language.
        of: its name, on a page that describes several.
    """
    return writing.table("field set_at before", _rows(one, writing), "set_by", "changes", of=of)


def _rows(one: Check | Parameter | Recommendation, writing: Writing) -> Iterator[Row]:
    for field, place in one.set_at.items():
        before = [
            (f"{shown_field(former.value, writing)} ", *writing.where(former.place))
            for former in reversed(one.set_before.get(field, ()))
        ]
        yield Row(((Code(field),), writing.where(place), joined(before, "; ")))


def shown_field(value: Any, writing: Writing) -> str:
    """A field of a ruleset on one line, shortened."""
    text = " ".join(_text(value, writing).split()) or "–"
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _text(value: Any, writing: Writing) -> str:
    if value is None:
        return ""
    if isinstance(value, Written | Source):
        return value.text if isinstance(value, Written) else value.title
    if isinstance(value, Mapping):
        if all(isinstance(text, str) for text in value.values()):
            return writing.text(value)
        return "; ".join(f"{name} = {_text(part, writing)}" for name, part in value.items())
    if isinstance(value, tuple):
        return ", ".join(_text(part, writing) for part in value)
    return writing.value(value)


def who(one: Parameter, writing: Writing) -> Line:
    """Who set the value of a parameter."""
    return (one.set_by,) if one.set_by else (writing.say("default_value"),)
