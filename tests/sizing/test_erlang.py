"""Erlang B and C: published values, laws, and what they refuse."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.errors import UsageError
from ccrules.sizing import (
    NotCovered,
    agents_needed,
    average_wait,
    erlang_b,
    erlang_c,
    lines_needed,
    occupancy,
    offered_load,
    service_level,
)
from tests.effort import examples

loads = st.floats(0.01, 300, allow_nan=False)
times = st.floats(1, 3600, allow_nan=False)


@st.composite
def stable(draw: st.DrawFn) -> tuple[float, int]:
    """A load and people who keep up with it."""
    load = draw(loads)
    return load, math.floor(load) + draw(st.integers(1, 40))


# --- published values ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "load", "blocked"),
    [
        # Westbay Engineers, traffic calculator manual: 15 lines carry 8.108 erlangs at 1 % blocking.
        (15, 8.108, 0.0100),
        # Erlang B tables, such as those of Kelly, Carrier Grade Voice over IP (2003), appendix A.
        (5, 1.361, 0.0100),
        (5, 1.657, 0.0200),
        (10, 4.461, 0.0100),
        # Wolfram, enhanced core algorithms of Mathematica: 30 lines for 25 erlangs lose about 0.05.
        (30, 25.0, 0.0526),
    ],
)
def test_erlang_b_as_published(lines: int, load: float, blocked: float) -> None:
    assert erlang_b(load, lines) == pytest.approx(blocked, abs=5e-5)


def test_erlang_c_as_the_packages_pyworkforce_and_erlangc_publish_it() -> None:
    """PyPI's pyworkforce and CRAN's ErlangC print the same example: 100 calls in 30 minutes, 3 minutes, 14 people."""
    load = offered_load(100, 30, 180)
    assert load == 10
    assert erlang_c(load, 14) == pytest.approx(0.1741319335950498, rel=1e-12)
    assert service_level(load, 14, 180, 20) == pytest.approx(0.8883500191794669, rel=1e-12)
    assert average_wait(load, 14, 180) == pytest.approx(7.83593701177724, rel=1e-12)
    assert occupancy(load, 14) == pytest.approx(0.7142857142857143, rel=1e-12)
    assert agents_needed(load, 180, 0.8, 20, most_occupancy=0.85) == 14


def test_erlang_c_as_in_the_paper_on_impatient_customers() -> None:
    """Garnett, Mandelbaum and Reiman (2002), table 1: 48 calls a minute, 1 minute each, 50 people, no abandonment."""
    assert average_wait(48, 50, 60) == pytest.approx(20.8, abs=0.05)
    assert occupancy(48, 50) == pytest.approx(0.96, abs=0.005)
    tenth = 58.1  # the wait that one call in ten exceeds
    assert service_level(48, 50, 60, tenth) == pytest.approx(0.9, abs=0.0005)


# --- laws ------------------------------------------------------------------------------


@given(loads, st.integers(0, 60))
def test_erlang_b_is_its_definition(load: float, lines: int) -> None:
    terms = [lines_ * math.log(load) - math.lgamma(lines_ + 1) for lines_ in range(lines + 1)]
    top = max(terms)
    direct = math.exp(terms[-1] - top) / math.fsum(math.exp(term - top) for term in terms)
    assert erlang_b(load, lines) == pytest.approx(direct, rel=1e-9)


@settings(max_examples=examples(200), deadline=None)
@given(stable())
def test_waiting_is_likelier_than_being_turned_away_and_falls_with_people(queue: tuple[float, int]) -> None:
    load, agents = queue
    assert erlang_b(load, agents) <= erlang_c(load, agents) <= 1
    assert erlang_c(load, agents + 1) <= erlang_c(load, agents)
    assert erlang_b(load, agents + 1) < erlang_b(load, agents)


@settings(max_examples=examples(100), deadline=None)
@given(st.floats(0.05, 60), st.floats(0.2, 20), times)
def test_littles_law(load: float, spare: float, handling: float) -> None:
    """The contacts in the queue, added up state by state, are arrivals times the average wait."""
    agents = math.ceil(load + spare)
    weights = [1.0]
    while weights[-1] > 1e-9 or len(weights) <= agents:
        weights.append(weights[-1] * load / min(len(weights), agents))
    in_queue = math.fsum(
        (present - agents) * weight for present, weight in enumerate(weights) if present > agents
    )
    arrivals = load / handling
    expected = in_queue / math.fsum(weights)
    assert arrivals * average_wait(load, agents, handling) == pytest.approx(expected, rel=1e-3, abs=1e-9)


@settings(max_examples=examples(50), deadline=None)
@given(stable(), times)
def test_the_average_wait_is_the_area_above_the_service_level(
    queue: tuple[float, int], handling: float
) -> None:
    load, agents = queue
    width = handling / (agents - load) / 50
    steps = ((index + 0.5) * width for index in range(1500))
    area = width * math.fsum(1 - service_level(load, agents, handling, step) for step in steps)
    assert average_wait(load, agents, handling) == pytest.approx(area, rel=1e-3, abs=1e-9)


@settings(max_examples=examples(200), deadline=None)
@given(loads, times, st.floats(0.05, 0.99), st.floats(0, 600))
def test_people_needed_are_the_least_that_reach_the_target(
    load: float, handling: float, target: float, threshold: float
) -> None:
    agents = agents_needed(load, handling, target, threshold)
    assert service_level(load, agents, handling, threshold) >= target
    if agents - 1 > load:
        assert service_level(load, agents - 1, handling, threshold) < target


@given(loads, st.floats(0.001, 0.5))
def test_lines_needed_are_the_least_that_turn_few_away(load: float, most: float) -> None:
    lines = lines_needed(load, most)
    assert erlang_b(load, lines) <= most < erlang_b(load, lines - 1)


def test_thousands_of_people_keep_their_digits() -> None:
    agents = agents_needed(5000, 240, 0.8, 20)
    assert 5000 < agents < 5100
    assert 0 < erlang_b(5000, agents) < erlang_c(5000, agents) < 1
    # The square-root rule (Halfin and Whitt 1981) gives the share that waits in large queues.
    beta = (agents - 5000) / math.sqrt(5000)
    density = math.exp(-beta * beta / 2) / math.sqrt(2 * math.pi)
    below = (1 + math.erf(beta / math.sqrt(2))) / 2
    assert erlang_c(5000, agents) == pytest.approx(1 / (1 + beta * below / density), rel=0.02)


def test_nobody_is_needed_if_nothing_arrives() -> None:
    assert agents_needed(0, 180, 0.8, 20) == 0
    assert lines_needed(0, 0.01) == 1
    assert erlang_c(0, 1) == 0
    assert service_level(0, 1, 180, 20) == 1


# --- what is refused -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: erlang_c(10, 10), "10 erlangs of work for 10 people: the queue grows without end"),
        (lambda: service_level(10, 9, 180, 20), "the queue grows without end"),
        (lambda: average_wait(10, 3, 180), "the queue grows without end"),
        (lambda: occupancy(10, 9), "the queue grows without end"),
        (lambda: erlang_c(0, 0), "agents is 0, and must be a whole number from 1 to 100000"),
        (lambda: erlang_c(1, 2.5), "agents is 2.5, and must be a whole number"),
        (lambda: erlang_b(1, -1), "lines is -1, and must be a whole number from 0"),
        (lambda: erlang_b(-1, 1), "load is -1, and must be 0 or more"),
        (lambda: erlang_b(math.inf, 1), "load is inf"),
        (lambda: erlang_b(200_000, 1), "beyond the 100000"),
        (lambda: service_level(1, 2, 0, 20), "handling_seconds is 0, and must be more than 0"),
        (lambda: service_level(1, 2, 180, -1), "threshold_seconds is -1"),
        (lambda: agents_needed(1, 180, 1, 20), "target is 1, and must lie between 0 and 1"),
        (lambda: agents_needed(1, 180, 0, 20), "target is 0, and must lie between 0 and 1"),
        (lambda: agents_needed(1, 180, 0.8, 20, most_occupancy=0), "most_occupancy is 0"),
        (lambda: lines_needed(1, 0), "most_blocked is 0"),
        (lambda: offered_load(-1, 30, 180), "contacts is -1"),
        (lambda: offered_load(1, 0, 180), "minutes is 0, and must be more than 0"),
        (lambda: offered_load(1, 30, -180), "handling_seconds is -180"),
    ],
)
def test_what_the_formulas_do_not_cover_is_refused_in_words(call, said) -> None:
    with pytest.raises(NotCovered) as refused:
        call()
    assert said in str(refused.value)
    assert isinstance(refused.value, UsageError)
    assert refused.value.problems[0].hint is not None
