"""What a document of facts says already, by the list or thing that more is asked about.

A document is what :func:`ccrules.facts.writing.written_document` gives.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ccrules.facts.vocabulary import EntityType
from ccrules.importers.workbook_layout import EXCERPT
from ccrules.text import yes_no

Document = Mapping[str, Any]


def header(document: Document) -> Mapping[str, Any]:
    """What is said of the assessment."""
    found: Mapping[str, Any] = document.get("assessment", {})
    return found


def members(document: Document, kind: EntityType) -> list[Mapping[str, Any]]:
    """The members of a list that are known by name."""
    given = _given(document, kind)
    found = given.get("list", []) if isinstance(given, Mapping) else given
    return found if isinstance(found, list) else []


def record(document: Document, kind: EntityType) -> Mapping[str, Any]:
    """What is said of a thing that there is one of, by attribute."""
    given = _given(document, kind)
    return given if isinstance(given, Mapping) else {}


def as_such(document: Document, kind: EntityType) -> str | bool | None:
    """What is said of a list or thing as such: its state, or True of a thing that is just there."""
    given = _given(document, kind)
    if isinstance(given, str):
        return given
    if given == []:
        return "none"
    return True if given == {} else None


def completeness(document: Document, kind: EntityType, language: str) -> str | None:
    """What is said of whether a list holds all members, in the words of a language; None if nothing is."""
    head = header(document)
    no, yes = yes_no(False, language), yes_no(True, language)
    words = {"partial": no, "complete": yes, "excerpt": EXCERPT[language]}
    return next((word for key, word in words.items() if kind.plural in head.get(key, ())), None)


def total(document: Document, kind: EntityType) -> int | None:
    """How many members a list has in all, if that is said."""
    given = _given(document, kind)
    return given.get("total") if isinstance(given, Mapping) else None


def counts(document: Document, kind: EntityType) -> list[tuple[object, ...]]:
    """How many members of a list have which value: attribute, value, number."""
    given = _given(document, kind)
    by_name = given.get("counts", {}) if isinstance(given, Mapping) else {}
    return [(name, value, number) for name, values in by_name.items() for value, number in values.items()]


def is_said(document: Document, kind: EntityType) -> bool:
    """Whether anything is said of a list or thing."""
    return _given(document, kind) is not None or completeness(document, kind, "en") is not None


def answered(document: Document, kind: EntityType) -> frozenset[str]:
    """The attributes that have a value, of any member."""
    records = [record(document, kind)] if kind.singleton else members(document, kind)
    return frozenset(name for one in records for name in one)


def _given(document: Document, kind: EntityType) -> Any:
    return document.get(kind.plural or kind.name)
