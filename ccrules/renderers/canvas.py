"""Lines of text for a terminal without colours: wrapped at words, without rich.

Without colours a report goes to a file or into a pipe, and to have rich lay it out takes half as
long as all the rest of an assessment. What is printed here is what rich prints. Texts with characters
of which only rich knows how wide they are, and tables too wide for a line, are left to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ccrules.renderers.rich_canvas import RichCanvas

#: A text and its style, which only colours show.
Piece = tuple[str, str]
#: The cells of a table.
Row = Sequence[Sequence[Piece]]

_WORD = re.compile(r"\s*\S+\s*")
#: Characters that surely take one column: Latin, Greek, Cyrillic, signs of typography, boxes, and those
#: that stand for no-break spaces.
_NARROW = re.compile(
    "[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20bf\u2190-\u2199\u2260-\u2265\u2500-\u25fc\ue000\ue001\ufffd]*"
)


class Canvas(Protocol):
    """What a report is printed on."""

    width: int

    def text(self) -> str:
        """All lines so far."""

    def blank(self) -> None:
        """Print an empty line."""

    def paragraph(self, pieces: Sequence[Piece], indent: int) -> None:
        """Print a text over as many lines as it takes."""

    def entry(self, mark: Sequence[Piece], pieces: Sequence[Piece], indent: int) -> None:
        """Print a text whose lines stand behind a mark."""

    def table(self, heads: Row, rows: Sequence[Row], right: Sequence[bool]) -> None:
        """Print a table; ``right`` says which columns hold numbers."""


def canvas(width: int, *, colour: bool) -> Canvas:
    """Something to print on.

    Args:
        width: the longest line.
        colour: whether styles are shown.
    """
    return _rich(width, colour=True) if colour else PlainCanvas(width)


def _rich(width: int, *, colour: bool) -> RichCanvas:
    from ccrules.renderers.rich_canvas import RichCanvas

    return RichCanvas(width, colour=colour)


class PlainCanvas:
    """Lines without styles.

    Args:
        width: the longest line.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self._lines: list[str] = []

    def text(self) -> str:
        """All lines so far."""
        return "\n".join(self._lines)

    def blank(self) -> None:
        """Print an empty line."""
        self._lines.append("")

    def paragraph(self, pieces: Sequence[Piece], indent: int) -> None:
        """Print a text over as many lines as it takes."""
        text = _plain(pieces)
        if _NARROW.fullmatch(text):
            self._lines += [" " * indent + line for line in _wrapped(text, self.width - indent, fold=True)]
        else:
            rich = _rich(self.width, colour=False)
            rich.paragraph(pieces, indent)
            self._take(rich)

    def entry(self, mark: Sequence[Piece], pieces: Sequence[Piece], indent: int) -> None:
        """Print a text whose lines stand behind a mark."""
        before, text = f"{' ' * indent}{_plain(mark)} ", _plain(pieces)
        if not _NARROW.fullmatch(before + text):
            rich = _rich(self.width, colour=False)
            rich.entry(mark, pieces, indent)
            self._take(rich)
            return
        for line in _wrapped(text, self.width - len(before), fold=False):
            self._lines.append(before + line)
            before = " " * len(before)

    def table(self, heads: Row, rows: Sequence[Row], right: Sequence[bool]) -> None:
        """Print a table; ``right`` says which columns hold numbers."""
        texts = [[_plain(cell) for cell in row] for row in (heads, *rows)]
        widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
        narrow = all(_NARROW.fullmatch(text) for row in texts for text in row)
        if not narrow or sum(widths) + 2 * (len(widths) - 1) > self.width:
            rich = _rich(self.width, colour=False)
            rich.table(heads, rows, right)
            self._take(rich)
            return
        for row in texts:
            cells = zip(row, widths, right, strict=True)
            self._lines.append(
                "  ".join(one.rjust(w) if number else one.ljust(w) for one, w, number in cells)
            )

    def _take(self, rich: RichCanvas) -> None:
        self._lines += rich.text().removesuffix("\n").split("\n")


def _plain(pieces: Sequence[Piece]) -> str:
    return "".join(text for text, _ in pieces)


def _wrapped(text: str, width: int, *, fold: bool) -> Iterator[str]:
    """The lines of a text; a word too long for a line is folded, or else cut short."""
    begin = 0
    for end in (*_breaks(text, width, fold=fold), len(text)):
        line = text[begin:end].rstrip()
        yield line if len(line) <= width else f"{line[: width - 1]}…"
        begin = end


def _breaks(text: str, width: int, *, fold: bool) -> Iterator[int]:
    """Where lines begin, but the first."""
    used = 0
    for word in _WORD.finditer(text):
        start, length = word.start(), len(word[0].rstrip())
        if length <= width - used:
            used += len(word[0])
            continue
        if start and (used or length > width):
            yield start
        used = len(word[0])
        if length > width and fold:
            yield from range(start + width, word.end(), width)
            used = (len(word[0]) - 1) % width + 1
