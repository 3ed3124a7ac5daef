"""Everything that is not a finding: what passed, lacks facts, does not apply, or broke."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from ccrules import assessment as parts
from ccrules.assembly.context import Context, subject_type
from ccrules.assessment import Block, Many
from ccrules.engine.checks import Inapplicable, Open, Outcomes
from ccrules.facts.base import Entity

About = TypeVar("About", parts.CheckError, parts.Strength)
Late = TypeVar("Late", parts.Passed, parts.NotAssessed, parts.NotApplicable)
Given = TypeVar("Given")


def in_order(found: Iterable[About]) -> tuple[About, ...]:
    """By check, then subject; members nobody listed come last."""
    return tuple(
        sorted(
            found, key=lambda one: (one.check, one.subject.type, one.subject.id is None, one.subject.id or "")
        )
    )


def passed(context: Context) -> Many[parts.Passed]:
    """Every check that holds, by subject."""

    def block(found: Outcomes) -> Block[parts.Passed]:
        name, type_name = found.check.id, found.check.subject
        return Block(
            len(found.passed),
            lambda: _by_id(found.passed, lambda subject: subject),
            lambda one: parts.Passed(check=name, subject=context.subject(one, type_name)),
        )

    return _by_check(context, block)


def not_assessed(context: Context) -> Many[parts.NotAssessed]:
    """Every check that lacks facts, with the facts."""

    def block(found: Outcomes) -> Block[parts.NotAssessed]:
        name, type_name = found.check.id, subject_type(found.check.subject)

        def given() -> list[tuple[Open, tuple[parts.Missing, ...]]]:
            waiting = zip(found.open, map(context.missing, context.lacks(found)), strict=True)
            return _by_id(waiting, lambda one: one[0].subject)

        def make(one: tuple[Open, tuple[parts.Missing, ...]]) -> parts.NotAssessed:
            subject, would = context.subject(one[0].subject, type_name), one[0].would
            return parts.NotAssessed(check=name, subject=subject, would=would, missing=one[1])  # type: ignore[arg-type]  # would: fail, pass or empty

        return Block(len(found.open), given, make)

    return _by_check(context, block)


def not_applicable(context: Context) -> Many[parts.NotApplicable]:
    """Every check that makes no sense for a subject, with the reason."""

    def block(found: Outcomes) -> Block[parts.NotApplicable]:
        name, type_name = found.check.id, subject_type(found.check.subject)

        def make(one: Inapplicable) -> parts.NotApplicable:
            reason = context.once(("reason", id(one.reason)), lambda: context.say(one.reason))
            subject = context.subject(one.subject, type_name)
            return parts.NotApplicable(check=name, subject=subject, reason=reason)

        return Block(
            len(found.inapplicable),
            lambda: _by_id(found.inapplicable, lambda one: one.subject),
            make,
        )

    return _by_check(context, block)


def _by_check(context: Context, block: Callable[[Outcomes], Block[Late]]) -> Many[Late]:
    return Many(block(context.outcomes[name]) for name in sorted(context.outcomes))


def _by_id(some: Iterable[Given], subject_of: Callable[[Given], Entity | None]) -> list[Given]:
    """In the order of the subjects' ids; members nobody listed come last."""

    def order(one: Given) -> tuple[bool, str]:
        subject = subject_of(one)
        return subject is None, subject.id if subject else ""

    return sorted(some, key=order)


def errors(context: Context) -> tuple[parts.CheckError, ...]:
    """Every check that broke."""
    return in_order(
        parts.CheckError(
            check=name,
            subject=context.subject(one.subject, subject_type(found.check.subject)),
            message=context.say(one.what),
            hint=context.say(one.hint) if one.hint else "",
        )
        for name, found in context.outcomes.items()
        for one in found.broken
    )


def summary(outcomes: Iterable[Outcomes]) -> parts.Summary:
    """Counts, and coverage = (fail + pass) / (fail + pass + not assessed + error)."""
    fail = ok = lacking = useless = broken = 0
    for found in outcomes:
        fail += len(found.failed)
        ok += len(found.passed)
        lacking += len(found.open)
        useless += len(found.inapplicable)
        broken += len(found.broken)
    total = fail + ok + lacking + broken
    coverage = round((fail + ok) / total, 3) if total else None
    counts = {"fail": fail, "pass": ok, "not_assessed": lacking, "not_applicable": useless, "error": broken}
    return parts.Summary.model_validate({**counts, "coverage": coverage})


def check_infos(context: Context) -> tuple[parts.CheckInfo, ...]:
    """What a report needs to know of every check that ran."""
    return tuple(_check_info(context, found) for found in context.outcomes.values())


def _check_info(context: Context, found: Outcomes) -> parts.CheckInfo:
    check = found.check
    assessed = len(found.failed) + len(found.passed)
    return parts.CheckInfo(
        id=check.id,
        title=context.text(check.title),
        ruleset=check.ruleset,
        subject_type=subject_type(check.subject),
        subject_label=context.type_label(subject_type(check.subject)),
        subject_label_one=context.type_label(subject_type(check.subject), plural=False),
        topics=check.topics,
        assessed=assessed,
        failed=len(found.failed),
        total=assessed + len(found.open) + len(found.broken),
        sources=context.sources(check.sources),
    )


def topics(context: Context) -> tuple[parts.TopicInfo, ...]:
    """How far each topic of the method was covered."""
    return tuple(_topic(context, name) for name in context.method.topics)


def _topic(context: Context, name: str) -> parts.TopicInfo:
    found = [one for one in context.outcomes.values() if name in one.check.topics]
    counted = summary(found)
    return parts.TopicInfo(
        id=name,
        title=context.text(context.method.topics[name]),
        fail=counted.fail,
        passed=counted.passed,
        not_assessed=counted.not_assessed,
        not_applicable=counted.not_applicable,
        error=counted.error,
        covered=bool(counted.fail or counted.passed),
    )
