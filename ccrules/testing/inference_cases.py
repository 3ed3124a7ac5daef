"""Proposed cases of one inference, put together from the facts of other cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from ccrules.ruleset.model import Inference
from ccrules.testing.composing import (
    OUTCOME,
    Composer,
    Facts,
    concluded,
    full_sets,
    short_sets,
    telling_sets,
)
from ccrules.testing.coverage import InferenceCoverage
from ccrules.testing.mutation import Trial
from ccrules.testing.premises import InferenceMutant
from ccrules.testing.situations import Situation
from ccrules.testing.suggestion import Suggestion
from ccrules.testing.suite import Suite


class InferenceCases:
    """Looks for cases of inferences.

    Args:
        suite: the tests.
    """

    def __init__(self, suite: Suite) -> None:
        self.composer = Composer(suite)

    def remember(self, found: Suggestion) -> None:
        """Take note of what was found for a check; it serves the inferences that rest on it."""
        for check, expected in found.expect.items():
            outcomes = {one.partition(" ")[0] for one in expected.values()}
            for kind, outcome in OUTCOME.items():
                if outcome in outcomes and found.case is None:
                    self.composer.add((kind, check), found.name, found.facts)

    def of_inference(self, covered: InferenceCoverage, survivors: Sequence[Trial]) -> Iterator[Suggestion]:
        """Cases in which an inference fires or must not, or that notice mutants of it."""
        rule, left = covered.inference, list(survivors)
        for fires, shown in ((True, covered.fires), (False, covered.must_not)):
            found = None if shown else self._showing(rule, fires)
            if found is not None:
                left = _left(left, found)
                yield found
        for trial in survivors:
            found = self._noticing(rule, trial, left) if trial in left else None
            if found is not None:
                left = _left(left, found)
                yield found

    def _showing(self, rule: Inference, fires: bool) -> Suggestion | None:
        """A case in which an inference fires, or in which it stops short of it."""
        sets = full_sets(rule) if fires else short_sets(rule)
        for facts, situation in self.composer.together(sets):
            keys = concluded(situation, rule.conclusion)
            fired = any(one.rule == rule.id for one in situation.inferred([rule.conclusion]).firings)
            if fired == fires and bool(keys) == fires:
                expected = dict.fromkeys(sorted(keys), True) if fires else {rule.conclusion: False}
                return _of_rule(rule, facts, expected, outcomes=("fires" if fires else "must not",))
        return None

    def _noticing(self, rule: Inference, trial: Trial, left: Sequence[Trial]) -> Suggestion | None:
        """A case that notices a mutant of an inference."""
        mutant = _inference(trial)
        together = self.composer.together(telling_sets(rule, mutant))
        for facts, situation in chain(together, self.composer.varied(rule)):
            before = concluded(situation, rule.conclusion)
            after = concluded(situation, rule.conclusion, mutant)
            if before != after:
                wrong = dict.fromkeys(sorted(after - before), False)
                expected = {**dict.fromkeys(sorted(before), True), **wrong}
                kills = [one for one in left if _notices(situation, rule, _inference(one), expected)]
                return _of_rule(rule, facts, expected, kills=tuple(kills))
        return None


def _of_rule(
    rule: Inference,
    facts: Facts,
    expected: Mapping[str, bool],
    outcomes: tuple[str, ...] = (),
    kills: tuple[Trial, ...] = (),
) -> Suggestion:
    said = "concluded" if any(expected.values()) else "not concluded"
    name = f"{rule.conclusion} {said}: {facts.name}"
    return Suggestion(
        rule.id, name, facts.node, conclusions=expected, outcomes=outcomes, kills=kills, case=facts.case
    )


def _left(survivors: Sequence[Trial], found: Suggestion) -> list[Trial]:
    return [one for one in survivors if one not in found.kills]


def _inference(trial: Trial) -> Inference:
    assert isinstance(trial.mutant, InferenceMutant)
    return trial.mutant.inference


def _notices(situation: Situation, rule: Inference, mutant: Inference, expected: Mapping[str, bool]) -> bool:
    """Whether a mutant concludes otherwise than a case expects."""
    after = concluded(situation, rule.conclusion, mutant)
    return any((key in after) != wanted for key, wanted in expected.items())
