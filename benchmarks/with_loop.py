"""The job by hand: one comprehension for each condition, one dictionary for each join.

The comprehensions are the text that a programmer would write, put together from the
conditions. They know nothing of missing facts: every row must have all its attributes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from benchmarks.job import NUMBERS, Condition, Facts, Row, Test
from benchmarks.outcome import Found

NAME = "hand-written loop"

Index = dict[object, list[Row]]
Result = dict[str, list[str]]


def can_express(_: Condition) -> bool:
    """Whether it can express a condition."""
    return True


def prepare(conditions: Iterable[Condition]) -> dict[str, Any]:
    """Compile the functions, as Python does when it imports a module."""
    functions: dict[str, Any] = {}
    for condition in conditions:
        exec(function(condition), functions)  # noqa: S102 - written below
    functions.pop("__builtins__", None)
    return functions


def load(functions: dict[str, Any], facts: Facts) -> Callable[[], Result]:
    """The facts are dictionaries already."""
    return lambda: _run(functions, facts)


def _run(functions: dict[str, Any], facts: Facts) -> Result:
    @cache
    def index(type_name: str, attribute: str) -> Index:
        found: Index = defaultdict(list)
        for row in facts[type_name]:
            found[row[attribute]].append(row)
        return found

    return {name: find(facts, index) for name, find in functions.items()}


def found(result: Result) -> Found:
    """What a run found."""
    return Found(result)


# --- the text --------------------------------------------------------------------------


def function(condition: Condition) -> str:
    """The text of the function that finds the subjects of a condition."""
    tests = [_test("s", test) for test in condition.tests]
    lines = [f"def {condition.id}(facts, index):"]
    if condition.kind != "single":
        attribute = "id" if condition.kind == "reference" else condition.key
        lines.append(f"    others = index({condition.other!r}, {attribute!r})")
        tests.append(_join(condition))
    lines.append(f"    return [s['id'] for s in facts[{condition.subject!r}] if {' and '.join(tests)}]")
    return "\n".join(lines)


def _join(condition: Condition) -> str:
    key = f"s[{condition.own!r}]"
    if condition.kind == "reference":
        return " and ".join(_test(f"others[{key}][0]", test) for test in condition.other_tests)
    tests = " and ".join(_test("x", test) for test in condition.other_tests)
    if condition.kind == "exists":
        return f"any({tests} for x in others.get({key}, ()))"
    if condition.kind == "sum":
        return f"sum([x[{NUMBERS[condition.other]!r}] for x in others.get({key}, ())]) > {condition.bound}"
    return f"len([x for x in others.get({key}, ()) if {tests}]) < {condition.bound}"


def _test(owner: str, test: Test) -> str:
    value = f"{owner}[{test.attribute!r}]"
    if isinstance(test.value, bool):
        return value if test.value else f"not {value}"
    return f"{value} {test.operator} {test.value!r}"
