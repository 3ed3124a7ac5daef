"""``--set``: single values from the command line."""

from __future__ import annotations

import pytest

from ccrules.values import NOT_COLLECTED, UNKNOWN
from tests.facts.support import facts, mailbox, problems, shown
from tests.facts.test_references import TEAMS

FACTS = """\
mailboxes:
- {id: m.1, tracked: no, people: {any_of: [1, 2]}, owner: zoe}
- {id: n}
agents: [{id: zoe}, {id: bob}]
"""


@pytest.mark.parametrize(
    ("setting", "attribute", "expected"),
    [
        ("tracked=yes", "tracked", True),
        ("suivie=oui", "tracked", True),
        ("people=7", "people", 7),
        ("volume_month=1 200", "volume_month", 1200),
        ("volume_month= >= 3 ", "volume_month", ("[", 3, None, "]")),
        ("owner=bob", "owner", "<agent/bob>"),
        ("owner=none", "owner", "<none>"),
        ("tracked=unknown", "tracked", "<unknown>"),
        ("tracked=", "tracked", "<not collected>"),
        ("comment=a=b", "comment", "a=b"),
        ('comment={value: "unknown"}', "comment", "unknown"),
        ("channels=[email, unknown]", "channels", {"email", "…"}),
        ("backups=[bob, zoe]", "backups", {"<agent/bob>", "<agent/zoe>"}),
        ("people={any_of: [{value: 3, source: x}, 4]}", "people", ("[", 3, 4, "]")),
    ],
)
def test_a_setting_replaces_what_the_file_says(setting: str, attribute: str, expected: object) -> None:
    base = facts(FACTS, overrides=[f"mailbox/m.1.{setting}"])
    assert shown(getattr(mailbox(base, "m.1"), attribute)) == expected


def test_the_origin_is_the_option() -> None:
    base = facts(FACTS, overrides=["mailbox/m.1.people=7", "mailbox/m.1.tracked="])
    (origin,) = base.sources(mailbox(base, "m.1"), "people")
    assert (str(origin.place), origin.value, origin.written) == ("--set", 7, "7")
    assert base.origin(mailbox(base, "m.1"), "tracked") is None
    assert base.notes == ()


def test_inverses_follow() -> None:
    base = facts(FACTS, overrides=["mailbox/m.1.owner=bob", "mailbox/n.owner=none"])
    zoe, bob = base.collections["agent"].members
    assert (shown(zoe.owned_mailboxes), shown(bob.owned_mailboxes)) == (set(), {"<mailbox/m.1>"})


def test_the_last_setting_counts() -> None:
    base = facts(FACTS, overrides=["mailbox/n.people=1", "mailbox/n.people=2"])
    assert mailbox(base, "n").people == 2


def test_singletons() -> None:
    base = facts("", overrides=["organisation.headcount=12", "flow_map.updated_on=2025-01-01"])
    assert base.organisation.headcount == 12
    assert shown(base.singletons["flow_map"]) == "<flow_map>"
    assert base.organisation.promise_written is NOT_COLLECTED
    assert (
        facts("organisation: unknown", overrides=["organisation.headcount=unknown"]).organisation.headcount
        is UNKNOWN
    )


@pytest.mark.parametrize(
    ("setting", "why"),
    [
        (
            "mailbox/n.tracked",
            "mailbox/n.tracked is no fact with a value (write type/id.attribute=value, or ",
        ),
        ("tracked=no", "tracked=no is no fact with a value "),
        ("mailbox.tracked=no", "mailbox.tracked=no is no fact with a value "),
        ("organisation/x.headcount=3", "organisation/x.headcount=3 is no fact with a value "),
        ("mailbx/n.tracked=no", "mailbx is not known here (did you mean mailbox?)"),
        ("mailbox/k.tracked=no", "k is not among the mailboxes (known: m.1, n)"),
        ("mailbox/n.trakced=no", "trakced is not known of mailbox (did you mean tracked?)"),
        ("mailbox/n.tracked=maybe", "maybe is neither yes nor no "),
        ("mailbox/n.id=k", "what identifies an entity can't be set (change it in the fact file)"),
        ("agent/zoe.owned_mailboxes=[n]", "owned_mailboxes is computed, so it can't be given "),
        ("mailbox/n.owner=carl", "carl is not among the agents "),
        ("mailbox/n.backups=[carl]", "carl is not among the agents "),
        ("mailbox/n.people={value: 3, sauce: x}", "sauce is not known here (did you mean source?)"),
        ("mailbox/n.people=[3", "the [ opened here is never closed "),
    ],
)
def test_wrong_settings(setting: str, why: str) -> None:
    (problem,) = problems(FACTS, overrides=[setting])
    assert problem.startswith(f"--set: {why}")


def test_nested_entities_are_not_set() -> None:
    text = "teams: [{id: t}]"
    (problem,) = problems(text, vocabulary=TEAMS, overrides=["team/t.members=[{id: bob}]"])
    assert problem == "--set: entities can't be set (give their ids: [{id}, …])"
    base = facts(text, vocabulary=TEAMS, overrides=["team/t.members=[bob]"])
    assert base.collections["person"].by_id.keys() == {"bob"}


def test_a_singleton_that_is_not_there_has_no_attributes() -> None:
    assert problems("flow_map: none", overrides=["flow_map.updated_on=2025"]) == [
        "--set: the facts say that there is no flow_map (change it in the fact file)"
    ]
