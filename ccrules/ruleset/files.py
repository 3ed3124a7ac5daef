"""The files of one ruleset: one with the head, any number with more of the same sections."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ccrules.documents import Node, node_from_python, read_bytes, read_document
from ccrules.errors import InputError, Place, Problem, message
from ccrules.ruleset.contents import TEMPLATES, digest_of, paths_of
from ccrules.ruleset.model import RulesetInfo
from ccrules.ruleset.nodes import child, key_place, place_of
from ccrules.ruleset.schema import RulesetForm
from ccrules.ruleset.shape import read_form
from ccrules.ruleset.versions import unmet

#: Keys that only the file with the head may have.
HEAD = ("version", "requires", "title", "extends")


@dataclass(frozen=True, slots=True)
class RulesetFile:
    """One file that has the right shape.

    Attributes:
        name: its path in the ruleset's folder, or its name alone.
        node: its tree.
        form: the same, validated.
    """

    name: str
    node: Node
    form: RulesetForm


@dataclass(frozen=True, slots=True)
class RulesetFiles:
    """All files of one ruleset.

    Attributes:
        info: its head.
        head: the file with the head.
        files: all files, in order.
        folder: what paths in ``extends`` are relative to.
        templates: the folder of its own templates; empty if it has none.
        bases: the rulesets it extends, by name, each with the names of the checks it takes from it;
            none for all of them. Filled when they are found.
    """

    info: RulesetInfo
    head: RulesetFile
    files: tuple[RulesetFile, ...]
    folder: Path
    templates: str = ""
    bases: dict[str, tuple[Node, ...]] = field(default_factory=dict)


def read_ruleset(path: Path, version: str) -> RulesetFiles:
    """Read all files of a ruleset.

    Args:
        path: a file, or a folder whose YAML and JSON files are its parts; tests
            (``*.tests.yaml``) and the folders ``templates`` and ``interactions`` are not.
        version: the running version of ccrules.

    Raises:
        InputError: files that can't be read or have another shape, no head or two of them,
            or a version of ccrules that does not fit.
    """
    paths = paths_of(path)
    root = path if path.is_dir() else path.parent
    names = [found.relative_to(root).as_posix() for found in paths]
    problems: list[Problem] = []
    files = [file for name, found in zip(names, paths, strict=True) if (file := _read(name, found, problems))]
    if problems:
        raise InputError(problems)
    digest = digest_of((name, read_bytes(found)) for name, found in zip(names, paths, strict=True))
    templates = root / TEMPLATES
    own = templates.as_posix() if path.is_dir() and templates.is_dir() else ""
    head_folder = _head_folder(files, paths) or root
    return _assembled(files, Place(path.as_posix()), digest, head_folder, own, version)


def ruleset_from_python(data: Mapping[str, Any], version: str) -> RulesetFiles:
    """Take a ruleset that a program has built; see :func:`read_ruleset`."""
    problems: list[Problem] = []
    node = node_from_python(data)
    form = read_form(node, RulesetForm, problems)
    if form is None:
        raise InputError(problems)
    digest = digest_of([("", json.dumps(data, sort_keys=True, ensure_ascii=False, default=str).encode())])
    return _assembled([RulesetFile("", node, form)], Place(cell="ruleset"), digest, Path(), "", version)


def _read(name: str, path: Path, problems: list[Problem]) -> RulesetFile | None:
    try:
        node = read_document(path)
    except InputError as error:
        problems.extend(error.problems)
        return None
    form = read_form(node, RulesetForm, problems)
    return RulesetFile(name, node, form) if form else None


def _head_folder(files: list[RulesetFile], paths: list[Path]) -> Path | None:
    return next((path.parent for file, path in zip(files, paths, strict=True) if file.form.ruleset), None)


def _assembled(
    files: list[RulesetFile], place: Place, digest: str, folder: Path, templates: str, version: str
) -> RulesetFiles:
    problems: list[Problem] = []
    head = _head(files, place, problems)
    if head is not None:
        _check_head(head, version, problems)
        problems.extend(problem for file in files if not file.form.ruleset for problem in _stray_head(file))
    if head is None or problems:
        raise InputError(problems)
    info = RulesetInfo(
        name=head.form.ruleset or "",
        version=head.form.version or "",
        title=head.form.title,
        sha256=digest,
        files=tuple(file.name for file in files),
    )
    return RulesetFiles(info, head, tuple(files), folder, templates)


def _head(files: list[RulesetFile], place: Place, problems: list[Problem]) -> RulesetFile | None:
    heads = [file for file in files if file.form.ruleset]
    if not heads:
        what = message("no file says what the ruleset is called")
        problems.append(Problem(place, what, message("begin one file with ruleset: name and version: 0.1.0")))
        return None
    for other in heads[1:]:
        first = key_place(heads[0].node, "ruleset")
        what = message("a second file names a ruleset; the first is at {place}", place=first)
        problems.append(
            Problem(key_place(other.node, "ruleset"), what, message("keep one ruleset: per folder"))
        )
    return heads[0]


def _check_head(head: RulesetFile, version: str, problems: list[Problem]) -> None:
    if not head.form.version:
        what = message("{name} is missing", name="version")
        problems.append(
            Problem(key_place(head.node, "ruleset"), what, message("add {key}: …", key="version"))
        )
    for number, requirement in enumerate(head.form.requires):
        wrong = unmet(requirement, version)
        if wrong:
            problems.append(Problem(place_of(head.node, "requires", number), *wrong))


def _stray_head(file: RulesetFile) -> Iterable[Problem]:
    for key in HEAD:
        if child(file.node, key) is not None:
            what = message("{key} belongs into the file that says ruleset:", key=key)
            yield Problem(key_place(file.node, key), what, message("move it there"))


def joined(folder: Path, entry: str) -> Path:
    """A path relative to a folder, without steps back and forth, as people would write it."""
    return Path(os.path.normpath(folder / entry))
