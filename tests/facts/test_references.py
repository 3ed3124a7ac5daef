"""Ids, references, inverses, nested entities."""

from __future__ import annotations

from typing import Any

import pytest

from ccrules.errors import InputError
from ccrules.facts.base import FactBase
from ccrules.facts.vocabulary import Vocabulary, with_inverses
from ccrules.values import NOT_COLLECTED, UNKNOWN
from tests.facts.support import attribute, entity_type, facts, json_facts, mailbox, problems, shown


def agent(base: FactBase, id: str) -> Any:
    return base.collections["agent"].by_id[id]


def test_a_reference_is_the_entity() -> None:
    base = facts("mailboxes: [{id: m, owner: zoe, backups: [zoe, bob]}]\nagents: [{id: zoe}, {id: bob}]")
    assert mailbox(base).owner is agent(base, "zoe")
    assert mailbox(base).backups == {agent(base, "zoe"), agent(base, "bob")}


def test_references_may_point_into_later_files() -> None:
    base = facts("mailboxes: [{id: m, owner: zoe}]", "agents: [{id: zoe}]")
    assert mailbox(base).owner is agent(base, "zoe")


def test_a_missing_id_is_an_error_if_the_list_is_complete() -> None:
    text = """\
agents: [{id: zoe}, {id: bob}]
mailboxes:
- id: m
  owner: zoé
  backups: [bob, carl, zoe]
- {id: n, owner: {any_of: [bob, bobb]}, backups: {value: [zo], source: x}}
"""
    hint = "(add it there, or name the collection in partial: if its list is not complete)"
    assert problems(text) == [
        f"a.yaml:4:10: zoé is not among the agents {hint}",
        f"a.yaml:5:18: carl is not among the agents {hint}",
        "a.yaml:6:33: bobb is not among the agents (did you mean bob?)",
        "a.yaml:6:59: zo is not among the agents (did you mean zoe?)",
    ]


@pytest.mark.parametrize(
    "agents", ["", "agents: unknown", "assessment: {partial: [agents]}\nagents: [{id: bob}]"]
)
def test_a_missing_id_is_a_known_member_if_the_list_may_be_incomplete(agents: str) -> None:
    base = facts(f"mailboxes: [{{id: m, owner: zoe}}]\n{agents}")
    found = base.collections["agent"]
    assert mailbox(base).owner is found.by_id["zoe"]
    assert found.by_id["zoe"].skills is NOT_COLLECTED
    assert (found.state, found.complete) == (None, False)
    (note,) = base.notes
    assert str(note.place) == "a.yaml:1:28"
    assert str(note.what) == "agent/zoe is only known because it is referred to here"


def test_members_known_by_number_get_names_up_to_the_total() -> None:
    text = "agents: {total: 2, list: [{id: bob}]}\nmailboxes: [{id: m, backups: [zoe]}]"
    assert facts(text).collections["agent"].listed
    (problem,) = problems(text.replace("[zoe]", "[zoe, carl]"))
    assert problem.startswith("a.yaml:2:31: zoe is not among the agents")


@pytest.mark.parametrize("agents", ["[]", "not applicable"])
def test_where_there_are_none_every_reference_is_an_error(agents: str) -> None:
    (problem,) = problems(f"agents: {agents}\nmailboxes: [{{id: m, owner: zoe}}]")
    assert problem.startswith("a.yaml:2:28: zoe is not among the agents")


def test_an_entry_without_an_id_hides_no_other_problem() -> None:
    """Its id may be any, so that no reference is reported as missing."""
    assert problems("agents: [{skills: [x]}]\nmailboxes: [{id: m, owner: zoe, people: 3.5}]") == [
        "a.yaml:1:10: id is missing (every agent needs it)",
        "a.yaml:2:41: 3.5 is not a whole number (write it like 12 or 1 200)",
    ]


def test_a_wrong_value_leaves_the_entity_known() -> None:
    assert problems("agents: [{id: zoe, skills: x}]\nmailboxes: [{id: m, owner: zoe}]") == [
        "a.yaml:1:28: skills takes a list (write [x])"
    ]


