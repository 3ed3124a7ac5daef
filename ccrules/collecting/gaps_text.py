"""Questions, plan and sets for people (Markdown) and for programs (JSON)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from ccrules.assessment import Assessment
from ccrules.collecting.gaps import NAMED, NextQuestion
from ccrules.collecting.gaps_plan import Meeting, by_person
from ccrules.collecting.gaps_sets import DecidingSet
from ccrules.errors import Message, message
from ccrules.facts.vocabulary import EntityType
from ccrules.text import localise, typeset, worded

INTRO = message(
    "In this order each answer settles most. The number before a question is its rank among all of them."
)
WHOEVER = message("Whoever knows")
PLAN = message("Interview plan")
SETS = message("What decides something only together")
SETS_INTRO = message("No fact of a set decides these outcomes alone; all of them together do.")
HOURS = 60


def as_json(found: Sequence[NextQuestion]) -> list[dict[str, Any]]:
    """The questions as plain JSON."""
    return [_plain(asdict(one)) for one in found]


def plan_as_json(plan: Sequence[Meeting], sets: Sequence[DecidingSet]) -> dict[str, Any]:
    """The plan and the sets as plain JSON; questions by the name of their fact."""
    meetings = [
        {
            "person": one.person,
            "minutes": one.minutes,
            "alone": one.alone,
            "topics": [
                {"name": topic.name, "minutes": topic.minutes, "facts": [q.fact for q in topic.questions]}
                for topic in one.topics
            ],
        }
        for one in plan
    ]
    return {"meetings": meetings, "sets": [_plain(asdict(one)) for one in sets]}


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in given.items()}


class Wording:
    """Says things in the language of an assessment.

    Args:
        assessment: for its name and language.
    """

    def __init__(self, assessment: Assessment) -> None:
        self.language = assessment.assessment.language
        self.name = assessment.assessment.name or self.say(message("Assessment"))

    def say(self, what: Message) -> str:
        """A sentence."""
        return worded(what, self.language)

    def person(self, name: str) -> str:
        """Who usually knows, as a heading."""
        return name[:1].upper() + name[1:] if name else self.say(WHOEVER)

    @staticmethod
    def label(one: NextQuestion) -> str:
        """The name of a fact, as the beginning of a line."""
        return one.label[:1].upper() + one.label[1:]

    def topic(self, kind: EntityType) -> str:
        """The members of a list, as the beginning of a line."""
        label = localise(kind.label_plural, self.language) or kind.plural.replace("_", " ")
        return typeset(label[:1].upper() + label[1:], self.language)

    def minutes(self, minutes: int) -> str:
        """A time: ``45 min``, ``1 h 20``."""
        hours, rest = divmod(minutes, HOURS)
        if not hours:
            return self.say(message("{minutes} min", minutes=rest))
        if not rest:
            return self.say(message("{hours} h", hours=hours))
        return self.say(message("{hours} h {minutes}", hours=hours, minutes=f"{rest:02}"))

    def title(self) -> str:
        """The title of a request."""
        return self.say(message("Facts still to be collected: {name}", name=self.name))

    def plan_title(self) -> str:
        """The title of a plan."""
        return f"{self.say(PLAN)}{self.say(message(': '))}{self.name}"

    def rest(self, rest: int) -> str:
        """How many questions are not among those shown."""
        return self.say(message("{number} more can wait.", number=rest)) if rest else ""


def as_markdown(found: Sequence[NextQuestion], assessment: Assessment, rest: int) -> str:
    """The questions as a request that can be sent: by who knows, the most useful first.

    Args:
        found: the questions, ranked.
        assessment: for its name and language.
        rest: how many more there are.
    """
    wording = Wording(assessment)
    lines = [f"# {wording.title()}", "", wording.say(INTRO), ""]
    for person, asked in by_person(found).items():
        lines += [f"## {wording.person(person)}", ""]
        lines += [line for one in asked for line in _item(one, wording)]
        lines.append("")
    if rest:
        lines += [wording.rest(rest), ""]
    return "\n".join(lines)


def _item(one: NextQuestion, wording: Wording) -> Iterator[str]:
    say = wording.say
    about = f" ({one.about})" if one.about else ""
    yield f"{one.rank}. **{one.label}**{about}{say(message(': '))}{one.question or one.fact}  "
    settles = message(
        "settles {alone} by itself, {waiting} wait for it", alone=one.alone, waiting=one.waiting
    )
    yield f"   {say(settles)}, {wording.minutes(one.minutes)}. `{one.fact}`  "
    if one.company:
        others = ", ".join(f"`{name}`" for name in one.company[:NAMED])
        yield f"   {say(message('together with {others}', others=others))}  "
    if one.obtain:
        yield f"   {say(message('How to obtain it:'))} {one.obtain}  "
    if one.checks:
        yield f"   {say(message('Needed for:'))} {', '.join(one.checks)}"


def plan_as_markdown(plan: Sequence[Meeting], sets: Sequence[DecidingSet], assessment: Assessment) -> str:
    """The plan of interviews, and the smallest sets that decide something together.

    Args:
        plan: the interviews.
        sets: the sets.
        assessment: for its name and language.
    """
    wording = Wording(assessment)
    lines = [f"# {wording.plan_title()}", ""]
    for number, meeting in enumerate(plan, start=1):
        head = f"{number}. {wording.person(meeting.person)} – {wording.minutes(meeting.minutes)}"
        lines += [f"## {head}", ""]
        for topic in meeting.topics:
            lines.append(f"- **{topic.name}** ({wording.minutes(topic.minutes)})")
            lines += [f"  - {_short(one)}" for one in topic.questions]
        lines.append("")
    if sets:
        lines += [f"## {wording.say(SETS)}", "", wording.say(SETS_INTRO), ""]
        lines += [line for number, one in enumerate(sets, start=1) for line in _set(number, one, wording)]
        lines.append("")
    return "\n".join(lines)


def _short(one: NextQuestion) -> str:
    about = f" ({one.about})" if one.about else ""
    return f"{one.label}{about}"


def _set(number: int, one: DecidingSet, wording: Wording) -> Iterator[str]:
    yield f"{number}. **{' + '.join(one.labels)}**  "
    yield f"   {' '.join(f'`{name}`' for name in one.facts)}  "
    for what in told_of(one, wording):
        yield f"   {what}  "


def told_of(one: DecidingSet, wording: Wording) -> Iterator[str]:
    """What a set decides, in sentences.

    Args:
        one: the set.
        wording: says them.
    """
    say = wording.say
    if one.checks:
        yield f"{say(message('Checks:'))} {', '.join(one.checks[:NAMED])}{_more(one.checks)}"
    if one.conclusions:
        yield f"{say(message('Conclusions:'))} {', '.join(one.conclusions[:NAMED])}{_more(one.conclusions)}"
    if one.priorities:
        titles = ", ".join(one.priorities)
        yield f"{say(message('May move the priority of:'))} {titles}"


def _more(titles: Sequence[str]) -> str:
    return ", …" if len(titles) > NAMED else ""
