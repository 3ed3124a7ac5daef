"""What has to be unpacked before it can be read: sheets of workbooks and compressed text.

A file that unpacks to far more than it is gets refused before it fills the disk.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ccrules.errors import InputError, Message, Place, Problem, message

#: What a workbook may unpack to, in bytes.
MOST_UNPACKED = 2_000_000_000
#: Compressed text may always unpack to so many bytes, and beyond that to so many times its own size.
#: Logs unpack to ten or thirty times theirs.
ALWAYS_UNPACKED, MOST_TIMES = 100_000_000, 200
_CHUNK = 1 << 22


def refused(file: str, what: Message, hint: Message | None = None) -> InputError:
    """The error that refuses a file."""
    return InputError(Problem(Place(file), what, hint))


def unpacked(file: str, copy: Path) -> Path:
    """Write what a gzip file holds into a copy.

    Args:
        file: the compressed file.
        copy: what to write.

    Raises:
        InputError: it is broken, or unpacks to far more than a log does.
    """
    most = max(ALWAYS_UNPACKED, MOST_TIMES * Path(file).stat().st_size)
    size = 0
    try:
        with gzip.open(file) as old, copy.open("wb") as new:
            while chunk := old.read(_CHUNK):
                size += len(chunk)
                if size > most:
                    what = message("the file unpacks to more than {size} MB", size=most // 1_000_000)
                    raise refused(file, what, message("unpack it yourself if that is right"))
                new.write(chunk)
    except (OSError, EOFError, zlib.error) as error:
        what = message("the file can't be unpacked: {reason}", reason=str(error) or type(error).__name__)
        raise refused(file, what, message("export the log again")) from None
    return copy


def refuse_bombs(file: str) -> None:
    """Refuse a workbook that unpacks to more than anybody's log.

    Raises:
        InputError: it does.
    """
    with zipfile.ZipFile(file) as archive:
        size = sum(one.file_size for one in archive.infolist())
    if size > MOST_UNPACKED:
        what = message("the workbook unpacks to {size} MB", size=size // 1_000_000)
        hint = message("workbooks may unpack to {most} MB; split it", most=MOST_UNPACKED // 1_000_000)
        raise refused(file, what, hint)


def copy_sheet(file: str, copy: Path, wanted: str) -> str:
    """Write one sheet as CSV; the one wanted, else the first that is visible."""
    import warnings

    from openpyxl import load_workbook  # slow to import, so only here

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that say nothing about rows
        book = load_workbook(file, read_only=True, data_only=True)
        names = [one.title for one in book.worksheets if one.sheet_state == "visible"]
        if wanted and wanted not in names:
            what = message("there is no sheet {name}", name=wanted)
            raise refused(file, what, message("known: {names}", names=", ".join(names)))
        if not names:
            raise refused(file, message("the workbook has no visible sheet"))
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
