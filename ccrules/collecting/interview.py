"""An interview: what to ask next, what an answer changes, and the way back.

Nothing here reads or prints. Every answer is first read together with all other facts, as if it
stood in a file already; only if nothing is wrong with it is it kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from ccrules.assessment import Assessment, Conclusion, Finding, Gap
from ccrules.collecting.gaps import NextQuestion, next_questions
from ccrules.collecting.interview_answers import Answers
from ccrules.collecting.interview_taking import stays_open, take_down
from ccrules.collecting.interview_words import refuse_odd_characters
from ccrules.collecting.questions import EVERYTHING, Question, Selection, is_asked_of, question, questions
from ccrules.conditions.missing import TODAY
from ccrules.errors import NOWHERE, InputError, Problem, message
from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.models import is_given
from ccrules.facts.vocabulary import EntityType
from ccrules.ruleset.model import Method
from ccrules.text import entity_name
from ccrules.values import NOT_COLLECTED

#: How often a question is put off before it is left for another day.
PATIENCE = 2


class Study(Protocol):
    """What an interview is about: the facts there are, and what they are judged by."""

    method: Method
    language: str

    def load(self, answers: str) -> FactBase:
        """All facts, with the answers as one more file; InputError for what is wrong with them."""

    def assess(self, base: FactBase) -> Assessment:
        """What follows from the facts."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its place.

    Attributes:
        sort: whether a value, the members of a list, whether there is a thing, or the date is asked.
        ranked: its rank, and what waits for it.
        fact: the public name of the one fact that is asked; ``ranked.fact`` may name a group.
        kind: what is asked about; None for the date.
        entity: the member that is asked about; None for a list, a thing as such, or the date.
        question: its texts; None where the vocabulary has none.
        about: the member's name for people.
    """

    sort: Literal["value", "list", "thing", "date"]
    ranked: NextQuestion
    fact: str
    kind: EntityType | None = None
    entity: Entity | None = None
    question: Question | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer, or taking one back, did.

    Attributes:
        appeared: findings that were not there.
        cleared: findings that are gone.
        concluded: conclusions that were not there.
        decided: outcomes decided now.
        more: how many more than before.
        outcomes: all outcomes.
    """

    appeared: tuple[Finding, ...]
    cleared: tuple[Finding, ...]
    concluded: tuple[Conclusion, ...]
    decided: int
    more: int
    outcomes: int


