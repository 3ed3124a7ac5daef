"""Units as people write them after a number, compared without regard to plural and language."""

from __future__ import annotations

import re
from typing import NamedTuple

from ccrules.facts.words import unaccented
from ccrules.text.formats import RATIO_UNITS as PRINTED_IN_PERCENT
from ccrules.values import Duration

#: Units of a number that may be a share of one, so that ``85 %`` is 0.85; also no unit at all.
RATIO_UNITS: frozenset[str] = PRINTED_IN_PERCENT | {""}

PERCENT_WORDS: frozenset[str] = frozenset({"%", "percent", "per cent", "pour cent"})


class TimeUnit(NamedTuple):
    """A unit of time, as months, days or seconds."""

    months: int = 0
    days: int = 0
    seconds: int = 0


TIME_UNITS: dict[str, TimeUnit] = {
    "second": TimeUnit(seconds=1),
    "minute": TimeUnit(seconds=60),
    "hour": TimeUnit(seconds=3600),
    "day": TimeUnit(days=1),
    "week": TimeUnit(days=7),
    "fortnight": TimeUnit(days=14),
    "month": TimeUnit(months=1),
    "quarter": TimeUnit(months=3),
    "half-year": TimeUnit(months=6),
    "year": TimeUnit(months=12),
}
_SYNONYMS = {
    "s": "second", "sec": "second", "seconde": "second",
    "min": "minute", "mn": "minute",
    "h": "hour", "hr": "hour", "heure": "hour",
    "d": "day", "j": "day", "jour": "day",
    "w": "week", "wk": "week", "semaine": "week",
    "quinzaine": "fortnight",
    "mois": "month", "trimestre": "quarter", "semestre": "half-year", "semester": "half-year",
    "y": "year", "yr": "year", "an": "year", "annee": "year",
    "€": "eur", "euro": "eur", "£": "gbp", "$": "usd",
}  # fmt: skip
_PER = re.compile(r"\s*/\s*|\s+(?:per|par)\s+")


def canonical_word(word: str) -> str:
    """One word of a unit in English and the singular: ``heures`` gives ``hour``."""
    plain = unaccented(word).rstrip(".")
    if plain in _SYNONYMS:
        return _SYNONYMS[plain]
    singular = plain[:-1] if len(plain) > 2 and plain.endswith("s") else plain
    return _SYNONYMS.get(singular, singular)


def canonical_unit(text: str) -> str:
    """A unit in a form that can be compared: ``contacts par mois`` gives ``contact/month``."""
    return "/".join(" ".join(map(canonical_word, side.split())) for side in sides_of(text))


def sides_of(text: str) -> list[str]:
    """What a unit counts, then each thing it counts per: ``contacts par mois`` gives both words."""
    return _PER.split(text.strip())


def seconds_in(unit: str) -> float:
    """Mean length of a unit of time in seconds; 1 for anything else."""
    found = TIME_UNITS.get(canonical_word(unit))
    return Duration(*found).length if found else 1.0
