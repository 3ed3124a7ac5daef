"""Word and PowerPoint files as bytes: read within bounds, written the same each time."""

from __future__ import annotations

import datetime
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from ccrules.documents.archives import steady
from ccrules.errors import InputError, Place, Problem, message

#: The largest template, packed and unpacked, in bytes.
MAX_PACKED, MAX_UNPACKED = 50_000_000, 300_000_000


def read_template(file: Path) -> bytes:
    """A template's bytes.

    Args:
        file: the Word or PowerPoint file.

    Raises:
        InputError: it can't be read, is no such file, or unpacks to too much.
    """
    place = Place(str(file))
    try:
        content = file.read_bytes() if file.stat().st_size <= MAX_PACKED else b""
        with zipfile.ZipFile(BytesIO(content)) as package:
            size = sum(one.file_size for one in package.infolist())
    except OSError as error:
        what = message("the template can't be read: {reason}", reason=error.strerror or type(error).__name__)
        raise InputError(Problem(place, what, message("check the path"))) from error
    except zipfile.BadZipFile as error:
        raise InputError(unreadable(file)) from error
    if size > MAX_UNPACKED:
        raise InputError(Problem(place, message("the template is too large")))
    return content


def unreadable(file: Path) -> Problem:
    """What to say of a file that is no document of its kind."""
    what = message("this is no {kind} file", kind=file.suffix)
    return Problem(Place(str(file)), what, message("save it in Word or PowerPoint and try again"))


def timeless(content: bytes) -> bytes:
    """The same document with the same day for every member, so that equal input gives equal bytes.

    Args:
        content: a Word or PowerPoint file, whose own dates were set.
    """
    return steady(content, keep_dates=True)


def describe(properties: Any, title: str, author: str, language: str, day: str) -> None:
    """What a document says of itself, with the day of the assessment for every date.

    Args:
        properties: the core properties.
        title: the title.
        author: who made it.
        language: of its texts.
        day: as ``2026-10-01``.
    """
    moment = datetime.datetime.fromisoformat(f"{day}T00:00:00")
    properties.title, properties.author, properties.language = title[:250], author[:250], language
    properties.created = properties.modified = moment
    properties.last_modified_by, properties.revision, properties.comments = author[:250], 1, ""
    properties.keywords = properties.subject = properties.category = ""
