"""Every example of docs/conditions.md gives what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ccrules.conditions import tree
from ccrules.conditions.checker import Scope, check_expression, check_question
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.functions import GRAPHS
from ccrules.conditions.possible import Choice
from ccrules.conditions.written import Written
from ccrules.documents.yaml_reader import read_yaml
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.errors import InputError
from ccrules.facts.reading import read_facts
from ccrules.pipeline import load_rulesets
from ccrules.ruleset.model import Check, Method
from tests.conditions import constructs
from tests.conditions.saying import said

TEXT = (Path(__file__).parents[2] / "docs" / "conditions.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)(?: (\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMES = {
    "fail": "fail",
    "pass": "pass",
    "not assessed": "not_assessed",
    "not applicable": "not_applicable",
}


@pytest.fixture(scope="module")
def method(tmp_path_factory: pytest.TempPathFactory) -> Method:
    """The vocabulary of the page."""
    (written,) = (body for kind, name, body in BLOCK.findall(TEXT) if name == "vocabulary")
    file = tmp_path_factory.mktemp("ruleset") / "conditions.yaml"
    file.write_text(written, encoding="utf-8")
    return load_rulesets(file)


def examples() -> Iterator[Any]:
    for number, (_, _, body) in enumerate((m for m in BLOCK.findall(TEXT) if m[0] == "conditions"), start=1):
        facts, _, lines = body.partition("---\n")
        for line in lines.splitlines():
            condition, _, expected = line.partition("→")
            outcome, _, missing = expected.strip().partition(": ")
            names = tuple(name.strip() for name in missing.split(",") if name.strip())
            yield pytest.param(
                facts, condition.strip(), NAMES[outcome], names, id=f"{number}-{condition.strip()}"
            )


def judge(method: Method, facts: str, condition: str) -> Outcomes:
    base = read_facts([read_yaml(f"{facts}", "facts.yaml")], method.vocabulary, as_of="2026-10-01")
    scope = Scope(method.vocabulary, method.parameters)
    severity = Written("high")
    question = check_question(scope, "box", when=Written(condition), severity=severity)
    return CheckRunner(base, {}).run(
        Check("C", "r", {}, severity, Written(condition), "box", question=question)
    )


@pytest.mark.parametrize(("facts", "condition", "outcome", "missing"), list(examples()))
def test_the_page_tells_the_truth(
    method: Method, facts: str, condition: str, outcome: str, missing: tuple[str, ...]
) -> None:
    outcomes = judge(method, facts, condition)
    found = {
        "fail": [subject.id for subject in outcomes.failed],
        "pass": [subject.id for subject in outcomes.passed],
        "not_assessed": [one.subject.id for one in outcomes.open if one.subject],
        "not_applicable": [one.subject.id for one in outcomes.inapplicable if one.subject],
    }
    assert [name for name, subjects in found.items() if "a" in subjects] == [outcome]
    named = [one.missing for one in outcomes.open if one.subject and one.subject.id == "a"]
    assert named == ([missing] if missing else [])


# --- at a glance -----------------------------------------------------------------------

ROW = re.compile(r"^\| `(.+?)` \| (.+) \|$", re.MULTILINE)


def states(section: str) -> dict[str, str]:
    """The facts of each column of a table, by its head."""
    (written,) = (body for kind, name, body in BLOCK.findall(section) if name == "states")
    lines = (line.partition(": ") for line in written.splitlines())
    return {name: facts for name, _, facts in lines}


def sections() -> Iterator[str]:
    """The parts of the page that hold a table of states."""
    yield from (part for part in re.split(r"^##+ ", TEXT, flags=re.MULTILINE) if "```yaml states" in part)


def cells() -> Iterator[Any]:
    for section in sections():
        heads = list(states(section))
        for expression, row in ROW.findall(section):
            for head, cell in zip(heads, row.split(" | "), strict=True):
                name = f"{expression} of what is {head}"
                yield pytest.param(states(section)[head], expression, cell.strip(), id=name)


@pytest.mark.parametrize(("facts", "expression", "cell"), list(cells()))
def test_each_cell_is_what_comes_of_it(method: Method, facts: str, expression: str, cell: str) -> None:
    base = read_facts([read_yaml(facts, "facts.yaml")], method.vocabulary, as_of="2026-10-01")
    node = check_expression(Scope(method.vocabulary, method.parameters), Written(expression), "box")
    box = base.collections["box"].by_id["a"]
    found = said(Evaluator(base).value(node, {"box": Choice((box,))}))
    if cell == "–":
        fields = (part for part in tree.walk(node) if isinstance(part, tree.Field))
        assert not any(field.attribute.optional for field in fields)
        return
    assert {"true or false or not applicable": "open"}.get(found, found) == cell


def test_every_operator_and_function_stands_in_a_table(method: Method) -> None:
    """Those over graphs stand in the examples of their own section, or in its table if they only serve texts."""
    scope = Scope(method.vocabulary, method.parameters)
    in_tables = used(scope, [expression for section in sections() for expression, _ in ROW.findall(section)])
    graphs = {f"`{name}`" for name in GRAPHS}
    elsewhere = {"a name of `let`", "an edge", "a plugin's function", "a singleton", "`assessment.date`"}
    assert constructs.everything() - in_tables - elsewhere <= graphs
    in_examples = used(scope, [param.values[1] for param in examples()])
    only_texts = {"`shortest_path`", "`shortest_cycle`", "`edges`"}
    assert graphs - in_examples <= only_texts
    assert all(f"| {name.removesuffix('`')}(" in TEXT for name in graphs)


def used(scope: Scope, written: Iterable[str]) -> frozenset[str]:
    """The constructs of expressions."""
    nodes = (check_expression(scope, Written(one), "box") for one in written)
    return frozenset[str]().union(*map(constructs.used, nodes))


REFUSED = re.compile(r"^\| `([^`]+)` \| (.+) \|$", re.MULTILINE)


@pytest.mark.parametrize(("condition", "answer"), REFUSED.findall(TEXT.partition("## What is refused")[2]))
def test_refusals_say_what_to_try(method: Method, condition: str, answer: str) -> None:
    scope = Scope(method.vocabulary, method.parameters)
    with pytest.raises(InputError) as refused:
        check_question(scope, "box", when=Written(condition), severity=Written("high"))
    assert any(str(problem).startswith(answer) for problem in refused.value.problems), str(refused.value)
