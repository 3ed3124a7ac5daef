"""The job for ccrules: a ruleset as its authors would write it, facts as a mapping."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from benchmarks.job import CHOICES, NUMBERS, PLURALS, REFERENCES, VALUES, Condition, Facts, Test
from benchmarks.outcome import Found
from ccrules.conditions.compiler import Compiled
from ccrules.engine.checks import CheckRunner, Outcomes, run_checks
from ccrules.facts.base import FactBase
from ccrules.pipeline import load_facts, load_rulesets
from ccrules.ruleset.model import Method

NAME = "ccrules"

Result = dict[str, Outcomes]


def can_express(_: Condition) -> bool:
    """Whether it can express a condition."""
    return True


def warm_up() -> None:
    """Import what is imported only when rulesets and facts are read."""
    load_facts({}, load_rulesets(ruleset(())))


def prepare(conditions: Iterable[Condition]) -> tuple[Method, dict[str, Compiled]]:
    """Load the ruleset and compile its conditions."""
    method = load_rulesets(ruleset(conditions))
    return method, {check.id: Compiled(check.question) for check in method.checks.values()}


def load(prepared: tuple[Method, dict[str, Compiled]], facts: Facts) -> Callable[[], Result]:
    """Build the fact base; return the checks stage, which finds its indexes empty each time."""
    method, compiled = prepared
    base = load_facts(collections(facts), method)
    return lambda: run(method, compiled, base)


def collections(facts: Facts) -> dict[str, Any]:
    """The contents of a fact file."""
    return {PLURALS[type_name]: rows for type_name, rows in facts.items()}


def run(method: Method, compiled: dict[str, Compiled], base: FactBase) -> Result:
    """The checks stage, without what an earlier one left behind."""
    for collection in base.collections.values():
        collection._indexes.clear()
    return run_checks(method.checks, CheckRunner(base, method.derived, compiled))


def found(result: Result) -> Found:
    """What a run found."""
    return Found(
        {name: [subject.id for subject in one.failed] for name, one in result.items()},
        {name: [open_.subject.id for open_ in one.open if open_.subject] for name, one in result.items()},
    )


# --- the ruleset -----------------------------------------------------------------------


def ruleset(conditions: Iterable[Condition]) -> dict[str, Any]:
    """The contents of a ruleset file."""
    return {
        "ruleset": "job",
        "version": "1.0.0",
        "entities": {name: {"plural": PLURALS[name], "attributes": _attributes(name)} for name in PLURALS},
        "checks": [_check(condition) for condition in conditions],
    }


def _attributes(type_name: str) -> dict[str, Any]:
    choices = {name: {"type": "enum", "values": list(VALUES)} for name in CHOICES[type_name]}
    references = {
        name: {"type": "ref", "to": to} for (owner, name), to in REFERENCES.items() if owner == type_name
    }
    others: dict[str, dict[str, Any]] = {
        "team": {"managed": {"type": "bool"}, "size": {"type": "int", "min": 0}},
        "agent": {
            "skill": {"type": "text"},
            "hours": {"type": "int", "min": 0},
            "trained": {"type": "bool"},
        },
        "flow": {"skill": {"type": "text"}, "volume": {"type": "int", "min": 0}},
    }
    return {**references, **choices, **others[type_name]}


def _check(condition: Condition) -> dict[str, Any]:
    return {
        "id": condition.id,
        "title": condition.id,
        "for": condition.subject,
        "when": when(condition),
        "severity": "low",
        "message": condition.id,
    }


def when(condition: Condition) -> str:
    """The condition as an author would write it."""
    parts = [_test(condition.subject, test) for test in condition.tests]
    if condition.kind == "reference":
        parts += [_test(f"{condition.subject}.{condition.key}", test) for test in condition.other_tests]
    elif condition.kind != "single":
        parts.append(_join(condition))
    return " and ".join(parts)


def _join(condition: Condition) -> str:
    tests = " and ".join(_test("x", test) for test in condition.other_tests)
    own = condition.subject if condition.own == "id" else f"{condition.subject}.{condition.own}"
    joined = f"x in {PLURALS[condition.other]} if x.{condition.key} == {own}"
    if condition.kind == "exists":
        return f"any({tests} for {joined})"
    if condition.kind == "sum":
        return f"sum(x.{NUMBERS[condition.other]} for {joined}) > {condition.bound}"
    return f"count(x for {joined} and {tests}) < {condition.bound}"


def _test(owner: str, test: Test) -> str:
    if isinstance(test.value, bool):
        return f"{owner}.{test.attribute}" if test.value else f"not {owner}.{test.attribute}"
    return f"{owner}.{test.attribute} {test.operator} {test.value!r}"
