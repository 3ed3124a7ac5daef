"""In which order missing facts are asked for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ccrules.collecting.ranking import ranked

SETS = st.lists(st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=4), max_size=12)


def order(*sets: str, costs: dict[str, float] | None = None) -> str:
    return "".join(one.fact for one in ranked([(1.0, facts) for facts in sets], costs))


def test_what_settles_an_outcome_by_itself_comes_first():
    assert order("ab", "c", "ab") == "cab"


def test_sets_that_are_nearly_complete_are_finished_first():
    assert order("abcd", "abce", "xy")[:2] == "xy"


def test_what_many_wait_for_comes_before_what_few_wait_for():
    assert order("a", "b", "b") == "ba"


def test_what_costs_more_comes_later():
    assert order("a", "b", costs={"a": 3.0}) == "ba"


def test_a_place_tells_what_it_settles():
    first, second, third = ranked([(1.0, "ab"), (1.0, "ac"), (1.0, "a")])
    assert (first.fact, first.alone, first.settles, first.waiting, first.company) == ("a", 1, 1, 3, ())
    assert (second.fact, second.alone, second.settles, second.company) == ("b", 0, 1, ())
    assert third.fact == "c"


@given(SETS)
def test_every_fact_once_and_all_outcomes_settled(sets):
    found = list(ranked([(1.0, facts) for facts in sets]))
    assert sorted(one.fact for one in found) == sorted({fact for facts in sets for fact in facts})
    assert sum(one.settles for one in found) == len(sets)


@given(SETS, st.randoms(use_true_random=False))
def test_the_order_of_the_outcomes_does_not_matter(sets, random):
    mixed = random.sample(sets, len(sets))
    assert order(*mixed) == order(*sets)
