"""Checks in Python beside the conditions of a ruleset: guard, severity, exposure, and what is said of them."""

from __future__ import annotations

from typing import Any

import pytest

from ccrules import assess
from ccrules.assessment import Assessment
from ccrules.author import check
from ccrules.conditions.functions import PluginFunction
from ccrules.errors import InputError
from ccrules.pipeline import explain
from ccrules.ruleset.loading import load_method
from ccrules.ruleset.model import Check, Method

RULESET = {
    "ruleset": "firm",
    "version": "1.0.0",
    "entities": {
        "organisation": {"attributes": {"site": {"type": "text"}}},
        "charter": {"singleton": True, "attributes": {"signed": {"type": "bool"}}},
        "agent": {"plural": "agents", "attributes": {"skill": {"type": "text"}}},
        "box": {
            "plural": "boxes",
            "attributes": {
                "address": {"type": "text", "changeable": True},
                "open": {"type": "bool", "changeable": True},
                "volume": {"type": "number", "min": 0, "unit": "contacts/month"},
                "rest": {"type": "number", "derive": "broken(box.volume)"},
            },
        },
    },
    "parameters": {"large": {"type": "int", "default": 100, "why": "w"}},
}
broken = PluginFunction("broken", lambda volume: 1 / (volume - 7), ("number",), "number")


def long_address(**more: Any) -> Check:
    options = {
        "id": "P-1",
        "ruleset": "firm",
        "subject": "box",
        "needs": ["box.address"],
        "title": "Long",
        "message": "{{ box.address }}",
    }
    return check(**{**options, **more})(lambda box: len(box.address) > 5)


def loaded(made: Check) -> Method:
    return load_method([RULESET], version="0.1.0", python_checks=[made], functions={"broken": broken})


def assessed(made: Check, box: dict[str, Any], **facts: Any) -> Assessment:
    return assess({"boxes": [{"id": "a", **box}], **facts}, loaded(made))


GUARDED = long_address(applies="box.open and box.volume > 0")


@pytest.mark.parametrize(
    ("box", "verdict", "about"),
    [
        ({"open": True, "volume": 1, "address": "abcdef"}, "findings", "abcdef"),
        ({"open": True, "volume": 1, "address": "abc"}, "passed", None),
        ({"open": False, "address": "abcdef"}, "not_applicable", "it applies only where: box.open and box.volume > 0"),
        ({"open": "not applicable", "volume": 1}, "not_applicable", "it applies only where: box.open and box.volume > 0"),
        ({"open": True, "volume": 1, "address": "none"}, "not_applicable", "there is none (box/a.address)"),
        ({"open": True, "volume": 1, "address": "not applicable"}, "not_applicable", "box/a.address is not applicable"),
        ({"open": True, "volume": 1}, "not_assessed", ("", ("box/a.address",))),
        ({"volume": 1}, "not_assessed", ("", ("box/a.address", "box/a.open"))),
        ({"volume": 1, "address": "abcdef"}, "not_assessed", ("fail", ("box/a.open",))),
        ({"volume": 1, "address": "abc"}, "not_assessed", ("pass", ("box/a.open",))),
        ({"volume": 1, "address": "none"}, "not_assessed", ("", ("box/a.open",))),
    ],
)  # fmt: skip
def test_a_guard_decides_whether_it_is_asked(box: dict[str, Any], verdict: str, about: Any) -> None:
    found = assessed(GUARDED, box)
    places = ("findings", "passed", "not_assessed", "not_applicable", "errors")
    assert [name for name in places if getattr(found, name)] == [verdict]
    (one,) = getattr(found, verdict)
    said = {
        "findings": lambda: one.message,
        "not_applicable": lambda: one.reason,
        "not_assessed": lambda: (one.would, one.missing),
    }
    assert said.get(verdict, lambda: None)() == about


def test_a_fact_that_guard_and_function_need_is_missing_once() -> None:
    made = long_address(applies="exists(box.address)")
    (one,) = assessed(made, {}).not_assessed
    assert (one.would, one.missing) == ("", ("box/a.address",))


@pytest.mark.parametrize(
    ("volume", "severity", "exposure", "bounds"),
    [
        (50, ("low", None), 50, None),
        (200, ("high", None), 200, None),
        ("90..110", ("low", ("low", "high")), None, (90, 110)),
        ("unknown", ("low", ("low", "high")), None, (0, None)),
    ],
)
def test_severity_and_exposure_are_expressions(
    volume: Any, severity: Any, exposure: Any, bounds: Any
) -> None:
    made = long_address(severity="high if box.volume > params.large else low", exposure="box.volume")
    (one,) = assessed(made, {"address": "abcdef", "volume": volume}).findings
    assert (one.severity, one.severity_range) == severity
    assert (one.exposure, one.exposure_range) == (exposure, bounds)
    assert one.exposure_unit == "contacts/month"
    assert one.parameters == {"large": 100}