def test_ids() -> None:
    text = """\
mailboxes:
- id: a/b
- id: "tab\\tbed"
- id: unknown
- id: ''
- id: [x]
- id: m
- tracked: no
- id: m
- {id: "unknown", owner: "unknown"}
- {id: claims@riviera.example, owner: team-1.north}
- {id: 007, owner: Zoë Müller}
agents: {total: 3}
"""
    hint = "(write a short text such as claims or team-1)"
    assert problems(text) == [
        f"a.yaml:2:7: an id can't contain / {hint}",
        f"a.yaml:3:7: an id can't contain line breaks or invisible characters {hint}",
        f"a.yaml:4:7: an id can't be left open {hint}",
        f"a.yaml:5:7: an id can't be empty {hint}",
        f"a.yaml:6:7: an id is a single text {hint}",
        "a.yaml:8:3: id is missing (every mailbox needs it)",
        "a.yaml:9:7: m is given twice, first at a.yaml:7:7 (ids are unique in their collection)",
    ]
    kept = [line for line in text.splitlines() if "{" in line or line[-1] == ":"]
    base = facts("\n".join(kept))
    assert [one.id for one in base.collections["mailbox"].members] == [
        "unknown",
        "claims@riviera.example",
        "007",
    ]
    assert base.collections["agent"].by_id.keys() == {"unknown", "team-1.north", "Zoë Müller"}


def test_the_same_entry_by_alias_is_given_twice() -> None:
    (problem,) = problems("mailboxes: [&x {id: m}, *x]")
    assert (
        problem == "a.yaml:1:21: m is given twice, first at a.yaml:1:21 (ids are unique in their collection)"
    )


def test_ids_are_compared_in_unicode_normal_form() -> None:
    base = facts("mailboxes: [{id: m, owner: zoe\u0301}]\nagents: [{id: zo\u00e9}]")
    assert mailbox(base).owner is agent(base, "zo\u00e9")


def test_a_literal_id_of_json() -> None:
    base = json_facts(
        '{"mailboxes": [{"id": "m", "owner": {"value": "none"}, "backups": [{"value": "unknown"}]}]}'
    )
    assert base.collections["agent"].by_id.keys() == {"none", "unknown"}


@pytest.mark.parametrize(
    ("mailboxes", "agents", "expected"),
    [
        ("[{id: m, owner: zoe}, {id: n, owner: none}]", "", {"<mailbox/m>"}),
        ("[{id: m, owner: zoe}, {id: n, owner: zoe}]", "", {"<mailbox/m>", "<mailbox/n>"}),
        ("[{id: m, owner: bob}, {id: n, owner: not applicable}]", "", set()),
        ("[{id: m, owner: zoe}, {id: n, owner: unknown}]", "", {"<mailbox/m>", "…"}),
        ("[{id: m, owner: bob}, {id: n}]", "", {"…"}),
        ("[{id: m, owner: zoe}, {id: n, owner: {any_of: [zoe, none]}}]", "", {"<mailbox/m>", "…"}),
        ("[{id: m, owner: zoe}, {id: n, owner: {any_of: [bob, none]}}]", "", {"<mailbox/m>"}),
        ("[]", "", set()),
        ("not applicable", "", set()),
        ("unknown", "", {"…"}),
        ("~", "", {"…"}),
        ("{total: 2, list: [{id: m, owner: zoe}]}", "", {"<mailbox/m>", "…"}),
        ("[{id: m, owner: zoe}]", "assessment: {partial: [mailboxes]}", {"<mailbox/m>", "…"}),
    ],
)
def test_the_inverse_is_complete_only_if_nobody_else_can_refer(
    mailboxes: str, agents: str, expected: set[str]
) -> None:
    base = facts(f"mailboxes: {mailboxes}\nagents: [{{id: zoe}}, {{id: bob}}]\n{agents}")
    assert shown(agent(base, "zoe").owned_mailboxes) == expected


