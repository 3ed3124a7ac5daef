"""The missing facts named for an undecided verdict: filling them decides it, and each is open."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import HealthCheck, assume, given, settings

from ccrules.conditions import possible as p
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.missing import MissingFacts
from ccrules.conditions.possible import Choice
from ccrules.conditions.tree import Node
from ccrules.facts.base import Entity, FactBase, fact_name
from ccrules.values import NOT_COLLECTED, UNKNOWN, NotPlain
from tests.conditions import worlds
from tests.conditions.conditions import conditions
from tests.conditions.test_soundness import MOST_COMPLETIONS, mask_of, worlds_with_holes
from tests.effort import examples


def missing_of(facts: FactBase, node: Node) -> set[str]:
    """The facts that the verdict on the first box waits for."""
    collector = MissingFacts(Evaluator(facts), {})
    collector.collect(node, {"box": Choice((facts.collections["box"].members[0],))})
    return collector.names


def slots(facts: FactBase, names: set[str]) -> list[tuple[Entity, str]]:
    """The attributes that names speak of."""
    every = ((entity, name) for entity in facts.entities() for name in entity._type.attributes)
    return [(entity, name) for entity, name in every if fact_name(entity, name) in names]


def filled(facts: FactBase, open_: list[tuple[Entity, str]]) -> Iterator[FactBase]:
    """The facts with every slot filled by a definite value, in every way, in place."""
    before = [entity.__dict__[name] for entity, name in open_]
    choices = [[v for v in worlds.fillings(facts, *slot) if v is not UNKNOWN] for slot in open_]
    for values in itertools.product(*choices):
        _set(facts, open_, values)
        yield facts
    _set(facts, open_, before)


def _set(facts: FactBase, open_: list[tuple[Entity, str]], values: Any) -> None:
    for (entity, name), value in zip(open_, values, strict=True):
        entity.__dict__[name] = value
    for collection in facts.collections.values():
        collection._indexes.clear()


@settings(max_examples=examples(1200), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=worlds_with_holes)
def test_filling_what_is_missing_decides(text: str, world: Mapping[str, Any]) -> None:
    asked = worlds.question(text)
    facts = worlds.base(**world)
    assume(mask_of(facts, asked.when) not in (p.TRUE, p.FALSE, p.NA))
    names = missing_of(facts, asked.when)
    open_ = slots(facts, names)
    assert len(open_) == len(names), names
    number = 1
    for slot in open_:
        number *= len(worlds.fillings(facts, *slot))
    assume(number <= MOST_COMPLETIONS)
    # To learn what nobody could tell turns cannot_tell() itself, and so may open what it had settled.
    asked_in_vain = any(entity.__dict__[name] is UNKNOWN for entity, name in open_)
    assume(not (asked_in_vain and ("known(" in text or "cannot_tell(" in text)))
    for full in filled(facts, open_):
        assert mask_of(full, asked.when) in (p.TRUE, p.FALSE, p.NA), names


@settings(max_examples=examples(500), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=worlds_with_holes)
def test_nothing_known_is_named(text: str, world: Mapping[str, Any]) -> None:
    asked = worlds.question(text)
    facts = worlds.base(**world)
    for entity, name in slots(facts, missing_of(facts, asked.when)):
        assert isinstance(entity.__dict__[name], NotPlain)


def test_a_decided_condition_waits_for_nothing() -> None:
    facts = worlds.base(boxes=[{"tracked": NOT_COLLECTED, "sure": False}], agents=[], teams=[])
    assert missing_of(facts, worlds.question("box.tracked and box.sure").when) == set()


def test_a_list_that_is_incomplete_is_named() -> None:
    facts = worlds.base(boxes=[{"sure": True}], agents=[], teams=[], partial=frozenset({"box"}))
    assert missing_of(facts, worlds.question("count(b for b in boxes if b.sure) > 3").when) == {"box[]"}


def test_the_date_of_the_assessment_is_named() -> None:
    facts = worlds.base(boxes=[{"seen": worlds.TODAY}], agents=[], teams=[], today=NOT_COLLECTED)
    assert missing_of(facts, worlds.question("age(box.seen) > '6 months'").when) == {"assessment.date"}
