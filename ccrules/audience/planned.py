"""The plan and the missing facts as an audience may see them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from ccrules import assessment as parts
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
        return tuple(self._action(rank, one, chosen) for rank, one in enumerate(chosen, 1))

    def _action(
        self, rank: int, one: parts.Recommendation, chosen: list[parts.Recommendation]
    ) -> parts.Recommendation:
        whole, marks = len(self.of.ids) == len(self.of.given.findings), one.review
        resolves = self.of.known(one.resolves)
        before = {name for other in chosen[: rank - 1] for name in other.resolves if name in self.of.ids}
        mine = {name for name in one.resolves if name in self.of.ids} - before
        left = [found for found in self.of.given.findings if found.id in self.of.ids - before - mine]
        left_worst = min((found.severity for found in left), key=SEVERITIES.index, default="")
        return parts.Recommendation(
            id=one.id,
            rank=one.rank if whole else rank,
            wave=one.wave,
            title=self.of.texts.action(one.id, "title", one.title) or self.of.texts.neutral,
            body=self.of.texts.action(one.id, "body", one.body),
            effort=one.effort,
            objectives=self.of.section("objectives", one.objectives),
            objective_titles=self.of.section("objectives", one.objective_titles),
            after=tuple(name for name in one.after if name in self.of.actions),
            owner=self.of.texts.action(one.id, "owner", (marks and marks.engine_owner) or one.owner),
            horizon=self.of.texts.action(one.id, "horizon", (marks and marks.engine_horizon) or one.horizon),
            resolves=resolves,
            addresses=tuple(self.of.masks.outcome(key) for key in one.addresses if key in self.of.keys),
            adds=one.adds if whole else len(mine),
            leaves=one.leaves if whole else len(left),
            leaves_worst=one.leaves_worst if whole else left_worst,
            prerequisite_only=one.prerequisite_only,
            priority=one.priority if whole else self._priority(len(resolves)),
            sources=one.sources,
        )

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
            yield one.model_copy(
                update={"fact": name, "sample": self.of.masks.facts(one.sample), "checks": waiting}
                | ({"blocks": 0} if len(waiting) < len(one.checks) else {})
            )
