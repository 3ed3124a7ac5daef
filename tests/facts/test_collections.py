"""Files as a whole: the header, collections, singletons, counts."""

from __future__ import annotations

import datetime

import pytest

from ccrules.facts.vocabulary import Vocabulary
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN, Interval
from tests.facts.support import EXAMPLE, attribute, entity_type, facts, mailbox, problems, shown


def test_the_example_of_the_documentation() -> None:
    base = facts(EXAMPLE)
    claims, billing = base.collections["mailbox"].members
    assert (claims.id, claims.tracked, claims.volume_month, claims.owner) == ("claims", False, 1200, NONE)
    assert billing.tracked is UNKNOWN
    assert billing.volume_month is NOT_COLLECTED
    assert billing.owner is NOT_APPLICABLE
    assert shown(base.organisation.headcount) == ("[", 40, 50, "]")
    assert base.organisation.promise_written is True
    assert base.singletons["flow_map"] is NONE
    assert base.collections["agent"].state is NOT_COLLECTED
    assert base.collections["mailbox"].listed
    assert base.today == datetime.date(2026, 10, 1)
    assert base.objectives == {"satisfaction": 3, "cost": 1}
    assert base.header == {
        "name": "Riviera claims",
        "date": "2026-10-01",
        "language": "fr",
        "status": "final",
        "partial": ("agent",),
    }
    assert base.files == ("a.yaml",)
    assert base.notes == ()


def test_an_empty_file_says_nothing() -> None:
    base = facts("")
    assert base.today is NOT_COLLECTED
    assert base.header == {}
    assert base.organisation.headcount is NOT_COLLECTED
    assert base.singletons["flow_map"] is NOT_COLLECTED
    assert all(one.state is NOT_COLLECTED and not one.complete for one in base.collections.values())


@pytest.mark.parametrize(
    ("written", "state", "complete"),
    [
        ("[]", None, True),
        ("none", None, True),
        ("[{id: m}]", None, True),
        ("unknown", UNKNOWN, False),
        ("sans objet", NOT_APPLICABLE, False),
        ("~", NOT_COLLECTED, False),
    ],
)
def test_states_of_a_collection(written: str, state: object, complete: bool) -> None:
    found = facts(f"mailboxes: {written}").collections["mailbox"]
    assert found.state is state
    assert found.complete is complete


@pytest.mark.parametrize(
    ("header", "complete"),
    [
        ("{}", True),
        ("{status: final}", True),
        ("{partial: [mailboxes]}", False),
        ("{partial: mailboxes}", False),
        ("{partial: [boîtes mail]}", False),
        ("{status: draft}", False),
        ("{status: draft, complete: [mailboxes]}", True),
        ("{status: draft, complete: [agents]}", False),
    ],
)
def test_which_collections_are_complete(header: str, complete: bool) -> None:
    base = facts(f"assessment: {header}\nmailboxes: [{{id: m}}]")
    assert base.collections["mailbox"].complete is complete


def test_a_partial_date_is_an_interval_of_days() -> None:
    today = facts("assessment: {date: 2026-10}").today
    assert isinstance(today, Interval)
    assert shown(today) == ("[", datetime.date(2026, 10, 1), datetime.date(2026, 10, 31), "]")


def test_another_day_can_be_today() -> None:
    base = facts("assessment: {date: 2026-10-01}", as_of="2025-12-31")
    assert base.today == datetime.date(2025, 12, 31)
    assert base.header["date"] == "2025-12-31"
    assert facts("", as_of=datetime.date(2025, 1, 2)).today == datetime.date(2025, 1, 2)
    assert problems("", as_of="soon") == [
        "--as-of: soon is not a date (write year-month-day: 2026-10-01, or 2026-10, or 2026)"
    ]


def test_wrong_headers() -> None:
    assert problems("""\
assessment:
  nam: x
  language: german
  status: finished
  date: none
  partial: [mailbxes, flow_map]
  complete: [agents]
objectives:
- {id: cost, weigth: 3}
- {weight: 3}
- {id: cost, weight: -1}
""") == [
        "a.yaml:2:3: nam is not known of assessment (did you mean name?)",
        "a.yaml:3:13: german is no language (known: en, fr)",
        "a.yaml:4:11: finished is no status (known: draft, final)",
        "a.yaml:5:9: an assessment has a date (write year-month-day: 2026-10-01, or 2026-10, or 2026)",
        "a.yaml:6:13: mailbxes is no collection (did you mean mailboxes?)",
        "a.yaml:6:23: flow_map is no collection (known: agents, mailboxes)",
        "a.yaml:9:14: weigth is not known of objectives (did you mean weight?)",
        "a.yaml:10:3: an objective needs an id (write {id: …, weight: 1})",
        "a.yaml:11:8: cost is given twice (keep one of the two)",
        "a.yaml:11:22: a weight can't be negative (write 0 or more)",
    ]


def test_what_the_header_leaves_open() -> None:
    base = facts(
        "assessment: {name: unknown, date: inconnu, language: ~, status: ~, partial: ~}\nobjectives: ~"
    )
    assert base.header == {}
    assert base.today is UNKNOWN
    assert facts("assessment: {name: 'unknown'}").header == {"name": "unknown"}
    assert problems("assessment: {name: [a], date: soon}\nobjectives: {cost: 3}") == [
        "a.yaml:1:20: name takes a single value (write it in one line, quoted if it has colons)",
        "a.yaml:1:31: soon is not a date (write year-month-day: 2026-10-01, or 2026-10, or 2026)",
        "a.yaml:2:13: objectives takes a list (write [{id: …, weight: 1}])",
    ]
    (problem,) = problems("assessment: [draft]\nobjectives: [{id: cost}]")
    assert problem.startswith("a.yaml:1:13: assessment takes a mapping ")
    (problem,) = problems("objectives: [{id: cost, weight: heavy}]")
    assert problem.startswith("a.yaml:1:33: heavy is not a number ")


