"""Which rulesets take part: those asked for and, before them, all they extend."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.documents import DOCUMENT_SUFFIXES, Node
from ccrules.errors import NOWHERE, InputError, Place, Problem, message, suggestion
from ccrules.ruleset.files import RulesetFiles, joined, read_ruleset, ruleset_from_python
from ccrules.ruleset.nodes import items, place_of
from ccrules.ruleset.versions import unmet

if TYPE_CHECKING:
    from ccrules.ruleset.schema import ExtendsForm

#: A ruleset asked for: a name or path, a path, or the content itself.
Spec = str | Path | Mapping[str, Any]

#: How many rulesets may extend one another in a row.
MAX_DEPTH = 50


def find_rulesets(specs: Iterable[Spec], known: Mapping[str, Path], version: str) -> list[RulesetFiles]:
    """Read the rulesets asked for and all they extend, through any depth.

    Args:
        specs: what is asked for: names of installed rulesets, files, folders, or contents.
        known: installed rulesets by name.
        version: the running version of ccrules.

    Returns:
        Each ruleset once, bases before what extends them.

    Raises:
        InputError: with every problem of every file; among them rulesets that extend
            themselves, and two rulesets of one name.
    """
    search = _Search(known, version)
    for spec in specs:
        if isinstance(spec, Mapping):
            search.take(spec)
        else:
            search.visit(
                search.locate(str(spec), Path(), NOWHERE) if isinstance(spec, str) else spec, NOWHERE
            )
    search.refuse_twins()
    if search.problems:
        raise InputError(search.problems)
    return search.found


@dataclass(slots=True)
class _Search:
    known: Mapping[str, Path]
    version: str
    found: list[RulesetFiles] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    visited: set[str] = field(default_factory=set)
    read: dict[str, RulesetFiles] = field(default_factory=dict)
    open: list[tuple[str, str]] = field(default_factory=list)

    def locate(self, entry: str, folder: Path, place: Place) -> Path | None:
        """The path of a ruleset named or pointed to."""
        is_path = "/" in entry or os.sep in entry or Path(entry).suffix.lower() in DOCUMENT_SUFFIXES
        path = joined(folder, entry)
        if not is_path and entry in self.known:
            return self.known[entry]
        if is_path or path.exists():
            return path
        what = message("there is no ruleset called '{name}'", name=entry)
        hint = suggestion(entry, self.known) or message(
            "give the name of an installed ruleset, a file or a folder"
        )
        self.problems.append(Problem(place, what, hint))
        return None

    def visit(self, path: Path | None, place: Place) -> None:
        """Read a ruleset and what it extends; what it extends comes first."""
        if path is None:
            return
        key = os.path.realpath(path)
        if key in [opened for opened, _ in self.open]:
            self._refuse_cycle(key, place)
        elif key not in self.visited:
            self.visited.add(key)
            try:
                self.read[key] = read_ruleset(path, self.version)
                self._extend(self.read[key], key)
            except InputError as error:
                self.problems.extend(error.problems if path.exists() else _told_at(place, error))

    def take(self, data: Mapping[str, Any]) -> None:
        """Take a ruleset given in a call, and what it extends."""
        try:
            self._extend(ruleset_from_python(data, self.version), "")
        except InputError as error:
            self.problems.extend(error.problems)

    def _extend(self, files: RulesetFiles, key: str) -> None:
        self.open.append((key, files.info.name))
        for entry, item in zip(files.head.form.extends, items(files.head.node, "extends"), strict=True):
            if len(self.open) > MAX_DEPTH:
                what = message("more than {most} rulesets extend one another in a row", most=MAX_DEPTH)
                self.problems.append(Problem(item.place, what, message("extend the last one directly")))
                break
            path = self.locate(entry.ruleset, files.folder, item.place)
            self.visit(path, item.place)
            self._note_base(path, entry, item, files)
        self.open.pop()
        self.found.append(files)

    def _note_base(self, path: Path | None, entry: ExtendsForm, item: Node, files: RulesetFiles) -> None:
        """Keep what is taken of a base, and refuse a version that does not fit."""
        base = self.read.get(os.path.realpath(path)) if path else None
        if base is None:
            return
        files.bases[base.info.name] = tuple(items(item, "only")) if entry.only else ()
        wrong = (
            unmet(f"{base.info.name}{entry.version}", base.info.version, base.info.name)
            if entry.version
            else None
        )
        if wrong:
            self.problems.append(Problem(place_of(item, "version"), *wrong))

    def _refuse_cycle(self, key: str, place: Place) -> None:
        opened = [one for one, _ in self.open]
        names = [name for _, name in self.open[opened.index(key) :]]
        what = message(
            "rulesets extend one another in a circle: {names}", names=" → ".join([*names, names[0]])
        )
        self.problems.append(Problem(place, what, message("take one extends: out")))

    def refuse_twins(self) -> None:
        """Refuse two rulesets of one name: nobody could tell which of them a report means."""
        first: dict[str, RulesetFiles] = {}
        for files in self.found:
            other = first.setdefault(files.info.name, files)
            if other is not files:
                place = place_of(other.head.node, "ruleset")
                what = message("{name} is defined twice, first at {place}", name=files.info.name, place=place)
                here = place_of(files.head.node, "ruleset")
                self.problems.append(Problem(here, what, message("take one of the two, or rename it")))


def _told_at(place: Place, error: InputError) -> Iterable[Problem]:
    """A base that is not there is told where it is extended, not where it would be."""
    return [
        Problem(place if place.line else problem.place, problem.what, problem.hint)
        for problem in error.problems
    ]
