"""Names and words of logs brought into one form, so that spelling does not tell them apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

#: What a column says where it says nothing.
EMPTY = ("", "-", "--", "n/a", "na", "null", "none", "nan", "#n/a", "nil", "(null)", "néant")
YES = frozenset({"1", "yes", "y", "true", "t", "oui", "o", "vrai", "x"})
NO = frozenset({"0", "no", "n", "false", "f", "non", "faux"})

_UNITS = {
    "s": "seconds", "sec": "seconds", "secs": "seconds", "second": "seconds", "seconds": "seconds",
    "seconde": "seconds", "secondes": "seconds", "min": "minutes", "mins": "minutes", "minute": "minutes",
    "minutes": "minutes", "mn": "minutes", "h": "hours", "hour": "hours", "hours": "hours", "heure": "hours",
    "heures": "hours", "ms": "milliseconds", "millisecond": "milliseconds", "milliseconds": "milliseconds",
    "hhmmss": "hms", "hmmss": "hms", "mmss": "ms", "hhmm": "hm",
}  # fmt: skip
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def plain_words(text: str) -> str:
    """Small letters without accents, words with one blank between them.

    Args:
        text: a header or a value: ``File d'attente``, ``CallDate``, ``Durée_attente``.
    """
    split = _CAMEL.sub(" ", text)
    letters = unicodedata.normalize("NFKD", split.casefold())
    kept = "".join(char if char.isalnum() else " " for char in letters if not unicodedata.combining(char))
    return " ".join(kept.split())


def header_and_unit(text: str) -> tuple[str, str]:
    """A header without its unit, and the unit: ``Attente (s)`` is ``attente`` in seconds."""
    found = re.fullmatch(r"(.*?)[(\[]([^)\]]*)[)\]]\s*", text)
    if found:
        unit = _UNITS.get(plain_words(found[2]).replace(" ", ""), "")
        if unit:
            return plain_words(found[1]), unit
        return plain_words(found[1]) or plain_words(text), ""
    words = plain_words(text).split()
    if words[-2:-1] in (["in"], ["en"]) and words[-1] in _UNITS:
        return " ".join(words[:-2]), _UNITS[words[-1]]
    if len(words) > 1 and words[-1] in _UNITS and words[-1] not in ("h", "heure", "hour"):
        return " ".join(words[:-1]), _UNITS[words[-1]]
    return " ".join(words), ""


def slug(text: str) -> str:
    """A name as an id: ``Service Sinistres`` is ``service-sinistres``."""
    return "-".join(plain_words(text).split())[:80].rstrip("-") or "unnamed"


def slugs(names: Iterable[str]) -> dict[str, str]:
    """The id of each name; names that differ by spelling alone share one."""
    return {name: slug(name) for name in names}
