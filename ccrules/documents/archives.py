"""Archives, such as Office documents, whose bytes depend on what they say and on nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, Protocol

#: The day of writing is no part of what a document says.
_DATES = re.compile(rb"(?<=W3CDTF\">)[^<]+")
_MADE_ON = b"2000-01-01T00:00:00Z"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Savable(Protocol):
    """A document that a library writes: a workbook, a text, a deck."""

    def save(self, file: Any, /) -> Any:
        """Write it to a stream."""


def saved(document: Savable) -> bytes:
    """A document as a file; the same bytes for the same contents.

    Args:
        document: a document of openpyxl or python-docx.
    """
    stream = io.BytesIO()
    document.save(stream)
    return steady(stream.getvalue())


def steady(content: bytes, *, keep_dates: bool = False) -> bytes:
    """The same archive with the same date for every part, so that equal input gives equal bytes.

    Args:
        content: an Office document, or another archive.
        keep_dates: whether the dates that a document gives of itself stay, because they were set.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            part = zipfile.ZipInfo(info.filename, _EPOCH)
            part.compress_type, part.create_system = zipfile.ZIP_DEFLATED, 0  # the same on every machine
            said = old.read(info)
            new.writestr(part, said if keep_dates else _DATES.sub(_MADE_ON, said), compresslevel=6)
    return stream.getvalue()
