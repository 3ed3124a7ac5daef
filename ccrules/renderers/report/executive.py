"""The executive summary: messages, what is not known, what to decide, what it changes, and what if not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ccrules.assessment import Recommendation
from ccrules.renderers.report.executive_unknown import lacks, open_causes, unknown
from ccrules.renderers.report.model import Block, Cause, Executive, Move, Point, Topic, Unknown
from ccrules.renderers.report.outlook import dealt_with, expected, otherwise
from ccrules.renderers.report.reading import Reading

#: Messages, actions, and things that one sentence names.
MESSAGES, MOVES, NAMED = 3, 7, 3
SERIOUS = ("critical", "high")


def executive(
    reading: Reading,
    blocks: Sequence[Block],
    causes: Sequence[Cause],
    unknowns: Sequence[Unknown],
    topics: Sequence[Topic],
) -> Executive:
    """The summary for a management committee.

    Args:
        reading: the assessment.
        blocks: findings by check, worst first.
        causes: causes, those that explain most first.
        unknowns: missing facts, most blocking first.
        topics: the topics of the method.
    """
    ranked = sorted(reading.assessment.recommendations, key=lambda one: one.rank)
    first = ranked[:MOVES]
    return Executive(
        opening=_opening(reading),
        strengths=_strengths(reading),
        messages=_messages(reading, blocks, causes, first),
        unknown=unknown(reading, topics),
        lacks=lacks(reading, unknowns),
        open_causes=open_causes(reading),
        moves=tuple(_moves(reading, first)),
        more_moves=_more_moves(reading, ranked),
        expected=expected(reading, first),
        otherwise=otherwise(reading, blocks),
    )


def _opening(reading: Reading) -> str:
    found = reading.assessment.summary
    answered = found.fail + found.passed
    total = answered + found.not_assessed + found.error
    if not answered:
        return reading.say("executive.nothing_answered", total=total)
    share = reading.percent(found.coverage or 0)
    return reading.say(
        "executive.opening", total=total, answered=answered, share=share, open=total - answered
    )


def _strengths(reading: Reading) -> str:
    passed, found = reading.assessment.summary.passed, reading.assessment.strengths
    if not passed and not found:
        return ""
    concluded = [one.title for one in reading.assessment.conclusions if one.kind == "strength"]
    named = quoted(reading, concluded[:NAMED] or [one.text.rstrip(".") for one in found[:NAMED]])
    return reading.say("executive.strengths", passed=passed, n=len(found), named=named)


def quoted(reading: Reading, titles: Sequence[str]) -> str:
    """Titles in quotation marks as a list in words, each once.

    Args:
        reading: for the words.
        titles: the titles.
    """
    return reading.listing(reading.say("quoted", text=title) for title in dict.fromkeys(titles))


def _messages(
    reading: Reading, blocks: Sequence[Block], causes: Sequence[Cause], first: Sequence[Recommendation]
) -> tuple[Point, ...]:
    found = (_situation(reading, blocks), _explanation(reading, causes), _way_forward(reading, first))
    return tuple(point for point in found if point)[:MESSAGES]


def _situation(reading: Reading, blocks: Sequence[Block]) -> Point:
    findings = reading.assessment.findings
    if not findings:
        key = "all_passed" if reading.assessment.summary.passed else "nothing_assessed"
        text = f"message.{key}"
        if reading.leaves_out:
            key, text = "none_shown", "executive.none_shown_text"
        values = {"n": reading.assessment.summary.passed, "open": reading.assessment.summary.not_assessed}
        return Point(reading.say(f"executive.{key}"), reading.say(text, **values))
    serious = [one for one in findings if one.severity in SERIOUS]
    themes = Counter(topic for one in serious or findings for topic in one.topics[:1])
    common = [name for name, _ in themes.most_common(NAMED)]
    return Point(
        reading.say("executive.situation", n=len(findings), serious=len(serious)),
        reading.say(
            "executive.situation_text",
            named=reading.listing(_named_block(reading, one) for one in blocks[:NAMED]),
            themes=reading.listing(reading.say("quoted", text=name) for name in reading.topic_names(common)),
            themes_number=len(common),
            n=len(findings),
        ),
    )


def _named_block(reading: Reading, block: Block) -> str:
    said = reading.say("quoted", text=block.title)
    return f"{said} ({block.count})" if block.count else said


def _explanation(reading: Reading, causes: Sequence[Cause]) -> Point | None:
    """The cause that explains most, or that none is established."""
    explaining = [cause for cause in causes if cause.explains]
    total = len(reading.assessment.findings)
    if not explaining:
        return (
            Point(reading.say("executive.no_cause"), reading.say("executive.no_cause_text"))
            if total
            else None
        )
    first = explaining[0]
    explained = {
        name for one in reading.assessment.conclusions if one.kind == "cause" for name in one.explains
    }
    others = [one.title for one in explaining[1:] if one.title != first.title][: NAMED - 1]
    text = reading.say(
        "executive.cause_text",
        explains=first.explains_count,
        belief=first.belief,
        total=total,
        others=quoted(reading, others),
        others_number=len(dict.fromkeys(others)),
        explained=len(explained),
    )
    title = f"{first.title} ({first.subject})" if first.subject else first.title
    return Point(title, text)


def _way_forward(reading: Reading, first: Sequence[Recommendation]) -> Point | None:
    if not first:
        return (
            Point(reading.say("executive.no_action"), reading.say("intro.no_plan"))
            if (reading.assessment.findings)
            else None
        )
    total = len(reading.assessment.findings)
    settled = len(dealt_with(reading, first))
    title = reading.say("executive.forward", n=len(first), settled=settled, total=total)
    return Point(
        title,
        reading.say(
            "executive.forward_text",
            n=len(first),
            first=reading.say("quoted", text=first[0].title),
            owner=first[0].owner,
            horizon=first[0].horizon,
            light=sum(one.effort == "low" for one in first),
            now=sum(one.wave == 1 for one in first),
            later=sum(one.wave > 1 for one in first),
        ),
    )


def _moves(reading: Reading, first: Sequence[Recommendation]) -> Iterator[Move]:
    """The actions by rank, each with what it is the first to resolve."""
    resolved: set[str] = set()
    for one in first:
        fresh = [name for name in dealt_with(reading, [one]) if name not in resolved]
        resolved.update(fresh)
        yield Move(
            action=reading.action_references([one.id])[0],
            owner=one.owner,
            horizon=one.horizon,
            effort=one.effort,
            effort_label=reading.wording.label("effort", one.effort),
            effect=_effect(reading, one, fresh),
        )


def _effect(reading: Reading, one: Recommendation, fresh: Sequence[str]) -> str:
    """What an action is the first to resolve, and the causes it acts on."""
    titles = [reading.conclusions[key].title for key in one.addresses if key in reading.conclusions]
    if not fresh and not titles:
        return reading.say("executive.effect_prepares" if one.prerequisite_only else "executive.effect_again")
    return reading.say(
        "executive.effect",
        n=len(fresh),
        serious=sum(reading.findings[name].severity in SERIOUS for name in fresh),
        causes=quoted(reading, list(dict.fromkeys(titles))[:2]),
    )


def _more_moves(reading: Reading, ranked: Sequence[Recommendation]) -> str:
    rest = ranked[MOVES:]
    if not rest:
        return ""
    before, every = dealt_with(reading, ranked[:MOVES]), dealt_with(reading, ranked)
    left = len(reading.findings) - len(every)
    return reading.say("executive.more_moves", n=len(rest), added=len(every) - len(before), left=left)
