"""The published schema of ruleset files says the same as the loader."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from ccrules.documents import node_from_python
from ccrules.ruleset.schema import RulesetForm, ruleset_schema
from ccrules.ruleset.shape import read_form
from tests.ruleset.test_loading import DEMO

SCHEMA = ruleset_schema()


def is_valid(data: Any) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(data)


def is_read(data: Any) -> bool:
    problems: list[Any] = []
    return read_form(node_from_python(data), RulesetForm, problems) is not None


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["additionalProperties"] is False


def test_an_editor_accepts_the_example() -> None:
    assert is_valid(yaml.safe_load(DEMO))


CAUSE = {"id": "c", "kind": "cause"}
CHECK = {"id": "A", "title": "T", "when": "1 > 2", "severity": "low"}


@pytest.mark.parametrize(
    ("data", "right"),
    [
        ({"version": 1.0}, True),
        ({"checks": [CHECK]}, True),
        ({"checks": [{**CHECK, "title": {"en": "T", "fr": "U"}}]}, True),
        ({"checks": [{**CHECK, "recommend": "r", "source": "Book"}]}, True),
        ({"checks": [{**CHECK, "recommend": ["r"], "source": [{"title": "Book"}, "Other"]}]}, True),
        ({"parameters": {"p": {"type": "int", "default": 3, "min": 1}}}, True),
        ({"parameters": {"p": {"type": "enum", "default": "a", "values": ["a", "b"]}}}, True),
        ({"entities": {"e": {"attributes": {"a": {"type": "enum", "values": {"x": {"fr": "X"}}}}}}}, True),
        ({"override": {"parameters": {"p": 3, "q": {"default": "6 months"}}}}, True),
        ({"topics": ["a", "b"]}, True),
        ({"topics": {"a": "A", "b": {"fr": "B"}}}, True),
        ({"inferences": [{"id": "I", "when": {"finding": "A"}, "conclude": CAUSE}]}, True),
        ({"inferences": [{"id": "I", "when": [{"any": [{"finding": "A"}, [{"fact": "e"}]]}],
                          "conclude": {**CAUSE, "belief": 0.5}}]}, True),
        ({"check": []}, False),
        ({"checks": {"A": CHECK}}, False),
        ({"checks": [{"id": "A"}]}, False),
        ({"checks": [{**CHECK, "id": "A B"}]}, False),
        ({"checks": [{**CHECK, "over": "all"}]}, False),
        ({"checks": [{**CHECK, "title": {"en": ["T"]}}]}, False),
        ({"checks": [{**CHECK, "title": {"english": "T"}}]}, False),
        ({"parameters": {"p": {"type": "ref", "default": 3}}}, False),
        ({"entities": {"e": {"singleton": "perhaps"}}}, False),
        ({"entities": {"e": {"attributes": {"a": {"type": "bool", "optional": []}}}}}, False),
        ({"inferences": [{"id": "I", "when": [{"findng": "A"}], "conclude": CAUSE}]}, False),
        ({"recommendations": [{"id": "r", "title": "T", "effort": "huge"}]}, False),
    ],
)  # fmt: skip
def test_editor_and_loader_agree(data: Any, right: bool) -> None:
    assert (is_valid(data), is_read(data)) == (right, right)
