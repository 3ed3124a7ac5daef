"""What can be wrong with the keys of a YAML mapping that YAML itself accepts."""

from __future__ import annotations

import re

from ccrules.documents.commas import split_number
from ccrules.documents.faults import Faults, note_duplicates
from ccrules.documents.nodes import Mapping, Node, Scalar
from ccrules.errors import Message, message

_ENDS_IN_DIGIT = re.compile(r"[0-9]$")
_STARTS_WITH_DIGITS = re.compile(r"[0-9]+")
_GLUED = re.compile(r"[^\s:]+:\S")

Entry = tuple[Scalar, Node]


def check_keys(mapping: Mapping, *, flow: bool, faults: Faults) -> None:
    """Note merge keys, duplicate keys and, inside ``{}``, what a comma or a missing space broke.

    Args:
        mapping: a finished mapping.
        flow: whether it is written in braces.
        faults: takes the problems.
    """
    entries = mapping.entries
    names = {key.text for key, _ in entries}
    if flow and any(_has_no_value(entry) for entry in entries):
        note_duplicates(_check_flow(entries, faults), faults)
    elif len(names) != len(entries):
        note_duplicates(entries, faults)
    if "<<" in names:
        _check_merge(entries, faults)


def _check_merge(entries: list[Entry], faults: Faults) -> None:
    for key, _ in entries:
        if key.plain and key.text == "<<":
            what = message("merge keys ({key}) are not supported", key="<<")
            faults.add(key.place, what, message("write the keys out where they apply"))


def _has_no_value(entry: Entry) -> bool:
    key, value = entry
    return not key.style and isinstance(value, Scalar) and not value.style and not value.text


def _check_flow(entries: list[Entry], faults: Faults) -> list[Entry]:
    """Note broken entries; return those that are left."""
    sound: list[Entry] = []
    parts: list[str] = []  # of the number that commas split, the first with its value
    for entry in entries:
        if _continues_number(sound, entry):
            parts = [*(parts or [_text(sound[-1])]), entry[0].text]
            continue
        _note_split(sound, parts, faults)
        parts = []
        if _has_no_value(entry) and _GLUED.match(entry[0].text):
            _note_glued(entry[0], faults)
        else:
            sound.append(entry)
    _note_split(sound, parts, faults)
    return sound


def _continues_number(sound: list[Entry], entry: Entry) -> bool:
    if not sound or not _has_no_value(entry) or not _STARTS_WITH_DIGITS.match(entry[0].text):
        return False
    value = sound[-1][1]
    return isinstance(value, Scalar) and value.plain and bool(_ENDS_IN_DIGIT.search(value.text))


def _text(entry: Entry) -> str:
    return entry[1].text if isinstance(entry[1], Scalar) else ""


def _note_split(sound: list[Entry], parts: list[str], faults: Faults) -> None:
    if parts:
        faults.add(sound[-1][1].place, *split_number(parts))


def _note_glued(key: Scalar, faults: Faults) -> None:
    what = message("a space is missing after the colon in {text}", text=key.text)
    faults.add(key.place_at(key.text.index(":") + 1), what, space_hint(key.text))


def space_hint(text: str) -> Message:
    """Say how to write ``name:value``."""
    name, _, value = text.partition(":")
    return message("write {name}: {value}", name=name, value=value)
