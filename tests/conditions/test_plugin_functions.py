"""Functions of plugins: what is concluded of them where their arguments are open, and what breaks."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess
from ccrules.assessment import Assessment
from ccrules.author import function
from ccrules.conditions import possible as p
from ccrules.conditions.checker import Scope, check_question
from ccrules.conditions.constancy import constants
from ccrules.conditions.functions import PluginFunction
from ccrules.conditions.plugin_calls import result
from ccrules.conditions.possible import Choice, Possible, Range
from ccrules.conditions.runtime import FunctionFailed
from ccrules.conditions.written import Written
from ccrules.errors import UsageError
from ccrules.ruleset.loading import load_method
from ccrules.values import NONE, NOT_APPLICABLE, UNKNOWN, Duration, Interval, NotPlain, OneOf
from tests.conditions import worlds
from tests.effort import examples

ANY = Range(-math.inf, math.inf)


def made(
    call: Callable[..., Any], arguments: str = "number", returns: str = "number", **more: Any
) -> PluginFunction:
    return PluginFunction("f", call, tuple(arguments.split()), returns, **more)


# --- arguments that are open -----------------------------------------------------------

#: Monotone in each argument, in the directions beside it.
MONOTONE = [
    (lambda x, y: x + y, ("rising", "rising")),
    (lambda x, y: x - y, ("rising", "falling")),
    (lambda x, y: -2 * x, ("falling", "")),
    (lambda x, y: max(x, y) if y > 0 else x, ("rising", "rising")),
    (lambda x, y: x // 3 - y // 2, ("rising", "falling")),
    (lambda x, y: math.exp(-abs(x) / 9) if x > 0 else 1, ("falling", "")),
    (lambda x, y: math.sqrt(y), ("rising", "rising")),  # refuses negative numbers
]
wholes = st.integers(-6, 9)
ranges = st.builds(
    lambda one, other, none, na: Range(min(one, other), max(one, other), none=none, na=na),
    wholes, wholes, st.booleans(), st.booleans(),
)  # fmt: skip


def points(argument: Range) -> range:
    return range(argument.low, argument.high + 1)


@settings(max_examples=examples(2000), deadline=None)
@given(which=st.sampled_from(MONOTONE), left=ranges, right=ranges, declared=st.booleans())
def test_every_point_gives_a_possible_result(which: Any, left: Range, right: Range, declared: bool) -> None:
    call, directions = which
    f = made(call, "number number", monotone=directions if declared else ())
    try:
        found = result(f, [left, right])
    except FunctionFailed:
        assert left.low == left.high
        assert right.low == right.high < 0
        return
    assert isinstance(found, Range)
    assert found.na is (left.may_leave or right.may_leave)
    for x in points(left):
        for y in points(right):
            try:
                value = call(x, y)
            except ValueError:
                continue
            assert found.low <= value <= found.high


@settings(max_examples=examples(1000), deadline=None)
@given(which=st.sampled_from([one for one in MONOTONE[:6] if "" not in one[1]]), left=ranges, right=ranges)
def test_the_result_of_a_monotone_function_is_tight(which: Any, left: Range, right: Range) -> None:
    call, directions = which
    found = result(made(call, "number number", monotone=directions), [left, right])
    values = [call(x, y) for x in points(left) for y in points(right)]
    assert (found.low, found.high) == (min(values), max(values))  # type: ignore[union-attr]  # a Range


@pytest.mark.parametrize(
    ("argument", "found"),
    [
        (Range(2, math.inf), Range(-100, -4)),
        (Range(-math.inf, 3), Range(-6, math.inf)),
        (ANY, Range(-100, math.inf)),
    ],
)
def test_where_an_interval_has_no_end_a_bound_stands(argument: Range, found: Range) -> None:
    assert result(made(lambda x: -2 * x, monotone=("falling",), minimum=-100), [argument]) == found


def test_an_end_that_the_function_refuses_is_no_failure() -> None:
    f = made(lambda x: 12 / x, monotone=("falling",), minimum=0)
    assert result(f, [Range(0, 4)]) == Range(3, math.inf)
    with pytest.raises(FunctionFailed):
        result(f, [Range(0, 0)])


def test_dates_and_durations_have_ends_as_well() -> None:
    day = datetime.date
    year = made(lambda d: d.year, "date", "int", monotone=("rising",))
    assert result(year, [Range(day(2024, 5, 1), day(2026, 2, 1))]) == Range(2024, 2026)
    assert result(year, [Range(day.min, day(2026, 2, 1))]) == Range(-math.inf, 2026)
    days = made(lambda d: d.length / 86400, "duration", monotone=("rising",), minimum=0)
    assert result(days, [Range(Duration(days=2), Duration(seconds=math.inf))]) == Range(2, math.inf)


def test_a_condition_that_rises_is_false_and_then_true() -> None:
    f = made(lambda x: x > 3, returns="bool", monotone=("rising",))
    ranges = (Range(4, 9), Range(0, 3), Range(0, 9), Range(4, math.inf))
    assert [result(f, [one]) for one in ranges] == [p.TRUE, p.FALSE, p.EITHER, p.TRUE]


@pytest.mark.parametrize(
    ("argument", "found"),
    [
        (p.EITHER, Range(1, 2)),
        (p.TRUE, Range(1, 1)),
        (p.ANYTHING, Range(1, 2, na=True)),
        (p.NA, p.NO_RANGE),
    ],
)
def test_few_values_are_all_tried(argument: Possible, found: Range) -> None:
    assert result(made(lambda b: 1 if b else 2, "bool"), [argument]) == found


def test_texts_among_candidates_are_all_tried() -> None:
    f = made(len, "text", "int")
    assert result(f, [Choice(("a", "abc"))]) == Range(1, 3)
    assert result(f, [Choice(None)]) == ANY
    assert result(f, [Choice(("a",), none=True)]) == Range(1, 1, na=True)


# --- functions that handle the unknown -------------------------------------------------


def test_it_is_asked_with_values_that_are_not_plain() -> None:
    seen: list[Any] = []
    f = made(lambda *given: seen.append(given) or 1, "number number text bool", handles_unknown=True)
    result(f, [Range(2, math.inf, low_open=True), Range(3, 3, none=True), Choice(None), p.EITHER | p.NA])
    firsts = {repr(one[0]) for one in seen}
    assert firsts == {"(2, None]"}
    assert {one[1] for one in seen if not isinstance(one[1], NotPlain)} == {3}
    assert {repr(value) for one in seen for value in one[1:]} == {
        "3", repr(NONE), repr(UNKNOWN), "one of (True, False)", repr(NOT_APPLICABLE)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("returned", "found"),
    [
        (4, Range(4, 4)),
        (UNKNOWN, Range(0, 10)),
        (NOT_APPLICABLE, p.NO_RANGE),
        (NONE, Range(0, 0, none=True, empty=True)),
        (Interval(None, 3, high_open=True), Range(0, 3, high_open=True)),
        (OneOf((2, 5)), Range(2, 5)),
    ],
)
def test_it_may_return_what_is_not_plain(returned: Any, found: Range) -> None:
    f = made(lambda x: returned, handles_unknown=True, minimum=0, maximum=10)
    assert result(f, [ANY]) == found


def first_known(one: Any, other: Any) -> Any:
    """Whichever of two numbers there is."""
    return other if one is NONE or one is NOT_APPLICABLE else one


@settings(max_examples=examples(1000), deadline=None)
@given(left=ranges, right=ranges)
def test_what_it_says_of_states_counts(left: Range, right: Range) -> None:
    found = result(made(first_known, "number number", handles_unknown=True), [left, right])
    assert isinstance(found, Range)
    for x in [*points(left), *[NONE] * left.none, *[NOT_APPLICABLE] * left.na]:
        for y in [*points(right), *[NONE] * right.none, *[NOT_APPLICABLE] * right.na]:
            value = first_known(x, y)
            if isinstance(value, NotPlain):
                assert found.none if value is NONE else found.na
            else:
                assert found.low <= value <= found.high


def test_a_definite_value_is_owed_where_all_is_known() -> None:
    f = made(lambda x: UNKNOWN, handles_unknown=True)
    with pytest.raises(FunctionFailed, match="no definite value"):
        result(f, [Range(1, 1)])


# --- results ---------------------------------------------------------------------------

UNDECLARED: list[tuple[PluginFunction, str]] = [
    (made(lambda x: "a"), "it returned str instead of number"),
    (made(lambda x: True), "it returned bool instead of number"),
    (made(lambda x: math.nan), "it returned nan instead of number"),
    (made(lambda x: math.inf), "it returned inf instead of number"),
    (made(lambda x: 2.5, returns="int"), "it returned 2.5 instead of int"),
    (made(lambda x: 1, returns="bool"), "it returned int instead of bool"),
    (made(lambda x: datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), returns="date"), "it returned datetime instead of date"),
    (made(lambda x: None), "it returned NoneType instead of number"),
    (made(lambda x: UNKNOWN), "it returned State instead of number"),
    (made(lambda x: -1, minimum=0), "it returned -1, below its minimum 0"),
    (made(lambda x: 1.5, maximum=1), "it returned 1.5, above its maximum 1"),
    (made(lambda x: Interval(3, 2), handles_unknown=True), "it returned an interval from 3 to 2"),
    (made(lambda x: Interval(0, 9), handles_unknown=True, maximum=5), "it returned 9, above its maximum 5"),
    (made(lambda x: OneOf((1, "a")), handles_unknown=True), "it returned str instead of number"),
    (made(lambda x: x + 1, handles_unknown=True), "it computes with an argument that is not known"),
]  # fmt: skip


@pytest.mark.parametrize(("f", "what"), UNDECLARED, ids=[what for _, what in UNDECLARED])
def test_a_result_that_was_not_declared_is_a_failure(f: PluginFunction, what: str) -> None:
    with pytest.raises(FunctionFailed) as failed:
        result(f, [Range(0, 9) if f.handles_unknown else Range(1, 1)])
    assert str(failed.value.cause) == what


def test_rounding_takes_no_result_beyond_its_bounds() -> None:
    f = made(lambda x: 1 + x * 1e-16, minimum=0, maximum=1)
    assert result(f, [Range(4, 4)]) == Range(1, 1)


def test_numbers_become_those_of_python() -> None:
    import fractions

    assert result(made(lambda x: fractions.Fraction(1, 2)), [Range(1, 1)]) == Range(0.5, 0.5)
    (found,) = {type(result(made(lambda x: 3.0, returns="int"), [Range(1, 1)]).low)}  # type: ignore[union-attr]
    assert found is int


# --- in checks -------------------------------------------------------------------------

VOCABULARY = {
    "box": {
        "plural": "boxes",
        "attributes": {
            "x": {"type": "number", "min": 0},
            "y": {"type": "number"},
            "tracked": {"type": "bool"},
            "inverse": {"type": "number", "derive": "inverse(box.x)"},
        },
    }
}
inverse = PluginFunction("inverse", lambda x: 1 / x, ("number",), "number", monotone=("falling",))
half = PluginFunction("half", lambda x: x / 2, ("number",), "number", maximum=50)


def assessed(facts: dict[str, Any], boxes: int = 1, **check: Any) -> Assessment:
    ruleset = {
        "ruleset": "r",
        "version": "1.0.0",
        "entities": VOCABULARY,
        "checks": [{"id": "A-1", "title": "T", "for": "box", "severity": "high", "message": "m", **check}],
    }
    method = load_method([ruleset], version="0.1.0", functions={"inverse": inverse, "half": half})
    rows = [{"id": "a", **facts}, *({"id": f"b{n}", "x": 3, "tracked": False} for n in range(boxes - 1))]
    return assess({"boxes": rows}, method)


@pytest.mark.parametrize("boxes", [1, 30])
@pytest.mark.parametrize(
    ("facts", "when"),
    [
        ({"x": 0}, "inverse(box.x) > 3"),
        ({"x": 0}, "box.inverse > 3"),
        ({"x": 0}, "any(inverse(b.x) > 3 for b in boxes if b.x == box.x)"),
        ({"x": 200}, "half(box.x) > 3"),
        ({"x": 200, "tracked": "unknown"}, "box.tracked or half(box.x) > 3"),
    ],
)
def test_a_function_that_fails_breaks_its_check_for_that_subject(
    facts: dict[str, Any], when: str, boxes: int
) -> None:
    found = assessed(facts, boxes, when=when)
    assert [one.subject.id for one in found.errors if one.subject] == ["a"]
    assert found.summary.error == 1
    assert found.summary.passed == boxes - 1 or found.summary.fail == boxes - 1


@pytest.mark.parametrize("boxes", [1, 30])
@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"when": "box.x == 0 or inverse(box.x) > 3"}, "fail"),
        ({"when": "box.x != 0 and inverse(box.x) < 3"}, "pass"),
        ({"when": "box.tracked and (box.x == 0 or inverse(box.x) > 3)"}, "not_assessed"),
        ({"when": "any(b.x == 0 or inverse(b.x) > 3 for b in boxes if b.x == box.x)"}, "fail"),
        ({"when": "box.x == 0", "severity": "high if inverse(box.x) > 3 else low"}, "fail"),
        ({"when": "box.x == 0", "exposure": "inverse(box.x)"}, "fail"),
        ({"when": "box.x == 0", "let": {"n": "inverse(box.x)"}, "message": "{{ n }}"}, "fail"),
    ],
)
def test_a_function_that_was_passed_over_does_not_matter(
    changes: dict[str, Any], verdict: str, boxes: int
) -> None:
    found = assessed({"x": 0}, boxes, **changes)
    assert found.errors == ()
    judged = {
        "fail": found.findings,
        "pass": found.passed,
        "not_assessed": found.not_assessed,
    }
    assert [name for name, some in judged.items() if "a" in {one.subject.id for one in some}] == [verdict]


def test_an_interval_of_facts_decides_through_a_monotone_function() -> None:
    assert assessed({"x": "4..8"}, when="inverse(box.x) > 0.2").summary.not_assessed == 1
    assert assessed({"x": "4..8"}, when="inverse(box.x) > 0.1").summary.fail == 1
    assert assessed({"x": ">= 4"}, when="inverse(box.x) > 0.3").summary.passed == 1


def test_explaining_passes_over_what_fails() -> None:
    from ccrules.pipeline import explain

    ruleset = {
        "ruleset": "r",
        "version": "1.0.0",
        "entities": VOCABULARY,
        "checks": [
            {"id": "A-1", "title": "T", "for": "box", "severity": "high", "message": "m",
             "when": "box.x == 0 or inverse(box.x) > 3"},
            {"id": "A-2", "title": "T", "for": "box", "severity": "high", "message": "m",
             "when": "inverse(box.x) > 3"},
        ],
    }  # fmt: skip
    method = load_method([ruleset], version="0.1.0", functions={"inverse": inverse, "half": half})
    facts = {"boxes": [{"id": "a", "x": 0}]}
    assert "fails" in explain(facts, method, "A-1").text
    broken = explain(facts, method, "A-2").text
    assert "could not run" in broken
    assert "ZeroDivisionError: division by zero" in broken


def test_a_constant_that_fails_is_told_by_the_check_and_not_by_lint() -> None:
    asked = check_question(
        Scope(worlds.VOCABULARY, {}, {"inverse": inverse}),
        "box",
        when=Written("inverse(0) > 3"),
        severity=Written("high"),
    )
    assert constants(asked, worlds.VOCABULARY) == []
    assert assessed({"x": 1}, when="inverse(0) > 3").summary.error == 1


# --- declaring -------------------------------------------------------------------------


def test_directions_are_declared_per_argument() -> None:
    @function(arguments=["number", "text"], returns="number", monotone=["rising", ""])
    def weighed(number: float, text: str) -> float:
        return number * len(text)

    assert weighed.monotone == ("rising", "")


@pytest.mark.parametrize(
    ("options", "problems"),
    [
        ({"monotone": ["rising"]}, ["monotone has 1 entries for 2 arguments"]),
        ({"monotone": ["up", ""]}, ["up is no direction of a monotone argument"]),
        ({"monotone": ["", "rising"]}, ["a number that depends on a text neither rises nor falls"]),
        ({"monotone": ["rising", ""], "returns": "text"},
         ["a text that depends on a number neither rises nor falls"]),
    ],
)  # fmt: skip
def test_directions_that_mean_nothing_are_refused(options: dict[str, Any], problems: list[str]) -> None:
    with pytest.raises(UsageError) as refused:

        @function(**{"arguments": ["number", "text"], "returns": "number", **options})
        def weighed(number: float, text: str) -> float:
            return number * len(text)

    assert [str(one.what) for one in refused.value.problems] == problems
