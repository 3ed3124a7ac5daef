"""How wide a text is and where it breaks, without asking a font: the widths of Arial, rounded up."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_NARROW, _SLIM, _WIDE = (
    frozenset("ijl'’|.,:;!·"),
    frozenset('ftrI()[]/\\- \u00a0\u202f“”"°'),
    frozenset("mwMW@%—…"),
)


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is in a usual sans-serif font; rather too much than too little.

    Args:
        text: the text, on one line.
        size: the size of the font; the result is in the same unit.
        bold: whether it is bold.
    """
    return sum(_letter(one) for one in text) * size * (1.08 if bold else 1.02)


def _letter(one: str) -> float:
    if one in _NARROW:
        return 0.27
    if one in _SLIM:
        return 0.35
    if one in _WIDE or unicodedata.east_asian_width(one) in "WF":
        return 0.97
    return 0.7 if one.isupper() else 0.56


def wrap(text: str, room: float, size: float, *, lines: int = 2, bold: bool = False) -> tuple[str, ...]:
    """A text on lines that are no longer than there is room; what does not fit ends with an ellipsis.

    Args:
        text: the text.
        room: how wide a line may be.
        size: the size of the font.
        lines: how many lines at most.
        bold: whether it is bold.
    """
    found: list[str] = []
    for word in _pieces(text, room, size, bold=bold):
        joined = f"{found[-1]} {word}" if found else word
        if found and width(joined, size, bold=bold) <= room:
            found[-1] = joined
        else:
            found.append(word)
    if len(found) > lines:
        found[lines - 1 :] = [_shortened(" ".join(found[lines - 1 :]), room, size, bold=bold)]
    return tuple(found)


def _pieces(text: str, room: float, size: float, *, bold: bool) -> list[str]:
    """The words; one that is wider than a line in pieces."""
    found: list[str] = []
    for word in text.split(" "):
        rest = word
        while rest and width(rest, size, bold=bold) > room:
            fits = _fitting(rest, room, size, bold=bold)
            found.append(rest[:fits])
            rest = rest[fits:]
        if rest:
            found.append(rest)
    return found


def _fitting(text: str, room: float, size: float, *, bold: bool) -> int:
    """How many letters of a text fit; at least one."""
    taken = 0.0
    for count, one in enumerate(text):
        taken += width(one, size, bold=bold)
        if taken > room:
            return max(count, 1)
    return len(text)


def _shortened(text: str, room: float, size: float, *, bold: bool) -> str:
    if width(text, size, bold=bold) <= room:
        return text
    kept = text[: _fitting(text, room - width("…", size, bold=bold), size, bold=bold)].rstrip()
    return f"{kept}…"
