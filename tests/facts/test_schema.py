"""JSON Schema of fact files."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ccrules.facts.models import record_model
from ccrules.facts.schema import facts_schema
from ccrules.facts.vocabulary import Vocabulary
from tests.facts.support import EXAMPLE, VOCABULARY, attribute, entity_type, facts, problems, python_facts
from tests.facts.test_references import KPIS, TEAMS


def _valid(text: str, vocabulary: Any = VOCABULARY) -> bool:
    """Whether a fact file, read as editors read it, validates."""
    document = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return not list(Draft202012Validator(facts_schema(vocabulary)).iter_errors(document))


@pytest.mark.parametrize("vocabulary", [VOCABULARY, TEAMS, KPIS])
def test_the_schema_is_a_schema(vocabulary: Any) -> None:
    schema = facts_schema(vocabulary)
    Draft202012Validator.check_schema(schema)
    assert json.loads(json.dumps(schema)) == schema


def test_the_example_of_the_documentation_validates() -> None:
    assert _valid(EXAMPLE)


ACCEPTED = [
    "mailboxes: []",
    "mailboxes: unknown",
    "mailboxes: ~",
    "mailboxes: [{id: 12}]",
    "mailboxes: {total: 15, counts: {tracked: {no: 5}}, list: [{id: m}]}",
    "conseillers: [{id: zoe, skills: [a, unknown], boss: none}]",
    "boîte mail: [{id: m, suivie: oui, Volume mensuel: 1 200}]",
    "assessment: {date: 2026-10, partial: [agents], status: draft}",
    "organisation: {headcount: '>= 40', promise_written: unknown}",
    "flow_map: sans objet",
    *(
        f"mailboxes: [{{id: m, {written}}}]"
        for written in (
            "tracked: yes",
            "tracked: 'no'",
            "tracked: ~",
            "volume_month: 1 200 contacts/month",
            "volume_month: 1200.5",
            "volume_month: '0,85'",
            "volume_month: 40..50",
            "answered: 85 %",
            "answered: 80..90 %",
            "people: '< 3'",
            "rhythm: weekly",
            "rhythm: P6M",
            "opened_on: 2025",
            "opened_on: 2025-03",
            "opened_on: 2025-03-31",
            "opened_on: '>= 2025-Q1'",
            "level: Élevé",
            "channels: none",
            "channels: [email, unknown]",
            "owner: {value: zoe, source: declared, by: Zoe, 'on': 2026-01-01, sample: 3, evidence: x}",
            "owner: {any_of: [{value: zoe, source: x}, none]}",
            "people: {value: 3, tolerance: 1}",
            "history: {2025-01: 80 %, '2025-02': unknown}",
            "history: [80 %, 0.9, 1..3 %]",
            "history: [{'on': 2025-01, value: 3 %}]",
            "history: {value: [1 %], source: measured}",
            "comment: 12",
        )
    ),
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_what_is_read_validates(text: str) -> None:
    assert facts(text)
    assert _valid(text)


REFUSED = [
    "mailbox: []",
    "mailboxes: 3",
    "mailboxes: [{tracked: no}]",
    "mailboxes: [{id: a/b}]",
    "mailboxes: {ttal: 3}",
    "assessment: {status: finished}",
    "organisation: none",
    *(
        f"mailboxes: [{{id: m, {written}}}]"
        for written in (
            "trackd: no",
            "tracked: maybe",
            "volume_month: many",
            "volume_month: -3",
            "answered: 85",
            "people: 3.5",
            "opened_on: 01/10/2026",
            "level: medium",
            "level: none",
            "level: sans objet",
            "channels: email",
            "channels: [fax]",
            "owner: [zoe]",
            "owner: {valu: zoe}",
            "owner: {any_of: []}",
            "people: {value: many}",
        )
    ),
]


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused_does_not_validate(text: str) -> None:
    assert problems(text)
    assert not _valid(text)


def test_nested_entities_validate() -> None:
    assert _valid("teams: [{id: t, members: [{id: bob, level: 3}, ann], lead: {id: zoe}}]", TEAMS)
    assert not _valid("teams: [{id: t, members: [{level: 3}]}]", TEAMS)


def test_keys_of_attributes_are_required() -> None:
    assert _valid("kpis: [{name: quality, team: t}]", KPIS)
    assert not _valid("kpis: [{name: quality}]", KPIS)


def test_labels_and_questions_are_in_the_schema() -> None:
    found = facts_schema(VOCABULARY)["$defs"]["mailbox.volume_month"]
    assert found["title"] == "Monthly volume"


def test_attributes_may_be_called_like_parts_of_pydantic() -> None:
    names = ["copy", "copy_", "json", "schema", "model_config", "model_fields", "validate", "construct"]
    vocabulary = Vocabulary({"box": entity_type("box", "boxes", *(attribute(name, "int") for name in names))})
    entry = {"id": "m", **{name: number for number, name in enumerate(names)}}
    found = python_facts({"boxes": [entry]}, vocabulary).collections["box"].members[0]
    assert [getattr(found, name) for name in names] == list(range(len(names)))
    assert set(names) < set(facts_schema(vocabulary)["$defs"]["box"]["properties"])


def test_every_entity_type_has_one_pydantic_model() -> None:
    model = record_model(VOCABULARY, VOCABULARY["mailbox"]).model
    assert record_model(VOCABULARY, VOCABULARY["mailbox"]).model is model
    schema = model.model_json_schema()
    Draft202012Validator.check_schema(schema)
    assert schema["required"] == ["id"]
    assert schema["additionalProperties"] is False
