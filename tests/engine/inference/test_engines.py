"""What every engine must do, and that all do the same."""

from __future__ import annotations

import random
import threading
from dataclasses import replace

import pytest

from ccrules.engine.inference import (
    Conclusion,
    Element,
    Firing,
    Pattern,
    Program,
    Rule,
    durable,
    session,
)
from ccrules.engine.inference.durable import DurableEngine
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.errors import EngineError

of = Pattern.of
needs_durable = pytest.mark.skipif(not durable.available(), reason="durable-rules can't be imported here")

engines = pytest.mark.parametrize(
    "engine",
    [ForwardEngine(), pytest.param(DurableEngine(), marks=needs_durable)],
    ids=["forward", "durable"],
)


def finding(check: str, subject: str) -> Element:
    return Element("finding", check, {"subject": f"e:{subject}"}, f"{check}:{subject}")


def fact(name: str, number: str, **fields: str) -> Element:
    return Element("fact", name, {"subject": f"e:{name}/{number}", **fields}, f"{name}/{number}")


@engines
def test_a_premise_without_alias_lists_all_that_match_it(engine):
    program = Program((Rule("R", (of("finding", "D1"), of("finding", "D2")), "cause"),))
    result = engine.run(program, [finding("D1", "box/b"), finding("D2", "box/a"), finding("D1", "box/a")])
    assert result.firings == (
        Firing("R", 0, Conclusion("cause", None), (("D1:box/a", "D1:box/b"), ("D2:box/a",))),
    )
    assert (result.facts, result.fired) == (2, 1)


@engines
def test_an_alias_that_nothing_refers_to_does_not_multiply_the_bindings(engine):
    patterns = tuple(of("fact", name, alias=name) for name in ("x", "y", "z"))
    elements = [fact(name, str(number)) for name in ("x", "y", "z") for number in range(30)]
    (firing,) = engine.run(Program((Rule("R", patterns, "cause"),)), elements).firings
    assert [len(premise) for premise in firing.premises] == [30, 30, 30]


@engines
def test_a_joined_premise_fires_once_for_each_binding(engine):
    patterns = (
        of("fact", "box", "m", where={"tracked": "b:false"}),
        of("finding", "D1", same={"subject": ("m", "subject")}),
    )
    boxes = [
        fact("box", "a", tracked="b:false"),
        fact("box", "b", tracked="b:false"),
        fact("box", "c", tracked="b:true"),
    ]
    found = [finding("D1", f"box/{name}") for name in "abc"]
    result = engine.run(Program((Rule("R", patterns, "lost", for_alias="m"),)), boxes + found)
    assert [(firing.conclusion.subject, firing.premises) for firing in result.firings] == [
        ("e:box/a", (("box/a",), ("D1:box/a",))),
        ("e:box/b", (("box/b",), ("D1:box/b",))),
    ]
    assert result.facts == 6


@engines
def test_a_join_may_refer_to_a_premise_that_comes_later(engine):
    patterns = (of("finding", "D1", same={"subject": ("m", "subject")}), of("fact", "box", "m"))
    result = engine.run(
        Program((Rule("R", patterns, "lost", "m"),)), [finding("D1", "box/a"), fact("box", "a")]
    )
    assert result.conclusions == (Conclusion("lost", "e:box/a"),)


@engines
def test_conclusions_are_premises_of_other_rules(engine):
    rules = (
        Rule("R3", (of("conclusion", "worse"), of("finding", "D2")), "worst"),
        Rule(
            "R2",
            (of("conclusion", "bad", "c"), of("fact", "box", same={"subject": ("c", "subject")})),
            "worse",
            "c",
        ),
        Rule("R1", (of("finding", "D1", "f"),), "bad", "f"),
    )
    elements = [finding("D1", "box/a"), finding("D1", "box/b"), fact("box", "a"), finding("D2", "box/a")]
    result = engine.run(Program(rules), elements)
    assert result.firings[-1].premises == ((Conclusion("worse", "e:box/a"),), ("D2:box/a",))
    assert result.conclusions == (
        Conclusion("bad", "e:box/a"),
        Conclusion("bad", "e:box/b"),
        Conclusion("worse", "e:box/a"),
        Conclusion("worst", None),
    )


