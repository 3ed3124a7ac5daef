"""Every check is shown in each of its outcomes, every inference firing and not firing."""

from __future__ import annotations

from collections import defaultdict

import pytest

from ccrules.pipeline import rule_tests
from ccrules.testing.suite import Suite

ALWAYS = {"fail", "pass", "not_assessed"}


@pytest.fixture(scope="module")
def suite() -> Suite:
    return rule_tests("contact-centre")


def test_every_check_fails_passes_and_waits_in_some_case(suite: Suite) -> None:
    shown: dict[str, set[str]] = defaultdict(set)
    for case in suite.cases:
        for expectation in case.expected:
            shown[expectation.name].add(expectation.outcome)
    wanted = {check.id: ALWAYS | ({"not_applicable"} if check.applies else set()) for check in suite.checks}
    lacking = {name: missing for name, some in wanted.items() if (missing := some - shown[name])}
    assert lacking == {}


def test_every_conclusion_is_drawn_in_some_case_and_not_in_another(suite: Suite) -> None:
    shown: dict[str, set[str]] = defaultdict(set)
    for case in suite.cases:
        for expectation in case.conclusions:
            shown[expectation.name].add(expectation.outcome)
    lacking = {
        rule.id: shown[rule.conclusion] for rule in suite.inferences if len(shown[rule.conclusion]) < 2
    }
    assert lacking == {}


def test_every_failure_expected_of_a_graded_check_names_a_severity(suite: Suite) -> None:
    """A severity that no case names could change unnoticed."""
    named = {
        expectation.name
        for case in suite.cases
        for expectation in case.expected
        if any(detail.key == "severity" for detail in expectation.details)
    }
    assert [check.id for check in suite.checks if check.id not in named] == []
