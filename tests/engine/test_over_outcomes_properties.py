"""Checks over outcomes: sound, and independent of any order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.engine import over_outcomes as small

MOST_COMPLETIONS = 120

FILTERS = st.sampled_from(
    [
        "o.failed",
        "not o.failed",
        'o.check == "A-1"',
        'o.check in ("A-1", "A-2")',
        'o.check != "A-4"',
        'o.theme == "governance"',
        '"governance" in o.topics',
        "not exists(o.theme)",
        'o.severity >= "medium"',
        'o.severity == "high"',
        'o.subject == "b0"',
        'o.subject_type == "box"',
        "o.exposure > 3",
        "known(o.failed)",
        'o.failed or o.theme == "flows"',
    ]
)


@st.composite
def loops(draw: st.DrawFn) -> str:
    filters = draw(st.lists(FILTERS, max_size=2))
    return "for o in outcomes" + "".join(f" if {one}" for one in filters)


@st.composite
def parts(draw: st.DrawFn) -> str:
    loop = draw(loops())
    symbol, number = draw(st.sampled_from(["<", "<=", ">", ">=", "=="])), draw(st.integers(0, 4))
    return draw(
        st.sampled_from(
            [
                f"count(o {loop}) {symbol} {number}",
                f"count(o.check {loop}) {symbol} {number}",
                f"count(distinct(o.subject {loop})) {symbol} {number}",
                f"any(o.failed {loop})",
                f"all(o.failed {loop})",
                f"sum(o.exposure {loop}) {symbol} {number}",
                f"max(o.exposure {loop}) {symbol} {number}",
                f"share(o {loop}) {symbol} 0.5",
                "organisation.size > 3",
                "any(not b.tracked for b in boxes)",
                f"any(any(o.failed for o in outcomes if o.subject == b.id) for b in boxes if b.volume > {number})",
            ]
        )
    )


conditions = st.one_of(
    parts(),
    st.tuples(parts(), st.sampled_from([" and ", " or ", " and not "]), parts()).map("".join),
)
boxes = st.fixed_dictionaries(
    {
        "tracked": st.sampled_from([True, False, None, "unknown", "not applicable"]),
        "volume": st.sampled_from([0, 4, 9, None, "4..9"]),
    }
)
worlds = st.fixed_dictionaries(
    {
        "assessment": st.sampled_from([{"name": "x"}, {"name": "x"}, {"name": "x", "partial": ["boxes"]}]),
        "organisation": st.fixed_dictionaries({"size": st.sampled_from([2, 5, None])}),
        "boxes": st.lists(boxes, max_size=3).map(
            lambda some: [{"id": f"b{n}", **one} for n, one in enumerate(some)]
        ),
    }
)


@settings(max_examples=examples(400), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions, facts=worlds)
def test_no_completion_turns_a_definite_verdict(text: str, facts: Mapping[str, Any]) -> None:
    assume(small.number_of_completions(facts) <= MOST_COMPLETIONS)
    rules = small.method(text)
    found = small.verdicts(rules, facts)
    if found == ["not_assessed"]:
        return
    for completed in small.completions(facts):
        assert small.verdicts(rules, completed) == found, f"{text} over {completed}"


@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions, facts=worlds, data=st.data())
def test_the_order_of_checks_and_of_facts_changes_nothing(
    text: str, facts: Mapping[str, Any], data: st.DataObject
) -> None:
    rules = small.method(text)
    shuffled = small.method(text, first=data.draw(st.permutations(small.FIRST)))
    mixed = {**facts, "boxes": data.draw(st.permutations(facts["boxes"]))}
    assert small.verdicts(rules, facts) == small.verdicts(shuffled, mixed)


@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(conditions, min_size=2, max_size=3), facts=worlds)
def test_what_other_checks_see_changes_nothing(texts: list[str], facts: Mapping[str, Any]) -> None:
    """Outcomes are made for all checks over outcomes together, but each sees its own alone."""
    together = small.method(*texts)
    names = [f"C-{n}" for n in range(1, len(texts) + 1)]
    alone = [small.verdicts(small.method(text), facts)[0] for text in texts]
    assert small.verdicts(together, facts, *names) == alone


@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions, facts=worlds)
def test_filling_what_is_missing_decides(text: str, facts: Mapping[str, Any]) -> None:
    """The missing facts named are those that matter: with all of them known, nothing stays open."""
    rules = small.method(text)
    found = small.outcomes(rules, facts)["C-1"]
    for one in found.open:
        assert one.missing, f"{text}: open, and nothing is missing"
        assert not any(name.startswith("outcome") for name in one.missing), one.missing
