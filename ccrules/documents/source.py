"""Where nodes come from: a text with lines and columns, or a value given in a call."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Hashable

from ccrules.documents.alignment import YAML_BREAK, raw_index
from ccrules.errors import Place, Problem

_JSON_BREAK = re.compile("\r\n|[\n\r]")


class Source:
    """Turns the start of a node into a place.

    Attributes:
        file: the file as the user named it; empty for values given in a call.
        typed: whether scalars bring types of their own (JSON, Python) or are all text (YAML).
        tabular: whether entries are the rows of a table, whose keys stand above it once.
        remarks: what was left aside in the file, for importers of papers that hold more than facts.
    """

    __slots__ = ("file", "remarks")
    typed = True
    tabular = False

    def __init__(self, file: str) -> None:
        self.file = file
        self.remarks: tuple[Problem, ...] = ()

    @property
    def scope(self) -> Hashable:
        """What statements in it about whole lists speak of: the file, by its name."""
        return self.file or self

    def place(self, start: int) -> Place:
        """Tell where a node that starts at ``start`` stands."""
        return Place(self.file)

    def place_at(self, start: int, style: str, text: str, offset: int) -> Place:
        """Tell where the character at ``offset`` of a scalar's text stands."""
        return self.place(start)


class TextSource(Source):
    """The text of a file; a node's start is an index in it.

    Attributes:
        text: the text, without a byte order mark.
    """

    __slots__ = ("_line_starts", "text")
    line_break = _JSON_BREAK
    folds = False

    def __init__(self, file: str, text: str) -> None:
        super().__init__(file)
        self.text = text
        self._line_starts: array[int] | None = None

    def place(self, start: int) -> Place:
        """Tell line and column of an index in the text.

        Args:
            start: 0-based index, counted in characters.
        """
        starts = self._line_starts
        if starts is None:
            ends = (found.end() for found in self.line_break.finditer(self.text))
            starts = self._line_starts = array("q", [0, *ends])
        line = bisect_right(starts, start)
        return Place(self.file, line, start - starts[line - 1] + 1)

    def place_at(self, start: int, style: str, text: str, offset: int) -> Place:
        """Tell where the character at ``offset`` of a scalar's text stands in the file."""
        return self.place(raw_index(self.text, start, style, text, offset, folds=self.folds))


class JsonSource(TextSource):
    """The text of a JSON file."""

    __slots__ = ()


class YamlSource(TextSource):
    """The text of a YAML file, whose line breaks are those of YAML 1.1."""

    __slots__ = ()
    typed = False
    line_break = YAML_BREAK
    folds = True
