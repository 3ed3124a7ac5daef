"""Bytes to text: UTF-8 with or without a byte order mark, and nothing else."""

from __future__ import annotations

import codecs
import re
from typing import NoReturn

from ccrules.documents.faults import Faults
from ccrules.documents.limits import Limits
from ccrules.documents.source import TextSource
from ccrules.errors import Message, Place, message

HALF_PAIR = re.compile("[\ud800-\udfff]")
_BOM = "\ufeff"


def decode(content: str | bytes, file: str, limits: Limits) -> str:
    """Turn the content of a file into text without a byte order mark.

    Args:
        content: bytes as they are in the file, or text already decoded.
        file: the file's name for problems.
        limits: the most bytes (for text: characters) allowed.

    Raises:
        InputError: too long, not UTF-8, or not text.
    """
    if len(content) > limits.size:
        refuse_size(file, limits)
    text = _from_bytes(content, file, limits) if isinstance(content, bytes) else content
    if found := HALF_PAIR.search(text):
        place = TextSource(file, text).place(found.start())
        Faults(limits).fail(place, message("half of a character that takes two codes"), _save_as_utf8())
    return text.removeprefix(_BOM)


def refuse_size(file: str, limits: Limits) -> NoReturn:
    """Raise InputError for a file over the size limit."""
    what = message("the file is larger than {limit} MB", limit=f"{limits.size / 1_000_000:g}")
    Faults(limits).fail(Place(file), what, message("split it into several files"))


def _from_bytes(content: bytes, file: str, limits: Limits) -> str:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8").removeprefix(_BOM)
        place = TextSource(file, before).place(len(before))
        Faults(limits).fail(place, *_why_not_text(content))
    if "\0" in text:
        Faults(limits).fail(Place(file), *_why_not_text(content))
    return text


def _why_not_text(content: bytes) -> tuple[Message, Message]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return message("the file is written in UTF-16"), _save_as_utf8()
    if b"\0" in content:
        return message("this is not a text file"), message("give a text file saved as UTF-8")
    return message("this is not UTF-8 text"), _save_as_utf8()


def _save_as_utf8() -> Message:
    return message("save the file again with the encoding UTF-8")
