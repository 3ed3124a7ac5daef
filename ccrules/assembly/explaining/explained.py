"""What there is to say of one check and one subject, before it is put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ccrules.assembly.context import Context
from ccrules.assembly.explaining.fragility import Fragility, fragilities
from ccrules.assembly.explaining.reversing import Reversing
from ccrules.conditions import possible as p
from ccrules.conditions.limits import Quantity
from ccrules.conditions.missing import MissingFacts
from ccrules.conditions.stopping import Stop, open_parts, stops
from ccrules.conditions.tracing import FactTrace, Trace, Tracer
from ccrules.conditions.turning import Budget, Turned
from ccrules.engine.checks import Outcomes
from ccrules.engine.python_checks import needed
from ccrules.errors import Message
from ccrules.facts.base import Entity
from ccrules.ruleset.model import Check

#: Verdicts that something keeps from being a fail.
STOPPED = ("pass", "not_assessed", "not_applicable")
#: Facts read by a check written in Python that are listed.
MOST_READ = 20


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
        reads: the facts that a check written in Python reads, never more than :data:`MOST_READ`.
        more_reads: how many more it reads.
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
    more_reads: int = 0
    turned: Turned | None = None
    quantities: tuple[Quantity, ...] = ()
    fragility: Fragility | None = None


#: Verdict, the verdict in case it applies, missing facts, reason.
Outcome = tuple[str, str, tuple[str, ...], Message | None]


class Explainer:
    """Explains the outcomes of one assessment.

    Args:
        context: the assessment.
        only: the checks that will be explained; all of them if left out.
    """

    def __init__(self, context: Context, only: Iterable[str] | None = None) -> None:
        self.context, self.budget = context, Budget()
        self._fragile = fragilities(context, only)
        self._reversing: dict[str, Reversing] = {}
        self._outcomes: dict[str, dict[Entity, Outcome]] = {}

    def explain(self, found: Outcomes, subject: Entity) -> Explained:
        """Everything there is to say of one outcome.

        Args:
            found: the outcomes of a check.
            subject: one of its subjects.
        """
        check = found.check
        if check.id not in self._outcomes:
            self._outcomes[check.id] = dict(_outcomes(found))
            self._reversing[check.id] = Reversing(self.context, check)
        verdict, would, missing, reason = self._outcomes[check.id].get(subject) or _broken(found)
        sections = tuple(_sections(self.context, check, subject))
        conditions = tuple(trace for _, trace in sections)
        reversing, reads = self._reversing[check.id], list(_reads(self.context, check, subject))
        return Explained(
            check=check,
            subject=subject,
            verdict=verdict,
            would=would,
            reason=reason,
            missing=missing,
            sections=sections,
            stops=stops(conditions) if conditions and verdict in STOPPED else (),
            waits=tuple(_waits(self.context, conditions)) if _has_parts(check, verdict) else (),
            reads=tuple(reads[:MOST_READ]),
            more_reads=max(0, len(reads) - MOST_READ),
            turned=reversing.search(subject, verdict, self.budget),
            quantities=tuple(reversing.quantities(subject, verdict, conditions)),
            fragility=self._fragile.get((check.id, subject)),
        )


def _has_parts(check: Check, verdict: str) -> bool:
    """Whether the facts that are missing can be told by the part that waits for them."""
    return verdict == "not_assessed" and check.run is None


def _outcomes(found: Outcomes) -> Iterator[tuple[Entity, Outcome]]:
    """The verdict for each subject."""
    yield from ((subject, ("fail", "", (), None)) for subject in found.failed)
    yield from ((subject, ("pass", "", (), None)) for subject in found.passed)
    for one in found.open:
        if one.subject is not None:
            yield one.subject, ("not_assessed", one.would, one.missing, None)
    for other in found.inapplicable:
        if other.subject is not None:
            yield other.subject, ("not_applicable", "", (), other.reason)
    for broken in found.broken:
        if broken.subject is not None:
            yield broken.subject, ("error", "", (), broken.what)


def _broken(found: Outcomes) -> Outcome:
    """A check that broke on all of its subjects."""
    return "error", "", (), next((one.what for one in found.broken), None)


def _sections(context: Context, check: Check, subject: Entity) -> Iterator[tuple[str, Trace]]:
    terms = check.terms
    if terms is None:
        return
    runner = context.runner
    tracer = Tracer(runner.reader, runner.derivations, terms.texts)
    for name in ("applies", "when"):
        node = getattr(terms, name, None)
        if node is not None:
            yield name, tracer.trace(name, node, runner.environment(check, subject), check.subject)


def _waits(context: Context, conditions: tuple[Trace, ...]) -> Iterator[Wait]:
    """The open parts, unless the guard excludes the subject anyway."""
    if any(trace.outcome in (p.FALSE, p.NA) for trace in conditions[:-1]):
        return
    for condition in conditions:
        for part in open_parts(condition):
            missing = MissingFacts(context.runner.reader, context.runner.derivations)
            missing.collect(part.node, dict(part.place.environment))
            yield Wait(part, tuple(sorted(missing.names)))


def _reads(context: Context, check: Check, subject: Entity) -> Iterator[FactTrace]:
    """The facts that a check written in Python says it reads."""
    if check.run is not None:
        for entity, attribute in needed(check, subject, context.base):
            yield FactTrace(entity, attribute.name, entity.__dict__[attribute.name])
