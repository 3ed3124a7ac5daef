"""What a client's ruleset and the user change in the rulesets they build on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ccrules.ruleset.model import Method
from ccrules.values import Duration
from tests.ruleset.support import CHECKS, HEAD, VOCABULARY, load, problems, write

BASE = (
    HEAD
    + VOCABULARY
    + """\
topics: [inbox, phone]
objectives: {cost: Cost}
parameters:
  most: {type: int, default: 3, min: 1, max: 20, why: few can be watched}
  stale: {type: duration, default: 6 months, min: 1 month, max: 2 years}
  size: {type: enum, values: {small: {fr: petit}, large: {fr: grand}}, default: small}
  word: {type: text, default: "none"}
"""
    + CHECKS
    + """\
recommendations:
  - {id: track, title: {en: Track, fr: Suivre}, body: B, effort: low}
  - {id: name, title: Name, effort: high, objectives: cost}
"""
)


def overridden(folder: Path, *overrides: str, **options: Any) -> Method:
    """The base with rulesets on top of it, each extending the one before."""
    path = write(folder, BASE, "r0.yaml")
    for number, override in enumerate(overrides, start=1):
        head = f"ruleset: r{number}\nversion: 1\nextends: r{number - 1}.yaml\n"
        path = write(folder, f"{head}override:\n{override}", f"r{number}.yaml")
    return load(path, **options)


def test_severity_texts_and_guards_of_a_check_change(tmp_path: Path) -> None:
    method = overridden(
        tmp_path,
        "  checks:\n    A-1: {severity: critical, applies: mailbox.volume > 0, recommend: track,\n"
        "          topics: [inbox], title: {fr: Titre}, message: Other, exposure: mailbox.volume}\n",
    )
    check = method.checks["A-1"]
    assert check.severity.text == "critical"
    assert check.question.applies is not None
    assert check.question.exposure is not None
    assert (check.recommend, check.topics) == (("track",), ("inbox",))
    assert check.title == {"": "T", "fr": "Titre"}
    assert check.message == {"": "Other"}
    assert check.ruleset == "test"


def test_the_nearest_ruleset_wins_and_each_field_says_who_set_it(tmp_path: Path) -> None:
    method = overridden(
        tmp_path,
        "  checks: {A-1: {severity: low, title: First}}\n",
        "  checks:\n    A-1: {severity: critical}\n",
    )
    check = method.checks["A-1"]
    assert (check.severity.text, check.title) == ("critical", {"": "First"})
    assert {key: Path(place.file).name for key, place in check.set_at.items()} == {
        "severity": "r2.yaml",
        "title": "r1.yaml",
    }
    assert (check.set_at["severity"].line, check.set_at["severity"].column) == (6, 11)


def test_a_check_is_switched_off_with_a_reason(tmp_path: Path) -> None:
    method = overridden(tmp_path, "  checks: {A-2: {off: the client has one box}}\n")
    assert method.checks["A-2"].off == {"": "the client has one box"}


def test_an_override_needs_no_extends_if_both_are_loaded(tmp_path: Path) -> None:
    base = write(tmp_path, BASE, "base.yaml")
    client = write(
        tmp_path, "ruleset: c\nversion: 1\noverride: {checks: {A-1: {severity: info}}}\n", "c.yaml"
    )
    assert load(base, client).checks["A-1"].severity.text == "info"


def test_recommendations_change(tmp_path: Path) -> None:
    method = overridden(
        tmp_path,
        "  recommendations:\n"
        "    track: {effort: high, after: name, title: {en: Follow}, objectives: [cost], owner: Head}\n",
    )
    track = method.recommendations["track"]
    assert (track.effort, track.after, track.objectives) == ("high", ("name",), ("cost",))
    assert track.title == {"en": "Follow", "fr": "Suivre"}
    assert track.owner == {"": "Head"}


def test_a_parameter_is_set_by_a_value_or_with_a_reason(tmp_path: Path) -> None:
    method = overridden(
        tmp_path, "  parameters: {most: 5, stale: {default: 1 an, max: 18 months, why: {fr: petit centre}}}\n"
    )
    most, stale = method.parameters["most"], method.parameters["stale"]
    assert (most.value, most.default, most.set_by) == (5, 3, "r1")
    assert (stale.value, stale.set_by) == (Duration(months=12), "r1")
    assert stale.why == {"fr": "petit centre"}
    assert stale.maximum == Duration(months=18).length


def test_narrowed_bounds_hold_for_what_comes_after(tmp_path: Path) -> None:
    write(tmp_path, BASE, "base.yaml")
    write(
        tmp_path,
        "ruleset: b\nversion: 1\nextends: base.yaml\noverride: {parameters: {most: {max: 10}}}\n",
        "b.yaml",
    )
    client = write(
        tmp_path, "ruleset: c\nversion: 1\nextends: b.yaml\noverride: {parameters: {most: 15}}\n", "c.yaml"
    )
    found = problems(client)
    assert "most may not be above 10" in str(found[0])
    assert found[0].hint is not None
    assert "b.yaml:4:" in str(found[0].hint)


def test_bounds_that_exclude_the_value_so_far_are_refused(tmp_path: Path) -> None:
    write(tmp_path, BASE, "base.yaml")
    client = write(
        tmp_path,
        "ruleset: c\nversion: 1\nextends: base.yaml\noverride: {parameters: {most: {max: 2}}}\n",
        "c.yaml",
    )
    assert "most may not be above 2" in str(problems(client)[0])


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("most", "7", 7),
        ("stale", "P1Y", Duration(months=12)),
        ("size", "grand", "large"),
        ("size", "large", "large"),
        ("word", "unknown", "unknown"),
    ],
)
def test_the_user_sets_a_parameter(name: str, text: str, value: object, tmp_path: Path) -> None:
    parameter = overridden(tmp_path, parameters={name: text}).parameters[name]
    assert (parameter.value, parameter.set_by) == (value, "--param")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"most": "21"}, "--param most: most may not be above 20"),
        ({"most": "0"}, "--param most: most may not be below 1"),
        ({"most": "many"}, "--param most: many is not a number"),
        ({"mots": "3"}, "--param mots: unknown parameter 'mots' (did you mean most?)"),
        ({"size": "middle"}, "--param size: middle is not a value of size"),
        ({"stale": "3 years"}, "--param stale: stale may not be above P24M"),
    ],
)
def test_a_wrong_setting_is_told_by_its_option(setting: dict[str, str], said: str, tmp_path: Path) -> None:
    found = problems(write(tmp_path, BASE), parameters=setting)
    assert len(found) == 1
    assert said in str(found[0])


def test_a_parameter_keeps_text_that_would_be_a_state_if_it_were_not_quoted(tmp_path: Path) -> None:
    assert overridden(tmp_path).parameters["word"].value == "none"
