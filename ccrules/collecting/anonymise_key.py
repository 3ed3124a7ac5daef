"""The key to pseudonyms as a file, which stays with whoever may know the names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ccrules.collecting.anonymise import Key
from ccrules.documents import Mapping, Node, Scalar, read_document
from ccrules.errors import InputError, Place, Problem, message
from ccrules.facts.writing import yaml_text


def read_key(path: Path) -> dict[str, dict[str, str]]:
    """Read a key that was written before.

    Args:
        path: the file.

    Returns:
        Pseudonym by name, by kind.

    Raises:
        InputError: it can't be read, is no key, or gives one pseudonym to two names.
    """
    document = read_document(path)
    if not isinstance(document, Mapping):
        raise InputError(_no_key(document))
    problems = list(_problems(document))
    if problems:
        raise InputError(problems)
    return {
        kind.text: {name.text: pseudonym.text for name, pseudonym in _entries(names)}
        for kind, names in document.entries
    }


def _entries(node: Node) -> list[tuple[Scalar, Scalar]]:
    entries = node.entries if isinstance(node, Mapping) else []
    return [(name, value) for name, value in entries if isinstance(value, Scalar)]


def _problems(document: Mapping) -> Iterator[Problem]:
    for _, names in document.entries:
        if not isinstance(names, Mapping) or len(_entries(names)) < len(names.entries):
            yield _no_key(names)
        seen: dict[str, Place] = {}
        for _, pseudonym in _entries(names):
            if pseudonym.text in seen:
                first = seen[pseudonym.text]
                what = message("{key} is given twice, first at {place}", key=pseudonym.text, place=first)
                yield Problem(pseudonym.place, what, message("a pseudonym stands for one name"))
            seen.setdefault(pseudonym.text, pseudonym.place)


def _no_key(node: Node) -> Problem:
    what = message("this is no key to pseudonyms")
    return Problem(node.place, what, message("it is written by ccrules facts anonymise --key"))


def key_text(key: Key) -> str:
    """A key as the text of a file.

    Args:
        key: pseudonym by name, by kind.
    """
    return yaml_text(key)
