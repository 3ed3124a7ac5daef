"""Firm or fragile: verdicts that turn inside the tolerance or the sampling error of a measured fact."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from ccrules.assembly.context import Context
from ccrules.assembly.explaining.reversing import Reversing
from ccrules.conditions.derived import Key
from ccrules.conditions.supposing import Setting, read_by
from ccrules.conditions.thresholds import Axis, Limit, Search
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.facts.base import Entity, Origin
from ccrules.facts.sampling import sampled
from ccrules.facts.tolerance import widened
from ccrules.facts.units import RATIO_UNITS
from ccrules.facts.vocabulary import Attribute
from ccrules.ruleset.sight import sight
from ccrules.values import NOT_APPLICABLE, Duration, Interval, State, ends

#: Measured facts of one check that are tried one by one.
MOST_TRIED = 50
#: What ``failed`` of an outcome becomes with a verdict.
FLIPPED: Mapping[str, Any] = {"fail": True, "pass": False, "not_applicable": NOT_APPLICABLE}


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """A fact that is not exact.

    Attributes:
        entity: whose attribute it is.
        attribute: the attribute.
        value: what was measured.
        within: where the true value lies.
        sample: number of observations; None if a tolerance was given.
    """

    entity: Entity
    attribute: Attribute
    value: Any
    within: Interval
    sample: int | None

    @property
    def key(self) -> Key:
        """Entity type and attribute."""
        return self.entity._type.name, self.attribute.name

    def setting(self, value: Any) -> Setting:
        """The fact supposed to have a value."""
        return Setting(self.entity, self.attribute.name, value)


@dataclass(frozen=True, slots=True)
class Fragility:
    """A verdict that a measured fact may turn.

    Attributes:
        verdict: at the values as they were given.
        fact: the fact that turns it alone; None if it takes several.
        limit: where it turns; None likewise.
        then: the verdict beyond the limit.
    """

    verdict: str
    fact: Measured | None = None
    limit: Limit | None = None
    then: str = ""


def measured(context: Context) -> list[Measured]:
    """Every number, date or duration that was told with a tolerance, or ratio with a sample size."""
    found = []
    for entity, name, origins in context.base.origins.told():
        if len(origins) == 1 and (origins[0].tolerance or origins[0].sample):
            one = _measured(entity, entity._type.attributes[name], origins[0])
            found += [one] if one is not None else []
    return found


def _measured(entity: Entity, attribute: Attribute, origin: Origin) -> Measured | None:
    value = entity.__dict__[attribute.name]
    if attribute.set or attribute.series or isinstance(value, State):
        return None
    if origin.tolerance:
        length = attribute.type in ("date", "duration")
        within = widened(attribute, value, Duration(seconds=origin.tolerance) if length else origin.tolerance)
        return Measured(entity, attribute, value, within, None) if isinstance(within, Interval) else None
    ratio = attribute.unit in RATIO_UNITS and isinstance(value, int | float) and 0 <= value <= 1
    if not origin.sample or not ratio:
        return None
    return Measured(entity, attribute, value, Interval(*sampled(value, origin.sample)), origin.sample)


# --- finding them ----------------------------------------------------------------------


def fragilities(context: Context, only: Iterable[str] | None = None) -> dict[tuple[str, Entity], Fragility]:
    """The fragile verdicts, by check and subject.

    Args:
        context: the assessment in the making.
        only: the checks looked at; all of them if left out.
    """
    facts = measured(context)
    if not facts:
        return {}
    wanted = [one for name, one in context.outcomes.items() if only is None or name in only]
    later = [one for one in wanted if one.check.over_outcomes]
    names = {one.check.id for one in wanted}.union(sight(context.method, [one.check for one in later]))
    found: dict[tuple[str, Entity], Fragility] = {}
    for name, outcomes in context.outcomes.items():
        if name in names and not outcomes.check.over_outcomes:
            found |= {(name, subject): one for subject, one in _of_check(context, outcomes, facts)}
    if later:
        from ccrules.assembly.explaining.fragile_outcomes import of_outcomes

        over = [(one.check.id, of_outcomes(context, one, found, facts)) for one in later]
        found |= {(name, subject): one for name, some in over for subject, one in some}
    return found


def _of_check(context: Context, found: Outcomes, facts: list[Measured]) -> Iterator[tuple[Entity, Fragility]]:
    question = found.check.question
    if question is None:
        return
    conditions = [node for node in (question.applies, question.when) if node is not None]
    keys = read_by(context.runner.derivations, conditions)
    read = [fact for fact in facts if fact.key in keys]
    if not read:
        return
    reversing, settings = Reversing(context, found.check), [fact.setting(fact.within) for fact in read]
    supposer = reversing.supposer
    with supposer.suppose([one for one in settings if supposer.allows(one)]) as trial:
        wide = CheckRunner(trial, context.runner.derivations, context.runner._compiled).run(found.check)
    still_open = {one.subject for one in wide.open if one.subject is not None}
    for verdict, subjects in (("fail", found.failed), ("pass", found.passed)):
        for subject in subjects:
            if subject in still_open:
                yield subject, alone(reversing, subject, verdict, read)


def alone(reversing: Reversing, subject: Entity, verdict: str, facts: list[Measured]) -> Fragility:
    """The fact that turns a verdict alone, and where.

    Args:
        reversing: judges the check.
        subject: one of its subjects.
        verdict: what it gave.
        facts: the measured facts it reads.
    """

    def judged(fact: Measured, value: Any) -> str:
        with reversing.supposer.suppose([fact.setting(value)]) as trial:
            return reversing.judge(subject, trial)

    for fact in facts[:MOST_TRIED]:
        if judged(fact, fact.within) != verdict:
            limit = _limit(fact, partial(_turns, judged, fact, verdict))
            if limit is not None:
                return Fragility(verdict, fact, limit, judged(fact, limit.sample))
    return Fragility(verdict)


def _turns(judged: Callable[[Measured, Any], str], fact: Measured, verdict: str, value: Any) -> bool:
    return judged(fact, value) != verdict


def _limit(fact: Measured, turns: Any) -> Limit | None:
    """The nearest value inside the interval at which the verdict turns."""
    low, high = fact.within._low, fact.within._high
    axis = Axis(fact.attribute.type, low, high)
    return next(Search(axis, turns, lambda _: True).limits(*ends(fact.value), (low, high)), None)
