"""Rules that make no sense are refused, with all that is wrong with them."""

from __future__ import annotations

import pytest

from ccrules.engine.inference import Conclusion, Firing, InferenceResult, Pattern, Program, Rule
from ccrules.errors import EngineError

of = Pattern.of


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        (lambda: Rule("R", (), "c"), "rule R has 0 premises; there must be 1 to 16"),
        (lambda: Rule("R", (of("finding", "D"),) * 17, "c"), "rule R has 17 premises"),
        (
            lambda: Rule("R", (of("finding", "D"),), "c", belief=1.1),
            "rule R has belief 1.1; it must be 0 to 1",
        ),
        (lambda: Rule("R", (of("finding", "D"),), "c", belief=-0.1), "rule R has belief -0.1"),
        (
            lambda: Rule("R", (of("finding", "D", "m"), of("finding", "E", "m")), "c"),
            "the alias m for two premises",
        ),
        (
            lambda: Rule("R", (of("finding", "D", "m"),), "c", "n"),
            "rule R refers to n, which no premise is called",
        ),
        (
            lambda: Rule("R", (of("finding", "D", same={"subject": ("m", "x")}),), "c"),
            "rule R refers to m, which",
        ),
        (
            lambda: Rule("R", (of("fact", "x", "m", same={"a": ("m", "b")}),), "c"),
            "rule R compares m with itself",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule, fault):
    with pytest.raises(EngineError, match=fault):
        rule()


def test_all_faults_of_a_rule_are_listed():
    with pytest.raises(EngineError) as caught:
        Rule("R", (), "c", "m", belief=2)
    assert len(caught.value.problems) == 3


def test_patterns_are_equal_whatever_the_order_of_their_fields():
    one = of("fact", "x", where={"a": "b:true", "b": "b:true"}, same={"c": ("m", "c"), "d": ("m", "d")})
    other = of("fact", "x", where={"b": "b:true", "a": "b:true"}, same={"d": ("m", "d"), "c": ("m", "c")})
    assert one == other
    assert hash(one) == hash(other)


def test_a_rule_that_fired_often_counts_once():
    firings = tuple(
        Firing(rule, variant, Conclusion("c", subject), (("D",),))
        for rule, variant, subject in (
            ("R1", 0, "e:x/1"),
            ("R1", 0, "e:x/2"),
            ("R1", 1, "e:x/1"),
            ("R2", 0, None),
        )
    )
    result = InferenceResult("forward", 1, firings)
    assert result.fired == 2
    assert result.conclusions == (Conclusion("c", None), Conclusion("c", "e:x/1"), Conclusion("c", "e:x/2"))


def test_only_variants_share_an_id():
    one, two = (Rule("R", (of("finding", check),), "c") for check in ("D1", "D2"))
    with pytest.raises(EngineError, match="two rules are called R"):
        Program((one, two))
    assert Program((one, Rule("R", two.patterns, "c", variant=1))).rules[1].variant == 1
