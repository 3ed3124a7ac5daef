"""The profiles that come with the method: each says why, changes a few things, and is shown by cases."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ccrules import load_rulesets
from ccrules.pipeline import rule_tests
from ccrules.ruleset.model import Method

FOLDER = Path(__file__).parents[2] / "rulesets" / "contact-centre"
PROFILES: dict[str, Any] = yaml.safe_load((FOLDER / "profiles.yaml").read_text(encoding="utf-8"))["profiles"]
LADDER = ("foundations", "in-control", "leading")
#: More than this is no profile of a method any more but another method.
FEW = 16


@cache
def loaded(*profiles: str) -> Method:
    return load_rulesets("contact-centre", profiles=profiles)


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_loads_and_says_why(name: str) -> None:
    profile = loaded(name).profiles[name]
    assert profile.chosen
    assert set(profile.title) == set(profile.why) == {"en", "fr"}


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_changes_a_few_things(name: str) -> None:
    changes = len(PROFILES[name].get("parameters", {})) + len(PROFILES[name].get("checks", {}))
    assert 0 < changes <= FEW


@pytest.mark.parametrize("name", PROFILES)
def test_a_profile_changes_what_it_says(name: str) -> None:
    usual = loaded()
    changed = loaded(name)
    for parameter in PROFILES[name].get("parameters", {}):
        assert changed.parameters[parameter].value != usual.parameters[parameter].value, parameter


def test_each_rung_asks_at_least_as_much_as_the_one_below() -> None:
    checked, strictness = [], []
    for name in LADDER:
        method = loaded(name)
        checked.append({check.id for check in method.checks.values() if not check.off})
        strictness.append([method.parameters[one].value for one in ("known_min", "consistency_min")])
        strictness[-1] += [-method.parameters[one].value for one in ("repeat_max", "forecast_error_max")]
    assert checked[0] < checked[1] == checked[2]
    assert all(low <= high for low, high in zip(strictness[1], strictness[2], strict=True))
    assert strictness[0][0] < strictness[1][0]


def test_every_profile_is_shown_by_cases() -> None:
    shown = {name for case in rule_tests("contact-centre").cases for name in case.profiles}
    assert shown == set(PROFILES)
