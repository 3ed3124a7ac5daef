"""Where a fact comes from and how old it is lowers what rests on it, and nothing else."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from ccrules import assess, load_facts, load_rulesets
from ccrules.assessment import Assessment, Finding
from ccrules.errors import InputError
from ccrules.renderers import html, markdown, terminal
from ccrules.renderers.options import RenderOptions
from ccrules.ruleset.model import Method

RULES: dict[str, Any] = {
    "ruleset": "trusting",
    "version": "1",
    "sources": {"measured": "1", "documented": "0.9", "declared": "80 %"},
    "stale": "0.5",
    "entities": {
        "box": {
            "plural": "boxes",
            "attributes": {
                "volume": {
                    "type": "number",
                    "valid_for": "12 months",
                    "label": {"en": "Volume", "fr": "Volume"},
                },
                "people": {"type": "int"},
                "tracked": {"type": "bool"},
                "load": {"type": "number", "derive": "box.volume / box.people"},
            },
        },
    },
    "checks": [
        {"id": "BIG", "title": "Big", "for": "box", "when": "box.volume > 100", "severity": "high", "recommend": "act"},
        {"id": "LOAD", "title": "Load", "for": "box", "when": "box.load > 10", "severity": "low"},
        {"id": "OPEN", "title": "Open", "for": "box", "when": "not box.tracked", "severity": "low"},
        {
            "id": "ODD",
            "title": "Odd",
            "for": "box",
            "when": "box.volume > 900",
            "severity": "low",
            "doubts": "box.volume",
        },
    ],
    "inferences": [
        {
            "id": "I-1",
            "when": [{"finding": "BIG"}],
            "conclude": {"id": "flood", "kind": "cause", "title": "Flood", "belief": "0.8"},
            "explains": ["BIG"],
        },
        {
            "id": "I-2",
            "when": [{"fact": "box", "as": "b", "where": {"tracked": "no"}}],
            "conclude": {"id": "loss", "kind": "consequence", "for": "b", "title": "Loss", "belief": "0.5"},
        },
    ],
    "recommendations": [{"id": "act", "title": "Act", "effort": "low"}],
}  # fmt: skip


@cache
def rules(**changes: Any) -> Method:
    return load_rulesets({**RULES, **changes})


def judged(method: Method | None = None, /, date: str = "2026-10-01", **values: Any) -> Assessment:
    facts = {"assessment": {"name": "x", "date": date}, "boxes": [{"id": "a", **values}]}
    return assess(facts, method or rules())


def finding(result: Assessment, check: str = "BIG") -> Finding:
    return next(one for one in result.findings if one.check == check)


def test_a_fact_of_which_nothing_is_told_counts_in_full():
    found = finding(judged(volume=200))
    assert (found.confidence, found.doubt) == (1, None)


@pytest.mark.parametrize(
    ("source", "confidence"),
    [("measured", 1), ("Documented", 0.9), ("declared", 0.8), ("the wind", 1), ("observed", 1)],
)
def test_a_source_counts_for_what_the_ruleset_says(source, confidence):
    found = finding(judged(volume={"value": 200, "source": source}))
    assert found.confidence == pytest.approx(confidence)
    assert found.doubted_by == ()


def test_it_is_said_why_and_belief_and_priority_follow():
    sure, weak = judged(volume=200), judged(volume={"value": 200, "source": "declared"})
    assert finding(weak).doubt == "“Volume” (declared); confidence 80%"
    assert [one.conclusions[0].belief for one in (sure, weak)] == [0.8, pytest.approx(0.64)]
    values = [one.recommendations[0].priority.value for one in (sure, weak)]
    assert values[1] < values[0]
    terms = {term.name: term.value for term in weak.recommendations[0].priority.terms}
    assert terms["confidence"] == pytest.approx(0.8)


def test_what_is_derived_is_as_sure_as_the_weakest_figure_behind_it():
    told = {"volume": {"value": 200, "source": "declared"}, "people": {"value": 2, "source": "documented"}}
    assert finding(judged(**told), "LOAD").confidence == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("on", "until", "stale"),
    [
        ("2025-09-30", None, True),
        ("2025-10-01", None, False),
        ("2025-09", None, True),
        ("2025", None, False),  # it may be of its last day
        ("2024", None, True),
        ("last spring", None, False),
        (None, "2026-09-30", True),
        (None, "2026-10", False),
        (None, "2026-10-01", False),
    ],
)
def test_a_fact_goes_stale(on, until, stale):
    told = {name: text for name, text in (("on", on), ("until", until)) if text}
    result = judged(volume={"value": 200, **told})
    assert finding(result).confidence == (0.5 if stale else 1)
    assert [one.fact for one in result.stale] == (["box/a.volume"] if stale else [])
    assert any("is stale" in note.text for note in result.notes) == stale


def test_a_day_that_nobody_can_read_is_told():
    """Such a fact could never go stale; words such as "last spring" mean no day."""
    said = [note.text for note in judged(volume={"value": 200, "on": "5/10/2019"}).notes]
    assert said == ["box/a.volume: 5/10/2019 is no date that can be told, so its age is not known"]
    assert not judged(volume={"value": 200, "on": "last spring"}).notes


def test_what_was_signed_is_a_document():
    told = {"value": 200, "source": "declared", "confirmed": "Ana 2026-09-30"}
    assert finding(judged(volume=told)).confidence == pytest.approx(0.9)


def test_without_a_date_nothing_is_stale():
    facts = {"boxes": [{"id": "a", "volume": {"value": 200, "on": "1999"}}]}
    assert finding(assess(facts, rules())).confidence == 1


def test_a_stale_declaration_is_doubted_for_both():
    found = finding(judged(volume={"value": 200, "source": "declared", "on": "2024-03"}))
    assert found.confidence == pytest.approx(0.4)
    assert found.doubt == "“Volume” (declared; of 2024-03, relied on for 1 year); confidence 40%"


def test_the_best_of_several_sources_counts_and_both_are_shown():
    both = [{"value": 300, "source": "declared"}, {"value": 200, "source": "measured", "on": "2026-09"}]
    result = judged(volume={"any_of": both})
    assert finding(result).confidence == 1
    [conflict] = result.conflicts
    assert (conflict.fact, [one.source for one in conflict.sources]) == (
        "box/a.volume",
        ["measured", "declared"],
    )
    assert [one.text for one in conflict.sources] == ["200", "300"]
    assert conflict.spread == "between 200 and 300"
    assert conflict.text == "“Volume”: measured 200, declared 300; measured comes first"
    assert judged(volume={"any_of": [both[0], {**both[0], "source": "measured"}]}).conflicts == ()


def test_check_and_source_doubt_together():
    found = finding(judged(volume={"value": 1000, "source": "declared"}))
    assert found.confidence == pytest.approx(0.4)
    assert found.doubted_by == ("ODD:box/a",)
    assert found.doubt is not None
    assert "declared" in found.doubt
    assert "see Odd" in found.doubt


def test_a_doubted_fact_is_a_weaker_premise():
    beliefs = []
    for told in (False, {"value": False, "source": "declared"}):
        result = judged(tracked=told)
        beliefs.append(next(one.belief for one in result.conclusions if one.id == "loss"))
    assert beliefs == [0.5, pytest.approx(0.4)]
    other = judged(tracked=False, volume={"value": 2, "source": "declared"})  # read by no premise
    assert next(one.belief for one in other.conclusions if one.id == "loss") == 0.5


def test_rulesets_that_say_nothing_trust_every_source():
    plain = {name: part for name, part in RULES.items() if name not in ("sources", "stale")}
    method = load_rulesets(plain)
    assert finding(judged(method, volume={"value": 200, "source": "declared"})).confidence == 1
    assert finding(judged(method, volume={"value": 200, "on": "2020"})).confidence == 0.7
    ordered = load_rulesets({**plain, "sources": ["declared", "measured"]})
    both = [{"value": 300, "source": "measured"}, {"value": 200, "source": "declared"}]
    [conflict] = judged(ordered, volume={"any_of": both}).conflicts
    assert [one.source for one in conflict.sources] == ["declared", "measured"]


def test_wrong_provenance_is_an_error_at_its_place():
    with pytest.raises(InputError) as caught:
        load_rulesets({**RULES, "sources": {"declared": "1.5"}, "stale": "some"})
    assert str(caught.value).count("a confidence is at least 0 and at most 1") == 2
    with pytest.raises(InputError) as caught:
        load_facts({"boxes": [{"id": "a", "volume": {"value": 1, "until": "soon"}}]}, rules())
    assert "boxes[0].volume.until" in str(caught.value)


def test_in_french():
    facts = {
        "assessment": {"name": "x", "date": "2026-10-01", "language": "fr"},
        "boxes": [{"id": "a", "volume": {"value": 200, "source": "declared", "on": "2024-03"}}],
    }
    doubt = finding(assess(facts, rules())).doubt
    assert doubt is not None
    assert "déclaré ; daté de 2024-03, fiable pendant 1 an" in doubt.replace(
        "\N{NO-BREAK SPACE}", " "
    ).replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_it_is_said_how_many_facts_were_confirmed_and_by_whom():
    signed = {"value": 200, "confirmed": "Ana (head of service), 2026-09-30"}
    notes = [one.text for one in judged(volume=signed, people=4, tracked="unknown").notes]
    assert notes == ["1 of 3 facts were confirmed by Ana (head of service), 2026-09-30"]
    assert judged(volume=200).notes == ()


def test_a_conclusion_says_what_lowers_its_belief():
    told = {"volume": {"value": 200, "source": "declared", "on": "2024-03"},
            "tracked": {"value": False, "source": "declared"}}  # fmt: skip
    said = {one.id: one.doubt for one in judged(**told).conclusions}
    assert said == {
        "flood": "The belief would be 80% if nothing it rests on were in doubt: Big, a (confidence 40%)",
        "loss": "The belief would be 50% if nothing it rests on were in doubt: "
        "“tracked” of a (declared; confidence 80%)",
    }
    assert [one.doubt for one in judged(volume=200, tracked=False).conclusions] == [None, None]


@pytest.mark.parametrize("renderer", [terminal, markdown, html])
def test_reports_say_what_lowers_a_belief(renderer):
    result = judged(volume={"value": 200, "source": "declared"})
    text = renderer.render(result, RenderOptions(width=200))
    assert "The belief would be 80%" in text


def test_what_a_lowered_conclusion_carries_on_is_named():
    further = {
        "id": "I-3",
        "when": [{"conclusion": "flood"}],
        "conclude": {"id": "panic", "kind": "consequence", "title": "Panic", "belief": "0.5"},
    }
    method = load_rulesets({**RULES, "inferences": [*RULES["inferences"], further]})
    found = judged(method, volume={"value": 200, "source": "declared"}).conclusions
    said = next(one.doubt for one in found if one.id == "panic")
    assert said == "The belief would be 40% if nothing it rests on were in doubt: Flood (belief 64%)"
