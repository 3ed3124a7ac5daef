"""Helpers for the tests of rulesets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ccrules.errors import InputError, Problem
from ccrules.ruleset.loading import load_method
from ccrules.ruleset.model import Method

VERSION = "0.1.0"
MARK = "§"

Places = list[tuple[int, int]]

HEAD = "ruleset: test\nversion: 1.0.0\n"

VOCABULARY = """\
entities:
  organisation:
    attributes:
      headcount: {type: int, min: 0}
  flow_map: {singleton: true, attributes: {updated_on: {type: date}}}
  agent:
    plural: agents
    attributes: {skills: {type: text, set: true}, team: {type: enum, values: [front, back]}}
  mailbox:
    plural: mailboxes
    attributes:
      tracked: {type: bool}
      volume: {type: number, unit: contacts/month}
      backlog: {type: number, unit: contacts}
      level: {type: enum, values: [low, high]}
      owner: {type: ref, to: agent, inverse: owned}
"""

CHECK = "  - {id: A-1, title: T, for: mailbox, when: not mailbox.tracked, severity: high, message: M}\n"
ORGANISATION_CHECK = (
    "  - {id: A-2, title: T, when: count(m for m in mailboxes) > 3, severity: low, message: M}\n"
)
CHECKS = "checks:\n" + CHECK + ORGANISATION_CHECK


def write(folder: Path, text: str, name: str = "ruleset.yaml") -> Path:
    """Write a file and return its path."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def load(*specs: Any, **options: Any) -> Method:
    """Load rulesets with the version that the tests pretend to run."""
    return load_method(specs, version=options.pop("version", VERSION), **options)


def loaded(folder: Path, *sections: str, **options: Any) -> Method:
    """Load a ruleset made of sections, with a head before them."""
    return load(write(folder, HEAD + "".join(sections)), **options)


def problems(*specs: Any, **options: Any) -> tuple[Problem, ...]:
    """Load rulesets that are wrong and return what is wrong with them."""
    with pytest.raises(InputError) as caught:
        load(*specs, **options)
    return caught.value.problems


def without_marks(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the marks out of a text and tell where they stood, as lines and columns."""
    places = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        while MARK in lines[number]:
            places.append((number + 1, lines[number].index(MARK) + 1))
            lines[number] = lines[number].replace(MARK, "", 1)
        assert line or not lines[number]
    return "\n".join(lines), places


def marked_problems(
    folder: Path, text: str, **options: Any
) -> tuple[list[tuple[int, int]], tuple[Problem, ...]]:
    """Load a text with marks; return where the marks stood and what was found wrong."""
    clean, places = without_marks(text)
    return places, problems(write(folder, clean), **options)


def places_of(found: tuple[Problem, ...]) -> Places:
    """Lines and columns of problems."""
    return [(problem.place.line, problem.place.column) for problem in found]
