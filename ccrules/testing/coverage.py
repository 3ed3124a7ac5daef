"""What the cases of rulesets expect: outcomes by check, conclusions by inference, sides of each limit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ccrules.errors import Place
from ccrules.ruleset.expectations import Expectation
from ccrules.ruleset.model import Check, Inference
from ccrules.testing.boundaries import Boundaries, Boundary
from ccrules.testing.reasons import reached
from ccrules.testing.suite import Suite

#: What can be expected of a check that every check should be shown to give …
NEEDED = ("fail", "pass", "not_assessed")
#: … and what only those with a guard give.
GUARDED = "not_applicable"


@dataclass(frozen=True, slots=True)
class CheckCoverage:
    """What the cases expect of a check.

    Attributes:
        check: the check.
        expected: how many cases expect each outcome.
        severities: those that a case expects by name.
        boundaries: the limits in its expressions.
    """

    check: Check
    expected: Mapping[str, int]
    severities: tuple[str, ...]
    boundaries: tuple[Boundary, ...]

    @property
    def missing(self) -> list[str]:
        """The outcomes that no case expects."""
        wanted = (*NEEDED, *((GUARDED,) if self.check.applies is not None else ()))
        return [outcome for outcome in wanted if not self.expected.get(outcome)]


@dataclass(frozen=True, slots=True)
class InferenceCoverage:
    """What the cases expect of an inference.

    Attributes:
        inference: the rule.
        fires: how many cases expect a conclusion that it leads to, and see it fire.
        must_not: how many cases expect that what it concludes is not concluded.
    """

    inference: Inference
    fires: int
    must_not: int


@dataclass(frozen=True)
class Coverage:
    """What the cases of rulesets expect.

    Attributes:
        checks: in the order of declaration.
        inferences: likewise.
    """

    checks: tuple[CheckCoverage, ...]
    inferences: tuple[InferenceCoverage, ...]

    @property
    def untested(self) -> list[tuple[str, Place]]:
        """Checks of which no case expects anything, and inferences that none sees fire or fail to."""
        found = [(one.check.id, one.check.place) for one in self.checks if not any(one.expected.values())]
        return found + [
            (one.inference.id, one.inference.place)
            for one in self.inferences
            if not one.fires and not one.must_not
        ]


def coverage(suite: Suite, only: Collection[str] = ()) -> Coverage:
    """Measure what the cases expect.

    Args:
        suite: the tests.
        only: ids of checks and inferences; all if empty.

    Raises:
        InputError: facts or parameters of cases that are wrong in themselves.
    """
    checks = [check for check in suite.checks if not only or check.id in only]
    rules = [rule for rule in suite.inferences if not only or rule.id in only]
    boundaries = Boundaries(suite)
    return Coverage(
        tuple(_of_check(suite, check, boundaries) for check in checks),
        tuple(_of_inference(suite, rule) for rule in rules),
    )


def _of_check(suite: Suite, check: Check, boundaries: Boundaries) -> CheckCoverage:
    expected: dict[str, int] = {}
    severities: dict[str, None] = {}
    for case in suite.cases:
        some = [one for one in case.expected if one.name == check.id]
        for outcome in {one.outcome for one in some}:
            expected[outcome] = expected.get(outcome, 0) + 1
        severities |= dict.fromkeys(text for one in some for text in _severities(one))
    return CheckCoverage(check, expected, tuple(sorted(severities)), boundaries.of(check))


def _severities(expectation: Expectation) -> Iterator[str]:
    for detail in expectation.details:
        if detail.key == "severity":
            yield detail.text


def _of_inference(suite: Suite, rule: Inference) -> InferenceCoverage:
    fires = must_not = 0
    leads_to = reached(suite.method.inferences, rule.conclusion)
    for case in suite.cases:
        outcomes = {one.outcome for one in case.conclusions if one.name == rule.conclusion}
        must_not += "no" in outcomes
        wanted = {one.name for one in case.conclusions if one.outcome == "yes"}
        if wanted & leads_to:
            situation = suite.situations.of(case.facts, case.parameters, case.profiles)
            fires += any(firing.rule == rule.id for firing in situation.inferred(wanted).firings)
    return InferenceCoverage(rule, fires, must_not)
