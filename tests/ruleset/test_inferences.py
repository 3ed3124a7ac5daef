"""Patterns of inference rules: what they expand into, and how they are joined."""

from __future__ import annotations

from itertools import chain, combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ccrules.documents import node_from_python
from ccrules.ruleset.model import Inference
from ccrules.ruleset.patterns import MAX_ALTERNATIVES, read_alternatives
from tests.ruleset.support import CHECKS, VOCABULARY, loaded, marked_problems, places_of

RULE = "inferences:\n  - id: I\n    when: {}\n    conclude: {{id: c, kind: cause, title: T{}}}\n"


def rule(folder: Path, when: str, conclude: str = "") -> Inference:
    """Load one rule over the vocabulary of the tests."""
    return loaded(folder, VOCABULARY, CHECKS, RULE.format(when, conclude)).inferences["I"]


def expanded(when: Any) -> list[list[str]]:
    """The names of the patterns of each alternative."""
    problems: list[Any] = []
    alternatives = read_alternatives(node_from_python(when), problems)
    assert not problems
    return [[pattern.name for pattern in patterns] for patterns in alternatives]


def a(name: str) -> dict[str, Any]:
    return {"finding": name}


def test_a_list_is_a_conjunction() -> None:
    assert expanded([a("A"), a("B")]) == [["A", "B"]]
    assert expanded(a("A")) == [["A"]]


def test_any_gives_one_alternative_for_each_branch() -> None:
    assert expanded([a("A"), {"any": [a("B"), [a("C"), a("D")]]}]) == [["A", "B"], ["A", "C", "D"]]


def test_at_least_gives_every_choice_of_so_many() -> None:
    group = {"at_least": {"n": 2, "of": [a("A"), a("B"), a("C")]}}
    assert expanded([group]) == [["A", "B"], ["A", "C"], ["B", "C"]]


def test_groups_nest() -> None:
    group = {"at_least": {"n": 2, "of": [a("A"), [{"any": [a("B"), a("C")]}], a("D")]}}
    assert expanded([group]) == [["A", "B"], ["A", "C"], ["A", "D"], ["B", "D"], ["C", "D"]]


leaves = st.sampled_from("ABCDE").map(a)


