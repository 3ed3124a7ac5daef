"""The job for durable_rules as its documentation uses it, as far as it is sound there.

Only positive patterns with literals and equality joins: no counting. Truth values go in as
texts, because a rule would otherwise take 1 and 1.0 for true. Facts go in one by one, since
a long list of them matches nothing. Matching happens meanwhile, so it belongs to the run.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import reduce
from operator import and_
from typing import Any

from durable import lang
from durable.engine import MessageNotHandledException

from benchmarks.job import Condition, Facts, Test
from benchmarks.outcome import Found

NAME = "durable_rules"

Result = dict[str, set[str]]

_RULESET = "job"
_sessions = itertools.count()


def can_express(condition: Condition) -> bool:
    """Whether it can express a condition."""
    return condition.kind not in ("count", "sum")


def prepare(conditions: Iterable[Condition]) -> Result:
    """Build the network; subjects join the result when their rule fires."""
    fails: Result = {}
    with lang.ruleset(_RULESET):
        for condition in conditions:
            fails[condition.id] = set()
            _rule(condition, fails[condition.id])
    host = lang.get_host()
    # Its two threads would run some of the actions, and nobody could tell when they are done.
    host._d_timer.cancel()
    host._t_timer.cancel()
    return fails


def load(fails: Result, facts: Facts) -> Callable[[], Result]:
    """Turn rows into facts; each run is a session of its own."""
    asserted = [{"type": name, **_renamed(row)} for name, rows in facts.items() for row in rows]

    def run() -> Result:
        for subjects in fails.values():
            subjects.clear()
        session = f"run{next(_sessions)}"
        for fact in asserted:
            _assert({"sid": session, **fact})
        return fails

    return run


def found(result: Result) -> Found:
    """What a run found."""
    return Found(result)


def _assert(fact: dict[str, Any]) -> None:
    with suppress(MessageNotHandledException):  # no rule asks for it
        lang.assert_fact(_RULESET, fact)


def _renamed(row: dict[str, Any]) -> dict[str, Any]:
    """``id`` would be the fact's identity, across all types."""
    return {"key" if name == "id" else name: _constant(value) for name, value in row.items()}


# --- rules -----------------------------------------------------------------------------


def _rule(condition: Condition, fails: set[str]) -> None:
    subject = _pattern(condition.subject, condition.tests)
    if condition.kind == "single":
        lang.when_all(lang.c.subject << subject)(lambda c: fails.add(c.subject.key))
        return
    key = "key" if condition.kind == "reference" else condition.key
    own = "key" if condition.own == "id" else condition.own
    joined = getattr(lang.m, key) == getattr(lang.c.subject, own)
    other = joined & _pattern(condition.other, condition.other_tests)
    lang.when_all(lang.c.subject << subject, lang.c.other << other)(lambda c: fails.add(c.subject.key))


def _pattern(type_name: str, tests: Iterable[Test]) -> Any:
    return reduce(and_, [lang.m.type == type_name, *map(_test, tests)])


def _test(test: Test) -> Any:
    attribute = getattr(lang.m, test.attribute)
    return attribute > test.value if test.operator == ">" else attribute == _constant(test.value)


def _constant(value: object) -> object:
    return f"is {value}" if isinstance(value, bool) else value
