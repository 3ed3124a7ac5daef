"""Values of facts as cells of a table hold them, so that they are read to the same."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ccrules.collecting.questions import Question
from ccrules.facts.words import state_of
from ccrules.facts.writing import Quoted, yaml_text
from ccrules.importers.workbook_layout import SEPARATOR, SEPARATORS
from ccrules.text import localise, yes_no

STATES: Mapping[str, tuple[str, ...]] = {
    "en": ("unknown", "none", "not applicable"),
    "fr": ("inconnu", "aucun", "sans objet"),
}
"""The words for states, in the same order in each language."""

#: Characters that a workbook can't hold, or gives back as others; the long form has names for them.
_LOST = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def state_word(name: str, language: str) -> str:
    """A state by its English name, in a language."""
    return STATES[language][STATES["en"].index(name)]


def said(value: Any, one: Question | None, language: str) -> Any:
    """A value in the words that people of a language use for it.

    Args:
        value: as :func:`ccrules.facts.writing.written_document` gives it.
        one: what it answers; None for a name.
        language: ``en`` or ``fr``.
    """
    if isinstance(value, bool):
        return yes_no(value, language)
    if type(value) is str and value in STATES["en"]:
        return state_word(value, language)
    if one is None or not isinstance(value, str | list):
        return value
    if isinstance(value, list):
        return [said(item, one, language) for item in value]
    if one.attribute.type == "duration" and language == "fr":
        return value.replace("months", "mois").replace("days", "jours").replace("hours", "heures")
    return localise(one.attribute.labels.get(value, {}), language) or value


def in_cell(value: Any) -> str | int | float | bool | None:
    """What a cell holds to say a value; None if it says nothing.

    Args:
        value: as :func:`said` gives it.
    """
    if value is None or value == "":
        return None
    if isinstance(value, list):
        return _listed(value)
    if isinstance(value, Mapping):
        return yaml_text(value, flow=True)
    if isinstance(value, Quoted) or (isinstance(value, str) and not _is_plain(value)):
        return yaml_text({"value": value}, flow=True)
    found: str | int | float | bool = value
    return found


def _listed(values: list[Any]) -> str:
    """Several values in one cell: as people write them where that can't be misread."""
    plain = all(type(one) is str and _is_plain(one) and not SEPARATORS.search(one) for one in values)
    states = [one for one in values if isinstance(one, str) and state_of(one) is not None]
    if plain and values and not (len(values) == 1 and states):
        return SEPARATOR.join(values)
    return yaml_text(values, flow=True)


def _is_plain(text: str) -> bool:
    return text == text.strip() and text[:1] not in ("", "[", "{") and not _LOST.search(text)
