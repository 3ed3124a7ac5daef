"""Keeps what a reader sees to what was written: no control characters, no hidden direction marks."""

from __future__ import annotations

import re

from ccrules.text.grammar import without_accents

#: C0 and C1 controls but tab and newline, marks that reorder text, lone surrogates.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_PLAIN = str.maketrans(
    {
        "\u00a0": " ", "\u202f": " ", "«": '"', "»": '"', "“": '"', "”": '"', "‘": "'", "’": "'", "…": "...",
        "–": "-", "—": "-", "•": "-", "·": "-", "×": "x", "→": "->", "≥": ">=", "≤": "<=",
        "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "°": "o", "€": "EUR",
        "■": "#", "□": ".", "●": "*", "○": "o", "█": "#", "▒": ":", "░": ".", "─": "-", "━": "-",
    }
)  # fmt: skip


def clean(text: str) -> str:
    """Replace what a reader can't see but a screen obeys: escape codes, direction overrides.

    Args:
        text: any text, also from facts.
    """
    return _UNSAFE.sub("\ufffd", text)


def printable(text: str, encoding: str) -> str:
    """Make a text printable in an encoding, with the nearest plain characters.

    Args:
        text: the text.
        encoding: the name of the encoding; an unknown one counts as ASCII.
    """
    try:
        text.encode(encoding)
    except LookupError:
        return printable(text, "ascii")
    except UnicodeEncodeError:
        return "".join(_printable_character(character, encoding) for character in text)
    return text


def _printable_character(character: str, encoding: str) -> str:
    plain = character.translate(_PLAIN)
    for attempt in (character, plain, without_accents(plain)):
        try:
            attempt.encode(encoding)
        except UnicodeEncodeError:
            continue
        return attempt
    return "?"
