"""Two assessments compared: nothing is lost, nothing is invented, and every change has a reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess, load_rulesets
from ccrules.assessment import Assessment, AttributeInfo
from ccrules.following.compare import compare
from ccrules.following.comparison import ChangedFinding, Comparison, Reason
from ccrules.following.counting import newly_counting
from ccrules.following.reading import read_assessment
from ccrules.following.telling import told
from ccrules.renderers import json as json_renderer
from ccrules.renderers.options import RenderOptions
from tests.effort import examples
from tests.following.method import facts, rules

METHOD = load_rulesets(rules())
OTHER_LIMITS = {most: load_rulesets(rules(), parameters={"most": most}) for most in ("1", "5", "9")}
OTHER_RULE = load_rulesets({**rules(F_3={"when": "mailbox.load > 0"}), "version": "1.1.0"})
#: What can be a reason where only facts differ.
OF_FACTS = {"facts", "coverage", "subjects", "time", "outcomes", "findings", "objectives", "plan"}


def assessed(some: dict[str, Any], method: Any = METHOD, **options: Any) -> Assessment:
    return assess(some, method, inference="forward", **options)


def changes(found: Comparison) -> Iterable[Any]:
    every = (*found.findings, *found.outcomes, *found.conclusions, *found.recommendations)
    return [one for one in every if one.change != "persisting"]


def kinds(reasons: Iterable[Reason]) -> set[str]:
    return {one.kind for one in reasons}


def named(one: Any) -> set[str]:
    return {fact.fact for reason in one.reasons for fact in reason.facts}


def only(found: Comparison, name: str) -> ChangedFinding:
    return next(one for one in found.findings if one.id == name)


@settings(max_examples=examples(60), deadline=None)
@given(facts())
def test_an_assessment_does_not_differ_from_itself(some):
    one = assessed(some)
    found = compare(one, one)
    assert found.empty
    assert all(finding.change == "persisting" and not finding.reasons for finding in found.findings)


@settings(max_examples=examples(60), deadline=None)
@given(facts(), facts())
def test_every_finding_is_in_exactly_one_class(some, other):
    before, after = assessed(some), assessed(other)
    found = compare(before, after)
    old, new = ({one.id for one in side.findings} for side in (before, after))
    assert sorted(one.id for one in found.findings) == sorted(old | new)
    assert sum(found.summary.values()) == len(found.findings)
    for one in found.findings:
        assert (one.id in old) == (one.change not in {"new", "became known"})
        assert (one.id in new) == (one.change not in {"resolved", "became unknown", "withdrawn"})


@settings(max_examples=examples(60), deadline=None)
@given(facts(), facts())
def test_whatever_facts_change_is_explained_by_facts(some, other):
    found = compare(assessed(some), assessed(other))
    for one in changes(found):
        assert one.explained, one
        assert kinds(one.reasons) <= OF_FACTS, one


@settings(max_examples=examples(60), deadline=None)
@given(facts(), facts())
def test_reasons_name_facts_that_differ_and_that_the_check_reads(some, other):
    before, after = assessed(some), assessed(other)
    found = compare(before, after)
    for one in (*found.findings, *found.outcomes):
        definition = after.definitions.get(f"check/{one.check}")
        for reason in one.reasons:
            for fact in reason.facts:
                if definition is None:
                    continue  # of an anti-pattern, which rests on findings
                owner, _, name = fact.fact.rpartition(".")
                attribute = f"{owner.partition('/')[0]}.{name}" if name and owner else fact.fact
                assert attribute in definition.reads
                assert before.facts.get(fact.fact, "absent") != after.facts.get(fact.fact, "absent")


@settings(max_examples=examples(60), deadline=None)
@given(facts(), st.data())
def test_one_fact_is_the_reason_of_all_that_it_changes(some, data):
    if not some["mailboxes"]:
        return
    box = data.draw(st.sampled_from(some["mailboxes"]))
    name = data.draw(st.sampled_from(["tracked", "open"]))
    other = {
        **some,
        "mailboxes": [{**one, name: not one.get(name)} if one is box else one for one in some["mailboxes"]],
    }
    if box.get(name) == "unknown":
        return
    found = compare(assessed(some), assessed(other))
    assert [fact.fact for fact in found.facts] == [f"mailbox/{box['id']}.{name}"]
    for one in (*found.findings, *found.outcomes):
        if one.change != "persisting" and kinds(one.reasons) != {"outcomes"} and ":" not in one.check:
            assert named(one) <= {f"mailbox/{box['id']}.{name}"}


@settings(max_examples=examples(60), deadline=None)
@given(facts(), st.sampled_from(sorted(OTHER_LIMITS)))
def test_whatever_a_threshold_changes_is_explained_by_it(some, most):
    found = compare(assessed(some), assessed(some, OTHER_LIMITS[most]))
    for one in (*found.findings, *found.outcomes):
        if one.change != "persisting":
            assert kinds(one.reasons) <= {"thresholds", "outcomes", "findings"}, one
    assert {one.name for one in found.parameters} == {"most"}


@settings(max_examples=examples(60), deadline=None)
@given(facts())
def test_whatever_a_rule_changes_is_explained_by_it(some):
    found = compare(assessed(some), assessed(some, OTHER_RULE))
    for one in (*found.findings, *found.outcomes):
        if one.change != "persisting":
            assert kinds(one.reasons) <= {"rules", "outcomes", "findings"}, one
    assert found.rulesets[0].checks_changed == ("F-3",)
    texts = [reason.text for one in found.findings for reason in one.reasons if one.check == "F-3"]
    assert all("mailbox.load > params.most → mailbox.load > 0" in text for text in texts)


@settings(max_examples=examples(60), deadline=None)
@given(facts(), facts())
def test_it_is_the_same_from_files(tmp_path_factory, some, other):
    folder = tmp_path_factory.mktemp("sides")
    sides = [assessed(some), assessed(other)]
    read = []
    for number, side in enumerate(sides):
        file = folder / f"{number}.json"
        file.write_text(json_renderer.render(side, RenderOptions()), encoding="utf-8")
        read.append(read_assessment(file))
    assert compare(*read).model_dump_json() == compare(*sides).model_dump_json()


BOX = {"id": "a", "tracked": False, "open": True, "volume": 20}


def pair(before: dict[str, Any], after: dict[str, Any], **options: Any) -> Comparison:
    sides = ({"assessment": {"date": "2026-01-01"}, **one} for one in (before, after))
    return compare(*(assessed(one, **options) for one in sides))


def test_a_finding_that_is_resolved_names_the_fact():
    found = only(pair({"mailboxes": [BOX]}, {"mailboxes": [{**BOX, "tracked": True}]}), "F-1:mailbox/a")
    assert (found.change, found.before, found.after) == ("resolved", "fail", "pass")
    assert found.reasons[0].text == "tracked (a): no → yes"


def test_a_fact_that_is_learnt_makes_a_finding_known_not_new():
    before = {"mailboxes": [{**BOX, "tracked": None}]}
    found = only(pair(before, {"mailboxes": [BOX]}), "F-1:mailbox/a")
    assert (found.change, kinds(found.reasons)) == ("became known", {"coverage"})


def test_a_list_that_was_not_there_makes_its_findings_known():
    found = only(pair({}, {"mailboxes": [BOX]}), "F-1:mailbox/a")
    assert (found.change, kinds(found.reasons)) == ("became known", {"subjects"})


def test_a_fact_that_nobody_can_tell_any_more_makes_a_finding_unknown():
    found = only(pair({"mailboxes": [BOX]}, {"mailboxes": [{**BOX, "tracked": "unknown"}]}), "F-1:mailbox/a")
    assert (found.change, found.reasons[0].facts[0].change) == ("became unknown", "became unknown")


def test_a_point_without_a_period_is_its_value():
    info = AttributeInfo(type="number", unit="contacts")
    points = [{"when": None, "value": 112}, {"when": "2026-06", "value": 131}]
    assert told(points, info, "en") == "112 contacts and June 2026 131 contacts"


def test_members_that_come_and_go_are_told():
    found = pair({"mailboxes": [BOX]}, {"mailboxes": [{**BOX, "id": "b"}]})
    assert only(found, "F-1:mailbox/a").reasons[0].text == "no longer in the list “mailboxes”: a"
    assert (only(found, "F-1:mailbox/b").change, only(found, "F-1:mailbox/b").reasons[0].ids) == (
        "new",
        ("mailbox/b",),
    )


def test_what_there_is_one_of_is_in_no_list():
    found = pair({"flow_map": "none"}, {"flow_map": {"updated_on": "2025-12-01"}})
    assert [one.text for one in only(found, "F-6").reasons] == ["now there: “flow map”"]
    assert [(one.label, one.after_text) for one in found.facts] == [("flow map", "flow map")]


def test_an_action_names_findings_by_title_and_subject():
    boxes = [{**BOX, "id": name} for name in ("a", "b")]
    found = pair({"mailboxes": boxes}, {"mailboxes": [{**one, "tracked": True} for one in boxes]})
    track = next(one for one in found.recommendations if one.id == "track")
    (reason,) = track.reasons
    assert reason.text == "“Untracked” (a: failed → passed; b: failed → passed) and “Share” (failed → passed)"


def test_exposure_and_severity_tell_worse_from_better():
    heavier = pair({"mailboxes": [BOX]}, {"mailboxes": [{**BOX, "volume": 90}]})
    assert only(heavier, "F-1:mailbox/a").change == "worsened"
    assert only(heavier, "F-1:mailbox/a").text == "20 contacts → 90 contacts"
    lighter = pair({"mailboxes": [{**BOX, "volume": 90}]}, {"mailboxes": [{**BOX, "volume": 40}]})
    one = only(lighter, "F-3:mailbox/a")
    assert (one.change, one.severity_before, one.severity_after) == ("improved", "critical", "low")


def test_time_alone_is_a_reason():
    some = {"agents": [{"id": "ann", "trained_on": "2025-03-01"}]}
    found = pair(
        {**some, "assessment": {"date": "2026-01-01"}}, {**some, "assessment": {"date": "2026-09-01"}}
    )
    assert [one.kind for one in only(found, "F-4:agent/ann").reasons] == ["time"]


def test_causes_and_priorities_lead_back_to_findings():
    found = pair(
        {"mailboxes": [{**BOX, "volume": 90}]}, {"mailboxes": [{**BOX, "volume": 90, "tracked": True}]}
    )
    cause = next(one for one in found.conclusions if one.id == "drowning")
    assert (cause.change, cause.reasons[0].ids) == ("gone", ("F-1:mailbox/a",))
    action = next(one for one in found.recommendations if one.id == "merge")
    assert action.change == "revalued" or action.rank_before != action.rank_after
    assert "findings" in kinds(action.reasons)


def test_renamed_checks_are_the_same_check():
    some = {"assessment": {"date": "2026-01-01"}, "mailboxes": [BOX]}
    renamed = rules(F_1={"id": "G-1"})
    renamed["inferences"][0]["when"][0]["finding"] = renamed["inferences"][1]["when"][1]["finding"] = "G-1"
    renamed["inferences"][0]["explains"] = ["G-1"]
    before, after = assessed(some), assessed(some, load_rulesets(renamed))
    without = compare(before, after)
    assert (only(without, "F-1:mailbox/a").change, only(without, "G-1:mailbox/a").change) == (
        "resolved",
        "new",
    )
    assert only(without, "G-1:mailbox/a").reasons[0].text == "the check is new in the method"
    found = compare(before, after, aliases={"check": {"F-1": "G-1"}})
    assert only(found, "G-1:mailbox/a").change == "persisting"
    assert "F-1:mailbox/a" not in {one.id for one in found.findings}


def test_what_has_no_reason_is_said_to_have_none():
    before = assessed({"assessment": {"date": "2026-01-01"}, "mailboxes": [BOX]})
    doctored = before.model_copy(update={"findings": before.findings[1:]})
    gone = before.findings[0].id
    found = compare(before, doctored)
    assert not only(found, gone).explained
    assert gone in found.messages[-1]


def test_assessments_without_facts_say_that_reasons_are_lacking():
    before = assessed({"assessment": {"date": "2026-01-01"}, "mailboxes": [BOX]})
    found = compare(before.model_copy(update={"facts": {}, "definitions": {}}), before)
    assert any("fewer reasons" in note for note in found.notes)


@pytest.mark.parametrize(("severity", "counts"), [("critical", False), ("high", True), ("info", True)])
def test_new_findings_count_from_a_severity_on(severity, counts):
    found = pair({"mailboxes": [{**BOX, "tracked": True}]}, {"mailboxes": [BOX]})
    assert any(newly_counting(found, severity)) is counts
    assert not any(newly_counting(pair({"mailboxes": [BOX]}, {"mailboxes": [BOX]}), "info"))
