"""Collections known by counts: what the numbers force, and no more."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.possible import Possible, Range
from tests.conditions import universe
from tests.conditions.completing import Completer, Contradiction, at_random, holes_of
from tests.conditions.within import within
from tests.effort import examples

Facts = Mapping[str, Any]


def typed(text: str) -> tree.Node:
    return universe.question("True", "", let={"n_0": text}).let["n_0"]


def value(text: str, facts: Facts) -> Possible:
    return Evaluator(universe.base(facts)).value(typed(text), {})


def boxes(total: int, listed: int = 0, **counts: Mapping[Any, int]) -> Facts:
    return {"boxes": [{}] * listed, "agents": [{}, {}], "counts": {"box": (total, counts)}}


def staff(total: int, **counts: Mapping[Any, int]) -> Facts:
    return {"boxes": [], "agents": [], "counts": {"agent": (total, counts)}}


TWO = boxes(10, tracked={True: 4, False: 6}, sure={True: 3, False: 7})
SKILLS = staff(6, skills={"x": 5, "y": 4}, age={3: 6})


@pytest.mark.parametrize(
    ("text", "facts", "found"),
    [
        # one attribute, wherever it is read
        ("count(b for b in boxes if b.tracked)", TWO, (4, 4)),
        ("any(b.tracked for b in boxes)", TWO, p.TRUE),
        ("all(b.tracked for b in boxes)", TWO, p.FALSE),
        ("share(b for b in boxes if b.tracked)", TWO, (0.4, 0.4)),
        ("distinct(b.tracked for b in boxes)", TWO, (2, 2)),
        ("mean(a.age for a in agents)", SKILLS, (3, 3)),
        ("sum(a.age for a in agents)", SKILLS, (18, 18)),
        ("min(a.age for a in agents)", SKILLS, (3, 3)),
        ("median(a.age for a in agents)", SKILLS, (3, 3)),
        ("all(a.age == 3 for a in agents)", SKILLS, p.TRUE),
        ("sum((1 if b.tracked else 2) for b in boxes)", TWO, (16, 16)),
        ("count(b.kind for b in boxes)", boxes(5, kind={"low": 5}), (5, 5)),
        ("max(b.volume for b in boxes)", boxes(5, volume={2: 3, 7: 2}), (7, 7)),
        ("count(b for a in agents for b in boxes if b.owner == a)", boxes(5, owner={"agent0": 2, "agent1": 3}), (5, 5)),
        # two attributes
        ("count(b for b in boxes if b.tracked and b.sure)", TWO, (0, 3)),
        ("count(b for b in boxes if b.tracked or b.sure)", TWO, (4, 7)),
        ("count(b for b in boxes if b.tracked == b.sure)", TWO, (3, 9)),
        ("count(b for b in boxes if not b.tracked and not b.sure)", TWO, (3, 6)),
        ("share(b for b in boxes if b.tracked and b.sure)", TWO, (0, 0.3)),
        ("any(b.tracked and b.sure for b in boxes)", TWO, p.EITHER),
        ("all(b.tracked or b.sure for b in boxes)", TWO, p.FALSE),
        ("any(not b.tracked and not b.sure for b in boxes)", TWO, p.TRUE),
        # elements of sets overlap
        ("count(a for a in agents if 'x' in a.skills)", SKILLS, (5, 6)),
        ("count(a for a in agents if 'x' in a.skills and 'y' in a.skills)", SKILLS, (3, 6)),
        ("any('x' in a.skills and 'y' in a.skills for a in agents)", SKILLS, p.TRUE),
        ("count(a for a in agents if 'z' in a.skills)", SKILLS, (0, 6)),
        ("count(a for a in agents if count(a.skills) >= 2)", SKILLS, (3, 6)),
        ("sum(a.age for a in agents if 'y' in a.skills)", SKILLS, (12, 18)),
        # numbers that do not make up the total leave the rest open
        ("count(b for b in boxes if b.tracked)", boxes(10, tracked={True: 4}), (4, 10)),
        ("count(b for b in boxes if b.tracked)", boxes(10, tracked={True: 4, False: 5}), (4, 5)),
        # listed members are among those counted
        ("count(b for b in boxes if b.tracked)", boxes(10, 2, tracked={True: 4, False: 6}), (4, 4)),
        # nobody knows who is who
        ("count(a for a in boxes for b in boxes if a == b)", boxes(3), (0, 9)),
    ],
)  # fmt: skip
def test_what_numbers_say(text: str, facts: Facts, found: Any) -> None:
    result = value(text, facts)
    assert (pytest.approx((result.low, result.high)) if isinstance(result, Range) else result) == found


# --- against every way there can be ----------------------------------------------------

CONDITIONS = [
    "b.tracked", "not b.sure", "b.tracked and b.sure", "b.tracked or not b.sure", "b.tracked == b.sure",
    "b.kind == 'low'", "b.kind == 'low' and b.tracked", "b.kind == 'low' or b.sure", "b.kind == 'mid' and not b.sure",
]  # fmt: skip
TABLES = st.fixed_dictionaries(
    {
        "tracked": st.integers(0, 4),
        "sure": st.integers(0, 4),
        "low": st.integers(0, 4),
        "mid": st.integers(0, 4),
    }
)


def members(table: Mapping[str, int], total: int) -> Iterator[list[dict[str, Any]]]:
    """All ways in which members have the values counted; every value was counted."""
    tracked = [True] * table["tracked"] + [False] * (total - table["tracked"])
    sure = [True] * table["sure"] + [False] * (total - table["sure"])
    kind = (["low"] * table["low"] + ["mid"] * table["mid"] + ["top"] * total)[:total]
    for some in set(itertools.permutations(sure)):
        for others in set(itertools.permutations(kind)):
            yield [
                {"tracked": a, "sure": b, "kind": c} for a, b, c in zip(tracked, some, others, strict=True)
            ]


@settings(max_examples=examples(150), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    table=TABLES,
    condition=st.sampled_from(CONDITIONS),
    form=st.sampled_from(["count(b for b in boxes if {})", "share(b for b in boxes if {})"]),
)
def test_two_attributes_together_are_exact(table: Mapping[str, int], condition: str, form: str) -> None:
    total = 4
    low, mid = table["low"], min(table["mid"], total - table["low"])
    table = {**table, "mid": mid}
    facts = boxes(
        total,
        tracked={True: table["tracked"], False: total - table["tracked"]},
        sure={True: table["sure"], False: total - table["sure"]},
        kind={"low": low, "mid": mid, "top": total - low - mid},
    )
    text = form.format(condition)
    found = value(text, facts)
    node, exact = typed(text), set()
    for rows in members(table, total):
        one = Evaluator(universe.base({"boxes": rows, "agents": []})).value(node, {})
        assert isinstance(one, Range)
        exact.add(one.low)
    assert isinstance(found, Range)
    assert (found.low, found.high) == (min(exact), max(exact))


LOOPS = [
    "count({v} for {v} in {c} if {f})", "share({v} for {v} in {c} if {f})", "any({f} for {v} in {c})",
    "all({f} for {v} in {c})", "distinct({e} for {v} in {c} if {f})", "sum({n} for {v} in {c} if {f})",
    "mean({n} for {v} in {c} if {f})", "median({n} for {v} in {c})", "min({n} for {v} in {c} if {f})",
    "names({v} for {v} in {c} if {f})", "count({e} for {v} in {c} if {f})",
]  # fmt: skip
PARTS = {
    "box": [
        {"c": "boxes", "v": "b", "f": f, "e": e, "n": n}
        for f in [*CONDITIONS, "b.owner == 'agent0'", "exists(b.owner)", "known(b.tracked)", "b.volume > 1"]
        for e in ("b.kind", "b.owner", "b.tracked")
        for n in ("b.volume", "(1 if b.tracked else 2)")
    ],
    "agent": [
        {"c": "agents", "v": "a", "f": f, "e": e, "n": "a.age"}
        for f in ("'x' in a.skills", "'x' in a.skills and 'y' in a.skills", "'x' not in a.skills", "a.age > 1",
                  "count(a.skills) > 1", "any(s == 'y' for s in a.skills)", "a.age > 1 and 'y' in a.skills")
        for e in ("a.age", "a.boss")
    ],
}  # fmt: skip


@settings(max_examples=examples(1500), deadline=None, suppress_health_check=list(HealthCheck))
@given(
    random=st.randoms(use_true_random=False),
    type_=st.sampled_from(["box", "agent"]),
    loop=st.sampled_from(LOOPS),
)
def test_whoever_they_are_the_result_was_possible(random: Random, type_: str, loop: str) -> None:
    parts = random.choice(PARTS[type_])
    if "distinct(b.tracked" in loop.format(**parts) or (
        loop.startswith("count({e}") and parts["e"] == "b.tracked"
    ):
        parts = {**parts, "e": "b.kind"}  # counting yes and no is not part of the language
    text = loop.format(**parts)
    from tests.conditions.random_facts import _Facts

    made = _Facts(random, 0.3)
    rows = [made.row(universe.VOCABULARY[type_]) for _ in range(random.choice((0, 1, 2)))]
    facts: dict[str, Any] = {
        "agents": [made.row(universe.VOCABULARY["agent"]) for _ in made.agents],
        "boxes": [],
        "teams": [{}],
    }
    facts[universe.VOCABULARY[type_].plural] = rows
    facts["counts"] = {type_: made.counted(universe.VOCABULARY[type_], rows)}
    node = typed(text)
    try:
        found = Evaluator(universe.base(facts)).value(node, {})
    except KeyError:  # a row names an agent that is not there
        return
    completer = Completer(facts, holes_of(node))
    for completed in at_random(completer, random, 5):
        less = Evaluator(universe.base(completed)).value(node, {})
        assert not p.decided(less) or within(found, less)


def test_numbers_that_contradict_themselves_are_no_way_to_complete_them() -> None:
    node = typed("count(b for b in boxes if b.tracked)")
    facts = boxes(2, tracked={True: 4})
    with pytest.raises(Contradiction):
        Completer(facts, holes_of(node)).complete(lambda options: options[0])
