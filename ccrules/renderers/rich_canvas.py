"""Lines of text for a terminal in colours, laid out by rich; importing this imports rich."""

from __future__ import annotations

import io
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from ccrules.renderers.canvas import Piece, Row


class RichCanvas:
    """Lines with styles.

    Args:
        width: the longest line.
        colour: whether styles are shown.
    """

    def __init__(self, width: int, *, colour: bool) -> None:
        self.width = width
        self._file = io.StringIO()
        self._console = Console(
            file=self._file,
            width=width,
            force_terminal=colour,
            color_system="standard" if colour else None,
            no_color=not colour,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
        )

    def text(self) -> str:
        """All lines so far."""
        return self._file.getvalue()

    def blank(self) -> None:
        """Print an empty line."""
        self._console.print()

    def paragraph(self, pieces: Sequence[Piece], indent: int) -> None:
        """Print a text over as many lines as it takes."""
        self._console.print(Padding(_text(pieces), (0, 0, 0, indent)))

    def entry(self, mark: Sequence[Piece], pieces: Sequence[Piece], indent: int) -> None:
        """Print a text whose lines stand behind a mark."""
        grid = Table.grid(padding=(0, 1))
        grid.add_column(no_wrap=True)
        grid.add_column(ratio=1)
        grid.add_row(_text(mark), _text(pieces))
        self._console.print(Padding(grid, (0, 0, 0, indent)))

    def table(self, heads: Row, rows: Sequence[Row], right: Sequence[bool]) -> None:
        """Print a table; ``right`` says which columns hold numbers."""
        table = Table(box=None, pad_edge=False, show_edge=False, header_style="dim")
        for head, number in zip(heads, right, strict=True):
            table.add_column(_text(head), justify="right" if number else "left")
        for row in rows:
            table.add_row(*map(_text, row))
        self._console.print(table)


def _text(pieces: Sequence[Piece]) -> Text:
    text = Text()
    for piece, style in pieces:
        text.append(piece, style)
    return text
