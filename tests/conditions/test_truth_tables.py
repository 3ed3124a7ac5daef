"""The tables of ``truth-tables.yaml``: what a condition says of facts in every state."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ccrules import load_facts, load_rulesets
from ccrules.conditions import possible as p
from ccrules.conditions.functions import BUILTIN
from ccrules.conditions.possible import Choice
from ccrules.engine.checks import CheckRunner
from ccrules.ruleset.model import Method

BOX: dict[str, Any] = {
    "a": {"type": "bool"},
    "b": {"type": "bool"},
    "n": {"type": "number"},
    "m": {"type": "number"},
    "k": {"type": "number", "min": 0, "max": 100, "applicable": "always"},
    "level": {"type": "enum", "values": ["low", "mid", "high"], "ordered": True, "applicable": "always"},
    "day": {"type": "date"},
    "until": {"type": "date"},
    "rhythm": {"type": "duration"},
    "tags": {"type": "text", "set": True},
    "owner": {"type": "ref", "to": "agent"},
    "past": {"type": "number", "series": True, "optional": True},
}
AGENTS = [{"id": "ana", "senior": "yes"}, {"id": "li"}]
LETTERS = {"T": p.TRUE, "F": p.FALSE, "N": p.NA}
STATES = {"T": "yes", "F": "no", "N": "not applicable"}
TABLES: dict[str, Any] = yaml.load(
    Path(__file__).with_name("truth-tables.yaml").read_text(encoding="utf-8"),
    Loader=yaml.BaseLoader,  # everything is text, as in a fact file
)


def rows() -> Iterator[tuple[str, dict[str, Any], str]]:
    """Each expectation: the expression, the fact file, and the outcomes as letters."""
    for expression, table in TABLES["logic"].items():
        for pair, outcomes in table.items():
            given = {
                name: STATES[state] for name, state in zip("ab", pair.split(), strict=True) if state in STATES
            }
            yield expression, {"boxes": [{"id": "x", **given}]}, outcomes
    for table in (name for name in TABLES if name not in {"logic", "lists", "numbers"}):
        for row in TABLES[table]:
            expression, outcomes = row.popitem()
            yield expression, {"boxes": [{"id": "x", **row}]}, outcomes
    yield from _lists()


def _lists() -> Iterator[tuple[str, dict[str, Any], str]]:
    for row in TABLES["lists"]:
        expression, outcomes = row.popitem()
        boxes = row["boxes"]
        if isinstance(boxes, list):
            boxes = [{"id": f"b{number}", "a": state} for number, state in enumerate(boxes)]
        head = {"assessment": {"partial": ["boxes"]}} if "partial" in row else {}
        yield expression, {**head, **({} if boxes == "~" else {"boxes": boxes})}, outcomes
    for row in TABLES["numbers"]:
        expression, outcomes = row.popitem()
        ((name, values),) = row.items()
        boxes = [{"id": f"b{number}", name: None if one == "~" else one} for number, one in enumerate(values)]
        yield expression, {"boxes": boxes}, outcomes


ROWS = list(rows())
EXPRESSIONS = list(dict.fromkeys(expression for expression, _, _ in ROWS))


@cache
def method() -> Method:
    """One check for each expression."""
    checks = [
        {"id": f"C-{number}", "title": "t", "severity": "low", "when": expression}
        | ({"for": "box"} if "box." in expression else {})
        for number, expression in enumerate(EXPRESSIONS)
    ]
    entities = {
        "agent": {"plural": "agents", "attributes": {"senior": {"type": "bool"}}},
        "box": {"plural": "boxes", "attributes": BOX},
    }
    return load_rulesets({"ruleset": "tables", "version": "1.0.0", "entities": entities, "checks": checks})


def outcomes_of(expression: str, facts: dict[str, Any]) -> int:
    check = method().checks[f"C-{EXPRESSIONS.index(expression)}"]
    head = {"date": "2026-10-01", "status": "final", **facts.pop("assessment", {})}
    base = load_facts({"assessment": head, "agents": AGENTS, **facts}, method())
    subject = base.collections["box"].by_id.get("x")
    variables = {"box": Choice((subject,))} if check.subject else {}
    return CheckRunner(base, method().derived).evaluator.mask(check.question.when, variables)


def letters(mask: int) -> str:
    return "".join(letter for letter, bit in LETTERS.items() if mask & bit)


@pytest.mark.parametrize(("expression", "facts", "expected"), ROWS)
def test_a_row_of_the_tables(expression, facts, expected):
    assert letters(outcomes_of(expression, dict(facts))) == expected


#: Functions over graphs have tests of their own; names are for messages.
ELSEWHERE = {
    "connected",
    "edges",
    "hops",
    "on_cycle",
    "reaches",
    "separates",
    "shortest_cycle",
    "shortest_path",
}


def test_every_function_stands_in_a_table():
    said = " ".join(expression for expression, _, _ in ROWS)
    missing = {name for name in BUILTIN if f"{name}(" not in said}
    assert missing == ELSEWHERE | {"names", "differ"}
