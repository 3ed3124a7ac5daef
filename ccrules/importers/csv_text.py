"""CSV as it really comes: its encoding, its separator, and cells that know where they stand.

The standard library's reader tells lines, but not columns, and joins what it can't read without
a word. Here every cell has the index at which it begins, and a quote that nobody closed is an error.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ccrules.documents import LIMITS
from ccrules.documents.decoding import decode
from ccrules.documents.source import TextSource
from ccrules.errors import InputError, Place, Problem, message

#: What may stand between cells, the likeliest first.
SEPARATORS = (";", ",", "\t")
#: Excel begins a file so to name its separator.
_NAMED = re.compile(r"sep=(.)(?:\r\n|\n|\r|\Z)")
#: Rows looked at to tell the separator.
_SAMPLE = 20


class Cell(NamedTuple):
    """One cell.

    Attributes:
        start: index in the text at which it begins.
        text: what it says, without quotes.
    """

    start: int
    text: str


class CsvSource(TextSource):
    """The text of a CSV file. Like the cells of a workbook, its cells know no quotes around a text."""

    __slots__ = ()
    tabular = True

    @property
    def scope(self) -> Hashable:
        """``lists.csv`` speaks of the lists in the files beside it, so the folder."""
        return Path(self.file).parent.as_posix(), "*.csv"

    def place_at(self, start: int, style: str, text: str, offset: int) -> Place:
        """A cell is small enough to be its own place."""
        return self.place(start)


class WrittenSource(CsvSource):
    """The same for lists and mappings in a cell: they are read as YAML, where quotes make text."""

    __slots__ = ()
    typed = False


def text_of(content: bytes, file: str) -> str:
    """The text of a file in UTF-8, with or without a byte order mark, or in Windows' code page 1252.

    Args:
        content: the file's content.
        file: its name for places.

    Raises:
        InputError: neither, or too large.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        if b"\0" not in content:
            try:
                return decode(content.decode("cp1252"), file, LIMITS)
            except UnicodeDecodeError:
                pass  # the other error says more
    return decode(content, file, LIMITS)


def rows_of(source: CsvSource) -> list[list[Cell]]:
    """The rows of a CSV file that hold anything.

    Args:
        source: its text.

    Raises:
        InputError: a quote that is not closed, or has something behind it.
    """
    named = _NAMED.match(source.text)
    start = named.end() if named else 0
    separator = named[1] if named else separator_of(source.text)
    problems: list[Problem] = []
    rows = [row for row in _rows(source, start, separator, problems) if any(cell.text for cell in row)]
    if problems:
        raise InputError(problems)
    return rows


def separator_of(text: str) -> str:
    """The sign that cuts most of the first rows into as many cells as the header.

    Args:
        text: the content of a CSV file.
    """

    def fit(sign: str) -> tuple[int, int]:
        rows = list(islice(_rows(CsvSource("", text), 0, sign, []), _SAMPLE))
        width = len(rows[0]) if rows else 0
        return (sum(len(row) == width for row in rows), width) if width > 1 else (0, 0)

    return max(SEPARATORS, key=fit)  # the first of equals


def _rows(source: CsvSource, start: int, separator: str, problems: list[Problem]) -> Iterator[list[Cell]]:
    cell_pattern = re.compile(
        rf'[ ]*"(?P<quoted>[^"]*+(?:""[^"]*+)*+)"[ ]*(?=[{re.escape(separator)}\r\n]|\Z)'
        rf"|(?P<plain>[^{re.escape(separator)}\r\n]*)"
    )
    row: list[Cell] = []
    text, at = source.text, start
    while True:
        found = cell_pattern.match(text, at)
        assert found is not None  # the plain form may be empty
        row.append(_cell(source, found, problems))
        if problems:
            return  # whatever follows would be cut wrongly
        at = found.end()
        if at < len(text) and text[at] == separator:
            at += 1
            continue
        yield row
        row = []
        at += 2 if text.startswith("\r\n", at) else 1
        if at >= len(text):
            return


def _cell(source: CsvSource, found: re.Match[str], problems: list[Problem]) -> Cell:
    if found["quoted"] is not None:
        return Cell(found.start(), found["quoted"].replace('""', '"').strip())
    plain = found["plain"].strip()
    if plain.startswith('"'):
        what = message("a quote is opened and not closed, or something follows the closing one")
        hint = message("put quotes around the whole cell and write each quote in it twice")
        problems.append(Problem(source.place(found.start()), what, hint))
    return Cell(found.start(), plain)
