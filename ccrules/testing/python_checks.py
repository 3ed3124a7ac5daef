"""The contract of checks in Python: a verdict for whatever facts they may get, and always the same.

As in a test of a plugin::

    from ccrules.testing import check_problems

    def test_it_judges_whatever_facts_it_may_get():
        assert check_problems(personal_address, load_rulesets("our-firm")) == []

A check is called with definite values only, but with any that its vocabulary admits: an empty
text, zero, the highest number, a text in another script.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from ccrules.facts.vocabulary import ORGANISATION, Attribute, Vocabulary
from ccrules.ruleset.loading import Spec
from ccrules.ruleset.model import Check, Method
from ccrules.testing.one_check import loaded, run_check

#: Fact bases that are tried.
EXAMPLES = 60
_TEXTS = (
    "x",
    "claims",
    "jane.doe@example.org",
    "Réclamations",
    "日本語",
    "a" * 500,
    "1",
    "=1+1",
    "{{ x }}",
    "\u202e",
)
_NUMBERS = (0, 1, -1, 0.5, 99, 1_000_000)
_DATES = ("1999-12-31", "2024-02-29", "2026-06-30", "2100-01-01")
_DURATIONS = ("P1D", "P1M", "P10Y")
_MEMBERS = ("a", "b")


def check_problems(check: Check, rules: Method | Spec, examples: int = EXAMPLES) -> list[str]:
    """What a check in Python does otherwise than it must.

    Args:
        check: the check.
        rules: what :func:`~ccrules.testing.one_check.run_check` takes.
        examples: how many fact bases are tried.

    Returns:
        One sentence for each kind of problem, with the facts that show it; none if there is none.
    """
    found: dict[str, str] = {}
    method = rules if isinstance(rules, Method) else loaded(rules, check)
    for number in range(examples):
        facts = _facts(check, method.vocabulary, random.Random(number))  # noqa: S311 - the same each time
        for kind, said in _differences(check, method, facts):
            found.setdefault(kind, f"{said}, with {facts}")
    return list(found.values())


def _differences(check: Check, method: Method, facts: dict[str, Any]) -> Iterator[tuple[str, str]]:
    first = run_check(check, facts, method)
    for one in first:
        if one.outcome == "error":
            yield type(one.error).__name__, f"{one.subject}: {one.message}"
    if [(one.subject, one.outcome) for one in first] != [
        (one.subject, one.outcome) for one in run_check(check, facts, method)
    ]:
        yield "again", "the same facts give other verdicts the second time"


def _facts(check: Check, vocabulary: Vocabulary, dice: random.Random) -> dict[str, Any]:
    """Facts in which all that the check needs is known."""
    wanted: dict[str, list[Attribute]] = {check.subject or ORGANISATION: []}
    for need in check.needs:
        kind, _, name = need.partition(".")
        attribute = vocabulary.attribute(kind, name)
        if attribute is not None and not attribute.derive and attribute.inverse_of is None:
            wanted.setdefault(kind, []).append(attribute)
            if attribute.to:
                wanted.setdefault(attribute.to, [])
    facts: dict[str, Any] = {}
    for kind, attributes in wanted.items():
        declared = vocabulary[kind]
        if declared.singleton:
            facts[kind] = {one.name: _value(one, dice) for one in attributes}
        else:
            members = ({one.name: _value(one, dice) for one in attributes} for _ in _MEMBERS)
            facts[declared.plural] = [{"id": id, **rest} for id, rest in zip(_MEMBERS, members, strict=True)]
    return facts


def _value(attribute: Attribute, dice: random.Random) -> Any:
    if attribute.set or attribute.series:
        several = [_one(attribute, dice) for _ in range(dice.randint(0, 3))]
        return list(dict.fromkeys(several)) if attribute.set else several
    return _one(attribute, dice)


def _one(attribute: Attribute, dice: random.Random) -> Any:
    """One value that the attribute admits."""
    if attribute.type in ("int", "number"):
        return _number(attribute, dice)
    choices: dict[str, tuple[Any, ...]] = {
        "bool": (True, False),
        "text": _TEXTS,
        "enum": attribute.values,
        "date": _DATES,
        "duration": _DURATIONS,
        "ref": _MEMBERS,
    }
    return dice.choice(choices[attribute.type])


def _number(attribute: Attribute, dice: random.Random) -> float:
    low, high = attribute.minimum, attribute.maximum
    inside = [
        one
        for one in (*_NUMBERS, *(end for end in (low, high) if end is not None))
        if (low is None or one >= low) and (high is None or one <= high)
    ]
    number = dice.choice(inside)
    return int(number) if attribute.type == "int" else float(number)
