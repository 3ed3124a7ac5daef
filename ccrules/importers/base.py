"""What an importer is, and how the right one is found for each file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from ccrules.documents import Node, find_documents
from ccrules.errors import InputError, Place, Problem, did_you_mean, message, nearest


@dataclass(frozen=True, slots=True)
class Importer:
    """Reads files of one kind into the tree that a fact file in YAML would give.

    Attributes:
        name: what it is called, such as ``yaml``.
        suffixes: the endings of its files in lower case, with the dot; none if it reads only what
            somebody names it for (``facts import --as``).
        read: gives the document of one file; raises InputError with everything wrong in it.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Callable[[Path], Node]


def read_all(paths: Iterable[str | Path], importers: Iterable[Importer]) -> tuple[list[Node], list[Problem]]:
    """Read every file that paths stand for; one that can't be read hides nothing of the others.

    Args:
        paths: files and folders, in the order that counts.
        importers: who can read what; of two for one suffix the first is taken.

    Returns:
        One document per file that could be read, and what is wrong with the other files and paths.
    """
    by_suffix: dict[str, Importer] = {}
    for importer in importers:
        for suffix in importer.suffixes:
            by_suffix.setdefault(suffix, importer)
    documents: list[Node] = []
    problems: list[Problem] = []
    for path in find_documents(paths, by_suffix.keys(), problems=problems):
        try:
            documents.append(_read(path, by_suffix))
        except InputError as error:
            problems += error.problems
    return documents, problems


def _read(path: Path, by_suffix: dict[str, Importer]) -> Node:
    suffix = path.suffix.lower()
    if suffix in by_suffix:
        return by_suffix[suffix].read(path)
    close = nearest(suffix, by_suffix)
    known = message("files that end in {suffixes} can be read", suffixes=sorted(by_suffix))
    hint = did_you_mean(path.with_suffix(close).as_posix()) if close else known
    what = message("files of the kind {suffix} can't be read here", suffix=suffix or path.name)
    raise InputError(Problem(Place(path.as_posix()), what, hint))
