"""Everything that is not a finding: what passed, lacks facts, does not apply, or broke."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from ccrules import assessment as parts
from ccrules.assembly.context import Context, subject_type
from ccrules.engine.checks import Outcomes

About = TypeVar(
    "About", parts.Passed, parts.NotAssessed, parts.NotApplicable, parts.CheckError, parts.Strength
)


def in_order(found: Iterable[About]) -> tuple[About, ...]:
    """By check, then subject; members nobody listed come last."""
    return tuple(
        sorted(
            found, key=lambda one: (one.check, one.subject.type, one.subject.id is None, one.subject.id or "")
        )
    )


def passed(context: Context) -> tuple[parts.Passed, ...]:
    """Every check that holds, by subject."""
    return in_order(
        parts.Passed(check=name, subject=context.subject(subject, found.check.subject))
        for name, found in context.outcomes.items()
        for subject in found.passed
    )


def not_assessed(context: Context) -> tuple[parts.NotAssessed, ...]:
    """Every check that lacks facts, with the facts."""
    return in_order(
        parts.NotAssessed(
            check=name,
            subject=context.subject(one.subject, subject_type(found.check.subject)),
            would=one.would,  # type: ignore[arg-type]  # fail, pass or empty
            missing=context.missing(one.missing),
        )
        for name, found in context.outcomes.items()
        for one in found.open
    )


def not_applicable(context: Context) -> tuple[parts.NotApplicable, ...]:
    """Every check that makes no sense for a subject, with the reason."""
    return in_order(
        parts.NotApplicable(
            check=name,
            subject=context.subject(one.subject, subject_type(found.check.subject)),
            reason=context.say(one.reason),
        )
        for name, found in context.outcomes.items()
        for one in found.inapplicable
    )


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
