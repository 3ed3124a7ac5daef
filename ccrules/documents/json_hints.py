"""What is wrong where JSON is not JSON, and what to write instead."""

from __future__ import annotations

import re

from ccrules.documents.brackets import closing, never_closed, nothing_between
from ccrules.documents.commas import split_number
from ccrules.errors import Message, message

_SPACE = re.compile(r"[ \t\n\r]*+")
_WORD = re.compile(r"-?[^\W0-9]\w*")
_STRING_SO_FAR = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+')
_NUMBER_BEFORE_COMMA = re.compile(r"([-+]?[0-9]+)[ \t]*,[ \t]*\Z")
_NUMBER_PARTS = re.compile(r"[0-9]+(?:,[0-9]+)*+")
_WRITTEN_AS = {"True": "true", "False": "false", "None": "null", "nil": "null", "undefined": "null"}
_NOT_FINITE = ("NaN", "Infinity", "-Infinity")
_NEARBY = 60  # how far to look back for the beginning of a number

Explanation = tuple[int, Message, Message]


def explain_value(text: str, at: int, opened: int | None) -> Explanation:
    """Say why no value stands here.

    Args:
        text: the whole document.
        at: index behind what was read last.
        opened: index of the innermost bracket that is open; None at the top.
    """
    index = _skip(text, at)
    if index == len(text):
        return _no_end(text, opened)
    common = _anywhere(text, index) or _trailing_comma(text, at, index)
    return common or _no_value(text, index) or _word(text, index) or _odd_number(index)


def explain_next(text: str, at: int, opened: int) -> Explanation:
    """Say why neither a comma nor the closing bracket stands here."""
    index = _skip(text, at)
    if index == len(text):
        return _no_end(text, opened)
    if text[index] in "/#":
        return _comment(index)
    if text[index] in "]}":
        what = message(
            "{bracket} can't close what {opening} opened", bracket=text[index], opening=text[opened]
        )
        hint = message("write {bracket}, or check the brackets before", bracket=closing(text[opened]))
        return index, what, hint
    what = nothing_between(text[opened])
    if text[at - 1].isdigit() and text[index] != '"':
        return (
            index,
            what,
            message('quote a number with leading zeros, spaces or a unit: "{text}"', text="85 %"),
        )
    return index, what, message("quotes inside a text are written {code}", code='\\"')


def explain_entry(text: str, at: int, key_end: int | None, opened: int) -> Explanation:
    """Say why no key with its colon stands here.

    Args:
        text: the whole document.
        at: index behind what was read last.
        key_end: index behind the key, if there is one and its colon is missing.
        opened: index of the brace that is open.
    """
    if key_end is not None:
        index = _skip(text, key_end)
        return index, message("a colon is missing after the key"), message('write "name": value')
    index = _skip(text, at)
    if index == len(text):
        return _no_end(text, opened)
    if split := _split_number(text, index):
        return split
    what = message("a key in double quotes is missing here")
    common = _anywhere(text, index) or _trailing_comma(text, at, index)
    return common or (index, what, message('write "name": value'))


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _no_end(text: str, opened: int | None) -> Explanation:
    if opened is None:
        return 0, message("the file is empty"), message("write at least {empty}", empty="{}")
    return opened, *never_closed(text[opened])


def _anywhere(text: str, index: int) -> Explanation | None:
    if text[index] == '"':
        return _broken_string(text, index)
    if text[index] == "'":
        return index, message("JSON knows double quotes only"), message("write \"…\" instead of '…'")
    return _comment(index) if text[index] in "/#" else None


def _comment(index: int) -> Explanation:
    return index, message("JSON has no comments"), message("remove it, or use a YAML file")


def _broken_string(text: str, index: int) -> Explanation:
    found = _STRING_SO_FAR.match(text, index)
    end = found.end() if found else len(text)
    if text[end : end + 1] == "\\":
        what = message('a backslash inside "…" begins a code, and this one is unknown')
        return end, what, message("write two backslashes for one")
    if text[end : end + 1] == "\t":
        return end, message("a tab inside a text"), message("write {text}", text="\\t")
    hint = message("add the closing quote; a line break inside a text is written {code}", code="\\n")
    return index, message("the quote opened here is never closed"), hint


def _trailing_comma(text: str, at: int, index: int) -> Explanation | None:
    if text[index] in "]}" and text[at - 1 : at] == ",":
        return at - 1, message("a comma before a closing bracket"), message("remove the comma")
    return None


def _no_value(text: str, index: int) -> Explanation | None:
    if text[index] in "]},:":
        return index, message("a value is missing before this"), message("write null where nothing is known")
    return None


def _word(text: str, index: int) -> Explanation | None:
    found = _WORD.match(text, index)
    if found is None:
        return None
    word = found[0]
    if word in _NOT_FINITE:
        return (
            index,
            message("{word} is not a value of JSON", word=word),
            message("write null, or leave it out"),
        )
    what = message("{word} is not a value of JSON", word=word)
    return index, what, message("write {text}", text=_WRITTEN_AS.get(word, f'"{word}"'))


def _odd_number(index: int) -> Explanation:
    what = message("this is not a value of JSON")
    return index, what, message('write a number like -0.5, or a text in "…"')


def _split_number(text: str, index: int) -> Explanation | None:
    rest = _NUMBER_PARTS.match(text, index)
    before = max(0, index - _NEARBY)
    first = _NUMBER_BEFORE_COMMA.search(text[before:index])
    if rest is None or first is None:
        return None
    what, hint = split_number([first[1], *rest[0].split(",")])
    return before + first.start(), what, hint
