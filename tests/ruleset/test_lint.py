"""What lint says of a ruleset that loads."""

from __future__ import annotations

from pathlib import Path

from ccrules.ruleset.cases import read_cases
from ccrules.ruleset.lint import lint as every_remark
from ccrules.ruleset.model import Method, Remark
from tests.ruleset.support import CHECKS, HEAD, VOCABULARY, load, loaded, without_marks, write


def lint(method: Method, cases: object) -> list[Remark]:
    """Without remarks on facts that nobody reads, of which the vocabulary of the tests is full."""
    return [one for one in every_remark(method, cases) if one.code != "R011"]


TEXT = (
    HEAD
    + VOCABULARY
    + """\
  desk:
    plural: desks
    label: {en: desk, fr: bureau}
    attributes:
      §free: {type: bool, label: {en: free}}
parameters:
  §most: {type: int, default: 3}
checks:
  - id: §§§A
    title: {en: T, fr: U}
    for: mailbox
    when: not mailbox.tracked
    severity: low
    message: {en: "{{ mailbox.id }} of {{ mailbox.owner.id }}", fr: "{{ mailbox.id }}"}
    strength: {fr: Bien}
  - id: B
    title: Single
    when: organisation.headcount > 3
    severity: low
recommendations:
  - {id: §r, title: {en: T, fr: U}, effort: low}
"""
)


def test_every_remark_has_a_code_and_a_place(tmp_path: Path) -> None:
    clean, marks = without_marks(TEXT)
    method = load(write(tmp_path, clean))
    cases = read_cases(
        method, [write(tmp_path, "- {name: n, facts: {}, expect: {B: pass}}\n", "x.tests.yaml")]
    )
    found = lint(method, cases)
    assert [(one.place.line, one.place.column) for one in found] == marks
    assert [one.code for one in found] == ["R001", "R004", "R001", "R002", "R005", "R003"]
    assert "the label of desk.free is missing" in str(found[0])
    assert "the strength of A is missing in the language en" in str(found[2])
    assert "the message of A does not say mailbox.owner.id in the language fr" in str(found[3])
    assert str(found[4]).startswith(f"{found[4].place}: R005 A has no test")


def test_a_check_that_is_switched_off_needs_no_test(tmp_path: Path) -> None:
    off = "override: {checks: {A-1: {off: not here}, A-2: {off: not here}}}\n"
    assert lint(loaded(tmp_path, VOCABULARY, CHECKS, off), []) == []


def test_braces_that_are_no_template_do_no_harm_in_a_title(tmp_path: Path) -> None:
    text = (
        "checks:\n  - {id: A, title: {en: 'Set {{', fr: 'Ensemble {{'}, when: organisation.headcount > 3,\n"
    )
    text += "     severity: low, message: {en: M, fr: N}}\n"
    assert [remark.code for remark in lint(loaded(tmp_path, VOCABULARY, text), [])] == ["R005"]


def test_a_condition_that_facts_cannot_turn_is_shown_with_the_part_to_blame(tmp_path: Path) -> None:
    text = "checks:\n  - {id: A, title: T, when: organisation.headcount > 3 and 1 > 2, severity: low}\n"
    found = [one for one in lint(loaded(tmp_path, VOCABULARY, text), []) if one.code == "R007"]
    assert [str(one.what) for one in found] == ["when of A can never be true: 1 > 2"]
    assert text.splitlines()[1][found[0].place.column - 1 :].startswith("1 > 2")


def test_checks_over_outcomes_that_ask_for_one_another_see_nothing(tmp_path: Path) -> None:
    text = "  - {id: C, title: T, over: outcomes, when: any(o.failed for o in outcomes), severity: low}\n"
    asked = "  - {id: D, title: T, over: outcomes, severity: low,\n     when: 'any(o.failed for o in outcomes if o.check == \"C\")'}\n"
    found = [one for one in lint(loaded(tmp_path, VOCABULARY, CHECKS, text, asked), []) if one.code == "R008"]
    assert [str(one.what) for one in found] == ["D asks for C, which reads outcomes itself"]
    assert asked.splitlines()[1][found[0].place.column - 1 :].startswith('"C"')
