"""Waivers: one function decides, the finding stands, and what is idle is said."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess, load_rulesets
from ccrules.assessment import Assessment
from ccrules.errors import InputError
from ccrules.following.counting import counting
from ccrules.following.waivers import Waiver, read_waivers, standing
from ccrules.renderers import json as json_renderer
from ccrules.renderers.options import RenderOptions
from tests.effort import examples
from tests.following.method import facts, rules

METHOD = load_rulesets(rules())
BOX = {"id": "a", "tracked": False, "open": True, "volume": 20}
SOME: dict[str, Any] = {"assessment": {"date": "2026-06-15"}, "mailboxes": [BOX, {**BOX, "id": "b"}]}


def waived(*entries: dict[str, Any], some: dict[str, Any] = SOME, **options: Any) -> Assessment:
    found = {"waivers": [{"reason": "known", **one} for one in entries]}
    return assess(some, METHOD, inference="forward", waivers=found, **options)


DAY = st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 4, 30)).map(str)


@given(st.sampled_from(["", "2026", "2026-02", "2026-03"]) | DAY, st.just("") | DAY, st.just("") | DAY)
@settings(max_examples=examples(300), deadline=None)
def test_in_force_means_on_every_day_that_may_be_meant(date, start, expires):
    first = (
        datetime.date.fromisoformat(f"{date}-01-01"[:10] if len(date) <= 4 else f"{date}-01"[:10])
        if date
        else None
    )
    meant = [str(first + datetime.timedelta(n)) for n in range(366)] if first else []
    meant = [day for day in meant if day.startswith(date)]
    held = [(not start or start <= day) and (not expires or day <= expires) for day in meant]
    found = standing(Waiver("C", "all", "why", start=start, expires=expires), date)
    if not start and not expires:
        assert found == "in force"
    elif not meant:
        assert found == "not known"
    else:
        assert (found == "in force") == all(held)
        assert (found in {"expired", "not yet"}) == (
            (bool(expires) and expires < meant[0]) or (bool(start) and start > meant[-1])
        )


@given(facts())
@settings(max_examples=examples(40), deadline=None)
def test_waivers_change_nothing_but_marks(some):
    everything = [{"check": check, "subject": "all"} for check in METHOD.checks] + [
        {"check": "lost", "subject": "all"}
    ]
    plain = json.loads(json_renderer.render(assess(some, METHOD, inference="forward"), RenderOptions()))
    marked = json.loads(json_renderer.render(waived(*everything, some=some), RenderOptions()))
    assert all(finding.pop("waived") for finding in marked["findings"])
    assert all(
        action.pop("waived", None) == action["resolves"]
        for action in marked["recommendations"]
        if action["resolves"]
    )
    assert len(marked.pop("waivers")) == len(everything)
    assert marked == plain


def test_a_waived_finding_does_not_count_but_stands():
    found = waived(
        {"check": "F-1", "subject": "mailbox/a", "expires": "2026-06-15", "owner": "Ann", "approver": "Bo"}
    )
    assert [one.id for one in counting(found, "high")] == ["F-1:mailbox/b", "F-7"]
    mark = next(one.waived for one in found.findings if one.id == "F-1:mailbox/a")
    assert mark.text == "waived until 15 June 2026: known (owner: Ann, approved by Bo)"
    assert next(one for one in found.recommendations if one.id == "track").waived == ("F-1:mailbox/a",)


@pytest.mark.parametrize(
    ("entry", "state", "soon"),
    [
        ({"expires": "2026-06-14"}, "expired", False),
        ({"start": "2026-06-16"}, "not yet", False),
        ({"start": "2026-06-15", "expires": "2026-07-15"}, "in force", True),
        ({"expires": "2026-07-16"}, "in force", False),
        ({"expires": "2026-12"}, "in force", False),
    ],
)
def test_each_waiver_says_how_it_stands(entry, state, soon):
    found = waived({"check": "F-1", "subject": "all", **entry})
    assert (found.waivers[0].standing, found.waivers[0].expires_soon) == (state, soon)
    assert any(one.waived for one in found.findings) is (state == "in force")


def test_without_a_date_a_waiver_with_dates_is_not_known_to_hold():
    found = waived({"check": "F-1", "subject": "all", "expires": "2030"}, some={"mailboxes": [BOX]})
    assert found.waivers[0].standing == "not known"
    assert "no date" in found.waivers[0].text
    assert not any(one.waived for one in found.findings)
    assert waived({"check": "F-1", "subject": "a"}, some={"mailboxes": [BOX]}).findings[0].waived
    assert waived({"check": "F-1", "subject": "a", "expires": "2030"}, as_of="2026-01-01").findings[0].waived


def test_a_waiver_that_names_no_finding_says_so():
    found = waived({"check": "F-1", "subject": "mailbox/c"}).waivers[0]
    assert (found.findings, found.text) == (
        (),
        "in force, without an end; names no finding of this assessment",
    )


def test_the_waiver_of_a_subject_goes_before_that_of_all():
    one = waived({"check": "F-1", "subject": "all"}, {"check": "F-1", "subject": "a", "reason": "its own"})
    assert [finding.waived.reason for finding in one.findings if finding.check == "F-1"] == [
        "its own",
        "known",
    ]


WRONG = {
    "an unknown check": ("waivers:\n  - {check: F-11, subject: all, reason: x}\n", "2:13: there is no check 'F-11' (did you mean"),
    "a misspelt key": ("waivers:\n  - {check: F-1, subject: all, reson: x}\n", "2:32: unknown key 'reson' (did you mean reason?)"),
    "no reason": ("waivers:\n  - {check: F-1, subject: all}\n", "reason is missing (add reason: …)"),
    "no date": ("waivers:\n  - {check: F-1, subject: all, reason: x, expires: soon}\n", "2:52: soon is not a date"),
    "a day that is not": ("waivers:\n  - {check: F-1, subject: all, reason: x, start: 2026-02-30}\n", "2026-02-30 does not exist"),
    "an end before its start": ("waivers:\n  - {check: F-1, subject: all, reason: x, start: 2026-02, expires: 2026-01}\n", "ends before it starts"),
    "two at once": ("waivers:\n  - {check: F-1, subject: all, reason: x}\n  - {check: F-1, subject: all, reason: y}\n", "3:13: F-1 of all is waived twice"),
    "a list": ("- check: F-1\n", "1:1: this file should have keys of its own"),
    "an empty number": ("soon: none\nwaivers: []\n", "none is not a whole number"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_at_its_place(tmp_path, name):
    text, said = WRONG[name]
    file = tmp_path / "waivers.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        assess(SOME, METHOD, inference="forward", waivers=str(file))
    assert said in str(caught.value)
    assert str(caught.value).startswith(str(file))


def test_all_that_is_wrong_is_said_at_once():
    entry = {"check": "F-1", "subject": "all"}
    with pytest.raises(InputError) as caught:
        read_waivers(
            {"waivers": [entry, {**entry, "reason": "x", "strt": "2026"}, {"check": "F-2"}], "son": "3"}
        )
    assert len(caught.value.problems) == 5
