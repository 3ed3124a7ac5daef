"""What pooling saves, and what slower people make of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.sizing import Contacts, NotCovered, agents_needed, offered_load, pooling
from tests.effort import examples

contacts = st.lists(st.floats(0, 300), min_size=1, max_size=5)


def test_four_small_queues_and_one() -> None:
    kinds = [Contacts(50, 30, 240)] * 4
    found = pooling(kinds, 0.8, 20)
    assert (found.apart, found.together, found.gain) == (40, 32, 8)
    assert found.together == agents_needed(offered_load(200, 30, 240), 240, 0.8, 20)
    assert pooling(kinds, 0.8, 20, extra_time=0.2).gain == 2


def test_large_queues_lose_by_slower_people() -> None:
    assert pooling([Contacts(1000, 60, 240)] * 2, 0.8, 20, extra_time=0.1).gain == -8


@settings(max_examples=examples(100), deadline=None)
@given(contacts, st.floats(10, 1200), st.floats(0.3, 0.95), st.floats(0, 120))
def test_one_queue_of_equal_contacts_never_needs_more(
    counts: list[float], seconds: float, target: float, threshold: float
) -> None:
    kinds = [Contacts(count, 60, seconds) for count in counts]
    assert pooling(kinds, target, threshold).gain >= 0


@settings(max_examples=examples(100), deadline=None)
@given(contacts, st.floats(0, 0.3), st.floats(0.01, 0.3))
def test_slower_people_never_gain_more(counts: list[float], extra: float, more: float) -> None:
    kinds = [Contacts(count, 60, 240) for count in counts]
    assert pooling(kinds, 0.8, 20, extra + more).gain <= pooling(kinds, 0.8, 20, extra).gain


def test_nothing_arrives() -> None:
    found = pooling([Contacts(0, 30, 240), Contacts(0, 30, 300)], 0.8, 20)
    assert (found.apart, found.together) == (0, 0)


def test_faster_than_people_who_know_one_thing_is_refused() -> None:
    with pytest.raises(NotCovered, match=r"extra_time is -0\.1"):
        pooling([Contacts(1, 30, 240)], 0.8, 20, extra_time=-0.1)
