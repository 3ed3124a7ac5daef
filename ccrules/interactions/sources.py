"""Files of logs: what kind they are, how they are encoded, and what their columns are called.

Nothing here interprets a value. Files that DuckDB can't read as they are (another encoding, a
workbook, a name with wildcards) are copied, row by row, into the folder of the run.
"""

from __future__ import annotations

import codecs
import csv
import datetime
import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ccrules.errors import InputError, Message, Place, Problem, message

Kind = Literal["text", "jsonl", "parquet"]

SEPARATORS = (";", ",", "\t", "|")
#: Characters looked at to find separator and header, and lines among them.
HEAD, LINES = 400_000, 200
CHUNK = 1 << 22
MOST_COLUMNS = 400
#: What a workbook may unpack to, in bytes.
MOST_UNPACKED = 2_000_000_000
_WILDCARDS = frozenset("*?[]{}")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """A file that can be read.

    Attributes:
        file: its name as given.
        path: what DuckDB reads: the file, or a copy in UTF-8.
        kind: delimited text, JSON lines or Parquet.
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
        """How it was read, in a few words."""
        shown = {"\t": "tab"}.get(self.separator, self.separator)
        details = [self.encoding, f"separator {shown}"] if self.kind == "text" else [self.kind]
        return ", ".join(["xlsx", f"sheet {self.sheet}"] if self.sheet else details)


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
        raise _refused(file, message("can't be read: {reason}", reason=reason)) from None
    if not head.strip():
        raise _refused(file, message("the file is empty"), message("export the log again"))
    if head.startswith(b"PAR1"):
        return Source(file, _plain_name(path, folder), "parquet", (), encoding="")
    if head.startswith(b"PK"):
        return _from_workbook(file, folder, reading)
    if head.startswith((b"\xd0\xcf\x11\xe0", b"\x1f\x8b")):
        what = message("this kind of file can't be read")
        raise _refused(file, what, message("give CSV, JSON lines, Parquet or .xlsx, not compressed"))
    path, encoding = _in_utf8(file, folder, reading.encoding)
    return _text_source(file, path, encoding, reading)


def _refused(file: str, what: Message, hint: Message | None = None) -> InputError:
    return InputError(Problem(Place(file), what, hint))


def _plain_name(path: Path, folder: Path) -> Path:
    """The file itself, or a copy whose name can't be taken for a pattern."""
    if not _WILDCARDS & set(str(path.resolve())):
        return path.resolve()
    return Path(shutil.copyfile(path, _fresh(folder)))


def _fresh(folder: Path) -> Path:
    return folder / f"copy-{sum(1 for _ in folder.glob('copy-*'))}"


def _in_utf8(file: str, folder: Path, encoding: str) -> tuple[Path, str]:
    """The file in UTF-8, copied if it is not, and the encoding it had."""
    path = Path(file)
    found = encoding or _encoding_of(path, file)
    try:
        codec = codecs.lookup(found).name
    except LookupError:
        what = message("there is no encoding {name}", name=found)
        raise _refused(file, what, message("write utf-8, cp1252 or utf-16")) from None
    if codec == "utf-8":
        return _plain_name(path, folder), "utf-8"
    copy = _fresh(folder)
    try:
        with (
            path.open(encoding=found, newline="") as old,
            copy.open("w", encoding="utf-8", newline="") as new,
        ):
            shutil.copyfileobj(old, new, CHUNK)
    except UnicodeError:
        what = message("this is not text in the encoding {name}", name=found)
        raise _refused(file, what, message("say encoding: in the mapping, or save it as UTF-8")) from None
    return copy, found


def _encoding_of(path: Path, file: str) -> str:
    """UTF-8 if all of it is, else Windows' own; a byte order mark decides before that."""
    with path.open("rb") as stream:
        head = stream.read(4)
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name
        stream.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk := stream.read(CHUNK):
                if b"\0" in chunk:
                    what = message("this is not a text file")
                    raise _refused(file, what, message("give CSV, JSON lines, Parquet or .xlsx"))
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"


