"""The examples: two real centres against what auditors found, and an invented one that shows everything."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from ccrules import Assessment, assess, load_rulesets

ROOT = Path(__file__).parents[2]
EXPECTATIONS: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("expectations.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module", params=sorted(EXPECTATIONS))
def centre(request: pytest.FixtureRequest) -> tuple[Any, Assessment]:
    """What is expected of a real centre, and its assessment."""
    expected = EXPECTATIONS[request.param]
    return expected, assess(ROOT / expected["facts"])


def findings(assessment: Assessment) -> Mapping[str, str]:
    """Severity by finding, under ``check:type/id`` and under the check alone."""
    found = {finding.id: finding.severity for finding in assessment.findings}
    return {name.partition(":")[0]: severity for name, severity in found.items()} | found


def conclusions(assessment: Assessment) -> set[str]:
    """Conclusions, by id and by ``id:type/id``."""
    found = assessment.conclusions
    return {one.id for one in found} | {f"{one.id}:{one.subject.type}/{one.subject.id}" for one in found}


def test_what_auditors_found_is_raised(centre: tuple[Any, Assessment]) -> None:
    expected, assessment = centre
    failed, concluded = findings(assessment), conclusions(assessment)
    missing = [
        (entry["finding"], name)
        for entry in expected["raised"]
        for name in (*entry["checks"], *entry.get("conclusions", ()))
        if name not in failed and name not in concluded
    ]
    severities = {
        name: (wanted, failed.get(name))
        for entry in expected["raised"]
        for name, wanted in entry.get("severities", {}).items()
        if failed.get(name) != wanted
    }
    assert (missing, severities) == ([], {})


def test_what_the_facts_refute_is_not_raised(centre: tuple[Any, Assessment]) -> None:
    expected, assessment = centre
    said = findings(assessment).keys() | conclusions(assessment)
    wrong = [
        (entry["claim"], name)
        for entry in expected["not_raised"]
        for name in (*entry["checks"], *entry.get("conclusions", ()))
        if name in said
    ]
    assert wrong == []


def test_what_the_sources_leave_silent_is_not_assessed(centre: tuple[Any, Assessment]) -> None:
    expected, assessment = centre
    decided = {finding.check for finding in assessment.findings}
    decided |= {passed.check for passed in assessment.passed}
    silent = {one.check for one in assessment.not_assessed}
    checks = [(entry["silence"], check) for entry in expected["not_assessed"] for check in entry["checks"]]
    assert [(silence, check) for silence, check in checks if check in decided or check not in silent] == []


def test_recommendations_come_in_the_order_auditors_would_want(centre: tuple[Any, Assessment]) -> None:
    expected, assessment = centre
    ranks = {one.id: one.rank for one in assessment.recommendations}
    wanted = [ranks[name] for name in expected["order"]]
    assert wanted == sorted(wanted)


def test_the_invented_centre_shows_every_area_in_every_state() -> None:
    assessment = assess(ROOT / "examples" / "riviera")
    areas = {one.check.split("-")[0] for one in assessment.passed}
    assert areas == {name.split("-")[0] for name in load_rulesets("contact-centre").checks}
    for outcome in ("findings", "not_assessed", "not_applicable"):
        found = {one.check.split("-")[0] for one in getattr(assessment, outcome) if one.check}
        assert areas - found <= ({"PILOT"} if outcome == "not_assessed" else set()), outcome
    assert not assessment.errors


def test_production_rules_conclude_about_their_subjects() -> None:
    folder = ROOT / "examples" / "production-rules"
    assessment = assess(folder / "facts.yaml", folder / "ruleset.yaml")
    found = sorted((one.id, one.subject.id) for one in assessment.conclusions)
    assert found == [
        ("committee-without-trace", "steering"),
        ("skill-without-backup", "billing"),
        ("too-many-indicators", "monthly"),
        ("untracked-mailbox", "claims"),
    ]
