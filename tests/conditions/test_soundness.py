"""A definite verdict holds whatever the missing facts turn out to be."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.compiler import Compiled
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.possible import Choice
from ccrules.facts.base import FactBase
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN, Interval
from tests.conditions import worlds
from tests.conditions.conditions import conditions
from tests.effort import examples

MISSING = st.just(NOT_COLLECTED)
MOST_COMPLETIONS = 400

boxes = st.fixed_dictionaries(
    {
        "tracked": st.sampled_from([True, False, UNKNOWN, NOT_APPLICABLE, NOT_COLLECTED]),
        "sure": st.sampled_from([True, False, NOT_COLLECTED]),
        "volume": st.sampled_from([0, 2, 9, NOT_COLLECTED, Interval(2, 9), NOT_APPLICABLE]),
        "delta": st.sampled_from([-5, 0, 5, NOT_COLLECTED]),
        "kind": st.sampled_from(["low", "mid", "top", NOT_COLLECTED]),
        "owner": st.sampled_from(["agent0", "agent0", NONE, NOT_COLLECTED, UNKNOWN]),
        "seen": st.sampled_from([datetime.date(2026, 9, 30), NOT_COLLECTED, NONE]),
        "rhythm": st.sampled_from([worlds.Duration(days=7), NOT_COLLECTED]),
        "scores": st.sampled_from([worlds.DOMAINS["scores"][0], NOT_COLLECTED]),
    }
)
agents = st.fixed_dictionaries(
    {
        "skills": st.sampled_from([frozenset({"x"}), frozenset(), NOT_COLLECTED]),
        "team": st.sampled_from(["team0", NOT_COLLECTED]),
        "age": st.sampled_from([0, 3, 9, NOT_COLLECTED]),
    }
)
worlds_with_holes = st.fixed_dictionaries(
    {
        "boxes": st.lists(boxes, min_size=1, max_size=3),
        "agents": st.lists(agents, min_size=1, max_size=2),
        "teams": st.just([{"open": True}]),
        "organisation": st.fixed_dictionaries(
            {"size": st.sampled_from([2, NOT_COLLECTED]), "written": st.booleans()}
        ),
    }
)


def mask_of(facts: FactBase, node: tree.Node) -> p.Mask:
    """The possible outcomes for the first box."""
    return Evaluator(facts).mask(node, {"box": Choice((facts.collections["box"].members[0],))})


def attributes_read(node: tree.Node) -> set[str]:
    """The attributes a condition reads."""
    return {part.attribute.name for part in tree.walk(node) if isinstance(part, tree.Field)}


def number_of_completions(facts: FactBase, read: set[str]) -> int:
    """How many completions there are."""
    number = 1
    for entity, name in worlds.holes(facts):
        if name in read:
            number *= len(worlds.fillings(facts, entity, name))
    return number


@settings(max_examples=examples(1500), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=worlds_with_holes)
def test_every_completion_gives_a_possible_outcome(text: str, world: Mapping[str, Any]) -> None:
    asked = worlds.question(text)
    facts = worlds.base(**world)
    read = attributes_read(asked.when)
    assume(number_of_completions(facts, read) <= MOST_COMPLETIONS)
    found = mask_of(facts, asked.when)
    for completed in worlds.completions(facts, read):
        mask = mask_of(completed, asked.when)
        assert mask & ~found == 0, f"{text}: {found} became {mask}"


@settings(max_examples=examples(800), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=worlds_with_holes)
def test_the_compiled_loop_agrees_with_the_evaluator(text: str, world: Mapping[str, Any]) -> None:
    asked = worlds.question(text)
    facts = worlds.base(**world)
    subjects = facts.collections["box"].members
    verdicts = Compiled(asked).run(facts, subjects)
    evaluator = Evaluator(facts)
    for subject in subjects:
        mask = evaluator.mask(asked.when, {"box": Choice((subject,))})
        if subject in verdicts.failed:
            assert mask == p.TRUE
        elif subject in verdicts.passed:
            assert mask == p.FALSE


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=worlds_with_holes, partial=st.sampled_from(["box", "agent"]))
def test_a_partial_list_allows_what_the_complete_one_gives(
    text: str, world: Mapping[str, Any], partial: str
) -> None:
    asked = worlds.question(text)
    complete = mask_of(worlds.base(**world), asked.when)
    open_ = mask_of(worlds.base(**world, partial=frozenset({partial})), asked.when)
    assert complete & ~open_ == 0


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=worlds_with_holes, extra=boxes)
def test_a_partial_list_allows_one_more_member(
    text: str, world: Mapping[str, Any], extra: Mapping[str, Any]
) -> None:
    asked = worlds.question(text)
    open_ = mask_of(worlds.base(**world, partial=frozenset({"box"})), asked.when)
    more = {**world, "boxes": [*world["boxes"], extra]}
    assert mask_of(worlds.base(**more), asked.when) & ~open_ == 0


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=worlds_with_holes, data=st.data())
def test_the_order_of_members_changes_nothing(
    text: str, world: Mapping[str, Any], data: st.DataObject
) -> None:
    asked = worlds.question(text)
    first = {**world["boxes"][0], "id": "first"}
    rest = [{**row, "id": f"rest{n}"} for n, row in enumerate(world["boxes"][1:])]
    facts = worlds.base(**{**world, "boxes": [first, *rest]})
    shuffled = worlds.base(**{**world, "boxes": [first, *data.draw(st.permutations(rest))]})
    assert mask_of(facts, asked.when) == mask_of(shuffled, asked.when)
