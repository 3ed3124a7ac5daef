"""Erlang A: published values, laws, a simulation, and what it refuses."""

from __future__ import annotations

import heapq
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.sizing import (
    NotCovered,
    agents_needed_with_patience,
    answered_in_time,
    erlang_b,
    erlang_c,
    service_level,
    with_patience,
)
from tests.effort import examples

loads = st.floats(0.05, 120, allow_nan=False)
people = st.integers(1, 160)
handling = st.floats(10, 1200, allow_nan=False)
patience = st.floats(5, 3600, allow_nan=False)


def test_as_in_the_paper_on_impatient_customers() -> None:
    """Garnett, Mandelbaum and Reiman (2002), table 1: 48 calls a minute, 1 minute each, 50 people, 2 minutes of patience."""
    queue = with_patience(48, 50, 60, 120)
    assert queue.abandoned == pytest.approx(0.031, abs=0.0005)
    assert queue.wait_seconds == pytest.approx(3.7, abs=0.05)
    assert queue.occupancy == pytest.approx(0.93, abs=0.005)


def test_equal_rates_of_service_and_patience_make_poisson_states() -> None:
    """With patience as long as handling, contacts present are Poisson distributed: the textbook case M/M/∞."""
    queue = with_patience(10, 12, 60, 60)
    poisson = [math.exp(-10) * 10**count / math.factorial(count) for count in range(60)]
    assert queue.waiting == pytest.approx(math.fsum(poisson[12:]))
    queued = math.fsum((count - 12) * share for count, share in enumerate(poisson) if count > 12)
    assert queue.abandoned == pytest.approx(queued / 10)


@settings(max_examples=examples(200), deadline=None)
@given(loads, people, handling, patience)
def test_littles_law_and_the_balance_of_work(
    load: float, agents: int, seconds: float, patient: float
) -> None:
    """Who gives up is the wait over patience; whoever does not is handled."""
    queue = with_patience(load, agents, seconds, patient)
    assert queue.abandoned == pytest.approx(queue.wait_seconds / patient, abs=1e-9)
    assert queue.occupancy * agents == pytest.approx(load * (1 - queue.abandoned), rel=1e-6)


@settings(max_examples=examples(200), deadline=None)
@given(loads, people, handling, patience)
def test_between_those_who_never_wait_and_those_who_wait_for_ever(
    load: float, agents: int, seconds: float, patient: float
) -> None:
    queue = with_patience(load, agents, seconds, patient)
    tolerance = 1e-9
    assert queue.abandoned <= erlang_b(load, agents) + tolerance
    assert queue.waiting >= erlang_b(load, agents) - tolerance
    if load < agents:
        assert queue.waiting <= erlang_c(load, agents) + tolerance


@settings(max_examples=examples(200), deadline=None)
@given(loads, people, handling, patience, st.floats(0, 600), st.floats(1.01, 3))
def test_more_people_help_and_more_work_hurts(
    load: float, agents: int, seconds: float, patient: float, threshold: float, more: float
) -> None:
    lost = with_patience(load, agents, seconds, patient).abandoned
    answered = answered_in_time(load, agents, seconds, patient, threshold)
    tolerance = 1e-9
    assert with_patience(load, agents + 1, seconds, patient).abandoned <= lost + tolerance
    assert with_patience(load * more, agents, seconds, patient).abandoned >= lost - tolerance
    assert with_patience(load, agents, seconds, patient * more).abandoned <= lost + tolerance
    assert answered_in_time(load, agents + 1, seconds, patient, threshold) >= answered - tolerance
    assert answered_in_time(load, agents, seconds, patient, threshold * more) >= answered - tolerance
    assert answered <= 1 - lost + tolerance


@settings(max_examples=examples(100), deadline=None)
@given(loads, people, handling, patience)
def test_at_once_and_in_the_end(load: float, agents: int, seconds: float, patient: float) -> None:
    queue = with_patience(load, agents, seconds, patient)
    assert answered_in_time(load, agents, seconds, patient, 0) == pytest.approx(1 - queue.waiting, abs=1e-9)
    assert answered_in_time(load, agents, seconds, patient, 1e7) == pytest.approx(
        1 - queue.abandoned, abs=1e-9
    )


def test_endless_patience_comes_close_to_erlang_c() -> None:
    assert with_patience(10, 14, 180, 1_000_000).waiting == pytest.approx(erlang_c(10, 14), rel=1e-3)
    assert answered_in_time(10, 14, 180, 1_000_000, 20) == pytest.approx(
        service_level(10, 14, 180, 20), rel=1e-3
    )


def test_no_patience_comes_close_to_erlang_b() -> None:
    assert with_patience(10, 12, 180, 1e-6).abandoned == pytest.approx(erlang_b(10, 12), rel=1e-3)