class Interview:
    """One conversation.

    Args:
        study: the facts there are.
        answers: those of earlier conversations.
        keep: takes the text of the answer file after every answer; empty if none is left.
        selection: which questions are wanted.
        by: who answers; empty if not told.
        on: the day it is said; empty if not told.

    Attributes:
        base: the facts as they are now.
        assessment: what follows from them.
        answers: all answers so far.

    Raises:
        InputError: the facts or the earlier answers are wrong, or the selection holds no question.
    """

    def __init__(
        self,
        study: Study,
        answers: Answers,
        keep: Callable[[str], None],
        selection: Selection = EVERYTHING,
        by: str = "",
        on: str = "",
    ) -> None:
        self.study, self.answers, self.by, self.on = study, answers, by, on
        self._keep, self._selection = keep, selection
        self._put_off: dict[str, int] = {}
        self._settled: set[str] = set()
        self._before: list[tuple[Answers, str]] = []
        self._first = ""
        self._wanted = frozenset(one.fact for one in questions(study.method, study.language, selection))
        self._kinds = frozenset(kind for kind, _ in self._wanted)
        if not self._wanted:
            hint = message("ask deeper, of more topics, or of somebody else")
            raise InputError(Problem(NOWHERE, message("no question is left"), hint))
        self.base = study.load(answers.text())
        self._assess()

    def _assess(self) -> None:
        found = self.study.assess(self.base)
        # the outcomes are made anew whenever they are looked at, and ranking looks often
        self.assessment = found.model_copy(update={"not_assessed": tuple(found.not_assessed)})
        self._gaps: Mapping[str, Gap] = {gap.fact: gap for gap in found.gaps}
        self._ranked = next_questions(self.assessment, self.study.method)

    # --- what to ask -----------------------------------------------------------------------

    def next(self) -> Asked | None:
        """The question to ask now; None if there is none left."""
        waiting = [one for one in self._ranked if self._put_off.get(one.fact, 0) < PATIENCE]
        asked = (self._asked(one) for one in sorted(waiting, key=self._order))
        return next((one for one in asked if one is not None), None)

    def _order(self, one: NextQuestion) -> tuple[bool, int, bool, int]:
        """What was put off comes last; lists come first, because they say whom else to ask about."""
        return (
            one.fact != self._first,
            self._put_off.get(one.fact, 0),
            not one.fact.endswith("[]"),
            one.rank,
        )

    def _asked(self, one: NextQuestion) -> Asked | None:
        if one.fact == TODAY:
            return Asked("date", one, one.fact) if self._wants_date() else None
        owner, _, name = one.fact.rpartition(".")
        if owner:
            return self._value(one, owner, name)
        return self._whole(one, one.fact)

    def _wants_date(self) -> bool:
        return self.base.today is NOT_COLLECTED and not self._selection.ask

    def _whole(self, one: NextQuestion, fact: str) -> Asked | None:
        kind = self.study.method.vocabulary.types.get(fact.removesuffix("[]"))
        if kind is None or kind.name not in self._kinds or fact in self._settled:
            return None
        if not is_asked_of(kind, one.ask, self._selection, self.study.language):
            return None
        if kind.singleton:
            absent = self.base.singletons[kind.name] is NOT_COLLECTED
            return Asked("thing", one, fact, kind) if absent else None
        return Asked("list", one, fact, kind) if _is_open(self.base.collections[kind.name]) else None

    def _value(self, one: NextQuestion, owner: str, name: str) -> Asked | None:
        kind_name, _, member = owner.partition("/")
        kind = self.study.method.vocabulary.types.get(kind_name)
        attribute = kind.attributes.get(name) if kind else None
        if kind is None or attribute is None or (kind_name, name) not in self._wanted:
            return None
        if not is_given(attribute):
            return None
        entity = next((e for e in self._entities(kind, member) if e.__dict__[name] is NOT_COLLECTED), None)
        if entity is None:
            return None
        about = "" if kind.singleton else entity_name(entity, self.study.language)
        asked = question(kind, attribute, self.study.language)
        return Asked("value", one, f"{entity._name}.{name}", kind, entity, asked, about)

    def _entities(self, kind: EntityType, member: str) -> Iterator[Entity]:
        """The member that a fact names; for a group all of them."""
        if kind.singleton:
            found = self.base.singletons[kind.name]
            if isinstance(found, Entity):
                yield found
        elif member == "*":
            yield from self.base.collections[kind.name].members
        elif member in self.base.collections[kind.name].by_id:
            yield self.base.collections[kind.name].by_id[member]

    # --- why it is asked -------------------------------------------------------------------

    def checks_waiting(self, asked: Asked) -> list[tuple[str, str]]:
        """Id and title of every check that waits for an answer."""
        owner, _, name = asked.ranked.fact.rpartition(".")
        group = f"{owner.partition('/')[0]}/*.{name}"
        gap = self._gaps.get(asked.ranked.fact) or self._gaps.get(group)
        titles = {one.id: one.title for one in self.assessment.checks}
        return [(name, titles.get(name, "")) for name in (gap.checks if gap else ())]

    def conclusions_waiting(self, asked: Asked) -> list[str]:
        """The title of every conclusion that an answer may lead to."""
        facts = {asked.ranked.fact, asked.fact}
        found = (
            one.title
            for one in self.assessment.hypotheses
            if any((name if isinstance(name, str) else name.fact) in facts for name in one.missing)
        )
        return list(dict.fromkeys(found))

    def known(self, kind_name: str) -> list[str]:
        """The ids of the members of a list that are known."""
        collection = self.base.collections.get(kind_name)
        return [one.id for one in collection.members] if collection else []

    def may_be_complete(self, asked: Asked) -> bool:
        """Whether it makes sense to ask if the members of a list are all."""
        kind = asked.kind
        return kind is not None and kind.key == ("id",) and not stays_open(self.answers, self.base, kind)

    # --- answering -------------------------------------------------------------------------

    def put(self, asked: Asked, text: str, *, complete: bool | None = None) -> Change:
        """Take an answer, keep it, and see what follows.

        Args:
            asked: the question.
            text: the answer as typed.
            complete: of a list, whether the members named are all; None if that was not told.

        Raises:
            InputError: the answer is wrong or contradicts what is known; nothing is changed.
        """
        refuse_odd_characters(text)
        answers = self.answers.copy()
        take_down(answers, self.base, asked, text, complete=complete, by=self.by, on=self.on)
        base = self.study.load(answers.text())
        self._keep(answers.text())
        self._before.append((self.answers, asked.ranked.fact))
        self.answers, self._first = answers, ""
        if asked.sort == "list":
            self._settled.add(asked.fact)
        return self._changed(base)

    def later(self, asked: Asked) -> None:
        """Put a question off: it comes again when all others have been asked."""
        self._put_off[asked.ranked.fact] = self._put_off.get(asked.ranked.fact, 0) + 1
        self._first = ""

    def back(self) -> Change | None:
        """Take the last answer back, and ask again; None if nothing was answered in this conversation."""
        if not self._before:
            return None
        answers, fact = self._before[-1]
        base = self.study.load(answers.text())
        self._keep(answers.text())
        self._before.pop()
        self.answers, self._first = answers, fact
        self._settled.discard(fact)
        return self._changed(base)

    def _changed(self, base: FactBase) -> Change:
        before, self.base = self.assessment, base
        self._assess()
        after = self.assessment
        found, was = {one.id for one in after.findings}, {one.id for one in before.findings}
        concluded = {one.key for one in before.conclusions}
        return Change(
            appeared=tuple(one for one in after.findings if one.id not in was),
            cleared=tuple(one for one in before.findings if one.id not in found),
            concluded=tuple(one for one in after.conclusions if one.key not in concluded),
            decided=decided(after)[0],
            more=decided(after)[0] - decided(before)[0],
            outcomes=decided(after)[1],
        )


def decided(assessment: Assessment) -> tuple[int, int]:
    """How many outcomes are decided, and of how many: those that reports count in the coverage."""
    found = assessment.summary
    known = found.fail + found.passed
    return known, known + found.not_assessed + found.error


def _is_open(collection: Collection) -> bool:
    """Whether it makes sense to ask for the members of a list."""
    if collection.state is not None:
        return collection.state is NOT_COLLECTED
    return not collection.complete and collection.total is None
