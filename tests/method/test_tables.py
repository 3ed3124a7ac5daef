"""What docs/method says of functions, indicators, actions and parameters is what the ruleset does."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ccrules import assess, load_rulesets
from ccrules.ruleset.model import SEVERITIES, Method

sys.path.insert(0, str(Path(__file__).parents[2] / "docs" / "method"))

import tables

NEUTRAL = "none"


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets("contact-centre")


def failed(method: Method, check: str, facts: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The values of a check's findings, by the id of the subject."""
    found = [one for one in assess(facts, method).findings if one.check == check]
    return {str(one.subject.id): dict(one.values) for one in found}


# --- functions --------------------------------------------------------------------------


def test_every_duty_belongs_to_one_function(method: Method) -> None:
    role, listed = method.vocabulary["role"], tables.data("functions")
    duties = [duty for own in listed.values() for duty in own]
    assert sorted(listed) == sorted(role.attributes["function"].values)
    assert sorted(duties) == sorted(role.attributes["missions_missing"].values)
    assert role.attributes["missions_covered"].values == role.attributes["missions_missing"].values


def test_the_check_on_duties_goes_through_that_table(method: Method) -> None:
    roles = [
        {"id": name, "function": name, "status": "in_place", "missions_missing": own}
        for name, own in tables.data("functions").items()
    ]
    found = failed(method, "ROLE-002", {"roles": roles})
    counted = {name: (values["n"], values["expected"]) for name, values in found.items()}
    assert counted == {name: (len(own), len(own)) for name, own in tables.data("functions").items()}


# --- indicators -------------------------------------------------------------------------


def test_every_indicator_has_formula_family_unit_and_direction(method: Method) -> None:
    attributes, listed = method.vocabulary["indicator"].attributes, tables.data("indicators")
    assert [one["topic"] for one in listed] == [one for one in attributes["topic"].values if one != "other"]
    for one in listed:
        assert one["formula"]
        assert one["family"] in attributes["family"].values
        assert one["unit"] in attributes["unit_of_measure"].values
        assert one["direction"] in (*attributes["direction"].values, NEUTRAL)


@pytest.mark.parametrize("direction", ["higher", "lower", "range"])
def test_the_check_on_directions_goes_through_that_table(direction: str, method: Method) -> None:
    listed = tables.data("indicators")
    facts = {
        "indicators": [{"id": one["topic"], "topic": one["topic"], "direction": direction} for one in listed]
    }
    wrong = {
        one["topic"]
        for one in listed
        if direction != "range" and one["direction"] not in (direction, NEUTRAL)
    }
    assert set(failed(method, "KPI-019", facts)) == wrong


# --- actions ----------------------------------------------------------------------------


def test_every_action_says_who_by_when_and_how_one_sees_that_it_worked(method: Method) -> None:
    for action in method.recommendations.values():
        for language, mark in (("en", "**It worked when**"), ("fr", "**C'est réussi quand**")):
            body = action.body[language]
            assert mark in body, action.id
            assert len(re.findall(r"^\d\. ", body, re.MULTILINE)) >= 3, action.id
            assert action.owner[language], action.id
            assert action.horizon[language], action.id
        assert action.objectives, action.id


def test_every_action_turns_a_check(method: Method) -> None:
    idle = [name for name in method.recommendations if not list(tables.turned_by(method, name))]
    assert idle == []


def test_both_languages_have_as_many_steps(method: Method) -> None:
    uneven = [
        action.id
        for action in method.recommendations.values()
        if len({len(re.findall(r"^\d\. ", body, re.MULTILINE)) for body in action.body.values()}) > 1
    ]
    assert uneven == []


# --- parameters and severities ----------------------------------------------------------


def test_a_number_of_ours_is_said_to_be_ours(method: Method) -> None:
    unsaid = [
        parameter.name
        for parameter in method.parameters.values()
        if not parameter.sources
        and not ("is ours" in parameter.why.get("en", "") and "le nôtre" in parameter.why.get("fr", ""))
    ]
    assert unsaid == []


def test_every_parameter_has_a_name_and_a_reason(method: Method) -> None:
    for parameter in method.parameters.values():
        assert all(parameter.label.get(language) for language in ("en", "fr")), parameter.name
        assert all(parameter.why.get(language) for language in ("en", "fr")), parameter.name


def test_severities_spread(method: Method) -> None:
    """Where everything is high, a ranking does not rank."""
    worst = Counter(tables.severities(check)[0] for check in method.checks.values())
    share = {one: worst[one] / len(method.checks) for one in SEVERITIES}
    assert share["critical"] <= 0.08
    assert share["critical"] + share["high"] <= 0.33
    assert share["low"] + share["info"] >= 0.25
    assert min(share.values()) >= 0.04
