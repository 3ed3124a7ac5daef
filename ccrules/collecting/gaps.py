"""The next best questions: which missing facts to ask for first, whom, and what they settle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from ccrules.assessment import Assessment, Gap, Missing, Subject
from ccrules.collecting.ranking import Ranked, ranked
from ccrules.recommend.scoring import SEVERITY_WEIGHTS
from ccrules.ruleset.model import Method
from ccrules.text import localise, typeset
from ccrules.text.grammar import without_accents

#: What a question of each depth costs; one for a first visit is quickly answered.
COSTS = {"express": 1.0, "standard": 1.3, "full": 1.8}
#: What a whole list costs: it is written down, not said.
LIST_COST = 2.5
#: What deciding a hypothesis counts, beside a finding of medium severity; less if nothing speaks for it.
SUPPORTED, UNSUPPORTED = 1.0, 0.5
#: How much an outcome counts that is about members which a list of known ones may have besides.
FURTHER_MEMBERS = 0.25
#: Minutes that a question of each depth takes, and a whole list.
MINUTES = {"express": 2, "standard": 4, "full": 10}
LIST_MINUTES = 15
#: One more minute for each so many members that are asked about together.
MEMBERS_PER_MINUTE = 4
#: Stands for what would have to be asked about members that nobody has named yet.
_OF_THEM = "/…"
_WORD = re.compile(r"[a-z]+")
#: Checks that one question names.
NAMED = 3


@dataclass(frozen=True, slots=True)
class NextQuestion:
    """A missing fact in its place.

    Attributes:
        rank: 1 for the one to ask first.
        fact: its public name, or that of a group: ``agent/*.skills``.
        label: its name for people.
        about: the member it is asked of, for people; empty for the organisation.
        question: what to ask.
        ask: who usually knows.
        obtain: how to obtain it.
        alone: outcomes that it settles by itself.
        settles: outcomes that it settles once everything before it is known.
        waiting: outcomes and hypotheses that wait for it.
        company: the other facts of the smallest set that it completes.
        checks: titles of the first checks that wait.
        minutes: how long it takes to answer, as a rule of thumb.
        topic: what it is about, for people: the list or thing in question.
    """

    rank: int
    fact: str
    label: str
    about: str
    question: str
    ask: str
    obtain: str
    alone: int
    settles: int
    waiting: int
    company: tuple[str, ...]
    checks: tuple[str, ...]
    minutes: int = 0
    topic: str = ""


def next_questions(assessment: Assessment, method: Method, ask: str = "") -> tuple[NextQuestion, ...]:
    """Every missing fact, the most useful first.

    Args:
        assessment: what could not be assessed, and why.
        method: the rulesets, for how deep questions are and how answers are obtained.
        ask: a part of who usually knows; everybody if empty.
    """
    return _Questions(assessment, method).ranked(ask)


class _Questions:
    def __init__(self, assessment: Assessment, method: Method) -> None:
        self.assessment, self.method = assessment, method
        self.language = assessment.assessment.language
        self.gaps = {gap.fact: gap for gap in assessment.gaps}
        self.titles = {one.id: one.title for one in assessment.checks}

    def ranked(self, ask: str) -> tuple[NextQuestion, ...]:
        waiting = list(self.waiting())
        costs = {fact: self._cost(fact) for _, names in waiting for fact in names}
        wanted = without_accents(ask.casefold())
        placed = (one for one in ranked(waiting, costs) if not one.fact.endswith(_OF_THEM))
        heard = [one for one in map(self._question, placed) if wanted in without_accents(one.ask.casefold())]
        return tuple(_numbered(heard))

    def waiting(self) -> Iterator[tuple[float, Sequence[str]]]:
        """What each undecided outcome or hypothesis is worth, and the facts it waits for."""
        for one in self.assessment.not_assessed:
            weight, names = self._severities.get(one.check, 1.0), missing_names(one.missing)
            if one.subject.id is None:  # about members without a name, who would be asked about in turn
                kind = one.subject.type
                weight *= FURTHER_MEMBERS if self._has_members(kind) else 1.0
                names = [*names, f"{kind}{_OF_THEM}"]
            yield weight, names
        for hypothesis in self.assessment.hypotheses:
            weight = SUPPORTED if hypothesis.supported else UNSUPPORTED
            yield weight, missing_names(hypothesis.missing)

    @cached_property
    def _severities(self) -> Mapping[str, float]:
        """The weight of each check; of one whose severity depends, that of the worst it can have."""
        medium = float(SEVERITY_WEIGHTS["medium"])
        found = {}
        for check in self.method.checks.values():
            named = [float(w) for name, w in SEVERITY_WEIGHTS.items() if name in _words(check.severity)]
            found[check.id] = max(named, default=medium) / medium
        return found

    @cached_property
    def _members_by_type(self) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for one in self.assessment.checks:
            found[one.subject_type] = max(found.get(one.subject_type, 0), one.total)
        return found

    def _has_members(self, kind: str) -> bool:
        """Whether some members are known: a check then has more outcomes than the one about the rest."""
        return self._members_by_type.get(kind, 0) > 1

    def _cost(self, fact: str) -> float:
        if fact.endswith(_OF_THEM):
            return 1e9  # nobody is asked that
        if fact.endswith("[]"):
            return LIST_COST
        attribute = self.method.vocabulary.attribute(*_sort(fact))
        return COSTS[attribute.depth] if attribute else COSTS["standard"]

    def _minutes(self, fact: str, count: int) -> int:
        if fact.endswith("[]"):
            return LIST_MINUTES
        attribute = self.method.vocabulary.attribute(*_sort(fact))
        return MINUTES[attribute.depth if attribute else "express"] + (count - 1) // MEMBERS_PER_MINUTE

    def _usually(self, fact: str) -> str:
        """Who usually knows most of a list or a thing; empty for what is no list or thing."""
        kind = self.method.vocabulary.types.get(fact.removesuffix("[]"))
        asked = [localise(one.ask, self.language) for one in kind.attributes.values()] if kind else []
        counted = Counter(filter(None, asked))
        return max(counted, key=lambda who: (counted[who], -asked.index(who)), default="")

    def _topic(self, fact: str) -> str:
        owner = _sort(fact)[0] or fact.removesuffix("[]")
        kind = self.method.vocabulary.types.get(owner)
        if kind is None:
            return ""
        label = localise(kind.label if kind.singleton else kind.label_plural, self.language)
        return typeset(label or (kind.plural or kind.name).replace("_", " "), self.language)

    def _question(self, one: Ranked) -> NextQuestion:
        attribute = self.method.vocabulary.attribute(*_sort(one.fact))
        gap = self._gap(one.fact)
        checks = [self.titles[name] for name in gap.checks if name in self.titles]
        return NextQuestion(
            rank=0,
            fact=one.fact,
            label=gap.label,
            about=self._about(one.fact, gap),
            question=typeset(gap.question, self.language),
            ask=gap.ask or self._usually(one.fact),
            obtain=typeset(localise(attribute.obtain, self.language), self.language) if attribute else "",
            alone=one.alone,
            settles=one.settles,
            waiting=one.waiting,
            company=tuple(name for name in one.company if not name.endswith(_OF_THEM)),
            checks=tuple(checks[:NAMED]),
            minutes=self._minutes(one.fact, gap.count),
            topic=self._topic(one.fact),
        )

    def _gap(self, fact: str) -> Gap:
        """What is known of a fact: under its own name, or with the group it belongs to."""
        owner, name = _sort(fact)
        return self.gaps.get(fact) or self.gaps.get(f"{owner}/*.{name}") or Gap(fact=fact, label=fact)

    def _about(self, fact: str, gap: Gap) -> str:
        member = fact.rpartition(".")[0].partition("/")[2]
        return (
            ", ".join(gap.sample) + ", …"
            if member == "*"
            else self._members.get(fact.rpartition(".")[0], member)
        )

    @cached_property
    def _members(self) -> Mapping[str, str]:
        subjects: Iterable[Subject] = (one.subject for one in self.assessment.not_assessed)
        return {f"{one.type}/{one.id}": one.label for one in subjects if one.label and one.id}


def _numbered(found: Iterable[NextQuestion]) -> Iterator[NextQuestion]:
    for rank, one in enumerate(found, start=1):
        yield NextQuestion(**{**asdict(one), "rank": rank, "company": one.company, "checks": one.checks})


def missing_names(missing: Iterable[Missing]) -> list[str]:
    """The names of missing facts, groups by the name of the group."""
    return [one if isinstance(one, str) else one.fact for one in missing]


def _words(severity: Any) -> frozenset[str]:
    return frozenset(_WORD.findall(str(getattr(severity, "text", severity))))


def _sort(fact: str) -> tuple[str, str]:
    owner, _, name = fact.rpartition(".")
    return owner.partition("/")[0], name
