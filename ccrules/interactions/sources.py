"""Files of logs: what kind they are, how they are encoded, and what their columns are called.

Nothing here interprets a value. Files that DuckDB can't read as they are (another encoding, a
workbook, a name with wildcards) are copied, row by row, into the folder of the run.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ccrules.errors import InputError, message
from ccrules.interactions.encoding import fresh, in_utf8, plain_name
from ccrules.interactions.unpacking import copy_sheet, refuse_bombs, refused, unpacked

Kind = Literal["text", "jsonl", "json", "parquet"]

SEPARATORS = (";", ",", "\t", "|")
#: Characters looked at to find separator and header, and lines among them.
HEAD, LINES = 400_000, 200
MOST_COLUMNS = 400


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read.

    Attributes:
        file: its name as given.
        path: what DuckDB reads: the file, or a copy in UTF-8.
        kind: delimited text, JSON lines, one JSON list, or Parquet.
        headers: the columns; unique, in order.
        separator: between columns of text.
        skip: lines before the rows, the header among them.
        encoding: of the original.
        sheet: of a workbook.
    """

    file: str
    path: Path
    kind: Kind
    headers: tuple[str, ...]
    separator: str = ","
    skip: int = 1
    encoding: str = "utf-8"
    sheet: str = ""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.file).name

    @property
    def how(self) -> str:
        """How it was read, without words, so that it reads the same in any language."""
        shown = {"\t": "tab"}.get(self.separator, self.separator)
        if self.sheet:
            return f"xlsx ({self.sheet})"
        return f"csv ({shown}), {self.encoding}" if self.kind == "text" else self.kind


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mapping says of how to read a file; empty where it says nothing."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header: int = 0


def open_source(file: str, folder: Path, reading: Reading | None = None) -> Source:
    """Find out what a file is.

    Args:
        file: as the user named it.
        folder: where copies may be written.
        reading: what a mapping says of it.

    Raises:
        InputError: no such file, no log, or nothing in it.
    """
    reading = reading or Reading()
    path = Path(file)
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refused(file, message("can't be read: {reason}", reason=reason)) from None
    if not head.strip():
        raise _empty(file)
    if head.startswith(b"PAR1"):
        return Source(file, plain_name(path, folder), "parquet", (), encoding="")
    if head.startswith(b"PK"):
        return _from_workbook(file, folder, reading)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        what = message("this kind of file can't be read")
        raise refused(file, what, message("give CSV, JSON, Parquet or .xlsx"))
    if head.startswith(b"\x1f\x8b"):
        path = unpacked(file, fresh(folder))
    path, encoding = in_utf8(file, path, folder, reading.encoding)
    return _text_source(file, path, encoding, reading)


def _empty(file: str) -> InputError:
    return refused(file, message("the file is empty"), message("export the log again"))


def _text_source(file: str, path: Path, encoding: str, reading: Reading) -> Source:
    with path.open(encoding="utf-8", newline="") as stream:
        head = stream.read(HEAD)
    if not head.strip():
        raise _empty(file)
    if head.lstrip().startswith("{"):
        return Source(file, path, "jsonl", _json_headers(file, head), encoding=encoding)
    if head.lstrip().startswith("["):
        return Source(file, path, "json", _names_in(file, _elements(head)), encoding=encoding)
    return _delimited(file, path, head, encoding, reading)


def _json_headers(file: str, head: str) -> tuple[str, ...]:
    return _names_in(file, map(_object, head.splitlines()[:1000]))


