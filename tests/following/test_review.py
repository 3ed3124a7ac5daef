"""The consultant's hand: verdicts beside the engine's, nothing lost, and counts for those who write rules."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess, load_rulesets
from ccrules.assessment import Assessment
from ccrules.documents import node_from_python
from ccrules.documents.yaml_reader import read_yaml
from ccrules.errors import InputError
from ccrules.following.compare import compare
from ccrules.following.counting import counting
from ccrules.following.review import read_review
from ccrules.following.skeleton import skeleton
from ccrules.following.statistics import as_json, statistics
from tests.effort import examples
from tests.following.method import facts, rules

METHOD = load_rulesets(rules())
BOX = {"id": "a", "tracked": False, "open": True, "volume": 90}
SOME: dict[str, Any] = {
    "assessment": {"date": "2026-06-15"},
    "mailboxes": [BOX, {**BOX, "id": "b", "volume": 20}],
}


def plain(some: dict[str, Any] = SOME) -> Assessment:
    return assess(some, METHOD, inference="forward")


def reviewed(
    *findings: dict[str, Any], actions: tuple[dict[str, Any], ...] = (), some: dict[str, Any] = SOME
) -> Assessment:
    review = {"by": "Anna", "on": "2026-06-20", "findings": list(findings), "recommendations": list(actions)}
    return assess(some, METHOD, inference="forward", review=review)


def test_a_rejected_finding_leaves_the_body_and_is_listed_with_its_reason():
    found = reviewed({"id": "F-1:mailbox/a", "verdict": "reject", "reason": "closed last week"})
    assert "F-1:mailbox/a" not in {one.id for one in found.findings}
    rejected = found.review.findings[0]
    assert (rejected.id, rejected.severity) == ("F-1:mailbox/a", "high")
    assert rejected.review.text == "rejected; reason: closed last week (Anna, 20 June 2026)"
    action = next(one for one in found.recommendations if one.id == "track")
    assert (action.resolves, action.rejected) == (("F-1:mailbox/b", "F-7"), ("F-1:mailbox/a",))
    cause = next(one for one in found.conclusions if one.id == "drowning")
    assert cause.rejected == ("F-1:mailbox/a",)


def test_a_regraded_finding_moves_and_keeps_the_engines_severity():
    found = reviewed({"id": "F-1:mailbox/a", "verdict": "regrade", "severity": "info", "reason": "small"})
    severities = [one.severity for one in found.findings]
    assert severities == sorted(severities, key=["critical", "high", "medium", "low", "info"].index)
    one = next(one for one in found.findings if one.id == "F-1:mailbox/a")
    assert (one.severity, one.review.engine_severity) == ("info", "high")
    assert "regraded from high to info" in one.review.text
    assert "F-1:mailbox/a" not in {finding.id for finding in counting(found, "high")}


def test_the_plan_takes_the_consultants_order_lead_and_term():
    before = [one.id for one in plain().recommendations]
    change = {
        "id": before[0],
        "verdict": "change",
        "order": "2",
        "owner": "Bo",
        "horizon": "May",
        "reason": "staff",
    }
    found = reviewed(actions=(change,))
    assert [one.id for one in found.recommendations] == [before[1], before[0], *before[2:]]
    assert [one.rank for one in found.recommendations] == list(range(1, len(before) + 1))
    moved = found.recommendations[1]
    assert (moved.owner, moved.horizon, moved.review.engine_rank) == ("Bo", "May", 1)
    assert [one.wave for one in found.recommendations] == sorted(one.wave for one in found.recommendations)
    assert any("now stands before" in remark for remark in found.review.remarks)


def test_a_rejected_action_leaves_the_plan():
    found = reviewed(actions=({"id": "track", "verdict": "reject", "reason": "done"},))
    assert [one.id for one in found.review.recommendations] == ["track"]
    assert [one.rank for one in found.recommendations] == list(range(1, len(found.recommendations) + 1))
    assert any("needs “Track”, which was rejected" in remark for remark in found.review.remarks)


def test_what_names_nothing_is_reported_with_what_may_be_meant():
    found = reviewed(
        {"id": "F-1:mailbox/aa", "verdict": "accept"}, actions=({"id": "trak", "verdict": "accept"},)
    )
    texts = [one.text for one in found.review.unused]
    assert "did you mean F-1:mailbox/a?" in texts[0]
    assert "did you mean track?" in texts[1]


@given(facts(), st.data())
@settings(max_examples=examples(40), deadline=None)
def test_nothing_is_lost_and_verdicts_stay(some, data):
    engine = plain(some)
    verdicts = {}
    for one in engine.findings:
        verdicts[one.id] = data.draw(st.sampled_from(["accept", "reject", "regrade", None]))
    entries = [
        {
            "id": name,
            "verdict": verdict,
            "reason": "why",
            **({"severity": "low"} if verdict == "regrade" else {}),
        }
        for name, verdict in verdicts.items()
        if verdict
    ]
    found = reviewed(*entries, some=some)
    kept = {one.id: one for one in found.findings}
    rejected = {one.id: one for one in found.review.findings}
    assert kept.keys() | rejected.keys() == {one.id for one in engine.findings}
    assert not kept.keys() & rejected.keys()
    for one in engine.findings:
        mine = kept.get(one.id) or rejected[one.id]
        given = mine.review.engine_severity if mine.review else ""
        assert (given or mine.severity) == one.severity
    assert (found.passed, found.not_assessed, found.summary) == (
        engine.passed,
        engine.not_assessed,
        engine.summary,
    )
    assert found.review.not_reviewed == len(engine.recommendations) + sum(
        one is None for one in verdicts.values()
    )
    compared = compare(engine, found)
    assert compared.summary["withdrawn"] == len(rejected)
    for one in compared.findings:
        if one.change != "persisting":
            assert {reason.kind for reason in one.reasons} == {"review"}


WRONG = {
    "a rejection without a reason": ({"findings": [{"id": "F-2", "verdict": "reject"}]}, "reason is missing"),
    "a regrading without a severity": ({"findings": [{"id": "F-2", "verdict": "regrade", "reason": "x"}]}, "severity is missing"),
    "a severity without a regrading": ({"findings": [{"id": "F-2", "verdict": "accept", "severity": "low"}]}, "severity has no meaning here (say verdict: regrade)"),
    "a comment without words": ({"findings": [{"id": "F-2", "verdict": "comment"}]}, "comment is missing"),
    "words without a verdict": ({"findings": [{"id": "F-2", "reason": "x"}]}, "verdict is missing"),
    "a misspelt verdict": ({"findings": [{"id": "F-2", "verdict": "acept"}]}, "verdict cannot be 'acept' (did you mean accept?)"),
    "the same twice": ({"findings": [{"id": "F-2"}, {"id": "F-2"}]}, "F-2 is reviewed twice"),
    "no number": ({"recommendations": [{"id": "track", "verdict": "change", "reason": "x", "order": "first"}]}, "first is not a whole number"),
    "a change of nothing": ({"recommendations": [{"id": "track", "verdict": "change", "reason": "x"}]}, "nothing is changed here"),
    "no day": ({"on": "yesterday"}, "yesterday is not a date"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name):
    content, said = WRONG[name]
    with pytest.raises(InputError) as caught:
        read_review(content)
    assert said in str(caught.value)


def test_a_skeleton_lists_everything_and_reads_back():
    engine = plain({**SOME, "mailboxes": [{**BOX, "id": "no"}, {**BOX, "id": "a b: #c"}]})
    text = skeleton(engine)
    read_yaml(text.encode(), "review.yaml")
    found = assess(SOME, METHOD, inference="forward", review=read_review(_parsed(text)))
    assert found.review.not_reviewed
    every = [one.id for one in read_review(_parsed(text)).entries]
    assert every == [one.id for one in (*engine.findings, *engine.recommendations)]
    assert not any(one.verdict for one in read_review(_parsed(text)).entries)


def _parsed(text: str) -> dict[str, Any]:
    from ccrules.ruleset.nodes import plain as as_python

    found = as_python(read_yaml(text.encode(), "review.yaml"))
    assert node_from_python(found)
    return found


def test_statistics_count_by_check_over_reviews():
    one = {
        "findings": [
            {"id": "F-1:mailbox/a", "verdict": "reject", "reason": "x"},
            {"id": "F-1:mailbox/b", "verdict": "accept"},
        ]
    }
    two = {
        "findings": [
            {"id": "F-1:mailbox/c", "verdict": "regrade", "severity": "low", "reason": "x"},
            {"id": "F-2"},
        ]
    }
    found = as_json(statistics([read_review(one), read_review(two)]))
    assert found[0] == {
        "kind": "finding",
        "id": "F-1",
        "reviews": 2,
        "verdicts": {"accept": 1, "regrade": 1, "reject": 1},
        "regraded": {"low": 1},
        "open": 0,
        "rejected": 0.333,
    }
    assert (found[1]["id"], found[1]["open"], found[1]["rejected"]) == ("F-2", 1, None)


def test_findings_that_a_review_rejected_are_named_in_the_order_of_their_ids():
    some = {**SOME, "mailboxes": [{**BOX, "id": name} for name in "edcba"]}
    before = assess(some, load_rulesets(rules(F_8={"when": "count(o for o in outcomes if o.failed) > 99"})))
    names = [f"F-1:mailbox/{name}" for name in "abcde"]
    after = reviewed(*({"id": name, "verdict": "reject", "reason": "closed"} for name in names), some=some)
    many = next(one for one in compare(before, after).findings if one.check == "F-8")
    assert [one.ids for one in many.reasons if one.kind == "outcomes"] == [tuple(names)]
