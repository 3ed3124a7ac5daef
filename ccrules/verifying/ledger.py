"""All that a report may say in figures: each with the words around it, and with what it belongs to.

A figure in a sentence is accounted for if the assessment, or what is worded from it, has it among the
same words. Where there are few words around it, in a cell, a label or a short note, what it belongs to
must be named close by: the action whose rank it is, the topic whose findings it counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from ccrules import assessment as a
from ccrules.renderers.cells import plain_body
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from ccrules.renderers.report.model import MatrixRow, Report, Spot, Topic, Wave
from ccrules.renderers.wording import Wording, wording_for
from ccrules.verifying.passages import Passage
from ccrules.verifying.words import forms, has_figure, words

#: Words on each side of a figure that are compared.
REACH = 6
#: So many words around a figure tell by themselves which sentence it stands in.
ENOUGH = 6
#: So many tell enough for a name to stand elsewhere on the line.
SOME = 3
#: Actions that a slide shows at most.
ON_A_SLIDE = 12
#: Words that may stand between a figure and the name of what it belongs to, on one line.
BETWEEN = 1
#: Texts of the catalogue in which templates count what they show.
COUNTING = ("more", "count.and_more", "chart.", "executive.", "short.", "slide")
#: Words of a text of the catalogue that tell it from the others.
TELLING = 2
#: Parts of an assessment that no report prints as they are.
_SILENT = frozenset({"definitions", "attributes", "facts", "aliases"})
#: Fields that authors write in Markdown.
_BODIES = frozenset({"body", "comments", "advice"})
#: What a part goes by, and what it goes by if it has none of these.
_NAMES = ("id", "key", "fact", "title", "source_title", "message", "label", "name")
_SECOND_NAMES = ("subject", "check", "rule", "outcome")
#: Names of several words, and identifiers with their parts.
_SEVERAL = re.compile(r"[ /.:-]")
_LETTER = re.compile(r"[^\W\d_]")
#: Stands for what is filled into a text of the catalogue.
_HOLE = "filled_in_here"
_FILLED = re.compile(r"\{\{.*?\}\}")
_BRANCHES = re.compile(r"\{%.*?%\}")

#: A figure with the words before and behind it.
_Spot = tuple[tuple[str, ...], str, tuple[str, ...]]
#: Names that something goes by, and those of all that it is a part of.
_Owner = tuple[tuple[str, ...], tuple[str, ...]]
_NOBODY: _Owner = ((), ())


class Ledger:
    """The figures of one assessment in one language.

    Args:
        assessment: the assessment.
        options: with which the report was rendered: language and template folders.
    """

    def __init__(self, assessment: a.Assessment, options: RenderOptions) -> None:
        words_used = wording_for(assessment, options)
        self.language = words_used.language
        self._names_there_are: set[str] = set()
        self._figures: set[str] = set()
        self._owned: dict[_Spot, dict[_Owner, None]] = {}
        report = build_report(assessment, options, words_used)
        self._counts = _counts(report, assessment)
        self._counting = set(self._gaps(words_used))
        self._figures |= {str(sum(topic.covered for topic in report.topics))}
        for subject in _subjects(assessment):  # a number that people dial is a name, not a figure
            self._names_there_are.update(words(f"{subject.id or ''} {subject.label}", self.language))
        self._walk(report, "", _NOBODY)
        self._walk(assessment, "", _NOBODY)
        self._walk(
            report.coverage, "", ((" ".join(words(words_used.say("figure.coverage"), self.language)),), ())
        )

    def unaccounted(self, passage: Passage) -> Iterator[str]:
        """The figures of a passage that come from nothing in the assessment.

        Args:
            passage: a passage of a rendered report.
        """
        for line in passage.text.split("\n"):
            found = words(line, self.language)
            if any(map(has_figure, found)):
                near = f" {' '.join(words(passage.near, self.language))} "
                yield from self._open(found, near, known=passage.drawn)

    def _open(self, found: Sequence[str], near: str, *, known: bool) -> Iterator[str]:
        """The figures of a line; in a drawing it is enough that something has the figure."""
        drawn = {int(word) for word in found if word.isdecimal()}
        for index, word in enumerate(found):
            if word in self._names_there_are or not has_figure(word) or (known and word in self._figures):
                continue
            if not self._is_accounted_for(found, index, near, drawn):
                yield word

    def _is_accounted_for(self, found: Sequence[str], index: int, near: str, drawn: set[int]) -> bool:
        before = tuple(found[max(0, index - REACH) : index])
        after = tuple(found[index + 1 : index + 1 + REACH])
        for i in range(len(before), -1, -1):
            for j in range(len(after), -1, -1):
                spot = (before[len(before) - i :], found[index], after[:j])
                owners = self._owned.get(spot, ())
                if owners and i + j >= ENOUGH:
                    return True
                sides = (found[: index - i], found[index + 1 + j :]) if i + j < SOME else None
                if any(_is_named(owner, found, sides, near) for owner in owners):
                    return True
        return self._is_a_count(before, found[index], after, drawn)

    def _is_a_count(self, before: Sequence[str], word: str, after: Sequence[str], drawn: set[int]) -> bool:
        """Whether it says how many there are, or how many of these are shown and how many are not."""
        if not word.isdecimal():
            return False
        number = int(word)
        whole = {number + other for other in drawn - {number}}
        counted = number in self._counts or bool(whole & self._counts)
        return any(
            (counted or drawing) and _fits(left, tuple(reversed(before))) and _fits(right, after)
            for left, right, drawing in self._counting
        )

    # --- what there is to say ------------------------------------------------------------

    def _walk(self, value: Any, name: str, owner: _Owner) -> None:
        """Take in everything under a value."""
        if isinstance(value, str):
            self._take(value, owner)
            if name == "label":
                self._take(value, _NOBODY)
            if name in _BODIES:
                self._take(plain_body(value), owner)
        elif isinstance(value, bool):
            return
        elif isinstance(value, int | float):
            for form in forms(value, self.language):
                self._note(((), form, ()), owner)
        elif isinstance(value, Mapping) or is_dataclass(value) or isinstance(value, a.Part):
            self._walk_part(value, owner)
        elif isinstance(value, Iterable):
            for one in value:
                self._walk(one, name, owner)

    def _walk_part(self, value: Any, owner: _Owner) -> None:
        parts = dict(value) if isinstance(value, Mapping) else dict(_parts(value))
        whole = isinstance(value, Report | a.Assessment)
        inner = _NOBODY if whole else self._named(parts, owner)
        for key, one in parts.items():
            if not (whole and key in _SILENT):
                self._walk(one, str(key), inner)
        if isinstance(value, Topic) and value.total:
            for number in (value.fail, value.passed, value.passed + value.not_assessed):
                self._walk(number / value.total, "", inner)
        if isinstance(value, Spot):  # in its table it goes by its title alone, however short
            title = " ".join(words(value.title, self.language))
            self._walk(value.findings, "", ((title,), inner[1]))
        if isinstance(value, Wave):  # how many there are, and how many more than a slide shows
            self._walk(
                range(max(0, len(value.all_actions) - ON_A_SLIDE), len(value.all_actions) + 1), "", inner
            )
        if isinstance(value, MatrixRow):  # it shows ranks without the titles they belong to
            self._walk([one.note for cell in value.cells for one in cell], "", inner)

    def _named(self, parts: Mapping[Any, Any], owner: _Owner) -> _Owner:
        """What a part goes by; one without a name goes by that of the part it belongs to."""
        names = self._names(parts, _NAMES) or self._names(parts, _SECOND_NAMES)
        return (names, owner[0] + owner[1]) if names else owner

    def _names(self, parts: Mapping[Any, Any], keys: Iterable[str]) -> tuple[str, ...]:
        texts = [parts.get(key) for key in keys]
        inside = [one for one in parts.values() if is_dataclass(one)]
        texts += [getattr(one, "title", "") for one in inside]
        said = (" ".join(words(text, self.language)) for text in texts if isinstance(text, str))
        return tuple(dict.fromkeys(name for name in said if name and not name.replace(".", "").isdecimal()))

    def _take(self, text: str, owner: _Owner) -> None:
        """Take in a text, and each of its lines, with the words around each figure."""
        whole = words(text, self.language)
        if not any(map(has_figure, whole)):
            return
        said = " ".join(whole)
        others = (tuple(name for name in owner[0] if name != said), owner[1])  # no text vouches for itself
        if others == _NOBODY != owner and len(whole) == 1 and not _LETTER.search(said):
            return
        for line in (text, *text.split("\n")) if "\n" in text else (text,):
            found = words(line, self.language)
            for index, word in enumerate(found):
                if has_figure(word):
                    before, after = found[max(0, index - REACH) : index], found[index + 1 : index + 1 + REACH]
                    self._note((before, word, after), others)

    def _note(self, spot: _Spot, owner: _Owner) -> None:
        before, word, after = spot
        if _LETTER.search(word):  # a name with a digit in it, not a figure
            self._names_there_are.add(word)
            return
        self._figures.add(word)
        if owner != _NOBODY or before or after or not _is_number(word):
            self._owned.setdefault(spot, {})[owner] = None

    def _gaps(self, words_used: Wording) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], bool]]:
        """The words on both sides of every place where the catalogue fills something in, nearest first.

        With them comes whether it is the caption of a drawing, which counts what it shows.

        Figures that the catalogue has itself are taken in on the way.
        """
        for key, source in words_used.sources():
            for branch in _BRANCHES.split(source):
                self._take(_FILLED.sub("\n", branch), _NOBODY)
                found = words(_FILLED.sub(f" {_HOLE} ", branch), self.language)
                for index, word in enumerate(found):
                    left, right = (
                        found[max(0, index - REACH) : index][::-1],
                        found[index + 1 : index + 1 + REACH],
                    )
                    told = [one for one in (*left, *right) if one != _HOLE]
                    if word == _HOLE and len(told) >= TELLING and key.startswith(COUNTING):
                        yield left, right, key.startswith("chart.")


def _fits(pattern: Sequence[str], said: Sequence[str]) -> bool:
    """Whether words begin as a text of the catalogue does, whatever is filled into it."""
    return len(said) >= len(pattern) and all(
        one in (_HOLE, two) for one, two in zip(pattern, said, strict=False)
    )


def _is_number(word: str) -> bool:
    return word.rstrip("%").replace(".", "").isdecimal()


def _is_named(
    owner: _Owner, found: Sequence[str], sides: tuple[Sequence[str], Sequence[str]] | None, near: str
) -> bool:
    """Whether what a figure belongs to is named close by, and what that is a part of as well.

    Args:
        owner: the names.
        found: the words of the line.
        sides: the words before and behind, if a name on the same line must stand beside the figure.
        near: the words of what stands close by.
    """
    own, wholes = owner
    if sides is None and any(f" {name} " in near for name in own + wholes):
        return True
    if wholes and not any(f" {name} " in near for name in wholes):
        return False
    if not own or (sides is not None and any(_is_beside(name, *sides) for name in own)):
        return True
    line = f" {' '.join(found)} "
    telling = [name for name in own if _SEVERAL.search(name)] or own
    if sides is None:
        return any(f" {name} " in line or f" {name} " in near for name in telling)
    if any(line.startswith(f" {name} ") for name in telling):
        return True
    outside = near.replace(line, " ")
    return any(f" {name} " in outside for name in telling)


def _is_beside(name: str, before: Sequence[str], behind: Sequence[str]) -> bool:
    """Whether a name ends shortly before a figure, or begins next behind it."""
    ended = (f" {' '.join(before[: len(before) - gap])}" for gap in range(min(BETWEEN, len(before)) + 1))
    return any(said.endswith(f" {name}") for said in ended) or f"{' '.join(behind)} ".startswith(f"{name} ")


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    names = type(value).model_fields if isinstance(value, a.Part) else [one.name for one in fields(value)]
    return ((name, getattr(value, name)) for name in names)


def _subjects(assessment: a.Assessment) -> Iterator[a.Subject]:
    outcomes = (assessment.findings, assessment.passed, assessment.not_assessed, assessment.not_applicable)
    return (one.subject for found in outcomes for one in found)


def _counts(report: Report, assessment: a.Assessment) -> frozenset[int]:
    """How many there are of whatever is listed."""
    values = [getattr(report, one.name) for one in fields(report)]
    values += [part for one in values if is_dataclass(one) for _, part in _parts(one)]
    values += [getattr(assessment, name) for name in a.Assessment.model_fields]
    listed = (value for value in values if isinstance(value, Sequence) and not isinstance(value, str))
    by_origin = Counter(one.note for one in report.parameters)  # those at their defaults are counted
    return frozenset((*map(len, listed), *by_origin.values()))
