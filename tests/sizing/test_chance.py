"""How much of a difference between two samples is beyond chance."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules.sizing import NotCovered
from ccrules.sizing.chance import gap_beyond_chance

shares = st.floats(0, 1)
sizes = st.integers(0, 3000)


@pytest.mark.parametrize(
    ("first", "first_size", "second", "second_size", "lower"),
    [
        # Newcombe (1998), table II, method 10: the lower ends of his examples (a) and (b).
        (56 / 70, 70, 48 / 80, 80, 0.0524),
        (9 / 10, 10, 3 / 10, 10, 0.1705),
    ],
)
def test_as_published(first: float, first_size: int, second: float, second_size: int, lower: float) -> None:
    assert gap_beyond_chance(first, first_size, second, second_size) == pytest.approx(lower, abs=1e-4)


def test_seven_points_on_forty_answers_and_on_two_thousand() -> None:
    assert gap_beyond_chance(0.92, 40, 0.85, 40) == 0
    assert gap_beyond_chance(0.92, 2000, 0.85, 2000) == pytest.approx(0.05, abs=0.001)


@given(shares, sizes, shares, sizes)
def test_never_more_than_the_difference_and_the_same_both_ways(
    first: float, first_size: int, second: float, second_size: int
) -> None:
    found = gap_beyond_chance(first, first_size, second, second_size)
    assert 0 <= found <= abs(first - second)
    assert found == gap_beyond_chance(second, second_size, first, first_size)


@given(shares, sizes, shares, sizes, st.integers(1, 500))
def test_more_observations_never_explain_more_by_chance(
    first: float, first_size: int, second: float, second_size: int, more: int
) -> None:
    found = gap_beyond_chance(first, first_size, second, second_size)
    assert gap_beyond_chance(first, first_size + more, second, second_size) >= found
    assert gap_beyond_chance(first, first_size, second, second_size + more) >= found


def test_chance_alone_seldom_shows_as_a_difference() -> None:
    """Two samples of one population: at 95 %, about one pair in twenty differs beyond chance."""
    draw = random.Random(1998)
    pairs = 2000
    found = 0
    for _ in range(pairs):
        first, second = (sum(draw.random() < 0.8 for _ in range(150)) / 150 for _ in range(2))
        found += gap_beyond_chance(first, 150, second, 150) > 0
    assert 0.03 < found / pairs < 0.065


def test_no_sample_tells_nothing() -> None:
    assert gap_beyond_chance(0.9, 0, 0.1, 1000) == 0
    assert gap_beyond_chance(0.9, 1000, 0.1, 0) == 0


@pytest.mark.parametrize("arguments", [(1.2, 10, 0.5, 10), (0.5, 10, -0.1, 10), (0.5, -1, 0.5, 10)])
def test_what_is_no_share_is_refused(arguments) -> None:
    with pytest.raises(NotCovered, match="in a sample of"):
        gap_beyond_chance(*arguments)