def _object(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _elements(head: str) -> Iterator[Any]:
    """The first elements of a JSON list, as far as the head of the file holds them whole."""
    decoder, place = json.JSONDecoder(), head.index("[") + 1
    for _ in range(1000):
        place += len(head[place:]) - len(head[place:].lstrip(" \t\r\n,"))
        try:
            found, place = decoder.raw_decode(head, place)
        except (ValueError, RecursionError):
            return
        yield found


def _names_in(file: str, found: Iterable[Any]) -> tuple[str, ...]:
    """The keys of objects, in the order in which they appear."""
    names: dict[str, None] = {}
    for one in found:
        if isinstance(one, dict):
            names.update(dict.fromkeys(one))
    if not names:
        what = message("the file holds no JSON object")
        raise refused(file, what, message("write one object per contact"))
    return tuple(names)[:MOST_COLUMNS]


def _delimited(file: str, path: Path, head: str, encoding: str, reading: Reading) -> Source:
    said = 1 if head.lower().startswith("sep=") else 0
    separator = reading.separator or (head[4] if said and len(head) > 4 else _separator(head))
    rows = _rows(head, separator)
    line = reading.header - 1 if reading.header else _header_line(rows, said)
    if line >= len(rows) or not any(cell.strip() for cell in rows[line]):
        raise refused(file, message("the file has no header"), message("say header: with its line"))
    cells = rows[line]
    if len(cells) > MOST_COLUMNS:
        what = message("{count} columns are more than {most}", count=len(cells), most=MOST_COLUMNS)
        raise refused(file, what, message("say separator: and header: in the mapping"))
    if not reading.header and _looks_like_data(cells):
        what = message("the first row looks like data: {cells}", cells=" | ".join(cells[:4])[:80])
        raise refused(file, what, message("add a row of headers, or say header: in the mapping"))
    return Source(file, path, "text", unique(cells), separator, line + 1, encoding)


def _separator(head: str) -> str:
    """The one that cuts most lines into the same number of parts, more than one."""

    def score(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in _rows(head, separator) if row]
        if not widths:
            return 0.0, 0
        width, lines = Counter(widths).most_common(1)[0]
        return (lines / len(widths), width) if width > 1 else (0.0, 0)

    return max(SEPARATORS, key=score)


def _rows(head: str, separator: str) -> list[list[str]]:
    """The first lines, cut; a line that is cut off by the end of the head is left out."""
    lines = head.splitlines(keepends=True)
    whole = lines[:-1] if len(head) >= HEAD and len(lines) > 1 else lines
    try:
        return [row for _, row in zip(range(LINES), csv.reader(whole, delimiter=separator), strict=False)]
    except csv.Error:  # a cell beyond what the csv module takes
        return [line.rstrip("\r\n").split(separator) for line in whole[:LINES]]


def _header_line(rows: Sequence[Sequence[str]], start: int) -> int:
    """The first line as wide as most; titles of reports above it are narrower."""
    widths = Counter(len(row) for row in rows[start:] if row)
    usual = widths.most_common(1)[0][0] if widths else 0
    return next((n for n, row in enumerate(rows) if n >= start and len(row) == usual), start)


def _looks_like_data(cells: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in cells if cell.strip()]
    figures = [cell for cell in filled if not any(char.isalpha() for char in cell)]
    return len(figures) * 2 > len(filled)


def unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Names for columns: trimmed, numbered where they are empty or repeat."""
    found: dict[str, None] = {}
    for number, cell in enumerate(cells, 1):
        name = base = " ".join(cell.split()).lstrip("\ufeff") or f"column {number}"
        again = 2
        while name in found:
            name, again = f"{base} ({again})", again + 1
        found[name] = None
    return tuple(found)


def _from_workbook(file: str, folder: Path, reading: Reading) -> Source:
    copy = fresh(folder)
    try:
        refuse_bombs(file)
        sheet = copy_sheet(file, copy, reading.sheet)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever the reader stumbles over, the file is broken
        reason = str(error) or type(error).__name__
        what = message("the workbook can't be read: {reason}", reason=reason)
        hint = message("open it in Excel or LibreOffice and save it anew")
        raise refused(file, what, hint) from None
    with copy.open(encoding="utf-8", newline="") as stream:
        head = stream.read(HEAD)
    if not head.strip(" ,\r\n"):
        raise refused(file, message("the sheet {name} is empty", name=sheet))
    found = _delimited(file, copy, head, "utf-8", Reading(separator=",", header=reading.header))
    return Source(file, copy, "text", found.headers, ",", found.skip, "utf-8", sheet)