@pytest.mark.parametrize(
    "changes",
    [
        {"applies": "box.opn"},
        {"exposure": "box.open"},
        {"severity": "worst"},
        {"applies": "box.volume > 3 seconds"},
    ],
)
def test_expressions_are_checked_on_loading(changes: dict[str, str]) -> None:
    with pytest.raises(InputError) as refused:
        loaded(long_address(**changes))
    assert all(one.place.file.endswith("test_python_checks.py") for one in refused.value.problems)


def test_it_may_need_facts_of_others() -> None:
    made = check(
        id="P-1", ruleset="firm", subject="box", title="T",
        needs=["box.address", "organisation.site", "agent.skill", "charter.signed"],
    )(lambda box: True)  # fmt: skip
    all_known: dict[str, Any] = {
        "organisation": {"site": "Lyon"},
        "agents": [{"id": "bob", "skill": "mail"}],
        "charter": {"signed": True},
    }
    (found,) = assessed(made, {"address": "x"}, **all_known).findings
    evidence = [(one.fact, one.value) for one in found.evidence]
    assert evidence == [
        ("box/a.address", "x"), ("organisation.site", "Lyon"), ("agent/bob.skill", "mail"), ("charter.signed", True),
    ]  # fmt: skip
    for name, missing in (
        ("agents", "agent[]"),
        ("organisation", "organisation.site"),
        ("charter", "charter"),
    ):
        without = {key: value for key, value in all_known.items() if key != name}
        (one,) = assessed(made, {"address": "x"}, **without).not_assessed
        assert one.missing == (missing,)
    (absent,) = assessed(made, {"address": "x"}, **{**all_known, "charter": "none"}).not_applicable
    assert absent.reason == "there is none (charter)"


def test_what_it_needs_may_not_be_computed() -> None:
    made = long_address(needs=["box.rest"])
    (one,) = assessed(made, {"volume": 7, "address": "abcdef"}).errors
    assert (one.message, one.hint) == ("ZeroDivisionError: division by zero", "raised by the function broken")
    (open_,) = assessed(made, {"address": "abcdef"}).not_assessed
    assert open_.missing == ("box/a.volume",)


def test_a_guard_whose_function_fails_breaks_the_check_for_that_subject() -> None:
    made = long_address(applies="broken(box.volume) > 0")
    (one,) = assessed(made, {"volume": 7, "address": "abcdef"}).errors
    assert one.hint == "raised by the function broken"


# --- explaining ------------------------------------------------------------------------


def lines(made: Check, box: dict[str, Any], **facts: Any) -> list[str]:
    return explain({"boxes": [{"id": "a", **box}], **facts}, loaded(made), "P-1").text.splitlines()


def test_the_facts_it_needed_are_shown_with_their_values() -> None:
    made = long_address(needs=["box.address", "organisation.site"])
    said = lines(made, {"address": "abcdef"}, organisation={"site": "Lyon"})
    assert "  Decided by code, which reads:" in said
    assert any(line.startswith("    “address”: abcdef") for line in said)
    assert any(line.startswith("    “site” of the organisation: Lyon") for line in said)


def test_the_guard_is_shown_with_its_values() -> None:
    said = lines(GUARDED, {"open": True, "volume": 0, "address": "abcdef"})
    assert any("not applicable" in line for line in said)
    assert "  It applies where" in said
    assert any("✗ “volume” (0 contacts per month) is at most 0" in line for line in said)


def test_the_reason_is_told_where_the_guard_is_not_to_blame() -> None:
    said = lines(GUARDED, {"open": True, "volume": 1, "address": "none"})
    assert "  there is none (box/a.address)" in said


def test_what_would_change_it_may_lie_in_the_guard() -> None:
    said = lines(GUARDED, {"open": True, "volume": 1, "address": "abc"})
    assert not any("“open” became" in line for line in said)  # that would only make it not applicable
    said = lines(GUARDED, {"open": True, "volume": 5, "address": "abcdef"})
    assert any("“open” became no" in line for line in said), said


def test_many_facts_are_counted() -> None:
    made = check(id="P-1", ruleset="firm", subject="box", title="T", needs=["agent.skill"])(lambda box: True)
    said = lines(made, {}, agents=[{"id": f"a{n}", "skill": "mail"} for n in range(25)])
    assert "    … and 5 more" in said
