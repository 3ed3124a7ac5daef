"""Reading files of waivers and reviews, and assessments that were written earlier."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from ccrules.assessment import SCHEMA, Assessment, OriginInfo
from ccrules.documents import LIMITS, Limits, Mapping, Node, node_from_python, read_bytes, read_document
from ccrules.errors import NOWHERE, InputError, Place, Problem, message
from ccrules.facts.times import read_date
from ccrules.facts.words import BadValue
from ccrules.ruleset.nodes import key_place, place_of
from ccrules.ruleset.shape import read_form
from ccrules.values import Interval

Form = TypeVar("Form", bound=BaseModel)

#: An assessment of a large organisation is larger than any file that people write.
MAX_ASSESSMENT = 2_000_000_000
#: How far into a file its schema is looked for.
_HEAD = 4_096


@dataclass(slots=True)
class Document:
    """A file being read, with what is wrong in it so far.

    Attributes:
        node: its tree.
        file: its name.
        problems: what is wrong.
    """

    node: Node
    file: str = ""
    problems: list[Problem] = field(default_factory=list)

    def form(self, kind: type[Form]) -> Form | None:
        """What the file says, if it has the form; None if anything is wrong."""
        if isinstance(self.node, Mapping):
            return read_form(self.node, kind, self.problems)
        keys = ", ".join(kind.model_fields)
        what = message("this file should have keys of its own")
        self.problems.append(Problem(self.node.place, what, message("known: {names}", names=keys)))
        return None

    def place(self, *steps: str | int) -> Place:
        """Where something stands."""
        return place_of(self.node, *steps)

    def origin(self, *steps: str | int) -> OriginInfo | None:
        """Where something stands, for an assessment."""
        found = self.place(*steps)
        if found == NOWHERE:
            return None
        return OriginInfo(file=found.file, line=found.line, column=found.column, cell=found.cell)

    def wrong(self, what: Problem) -> None:
        """Note a problem."""
        self.problems.append(what)

    def day(self, written: str, *steps: str | int, last: bool = False) -> str:
        """A day as ``2026-10-01``, of a month or a year the first or last; empty if wrong or not given."""
        if not written:
            return ""
        try:
            found = read_date(written)
        except BadValue as error:
            self.problems.append(Problem(self.place(*steps), error.what, error.hint))
            return ""
        if not isinstance(found, Interval):
            return str(found)
        return str(found._high if last else found._low)

    def number(self, written: str, *steps: str | int) -> int:
        """A whole number from 1; 0 if wrong or not given."""
        if not written:
            return 0
        if written.isdecimal() and int(written) > 0:
            return int(written)
        what = message("{text} is not a whole number above 0", text=written)
        self.problems.append(Problem(self.place(*steps), what, message("write it as in 3")))
        return 0

    def missing(self, key: str, *steps: str | int) -> None:
        """Note that a key is missing."""
        what = message("{name} is missing", name=key)
        self.problems.append(Problem(self.place(*steps), what, message("add {key}: …", key=key)))

    def surplus(self, key: str, hint: Any, *steps: str | int) -> None:
        """Note that a key makes no sense beside the others."""
        what = message("{key} has no meaning here", key=key)
        self.problems.append(Problem(key_place(self.node, *steps, key), what, hint))


def open_document(source: str | Path | dict[str, Any]) -> Document:
    """Read a file of waivers or a review.

    Args:
        source: the file, or its contents.

    Raises:
        InputError: the file can't be read.
    """
    if isinstance(source, dict):
        return Document(node_from_python(source))
    return Document(read_document(source), str(source))


def is_assessment(path: str | Path) -> bool:
    """Whether a file is an assessment that ``assess -o x.json`` wrote, and no facts."""
    try:
        if Path(path).suffix.lower() != ".json" or not Path(path).is_file():
            return False
        with Path(path).open("rb") as stream:
            return b'"ccrules/assessment/' in stream.read(_HEAD)
    except OSError:
        return False


def read_assessment(path: str | Path) -> Assessment:
    """Read an assessment that was written as JSON.

    Args:
        path: the file.

    Raises:
        InputError: the file can't be read, or is no assessment of this schema.
    """
    content = read_bytes(path, Limits(size=MAX_ASSESSMENT) if LIMITS.size < MAX_ASSESSMENT else LIMITS)
    hint = message("name a file that ccrules assess -o FILE.json has written")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(Problem(Place(str(path)), message("this is not JSON"), hint)) from error
    written = found.get("schema") if isinstance(found, dict) else None
    if written != SCHEMA:
        what = message("this is no assessment of the schema {schema}", schema=SCHEMA)
        raise InputError(Problem(Place(str(path)), what, hint))
    try:
        return Assessment.model_validate(found)
    except ValidationError as error:
        raise InputError(list(_misfits(path, error))) from error


def _misfits(path: str | Path, error: ValidationError) -> Sequence[Problem]:
    hint = message("it may come from another version of ccrules: assess again, or use that version")
    return [
        Problem(
            Place(str(path), cell=".".join(map(str, one["loc"]))),
            message("this does not fit the schema: {reason}", reason=one["msg"]),
            hint,
        )
        for one in error.errors(include_url=False, include_context=False, include_input=False)[:20]
    ]
