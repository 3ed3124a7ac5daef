"""Fragile verdicts over outcomes: those that turn if a fragile outcome turns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ccrules.assembly.context import Context
from ccrules.assembly.explaining.fragility import FLIPPED, Fragility, Measured, alone
from ccrules.assembly.explaining.reversing import Reversing
from ccrules.conditions.supposing import Setting, read_by
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.engine.later import OutcomeEntity
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import OUTCOME
from ccrules.ruleset.sight import FAILED

#: Fragile outcomes of one check that are turned one by one.
MOST_TRIED = 50

Fragilities = Mapping[tuple[str, Entity], Fragility]


def of_outcomes(
    context: Context, found: Outcomes, fragile: Fragilities, facts: list[Measured]
) -> Iterator[tuple[Entity, Fragility]]:
    """The fragile verdicts of a check over outcomes.

    Args:
        context: the assessment in the making.
        found: what the check gave.
        fragile: the fragile verdicts of the checks that it reads.
        facts: everything that was measured.
    """
    reversing = Reversing(context, found.check)
    keys = read_by(context.runner.derivations, reversing.conditions)
    read = [fact for fact in facts if fact.key in keys]
    weak = {outcome: one for outcome in _outcomes(context) if (one := fragile.get(_key(outcome))) is not None}
    if not read and not weak:
        return
    settings = [Setting(outcome, "failed", FAILED["open"]) for outcome in weak]
    settings += [
        one for one in (fact.setting(fact.within) for fact in read) if reversing.supposer.allows(one)
    ]
    with reversing.supposer.suppose(settings) as trial:
        wide = CheckRunner(trial, context.runner.derivations).run(found.check)
    still_open = {one.subject for one in wide.open if one.subject is not None}
    for verdict, subjects in (("fail", found.failed), ("pass", found.passed)):
        for subject in subjects:
            if subject in still_open:
                turned = _through(reversing, subject, verdict, weak)
                yield subject, turned or alone(reversing, subject, verdict, read)


def _outcomes(context: Context) -> Iterator[OutcomeEntity]:
    for one in context.base.collections[OUTCOME].members:
        assert isinstance(one, OutcomeEntity)
        yield one


def _key(outcome: OutcomeEntity) -> tuple[str, Entity]:
    assert outcome._about is not None  # the members of the collection are those of known subjects
    return outcome._check.id, outcome._about


def _through(
    reversing: Reversing, subject: Entity, verdict: str, weak: Mapping[OutcomeEntity, Fragility]
) -> Fragility | None:
    """The measured fact that turns an outcome, and the verdict with it; None if it takes several."""
    for outcome, behind in list(weak.items())[:MOST_TRIED]:
        if behind.fact is None or behind.then not in FLIPPED:
            continue
        with reversing.supposer.suppose([Setting(outcome, "failed", FLIPPED[behind.then])]) as trial:
            then = reversing.judge(subject, trial)
        if then != verdict:
            return Fragility(verdict, behind.fact, behind.limit, then)
    return None
