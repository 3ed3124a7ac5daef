"""Comparisons as plain values, ``headcount: >= 1000``, which YAML takes for broken blocks.

A ``>`` that can't open a folded block stands for itself. While the text is parsed, a character
that does not occur in it takes the place of each, so no other character moves; whoever builds
the scalars puts the ``>`` back. One pass over the text, however many comparisons there are.
"""

from __future__ import annotations

import re

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
    if not _COMPARISON.search(text):
        return text, ""
    stand_in = _unused(text)
    return (_COMPARISON.sub(stand_in, text), stand_in) if stand_in else (text, "")


def _unused(text: str) -> str:
    """Find a character for private use that the text neither has nor can get by an escape."""
    folded = text.lower()
    free = (sign for sign in _PRIVATE if sign not in text and f"{ord(sign):x}" not in folded)
    return next(free, "")
