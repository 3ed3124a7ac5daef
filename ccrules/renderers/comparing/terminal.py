"""The comparison for a terminal."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from ccrules.following.comparison import Comparison
from ccrules.renderers.canvas import Canvas, Piece, canvas
from ccrules.renderers.clean import clean, printable
from ccrules.renderers.comparing.page import Row, Section, page_of
from ccrules.renderers.options import RenderOptions

MAX_WIDTH, MIN_WIDTH = 112, 40
_STYLES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan", "info": "dim"}


def render(comparison: Comparison, options: RenderOptions) -> str:
    """Lay out the page.

    Args:
        comparison: the comparison.
        options: width, colour, encoding.
    """
    page = page_of(comparison)
    width = options.width or min(shutil.get_terminal_size((100, 24)).columns, MAX_WIDTH)
    lines = _Lines(canvas(max(width, MIN_WIDTH), colour=options.colour), options.encoding, page.colon)
    lines.line(page.title, "bold")
    lines.line(page.subtitle, "dim")
    lines.line(" · ".join(f"{name} {value}" for name, value in page.figures))
    for section in page.sections:
        lines.section(section)
    return lines.text()


class _Lines:
    def __init__(self, on: Canvas, encoding: str, colon: str) -> None:
        self.on, self.encoding, self.colon = on, encoding, colon

    def text(self) -> str:
        """Everything printed."""
        lines = printable(self.on.text(), self.encoding).split("\n")
        return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"

    def line(self, text: str, style: str = "", indent: int = 0) -> None:
        """One paragraph."""
        self.on.paragraph([self._piece(text, style)], indent)

    def section(self, section: Section) -> None:
        """A heading and what stands under it."""
        self.on.blank()
        self.line(section.title, "bold")
        self.line("─" * min(len(section.title), self.on.width), "dim")
        for sentence in section.intro:
            self.on.entry([self._piece("•")], [self._piece(sentence)], 0)
        for row in section.rows:
            self.row(row, section.heads)

    def row(self, row: Row, heads: Sequence[str]) -> None:
        """A line of a table as an entry of a list: what it is about, then what is said of it."""
        cells = list(zip(heads, row.cells, strict=True))
        if row.mark:
            (severity,), cells = cells[0][1], cells[1:]
            mark = [self._piece(severity, _STYLES.get(row.mark, ""))]
        else:
            mark = [self._piece("•")]
        first, *more = cells[0][1]
        self.on.entry(
            mark, [self._piece(first, "bold"), *(self._piece(f"  {one}", "dim") for one in more[-1:])], 0
        )
        for one in more[:-1]:
            self.line(one, indent=4)
        for head, lines in cells[1:]:
            for one in lines:
                if one:
                    self.on.paragraph([self._piece(f"{head}{self.colon}", "dim"), self._piece(one)], 4)

    def _piece(self, text: str, style: str = "") -> Piece:
        return printable(" ".join(clean(text).split("\n")), self.encoding), style
