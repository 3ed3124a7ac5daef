"""Passages of Markdown and of tables in text files."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator

from ccrules.errors import Place
from ccrules.verifying.passages import Headings, Passage, without_number

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BOLD = re.compile(r"\*\*(.+?)\*\*\s*")
_ESCAPED = re.compile(r"\\([^\w\s])")
_LINK = re.compile(r"\]\((?:<[^>]*>|[^)\s]*)\)")
#: Cells of a row that say what it is about, from its check to its message; the last one has its identifier.
_NAMED = slice(2, 8)
#: The level of a line that is bold as a whole, and of an entry of a list.
_LINE_LEVEL, _ITEM_LEVEL = 7, 8


def read(content: bytes, file: str, suffix: str) -> Iterator[Passage]:
    """The passages of a text file.

    Args:
        content: of the file.
        file: its name for places.
        suffix: ``.csv``, or that of Markdown.
    """
    text = content.decode("utf-8-sig", "replace")
    return _table(text, file) if suffix == ".csv" else _markdown(text, file)


def _table(text: str, file: str) -> Iterator[Passage]:
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",")
    for number, row in enumerate(rows, start=1):
        near = " ".join((*row[_NAMED], *row[-1:]))
        for cell in filter(None, row):
            yield Passage(cell, near, Place(file, number, 1))


def _markdown(text: str, file: str) -> Iterator[Passage]:
    headings, head, table, last = Headings(), "", False, 0
    for number, raw in enumerate(text.split("\n"), start=1):
        line, last = without_number(raw, last)
        if line.lstrip().startswith("|") and not table:
            head = _plain(line)
        table = line.lstrip().startswith("|")
        if not line.strip():
            continue
        if found := _HEADING.match(line):
            headings.take(len(found[1]), _plain(found[2]))
        elif found := _BOLD.fullmatch(line):
            headings.take(_LINE_LEVEL, _plain(found[1]))
        elif line.startswith("- "):
            headings.take(_ITEM_LEVEL, _plain(line))
        place, near = Place(file, number, 1), f"{headings.text()} {_plain(line)}"
        if table:
            first = " ".join([cell for cell in line.split("|") if cell.strip()][:2])
            near = f"{headings.text()} {head} {_plain(first)}"
            cells = [_plain(cell) for cell in line.split("|") if cell.strip(" -:")]
            for at, cell in enumerate(cells):
                yield Passage(cell, near, place, behind=cells[1] if at == 0 and len(cells) > 1 else "")
        else:
            yield Passage(_plain(line), near, place)


def _plain(text: str) -> str:
    """A line as a reader sees it."""
    bare = re.sub(r"(?<!\\)(\*\*|`|<br>)", " ", _LINK.sub("] ", text))
    return html.unescape(_ESCAPED.sub(r"\1", bare))
