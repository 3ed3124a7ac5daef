"""Names that ``let`` gives mean the same wherever they stand."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.missing import MissingFacts
from ccrules.conditions.possible import Choice
from ccrules.values import NOT_COLLECTED
from tests.conditions import worlds
from tests.effort import examples

numbers = st.sampled_from([-5, 0, 5])
boxes = st.lists(st.tuples(st.sampled_from([0, 2, 9]), numbers), min_size=1, max_size=4)


@settings(max_examples=examples(200), deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=boxes, limit=st.integers(0, 20))
def test_the_loops_of_a_name_leave_the_loop_around_it_alone(rows: list[tuple[int, int]], limit: int) -> None:
    facts = worlds.base(
        boxes=[{"volume": volume, "delta": delta} for volume, delta in rows], agents=[], teams=[]
    )
    condition = f"sum(b.volume for b in boxes if b.delta > n) > {limit}"
    asked = worlds.question(condition, n="count(b for b in boxes if b.delta < 0)")
    below = sum(delta < 0 for _, delta in rows)
    expected = sum(volume for volume, delta in rows if delta > below) > limit
    mask = Evaluator(facts).mask(asked.when, {"box": Choice((facts.collections["box"].members[0],))})
    assert mask == (1 if expected else 2)


def test_what_is_missing_is_that_of_the_right_row() -> None:
    rows = [{"volume": NOT_COLLECTED, "delta": 5}, {"volume": 2, "delta": -5}]
    facts = worlds.base(boxes=rows, agents=[], teams=[])
    asked = worlds.question(
        "sum(b.volume for b in boxes if b.delta > n) > 3", n="count(b for b in boxes if b.sure)"
    )
    for box, sure in zip(facts.collections["box"].members, (True, False), strict=True):
        box.__dict__["sure"] = sure
    found = MissingFacts(Evaluator(facts), {})
    found.collect(asked.when, {"box": Choice((facts.collections["box"].members[0],))})
    assert found.names == {"box/box0.volume"}
