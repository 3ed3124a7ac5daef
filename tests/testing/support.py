"""A small ruleset with tests beside it, and what is known of them."""

from __future__ import annotations

from pathlib import Path

from ccrules.pipeline import rule_tests
from ccrules.testing.mutation import Mutation, mutate
from ccrules.testing.suite import Suite
from tests.ruleset.support import HEAD, VOCABULARY, write

PARAMETERS = """\
parameters:
  most: {type: int, default: 3, min: 1, max: 9}
  share_max: {type: number, unit: ratio, default: 0.5, min: 0, max: 1}
  rhythm_max: {type: duration, default: 1 month}
"""


def suite(folder: Path, rules: str, cases: str = "", **options: object) -> Suite:
    """Rules over the vocabulary of the ruleset tests, with cases beside them."""
    file = write(folder, HEAD + VOCABULARY + PARAMETERS + rules)
    write(folder, cases or "[]", "ruleset.tests.yaml")
    return rule_tests(file, **options)  # type: ignore[arg-type]


def check(when: str, **more: str) -> str:
    """A check of mailboxes on one line."""
    fields = {"id": "A-1", "title": "T", "for": "mailbox", "when": when, "severity": "high", **more}
    written = "".join(f"    {key}: {value}\n" for key, value in fields.items() if key != "id")
    return f"checks:\n  - id: {fields['id']}\n{written}"


def survivors(mutation: Mutation) -> list[str]:
    """What nothing notices, in short."""
    return [f"{one.mutant.before} → {one.mutant.after}" for one in mutation.survivors]


def mutated(folder: Path, rules: str, cases: str, only: tuple[str, ...] = ()) -> Mutation:
    """The mutants of rules, tried on cases that all pass."""
    found = suite(folder, rules, cases)
    assert all(result.passed for result in found.run())
    return mutate(found, only)
