"""What an importer is, and how the right one is found for each file."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ccrules.documents import Node, find_documents
from ccrules.errors import InputError, Place, Problem, message


@dataclass(frozen=True, slots=True)
class Importer:
    """Reads files of one kind into the tree that a fact file in YAML would give.

    Attributes:
        name: what it is called, such as ``yaml``.
        suffixes: the endings of its files in lower case, with the dot.
        read: gives the document of one file; raises InputError with everything wrong in it.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], Node]


def read_all(paths: Iterable[str | Path], importers: Iterable[Importer]) -> list[Node]:
    """Read every file that paths stand for.

    Args:
        paths: files and folders, in the order that counts.
        importers: who can read what; of two for one suffix the first is taken.

    Returns:
        One document per file.

    Raises:
        InputError: what is wrong in any of the files.
    """
    by_suffix: dict[str, Importer] = {}
    for importer in importers:
        for suffix in importer.suffixes:
            by_suffix.setdefault(suffix, importer)
    documents: list[Node] = []
    problems: list[Problem] = []
    for path in find_documents(paths, by_suffix.keys()):
        try:
            documents.append(_read(path, by_suffix))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return documents


def _read(path: Path, by_suffix: dict[str, Importer]) -> Node:
    suffix = path.suffix.lower()
    if suffix in by_suffix:
        return by_suffix[suffix].read(path)
    close = difflib.get_close_matches(suffix, sorted(by_suffix), n=1)
    known = message("files that end in {suffixes} can be read", suffixes=sorted(by_suffix))
    hint = message("did you mean {name}?", name=path.with_suffix(close[0]).as_posix()) if close else known
    what = message("files of the kind {suffix} can't be read here", suffix=suffix or path.name)
    raise InputError(Problem(Place(path.as_posix()), what, hint))
