"""The formulas in conditions: sound with intervals, never without an answer, in the ruleset's checks."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess, load_rulesets
from ccrules.conditions import tree
from ccrules.conditions.functions import DIRECTIONS
from ccrules.plugins import load_plugins
from ccrules.ruleset.model import Method
from ccrules.sizing import erlang, patience
from ccrules.sizing.functions import (
    FUNCTIONS,
    queue_abandonment,
    queue_agents,
    queue_blocking,
    queue_service_level,
)
from ccrules.sizing.scope import MOST
from tests.effort import examples

BY_NAME = {function.name: function for function in FUNCTIONS}
#: What an argument of each name can be, as the vocabulary bounds it.
ARGUMENTS = {
    "queue_load": ("contacts", "minutes", "seconds"),
    "queue_work_hours": ("contacts", "seconds"),
    "queue_agents": ("contacts", "minutes", "seconds", "target", "threshold"),
    "queue_service_level": ("contacts", "minutes", "seconds", "people", "threshold"),
    "queue_abandonment": ("contacts", "minutes", "seconds", "people", "patience"),
    "queue_blocking": ("contacts", "minutes", "seconds", "lines"),
    "gap_beyond_chance": ("share", "sample", "share", "sample"),
}
VALUES = {
    "contacts": st.floats(0, 600),
    "minutes": st.floats(5, 60),
    "seconds": st.floats(1, 900),
    "target": st.floats(0.01, 0.99),
    "threshold": st.floats(0, 300),
    "people": st.floats(0, 60),
    "patience": st.floats(1, 7200),
    "lines": st.integers(0, 60),
    "share": st.floats(0, 1),
    "sample": st.integers(0, 2000),
}


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, list[float], list[float]]:
    """A function with two values for each argument, the lower one first."""
    name = draw(st.sampled_from(sorted(BY_NAME)))
    pairs = [sorted([draw(VALUES[kind]), draw(VALUES[kind])]) for kind in ARGUMENTS[name]]
    return name, [low for low, _ in pairs], [high for _, high in pairs]


def test_every_function_says_its_direction_and_its_bounds() -> None:
    for function in FUNCTIONS:
        assert len(function.monotone) == len(function.arguments) == len(ARGUMENTS[function.name])
        assert set(function.monotone) <= set(DIRECTIONS)
        assert function.minimum == 0


def test_they_come_through_the_hook_of_plugins() -> None:
    found = load_plugins().functions()
    assert {name: found[name].call for name in BY_NAME} == {name: one.call for name, one in BY_NAME.items()}


@settings(max_examples=examples(600), deadline=None)
@given(calls(), st.data())
def test_each_moves_as_it_says_and_stays_inside_its_bounds(
    call: tuple[str, list[float], list[float]], data: st.DataObject
) -> None:
    name, lows, highs = call
    function = BY_NAME[name]
    before = function.call(*lows)
    assert function.minimum <= before <= (function.maximum or float("inf"))
    index = data.draw(st.integers(0, len(lows) - 1))
    after = function.call(*lows[:index], highs[index], *lows[index + 1 :])
    # What differs by rounding alone is rounded away before anything is compared.
    tolerance = 1e-9 * max(1.0, abs(before))
    if function.monotone[index] == "rising":
        assert after >= before - tolerance
    elif function.monotone[index] == "falling":
        assert after <= before + tolerance


@given(st.floats(1, 200), st.integers(1, 60), st.floats(0, 100))
def test_whole_people_are_the_formulas(contacts: float, agents: int, threshold: float) -> None:
    load = contacts * 180 / 1800
    found = queue_service_level(contacts, 30, 180, agents, threshold)
    expected = erlang.service_level(load, agents, 180, threshold) if load < agents else 0
    assert found == pytest.approx(expected)
    lost = patience.with_patience(load, agents, 180, 60).abandoned
    assert queue_abandonment(contacts, 30, 180, agents, 60) == pytest.approx(lost)
    assert queue_blocking(contacts, 30, 180, agents) == pytest.approx(erlang.erlang_b(load, agents))


def test_half_a_person_is_half_of_the_interval() -> None:
    twelve, thirteen = (queue_service_level(100, 30, 180, agents, 20) for agents in (12, 13))
    assert queue_service_level(100, 30, 180, 12.5, 20) == pytest.approx((twelve + thirteen) / 2)
    assert queue_service_level(100, 30, 180, 10, 20) == 0
    assert queue_service_level(100, 30, 180, 10.5, 20) == pytest.approx(
        queue_service_level(100, 30, 180, 11, 20) / 2
    )


def test_the_ends_have_an_answer() -> None:
    assert queue_service_level(0, 30, 180, 0, 20) == 1
    assert queue_service_level(10, 30, 180, 0, 20) == 0
    assert queue_abandonment(0, 30, 180, 0, 60) == 0
    assert queue_abandonment(10, 30, 180, 0, 60) == 1
    assert queue_abandonment(10, 30, 1, 2, 1e9) == pytest.approx(0, abs=1e-6)
    assert queue_blocking(0, 30, 180, 0) == 0
    assert queue_blocking(10, 30, 180, 0) == 1
    assert queue_agents(0, 30, 180, 0.8, 20) == 0
    assert queue_agents(1e6, 1, 36_000, 0.99, 0) == MOST
    assert queue_service_level(1e6, 1, 36_000, 1e9, 20) == 0
    assert queue_blocking(1e6, 1, 36_000, MOST) > 0


# --- with facts that are ranges --------------------------------------------------------

PROBE = """\
ruleset: probe
version: 1.0.0
entities:
  queue:
    plural: queues
    attributes:
      contacts: {type: number, min: 0, max: 10000, applicable: always}
      minutes: {type: number, min: 1, max: 60, applicable: always}
      seconds: {type: number, min: 1, max: 3600, applicable: always}
      people: {type: number, min: 0, applicable: always}
      patience: {type: number, min: 1, max: 7200, applicable: always}
