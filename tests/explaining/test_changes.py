"""What would change a verdict: the smallest changes, numbers as thresholds, only what can be changed."""

from __future__ import annotations

from typing import Any

import pytest

from ccrules import pipeline
from ccrules.conditions import turning
from ccrules.facts.base import FactBase
from tests.explaining.support import explained

ENTITIES: dict[str, Any] = {
    "agent": {
        "plural": "agents",
        "label_plural": "Agents",
        "attributes": {
            "skills": {"type": "text", "set": True, "changeable": True},
            "team": {"type": "ref", "to": "team", "inverse": "members", "changeable": True},
        },
    },
    "team": {
        "plural": "teams",
        "attributes": {"size": {"type": "int", "derive": "count(team.members)"}},
    },
    "box": {
        "plural": "boxes",
        "label_plural": "Boxes",
        "attributes": {
            "tracked": {"type": "bool", "changeable": True},
            "fixed": {"type": "bool"},
            "volume": {"type": "number", "min": 0, "unit": "contacts/month", "changeable": True},
            "part": {"type": "number", "unit": "ratio", "min": 0, "max": 1, "changeable": True},
            "indicators": {"type": "int", "min": 0, "changeable": True},
            "kind": {"type": "enum", "values": ["low", "mid", "top"], "ordered": True, "changeable": True},
            "owner": {"type": "ref", "to": "agent", "changeable": True},
            "seen": {"type": "date", "changeable": True},
            "rhythm": {"type": "duration", "changeable": True},
            "note": {"type": "text", "changeable": True},
            "uses": {"type": "enum", "set": True, "values": ["a", "b", "c"], "changeable": True},
            "scores": {"type": "number", "series": True, "changeable": True},
            "missed": {"type": "bool", "derive": "latest(box.scores) < 5"},
        },
    },
}
FACTS: dict[str, Any] = {
    "assessment": {"date": "2026-10-01"},
    "agents": [
        {"id": "ann", "skills": ["law"], "team": "north"},
        {"id": "bob", "skills": ["law", "tax"], "team": "north"},
        {"id": "eve", "skills": [], "team": "south"},
    ],
    "teams": [{"id": "north"}, {"id": "south"}],
}


def changes(when: str, values: dict[str, Any], applies: str = "", **more: Any) -> dict[str, Any]:
    """The changes proposed for box a, as JSON with the printed lines."""
    check = {"id": "C", "title": "t", "for": "box", "when": when, "severity": "low", "message": "m"}
    check |= {"applies": applies} if applies else {}
    ruleset = {
        "ruleset": "small", "version": "1.0.0", "entities": ENTITIES, "checks": [check],
        "parameters": {"limit": {"type": "int", "default": 15, "why": "x"}},
    }  # fmt: skip
    facts = {**FACTS, "boxes": [{"id": "a", **values}], **more}
    found = explained(ruleset, facts, "C", "box/a")
    return {**found.data[0]["changes"], "lines": found.text.splitlines(), "verdict": found.data[0]["verdict"]}


def lines(found: dict[str, Any]) -> list[str]:
    """The ways as printed."""
    ways = [line.strip() for line in found["lines"]]
    heads = [
        n
        for n, line in enumerate(ways)
        if line in ("It would pass if", "It would fail if", "It would no longer apply if")
    ]
    return [line.removeprefix("- ") for head in heads for line in ways[head + 1 :] if line.startswith("- ")]


