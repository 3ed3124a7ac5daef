"""The job for CLIPS through clipspy: one template for each type, one rule for each condition.

Its Rete network matches while facts go in, so putting them in belongs to the run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import clips

from benchmarks.job import Condition, Facts, Test
from benchmarks.outcome import Found

NAME = "clipspy"

Result = dict[str, list[str]]

ATTRIBUTES = {
    "team": ("id", "site", "rhythm", "mission", "managed", "size"),
    "agent": ("id", "team", "skill", "level", "hours", "trained"),
    "flow": ("id", "team", "skill", "channel", "priority", "volume"),
}


def can_express(condition: Condition) -> bool:
    """Whether it can express a condition: the left side of a rule can't add up what it matches."""
    return condition.kind != "sum"


def prepare(conditions: Iterable[Condition]) -> tuple[clips.Environment, Result]:
    """Build the network."""
    environment = clips.Environment()
    fails: Result = {}
    for name, attributes in ATTRIBUTES.items():
        environment.build(f"(deftemplate {name} {' '.join(f'(slot {one})' for one in attributes)})")
    environment.define_function(lambda condition, subject: fails[condition].append(subject), name="failed")
    for condition in conditions:
        fails[condition.id] = []
        environment.build(rule(condition))
    return environment, fails


def load(prepared: tuple[clips.Environment, Result], facts: Facts) -> Callable[[], Result]:
    """Turn texts into symbols; all else belongs to the run."""
    environment, fails = prepared
    symbols = [
        (environment.find_template(name), [{key: _slot(value) for key, value in row.items()} for row in rows])
        for name, rows in facts.items()
    ]

    def run() -> Result:
        environment.reset()
        for subjects in fails.values():
            subjects.clear()
        for template, rows in symbols:
            for row in rows:
                template.assert_fact(**row)  # quicker than any way to give them as text
        environment.run()
        return fails

    return run


def found(result: Result) -> Found:
    """What a run found."""
    return Found(result)


def _slot(value: object) -> object:
    return clips.Symbol(_constant(value)) if isinstance(value, str | bool) else value


# --- rules -----------------------------------------------------------------------------


def rule(condition: Condition) -> str:
    """The rule of a condition."""
    head = f"(defrule {condition.id}"
    return f"{head} {_subject(condition)} {_others(condition)} => (failed {condition.id} ?s))"


def _subject(condition: Condition) -> str:
    key = f"({condition.own} ?k)" if condition.own not in ("", "id") else ""
    return f"({condition.subject} (id ?s) {key} {_tests(condition.tests)})"


def _others(condition: Condition) -> str:
    key = "?s" if condition.own == "id" else "?k"
    if condition.kind == "single":
        return ""
    if condition.kind == "reference":
        return f"({condition.other} (id ?k) {_tests(condition.other_tests)})"
    if condition.kind == "exists":
        return f"(exists ({condition.other} ({condition.key} {key}) {_tests(condition.other_tests)}))"
    patterns = " ".join(_different(condition, key, number) for number in range(condition.bound))
    return f"(not (and {patterns}))"


def _different(condition: Condition, key: str, number: int) -> str:
    """One of several that must all be there and differ from one another."""
    id_ = f"(id ?x{number}{''.join(f'&~?x{earlier}' for earlier in range(number))})"
    tests = _tests(condition.other_tests, str(number))
    return f"({condition.other} ({condition.key} {key}) {id_} {tests})"


def _tests(tests: Iterable[Test], pattern: str = "") -> str:
    return " ".join(_test(test, pattern) for test in tests)


def _test(test: Test, pattern: str) -> str:
    """A test of one slot; the variable of a comparison must not join patterns."""
    if test.operator == "==":
        return f"({test.attribute} {_constant(test.value)})"
    variable = f"?{test.attribute}{pattern}"
    return f"({test.attribute} {variable}&:(> {variable} {test.value}))"


def _constant(value: object) -> str:
    return str(value).upper() if isinstance(value, bool) else str(value)
