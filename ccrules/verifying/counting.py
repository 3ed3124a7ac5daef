"""How texts of the catalogue count what a report lists, shows or leaves out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from ccrules import assessment as a
from ccrules.renderers.report.model import Report
from ccrules.renderers.wording import Wording
from ccrules.verifying.holdings import REACH, parts_of
from ccrules.verifying.words import words

#: Texts in which templates count what they show, or how much of a list they leave out.
COUNTING = ("more", "count.and_more", "chart.")
#: Words of a text of the catalogue that tell it from the others.
TELLING = 2
#: Stands for what is filled into a text of the catalogue.
_HOLE = "filled_in_here"
_FILLED = re.compile(r"\{\{.*?\}\}")
_BRANCHES = re.compile(r"\{%.*?%\}")

#: The words on both sides of a place, nearest first, and whether it is the caption of a drawing.
Gap = tuple[tuple[str, ...], tuple[str, ...], bool]


class Counting:
    """Which numbers may stand in texts that count.

    Args:
        report: the report.
        assessment: what it was made from.
        words_used: the catalogue.
    """

    def __init__(self, report: Report, assessment: a.Assessment, words_used: Wording) -> None:
        self._counts = _counts(report, assessment)
        self._gaps = frozenset(_gaps(words_used))

    def is_one(self, before: Sequence[str], word: str, after: Sequence[str], drawn: set[int]) -> bool:
        """Whether a figure says how many there are, or how many of these are shown and how many are not.

        Args:
            before: the words before it.
            word: the figure.
            after: the words behind it.
            drawn: all numbers of the line.
        """
        if not word.isdecimal():
            return False
        number = int(word)
        whole = {number + other for other in drawn - {number}}
        counted = number in self._counts or bool(whole & self._counts)
        return any(
            (counted or drawing) and _fits(left, tuple(reversed(before))) and _fits(right, after)
            for left, right, drawing in self._gaps
        )


def fixed_texts(words_used: Wording) -> Iterator[str]:
    """The texts of the catalogue without what is filled in, a line for each piece.

    Args:
        words_used: the catalogue.
    """
    for _, source in words_used.sources():
        yield from (_FILLED.sub("\n", branch) for branch in _BRANCHES.split(source))


def said_of_lists(report: Report, words_used: Wording) -> Iterator[str]:
    """The texts in which templates tell how many there are of something that is listed or left out.

    Args:
        report: the report.
        words_used: the catalogue.
    """
    moves, defaults = len(report.executive.moves), Counter(one.note for one in report.parameters)
    yield words_used.say("executive.points", n=len(report.executive.messages))
    yield from (words_used.say(key, n=moves) for key in ("executive.moves", "slide.decide"))
    yield words_used.say("short.passed", n=len(report.passed))
    yield words_used.say("short.not_applicable", n=len(report.not_applicable))
    yield from (words_used.say("short.parameters", n=number) for number in defaults.values())


def _gaps(words_used: Wording) -> Iterator[Gap]:
    """Every place where a text that counts fills something in."""
    for key, source in words_used.sources():
        if key.startswith(COUNTING):
            for branch in _BRANCHES.split(source):
                for left, right in _holes(words(_FILLED.sub(f" {_HOLE} ", branch), words_used.language)):
                    if sum(one != _HOLE for one in (*left, *right)) >= TELLING:
                        yield left, right, key.startswith("chart.")


def _holes(found: Sequence[str]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for index, word in enumerate(found):
        if word == _HOLE:
            left = tuple(found[max(0, index - REACH) : index][::-1])
            yield left, tuple(found[index + 1 : index + 1 + REACH])


def _fits(pattern: Sequence[str], said: Sequence[str]) -> bool:
    """Whether words begin as a text of the catalogue does, whatever is filled into it."""
    return len(said) >= len(pattern) and all(
        one in (_HOLE, two) for one, two in zip(pattern, said, strict=False)
    )


def _counts(report: Report, assessment: a.Assessment) -> frozenset[int]:
    """How many there are of whatever is listed."""
    values = [getattr(report, one.name) for one in fields(report)]
    values += [part for one in values if is_dataclass(one) for _, part in parts_of(one)]
    values += [getattr(assessment, name) for name in a.Assessment.model_fields]
    listed = (value for value in values if isinstance(value, Sequence) and not isinstance(value, str))
    by_origin = Counter(one.note for one in report.parameters)  # those at their defaults are counted
    return frozenset((*map(len, listed), *by_origin.values()))
