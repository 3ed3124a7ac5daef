"""Texts for cells of spreadsheets: shown as they are, never calculated."""

from __future__ import annotations

import re

from ccrules.renderers.clean import clean
from ccrules.text.markdown import to_text

#: What makes a spreadsheet take a text for a formula or a command: its first character.
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: What XML has no way to write.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: What a cell of a workbook holds at most.
LONGEST = 32_767


def harmless(text: str) -> str:
    """A text for a file whose cells have no types: an apostrophe before what would be a formula.

    Args:
        text: any text, also from facts.
    """
    safe = clean(text)
    return f"'{safe}" if safe.lstrip().startswith(_TRIGGERS) else safe


def cell_text(text: str) -> str:
    """A text that a workbook can hold; cut where it is longer than a cell may be.

    Args:
        text: any text, also from facts.
    """
    safe = _NO_XML.sub("\ufffd", clean(text))
    return safe if len(safe) <= LONGEST else f"{safe[: LONGEST - 1]}…"


def plain_body(text: str) -> str:
    """Markdown, which an author or a consultant wrote, as plain text."""
    return to_text(clean(text)).strip()


def xml_text(text: str) -> str:
    """A text without the characters that XML can't hold."""
    return _NO_XML.sub("\ufffd", clean(text))