def test_the_inverse_of_a_set_with_more_members_is_open_for_all() -> None:
    base = facts("mailboxes: [{id: m, backups: [zoe, unknown]}]\nagents: [{id: zoe}, {id: bob}]")
    assert shown(agent(base, "zoe").backed_mailboxes) == {"<mailbox/m>", "…"}
    assert shown(agent(base, "bob").backed_mailboxes) == {"…"}


def test_an_inverse_within_one_type() -> None:
    base = facts("agents: [{id: zoe, boss: none}, {id: bob, boss: zoe}, {id: ann, boss: bob}]")
    assert agent(base, "zoe").team == {agent(base, "bob")}
    assert agent(base, "ann").team == frozenset()


def test_an_inverse_is_not_given() -> None:
    assert problems("agents: [{id: zoe, team: [bob]}]") == [
        "a.yaml:1:20: team is computed, so it can't be given (give agent.boss instead)"
    ]


def test_with_inverses_adds_each_once() -> None:
    once = with_inverses(
        Vocabulary(
            {
                "a": entity_type("a", "as", attribute("b", "ref", to="b", inverse="owners")),
                "b": entity_type("b", "bs"),
            }
        )
    )
    assert once["b"].attributes["owners"].inverse_of == ("a", "b")
    assert once["b"].attributes["owners"].set
    assert with_inverses(once) is once


@pytest.mark.parametrize("name", ["size", "id"])
def test_an_inverse_cannot_take_the_name_of_an_attribute(name: str) -> None:
    vocabulary = Vocabulary(
        {
            "a": entity_type("a", "as", attribute("b", "ref", to="b", inverse=name)),
            "b": entity_type("b", "bs", attribute("size", "int")),
        }
    )
    with pytest.raises(InputError, match=f"b already has an attribute {name}"):
        with_inverses(vocabulary)


def test_two_inverses_cannot_share_a_name() -> None:
    vocabulary = Vocabulary(
        {
            "a": entity_type(
                "a",
                "as",
                attribute("b", "ref", to="b", inverse="x"),
                attribute("c", "ref", to="b", inverse="x"),
            ),
            "b": entity_type("b", "bs"),
        }
    )
    with pytest.raises(InputError, match="b already has an attribute x"):
        with_inverses(vocabulary)


TEAMS = Vocabulary(
    {
        "team": entity_type(
            "team",
            "teams",
            attribute("members", "ref", to="person", set=True, owns=True, inverse="teams"),
            attribute("lead", "ref", to="person", owns=True, optional=True),
        ),
        "person": entity_type("person", "people", attribute("level", "int")),
    }
)


def test_nested_entries_become_members() -> None:
    base = facts(
        "teams: [{id: t, members: [{id: bob, level: 3}, {id: ann}], lead: {id: zoe}}]", vocabulary=TEAMS
    )
    team = base.collections["team"].by_id["t"]
    people = base.collections["person"]
    assert [one.id for one in people.members] == ["bob", "ann", "zoe"]
    assert team.members == {people.by_id["bob"], people.by_id["ann"]}
    assert team.lead is people.by_id["zoe"]
    assert people.by_id["bob"].level == 3
    assert people.by_id["bob"].teams == {team}
    assert people.listed
    assert str(base.sources(people.by_id["bob"], "level")[0].place) == "a.yaml:1:37"
    assert str(base.sources(team, "members")[0].place) == "a.yaml:1:17"


@pytest.mark.parametrize(
    ("teams", "listed"),
    [
        ("[{id: t, members: [], lead: none}]", True),
        ("[{id: t, members: []}]", False),
        ("[{id: t, members: [{id: bob}, unknown], lead: none}]", False),
        ("[]", True),
        ("unknown", False),
    ],
)
def test_a_nested_collection_is_complete_if_its_owners_say_all(teams: str, listed: bool) -> None:
    base = facts(f"teams: {teams}", vocabulary=TEAMS)
    assert base.collections["person"].listed is listed


