"""All that an assessment and its report hold in figures: each with the words around it and its owners."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from ccrules import assessment as a
from ccrules.renderers.cells import plain_body
from ccrules.renderers.charts.roadmap import MOST as MOST_DRAWN
from ccrules.renderers.report.model import Block, ByHand, MatrixRow, Reference, Report, Spot, Topic, Wave
from ccrules.renderers.slides.sizes import MOST_IN_CELL, MOST_IN_WAVE, MOST_MARKS, MOST_REMARKS
from ccrules.verifying.words import forms, has_figure, words

#: Words on each side of a figure that are compared.
REACH = 6
#: Entries that a cell of a workbook lists; it counts the others.
IN_A_CELL = 12
#: Parts of an assessment that no report prints as they are.
_SILENT = frozenset({"definitions", "attributes", "facts", "aliases"})
#: Parts of a place, which stands in reports as one word.
_PLACES = frozenset({"line", "column"})
#: Fields that authors write in Markdown.
_BODIES = frozenset({"body", "comments", "advice"})
#: What a part goes by, and what it goes by if it has none of these.
_NAMES = ("id", "key", "fact", "title", "source_title", "message", "label", "name")
_SECOND_NAMES = ("subject", "check", "rule", "outcome")
_LETTER = re.compile(r"[^\W\d_]")

#: A figure with the words before and behind it.
Context = tuple[tuple[str, ...], str, tuple[str, ...]]
#: Names that something goes by, and those of all that it is a part of.
Owner = tuple[tuple[str, ...], tuple[str, ...]]
NOBODY: Owner = ((), ())


class Holdings:
    """The figures of an assessment and of what is worded from it.

    Attributes:
        names: words with a letter and a digit in them, and names of subjects: no figures.
        figures: all figures.
        owned: for each figure with the words around it, whom it belongs to.
        alternatives: for the words around a figure, every figure that is said in them.
        ranks: for the title of an action, its ranks.
        notes: for a title, what is noted behind it, such as how many findings.

    Args:
        language: ``en`` or ``fr``.
    """

    def __init__(self, language: str) -> None:
        self._language = language
        self.names: set[str] = set()
        self.figures: set[str] = set()
        self.owned: dict[Context, dict[Owner, None]] = {}
        self.alternatives: dict[tuple[tuple[str, ...], tuple[str, ...]], set[str]] = {}
        self.ranks: dict[tuple[str, ...], set[str]] = {}
        self.notes: dict[tuple[str, ...], set[tuple[str, ...]]] = {}

    def take_all(self, value: Any, name: str = "", owner: Owner = NOBODY) -> None:
        """Take in everything under a value.

        Args:
            value: an assessment, a report, or a part of one.
            name: of the field that holds it.
            owner: whom it belongs to.
        """
        if isinstance(value, str):
            self.take(value, owner)
            if name == "label":
                self.take(value, NOBODY)
            if name in _BODIES:
                self.take(plain_body(value), owner)
        elif isinstance(value, bool):
            return
        elif isinstance(value, int | float):
            for form in forms(value, self._language):
                self._note(((), form, ()), owner)
        elif isinstance(value, Mapping) or is_dataclass(value) or isinstance(value, a.Part):
            self._walk_part(value, owner)
        elif isinstance(value, Iterable):
            for one in value:
                self.take_all(one, name, owner)

    def _walk_part(self, value: Any, owner: Owner) -> None:
        parts = dict(value) if isinstance(value, Mapping) else dict(parts_of(value))
        whole = isinstance(value, Report | a.Assessment)
        inner = NOBODY if whole else self._named(parts, owner)
        for key, one in parts.items():
            if key not in _PLACES and not (whole and key in _SILENT):
                self.take_all(one, str(key), inner)
        self.take_all([size - IN_A_CELL for size in _sizes(parts) if size > IN_A_CELL], "", inner)
        self._take_of_titles(value)
        if steps := parts.get("explanation"):
            self._take_steps(steps)
        self.take_all(list(_of_kind(value)), "", inner)
        if isinstance(value, Spot):  # in its table it goes by its title alone, however short
            title = " ".join(words(value.title, self._language))
            self.take_all(value.findings, "", ((title,), inner[1]))

    def _take_steps(self, steps: Any) -> None:
        """Take in an explanation, whose short lines are told by those around them."""
        if isinstance(steps, tuple):
            self.take(" ".join(line.text for line in steps))

    def _take_of_titles(self, value: Any) -> None:
        """Take in the figures that stand right beside a title and nowhere else."""
        if isinstance(value, a.Recommendation):
            self.ranks.setdefault(words(value.title, self._language), set()).add(str(value.rank))
        if isinstance(value, Reference):
            title, note = words(value.title, self._language), words(value.note, self._language)
            if len(note) > 1 and has_figure(note[0]):
                self.notes.setdefault(title, set()).add(note)

    def _named(self, parts: Mapping[Any, Any], owner: Owner) -> Owner:
        """What a part goes by; one without a name goes by that of the part it belongs to."""
        names = self._names(parts, _NAMES) or self._names(parts, _SECOND_NAMES)
        return (names, owner[0] + owner[1]) if names else owner

    def _names(self, parts: Mapping[Any, Any], keys: Iterable[str]) -> tuple[str, ...]:
        texts = [parts.get(key) for key in keys]
        inside = [one for one in parts.values() if is_dataclass(one)]
        texts += [getattr(one, "title", "") for one in inside]
        said = (" ".join(words(text, self._language)) for text in texts if isinstance(text, str))
        return tuple(dict.fromkeys(name for name in said if name and not name.replace(".", "").isdecimal()))

    def take(self, text: str, owner: Owner = NOBODY) -> None:
        """Take in a text, and each of its lines, with the words around each figure.

        Args:
            text: the text.
            owner: whom it belongs to.
        """
        whole = words(text, self._language)
        if not any(map(has_figure, whole)):
            return
        said = " ".join(whole)
        others = (tuple(name for name in owner[0] if name != said), owner[1])  # no text vouches for itself
        if others == NOBODY != owner and len(whole) == 1 and not _LETTER.search(said):
            return
        for line in (text, *text.split("\n")) if "\n" in text else (text,):
            found = words(line, self._language)
            for index, word in enumerate(found):
                if has_figure(word):
                    before, after = found[max(0, index - REACH) : index], found[index + 1 : index + 1 + REACH]
                    self._note((before, word, after), others)

    def _note(self, spot: Context, owner: Owner) -> None:
        before, word, after = spot
        if _LETTER.search(word):  # a name with a digit in it, not a figure
            self.names.add(word)
            return
        self.figures.add(word)
        if owner != NOBODY or before or after or not _is_number(word):
            self.owned.setdefault(spot, {})[owner] = None
            self.alternatives.setdefault((before, after), set()).add(word)


def _of_kind(value: Any) -> Iterator[Any]:
    """The figures that forms work out from a part of a report."""
    if isinstance(value, Topic) and value.total:
        shown = (value.fail, value.passed, value.passed + value.not_assessed)
        yield from (number / value.total for number in shown)
    if isinstance(value, Wave):  # how many there are, and how many more than slides and drawings show
        every = len(value.all_actions)
        yield from (every, every - MOST_IN_WAVE, every - MOST_DRAWN)
    if isinstance(value, MatrixRow):  # it shows ranks without their titles, and how many more there are
        yield from (one.note for cell in value.cells for one in cell)
        yield from (len(cell) - MOST_IN_CELL for cell in value.cells)
    if isinstance(value, Block):
        yield len({mark for row in value.all_rows for mark in row.marks}) - MOST_MARKS
    if isinstance(value, ByHand):
        yield len(value.remarks) - MOST_REMARKS


def _is_number(word: str) -> bool:
    return word.rstrip("%").replace(".", "").isdecimal()


def parts_of(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a part with their values.

    Args:
        value: a part of an assessment or of a report.
    """
    names = type(value).model_fields if isinstance(value, a.Part) else [one.name for one in fields(value)]
    return ((name, getattr(value, name)) for name in names)


def _sizes(parts: Mapping[Any, Any]) -> Iterator[int]:
    """How many entries lists of parts have, with those of the parts in them, all and without the repeated."""
    for one in parts.values():
        if isinstance(one, tuple) and one and is_dataclass(one[0]):
            inner = [part for some in one for _, part in parts_of(some) if isinstance(part, tuple)]
            for entries in (one, *inner, [entry for part in inner for entry in part]):
                yield from (len(entries), len(dict.fromkeys(map(repr, entries))))
