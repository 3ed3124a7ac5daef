"""The job by hand where facts are missing: every value is tested before it is used.

A subject fails a condition only if it does so whatever the missing values are, passes
likewise, and is unknown otherwise. Rows whose key of a join is missing may belong to any
subject; they are looked through once for each condition, not once for each subject.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from benchmarks.job import NUMBERS, Condition, Facts, Row, Test
from benchmarks.outcome import Found

NAME = "hand-written loop that tests for unknown"

Index = dict[object, list[Row]]
Result = dict[str, tuple[list[str], list[str]]]


def can_express(_: Condition) -> bool:
    """Whether it can express a condition."""
    return True


def prepare(conditions: Iterable[Condition]) -> dict[str, Any]:
    """Compile the functions, as Python does when it imports a module."""
    functions: dict[str, Any] = {"INFINITE": math.inf}
    for condition in conditions:
        exec(function(condition), functions)  # noqa: S102 - written below
    return {name: found for name, found in functions.items() if name not in ("INFINITE", "__builtins__")}


def load(functions: dict[str, Any], facts: Facts) -> Callable[[], Result]:
    """The facts are dictionaries already."""
    return lambda: _run(functions, facts)


def _run(functions: dict[str, Any], facts: Facts) -> Result:
    @cache
    def index(type_name: str, attribute: str) -> Index:
        found: Index = defaultdict(list)
        for row in facts[type_name]:
            found[row.get(attribute)].append(row)
        return found

    return {name: find(facts, index) for name, find in functions.items()}


def found(result: Result) -> Found:
    """What a run found."""
    fails = {name: failed for name, (failed, _) in result.items()}
    return Found(fails, {name: unknown for name, (_, unknown) in result.items()})


# --- the text --------------------------------------------------------------------------


def function(condition: Condition) -> str:
    """The text of the function that sorts the subjects of a condition."""
    return "\n".join(
        [
            f"def {condition.id}(facts, index):",
            "    fails, unknown = [], []",
            *_before(condition),
            f"    for s in facts[{condition.subject!r}]:",
            "        sure = True",
            *(f"        {line}" for test in condition.tests for line in _test("s", test, "continue")),
            *(f"        {line}" for line in JOINS[condition.kind](condition)),
            "        (fails if sure else unknown).append(s['id'])",
            "    return fails, unknown",
        ]
    )


def _test(owner: str, test: Test, otherwise: str) -> list[str]:
    """Leave if the test surely fails; be no longer sure if its value is missing."""
    holds = f"v {test.operator} {test.value!r}"
    if isinstance(test.value, bool):
        holds = "v" if test.value else "not v"
    return [
        f"v = {owner}.get({test.attribute!r})",
        "if v is None: sure = False",
        f"elif not ({holds}): {otherwise}",
    ]


def _before(condition: Condition) -> Iterator[str]:
    """What is worked out once: the index, and how many may belong to every subject."""
    if condition.kind == "single":
        return
    attribute = "id" if condition.kind == "reference" else condition.key
    yield f"    others = index({condition.other!r}, {attribute!r})"
    if condition.kind != "reference":
        yield from _counting(condition, "others.get(None, ())", "lost", "    ", "anyone")
        yield from _counting(condition, f"facts[{condition.other!r}]", "sure_ones", "    ", "all_of_them")


def _counting(condition: Condition, rows: str, least: str, indent: str, most: str) -> Iterator[str]:
    """Count the rows that pass surely, and those that may; or add up their numbers, none below 0."""
    yield f"{indent}{least} = {most} = 0"
    if condition.kind == "sum":
        yield f"{indent}for x in {rows}:"
        yield f"{indent}    v = x.get({NUMBERS[condition.other]!r})"
        yield f"{indent}    if v is None: {most} = INFINITE"
        yield f"{indent}    else: {least} += v; {most} += v"
        return
    yield f"{indent}for x in {rows}:"
    yield f"{indent}    sure = True"
    for test in condition.other_tests:
        yield from (f"{indent}    {line}" for line in _test("x", test, "continue"))
    yield f"{indent}    {most} += 1"
    yield f"{indent}    {least} += sure"


def _single(_: Condition) -> Iterator[str]:
    yield from ()


def _reference(condition: Condition) -> Iterator[str]:
    yield f"key = s.get({condition.key!r})"
    yield "if key is None: sure = False"
    yield "else:"
    yield "    x = others[key][0]"
    for test in condition.other_tests:
        yield from (f"    {line}" for line in _test("x", test, "continue"))


def _met(condition: Condition) -> Iterator[str]:
    """``least`` and ``most`` rows meet the subject; a key that is missing may be any."""
    yield "subject_sure = sure"
    yield f"key = s.get({condition.own!r})"
    yield "if key is None: least, most = 0, all_of_them"
    yield "else:"
    yield from _counting(condition, "others.get(key, ())", "least", "    ", "most")
    yield "    most += anyone"
    yield "sure = subject_sure"


def _exists(condition: Condition) -> Iterator[str]:
    yield from _met(condition)
    yield "if most == 0: continue"
    yield "if least == 0: sure = False"


def _count(condition: Condition) -> Iterator[str]:
    yield from _met(condition)
    yield f"if least >= {condition.bound}: continue"
    yield f"if most >= {condition.bound}: sure = False"


def _sum(condition: Condition) -> Iterator[str]:
    yield from _met(condition)
    yield f"if most <= {condition.bound}: continue"
    yield f"if least <= {condition.bound}: sure = False"


JOINS: dict[str, Callable[[Condition], Iterator[str]]] = {
    "single": _single,
    "reference": _reference,
    "exists": _exists,
    "count": _count,
    "sum": _sum,
}
