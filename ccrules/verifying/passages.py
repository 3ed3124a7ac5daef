"""What a reader finds in a rendered report: its passages, each with what stands close by."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import chain, repeat

from ccrules.errors import NOWHERE, InputError, Place, Problem, message


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, cell or label.

    Attributes:
        text: what it says.
        near: that with what stands close by: its row, its block, the headings above.
        place: where.
        drawn: whether it is a label or the caption of a drawing, where lines are broken anywhere.
        behind: of the first cell of a row, what the next one says.
        earlier: the lines above, which may carry on in it.
        later: the lines below.
    """

    text: str
    near: str
    place: Place
    drawn: bool = False
    behind: str = ""
    earlier: str = ""
    later: str = ""


#: For each ending of a report's name, the module that reads it.
_READERS: Mapping[str, str] = {
    ".html": "html_passages",
    ".htm": "html_passages",
    ".md": "text_passages",
    ".markdown": "text_passages",
    ".csv": "text_passages",
    ".docx": "office_passages",
    ".pptx": "office_passages",
    ".pdf": "pdf_passages",
    ".xlsx": "sheet_passages",
}
_NUMBERED = re.compile(r"\s*(\d{1,3})\.\s+")
#: Lines above and below a passage that are told with it.
_LINES_AROUND = 6
KINDS = (*_READERS, ".json")


def passages(content: bytes, file: str, suffix: str) -> Iterator[Passage]:
    """The passages of a rendered report, in order.

    Args:
        content: of the file.
        file: its name for places.
        suffix: the ending of its name in lower case, which tells its kind.

    Raises:
        InputError: no report of this kind can be read, or it is broken.
    """
    if suffix not in _READERS:
        what = message("reports of the kind {suffix} can't be verified", suffix=suffix or file)
        hint = message("verify another form of the same report: {suffixes}", suffixes=", ".join(KINDS))
        raise InputError(Problem(Place(file), what, hint))
    read: Callable[[bytes, str, str], Iterator[Passage]] = import_module(
        f"ccrules.verifying.{_READERS[suffix]}"
    ).read
    return _with_neighbours(read(content, file, suffix))


def _with_neighbours(found: Iterator[Passage]) -> Iterator[Passage]:
    """Passages with the lines around them, in which an explanation carries on."""
    window: deque[Passage] = deque(maxlen=2 * _LINES_AROUND + 1)
    blank = Passage("", "", NOWHERE)
    for one in chain(repeat(blank, _LINES_AROUND), found, repeat(blank, _LINES_AROUND)):
        window.append(one)
        if len(window) == window.maxlen and (at := window[_LINES_AROUND]) is not blank:
            said = [line.text for line in window]
            earlier, later = said[:_LINES_AROUND], said[_LINES_AROUND + 1 :]
            yield replace(at, earlier=" ".join(earlier), later=" ".join(later))


def without_number(line: str, last: int) -> tuple[str, int]:
    """An entry of a numbered list without its number, if that is the next one or the first.

    Args:
        line: the line.
        last: the number of the entry before.

    Returns:
        The line, and the number of the last entry now.
    """
    found = _NUMBERED.match(line)
    if found and int(found[1]) in (1, last + 1):
        return line[found.end() :], int(found[1])
    return line, last


class Headings:
    """The headings above the passage that is being read."""

    def __init__(self) -> None:
        self._found: dict[int, str] = {}

    def take(self, level: int, text: str) -> None:
        """Note a heading; it ends those of its level and below."""
        self._found = {one: said for one, said in self._found.items() if one < level} | {level: text}

    def text(self) -> str:
        """All that count here."""
        return " ".join(self._found.values())
