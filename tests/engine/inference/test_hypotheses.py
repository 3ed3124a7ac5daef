"""What would follow if missing facts were known."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product

import pytest

from ccrules.engine.inference import (
    Choice,
    Conclusion,
    Element,
    Hypothesis,
    Pattern,
    Possible,
    Program,
    Rule,
    hypotheses,
)
from ccrules.errors import EngineError

of = Pattern.of
CAUSE = Conclusion("cause", None)


def finding(check: str, subject: str) -> Element:
    return Element("finding", check, {"subject": f"e:{subject}"}, f"{check}:{subject}")


def maybe(check: str, subject: str, kind: str = "finding") -> Possible:
    return Possible(
        kind, check, {"subject": f"e:{subject}"}, f"{check}:{subject}", missing=(f"{subject}.tracked",)
    )


def box(number: str, **fields: str) -> Element:
    return Element("fact", "box", {"subject": f"e:box/{number}", **fields}, f"box/{number}")


def unknown(number: str, *names: str, tokens: frozenset[str] | None = None, **fields: str) -> Possible:
    choices = {name: Choice((f"box/{number}.{name}",), tokens) for name in names}
    return Possible("fact", "box", {"subject": f"e:box/{number}", **fields}, f"box/{number}", choices)


def test_a_rule_that_lacks_one_premise_is_a_hypothesis():
    program = Program((Rule("R", (of("finding", "D1"), of("finding", "D2")), "cause"),))
    found = hypotheses(program, [finding("D1", "box/a")], [maybe("D2", "box/b")])
    assert found == (Hypothesis("R", CAUSE, ("box/b.tracked",), ("D2:box/b",), supported=True),)


def test_a_rule_of_which_nothing_holds_is_one_without_support():
    program = Program((Rule("R", (of("finding", "D1"),), "cause"),))
    assert hypotheses(program, [], [maybe("D1", "box/b")]) == (
        Hypothesis("R", CAUSE, ("box/b.tracked",), ("D1:box/b",), supported=False),
    )


def test_a_rule_with_a_premise_that_neither_holds_nor_may_is_none():
    program = Program((Rule("R", (of("finding", "D1"), of("finding", "D2")), "cause"),))
    assert hypotheses(program, [finding("D2", "box/a")], []) == ()
    assert hypotheses(program, [], [maybe("D2", "box/b")]) == ()


def test_a_rule_that_fires_anyway_is_none():
    program = Program((Rule("R", (of("finding", "D1"),), "cause"),))
    assert hypotheses(program, [finding("D1", "box/a")], [maybe("D1", "box/b")]) == ()


def test_another_rule_for_a_conclusion_that_holds_is_one():
    program = Program(
        (Rule("R1", (of("finding", "D1"),), "cause"), Rule("R2", (of("finding", "D2"),), "cause"))
    )
    (found,) = hypotheses(program, [finding("D1", "box/a")], [maybe("D2", "box/b")])
    assert (found.rule, found.conclusion) == ("R2", CAUSE)


def test_all_candidates_of_an_existential_premise_are_named():
    program = Program((Rule("R", (of("finding", "D1"),), "cause"),))
    (found,) = hypotheses(program, [], [maybe("D1", f"box/{number}") for number in range(50)])
    assert len(found.missing) == len(found.premises) == 50


def test_an_attribute_that_is_not_known_may_have_the_value_asked_for():
    patterns = (
        of("fact", "box", "m", where={"tracked": "b:false"}),
        of("finding", "D1", same={"subject": ("m", "subject")}),
    )
    program = Program((Rule("R", patterns, "lost", "m"),))
    elements = [
        box("a"),
        box("b"),
        box("c", tracked="b:true"),
        *(finding("D1", f"box/{name}") for name in "abc"),
    ]
    possible = [
        unknown("a", "tracked", tokens=frozenset({"b:true", "b:false"})),
        unknown("b", "tracked", tokens=frozenset({"b:true"})),
    ]
    assert hypotheses(program, elements, possible) == (
        Hypothesis("R", Conclusion("lost", "e:box/a"), ("box/a.tracked",), ("box/a",), supported=True),
    )


def test_only_attributes_that_the_rule_asks_for_are_missing():
    program = Program((Rule("R", (of("fact", "box", "m", where={"tracked": "b:false"}),), "lost", "m"),))
    (found,) = hypotheses(program, [box("a")], [unknown("a", "tracked", "owner", "team")])
    assert found.missing == ("box/a.tracked",)


def test_what_is_known_is_not_assumed_otherwise():
    program = Program((Rule("R", (of("fact", "box", "m", where={"tracked": "b:false"}),), "lost", "m"),))
    assert hypotheses(program, [box("a")], [unknown("a", "tracked", tracked="b:true")]) == ()


@pytest.mark.parametrize("tokens", [None, frozenset({"e:team/1", "e:team/3"})], ids=["any", "given"])
def test_a_reference_that_is_not_known_may_join(tokens):
    patterns = (of("fact", "box", "m"), of("fact", "team", "t", same={"subject": ("m", "team")}))
    program = Program((Rule("R", patterns, "c", "t"),))
    teams = [Element("fact", "team", {"subject": f"e:team/{n}"}, f"team/{n}") for n in (1, 2)]
    found = hypotheses(program, [box("a"), *teams], [unknown("a", "team", tokens=tokens)])
    assert [each.conclusion.subject for each in found] == ["e:team/1", "e:team/2"][
        : 2 if tokens is None else 1
    ]
    assert all(each.missing == ("box/a.team",) and each.supported for each in found)


def test_something_may_be_found_of_which_nothing_is_known():
    anything = Possible("finding", "D1", {}, "D1", {"subject": Choice(("box[]",))}, ("box[]",))
    about = Rule("R", (of("finding", "D1", "f"),), "c", "f")
    assert hypotheses(Program((about,)), [], [anything]) == (
        Hypothesis("R", Conclusion("c", None), ("box[]",), ("D1",), supported=False),
    )
    joined = Rule(
        "R", (of("finding", "D1", same={"subject": ("m", "subject")}), of("fact", "box", "m")), "c", "m"
    )
    (found,) = hypotheses(Program((joined,)), [box("a")], [anything])
    assert (found.conclusion, found.missing) == (Conclusion("c", "e:box/a"), ("box[]",))


def test_one_binding_does_not_assume_two_things_of_one_fact():
    both = (
        of("fact", "box", "m", where={"tracked": "b:false"}),
        of("fact", "box", where={"tracked": "b:true"}, same={"subject": ("m", "subject")}),
    )
    assert hypotheses(Program((Rule("R", both, "c", "m"),)), [box("a")], [unknown("a", "tracked")]) == ()


def test_one_binding_does_not_assume_that_a_check_fails_and_passes():
    both = (of("finding", "D1", "m"), of("passed", "D1", same={"subject": ("m", "subject")}))
    program = Program((Rule("R", both, "c", "m"),))
    assert hypotheses(program, [], [maybe("D1", "box/a"), maybe("D1", "box/a", "passed")]) == ()
    stays = (of("finding", "D1", "m"), of("not_assessed", "D1", same={"subject": ("m", "subject")}))
    open_now = Element("not_assessed", "D1", {"subject": "e:box/a"}, "D1:box/a")
    assert hypotheses(Program((Rule("R", stays, "c", "m"),)), [open_now], [maybe("D1", "box/a")]) == ()


def test_a_conclusion_that_is_only_possible_is_an_open_premise():
    program = Program(
        (
            Rule("R2", (of("conclusion", "cause"), of("finding", "D2")), "effect"),
            Rule("R1", (of("finding", "D1"),), "cause"),
        )
    )
    first, second = hypotheses(program, [finding("D2", "box/a")], [maybe("D1", "box/b")])
    assert (first.rule, first.supported) == ("R1", False)
    assert second == Hypothesis(
        "R2", Conclusion("effect", None), ("box/b.tracked",), (CAUSE,), supported=True
    )


def test_what_contradicts_itself_is_no_premise_of_others():
    both = (
        of("fact", "box", "m", where={"tracked": "b:false"}),
        of("fact", "box", where={"tracked": "b:true"}, same={"subject": ("m", "subject")}),
    )
    program = Program((Rule("R1", both, "c", "m"), Rule("R2", (of("conclusion", "c"),), "d")))
    assert hypotheses(program, [box("a")], [unknown("a", "tracked")]) == ()


def test_bindings_with_support_are_preferred():
    patterns = (of("finding", "D1", "f"), of("finding", "D2", same={"subject": ("f", "subject")}))
    program = Program((Rule("R", patterns, "cause"),))
    possible = [maybe("D2", "box/a"), maybe("D1", "box/b"), maybe("D2", "box/b")]
    (found,) = hypotheses(program, [finding("D1", "box/a")], possible)
    assert (found.missing, found.premises, found.supported) == (("box/a.tracked",), ("D2:box/a",), True)


def test_candidates_are_not_named_again_for_each_of_many_bindings():
    patterns = (of("fact", "box", "m", where={"tracked": "b:false"}), of("finding", "D1"))
    program = Program((Rule("R", patterns, "lost", "m"), Rule("S", (of("conclusion", "lost"),), "worse")))
    possible = [
        *(unknown(str(n), "tracked") for n in range(60)),
        *(maybe("D1", f"box/{n}") for n in range(60)),
    ]
    *lost, worse = hypotheses(program, [], possible)
    assert len(lost) == 60
    assert {len(each.missing) for each in lost} == {20, 21}
    assert len(worse.premises) == 60


def test_conclusions_that_depend_on_themselves_are_refused():
    program = Program((Rule("R", (of("conclusion", "cause"),), "cause"),))
    with pytest.raises(EngineError, match="depend on themselves"):
        hypotheses(program, [], [])


TOKENS = ("e:team/1", "e:team/2", "b:true")
FIELDS = ("subject", "team", "owner", "tracked")


def completions(possible: Sequence[Possible]) -> Iterator[list[Element]]:
    """All that may be: each possible element there or not, each open field with each value or none."""
    options: list[list[Element | None]] = []
    for each in possible:
        names = sorted(each.open)
        values = [[None, *sorted(each.open[name].tokens or ())] for name in names]
        options.append([None] if each.missing else [])
        for chosen in product(*values):
            taken = {name: token for name, token in zip(names, chosen, strict=True) if token is not None}
            options[-1].append(Element(each.kind, each.name, {**each.fields, **taken}, each.ref))
    for chosen in product(*options):
        yield [element for element in chosen if element is not None]


def uncertain_case(seed: int, program: Program) -> tuple[list[Element], list[Possible]]:
    draw = random.Random(seed)
    names = [(p.kind, p.name) for rule in program.rules for p in rule.patterns if p.kind != "conclusion"]
    elements, possible = [], []
    for number in range(draw.randint(3, 9) if names else 0):
        kind, name = draw.choice(names)
        fields = {field: draw.choice(TOKENS) for field in FIELDS if draw.random() < 0.5}
        others = (
            [field for field in FIELDS[1:] if field not in fields and draw.random() < 0.5]
            if kind == "fact"
            else []
        )
        choices = {
            field: Choice((f"{number}.{field}",), frozenset(draw.sample(TOKENS, 2))) for field in others
        }
        surely = kind == "fact" or draw.random() < 0.5
        if surely:
            elements.append(Element(kind, name, fields, f"ref{number}"))
        if len(possible) < 3 and (choices or not surely):
            possible.append(
                Possible(kind, name, fields, f"ref{number}", choices, () if surely else (f"{number}",))
            )
    return elements, possible


def test_hypotheses_are_what_some_completion_makes_fire(case, naive):
    right = wrong = 0
    for seed in range(500):
        program, _ = case(seed, acyclic=True)
        elements, possible = uncertain_case(seed, program)
        certain = {(firing.rule, firing.conclusion) for firing in naive(program, elements)}
        others = [element for element in elements if element.ref not in {each.ref for each in possible}]
        some = {
            (firing.rule, firing.conclusion)
            for completion in completions(possible)
            for firing in naive(program, [*others, *completion])
        }
        found = {(each.rule, each.conclusion) for each in hypotheses(program, elements, possible)}
        assert found >= some - certain, f"seed {seed}"
        right, wrong = right + len(some - certain), wrong + len(found - some)
    # Assumptions are not compared across existential premises or along a chain (see the module).
    assert right > 150
    assert wrong <= right / 100


def test_a_hypothesis_stays_one_if_only_its_missing_facts_may_be_known(case):
    for seed in range(600):
        program, _ = case(seed, acyclic=True)
        elements, possible = uncertain_case(seed, program)
        for hypothesis in hypotheses(program, elements, possible):
            enough = [each for each in possible if set(each.missing) <= set(hypothesis.missing)]
            kept = [
                Possible(
                    each.kind,
                    each.name,
                    each.fields,
                    each.ref,
                    {
                        n: choice
                        for n, choice in each.open.items()
                        if set(choice.missing) <= set(hypothesis.missing)
                    },
                    each.missing,
                )
                for each in enough
            ]
            assert hypothesis in hypotheses(program, elements, kept)
