"""The next best questions of real facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ccrules import assess, load_facts, load_rulesets
from ccrules.collecting.gaps import next_questions

FACTS = {
    "assessment": {"name": "A", "date": "2026-10-01", "status": "final"},
    "mailboxes": [{"id": "claims", "volume_month": 10}, {"id": "billing", "tracked": "no"}],
}
RULESET = {
    "ruleset": "demo",
    "version": "1.0.0",
    "entities": {
        "mailbox": {
            "plural": "mailboxes",
            "attributes": {
                "tracked": {
                    "type": "bool",
                    "question": "Is it tracked?",
                    "ask": "head of service",
                    "depth": "express",
                },
                "volume_month": {
                    "type": "number",
                    "ask": "analyst",
                    "question": "How many?",
                    "depth": "full",
                },
            },
        }
    },
    "checks": [
        {
            "id": "A-1",
            "title": "Untracked",
            "for": "mailbox",
            "when": "not mailbox.tracked",
            "severity": "high",
        },
        {
            "id": "A-2",
            "title": "Much and untracked",
            "for": "mailbox",
            "when": "mailbox.volume_month > 5 and not mailbox.tracked",
            "severity": "high",
        },
    ],
}


@pytest.fixture(scope="module")
def method():
    return load_rulesets(RULESET)


def test_the_fact_that_settles_most_comes_first(method):
    found = next_questions(assess(FACTS, method), method)
    assert [(one.rank, one.fact, one.alone, one.waiting) for one in found] == [
        (1, "mailbox/claims.tracked", 2, 2),
        (2, "mailbox/billing.volume_month", 1, 1),
    ]
    assert (found[0].question, found[0].ask) == ("Is it tracked?", "head of service")
    assert found[0].checks == ("Untracked", "Much and untracked")


def test_only_what_somebody_knows(method):
    found = next_questions(assess(FACTS, method), method, "ANALYST")
    assert [(one.rank, one.fact) for one in found] == [(1, "mailbox/billing.volume_month")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_request_to_send(tmp_path, run_ccrules, language):
    done = run_ccrules("facts", "gaps", "examples/hmrc", "--limit", "5", "--lang", language)
    assert done.returncode == 0
    assert done.stdout.startswith("# ")
    assert done.stdout.count("**") == 10
    assert "flow/calls" in done.stdout or "`indicator" in done.stdout


def test_everything_missing_is_asked_for_sometime(run_ccrules):
    done = run_ccrules("facts", "gaps", "examples/caf-du-nord", "--limit", "0", "--format", "json")
    asked = {one["fact"] for one in json.loads(done.stdout)}
    method = load_rulesets()
    result = assess(load_facts([Path("examples/caf-du-nord")], method), method)
    missing = {
        one if isinstance(one, str) else one.fact for entry in result.not_assessed for one in entry.missing
    }
    assert missing <= asked
