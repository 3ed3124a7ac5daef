"""Explanations of random conditions over random facts: they say what the verdict is, and what would turn it."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ccrules.assembly.explaining import explain_outcome
from ccrules.assembly.explaining.explained import Explainer
from ccrules.assembly.explaining.reversing import AIMS, Reversing, judged
from ccrules.conditions import possible as p
from ccrules.conditions.levers import is_known
from ccrules.conditions.possible import Choice
from ccrules.conditions.supposing import Setting
from ccrules.conditions.tracing import Trace
from ccrules.conditions.turning import Budget, Move
from ccrules.facts.base import Entity, FactBase
from ccrules.values import NOT_APPLICABLE, UNKNOWN, OneOf, Series
from tests.conditions import worlds
from tests.conditions.conditions import conditions
from tests.conditions.test_soundness import worlds_with_holes
from tests.explaining.support import context_of, question

RANDOM = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
MASKS = {p.TRUE: "fail", p.FALSE: "pass", p.NA: "not_applicable"}


def stored(facts: FactBase) -> dict[tuple[str, str], Any]:
    return {(one._name, name): value for one in facts.entities() for name, value in one.__dict__.items()}


@RANDOM
@given(text=conditions(), world=worlds_with_holes, language=st.sampled_from(["en", "fr"]))
def test_the_value_on_top_is_the_verdict(text: str, world: Mapping[str, Any], language: str) -> None:
    context = context_of(worlds.base(**world), worlds.check(question(text)), language)
    found = explain_outcome(context, "C", None)
    json.dumps(found.data)
    assert "{" not in found.text
    for one in found.data:
        outcome = one["parts"][-1]["parts"][0]["outcome"]
        assert {"fail": "true", "pass": "false", "not_assessed": "open"}.get(
            one["verdict"], outcome
        ) == outcome


@RANDOM
@given(text=conditions(), guard=conditions(), world=worlds_with_holes)
def test_parts_that_stop_it_suffice_and_none_is_idle(text: str, guard: str, world: Mapping[str, Any]) -> None:
    context = context_of(worlds.base(**world), worlds.check(question(text, guard)))
    found = context.outcomes["C"]
    for subject in context.base.collections["box"].members:
        one = Explainer(context).explain(found, subject)
        for stop in one.stops:
            assert all(holds(trace, stop) for _, trace in one.sections)
            for idle in stop:
                fewer = tuple(part for part in stop if part is not idle)
                assert not all(holds(trace, fewer) for _, trace in one.sections)


def holds(trace: Trace, granted: tuple[Trace, ...]) -> bool:
    """Whether a condition is true if some of its parts are taken to be."""
    if any(trace is one for one in granted):
        return True
    if trace.join:
        return (all if trace.join == "and" else any)(holds(part, granted) for part in trace.parts)
    return trace.outcome == p.TRUE


@RANDOM
@given(text=conditions(), guard=st.one_of(st.just(""), conditions()), world=worlds_with_holes)
def test_every_change_proposed_turns_the_verdict(text: str, guard: str, world: Mapping[str, Any]) -> None:
    facts = worlds.base(**world)
    context = context_of(facts, worlds.check(question(text, guard)))
    before = stored(facts)
    subject = facts.collections["box"].members[0]
    one = Explainer(context).explain(context.outcomes["C"], subject)
    after = stored(facts)
    assert before.keys() == after.keys()
    assert all(before[key] is after[key] for key in before)
    for change in one.turned.changes if one.turned else ():
        assert verdict_with(context, change.moves, subject.id) == change.outcome
        assert change.outcome != one.verdict


def verdict_with(context: Any, moves: tuple[Move, ...], box: str) -> str:
    """The verdict over a copy of the facts in which they are otherwise."""
    check = context.method.checks["C"]
    facts = copy.deepcopy(context.base)
    for move in moves:
        entity = move.lever.entity
        target = (
            facts.singletons.get(entity._type.name) or facts.collections[entity._type.name].by_id[entity.id]
        )
        value = move.lever.wrapped(move.then)
        target.__dict__[move.lever.attribute.name] = translated(value, facts)
    for collection in facts.collections.values():
        collection._indexes.clear()
    nodes = tuple(node for node in (check.question.applies, check.question.when) if node is not None)
    return judged(nodes, facts, {"box": Choice((facts.collections["box"].by_id[box],))})


def translated(value: Any, facts: FactBase) -> Any:
    """The same value, with the entities of another fact base."""
    if isinstance(value, Entity):
        return facts.collections[value._type.name].by_id[value.id]
    if isinstance(value, OneOf):
        return OneOf(tuple(translated(one, facts) for one in value._candidates))
    return value


@RANDOM
@given(text=conditions(), guard=st.one_of(st.just(""), conditions()), world=worlds_with_holes)
def test_a_single_fact_that_turns_the_verdict_is_found(
    text: str, guard: str, world: Mapping[str, Any]
) -> None:
    facts = worlds.base(**world)
    context = context_of(facts, worlds.check(question(text, guard)))
    subject = facts.collections["box"].members[0]
    reversing = Reversing(context, context.method.checks["C"])
    verdict = reversing.judge(subject, facts)
    assume(verdict in AIMS)
    turned = reversing.search(subject, verdict, Budget())
    found = {
        (move.lever.entity, move.lever.attribute.name) for one in turned.changes for move in one.moves[:1]
    }
    for entity in facts.entities():
        for name in entity._type.attributes:
            if not findable(text + guard, entity, name):
                continue
            if is_known(entity.__dict__[name]) and turns(reversing, subject, entity, name, AIMS[verdict][0]):
                assert (entity, name) in found, f"{text} / {guard}: {entity} {name}"
                assert len(turned.changes[0].moves) == 1


def findable(text: str, entity: Entity, name: str) -> bool:
    """Whether the search knows where to look: not for the one number that makes a total equal another."""
    number = entity._type.attributes[name].type in ("int", "number")
    totals = any(f"{one}(" in text for one in ("sum", "mean", "median", "min", "max", "share"))
    return not (number and totals and ("==" in text or "!=" in text))


def turns(reversing: Reversing, subject: Entity, entity: Entity, name: str, aim: str) -> bool:
    """Whether some value of a fact gives the verdict: of a set with one member more or less."""
    now = entity.__dict__[name]
    for value in worlds.fillings(reversing.context.base, entity, name):
        if value is NOT_APPLICABLE or value is UNKNOWN or isinstance(now, Series):
            continue
        if isinstance(now, frozenset) and len(now ^ value) > 1:
            continue
        with reversing.supposer.suppose([Setting(entity, name, value)]) as trial:
            if reversing.judge(subject, trial) == aim:
                return True
    return False
