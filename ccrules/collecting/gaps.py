"""The next best questions: which missing facts to ask for first, whom, and what they settle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from ccrules.assessment import Assessment, Gap, Missing, Subject
from ccrules.collecting.ranking import Ranked, ranked
from ccrules.errors import Message, message
from ccrules.ruleset.model import Method
from ccrules.text import localise, translate, typeset
from ccrules.text.grammar import without_accents

#: What a question of each depth costs; one for a first visit is quickly answered.
COSTS = {"express": 1.0, "standard": 1.3, "full": 1.8}
#: What deciding a hypothesis counts, beside an outcome of a check.
HYPOTHESIS = 1.0
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
        costs = {fact: self._cost(fact) for fact in self._facts()}
        wanted = without_accents(ask.casefold())
        found = (self._question(one) for one in ranked(self._waiting(), costs))
        heard = [one for one in found if wanted in without_accents(one.ask.casefold())]
        return tuple(_numbered(heard))

    def _waiting(self) -> Iterator[tuple[float, Sequence[str]]]:
        for one in self.assessment.not_assessed:
            yield 1.0, _names(one.missing)
        for hypothesis in self.assessment.hypotheses:
            yield HYPOTHESIS, _names(hypothesis.missing)

    def _facts(self) -> Iterator[str]:
        return (name for _, names in self._waiting() for name in names)

    def _cost(self, fact: str) -> float:
        attribute = self.method.vocabulary.attribute(*_sort(fact))
        return COSTS[attribute.depth] if attribute else COSTS["standard"]

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
            ask=gap.ask,
            obtain=typeset(localise(attribute.obtain, self.language), self.language) if attribute else "",
            alone=one.alone,
            settles=one.settles,
            waiting=one.waiting,
            company=one.company,
            checks=tuple(checks[:NAMED]),
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


def _names(missing: Iterable[Missing]) -> list[str]:
    return [one if isinstance(one, str) else one.fact for one in missing]


def _sort(fact: str) -> tuple[str, str]:
    owner, _, name = fact.rpartition(".")
    return owner.partition("/")[0], name


# --- for people and programs ----------------------------------------------------------------


def as_json(found: Sequence[NextQuestion]) -> list[dict[str, Any]]:
    """The questions as plain JSON."""
    return [
        {name: list(v) if isinstance(v, tuple) else v for name, v in asdict(one).items()} for one in found
    ]


def as_markdown(found: Sequence[NextQuestion], assessment: Assessment, rest: int) -> str:
    """The questions as a request that can be sent: by who knows, the most useful first.

    Args:
        found: the questions, ranked.
        assessment: for its name and language.
        rest: how many more there are.
    """
    language = assessment.assessment.language

    def say(what: Message) -> str:
        return typeset(translate(what, language), language)

    name = assessment.assessment.name or say(message("Assessment"))
    lines = [f"# {say(message('Facts still to be collected: {name}', name=name))}", "", say(_INTRO), ""]
    by_person = sorted(found, key=lambda one: min(other.rank for other in found if other.ask == one.ask))
    for person, asked in groupby(by_person, key=lambda one: one.ask):
        lines += [f"## {person or say(message('Whoever knows'))}", ""]
        lines += [line for one in asked for line in _item(one, say)]
        lines.append("")
    if rest:
        lines += [say(message("{number} more can wait.", number=rest)), ""]
    return "\n".join(lines)


_INTRO = message(
    "In this order each answer settles most. The number before a question is its rank among all of them."
)


def _item(one: NextQuestion, say: Any) -> Iterator[str]:
    about = f" ({one.about})" if one.about else ""
    yield f"{one.rank}. **{one.label}**{about}{say(message(': '))}{one.question or one.fact}  "
    settles = message(
        "settles {alone} by itself, {waiting} wait for it", alone=one.alone, waiting=one.waiting
    )
    yield f"   {say(settles)}. `{one.fact}`  "
    if one.company:
        others = ", ".join(f"`{name}`" for name in one.company[:NAMED])
        yield f"   {say(message('together with {others}', others=others))}  "
    if one.obtain:
        yield f"   {say(message('How to obtain it:'))} {one.obtain}  "
    if one.checks:
        yield f"   {say(message('Needed for:'))} {', '.join(one.checks)}"
