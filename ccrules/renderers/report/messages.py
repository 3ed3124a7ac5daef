"""The three to six sentences a report opens with."""

from __future__ import annotations

from collections.abc import Sequence

from ccrules.renderers.report.model import Block, Cause, Topic, Unknown, Wave
from ccrules.renderers.report.reading import Reading

#: Findings, causes and facts that one sentence names.
NAMED = 3
#: Fewer strengths than this don't make a sentence.
ENOUGH_STRENGTHS = 3


def messages(
    reading: Reading,
    blocks: Sequence[Block],
    causes: Sequence[Cause],
    plan: Sequence[Wave],
    unknowns: Sequence[Unknown],
    topics: Sequence[Topic],
) -> tuple[str, ...]:
    """What a reader with one minute must know: findings, causes, what to do first, what is not known.

    Args:
        reading: the assessment.
        blocks: findings by check, worst first.
        causes: causes, those that explain most first.
        plan: the waves.
        unknowns: missing facts, most blocking first.
        topics: the topics of the method.
    """
    said = (
        _worst(reading, blocks),
        _strengths(reading),
        _causes(reading, causes),
        _first_actions(reading, plan),
        _open(reading, unknowns),
        _coverage(reading, topics),
    )
    return tuple(sentence for sentence in said if sentence)


def _worst(reading: Reading, blocks: Sequence[Block]) -> str:
    summary = reading.assessment.summary
    if not blocks:
        decided = summary.passed
        key = "message.all_passed" if decided else "message.nothing_assessed"
        if reading.leaves_out:  # that nothing is shown does not say that nothing was found
            key = "message.none_shown"
        return reading.say(key, n=decided, open=summary.not_assessed)
    serious = [one for one in reading.assessment.findings if one.severity in ("critical", "high")]
    named = [_named_block(reading, block) for block in blocks[:NAMED]]
    return reading.say(
        "message.findings",
        n=len(reading.assessment.findings),
        checks=len(blocks),
        serious=len(serious),
        all=len(serious) == len(reading.assessment.findings),
        named=reading.listing(named),
    )


def _named_block(reading: Reading, block: Block) -> str:
    quoted = reading.say("quoted", text=block.title)
    return f"{quoted} ({block.count})" if block.count else quoted


def _strengths(reading: Reading) -> str:
    """What is good, by the conclusions that say so."""
    found = reading.assessment.strengths
    if len(found) < ENOUGH_STRENGTHS:
        return ""
    concluded = [one.title for one in reading.assessment.conclusions if one.kind == "strength"]
    named = [reading.say("quoted", text=title) for title in dict.fromkeys(concluded)][:NAMED]
    return reading.say("message.strengths", n=len(found), named=reading.listing(named))


def _causes(reading: Reading, causes: Sequence[Cause]) -> str:
    explaining = [cause for cause in causes if cause.explains]
    if not explaining:
        return ""
    explained = {
        name for one in reading.assessment.conclusions if one.kind == "cause" for name in one.explains
    }
    first = explaining[0]
    total = len(reading.assessment.findings)
    key = "message.cause" if len(explaining) == 1 else "message.causes"
    return reading.say(
        key,
        title=reading.say("quoted", text=first.title),
        belief=first.belief,
        explains=first.explains_count,
        others=reading.listing([reading.say("quoted", text=one.title) for one in explaining[1:NAMED]]),
        explained=len(explained),
        total=total,
    )


def _first_actions(reading: Reading, plan: Sequence[Wave]) -> str:
    actions = [action for wave in plan for action in wave.all_actions]
    if not actions:
        return ""
    first = sorted(actions, key=lambda action: action.rank)[:NAMED]
    resolved = {name for one in first for name in reading.actions[one.id].resolves}
    named = reading.listing([reading.say("quoted", text=one.title) for one in first])
    return reading.say("message.plan", n=len(actions), first=len(first), named=named, resolved=len(resolved))


def _open(reading: Reading, unknowns: Sequence[Unknown]) -> str:
    summary = reading.assessment.summary
    if not summary.not_assessed:
        return reading.say("message.no_unknown") if summary.fail or summary.passed else ""
    top = unknowns[0] if unknowns and unknowns[0].blocks_number else None
    return reading.say(
        "message.unknown",
        n=summary.not_assessed,
        fact=_named_fact(reading, top) if top else "",
        blocks=top.blocks_number if top else 0,
    )


def _named_fact(reading: Reading, unknown: Unknown) -> str:
    label = reading.say("quoted", text=unknown.label)
    if unknown.number > NAMED:
        return reading.say("fact.counted", fact=label, n=unknown.number)
    return f"{label} ({unknown.about})" if unknown.about else label


def _coverage(reading: Reading, topics: Sequence[Topic]) -> str:
    summary = reading.assessment.summary
    missed = [topic.title for topic in topics if not topic.covered]
    if summary.coverage is None:
        return reading.say("message.no_coverage")
    return reading.say(
        "message.coverage",
        coverage=reading.percent(summary.coverage),
        decided=summary.fail + summary.passed,
        total=summary.fail + summary.passed + summary.not_assessed + summary.error,
        missed=reading.listing(missed, 4),
        missed_number=len(missed),
        topics=len(topics),
    )
