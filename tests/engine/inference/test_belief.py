"""Beliefs by the arithmetic of MYCIN's certainty factors."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules.engine.inference import (
    Conclusion,
    Cycle,
    Element,
    InferenceResult,
    Pattern,
    Program,
    Rule,
    beliefs,
    cycles,
)
from ccrules.engine.inference.belief import combine, dependency_order
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.errors import EngineError

of = Pattern.of
CAUSE = Conclusion("cause", None)


def finding(check: str, subject: str) -> Element:
    return Element("finding", check, {"subject": f"e:{subject}"}, f"{check}:{subject}")


def believed(rules, elements, confidence=None):
    program = Program(tuple(rules))
    return beliefs(program, ForwardEngine().run(program, elements), confidence or {})


def test_a_firing_gives_the_belief_of_its_rule_times_the_least_of_its_premises():
    rule = Rule("R", (of("finding", "D1"), of("finding", "D2")), "cause", belief=0.6)
    found = believed([rule], [finding("D1", "a"), finding("D2", "a")], {"D1:a": 0.5, "D2:a": 0.9})
    assert found.conclusions == {CAUSE: pytest.approx(0.3)}


def test_what_has_no_confidence_is_sure():
    assert believed(
        [Rule("R", (of("finding", "D1"),), "cause", belief=0.6)], [finding("D1", "a")]
    ).conclusions == {CAUSE: 0.6}


def test_of_many_that_match_an_existential_premise_the_surest_counts():
    rule = Rule("R", (of("finding", "D1"),), "cause", belief=0.5)
    found = believed([rule], [finding("D1", "a"), finding("D1", "b")], {"D1:a": 0.2, "D1:b": 0.8})
    assert found.conclusions == {CAUSE: pytest.approx(0.4)}


def test_many_bindings_of_one_rule_count_once_at_their_most():
    rule = Rule(
        "R",
        (of("finding", "D1", "f"), of("finding", "D2", same={"subject": ("f", "subject")})),
        "cause",
        belief=0.5,
    )
    elements = [finding(check, subject) for check in ("D1", "D2") for subject in "abc"]
    found = believed([rule], elements, {"D1:a": 0.2, "D1:b": 0.6, "D2:b": 0.7, "D2:c": 0.4})
    assert found.conclusions == {CAUSE: pytest.approx(0.3)}


def test_variants_of_one_rule_count_once():
    rules = [
        Rule("R", (of("finding", check),), "cause", belief=0.6, variant=n)
        for n, check in enumerate(["D1", "D2"])
    ]
    found = believed(rules, [finding("D1", "a"), finding("D2", "a")])
    assert found.conclusions == {CAUSE: 0.6}
    assert found.shares == {CAUSE: {"R": 0.6}}


def test_different_rules_combine():
    rules = [
        Rule(name, (of("finding", "D1"),), "cause", belief=belief)
        for name, belief in (("A", 0.6), ("B", 0.5))
    ]
    found = believed(rules, [finding("D1", "a")])
    assert found.conclusions == {CAUSE: pytest.approx(0.8)}
    assert found.shares == {CAUSE: {"A": 0.6, "B": 0.5}}


def test_a_conclusion_passes_its_belief_on():
    rules = [
        Rule("C", (of("conclusion", "cause"),), "effect", belief=0.5),
        Rule("A", (of("finding", "D1"),), "cause", belief=0.6),
        Rule("B", (of("finding", "D1"),), "cause", belief=0.5),
    ]
    found = believed(rules, [finding("D1", "a")])
    assert found.conclusions[Conclusion("effect", None)] == pytest.approx(0.4)


def test_conclusions_about_different_subjects_are_believed_apart():
    found = believed(
        [Rule("R", (of("finding", "D1", "f"),), "c", "f")],
        [finding("D1", "a"), finding("D1", "b")],
        {"D1:b": 0.1},
    )
    assert found.conclusions == {Conclusion("c", "e:a"): 1.0, Conclusion("c", "e:b"): 0.1}


def test_what_did_not_fire_is_not_believed():
    assert believed([Rule("R", (of("finding", "D1"),), "cause")], []).conclusions == {}


def test_beliefs_are_the_same_to_the_last_bit_whatever_the_order(case):
    compared = 0
    for seed in range(150):
        program, elements = case(seed, acyclic=True)
        draw = random.Random(seed)
        rules = tuple(
            Rule(r.id, r.patterns, r.conclusion_id, r.for_alias, draw.random(), r.variant)
            for r in program.rules
        )
        confidence = {str(element.ref): draw.random() for element in elements}
        expected = believed(rules, elements, confidence)
        found = believed(draw.sample(rules, len(rules)), draw.sample(elements, len(elements)), confidence)
        assert found == expected
        compared += len(expected.conclusions)
    assert compared > 30


def test_belief_never_falls_where_confidence_rises(case):
    compared = 0
    for seed in range(150):
        program, elements = case(seed, acyclic=True)
        draw = random.Random(seed)
        rules = [replace(rule, belief=draw.random()) for rule in program.rules]
        lower = {str(element.ref): draw.random() for element in elements}
        higher = {ref: value + (1 - value) * draw.choice([0, draw.random()]) for ref, value in lower.items()}
        below, above = (believed(rules, elements, found).conclusions for found in (lower, higher))
        assert all(belief <= above[conclusion] + 1e-12 for conclusion, belief in below.items())
        compared += sum(belief < above[conclusion] for conclusion, belief in below.items())
    assert compared > 30


unit = st.floats(0, 1)


@given(unit, unit, unit)
def test_combining_is_symmetric_never_above_one_and_never_weakens(first, second, third):
    assert combine(first, second) == pytest.approx(combine(second, first))
    assert combine(combine(first, second), third) == pytest.approx(combine(first, combine(second, third)))
    assert max(first, second) - 1e-12 <= combine(first, second) <= 1 + 1e-12


def chain(*names: str) -> list[Rule]:
    return [Rule(f"{one}>{two}", (of("conclusion", one),), two) for one, two in pairwise(names)]


def test_conclusions_that_do_not_depend_on_themselves_have_no_cycle():
    program = Program((*chain("a", "b", "d"), *chain("a", "c", "d")))
    assert cycles(program) == ()
    order = dependency_order(program)
    assert order.index("b") < order.index("d") > order.index("c")


def test_a_cycle_names_its_conclusions_and_rules():
    (cycle,) = cycles(Program((*chain("a", "b", "c", "a"), *chain("c", "x"))))
    assert set(cycle.conclusions) == {"a", "b", "c"}
    assert set(cycle.rules) == {"a>b", "b>c", "c>a"}
    assert all(rule.startswith(name) for name, rule in zip(*cycle, strict=True))


def test_each_knot_is_reported():
    program = Program((*chain("a", "a"), *chain("b", "c", "b"), *chain("a", "b")))
    assert [set(cycle.conclusions) for cycle in cycles(program)] == [{"a"}, {"b", "c"}]


def test_a_cycle_can_be_read():
    assert str(Cycle(("a", "b"), ("R1", "R2"))) == "a -(R1)-> b -(R2)-> a"


def test_beliefs_of_a_cycle_are_refused():
    program = Program(tuple(chain("a", "b", "a")))
    with pytest.raises(EngineError, match=r"depend on themselves: . -\(.>.\)-> . -\(.>.\)-> ."):
        beliefs(program, InferenceResult("forward", 0))