def test_a_collection_is_not_partial_and_complete() -> None:
    assert problems("assessment: {partial: [agents], complete: [agents]}") == [
        "a.yaml:1:44: a collection can't be partial and complete; see a.yaml:1:24 (keep one of the two)"
    ]


def test_objectives_weigh_one_unless_they_say_otherwise() -> None:
    assert facts(
        "objectives: [cost, {id: satisfaction, weight: 0,5}]".replace("0,5", "'0,5'")
    ).objectives == {
        "cost": 1,
        "satisfaction": 0.5,
    }


@pytest.mark.parametrize("written", ["none", "unknown", "not applicable", "~"])
def test_states_of_a_singleton(written: str) -> None:
    found = facts(f"flow_map: {written}").singletons["flow_map"]
    assert shown(found) == f"<{written.replace('~', 'not collected')}>"


def test_there_always_is_an_organisation() -> None:
    assert problems("organisation: none") == [
        "a.yaml:1:15: there is always an organisation (leave it out if nothing is known of it)"
    ]
    assert facts("organisation: unknown").organisation.headcount is NOT_COLLECTED


def test_labels_stand_for_names() -> None:
    base = facts("""\
boîtes mail:
- {id: m, suivie: non, Volume mensuel: 1 200, level: Élevé}
conseillers: [{id: zoe}]
""")
    assert (mailbox(base).tracked, mailbox(base).volume_month, mailbox(base).level) == (False, 1200, "high")
    assert base.collections["agent"].by_id.keys() == {"zoe"}


def test_a_label_that_means_two_things_is_refused() -> None:
    same = {"en": "state", "fr": "état"}
    kind = entity_type(
        "box", "boxes", attribute("open", "bool", label=same), attribute("full", "bool", label=same)
    )
    (problem,) = problems("boxes: [{id: m, état: yes}]", vocabulary=Vocabulary({"box": kind}))
    assert problem.startswith("a.yaml:1:17: état is not known of box")


def test_members_known_by_number() -> None:
    base = facts("""\
mailboxes:
  total: 15
  counts: {tracked: {no: 5}, level: {Élevé: 3, low: 2}, owner: {zoe: 2}}
  list: [{id: m, tracked: no}]
""")
    found = base.collections["mailbox"]
    zoe = base.collections["agent"].by_id["zoe"]
    assert (found.total, len(found.members), found.anonymous, found.complete, found.listed) == (
        15,
        1,
        14,
        True,
        False,
    )
    assert found.counts == {"tracked": {False: 5}, "level": {"high": 3, "low": 2}, "owner": {zoe: 2}}


def test_a_list_inside_a_mapping_is_a_list() -> None:
    found = facts("mailboxes: {list: [{id: m}]}").collections["mailbox"]
    assert (found.total, found.listed, len(found.members)) == (None, True, 1)
    assert facts("mailboxes: {total: 0}").collections["mailbox"].listed


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("§{}", "this says nothing about mailboxes (write [] if there are none, or leave it out)"),
        ("{counts: §{tracked: {no: 1}}}", "counts say little without the total "),
        ("{total: §many}", "many is not a number "),
        ("{total: §-1}", "a number of members can't be negative (write 0 or more)"),
        ("{total: §1, list: [{id: a}, {id: b}]}", "2 members are listed, more than the total "),
        ("{total: 1, counts: {§tracked: {no: 1, yes: 1}}}", "the counts of tracked exceed the total "),
        ("{total: 9, counts: {tracked: {§no: 0}}, list: [{id: a, tracked: no}]}", "more members are listed "),
        ("{total: 9, counts: {tracked: {§unknown: 2}}}", "only plain values can be counted, not unknown "),
        ("{total: 9, counts: {tracked: {no: 2, §non: 3}}}", "non is given twice, first at a.yaml:1:42 "),
        (
            "{total: 9, counts: {§trakced: {no: 2}}}",
            "trakced is not known of mailbox (did you mean tracked?)",
        ),
        ("{total: 9, counts: {tracked: §3}}", "tracked takes a mapping (write {value: number})"),
        ("{total: 9, counts: §3}", "counts takes a mapping (write {attribute: {value: number}})"),
        ("{total: 9, list: §3}", "list takes a list (write - id: …)"),
        ("{§totl: 9}", "totl is not known here (did you mean total?)"),
        (
            "{§claims: {tracked: no}}",
            "claims is not known here (list the mailboxes, each with its id: - id: claims)",
        ),
        ("§3", "mailboxes takes a list (write - id: …, or [] if there are none, or unknown)"),
        ("§'unknown'", "mailboxes takes a list (write - id: …, or [] if there are none, or unknown)"),
        ("[§claims]", "an entry of mailboxes is a mapping (write - id: …)"),
    ],
)
def test_wrong_collections(written: str, why: str) -> None:
    """The sign § marks the place that must be named."""
    text = f"mailboxes: {written}"
    (problem,) = problems(text.replace("§", ""))
    assert problem.startswith(f"a.yaml:1:{text.index('§') + 1}: {why}")


def test_set_counts_may_add_up_to_more_than_the_total() -> None:
    found = facts("mailboxes: {total: 2, counts: {channels: {email: 2, post: 2}}}").collections["mailbox"]
    assert found.counts == {"channels": {"email": 2, "post": 2}}
