"""The plan and the missing facts as an audience may see them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from ccrules import assessment as parts
from ccrules.audience.marks import reviewed
from ccrules.audience.outcomes import Outcomes
from ccrules.audience.redaction import Redaction
from ccrules.errors import message
from ccrules.ruleset.model import SEVERITIES


class Planned:
    """What is to be done and asked in one form.

    Args:
        of: what its parts have in common.
        outcomes: the outcomes of the form.
    """

    def __init__(self, of: Redaction, outcomes: Outcomes) -> None:
        self.of, self.outcomes = of, outcomes

    @cached_property
    def plan(self) -> tuple[parts.Recommendation, ...]:
        """The actions that deal with something the audience may know of."""
        chosen = [one for one in self.of.given.recommendations if one.id in self.of.actions]
        whole = len(self.of.ids) == len(self.of.given.findings)
        made = [self._action(one) for one in chosen]
        return tuple(made if whole else self._counted_again(made, chosen))

    def _action(self, one: parts.Recommendation) -> parts.Recommendation:
        texts, marks = self.of.texts, one.review
        owner, horizon = (
            (marks and marks.engine_owner) or one.owner,
            (marks and marks.engine_horizon) or one.horizon,
        )
        return parts.Recommendation(
            id=one.id,
            rank=one.rank,
            wave=one.wave,
            title=texts.action(one.id, "title", one.title) or texts.neutral,
            body=texts.action(one.id, "body", one.body),
            effort=one.effort,
            objectives=self.of.section("objectives", one.objectives),
            objective_titles=self.of.section("objectives", one.objective_titles),
            after=tuple(name for name in one.after if name in self.of.actions),
            owner=texts.action(one.id, "owner", owner),
            horizon=texts.action(one.id, "horizon", horizon),
            resolves=self.of.known(one.resolves),
            addresses=tuple(self.of.masks.outcome(key) for key in one.addresses if key in self.of.keys),
            adds=one.adds,
            leaves=one.leaves,
            leaves_worst=one.leaves_worst,
            prerequisite_only=one.prerequisite_only,
            priority=one.priority,
            sources=one.sources,
            waived=self.of.known(one.waived),
            review=reviewed(self.of, marks),
        )

    def _counted_again(
        self, made: Iterable[parts.Recommendation], chosen: Iterable[parts.Recommendation]
    ) -> Iterator[parts.Recommendation]:
        """Where findings are hidden: ranks and what each action adds, over what is shown."""
        left = {one.id: one.severity for one in self.of.given.findings if one.id in self.of.ids}
        for rank, (one, whole) in enumerate(zip(made, chosen, strict=True), 1):
            before = len(left)
            for name in whole.resolves:
                left.pop(name, None)
            worst = next((severity for severity in SEVERITIES if severity in left.values()), "")
            changed = {"rank": rank, "adds": before - len(left), "leaves": len(left), "leaves_worst": worst}
            yield one.model_copy(update={**changed, "priority": self._priority(len(one.resolves))})

    def _priority(self, number: int) -> parts.Priority:
        """Where findings are hidden, the arithmetic would tell of them: what is shown is counted instead."""
        label = self.of.say(message("findings resolved"))
        return parts.Priority(value=number, terms=(parts.Term(name="resolves", value=number, label=label),))

    def gaps(self) -> Iterable[parts.Gap]:
        """The missing facts that something shown waits for."""
        checks = {one.check for one in self.outcomes.kept.not_assessed}
        for one in self.of.given.gaps:
            name = self.of.masks.fact(one.fact)
            waiting = tuple(check for check in one.checks if check in checks)
            grouped = one.count > 1
            few = one.count < self.of.view.least and self.of.sensitivity.hides_type(
                one.fact.partition("/")[0]
            )
            if name is None or few or not waiting or (grouped and self.of.view.restricted):
                continue
            yield parts.Gap(
                fact=name,
                label=one.label,
                question=one.question,
                ask=one.ask,
                count=one.count,
                sample=self.of.masks.facts(one.sample),
                checks=waiting,
                blocks=one.blocks if len(waiting) == len(one.checks) else 0,
            )
