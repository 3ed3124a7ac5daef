"""What there is to say of one check and one subject, before it is put into words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ccrules.assembly.context import Context
from ccrules.assembly.explaining.fragility import Fragility
from ccrules.assembly.explaining.reversing import Reversing
from ccrules.conditions import possible as p
from ccrules.conditions.limits import Quantity
from ccrules.conditions.missing import MissingFacts
from ccrules.conditions.stopping import Stop, open_parts, stops
from ccrules.conditions.tracing import FactTrace, Trace, Tracer
from ccrules.conditions.turning import Budget, Turned
from ccrules.engine.checks import Outcomes
from ccrules.errors import Message
from ccrules.facts.base import Entity
from ccrules.ruleset.model import Check

#: Verdicts that something keeps from being a fail.
STOPPED = ("pass", "not_assessed", "not_applicable")


@dataclass(frozen=True, slots=True)
class Wait:
    """An open part and the facts it waits for, by their public names."""

    part: Trace
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """One check explained for one subject.

    Attributes:
        check: the check.
        subject: the subject.
        verdict: ``fail``, ``pass``, ``not_assessed``, ``not_applicable`` or ``error``.
        would: the verdict if the check turns out to apply; empty if that is open too.
        reason: why it is not applicable, or what broke; None for other verdicts.
        missing: the names of the missing facts.
        sections: the guard, if there is one, and what the check asks.
        stops: what keeps it from failing; empty for one that fails.
        waits: what is open.
        reads: the facts that a check written in Python reads.
        turned: what would turn the verdict; None if no change of facts can.
        quantities: counted or computed numbers at which it turns.
        fragility: what may turn it inside the margin of a measured fact; None if it is firm.
    """

    check: Check
    subject: Entity
    verdict: str
    would: str = ""
    reason: Message | None = None
    missing: tuple[str, ...] = ()
    sections: tuple[tuple[str, Trace], ...] = ()
    stops: tuple[Stop, ...] = ()
    waits: tuple[Wait, ...] = ()
    reads: tuple[FactTrace, ...] = ()
    turned: Turned | None = None
    quantities: tuple[Quantity, ...] = ()
    fragility: Fragility | None = None


def explained(
    context: Context,
    found: Outcomes,
    subject: Entity,
    fragility: Fragility | None = None,
    budget: Budget | None = None,
) -> Explained:
    """Everything there is to say of one outcome.

    Args:
        context: the assessment in the making.
        found: the outcomes of a check.
        subject: one of its subjects.
        fragility: what may turn it inside the margin of a measured fact.
        budget: what all searches for changes may take together.
    """
    check = found.check
    verdict, would, missing, reason = _verdict(found, subject)
    sections = tuple(_sections(context, check, subject))
    conditions = tuple(trace for _, trace in sections)
    reversing = Reversing(context, check, subject)
    return Explained(
        check=check,
        subject=subject,
        verdict=verdict,
        would=would,
        reason=reason,
        missing=missing,
        sections=sections,
        stops=stops(conditions) if conditions and verdict in STOPPED else (),
        waits=tuple(_waits(context, conditions)) if verdict == "not_assessed" else (),
        reads=tuple(_reads(check, subject)) if not conditions else (),
        turned=reversing.search(verdict, budget),
        quantities=tuple(reversing.quantities(verdict, conditions)),
        fragility=fragility,
    )


def _verdict(found: Outcomes, subject: Entity) -> tuple[str, str, tuple[str, ...], Message | None]:
    if any(one is subject for one in found.failed):
        return "fail", "", (), None
    if any(one is subject for one in found.passed):
        return "pass", "", (), None
    for one in found.open:
        if one.subject is subject:
            return "not_assessed", one.would, one.missing, None
    for other in found.inapplicable:
        if other.subject is subject:
            return "not_applicable", "", (), other.reason
    broken = next((one.what for one in found.broken if one.subject in (subject, None)), None)
    return "error", "", (), broken


def _sections(context: Context, check: Check, subject: Entity) -> Iterator[tuple[str, Trace]]:
    question = check.question
    if question is None:
        return
    runner = context.runner
    tracer = Tracer(runner.evaluator, runner.derivations, question.texts)
    for name in ("applies", "when"):
        node = getattr(question, name)
        if node is not None:
            yield name, tracer.trace(name, node, runner.environment(check, subject), check.subject)


def _waits(context: Context, conditions: tuple[Trace, ...]) -> Iterator[Wait]:
    """The open parts, unless the guard excludes the subject anyway."""
    if any(trace.outcome in (p.FALSE, p.NA) for trace in conditions[:-1]):
        return
    for condition in conditions:
        for part in open_parts(condition):
            missing = MissingFacts(context.runner.evaluator, context.runner.derivations)
            missing.collect(part.node, dict(part.place.environment))
            yield Wait(part, tuple(sorted(missing.names)))


def _reads(check: Check, subject: Entity) -> Iterator[FactTrace]:
    """What a check written in Python says it reads of its subject."""
    for need in check.needs:
        type_name, _, name = need.partition(".")
        if type_name == subject._type.name and name in subject._type.attributes:
            yield FactTrace(subject, name, subject.__dict__[name])
