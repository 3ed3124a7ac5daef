"""Tests of rulesets: reading them, comparing, and what is said of a difference."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from ccrules.documents import Node
from ccrules.errors import InputError, Problem, message
from ccrules.ruleset.cases import CaseResult, Outcomes, case_files, read_cases, run_cases, untested
from ccrules.ruleset.model import Method
from tests.ruleset.support import CHECKS, VOCABULARY, loaded, without_marks, write

RULES = """\
parameters: {most: {type: int, default: 3}}
inferences:
  - {id: I, when: {fact: mailbox, as: m}, conclude: {id: lost, kind: cause, for: m, title: T}}
  - {id: J, when: {finding: A-2}, conclude: {id: silo, kind: cause, title: T}}
"""
FOUND = Outcomes(
    {
        "A-1": {"mailbox/claims": "fail", "mailbox/billing": "not_assessed", "mailbox[]": "not_assessed"},
        "A-2": {"organisation": "pass"},
    },
    frozenset({"lost:mailbox/claims", "silo"}),
)


@pytest.fixture
def method(tmp_path: Path) -> Method:
    """Two checks, two conclusions, one parameter."""
    return loaded(tmp_path, VOCABULARY, CHECKS, RULES)


def results(method: Method, folder: Path, text: str, found: Outcomes = FOUND) -> list[CaseResult]:
    file = write(folder, text, "ruleset.tests.yaml")
    return run_cases(read_cases(method, [file]), lambda facts, parameters: found)


def said(method: Method, folder: Path, text: str) -> list[str]:
    """What the only case of a text differs in; its marks must stand where it is told."""
    clean, marks = without_marks(text)
    (result,) = results(method, folder, clean)
    assert [(one.place.line, one.place.column) for one in result.differences] == marks
    assert result.passed == (not marks)
    return [str(one.what) for one in result.differences]


CASE = "- name: a case\n  facts: {}\n  "


@pytest.mark.parametrize(
    "expected",
    [
        "expect: {A-1: {claims: fail, billing: not_assessed}}",
        "expect: {A-1: {mailbox/claims: fail, 'mailbox[]': not_assessed}}",
        "expect: {A-2: pass}",
        "expect: {A-2: {organisation: pass}}",
        "conclusions: [lost, silo]",
        "conclusions: ['lost:claims', 'lost:mailbox/claims']",
        "conclusions: {silo: yes, 'lost:billing': no, 'silo:claims': no}",
        "expect: {}",
    ],
)
def test_what_is_as_expected_passes(expected: str, method: Method, tmp_path: Path) -> None:
    assert said(method, tmp_path, CASE + expected + "\n") == []


@pytest.mark.parametrize(
    ("expected", "differences"),
    [
        ("expect: {§A-2: fail}", ["A-2 on organisation: expected fail, got pass"]),
        (
            "expect: {§§A-1: fail}",
            [
                "A-1 on mailbox/billing: expected fail, got not_assessed",
                "A-1 on mailbox[]: expected fail, got not_assessed",
            ],
        ),
        ("expect: {A-1: {§claims: pass}}", ["A-1 on mailbox/claims: expected pass, got fail"]),
        ("expect: {A-1: {§claim: fail}}", ["A-1 was not put to claim"]),
        ("conclusions: [silo, §lost:billing]", ["lost:billing was not concluded"]),
        ("conclusions: {§silo: no, §lost: no}",
         ["silo was concluded, but should not be", "lost was concluded, but should not be"]),
    ],
)  # fmt: skip
def test_each_difference_is_told_at_the_expectation(
    expected: str, differences: list[str], method: Method, tmp_path: Path
) -> None:
    assert said(method, tmp_path, CASE + expected + "\n") == differences


def test_a_check_without_any_outcome_is_a_difference(method: Method, tmp_path: Path) -> None:
    (result,) = results(method, tmp_path, CASE + "expect: {A-1: fail}\n", Outcomes({}))
    assert [str(one) for one in result.differences] == [
        f"{result.case.expected[0].place}: A-1 has no outcome"
    ]


def test_facts_and_parameters_reach_the_assessment_with_their_places(method: Method, tmp_path: Path) -> None:
    seen: list[tuple[str, Mapping[str, str]]] = []

    def assess(facts: Node, parameters: Mapping[str, str]) -> Outcomes:
        seen.append((f"{facts.place.line}:{facts.place.column}", parameters))
        return FOUND

    one = "- name: one\n  facts: {mailboxes: []}\n  params: {most: 5}\n"
    text = one + "- name: two\n  facts:\n    mailboxes: []\n"
    file = write(tmp_path, text, "ruleset.tests.yaml")
    assert [one.case.name for one in run_cases(read_cases(method, [file]), assess)] == ["one", "two"]
    assert seen == [("2:10", {"most": "5"}), ("6:5", {})]


def test_wrong_facts_of_all_cases_are_told_together(method: Method, tmp_path: Path) -> None:
    def assess(facts: Node, parameters: Mapping[str, str]) -> Outcomes:
        raise InputError(Problem(facts.place, message("wrong")))

    file = write(tmp_path, CASE + "expect: {}\n" + CASE + "expect: {}\n", "ruleset.tests.yaml")
    with pytest.raises(InputError) as caught:
        run_cases(read_cases(method, [file]), assess)
    assert len(caught.value.problems) == 2


@pytest.mark.parametrize(
    ("text", "what", "hint"),
    [
        (CASE + "expect: {§A-3: fail}\n", "there is no check 'A-3'", "A-"),
        (CASE + "expect: {A-1: §failed}\n", "A-1 cannot be 'failed'", "fail"),
        (CASE + "expect: {A-1: {claims: §failed}}\n", "claims cannot be 'failed'", "fail"),
        (CASE + "conclusions: [§lots]\n", "nothing concludes 'lots'", "lost"),
        (CASE + "params: {§mots: 3}\n", "unknown parameter 'mots'", "most"),
        (CASE + "§expected: {}\n", "unknown key 'expected'", "expect"),
        ("- §facts: {}\n", "name is missing", "name"),
        ("- §name: a case\n", "facts is missing", "facts"),
        ("§cases: []\n", "a test file is a list of cases", "- name"),
    ],
)
def test_a_wrong_case_is_told_at_its_place(
    text: str, what: str, hint: str, method: Method, tmp_path: Path
) -> None:
    clean, marks = without_marks(text)
    with pytest.raises(InputError) as caught:
        read_cases(method, [write(tmp_path, clean, "ruleset.tests.yaml")])
    (problem,) = caught.value.problems
    assert [(problem.place.line, problem.place.column)] == marks
    assert what in str(problem.what)
    assert hint in str(problem.hint)


def test_a_file_that_is_not_there_is_a_problem(method: Method, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read_cases(method, [tmp_path / "none.tests.yaml"])


def test_tests_stand_beside_the_file_or_anywhere_in_the_folder(tmp_path: Path) -> None:
    inbox = write(tmp_path, "", "inbox.yaml")
    beside = write(tmp_path, "", "inbox.tests.yaml")
    below = write(tmp_path, "", "more/phone.tests.yml")
    write(tmp_path, "", ".hidden/x.tests.yaml")
    assert case_files([inbox]) == [beside]
    assert case_files([tmp_path, beside, inbox]) == [beside, below]
    assert case_files([write(tmp_path, "", "alone.yaml")]) == []


def test_a_check_that_no_case_names_is_untested(method: Method, tmp_path: Path) -> None:
    file = write(tmp_path, CASE + "expect: {A-2: pass}\n", "ruleset.tests.yaml")
    assert untested(method, read_cases(method, [file])) == ["A-1"]
