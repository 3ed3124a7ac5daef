"""What is worked out once for many subjects is what each of them would have got alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ccrules.conditions import masks, tree
from ccrules.conditions import possible as p
from ccrules.conditions.aggregates import AGGREGATE
from ccrules.conditions.columns import Table
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.inputs import free, inputs, key_alone
from ccrules.conditions.missing import Memory, Missing, MissingFacts
from ccrules.conditions.possible import Choice, Possible
from ccrules.facts.base import Entity, FactBase
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN, OneOf, PartialSet
from tests.conditions import worlds
from tests.conditions.conditions import conditions
from tests.conditions.test_soundness import agents, boxes
from tests.effort import examples

many_boxes = st.fixed_dictionaries(
    {
        "boxes": st.lists(boxes, min_size=1, max_size=5),
        "agents": st.lists(agents, min_size=1, max_size=4),
        "teams": st.just([{"open": True}]),
        "organisation": st.fixed_dictionaries({"size": st.sampled_from([2, NOT_COLLECTED])}),
        "partial": st.sampled_from([frozenset(), frozenset({"box"}), frozenset({"agent"})]),
    }
)


class Alone(Evaluator):
    """An evaluator that shares nothing."""

    def _aggregate(self, node: tree.Aggregate, environment: Environment) -> Possible:
        return AGGREGATE[node.function](self, node, environment)

    def joined(self, node: tree.Aggregate) -> None:
        return None


def facts_of(**rows: Any) -> FactBase:
    return worlds.base(teams=[], **rows)


def members(facts: FactBase) -> tuple[Entity, ...]:
    return facts.collections["box"].members


@settings(max_examples=examples(1500), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=many_boxes)
def test_masks_are_those_of_each_subject_alone(text: str, world: Mapping[str, Any]) -> None:
    when = worlds.question(text).when
    facts = worlds.base(**world)
    together = list(masks.part_of(when, "box").masks(Evaluator(facts), Table(members(facts))))
    assert together == [Alone(facts).mask(when, {"box": Choice((box,))}) for box in members(facts)]


@settings(max_examples=examples(800), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=many_boxes)
def test_missing_facts_are_among_those_of_each_subject_alone(text: str, world: Mapping[str, Any]) -> None:
    when = worlds.question(text).when
    facts = worlds.base(**world)
    evaluator, memory = Evaluator(facts), Memory()
    for box in members(facts):
        together = MissingFacts(evaluator, {}, memory)
        together.collect(when, {"box": Choice((box,))})
        alone = MissingFacts(Alone(facts), {})
        alone.collect(when, {"box": Choice((box,))})
        assert together.names <= alone.names  # rows that add nothing are not even asked for their key
        assert set(together.missing) == together.names


@pytest.mark.parametrize(
    ("owner", "least", "most"),
    [
        (NOT_COLLECTED, 1, 2),
        (UNKNOWN, 1, 2),
        (NONE, 1, 1),
        (NOT_APPLICABLE, 1, 1),
        ("agent0", 2, 2),
        ("agent1", 1, 1),
    ],
)
def test_a_key_that_nobody_knows_may_be_any(owner: Any, least: int, most: int) -> None:
    rows = [{"owner": "agent0", "sure": True}, {"owner": owner, "sure": True}]
    facts = facts_of(boxes=rows, agents=[{}, {}])
    node = counted("count(b for b in boxes if b.owner == box.owner and b.sure) > 1")
    found = Evaluator(facts).value(node, {"box": Choice((members(facts)[0],))})
    assert found == p.Range(least, most)


def test_a_key_among_several_meets_those_alone() -> None:
    facts = facts_of(boxes=[{"owner": f"agent{n}", "sure": True} for n in range(4)], agents=[{}] * 4)
    staff = facts.collections["agent"].members
    members(facts)[3].__dict__["owner"] = OneOf((staff[1], staff[2]))
    node = counted("count(b for b in boxes if b.owner == box.owner) > 1")
    evaluator = Evaluator(facts)
    found = [evaluator.value(node, {"box": Choice((box,))}) for box in members(facts)]
    assert found == [p.Range(1, 1), p.Range(1, 2), p.Range(1, 2), p.Range(0, 3)]


def test_a_set_that_is_incomplete_meets_what_it_has_and_perhaps_more() -> None:
    rows = [{"skills": frozenset({"x"})}, {"skills": PartialSet(frozenset({"y"}))}, {"skills": NOT_COLLECTED}]
    facts = facts_of(boxes=[{}], agents=rows)
    found = [
        Evaluator(facts).value(counted(f"count(a for a in agents if '{skill}' in a.skills) > 1"), {})
        for skill in "xyz"
    ]
    assert found == [p.Range(1, 3), p.Range(1, 2), p.Range(0, 2)]


def counted(text: str) -> tree.Aggregate:
    """The aggregate of a comparison."""
    node = worlds.question(text).when
    assert isinstance(node, tree.Compare)
    assert isinstance(node.left, tree.Aggregate)
    return node.left


@pytest.mark.parametrize(
    ("text", "read", "alone"),
    [
        ("count(b for b in boxes if b.owner == box.owner) > 1", ["box.owner"], True),
        ("count(b for b in boxes if b.owner == box.owner and b.volume > box.volume) > 1", ["box.owner", "box.volume"], False),
        ("count(b for b in boxes if b.sure) > 1", [], False),
        ("count(b for a in agents for b in boxes if b.owner == a and b.sure) > 1", [], True),
        ("count(b for b in boxes if known(box.owner)) > 1", ["known(box.owner)"], False),
        ("count(s for s in box.scores if s > latest(box.scores)) > 1", ["box", "latest(box.scores)"], False),
    ],
)  # fmt: skip
def test_what_an_aggregate_depends_on(text: str, read: list[str], alone: bool) -> None:
    node = counted(text)
    assert [text[part.start : part.end] for part in inputs(node)] == read
    assert key_alone(node) is alone
    assert free(node) == (frozenset({"box"}) if read else frozenset())


def test_missing_facts_by_sort() -> None:
    facts = facts_of(boxes=[{"owner": "agent0"}, *[{"owner": NOT_COLLECTED}] * 30], agents=[{}])
    evaluator, memory = Evaluator(facts), Memory()
    when = worlds.question("count(b for b in boxes if b.owner == box.owner and b.sure) > 40").when
    assert p.decided(evaluator.value(when, {"box": Choice((members(facts)[0],))}))
    when = worlds.question(
        "box.tracked and count(b for b in boxes if b.owner == box.owner and b.sure) > 4"
    ).when
    found = []
    for box in members(facts)[:1] * 2:
        collected = MissingFacts(evaluator, {}, memory)
        collected.collect(when, {"box": Choice((box,))})
        found.append(collected.missing)
    assert found[0].group is found[1].group
    assert list(found[0].by_sort(2)) == [
        (("box", "owner"), 30, ("box/box1.owner", "box/box10.owner")),
        (("box", "sure"), 31, ("box/box0.sure", "box/box1.sure")),
        (("box", "tracked"), 1, ("box/box0.tracked",)),
    ]
    assert len(found[0]) == len(list(found[0])) == 62


def test_missing_facts_without_a_group() -> None:
    missing = Missing(frozenset({"agent[]", "box/a.b.owner", "assessment.date"}))
    assert list(missing) == ["agent[]", "assessment.date", "box/a.b.owner"]
    assert [sort for sort, _, _ in missing.by_sort(5)] == [
        ("", "agent[]"),
        ("assessment", "date"),
        ("box", "owner"),
    ]
