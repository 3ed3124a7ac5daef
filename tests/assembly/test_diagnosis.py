"""Competing causes side by side, and the plan seen as a set."""

from __future__ import annotations

from typing import Any

import pytest

from ccrules import assess, load_rulesets
from ccrules.assessment import Assessment, Candidate, Differential
from ccrules.ruleset.model import Method

QUESTIONS = ("slow", "short_staffed", "cut", "avoidable", "digital", "peaks")


def _check(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name.upper(),
        "title": name.replace("_", " "),
        "when": f"organisation.{name}",
        "severity": "high",
        **more,
    }


def _cause(number: int, sign: str, cause: str) -> dict[str, Any]:
    return {
        "id": f"INF-{number}",
        "when": [{"finding": "SLOW"}, {"finding": sign}],
        "conclude": {"id": cause, "kind": "cause", "title": cause.replace("-", " "), "belief": 0.6},
        "explains": ["SLOW"],
    }


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets(
        {
            "ruleset": "rivals",
            "version": "1.0.0",
            "entities": {"organisation": {"attributes": {name: {"type": "bool"} for name in QUESTIONS}}},
            "checks": [
                _check("slow", recommend=["forecast"]),
                _check("short_staffed", recommend=["hire"], severity="critical"),
                *map(_check, QUESTIONS[2:]),
            ],
            "inferences": [
                _cause(1, "SHORT_STAFFED", "too-few-people"),
                _cause(2, "CUT", "too-few-people"),
                _cause(3, "AVOIDABLE", "avoidable-contacts"),
                _cause(4, "DIGITAL", "pushed-to-digital"),
                _cause(5, "PEAKS", "peaks-unseen"),
                {
                    "id": "INF-6",
                    "when": [{"conclusion": "too-few-people"}],
                    "conclude": {
                        "id": "burnout",
                        "kind": "consequence",
                        "title": "people leave",
                        "belief": 0.5,
                    },
                },
            ],
            "recommendations": [
                {"id": "hire", "title": "Hire", "body": "Hire.", "effort": "low"},
                {"id": "forecast", "title": "Forecast", "body": "Forecast.", "effort": "high"},
            ],
        }
    )


def _assessed(method: Method, **facts: str) -> Assessment:
    return assess({"assessment": {"name": "A", "date": "2026-10-01"}, "organisation": facts}, method)


def _only(found: Assessment) -> Differential:
    (differential,) = found.differentials
    return differential


def _by_id(found: Differential) -> dict[str, Candidate]:
    return {one.id: one for one in found.candidates}


def test_causes_of_one_symptom_stand_side_by_side(method: Method) -> None:
    facts = {"slow": "yes", "short_staffed": "yes", "cut": "no", "avoidable": "yes", "digital": "no"}
    found = _only(_assessed(method, **facts))
    assert found.symptoms == ("SLOW",)
    assert [(one.id, one.standing) for one in found.candidates] == [
        ("too-few-people", "concluded"),
        ("avoidable-contacts", "concluded"),
        ("peaks-unseen", "possible"),
        ("pushed-to-digital", "ruled out"),
    ]
    assert found.consequences == ("burnout",)


def test_each_cause_says_what_speaks_for_and_against_it(method: Method) -> None:
    facts = {"slow": "yes", "short_staffed": "yes", "cut": "no", "avoidable": "yes", "digital": "no"}
    causes = _by_id(_only(_assessed(method, **facts)))
    assert causes["too-few-people"].rests_on == ("SLOW", "SHORT_STAFFED")
    assert causes["too-few-people"].against == ("CUT",)
    assert causes["pushed-to-digital"].against == ("DIGITAL",)
    assert causes["avoidable-contacts"].against == ()
    assert causes["peaks-unseen"].belief is None


def test_a_fact_that_only_one_cause_waits_for_tells_them_apart(method: Method) -> None:
    causes = _by_id(_only(_assessed(method, slow="yes", short_staffed="yes", avoidable="yes", digital="no")))
    assert causes["peaks-unseen"].tells_apart == ("organisation.peaks",)
    assert causes["too-few-people"].missing == ("organisation.cut",)


def test_one_cause_alone_competes_with_nobody(method: Method) -> None:
    facts = dict.fromkeys(QUESTIONS, "no") | {"slow": "yes", "short_staffed": "yes"}
    assert _assessed(method, **facts).differentials == ()


def test_without_a_concluded_cause_there_are_only_hypotheses(method: Method) -> None:
    found = _assessed(method, slow="yes")
    assert found.differentials == ()
    assert len(found.hypotheses) >= 4


def test_the_plan_tells_what_each_action_adds_and_what_stays_open(method: Method) -> None:
    plan = _assessed(method, slow="yes", short_staffed="yes", cut="yes").recommendations
    assert [(one.id, one.adds, one.leaves, one.leaves_worst) for one in plan] == [
        ("hire", 1, 2, "high"),
        ("forecast", 1, 1, "high"),
    ]
