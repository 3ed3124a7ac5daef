"""Every line of truth-tables.yaml holds, and every operator and function stands in one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from ccrules import load_rulesets
from ccrules.conditions import tree
from ccrules.conditions.checker import Scope, check_expression, check_question
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.possible import Choice
from ccrules.conditions.written import Written
from ccrules.documents.yaml_reader import read_yaml
from ccrules.engine.checks import CheckRunner
from ccrules.facts.base import FactBase
from ccrules.facts.reading import read_facts
from ccrules.ruleset.model import Check, Method
from tests.conditions import constructs
from tests.conditions.saying import said

PAGE = yaml.safe_load((Path(__file__).parent / "truth-tables.yaml").read_text(encoding="utf-8"))
TODAY = "2026-10-01"


@cache
def method() -> Method:
    """The vocabulary of the tables."""
    return load_rulesets(
        {"ruleset": "tables", "version": "1.0.0", "entities": PAGE["vocabulary"], "checks": []}
    )


def facts(table: dict[str, Any]) -> FactBase:
    """The facts of a table."""
    as_of = None if table.get("as of") == "unknown" else TODAY
    return read_facts([read_yaml(table["facts"], "facts.yaml")], method().vocabulary, as_of=as_of)


def lines(*, verdicts: bool) -> Iterator[Any]:
    """The lines of the tables of one kind: facts, expression, what is possible."""
    for table in PAGE["tables"]:
        if (table["table"] == "verdict") is verdicts:
            for line in table["lines"].strip().splitlines():
                written, _, possible = line.partition("→")
                yield pytest.param(
                    table, written.strip(), possible.strip(), id=f"{table['table']}: {written.strip()}"
                )


def typed(written: str) -> tree.Node:
    return check_expression(Scope(method().vocabulary), Written(written), "box")


@pytest.mark.parametrize(("table", "written", "possible"), list(lines(verdicts=False)))
def test_the_tables_of_expressions(table: dict[str, Any], written: str, possible: str) -> None:
    base = facts(table)
    box = base.collections["box"].by_id["a"]
    assert said(Evaluator(base).value(typed(written), {"box": Choice((box,))})) == possible


@pytest.mark.parametrize(("table", "written", "possible"), list(lines(verdicts=True)))
def test_the_tables_of_verdicts(table: dict[str, Any], written: str, possible: str) -> None:
    guard, condition = (part.strip() for part in f" {written}".split("|"))
    applies, when, severity = Written(guard) if guard else None, Written(condition), Written("high")
    question = check_question(
        Scope(method().vocabulary), "box", when=when, applies=applies, severity=severity
    )
    found = CheckRunner(facts(table), {}).run(
        Check("C", "r", {}, severity, when, "box", applies, question=question)
    )
    words = {
        "fail": found.failed, "pass": found.passed, "not applicable": found.inapplicable,
        **{f"not assessed{f', would {one.would}' if one.would else ''}": [one] for one in found.open},
    }  # fmt: skip
    assert [word for word, some in words.items() if some] == [possible]


def test_every_operator_and_function_stands_in_a_table() -> None:
    nodes = [typed(one.values[1]) for one in lines(verdicts=False)]
    met = frozenset[str]().union(*map(constructs.used, nodes))
    elsewhere = {"a plugin's function", "a name of `let`", "a parameter", "an edge"} | {
        f"`{name}`" for name in constructs.FORMS[tree.Graph]
    } | {"`edges`"}  # fmt: skip
    assert constructs.everything() - met == elsewhere


@pytest.mark.parametrize("table", PAGE["tables"], ids=lambda table: table["table"])
def test_every_table_states_its_rule(table: dict[str, Any]) -> None:
    assert table["rule"].endswith(".")
    assert table.keys() <= {"table", "rule", "facts", "lines", "as of"}
