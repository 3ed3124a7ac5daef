"""Text in any encoding as a file in UTF-8 whose name can't be taken for a pattern."""

from __future__ import annotations

import codecs
import shutil
from pathlib import Path

from ccrules.errors import message
from ccrules.interactions.unpacking import refused

CHUNK = 1 << 22
_WILDCARDS = frozenset("*?[]{}")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def plain_name(path: Path, folder: Path) -> Path:
    """The file itself, or a copy whose name can't be taken for a pattern."""
    if not _WILDCARDS & set(str(path.resolve())):
        return path.resolve()
    return Path(shutil.copyfile(path, fresh(folder)))


def fresh(folder: Path) -> Path:
    """A path in the folder of the run at which no copy stands yet."""
    return folder / f"copy-{sum(1 for _ in folder.glob('copy-*'))}"


def in_utf8(file: str, path: Path, folder: Path, encoding: str) -> tuple[Path, str]:
    """The file in UTF-8, copied if it is not, and the encoding it had.

    Args:
        file: as the user named it.
        path: what holds its text.
        folder: where copies may be written.
        encoding: of the text; found out if empty.

    Raises:
        InputError: it is no text, or not in that encoding.
    """
    found = encoding or encoding_of(path, file)
    try:
        codec = codecs.lookup(found).name
    except LookupError:
        what = message("there is no encoding {name}", name=found)
        raise refused(file, what, message("write utf-8, cp1252 or utf-16")) from None
    if codec == "utf-8":
        return plain_name(path, folder), "utf-8"
    copy = fresh(folder)
    try:
        with (
            path.open(encoding=found, newline="") as old,
            copy.open("w", encoding="utf-8", newline="") as new,
        ):
            shutil.copyfileobj(old, new, CHUNK)
    except UnicodeError:
        what = message("this is not text in the encoding {name}", name=found)
        raise refused(file, what, message("say encoding: in the mapping, or save it as UTF-8")) from None
    return copy, found


def encoding_of(path: Path, file: str) -> str:
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
                    raise refused(file, what, message("give CSV, JSON, Parquet or .xlsx"))
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"
