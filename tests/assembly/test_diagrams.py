"""Diagrams: what the facts hold, and what they leave open."""

from __future__ import annotations

from typing import Any

import pytest

from ccrules import assess, load_rulesets
from ccrules.assessment import Assessment, DiagramInfo
from ccrules.ruleset.model import Method

RULESET: dict[str, Any] = {
    "ruleset": "drawn",
    "version": "1.0.0",
    "entities": {
        "team": {
            "plural": "teams",
            "label": {"en": "Team", "fr": "Équipe"},
            "attributes": {"helps": {"type": "ref", "to": "team", "set": "yes"}, "size": {"type": "int"}},
        },
        "flow": {
            "plural": "flows",
            "attributes": {
                "team": {"type": "ref", "to": "team"},
                "volume": {"type": "number", "unit": "contacts/month"},
            },
        },
        "handover": {
            "plural": "handovers",
            "attributes": {
                "sender": {"type": "ref", "to": "team"},
                "receiver": {"type": "ref", "to": "team"},
                "number": {"type": "number"},
            },
        },
    },
    "checks": [{"id": "BIG", "title": "Big", "for": "flow", "when": "flow.volume > 100", "severity": "high"}],
    "diagrams": {
        "map": {
            "title": {"en": "Map", "fr": "Carte"},
            "nodes": [
                {"entity": "flow", "column": "1", "size": "volume"},
                {"entity": "team", "column": "2", "notes": ["size"]},
            ],
            "edges": [
                {"of": "flow", "target": "team", "size": "volume", "label": {"en": "to", "fr": "vers"}},
                {"of": "team", "target": "helps"},
                {"of": "handover", "source": "sender", "target": "receiver", "size": "number"},
            ],
        }
    },
}
FACTS: dict[str, Any] = {
    "flows": [
        {"id": "calls", "team": "one", "volume": 200},
        {"id": "mails", "team": "unknown", "volume": "40..60"},
        {"id": "chats", "volume": "unknown"},
    ],
    "teams": [{"id": "one", "helps": ["two", "unknown"], "size": 7}, {"id": "two", "helps": []}],
    "handovers": [{"id": "p", "sender": "two", "receiver": "one", "number": 5}],
}


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets(RULESET)


@pytest.fixture(scope="module")
def found(method: Method) -> Assessment:
    return assess(FACTS, method, inference="forward", language="en")


@pytest.fixture(scope="module")
def diagram(found: Assessment) -> DiagramInfo:
    (one,) = found.diagrams
    return one


def test_entities_stand_in_their_columns_with_their_sizes(diagram: DiagramInfo) -> None:
    nodes = {one.subject.id: one for one in diagram.nodes}
    assert [nodes[name].column for name in ("calls", "mails", "chats", "one", "two")] == [1, 1, 1, 2, 2]
    assert nodes["calls"].size == 200
    assert nodes["mails"].size == 50  # the middle of the interval; the text says both ends
    assert "40" in nodes["mails"].text
    assert "60" in nodes["mails"].text
    assert nodes["chats"].size is None
    assert not nodes["chats"].text
    assert any("7" in note for note in nodes["one"].notes)


def test_only_what_is_certain_is_connected_and_the_rest_is_said_to_be_open(diagram: DiagramInfo) -> None:
    links = {(one.source, one.target): one for one in diagram.edges}
    assert set(links) == {("flow/calls", "team/one"), ("team/one", "team/two"), ("team/two", "team/one")}
    assert links["flow/calls", "team/one"].label == "to"
    assert links["team/two", "team/one"].size == 5
    open_ends = {one.subject.id: one.open for one in diagram.nodes}
    assert open_ends["mails"]
    assert open_ends["chats"]
    assert open_ends["one"]
    assert not open_ends["calls"]
    assert not open_ends["two"]


def test_a_diagram_speaks_the_language_of_the_report(method: Method) -> None:
    (one,) = assess(FACTS, method, inference="forward", language="fr").diagrams
    assert one.title == "Carte"
    assert one.columns[1].lower() in ("teams", "équipe", "équipes")
    assert one.edges[0].label == "vers"


def test_without_facts_there_is_no_diagram(method: Method) -> None:
    assert assess({}, method, inference="forward").diagrams == ()


def test_too_many_entities_are_counted_and_the_largest_stay(method: Method) -> None:
    flows = [{"id": f"f{n}", "volume": n} for n in range(100)]
    (one,) = assess({"flows": flows}, method, inference="forward").diagrams
    assert one.left_out == 60
    assert min(node.size or 0 for node in one.nodes) == 60


def test_the_method_draws_a_map_of_flows() -> None:
    facts = {
        "flows": [{"id": "claims", "team": "t", "entry_points": ["number"], "volume_month": 900}],
        "teams": [{"id": "t", "service": "s"}],
        "services": [{"id": "s"}],
        "entry_points": [{"id": "number"}],
    }
    (one,) = assess(facts, inference="forward").diagrams
    assert one.id == "flow-map"
    assert [node.column for node in one.nodes] == [1, 2, 3, 4]
    assert {(edge.source, edge.target) for edge in one.edges} >= {
        ("entry_point/number", "flow/claims"),
        ("flow/claims", "team/t"),
        ("team/t", "service/s"),
    }