CASES = [
    ("not box.tracked", {"tracked": False}, ["“tracked” became yes (now no)"]),
    ("not box.tracked", {"tracked": True}, ["“tracked” became no (now yes)"]),
    # numbers as thresholds, from both sides, included or not
    ("box.indicators > params.limit", {"indicators": 12}, ["“indicators” became at least 16 (now 12)"]),
    ("box.indicators > params.limit", {"indicators": 20}, ["“indicators” became at most 15 (now 20)"]),
    ("box.volume > 100", {"volume": 80}, ["“volume” became more than 100 contacts per month (now 80 contacts per month)"]),
    ("box.volume >= 100", {"volume": 80}, ["“volume” became at least 100 contacts per month (now 80 contacts per month)"]),
    ("box.part < 0.8", {"part": "70 %"}, ["“part” became at least 80% (now 70%)"]),
    ("box.part < 0.8", {"part": "90 %"}, ["“part” became less than 80% (now 90%)"]),
    ("box.part <= 0.8", {"part": "90 %"}, ["“part” became at most 80% (now 90%)"]),
    ("box.part < 1", {"part": "90 %"}, ["“part” became 100% (now 90%)"]),
    ("box.volume * 3 + 1 > 100", {"volume": 10}, ["“volume” became more than 33 contacts per month (now 10 contacts per month)"]),
    ("box.volume == 5", {"volume": 4}, ["“volume” became 5 contacts per month (now 4 contacts per month)"]),
    ("3 < box.indicators < 6", {"indicators": 9}, ["“indicators” became 5 (now 9)"]),
    ("box.volume > 45", {"volume": "40..45"}, ["“volume” became more than 45 contacts per month (now between 40 and 45 contacts per month)"]),
    # dates and durations
    ("age(box.seen) > '6 months'", {"seen": "2026-01-01"}, ["“seen” became 1 April 2026 or later (now 1 January 2026)"]),
    ("age(box.seen) > '6 months'", {"seen": "2026-09-01"}, ["“seen” became 31 March 2026 or earlier (now 1 September 2026)", "“seen” no longer existed (now 1 September 2026)"][:1]),
    ("not exists(box.seen) or age(box.seen) > '6 months'", {"seen": "none"}, ["“seen” became 1 April 2026 or later (now none)"]),
    ("box.rhythm > '1 month'", {"rhythm": "quarterly"}, ["“rhythm” became at most 1 month (now 3 months)"]),
    ("box.rhythm > '1 month'", {"rhythm": "weekly"}, ["“rhythm” became more than 1 month (now 1 week)"]),
    # choices, texts, references
    ("box.kind == 'low'", {"kind": "low"}, ["“kind” became mid or top (now low)"]),
    ("box.kind in ('mid', 'top')", {"kind": "low"}, ["“kind” became mid or top (now low)"]),
    ("not exists(box.note)", {"note": "none"}, ["“note” existed (now none)"]),
    ("box.note == 'x'", {"note": "y"}, ["“note” became x (now y)"]),
    ("not exists(box.owner)", {"owner": "none"}, ["“owner” existed (now none)"]),
    ("not exists(box.owner)", {"owner": "ann"}, ["“owner” no longer existed (now ann)"]),
    ("box.owner == 'bob'", {"owner": "ann"}, ["“owner” became bob (now ann)"]),
    # sets and series
    ("'a' in box.uses", {"uses": ["a", "b"]}, ["“uses” no longer included a (now a and b)"]),
    ("'a' not in box.uses", {"uses": ["b"]}, ["“uses” also included a (now b)"]),
    ("count(box.uses) > 2", {"uses": ["a", "b"]}, ["the number of values in “uses” became at least 3 (now 2)", "“uses” also included c (now a and b)"]),
    ("count(box.uses) < 3", {"uses": ["a"]}, ["the number of values in “uses” became at least 3 (now 1)"]),
    ("latest(box.scores) < 5", {"scores": {"2026-08": 9, "2026-09": 4}}, ["the latest value of “scores” became at least 5 (now 4)"]),
    ("box.missed", {"scores": {"2026-09": 4}}, ["the latest value of “scores” became at least 5 (now 4)"]),
    # other entities, back-references, derived attributes
    ("count(a for a in agents if 'tax' in a.skills) < 2", {}, ["the number of agents where “skills” includes tax became at least 2 (now 1)", "“skills” of ann or eve also included tax"]),
    ("any('tax' in a.skills for a in agents)", {}, ["“skills” of bob no longer included tax (now law and tax)"]),
    ("any(count(t.members) > 2 for t in teams)", {}, ["“team” of eve became north (now south)"]),
    ("any(t.size > 2 for t in teams)", {}, ["“team” of eve became north (now south)"]),
    # only together
    ("box.tracked and box.volume > 9", {"tracked": False, "volume": 5}, ["“tracked” became yes (now no) and “volume” became more than 9 contacts per month (now 5 contacts per month)"]),
    # not what can't be changed
    ("box.fixed", {"fixed": True}, []),
    ("box.fixed or box.tracked", {"fixed": True, "tracked": True}, []),
]  # fmt: skip


@pytest.mark.parametrize(("when", "values", "expected"), CASES)
def test_the_smallest_changes_are_told(when: str, values: dict[str, Any], expected: list[str]) -> None:
    found = changes(when, values)
    assert lines(found) == expected
    if not expected:
        assert "  No change of one or two changeable facts would turn it" in found["lines"]


def test_a_change_says_what_comes_of_it():
    found = changes("not box.tracked", {"tracked": False})
    assert found["facts"] == [
        {
            "text": "It would pass if “tracked” became yes (now no)",
            "outcome": "pass",
            "facts": [{"fact": "box/a.tracked", "now": False, "then": True}],
        }
    ]