def test_nested_entries_join_those_of_the_list() -> None:
    base = facts(
        "teams: [{id: t, members: [{id: bob, level: 3}, ann]}]\npeople: [{id: ann}]", vocabulary=TEAMS
    )
    assert [one.id for one in base.collections["person"].members] == ["bob", "ann"]
    assert base.collections["person"].listed


def test_wrong_nested_entries() -> None:
    text = "teams: [{id: t, members: [{id: bob}, {id: bob}, {level: 2}, none, {id: x, levl: 3}], lead: [a]}]"
    first, second = problems(text, vocabulary=TEAMS)
    assert first.startswith("a.yaml:1:61: none can't be a member of a list ")
    assert second.startswith("a.yaml:1:92: lead takes one value, not a list ")
    assert problems(text.replace(" none,", "").replace("[a]", "none"), vocabulary=TEAMS) == [
        "a.yaml:1:43: bob is given twice, first at a.yaml:1:32 (ids are unique in their collection)",
        "a.yaml:1:49: id is missing (every person needs it)",
        "a.yaml:1:69: levl is not known of person (did you mean level?)",
    ]


KPIS = Vocabulary(
    {
        "team": entity_type("team", "teams"),
        "kpi": entity_type(
            "kpi",
            "kpis",
            attribute("name", "text"),
            attribute("team", "ref", to="team", inverse="kpis"),
            attribute("value", "number"),
            key=("name", "team"),
        ),
        "day": entity_type("day", "days", attribute("on", "date"), key=("on",)),
    }
)


def test_a_key_of_attributes_stands_for_the_id() -> None:
    base = facts(
        "days: [{on: 2025-01-02}]\n"
        "kpis: [{name: quality, team: t, value: {value: 3}}, {name: quality, team: u}]",
        "kpis: [{team: u, name: {value: quality}, value: 4}]",
        vocabulary=KPIS,
    )
    first, second = base.collections["kpi"].members
    assert (first.id, second.id) == ("quality|t", "quality|u")
    assert (first.value, second.value) == (3, 4)
    assert second.team is base.collections["team"].by_id["u"]
    assert base.collections["day"].members[0].id == "2025-01-02"


def test_wrong_keys() -> None:
    text = """\
kpis:
- {name: quality}
- {name: unknown, team: t}
- {name: a|b, team: t}
- {name: a/b, team: t}
- {name: a, team: t, id: x}
days: [{on: 2025}]
"""
    hint = "(write one plain value without the sign |)"
    assert problems(text, vocabulary=KPIS) == [
        "a.yaml:2:3: team is missing (every kpi needs it)",
        f"a.yaml:3:10: name is part of what identifies a kpi {hint}",
        f"a.yaml:4:10: name is part of what identifies a kpi {hint}",
        "a.yaml:5:10: an id can't contain / (write a short text such as claims or team-1)",
        "a.yaml:6:22: kpi has no id (it is known by name, team)",
        f"a.yaml:7:13: on is part of what identifies a day {hint}",
    ]


def test_a_derived_attribute_may_be_given() -> None:
    kind = entity_type("box", "boxes", attribute("size", "int", derive="2 + 2"))
    base = facts("boxes: [{id: a, size: 5}, {id: b}]", vocabulary=Vocabulary({"box": kind}))
    assert [shown(one.size) for one in base.collections["box"].members] == [5, "<not collected>"]


def test_a_reference_nobody_could_tell_stays_unknown() -> None:
    assert mailbox(facts("mailboxes: [{id: m, owner: unknown}]\nagents: []")).owner is UNKNOWN


def test_a_series_of_references() -> None:
    kind = entity_type("box", "boxes", attribute("owners", "ref", to="box", series=True, inverse="owned"))
    base = facts(
        "boxes: [{id: a, owners: {2025: b, 2026: none}}, {id: b, owners: []}]".replace("none", "unknown"),
        vocabulary=Vocabulary({"box": kind}),
    )
    a, b = base.collections["box"].members
    assert a.owners[0].value is b
    assert shown(b.owned) == {"<box/a>", "…"}