def _text_source(file: str, path: Path, encoding: str, reading: Reading) -> Source:
    with path.open(encoding="utf-8", newline="") as stream:
        head = stream.read(HEAD)
    if head.lstrip().startswith("{"):
        return Source(file, path, "jsonl", _json_headers(file, head), encoding=encoding)
    if head.lstrip().startswith("["):
        what = message("this is one JSON list, not JSON lines")
        raise _refused(file, what, message("write one object per line"))
    return _delimited(file, path, head, encoding, reading)


def _json_headers(file: str, head: str) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for line in head.splitlines()[:1000]:
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            names.update(dict.fromkeys(found))
    if not names:
        what = message("no line of the file is a JSON object")
        raise _refused(file, what, message("write one object per line"))
    return tuple(names)[:MOST_COLUMNS]


def _delimited(file: str, path: Path, head: str, encoding: str, reading: Reading) -> Source:
    said = 1 if head.lower().startswith("sep=") else 0
    separator = reading.separator or (head[4] if said and len(head) > 4 else _separator(head))
    rows = _rows(head, separator)
    line = reading.header - 1 if reading.header else _header_line(rows, said)
    if line >= len(rows) or not any(cell.strip() for cell in rows[line]):
        raise _refused(file, message("the file has no header"), message("say header: with its line"))
    cells = rows[line]
    if len(cells) > MOST_COLUMNS:
        what = message("{count} columns are more than {most}", count=len(cells), most=MOST_COLUMNS)
        raise _refused(file, what, message("say separator: and header: in the mapping"))
    if not reading.header and _looks_like_data(cells):
        what = message("the first row looks like data: {cells}", cells=" | ".join(cells[:4])[:80])
        raise _refused(file, what, message("add a row of headers, or say header: in the mapping"))
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
    copy = _fresh(folder)
    try:
        _refuse_bombs(file)
        sheet = _copy_sheet(file, copy, reading.sheet)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever the reader stumbles over, the file is broken
        reason = str(error) or type(error).__name__
        what = message("the workbook can't be read: {reason}", reason=reason)
        hint = message("open it in Excel or LibreOffice and save it anew")
        raise _refused(file, what, hint) from None
    with copy.open(encoding="utf-8", newline="") as stream:
        head = stream.read(HEAD)
    if not head.strip(" ,\r\n"):
        raise _refused(file, message("the sheet {name} is empty", name=sheet))
    found = _delimited(file, copy, head, "utf-8", Reading(separator=",", header=reading.header))
    return Source(file, copy, "text", found.headers, ",", found.skip, "utf-8", sheet)


def _refuse_bombs(file: str) -> None:
    with zipfile.ZipFile(file) as archive:
        size = sum(one.file_size for one in archive.infolist())
    if size > MOST_UNPACKED:
        what = message("the workbook unpacks to {size} MB", size=size // 1_000_000)
        hint = message("workbooks may unpack to {most} MB; split it", most=MOST_UNPACKED // 1_000_000)
        raise _refused(file, what, hint)


def _copy_sheet(file: str, copy: Path, wanted: str) -> str:
    """Write one sheet as CSV; the one wanted, else the first that is visible."""
    import warnings

    from openpyxl import load_workbook  # slow to import, so only here

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that say nothing about rows
        book = load_workbook(file, read_only=True, data_only=True)
        names = [one.title for one in book.worksheets if one.sheet_state == "visible"]
        if wanted and wanted not in names:
            what = message("there is no sheet {name}", name=wanted)
            raise _refused(file, what, message("known: {names}", names=", ".join(names)))
        if not names:
            raise _refused(file, message("the workbook has no visible sheet"))
        title = wanted or names[0]
        with copy.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows(_cells(book[title].iter_rows(values_only=True)))
        book.close()
    return title


def _cells(rows: Iterator[Sequence[Any]]) -> Iterator[list[str]]:
    """Rows as text, as wide as the first one that is filled; empty rows are left out."""
    width = 0
    for row in rows:
        cells = [_cell(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        width = max(width, len(cells)) if width <= 1 else width
        yield cells + [""] * (width - len(cells))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        midnight = value.time() == datetime.time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, datetime.timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