def test_a_threshold_is_a_bound():
    found = changes("box.indicators > params.limit", {"indicators": 12})
    assert found["facts"][0]["facts"][0] == {
        "fact": "box/a.indicators",
        "now": 12,
        "then": 16,
        "at_least": 16,
    }


def test_a_count_is_a_limit():
    found = changes("count(a for a in agents if 'tax' in a.skills) < 2", {})
    assert found["limits"] == [
        {
            "text": "It would pass if the number of agents where “skills” includes tax became at least 2 (now 1)",
            "outcome": "pass",
            "part": "count(a for a in agents if 'tax' in a.skills) < 2",
            "now": 1,
            "at_least": 2,
        }
    ]


def test_leaving_the_guard_is_said_only_if_nothing_clears_it():
    both = changes("not box.tracked", {"tracked": False, "volume": 9}, "box.volume > 5")
    assert {one["outcome"] for one in both["facts"]} == {"pass"}
    only = changes("box.fixed", {"fixed": True, "volume": 9}, "box.volume > 5")
    assert [one["outcome"] for one in only["facts"]] == ["not_applicable"]
    assert lines(only) == ["“volume” became at most 5 contacts per month (now 9 contacts per month)"]


def test_a_guard_can_be_entered():
    found = changes("not box.tracked", {"tracked": False, "volume": 9}, "box.volume > 5")
    assert found["verdict"] == "fail"
    found = changes("not box.tracked", {"tracked": True, "volume": 9}, "box.volume > 5")
    assert lines(found) == ["“tracked” became no (now yes)"]


def test_an_answer_is_not_a_change():
    found = explained(
        {"ruleset": "s", "version": "1.0.0", "entities": ENTITIES,
         "checks": [{"id": "C", "title": "t", "for": "box", "when": "box.tracked", "severity": "low", "message": "m"}]},
        {"boxes": [{"id": "a"}]}, "C",
    )  # fmt: skip
    assert "changes" not in found.data[0]


def test_where_not_every_value_beyond_turns_it_one_is_named():
    found = changes("box.volume == 5 or box.volume == 9", {"volume": 1})
    assert found["facts"][0]["facts"][0]["then"] == 5


def test_a_search_that_gives_up_says_so(monkeypatch):
    monkeypatch.setattr(turning, "FEWEST_TRIALS", 1)
    monkeypatch.setattr(turning, "MOST_TRIALS", 1)
    found = changes(
        "box.fixed or box.tracked or box.note == 'x'", {"fixed": True, "tracked": True, "note": "y"}
    )
    assert found["complete"] is False
    assert "  Nothing found; there are too many facts to try all of them" in found["lines"]


def test_a_large_base_takes_bounded_effort():
    agents = [{"id": f"a{n}", "skills": ["law"] if n % 2 else []} for n in range(4000)]
    found = changes("count(a for a in agents if 'law' in a.skills) > 2500", {}, agents=agents, teams=[])
    assert found["limits"][0]["at_least"] == 2501
    assert found["complete"] is False


def test_the_facts_are_as_before(monkeypatch):
    ruleset = {"ruleset": "s", "version": "1.0.0", "entities": ENTITIES, "checks": [
        {"id": "C", "title": "t", "for": "team", "when": "team.size > 1 or count(team.members) > 1", "severity": "low", "message": "m"}]}  # fmt: skip
    method = pipeline.load_rulesets(ruleset)
    base = pipeline.load_facts({**FACTS, "boxes": []}, method)
    first = pipeline.explain(base, method, "C")

    def state(facts: FactBase) -> list[Any]:
        return [(one._name, sorted((k, str(v)) for k, v in one.__dict__.items())) for one in facts.entities()]

    before = state(base)
    assert pipeline.explain(base, method, "C") == first
    assert state(base) == before


def test_a_check_in_python_is_tried_as_well():
    from dataclasses import replace

    from ccrules.ruleset.model import Method

    ruleset = {"ruleset": "s", "version": "1.0.0", "entities": ENTITIES, "checks": [
        {"id": "C", "title": "t", "for": "box", "when": "box.tracked", "severity": "low", "message": "m"}]}  # fmt: skip
    method: Method = pipeline.load_rulesets(ruleset)
    coded = replace(
        method.checks["C"],
        when=None,
        question=None,
        run=lambda box: box.indicators > 7,
        needs=("box.indicators",),
    )
    found = pipeline.explain(
        {"boxes": [{"id": "a", "indicators": 9}]}, replace(method, checks={"C": coded}), "C"
    )
    assert "Decided by code, which reads:\n    “indicators”: 9" in found.text
    assert "- “indicators” became 7 (now 9)" in found.text
