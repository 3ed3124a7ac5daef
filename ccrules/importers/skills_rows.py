"""Rows of a skills matrix: their cells, the people named in one, and the row in a line."""

from __future__ import annotations

import re

from ccrules.facts.amounts import short
from ccrules.facts.spelling import slug
from ccrules.importers.csv_text import Cell
from ccrules.importers.skills_words import HOLDS_NOT, MARKS, OPEN

_NAMES = re.compile(r"\s*[;,\n]\s*|\s+(?:and|et|&)\s+")


def cell_at(row: list[Cell], at: int | None) -> Cell:
    """A cell of a row; an empty one where the row is shorter or has no such column.

    Args:
        row: its cells.
        at: the column, from 0; None if the table has none.
    """
    return row[at] if at is not None and at < len(row) else Cell(row[0].start, "")


def names_in(row: list[Cell], at: int | None) -> list[Cell]:
    """The people whom one cell names.

    Args:
        row: its cells.
        at: the column, from 0; None if the table has none.
    """
    cell = cell_at(row, at)
    named = (text.strip() for text in _NAMES.split(cell.text))
    return [
        Cell(cell.start, text) for text in named if text and MARKS.get(slug(text)) not in (HOLDS_NOT, OPEN)
    ]


def written(row: list[Cell]) -> str:
    """A row in a line, shortened."""
    return short(" | ".join(cell.text for cell in row if cell.text))
