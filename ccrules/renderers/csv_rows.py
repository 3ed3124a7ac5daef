"""Rows by the names of their columns, as a file for spreadsheets and for tools that take tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ccrules.renderers.cells import harmless
from ccrules.text.csv_tables import csv_table

#: What stands between several things in one cell.
BETWEEN = " | "
#: A row by the names of its columns; the cells of the others are empty.
Row = dict[str, str | float | None]


def csv_rows(columns: Sequence[str], rows: Iterable[Mapping[str, str | float | None]], language: str) -> str:
    """Write rows.

    Args:
        columns: names of all columns, in their order; the same in every language.
        rows: the rows.
        language: of numbers, ``en`` or ``fr``.
    """
    return csv_table(
        columns, ([_cell(row.get(name), language) for name in columns] for row in rows), language
    )


def _cell(value: str | float | None, language: str) -> str:
    """A number as the language writes it, without groups; a text that no spreadsheet takes for a formula."""
    if isinstance(value, str):
        return harmless(" ".join(value.split("\n")))
    if value is None:
        return ""
    text = f"{value:.12g}"
    return text.replace(".", ",") if language == "fr" else text
