"""Suggested cases as YAML, ready for a test file; each is read again and run before it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ccrules.documents import Node, Sequence
from ccrules.documents.yaml_reader import read_yaml
from ccrules.errors import InputError, Problem
from ccrules.ruleset.cases import Case, cases_in
from ccrules.testing.nodes import block_of, mapping, scalar, text_of
from ccrules.testing.suggestion import Suggestion
from ccrules.testing.suite import Suite


def yaml_of(suggestion: Suggestion) -> str:
    """A case as YAML, one item of a list.

    Args:
        suggestion: the case.
    """
    like = suggestion.facts
    lines = [f"- name: {text_of(scalar(suggestion.name, like))}", *_facts(suggestion.facts)]
    if suggestion.expect:
        lines.append("  expect:")
        lines += [f"    {check}: {_outcomes(found, like)}" for check, found in suggestion.expect.items()]
    if suggestion.conclusions:
        lines.append(f"  conclusions: {_conclusions(suggestion.conclusions, like)}")
    return "\n".join(lines) + "\n"


def expectation_of(suggestion: Suggestion) -> str:
    """What a case expects, on one line."""
    like = suggestion.facts
    found = [f"{check}: {_outcomes(one, like)}" for check, one in suggestion.expect.items()]
    if suggestion.conclusions:
        found.append(f"conclusions: {_conclusions(suggestion.conclusions, like)}")
    return ", ".join(found)


def _facts(facts: Node) -> Iterator[str]:
    lines = block_of(facts, 4)
    yield from ("  facts:", *lines) if lines else ("  facts: {}",)


def _outcomes(found: Mapping[str, str], like: Node) -> str:
    if set(found) == {""}:
        return found[""]
    return text_of(mapping(((subject, scalar(outcome, like)) for subject, outcome in found.items()), like))


def _conclusions(found: Mapping[str, bool], like: Node) -> str:
    words = ((key, scalar("yes" if wanted else "no", like)) for key, wanted in found.items())
    return text_of(mapping(words, like))


def read_back(suite: Suite, text: str) -> tuple[Case, list[Problem]]:
    """Read a suggested case as it is written, and run it.

    Args:
        suite: the tests.
        text: the case as YAML.

    Returns:
        The case, and what came of it otherwise than it expects: nothing.

    Raises:
        InputError: it can't be read.
    """
    node = read_yaml(text, "")
    assert isinstance(node, Sequence)
    problems: list[Problem] = []
    cases = list(cases_in(node, suite.method, problems))
    if problems:
        raise InputError(problems)
    situation = suite.situations.of(cases[0].facts, cases[0].parameters, cases[0].profiles)
    return cases[0], list(situation.compared(cases[0]))
