"""Alternatives become conjunctions."""

from __future__ import annotations

from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules.engine.inference import AllOf, AtLeast, expand
from ccrules.errors import InputError, Place


def test_without_alternatives_there_is_one_conjunction():
    assert expand(["a", "b"]) == [("a", "b")]


def test_any_gives_a_conjunction_for_each_option():
    assert expand(["a", AtLeast(1, ("b", "c"))]) == [("a", "b"), ("a", "c")]


def test_at_least_two_of_three_gives_the_pairs():
    assert expand([AtLeast(2, ("a", "b", "c"))]) == [("a", "b"), ("a", "c"), ("b", "c")]


def test_an_option_may_be_a_conjunction_or_have_options():
    options = AtLeast(1, (AllOf(("a", "b")), AtLeast(1, ("c", AllOf(("d", AtLeast(1, ("e", "f"))))))))
    assert expand([options]) == [("a", "b"), ("c",), ("d", "e"), ("d", "f")]


@pytest.mark.parametrize("count", [0, 4])
def test_asking_for_none_or_for_more_than_there_are_is_an_error(count):
    with pytest.raises(
        InputError, match=rf"rules.yaml:3:5: at least {count} of 3 can't be asked for \(ask for 1 to 3"
    ):
        expand(["x", AllOf((AtLeast(count, ("a", "b", "c")),))], Place("rules.yaml", 3, 5))


@pytest.mark.parametrize("empty", [AtLeast(1, ()), AtLeast(0, ()), AllOf(())])
def test_having_nothing_to_choose_from_is_an_error(empty):
    with pytest.raises(InputError, match=r"nothing to choose from \(list at least one premise\)$"):
        expand(["a", empty])


def test_all_faults_are_listed():
    with pytest.raises(InputError) as caught:
        expand([AtLeast(0, ("a",)), AtLeast(1, (AtLeast(1, ()), "b"))])
    assert len(caught.value.problems) == 2


def test_two_hundred_combinations_are_allowed_and_more_are_not():
    pair, five = AtLeast(1, ("a", "b")), AtLeast(1, tuple("abcde"))
    assert len(expand([pair, pair, pair, five, five])) == 200
    with pytest.raises(InputError, match="make 400 combinations; the limit is 200"):
        expand([pair, pair, pair, pair, five, five])


def test_counting_does_not_make_what_it_counts():
    with pytest.raises(InputError, match=rf"make {comb(70, 20) ** 3} combinations"):
        expand([AtLeast(20, tuple(range(70)))] * 3)


premises = st.recursive(
    st.sampled_from("abcd"),
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda parts: st.one_of(
            st.just(AllOf(tuple(parts))),
            st.integers(1, len(parts)).map(lambda count: AtLeast(count, tuple(parts))),
        )
    ),
    max_leaves=6,
)


def holds(premise, true):
    if isinstance(premise, AllOf):
        return all(holds(part, true) for part in premise.premises)
    if isinstance(premise, AtLeast):
        return sum(holds(option, true) for option in premise.options) >= premise.count
    return premise in true


@given(st.lists(premises, min_size=1, max_size=3))
def test_the_conjunctions_hold_together_when_the_premises_do(when):
    conjunctions = expand(when)
    for states in product([True, False], repeat=4):
        true = {letter for letter, state in zip("abcd", states, strict=True) if state}
        assert holds(AllOf(tuple(when)), true) == any(set(each) <= true for each in conjunctions)
