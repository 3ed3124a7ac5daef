"""Every problem of all files at once, each at its place."""

from __future__ import annotations

import pytest

from ccrules.errors import InputError
from ccrules.facts.reading import read_facts
from tests.facts.support import VOCABULARY, facts, mailbox, problems, python_facts


def test_all_problems_are_listed_with_place_and_hint() -> None:
    first = """\
mailbox: [{id: a}]
boxes: []
organisation: {headcount: -4, promise: yes, id: 3}
flow_map: [1]
"""
    second = """\
mailboxes:
- {id: a, tracked: ja, volume_month: "1,200", trackd: no}
- {id: b, suivie: oui, tracked: non}
- {id: c, owner: zoe}
agents: [{id: bob}]
"""
    assert problems(first, second) == [
        "a.yaml:1:1: a collection is named in the plural, not mailbox (write mailboxes:)",
        (
            "a.yaml:2:1: boxes is not known here"
            " (known: assessment, objectives, organisation, flow_map, agents, mailboxes)"
        ),
        "a.yaml:3:27: -4 is below the minimum 0 (give a value from 0 on)",
        "a.yaml:3:31: promise is not known of organisation (did you mean promise_written?)",
        "a.yaml:3:45: organisation has no id (there is only one organisation)",
        "a.yaml:4:11: flow_map takes a mapping (write its attributes below it, or none, or unknown)",
        "b.yaml:2:20: ja is neither yes nor no (write yes or no, oui or non, unknown if nobody could tell)",
        "b.yaml:2:38: 1,200 can be read in two ways (write 1200 or 1.2)",
        "b.yaml:2:47: trackd is not known of mailbox (did you mean tracked?)",
        "b.yaml:3:24: tracked is given twice, first at b.yaml:3:11 (keep one of the two)",
        (
            "b.yaml:4:18: zoe is not among the agents"
            " (add it there, or name the collection in partial: if its list is not complete)"
        ),
    ]


def test_misspelt_top_level_keys() -> None:
    assert problems("mailbxes: []\nassesment: {}\nconseilers: []\nfoo: 1\n") == [
        "a.yaml:1:1: mailbxes is not known here (did you mean mailboxes?)",
        "a.yaml:2:1: assesment is not known here (did you mean assessment?)",
        "a.yaml:3:1: conseilers is not known here (did you mean conseillers?)",
        (
            "a.yaml:4:1: foo is not known here"
            " (known: assessment, objectives, organisation, flow_map, agents, mailboxes)"
        ),
    ]


def test_a_collection_under_two_names() -> None:
    assert problems("agents: []\nconseillers: []") == [
        "a.yaml:2:1: conseillers is given twice, first at a.yaml:1:1 (keep one of the two)"
    ]


def test_a_fact_file_is_a_mapping() -> None:
    hint = "(start with a line such as assessment:)"
    assert problems("[1]") == [f"a.yaml:1:1: a fact file is a mapping {hint}"]
    assert problems("- x") == [f"a.yaml:1:1: a fact file is a mapping {hint}"]


def test_a_mapping_of_python_has_paths_for_places() -> None:
    with pytest.raises(InputError) as caught:
        python_facts({"mailboxes": [{"id": "m", "people": "many"}], "x": 1})
    assert [str(problem.place) for problem in caught.value.problems] == ["mailboxes[0].people", "x"]


def test_a_thousand_wrong_references_are_told_in_good_time() -> None:
    agents = ", ".join(f"{{id: agent{number}}}" for number in range(2000))
    boxes = ", ".join(f"{{id: box{number}, owner: agnt{number}}}" for number in range(1000))
    found = problems(f"agents: [{agents}]\nmailboxes: [{boxes}]")
    assert len(found) == 1000
    assert "did you mean agent0?" in found[0]


def test_reading_does_not_change_the_documents() -> None:
    from ccrules.documents import node_from_python

    node = node_from_python({"mailboxes": [{"id": "m", "owner": "zoe"}]})
    first, second = read_facts([node], VOCABULARY), read_facts([node], VOCABULARY)
    assert mailbox(first) is not mailbox(second)
    assert mailbox(first).owner.id == mailbox(second).owner.id == "zoe"


def test_nothing_is_wrong_with_the_helpers_own_vocabulary() -> None:
    assert facts("").vocabulary["agent"].attributes["owned_mailboxes"].inverse_of == ("mailbox", "owner")
