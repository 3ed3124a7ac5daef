"""Tables in the form that spreadsheets open with a double click.

The file begins with a byte order mark, without which Excel takes accents for something else. A French
file has semicolons between cells, because Excel expects commas inside of numbers where French is spoken.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

_MARK = "\ufeff"


def csv_table(header: Iterable[str], rows: Iterable[Iterable[str]], language: str) -> str:
    """Write a table.

    Args:
        header: names of its columns.
        rows: the texts of cells, numbers as the language writes them.
        language: ``en`` or ``fr``.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";" if language == "fr" else ",", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return _MARK + stream.getvalue()
