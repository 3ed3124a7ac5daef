"""Files and folders to documents: which files there are, and what is in each."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NoReturn

from ccrules.documents.decoding import refuse_size
from ccrules.documents.limits import LIMITS, Limits
from ccrules.documents.nodes import Node
from ccrules.errors import InputError, Message, Place, Problem, did_you_mean, message, nearest

YAML_SUFFIXES = frozenset((".yaml", ".yml"))
DOCUMENT_SUFFIXES = YAML_SUFFIXES | {".json"}
_TEST_ENDINGS = (".tests.yaml", ".tests.yml")


def read_document(path: str | Path, limits: Limits = LIMITS) -> Node:
    """Read one YAML or JSON file, chosen by its suffix.

    Args:
        path: the file; places name it as given here, with forward slashes for a Path.
        limits: when to refuse. A file over the size limit is not even opened.

    Raises:
        InputError: no such file, no file, not readable, of another kind, over a limit, or wrong inside.
    """
    file = name_of(path)
    suffix = Path(path).suffix.lower()
    if suffix not in DOCUMENT_SUFFIXES:
        what = message("files of the kind {suffix} can't be read here", suffix=suffix or "?")
        _fail(file, what, message("give a file that ends in .yaml, .yml or .json"))
    content = read_bytes(path, limits)
    if suffix in YAML_SUFFIXES:
        from ccrules.documents.yaml_reader import read_yaml  # imports PyYAML

        return read_yaml(content, file, limits)
    from ccrules.documents.json_reader import read_json

    return read_json(content, file, limits)


def read_bytes(path: str | Path, limits: Limits = LIMITS) -> bytes:
    """Read a whole file, never more than the limit.

    Raises:
        InputError: no such file, no file, not readable, or larger than the limit.
    """
    file = name_of(path)
    try:
        state = Path(path).stat()
        if not stat.S_ISREG(state.st_mode):
            _not_a_file(file, is_folder=stat.S_ISDIR(state.st_mode))
        if state.st_size > limits.size:
            refuse_size(file, limits)
        with Path(path).open("rb") as stream:
            return stream.read(limits.size + 1)  # may have grown since; whoever decodes it checks
    except FileNotFoundError:
        _missing(path)
    except (OSError, ValueError):
        what = message("the file can't be read")
        _fail(file, what, message("check its name and your right to read it"))


def find_documents(
    paths: Iterable[str | Path],
    suffixes: Collection[str] = DOCUMENT_SUFFIXES,
    limits: Limits = LIMITS,
    problems: list[Problem] | None = None,
) -> list[Path]:
    """List the files that paths stand for, each once.

    A file is taken as it is. A folder gives every file below it with one of the suffixes, sorted by
    its path in the folder, without hidden files and folders and without tests (``*.tests.yaml``).

    Args:
        paths: files and folders, in the order that counts.
        suffixes: lower-case suffixes wanted from folders.
        limits: how many files at most.
        problems: takes what is wrong with paths; left out, it is raised.

    Raises:
        InputError: a path that does not exist, a folder without any document or not readable,
            or too many files.
    """
    found: dict[str, Path] = {}
    wrong: list[Problem] = [] if problems is None else problems
    for path in paths:
        try:
            for document in _documents(path, suffixes, limits):
                found.setdefault(os.path.realpath(document), document)
        except InputError as error:
            wrong += error.problems
    if wrong and problems is None:
        raise InputError(wrong)
    return list(found.values())


def name_of(path: str | Path) -> str:
    """Return the name of a file in places: as given, with forward slashes for a Path."""
    return path.as_posix() if isinstance(path, Path) else path


def _documents(path: str | Path, suffixes: Collection[str], limits: Limits) -> list[Path]:
    if not Path(path).is_dir():
        if not os.path.lexists(path):
            _missing(path)
        return [Path(path)]
    documents: list[Path] = []
    for document in _walk(Path(path), suffixes):
        documents.append(document)
        if len(documents) > limits.documents:
            what = message("more than {limit} documents in this folder", limit=limits.documents)
            _fail(name_of(path), what, message("name a smaller folder, or the files"))
    if not documents:
        what = message("no document in this folder")
        wanted = ", ".join(sorted(suffixes))
        _fail(
            name_of(path),
            what,
            message("it needs at least one file that ends in {suffixes}", suffixes=wanted),
        )
    return sorted(documents, key=lambda document: document.parts)


def _walk(root: Path, suffixes: Collection[str]) -> Iterator[Path]:
    for folder, below, files in os.walk(root, onerror=_unreadable_folder):
        below[:] = [name for name in below if not name.startswith(".")]
        for name in files:
            wanted = Path(name).suffix.lower() in suffixes
            if wanted and not name.startswith((".", "~$")) and not name.lower().endswith(_TEST_ENDINGS):
                yield Path(folder, name)


def _unreadable_folder(error: OSError) -> NoReturn:
    what = message("the folder can't be read")
    _fail(Path(error.filename).as_posix(), what, message("check your right to read it"))


def _missing(path: str | Path) -> NoReturn:
    what = message("there is no such file or folder")
    near = _similar(Path(path))
    hint = did_you_mean(near) if near else message("check the path and its spelling")
    _fail(name_of(path), what, hint)


def _similar(path: Path) -> str | None:
    """Find a neighbour whose name is close to the one given."""
    try:
        names = sorted(near.name for near in path.parent.iterdir())
    except (OSError, ValueError):
        return None
    close = nearest(path.name, names)
    return (path.parent / close).as_posix() if close else None


def _not_a_file(file: str, *, is_folder: bool) -> NoReturn:
    if is_folder:
        _fail(file, message("this is a folder, not a file"), message("name a file in it"))
    _fail(file, message("this is not an ordinary file"), message("save its content in a file first"))


def _fail(file: str, what: Message, hint: Message) -> NoReturn:
    raise InputError(Problem(Place(file), what, hint))
