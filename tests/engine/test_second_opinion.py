"""durable-rules raises the same fails as the evaluator, on every check it can express."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ccrules.conditions.derived import derive
from ccrules.engine.checks import CheckRunner
from ccrules.engine.inference import Program, Rule, durable
from ccrules.engine.inference.durable import DurableEngine
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.facts.base import FactBase
from ccrules.facts.reading import read_facts
from ccrules.pipeline import load_rulesets
from ccrules.resources import rulesets_folder
from ccrules.ruleset.cases import Case, case_files, read_cases
from ccrules.ruleset.model import Check, Method
from tests.engine.second_opinion import OutsideTheFragment, Translator

#: At least so many checks of the bundled method must be expressible, or the test says little.
FEWEST = 40


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets()


@pytest.fixture(scope="module")
def cases(method: Method) -> tuple[Case, ...]:
    return read_cases(method, case_files([Path(rulesets_folder()) / "contact-centre"]))


def bases(method: Method, cases: tuple[Case, ...]) -> Iterator[tuple[Case, FactBase]]:
    for case in cases:
        base = read_facts([case.facts], method.vocabulary)
        derive(base, method.derived)
        yield case, base


def translated(base: FactBase, check: Check) -> tuple[Translator, list[Rule]]:
    """The check as rules; raises if it is outside the fragment."""
    translator = Translator(base, check.subject)
    conditions = [node for node in (check.question.applies, check.question.when) if node is not None]
    return translator, translator.rules(check.id, *conditions)


def in_fragment(check: Check) -> bool:
    return bool(check.subject) and check.question is not None


def compared(method: Method, cases: tuple[Case, ...], engine: DurableEngine | ForwardEngine) -> set[str]:
    """Compare every expressible check on the facts of its own tests; the checks compared."""
    done: set[str] = set()
    for case, base in bases(method, cases):
        runner = CheckRunner(base, method.derived)
        for name in {expectation.name for expectation in case.expected}:
            check = method.checks[name]
            if not in_fragment(check) or check.subject not in base.collections:
                continue
            try:
                translator, rules = translated(base, check)
            except OutsideTheFragment:
                continue
            outcomes = runner.run(check)
            result = engine.run(Program(tuple(rules)), list(translator.elements()))
            fired = {conclusion.subject for conclusion in result.conclusions}
            assert fired == {f"e:{one._type.name}/{one.id}" for one in outcomes.failed}, (name, case.name)
            done.add(name)
    return done


def test_the_plain_chainer_agrees(method: Method, cases: tuple[Case, ...]) -> None:
    assert len(compared(method, cases, ForwardEngine())) >= FEWEST


@pytest.mark.skipif(not durable.available(), reason="durable-rules can't be imported here")
def test_durable_rules_agrees(method: Method, cases: tuple[Case, ...]) -> None:
    assert len(compared(method, cases, DurableEngine())) >= FEWEST
