"""Whether a figure of a report comes from its assessment.

A figure in a sentence is accounted for if the assessment, or what is worded from it, has it among the
same words, and has no other figure there. Where there are few words around it, in a cell, a label or a
short note, or where several things are told in the same words, what it belongs to must be named close
by: the action whose rank it is, the topic whose findings it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ccrules import assessment as a
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from ccrules.renderers.wording import wording_for
from ccrules.verifying.counting import Counting, fixed_texts, said_of_lists
from ccrules.verifying.holdings import NOBODY, REACH, Context, Holdings, Owner
from ccrules.verifying.passages import Passage
from ccrules.verifying.words import has_figure, words

#: So many words around a figure tell by themselves which sentence it stands in.
ENOUGH = 6
#: So many tell enough for a name to stand elsewhere on the line.
SOME = 3
#: Words that may stand between a figure and the name of what it belongs to, on one line.
BETWEEN = 1
#: Names of several words, and identifiers with their parts.
_SEVERAL = re.compile(r"[ /.:-]")


class Ledger:
    """The figures of one assessment in one language.

    Args:
        assessment: the assessment.
        options: with which the report was rendered: language and template folders.
    """

    def __init__(self, assessment: a.Assessment, options: RenderOptions) -> None:
        words_used = wording_for(assessment, options)
        self.language = words_used.language
        report = build_report(assessment, options, words_used)
        self._counting = Counting(report, assessment, words_used)
        self._held = Holdings(self.language)
        self._held.figures.add(str(sum(topic.covered for topic in report.topics)))
        for subject in _subjects(assessment):  # a number that people dial is a name, not a figure
            self._held.names.update(words(f"{subject.id or ''} {subject.label}", self.language))
        for said in (*fixed_texts(words_used), *said_of_lists(report, words_used)):
            self._held.take(said)
        self._held.take_all(report)
        self._held.take_all(assessment)
        coverage = " ".join(words(words_used.say("figure.coverage"), self.language))
        self._held.take_all(report.coverage, "", ((coverage,), ()))
        self._longest_title = max(map(len, (*self._held.ranks, *self._held.notes)), default=0)

    def unaccounted(self, passage: Passage) -> Iterator[str]:
        """The figures of a passage that come from nothing in the assessment.

        Args:
            passage: a passage of a rendered report.
        """
        for line in passage.text.split("\n"):
            found = words(line, self.language)
            if any(map(has_figure, found)):
                near = f" {' '.join(words(passage.near, self.language))} "
                behind = words(passage.behind, self.language) if len(found) == 1 else ()
                wrong = self._open(found, near, behind, known=passage.drawn)
                yield from (found[index] for index in wrong if not self._is_a_step(passage, found, index))

    def _is_a_step(self, passage: Passage, found: Sequence[str], index: int) -> bool:
        """Whether a figure stands in an explanation, whose lines are told together."""
        before = (*words(passage.earlier, self.language)[-REACH:], *found[:index])[-REACH:]
        after = (*found[index + 1 :], *words(passage.later, self.language)[:REACH])[:REACH]
        return any(
            (before[len(before) - i :], found[index], after[:j]) in self._held.owned
            for i in range(len(before) + 1)
            for j in range(len(after) + 1)
            if i + j >= ENOUGH
        )

    def _open(self, found: Sequence[str], near: str, behind: Sequence[str], *, known: bool) -> Iterator[int]:
        """Where a line has figures from nowhere; in a drawing it is enough that something has the figure."""
        drawn = {int(word) for word in found if word.isdecimal()}
        for index, word in enumerate(found):
            if word in self._held.names or not has_figure(word) or (known and word in self._held.figures):
                continue
            right = self._is_right_beside_a_title((*found, *behind), index)
            if right is None:
                right = self._is_accounted_for(found, index, near, drawn)
            if not right:
                yield index

    def _is_right_beside_a_title(self, found: Sequence[str], index: int) -> bool | None:
        """Whether a figure is the rank of the title it stands before, or what is noted of the one before it.

        Nothing if it stands beside no title.
        """
        if index == 0:
            for length in range(min(len(found) - 1, self._longest_title), 1, -1):
                if ranks := self._held.ranks.get(tuple(found[1 : length + 1])):
                    return found[0] in ranks
        for length in range(min(index, self._longest_title), 1, -1):
            notes = self._held.notes.get(tuple(found[index - length : index]), ())
            if rests := [note for note in notes if tuple(found[index + 1 : index + len(note)]) == note[1:]]:
                return any(note[0] == found[index] for note in rests)
        return None

    def _is_accounted_for(self, found: Sequence[str], index: int, near: str, drawn: set[int]) -> bool:
        before = tuple(found[max(0, index - REACH) : index])
        after = tuple(found[index + 1 : index + 1 + REACH])
        for i in range(len(before), -1, -1):
            for j in range(len(after), -1, -1):
                spot = (before[len(before) - i :], found[index], after[:j])
                owners = self._held.owned.get(spot, ())
                if owners and i + j >= ENOUGH and self._is_told_by_words(spot):
                    return True
                sides = (found[: index - i], found[index + 1 + j :]) if i + j < SOME else None
                if any(_is_named(owner, found, sides, near) for owner in owners):
                    return True
        return self._counting.is_one(before, found[index], after, drawn)

    def _is_told_by_words(self, spot: Context) -> bool:
        """Whether no other figure is said in the same words, or nobody is there whom it could belong to."""
        before, _, after = spot
        return len(self._held.alternatives[before, after]) == 1 or NOBODY in self._held.owned[spot]


def _is_named(
    owner: Owner, found: Sequence[str], sides: tuple[Sequence[str], Sequence[str]] | None, near: str
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


def _subjects(assessment: a.Assessment) -> Iterator[a.Subject]:
    outcomes = (assessment.findings, assessment.passed, assessment.not_assessed, assessment.not_applicable)
    return (one.subject for found in outcomes for one in found)