@pytest.mark.parametrize(
    ("load", "agents", "ratio", "threshold"), [(48, 50, 0.5, 1 / 3), (10, 8, 0.7, 0.3), (3, 5, 2, 0.5)]
)
def test_the_closed_form_is_the_integral_it_stands_for(
    load: float, agents: int, ratio: float, threshold: float
) -> None:
    """The density of the offered wait (Baccelli and Hebuterne) times those still there, added up in small steps."""
    weights = [1.0]
    for present in range(1, 2000):
        weights.append(
            weights[-1] * load / (present if present <= agents else agents + (present - agents) * ratio)
        )
    total = math.fsum(weights)

    def answered(wait: float) -> float:
        still_there = math.exp(-ratio * wait)
        return load * still_there * math.exp(load * (1 - still_there) / ratio - agents * wait)

    steps = 4000
    width = threshold / steps
    area = math.fsum(answered((step + 0.5) * width) for step in range(steps)) * width
    direct = math.fsum(weights[:agents]) / total + weights[agents - 1] / total * area
    found = answered_in_time(load, agents, 60, 60 / ratio, threshold * 60)
    assert found == pytest.approx(direct, rel=1e-6)


def test_a_simulation_agrees() -> None:
    """A hundred thousand calls, one by one, in the order of arrival."""
    load, agents, seconds, patient, threshold = 12.0, 11, 60.0, 90.0, 20.0
    draw = random.Random(20)
    free, now = [0.0] * agents, 0.0
    lost = in_time = 0
    calls = 100_000
    for _ in range(calls):
        now += draw.expovariate(load / seconds)
        wait = max(0.0, free[0] - now)
        if wait > draw.expovariate(1 / patient):
            lost += 1
            continue
        in_time += wait <= threshold
        heapq.heapreplace(free, now + wait + draw.expovariate(1 / seconds))
    queue = with_patience(load, agents, seconds, patient)
    assert queue.abandoned == pytest.approx(lost / calls, abs=0.006)
    assert answered_in_time(load, agents, seconds, patient, threshold) == pytest.approx(
        in_time / calls, abs=0.01
    )


@pytest.mark.parametrize(
    ("load", "agents", "seconds", "patient"),
    [
        (5000, 4990, 240, 120),
        (5000, 2500, 240, 120),
        (50, 10, 300, 3600),
        (2000, 1000, 100, 1_000_000),
        (0.5, 300, 10, 10),
    ],
)
def test_large_and_overloaded_queues_stay_within_bounds(
    load: float, agents: int, seconds: float, patient: float
) -> None:
    queue = with_patience(load, agents, seconds, patient)
    assert 0 <= queue.abandoned <= 1
    assert 0 <= queue.waiting <= 1
    # Overloaded, what people can't do is what is lost, but for what chance adds.
    assert queue.abandoned >= max(0.0, 1 - agents / load) - 1e-9
    assert 0 <= answered_in_time(load, agents, seconds, patient, 20) <= 1


@settings(max_examples=examples(100), deadline=None)
@given(st.floats(0.1, 80), handling, patience, st.floats(0.2, 0.95), st.floats(0, 120))
def test_people_needed_are_the_least_that_reach_the_target(
    load: float, seconds: float, patient: float, target: float, threshold: float
) -> None:
    agents = agents_needed_with_patience(load, seconds, patient, target, threshold)
    assert answered_in_time(load, agents, seconds, patient, threshold) >= target
    if agents > 1:
        assert answered_in_time(load, agents - 1, seconds, patient, threshold) < target


def test_nobody_is_needed_if_nothing_arrives() -> None:
    assert agents_needed_with_patience(0, 180, 60, 0.8, 20) == 0
    assert with_patience(0, 1, 180, 60).abandoned == 0
    assert answered_in_time(0, 1, 180, 60, 20) == 1


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: with_patience(10, 12, 180, 0), "patience_seconds is 0, and must be more than 0"),
        (lambda: with_patience(10, 12, 0, 60), "handling_seconds is 0"),
        (lambda: with_patience(10, 0, 180, 60), "agents is 0, and must be a whole number from 1"),
        (lambda: with_patience(-1, 2, 180, 60), "load is -1"),
        (lambda: with_patience(10, 12, 1, 20_000), "a patience of 20000 seconds is endless"),
        (lambda: answered_in_time(10, 12, 180, 60, -1), "threshold_seconds is -1"),
        (lambda: agents_needed_with_patience(10, 180, 60, 1, 20), "target is 1"),
    ],
)
def test_what_the_formula_does_not_cover_is_refused_in_words(call, said) -> None:
    with pytest.raises(NotCovered) as refused:
        call()
    assert said in str(refused.value)
