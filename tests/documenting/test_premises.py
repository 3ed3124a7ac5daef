"""``any`` and ``at_least`` expand on load; a site says them as the author wrote them."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.documenting.premises import wanted
from ccrules.ruleset.model import Inference, Premise
from tests.effort import examples


def rule(alternatives):
    return Inference("I", "r", tuple(map(tuple, alternatives)), "c", "cause", {"": "t"}, 0.5)


def finding(number):
    return Premise("finding", f"C-{number}")


@settings(max_examples=examples(60))
@given(st.integers(0, 3), st.integers(1, 4), st.data())
def test_a_number_of_premises_is_found_again(shared, some, data):
    number = data.draw(st.integers(1, some))
    always, others = [finding(one) for one in range(shared)], [finding(100 + one) for one in range(some)]
    found = wanted(rule([*always, *chosen] for chosen in combinations(others, number)))
    if number == some:  # all of them: nothing is left to choose
        assert list(found.always) == [*always, *others]
        assert not found.some
    else:
        assert (list(found.always), found.number, list(found.some)) == (always, number, others)
    assert not found.groups


def test_groups_that_are_no_number_stay_groups():
    found = wanted(rule([[finding(1), finding(2)], [finding(1), finding(3), finding(4)]]))
    assert found.always == (finding(1),)
    assert found.groups == ((finding(2),), (finding(3), finding(4)))