@engines
def test_an_unknown_value_equals_nothing_not_even_itself(engine):
    patterns = (of("fact", "box", "m"), of("fact", "box", "n", same={"team": ("m", "team")}))
    assert (
        engine.run(Program((Rule("R", patterns, "pair"),)), [fact("box", "a"), fact("box", "b")]).firings
        == ()
    )


@engines
def test_one_element_may_match_two_premises(engine):
    patterns = (of("fact", "box", "m"), of("fact", "box", "n", same={"team": ("m", "team")}))
    result = engine.run(
        Program((Rule("R", patterns, "pair"),)),
        [fact("box", "a", team="e:team/1"), fact("box", "b", team="e:team/1")],
    )
    assert [firing.premises for firing in result.firings] == [
        (("box/a",), ("box/a",)),
        (("box/a",), ("box/b",)),
        (("box/b",), ("box/a",)),
        (("box/b",), ("box/b",)),
    ]


@engines
def test_a_conclusion_about_an_element_without_subject_is_about_the_organisation(engine):
    program = Program((Rule("R", (of("finding", "D1", "f"),), "cause", "f"),))
    (firing,) = engine.run(program, [Element("finding", "D1", {}, "D1")]).firings
    assert firing.conclusion == Conclusion("cause", None)


@engines
def test_elements_of_other_kinds_and_names_and_duplicates_do_not_go_in(engine):
    program = Program((Rule("R", (of("passed", "D1", "p"),), "fine", "p"),))
    passed = Element("passed", "D1", {"subject": "e:box/a"}, "D1:box/a")
    elements = [passed, passed, finding("D1", "box/a"), replace(passed, name="D2"), fact("D1", "a")]
    result = engine.run(program, elements)
    assert (result.facts, len(result.firings)) == (1, 1)


@engines
def test_nothing_given_and_no_rules_give_nothing(engine):
    program = Program((Rule("R", (of("finding", "D1"),), "cause"),))
    assert engine.run(program, []).firings == ()
    assert engine.run(Program(()), [finding("D1", "box/a")]).firings == ()


@engines
@pytest.mark.parametrize(
    "token",
    [
        "t:boîte « réclamations »",
        "t:a\"b\\c'd\n\t\0",
        "t:" + "x" * 70_000,
        "t:\ud800",
        "t:",
        "t:{}[]:,",
        "n:1.0",
    ],
    ids=["accents", "quotes", "long", "surrogate", "empty", "json", "number"],
)
def test_any_text_is_a_value_and_equal_only_to_itself(engine, token):
    patterns = (
        of("fact", "box", "m", where={"label": token}),
        of("fact", "box", same={"label": ("m", "label")}),
    )
    elements = [
        fact("box", "a", label=token),
        fact("box", "b", label=f"{token} "),
        fact("box", "c", label=token),
    ]
    result = engine.run(Program((Rule("R", patterns, "cause", "m"),)), elements)
    assert {firing.premises for firing in result.firings} == {
        ((f"box/{one}",), (f"box/{other}",)) for one in "ac" for other in "ac"
    }


@engines
@pytest.mark.parametrize("field", ["id", "sid", "$s", "group", "member", "serial", "kind", "é", "a.b"])
def test_any_name_is_a_field(engine, field):
    patterns = (of("fact", "box", "m"), of("fact", "team", same={field: ("m", field)}))
    elements = [
        fact("box", "a", **{field: "t:1"}),
        fact("team", "a", **{field: "t:1"}),
        fact("team", "b", **{field: "t:2"}),
    ]
    result = engine.run(Program((Rule("R", patterns, "cause", "m"),)), elements)
    assert [firing.premises for firing in result.firings] == [(("box/a",), ("team/a",))]