def groups(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    branches = st.lists(children | st.lists(children, min_size=1, max_size=2), min_size=1, max_size=4)
    counted = branches.flatmap(
        lambda of: st.integers(1, len(of)).map(lambda n: {"at_least": {"n": n, "of": of}})
    )
    return branches.map(lambda of: {"any": of}) | counted


trees = st.lists(st.recursive(leaves, groups, max_leaves=8), min_size=1, max_size=3)


def brute(branch: Any) -> list[list[str]]:
    """What the patterns mean, written down as plainly as possible."""
    parts = branch if isinstance(branch, list) else [branch]
    return [list(chain(*choice)) for choice in product(*map(brute_part, parts))]


def brute_part(part: dict[str, Any]) -> list[list[str]]:
    if "finding" in part:
        return [[part["finding"]]]
    n, of = (1, part["any"]) if "any" in part else (part["at_least"]["n"], part["at_least"]["of"])
    choices = (choice for chosen in combinations(of, n) for choice in product(*map(brute, chosen)))
    return [list(chain(*choice)) for choice in choices]


@given(trees)
def test_expanding_agrees_with_the_definition(tree: list[Any]) -> None:
    expected = brute(tree)
    assume(len(expected) <= MAX_ALTERNATIVES)
    assert expanded(tree) == expected


@given(trees)
def test_no_more_than_so_many_alternatives_are_made(tree: list[Any]) -> None:
    tree = tree * 6
    problems: list[Any] = []
    alternatives = read_alternatives(node_from_python(tree), problems)
    assert bool(problems) == (not alternatives)
    assert len(alternatives) <= MAX_ALTERNATIVES


def test_a_rule_that_would_expand_without_end_is_refused_at_once(tmp_path: Path) -> None:
    many = ", ".join(["{finding: A-1}"] * 60)
    when = f"§[{{at_least: {{n: 30, of: [{many}]}}}}]"
    marks, found = marked_problems(
        tmp_path, "ruleset: t\nversion: 1\n" + VOCABULARY + CHECKS + RULE.format(when, "")
    )
    assert places_of(found) == marks
    assert "expand into 118264581564861424 alternatives, more than 200" in str(found[0])


@pytest.mark.parametrize(
    ("when", "same"),
    [
        ("[{fact: mailbox, as: m}, {finding: A-1, same: {subject: m}}]", {"subject": "m"}),
        ("[{finding: A-1, as: f}, {passed: A-1, same: {subject: f.subject}}]", {"subject": "f.subject"}),
        ("[{finding: A-1, as: f}, {fact: mailbox, same: {subject: f.subject}}]", {"subject": "f.subject"}),
        ("[{fact: mailbox, as: m}, {fact: agent, same: {subject: m.owner}}]", {"subject": "m.owner"}),
        ("[{fact: agent, as: g}, {fact: mailbox, same: {owner: g}}]", {"owner": "g"}),
        ("[{fact: mailbox, as: m}, {fact: mailbox, same: {level: m.level, owner: m.owner}}]",
         {"level": "m.level", "owner": "m.owner"}),
    ],
)  # fmt: skip
def test_joins_of_one_type_are_accepted(when: str, same: dict[str, str], tmp_path: Path) -> None:
    assert rule(tmp_path, when).alternatives[0][-1].same == same


def test_values_are_read_like_facts(tmp_path: Path) -> None:
    where = rule(tmp_path, "{fact: mailbox, where: {tracked: non, volume: 1 200, level: low, owner: bob}}")
    assert where.alternatives[0][0].where == {
        "tracked": False,
        "volume": 1200,
        "level": "low",
        "owner": "bob",
    }


def test_a_conclusion_may_be_about_the_subject_of_any_pattern(tmp_path: Path) -> None:
    text = """\
inferences:
  - id: I
    when: {finding: A-1, as: f}
    conclude: {id: c, kind: cause, for: f, title: T, body: "About {{ mailbox.id }}"}
  - id: J
    when: {conclusion: c, as: x}
    conclude: {id: d, kind: cause, for: x, title: "{{ mailbox.id }}"}
  - id: K
    when: [{conclusion: d, as: y}, {fact: mailbox, same: {subject: y.subject}}]
    conclude: {id: e, kind: strength, title: T}
"""
    assert list(loaded(tmp_path, VOCABULARY, CHECKS, text).inferences) == ["I", "J", "K"]


def test_rules_with_one_conclusion_may_share_its_title(tmp_path: Path) -> None:
    text = (
        "inferences:\n"
        "  - {id: I, when: {finding: A-1}, conclude: {id: c, kind: cause, belief: 0.3}}\n"
        "  - {id: J, when: {finding: A-2}, conclude: {id: c, kind: cause, title: Shared}}\n"
    )
    method = loaded(tmp_path, VOCABULARY, CHECKS, text)
    assert [one.title for one in method.inferences.values()] == [{"": "Shared"}, {"": "Shared"}]


def test_rules_with_one_conclusion_agree_on_what_it_is_about(tmp_path: Path) -> None:
    text = (
        "ruleset: t\nversion: 1\n" + VOCABULARY + CHECKS + "inferences:\n"
        "  - {id: I, when: {fact: mailbox, as: m}, conclude: {id: c, kind: cause, for: m, title: T}}\n"
        "  - {id: J, when: {fact: agent, as: m}, conclude: {id: §c, kind: cause, for: m, title: T}}\n"
    )
    marks, found = marked_problems(tmp_path, text)
    assert places_of(found) == marks


def test_a_mistake_in_a_pattern_of_many_alternatives_is_told_once(tmp_path: Path) -> None:
    text = (
        "ruleset: t\nversion: 1\n" + VOCABULARY + CHECKS + "inferences:\n  - id: I\n    when:\n"
        "      - {fact: mailbox, where: {§trackd: no}}\n"
        "      - {any: [{finding: A-1}, {finding: A-2}, {passed: A-1}]}\n"
        "    conclude: {id: c, kind: cause, title: T}\n"
    )
    marks, found = marked_problems(tmp_path, text)
    assert places_of(found) == marks
