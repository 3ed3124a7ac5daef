"""Texts for people: localised texts, messages, numbers and dates in English and French.

Templates (:mod:`ccrules.text.templates`) and Markdown (:mod:`ccrules.text.markdown`) are not
imported here, because they load heavier libraries.
"""

from ccrules.text.formats import (
    date,
    date_text,
    duration,
    entity_name,
    interval,
    listing,
    number,
    percent,
    quantity,
    rhythm,
    shown,
    state,
    unit_text,
    yes_no,
)
from ccrules.text.grammar import elide, plural, typeset, worded
from ccrules.text.language import LANGUAGES, localise, translate

__all__ = [
    "LANGUAGES",
    "date",
    "date_text",
    "duration",
    "elide",
    "entity_name",
    "interval",
    "listing",
    "localise",
    "number",
    "percent",
    "plural",
    "quantity",
    "rhythm",
    "shown",
    "state",
    "translate",
    "typeset",
    "unit_text",
    "worded",
    "yes_no",
]
