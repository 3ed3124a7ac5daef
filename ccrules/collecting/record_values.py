"""Values and their sources in people's words, as records of facts show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ccrules.collecting.cell_values import state_word
from ccrules.errors import message
from ccrules.facts.origins import Origin
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.words import state_of
from ccrules.text import localise, translate, typeset, worded
from ccrules.text.formats import date_text, listing, number, shown
from ccrules.values import OneOf, PartialSet

_SOURCES = {
    "measured": message("measured"),
    "documented": message("documented"),
    "observed": message("observed"),
    "declared": message("declared"),
}


def value_words(value: Any, attribute: Attribute, language: str) -> str:
    """A value of an attribute in people's words.

    Args:
        value: plain or not.
        attribute: for its unit and the labels of its values.
        language: ``en`` or ``fr``.
    """
    if isinstance(value, str):
        said = localise(attribute.labels.get(value, {}), language) or value
        return f"“{said}”" if state_of(said) is not None or not said.strip() else said
    if isinstance(value, frozenset):
        parts = sorted(value_words(one, attribute, language) for one in value)
        return listing(parts, language) if parts else state_word("none", language)
    if isinstance(value, PartialSet) and attribute.labels:
        known = PartialSet(frozenset(value_words(one, attribute, language) for one in value._members))
        return shown(known, language)
    if isinstance(value, OneOf):
        parts = [value_words(one, attribute, language) for one in value._candidates]
        return listing(parts, language, join="or")
    return typeset(shown(value, language, attribute.unit), language)


def source_words(sources: Sequence[Origin], attribute: Attribute, language: str) -> Iterator[str]:
    """Where a value is known from: a line for each source; nothing for one that says no more than the value.

    Args:
        sources: of the value.
        attribute: what it is a value of.
        language: ``en`` or ``fr``.
    """
    for one in sources:
        said = ", ".join(_told(attribute, one, language))
        value = value_words(one.value, attribute, language)
        if len(sources) > 1:
            colon = worded(message(": "), language)
            yield f"{value}{colon}{said}" if said else value
        elif said:
            yield said


def _told(attribute: Attribute, origin: Origin, language: str) -> Iterator[str]:
    kind = _SOURCES.get(origin.source)
    yield from filter(None, [translate(kind, language) if kind else origin.source, origin.by])
    if origin.on:
        yield date_text(origin.on, language)
    if origin.evidence:
        yield origin.evidence
    if origin.tolerance is not None and attribute.type in ("int", "number"):
        yield f"± {shown(origin.tolerance, language, attribute.unit)}"
    if origin.sample is not None:
        count = message("{number} observations", number=number(origin.sample, language))
        yield translate(count, language)
