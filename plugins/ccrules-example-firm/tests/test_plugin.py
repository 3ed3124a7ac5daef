"""The package as ccrules finds it; the cases beside the ruleset are collected by themselves."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules import assess, load_rulesets

FACTS = Path(__file__).parents[1] / "facts.yaml"


@pytest.fixture(scope="module")
def method():
    return load_rulesets("example-firm")


def test_the_ruleset_is_found_by_its_name(method):
    assert method.checks["FIRM-001"].ruleset == "example-firm"


def test_the_facts_to_try_it_with_lead_to_findings_and_their_cause(method):
    found = assess(FACTS, method)
    assert {"FIRM-001:mailbox/claims", "FIRM-002:mailbox/claims", "ROUT-002:mailbox/claims"} <= {
        finding.id for finding in found.findings
    }
    assert "firm-mail-hangs-on-one-person" in {one.id for one in found.conclusions}