@engines
def test_entities_of_two_types_with_one_id_are_two(engine):
    program = Program(
        (Rule("A", (of("fact", "box", "m"),), "a", "m"), Rule("B", (of("fact", "team", "m"),), "b", "m"))
    )
    result = engine.run(program, [fact("box", "billing"), fact("team", "billing")])
    assert result.conclusions == (Conclusion("a", "e:box/billing"), Conclusion("b", "e:team/billing"))


@engines
def test_seventy_rules_may_ask_for_seventy_attributes_of_one_entity(engine):
    names = [f"attribute{number}" for number in range(70)]
    rules = tuple(Rule(name, (of("fact", "box", "m", where={name: "b:true"}),), "c", "m") for name in names)
    result = engine.run(Program(rules), [fact("box", "a", **dict.fromkeys(names, "b:true"))])
    assert result.fired == 70


@engines
def test_six_hundred_rules_may_share_a_premise(engine):
    rules = tuple(
        Rule(f"R{n}", (of("finding", "D1", "f"), of("finding", "D2")), "c", "f") for n in range(600)
    )
    assert engine.run(Program(rules), [finding("D1", "box/a"), finding("D2", "box/a")]).fired == 600


@engines
def test_six_hundred_checks_may_be_asked_for(engine):
    rules = tuple(Rule(f"R{n}", (of("finding", f"D{n}"),), "c") for n in range(600))
    assert engine.run(Program(rules), [finding(f"D{n}", "box/a") for n in range(600)]).fired == 600


@engines
def test_a_rule_may_have_sixteen_premises(engine):
    patterns = tuple(
        of("finding", f"D{n}", f"a{n}", same={"subject": (f"a{(n + 1) % 16}", "subject")}) for n in range(16)
    )
    (firing,) = engine.run(
        Program((Rule("R", patterns, "c"),)),
        [finding(f"D{n}", box) for n in range(16) for box in ("b/1", f"c/{n}")],
    ).firings
    assert firing.premises == tuple((f"D{n}:b/1",) for n in range(16))


@engines
def test_a_product_without_end_is_an_error_that_names_the_rule(engine, monkeypatch):
    monkeypatch.setattr(session, "MAX_BINDINGS", 100)
    patterns = (of("fact", "box", "m"), of("fact", "box", "n", same={"team": ("m", "team")}))
    elements = [fact("box", str(number), team="e:team/1") for number in range(11)]
    with pytest.raises(EngineError, match="rule PAIRS matches more than 100 combinations"):
        engine.run(Program((Rule("PAIRS", patterns, "c"),)), elements)
    assert len(engine.run(Program((Rule("PAIRS", patterns, "c"),)), elements[:10]).firings) == 100


@engines
def test_the_order_of_elements_does_not_matter(engine, case):
    for seed in range(30):
        program, elements = case(seed)
        expected = engine.run(program, elements)
        shuffled = random.Random(seed).sample(elements, len(elements))
        assert engine.run(program, shuffled) == expected
        assert engine.run(program, elements[::-1]) == expected


@engines
def test_runs_in_several_threads_do_not_meet(engine, case):
    cases = [case(seed) for seed in range(12)]
    expected = [engine.run(*each) for each in cases]
    found: list[list[object]] = []

    def run_all() -> None:
        found.append([engine.run(*each) for each in cases for _ in range(5)][::5])

    threads = [threading.Thread(target=run_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


@engines
def test_firings_are_those_of_a_naive_fixpoint(engine, case, naive):
    chained = 0
    for seed in range(400):
        program, elements = case(seed)
        result = engine.run(program, elements)
        assert result.firings == naive(program, elements), f"seed {seed}"
        chained += any(isinstance(ref, Conclusion) for f in result.firings for p in f.premises for ref in p)
    assert chained > 100  # so the programs are worth the name


@needs_durable
def test_both_engines_say_the_same_of_two_thousand_rules(large_case):
    program, elements = large_case
    ours, theirs = ForwardEngine().run(program, elements), DurableEngine().run(program, elements)
    assert (ours.facts, ours.firings) == (theirs.facts, theirs.firings)
    assert len(ours.firings) > 1000
