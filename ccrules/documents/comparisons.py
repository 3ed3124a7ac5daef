"""Comparisons as plain values, ``headcount: >= 1000``, which YAML takes for broken blocks.

A ``>`` that can't open a folded block stands for itself. While the text is parsed, a character
that does not occur in it takes the place of each, so no other character moves; whoever builds
the scalars puts the ``>`` back. One pass over the text, however many comparisons there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SPACES = " \t\u00a0\u2007\u2009\u202f"
_COMPARISON = re.compile(
    r"(?<![^\s\[{,:])>"
    # indentation and chomping, then nothing or a remark: the header of a block, YAML 1.1, section 9.1
    r"(?!(?:[+-][1-9]?|[1-9][+-]?)?[ \t]*(?:[#\r\n\x85\u2028\u2029]|$))"
    rf"(?==?[{_SPACES}]*[+\-\u2212]?P?[.,]?[0-9])"
)
_PRIVATE = [chr(code) for code in range(0xE000, 0xE010)]


def hide(text: str) -> tuple[str, str]:
    """Put a character that means nothing to YAML in the place of each ``>`` that compares.

    Args:
        text: a YAML document.

    Returns:
        The text, as long as before, and that character; it is empty if nothing was replaced.
    """
    signs = list(_comparisons(text))
    stand_in = _unused(text) if signs else ""
    if not stand_in:
        return text, ""
    ends = [*signs[1:], len(text)]
    rest = (text[sign + 1 : end] for sign, end in zip(signs, ends, strict=True))
    return stand_in.join((text[: signs[0]], *rest)), stand_in


def _comparisons(text: str) -> Iterator[int]:
    """Where they are; a plain search for the sign is far quicker than one for all that stands around it."""
    sign = text.find(">")
    while sign >= 0:
        if _COMPARISON.match(text, sign):
            yield sign
        sign = text.find(">", sign + 1)


def _unused(text: str) -> str:
    """Find a character for private use that the text neither has nor can get by an escape."""
    folded = text.lower()
    free = (sign for sign in _PRIVATE if sign not in text and f"{ord(sign):x}" not in folded)
    return next(free, "")
