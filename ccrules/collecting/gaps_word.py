"""A request for facts, and the plan of interviews, as Word documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccrules.assessment import Assessment
from ccrules.collecting.gaps import NextQuestion
from ccrules.collecting.gaps_plan import Meeting, by_person
from ccrules.collecting.gaps_sets import DecidingSet
from ccrules.collecting.gaps_text import SETS, SETS_INTRO, Wording, told_of
from ccrules.collecting.word_page import PAPER, SOFT, TableCell, document, head_cells, paragraph, run, table
from ccrules.errors import message

_WIDTHS = (1.1, 9.0, 8.6, 1.9, 5.5)
_PLAN_WIDTHS = (5.2, 15.4, 5.5)


def word_request(found: Sequence[NextQuestion], assessment: Assessment, rest: int) -> bytes:
    """A request to send or to take along: questions by who knows, with room for answers.

    Args:
        found: the questions, ranked.
        assessment: for its name and language.
        rest: how many more there are.

    Raises:
        UsageError: python-docx is not installed.
    """
    wording = Wording(assessment)
    title = wording.title()
    return document(title, "", wording.language, _request(found, wording, rest), title)


def _request(found: Sequence[NextQuestion], wording: Wording, rest: int) -> Iterator[str]:
    yield from _titles(wording, wording.say(message("Facts still to be collected")))
    for line in guide(wording):
        yield paragraph(run(line), after=3)
    for person, asked in by_person(found).items():
        minutes = wording.minutes(sum(one.minutes for one in asked))
        yield paragraph(
            run(wording.person(person)) + run(f"   {minutes}", size=10, color=SOFT), style="Heading1"
        )
        heads = (
            message("No."),
            message("Question"),
            message("How to obtain it"),
            message("Takes"),
            message("Answer"),
        )
        rows = [head_cells(wording.say(one) for one in heads)]
        rows += [_question(one, wording) for one in asked]
        yield table(_WIDTHS, rows)
    if rest:
        yield paragraph(run(wording.rest(rest), color=SOFT), before=10)


def guide(wording: Wording) -> Iterator[str]:
    """How to answer a request.

    Args:
        wording: says it.
    """
    yield wording.say(message("These answers help most, in this order. Please fill in what you know."))
    yield wording.say(
        message(
            "Write unknown if nobody can tell, none if there is none, not applicable if it makes no sense "
            "here. A number may be a range."
        )
    )


def _titles(wording: Wording, subtitle: str) -> Iterator[str]:
    yield paragraph(run(wording.name), style="Title")
    yield paragraph(run(subtitle, size=13, color=SOFT), after=8)


def _question(one: NextQuestion, wording: Wording) -> list[TableCell]:
    about = f" – {one.about}" if one.about else ""
    asked = paragraph(run(f"{wording.label(one)}{about}", bold=True))
    if one.question and one.question != one.label:
        asked += paragraph(run(one.question))
    asked += paragraph(run(one.fact, size=6.5, color=SOFT))
    return [
        TableCell(paragraph(run(str(one.rank), color=SOFT))),
        TableCell(asked),
        TableCell(paragraph(run(one.obtain, size=8.5, color=SOFT))),
        TableCell(paragraph(run(wording.minutes(one.minutes), size=8.5, color=SOFT))),
        TableCell(paragraph("")),
    ]


def word_plan(plan: Sequence[Meeting], sets: Sequence[DecidingSet], assessment: Assessment) -> bytes:
    """The plan of interviews, and the smallest sets that decide something together.

    Args:
        plan: the interviews.
        sets: the sets.
        assessment: for its name and language.

    Raises:
        UsageError: python-docx is not installed.
    """
    wording = Wording(assessment)
    title = wording.plan_title()
    return document(title, "", wording.language, _plan(plan, sets, wording), title)


def _plan(plan: Sequence[Meeting], sets: Sequence[DecidingSet], wording: Wording) -> Iterator[str]:
    yield from _titles(wording, wording.say(message("Interview plan")))
    for number, meeting in enumerate(plan, start=1):
        minutes = run(f"   {wording.minutes(meeting.minutes)}", size=10, color=SOFT)
        head = run(f"{number}. {wording.person(meeting.person)}")
        yield paragraph(head + minutes, style="Heading1")
        yield table(_PLAN_WIDTHS, _meeting(meeting, wording))
    if sets:
        yield paragraph(run(wording.say(SETS)), style="Heading1")
        yield paragraph(run(wording.say(SETS_INTRO)), after=4)
        heads = (message("Facts"), message("What they decide"))
        rows = [head_cells(wording.say(one) for one in heads)]
        rows += [[_facts(one), _decides(one, wording)] for one in sets]
        yield table((11, 15.1), rows)


def _meeting(meeting: Meeting, wording: Wording) -> list[list[TableCell]]:
    heads = (message("Topic"), message("Questions, the most useful first"), message("Notes"))
    rows = [head_cells(wording.say(one) for one in heads)]
    for topic in meeting.topics:
        name = paragraph(run(topic.name, bold=True))
        name += paragraph(run(wording.minutes(topic.minutes), size=8.5, color=SOFT))
        asked = "".join(_asked(one) for one in topic.questions)
        rows.append([TableCell(name, PAPER), TableCell(asked), TableCell(paragraph(""))])
    return rows


def _asked(one: NextQuestion) -> str:
    about = f" ({one.about})" if one.about else ""
    return paragraph(run(f"{one.question or one.label}{about}"), after=2)


def _facts(one: DecidingSet) -> TableCell:
    labels = "".join(paragraph(run(label, bold=True)) for label in one.labels)
    return TableCell(labels + paragraph(run(", ".join(one.facts), size=6.5, color=SOFT)))


def _decides(one: DecidingSet, wording: Wording) -> TableCell:
    return TableCell(
        "".join(paragraph(run(what), after=2) for what in told_of(one, wording)) or paragraph("")
    )
