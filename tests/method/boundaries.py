"""Whether the rule tests hold every number: what still passes when a limit is moved by a step.

Run it with ``python -m tests.method.boundaries [CHECK…]`` to see the score and the survivors.

A mutant of a check has one comparison with its limit included or left out (``<`` for ``<=``), one
number of a guard, condition or named value moved by a step, or one parameter. It is killed if some
case that expects something of the check turns. Steps: 1 for whole numbers, 0.01 for numbers up to 2,
half a unit up to 10, 1 above; a day for durations, or an hour for those of a day.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ccrules import load_rulesets
from ccrules.conditions import possible as p
from ccrules.conditions.checker import Question, Scope, check_question
from ccrules.conditions.derived import derive
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.possible import Choice
from ccrules.conditions.written import Written
from ccrules.errors import InputError
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.reading import read_facts
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset import cases
from ccrules.ruleset.model import Check, Method, Parameter
from ccrules.values import Duration

RULESET = Path(__file__).parents[2] / "rulesets" / "contact-centre"

#: The same comparison with its limit on the other side.
TURNED = {ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt}


@dataclass(frozen=True)
class Mutant:
    """A check with one number or comparison moved.

    Attributes:
        check: the id of the check.
        what: what was moved.
        question: its expressions, typed.
    """

    check: str
    what: str
    question: Question


@dataclass(frozen=True)
class Situation:
    """The facts of a rule test, and what it expects of a check: outcome by subject, "" for all."""

    base: FactBase
    expected: Mapping[str, str]


class Bench:
    """A method with its rule tests, ready to try mutants of its checks."""

    def __init__(self, method: Method | None = None) -> None:
        self.method = method or load_rulesets(RULESET)

    @cached_property
    def situations(self) -> Mapping[str, list[Situation]]:
        """By check; cases that set parameters are left out, as they move the limits themselves."""
        found: dict[str, list[Situation]] = defaultdict(list)
        for case in cases.read_cases(self.method, cases.case_files([RULESET])):
            if case.parameters:
                continue
            base = read_facts([case.facts], self.method.vocabulary)
            derive(base, self.method.derived)
            for name in {one.name for one in case.expected}:
                wanted = {one.subject: one.outcome for one in case.expected if one.name == name}
                found[name].append(Situation(base, wanted))
        return found

    def mutants(self, check: Check) -> Iterator[Mutant]:
        """Every mutant of a check that is a sound condition."""
        written = {
            **({"applies": check.applies} if check.applies else {}),
            **({"when": check.when} if check.when else {}),
            **check.let,
        }
        for field, text in written.items():
            for what, changed in _moved_texts(text):
                yield from self._mutant(check, f"{field}: {what}", {field: changed}, {})
        for name in sorted(_parameters_in(written.values())):
            parameter = self.method.parameters[name]
            for what, value in _moved_values(parameter):
                yield from self._mutant(check, what, {}, {name: replace(parameter, value=value)})

    def _mutant(
        self, check: Check, what: str, texts: Mapping[str, Written], values: Mapping[str, Parameter]
    ) -> Iterator[Mutant]:
        scope = Scope(self.method.vocabulary, {**self.method.parameters, **values}, {})
        try:
            question = check_question(
                scope,
                check.subject,
                when=texts.get("when", check.when),
                applies=texts.get("applies", check.applies),
                let={name: texts.get(name, text) for name, text in check.let.items()},
                severity=check.severity,
            )
        except InputError:
            return
        yield Mutant(check.id, what, question)

    def is_killed(self, mutant: Mutant) -> bool:
        """Whether some rule test of the check turns."""
        return any(
            _differs(mutant.question, situation) for situation in self.situations.get(mutant.check, ())
        )

    def survivors(self, names: Iterable[str] = ()) -> tuple[int, list[Mutant]]:
        """How many mutants there are, and those that no rule test kills."""
        wanted = set(names) or set(self.method.checks)
        tried = [
            mutant
            for check in self.method.checks.values()
            if check.id in wanted
            for mutant in self.mutants(check)
        ]
        return len(tried), [mutant for mutant in tried if not self.is_killed(mutant)]


# --- moving -----------------------------------------------------------------------------


def _moved_texts(written: Written) -> Iterator[tuple[str, Written]]:
    source = " ".join(written.text.split())
    sites = [(index, node) for index, node in enumerate(ast.walk(ast.parse(source, mode="eval")))]
    for index, node in sites:
        for what, change in _changes(node):
            tree = ast.parse(source, mode="eval")
            target = list(ast.walk(tree))[index]
            before = ast.unparse(target)
            change(target)
            yield f"{before} → {what or ast.unparse(target)}", Written(ast.unparse(tree))


def _changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            if type(operator) in TURNED:
                yield "", _turn(index)
    elif isinstance(node, ast.Constant):
        for value in _moved_constants(node.value):
            yield repr(value), _set(value)


def _turn(index: int) -> Any:
    def change(node: ast.Compare) -> None:
        node.ops[index] = TURNED[type(node.ops[index])]()

    return change


def _set(value: Any) -> Any:
    def change(node: ast.Constant) -> None:
        node.value = value

    return change


def _moved_constants(value: Any) -> Iterator[Any]:
    if isinstance(value, bool):
        return
    if isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, float):
        yield from (round(value + 0.01, 4), round(value - 0.01, 4))
    elif isinstance(value, str) and value in ("1 day", "1 week", "1 month", "1 year", "6 months"):
        count, unit = value.split()
        yield from {"day": ("25 hours", "23 hours"), "week": ("8 days", "6 days")}.get(unit, ())
        if unit in ("month", "months", "year"):
            days = round(int(count) * {"year": 365}.get(unit, 30.5))
            yield from (f"{days + 3} days", f"{days - 3} days")


def _moved_values(parameter: Parameter) -> Iterator[tuple[str, Any]]:
    value = parameter.value
    for sign in (1, -1):
        if isinstance(value, Duration):
            is_short = value.months == 0 and value.days <= 1
            moved: Any = (
                replace(value, seconds=value.seconds + sign * 3600)
                if is_short
                else replace(value, days=value.days + sign)
            )
        elif parameter.type == "int":
            moved = value + sign
        else:
            step = 0.01 if abs(value) <= 2 else 0.5 if abs(value) < 10 else 1
            moved = round(value + sign * step, 4)
        yield f"params.{parameter.name} {'+' if sign > 0 else '−'} a step", moved


def _parameters_in(texts: Iterable[Written]) -> set[str]:
    return {
        node.attr
        for text in texts
        for node in ast.walk(ast.parse(" ".join(text.text.split()), mode="eval"))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "params"
    }


# --- trying -----------------------------------------------------------------------------


def _differs(question: Question, situation: Situation) -> bool:
    evaluator = Evaluator(situation.base)
    for name, wanted in situation.expected.items():
        for subject in _subjects(question.subject or ORGANISATION, name, situation.base):
            if _outcome(evaluator, question, subject) != wanted:
                return True
    return False


def _subjects(entity: str, name: str, base: FactBase) -> list[Entity]:
    if entity in base.singletons:
        members = [base.singletons[entity]]
    else:
        members = list(base.collections[entity].members)
    return [one for one in members if isinstance(one, Entity) and _is_meant(name, one._name)]


def _is_meant(name: str, full: str) -> bool:
    return name in ("", full, full.partition("/")[2] or full)


def _outcome(evaluator: Evaluator, question: Question, subject: Entity) -> str:
    environment = {question.subject: Choice((subject,))} if question.subject else {}
    applies = p.TRUE if question.applies is None else evaluator.mask(question.applies, environment)
    if not applies & p.TRUE:
        return "not_applicable"
    if applies != p.TRUE:
        return "not_assessed"
    verdict = evaluator.mask(question.when, environment)
    named = {p.TRUE: "fail", p.FALSE: "pass", p.NA: "not_applicable"}
    return named.get(verdict, "not_assessed")


def main(names: list[str]) -> int:
    """Print the score and the survivors."""
    count, alive = Bench().survivors(names)
    for mutant in alive:
        print(f"{mutant.check}  {mutant.what}")
    print(f"killed {count - len(alive)} of {count}")
    return int(bool(alive))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