parameters:
  level: {type: number, default: 0.8, min: 0, max: 1, why: an example}
  people: {type: number, default: 14, min: 0, max: 100, why: an example}
  lost: {type: number, default: 0.05, min: 0, max: 1, why: an example}
checks:
  - {id: P-1, title: level, for: queue, severity: low, message: m,
     when: "queue_service_level(queue.contacts, queue.minutes, queue.seconds, queue.people, 20) < params.level"}
  - {id: P-2, title: people, for: queue, severity: low, message: m,
     when: "queue_agents(queue.contacts, queue.minutes, queue.seconds, 0.8, 20) > params.people"}
  - {id: P-3, title: lost, for: queue, severity: low, message: m,
     when: "queue_abandonment(queue.contacts, queue.minutes, queue.seconds, queue.people, queue.patience) > params.lost"}
"""


@pytest.fixture(scope="module")
def probe(tmp_path_factory: pytest.TempPathFactory) -> Method:
    path = tmp_path_factory.mktemp("probe") / "probe.yaml"
    path.write_text(PROBE, encoding="utf-8")
    return load_rulesets(path)


def verdicts(method: Method, queue: dict[str, object]) -> dict[str, str]:
    """What came of each check."""
    found = assess({"queues": [{"id": "q", **queue}]}, method, inference="forward")
    assert not found.errors
    return {
        **{one.check: "fail" for one in found.findings},
        **{one.check: "pass" for one in found.passed},
        **{one.check: "open" for one in found.not_assessed},
    }


WIDE = {
    "contacts": (80, 130),
    "minutes": (25, 35),
    "seconds": (150, 200),
    "people": (11, 16),
    "patience": (30, 300),
}


@pytest.mark.parametrize("narrow", range(2 ** len(WIDE)))
def test_a_verdict_on_ranges_is_that_of_every_point_in_them(probe: Method, narrow: int) -> None:
    """Each fact is a point or a range; where a verdict is definite, all corners and a middle share it."""
    facts: dict[str, object] = {}
    points: list[list[float]] = []
    for index, (name, (low, high)) in enumerate(WIDE.items()):
        if narrow & (1 << index):
            facts[name] = f"{low}..{high}"
            points.append([low, (low + high) / 2, high])
        else:
            facts[name] = (low + high) / 2
            points.append([(low + high) / 2])
    told = verdicts(probe, facts)
    corners = itertools.islice(itertools.product(*points), 0, None, 7)
    for corner in corners:
        each = verdicts(probe, dict(zip(WIDE, corner, strict=True)))
        assert all(each[check] == verdict for check, verdict in told.items() if verdict != "open")


def test_ranges_decide_where_they_can(probe: Method) -> None:
    plan = {"minutes": 30, "seconds": 180, "people": 14, "patience": 60}
    assert verdicts(probe, {"contacts": "80..100", **plan}) == {"P-1": "pass", "P-2": "pass", "P-3": "pass"}
    assert verdicts(probe, {"contacts": "150..180", **plan}) == {"P-1": "fail", "P-2": "fail", "P-3": "fail"}
    assert verdicts(probe, {"contacts": ">= 150", **plan}) == {"P-1": "fail", "P-2": "fail", "P-3": "fail"}
    assert set(verdicts(probe, {"contacts": "50..180", **plan}).values()) == {"open"}


def test_the_bundled_ruleset_uses_every_function() -> None:
    method = load_rulesets("contact-centre")
    nodes = [node for check in method.checks.values() for node in check.question.let.values()]
    calls = (part for node in [*nodes, *method.derived.values()] for part in tree.walk(node))
    used = {part.plugin.name for part in calls if isinstance(part, tree.Call) and part.plugin}
    assert used == set(BY_NAME)
