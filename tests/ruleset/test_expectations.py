"""What cases can expect beside an outcome, and how a difference is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ccrules.errors import InputError
from ccrules.pipeline import rule_tests
from ccrules.ruleset.cases import CaseResult
from tests.ruleset.support import HEAD, VOCABULARY, without_marks, write

RULES = """\
checks:
  - id: A-1
    title: T
    for: mailbox
    let: {n: count(m for m in mailboxes), part: mailbox.backlog, late: mailbox.volume > 5, who: names(m for m in mailboxes)}
    when: not mailbox.tracked
    severity: high if mailbox.volume > 5 else medium
    exposure: mailbox.volume
    message: {en: "{{ mailbox.id }} is not tracked", fr: "{{ mailbox.id }} n'est pas suivie"}
    strength: {en: "{{ mailbox.id }} is tracked", fr: "{{ mailbox.id }} est suivie"}
  - {id: A-2, title: T, when: organisation.headcount > 3, severity: low}
"""
FACTS = """\
  facts:
    mailboxes:
      - {id: claims, tracked: no, volume: 10, backlog: 40..50}
      - {id: billing, tracked: no}
      - {id: spare, tracked: yes}
      - {id: lost}
"""


def results(folder: Path, expect: str, facts: str = FACTS) -> tuple[CaseResult, list[tuple[int, int]]]:
    clean, marks = without_marks(f"- name: n\n{facts}  expect: {expect}\n")
    file = write(folder, HEAD + VOCABULARY + RULES)
    write(folder, clean, "ruleset.tests.yaml")
    (result,) = rule_tests(file).run()
    return result, marks


@pytest.mark.parametrize(
    "expect",
    [
        "{A-1: {claims: fail high, billing: fail medium..high, spare: pass, lost: not_assessed}}",
        "{A-1: {claims: {outcome: fail, severity: high}, billing: {outcome: fail, severity: medium..high}}}",
        "{A-1: {claims: {outcome: fail high, exposure: 10}}}",
        "{A-1: {claims: {outcome: fail, message: claims is not tracked}}}",
        "{A-1: {claims: {outcome: fail, message: not tracked}}}",
        "{A-1: {claims: {outcome: fail, message: {fr: n'est pas suivie, en: is not}}}}",
        "{A-1: {spare: {outcome: pass, message: spare is tracked}}}",
        "{A-1: {claims: {outcome: fail, values: {n: 4, late: yes, part: 40..50}}}}",
        "{A-1: {claims: {outcome: fail, values: {who: [claims, billing, spare, lost]}}}}",
        "{A-1: {lost: {outcome: not_assessed, missing: [mailbox/lost.tracked]}}}",
        "{A-1: {lost: {outcome: not_assessed, missing: mailbox/lost.tracked}}}",
        "{A-1: {nobody: absent}}",
        "{A-2: {outcome: not_assessed, missing: [organisation.headcount]}}",
        "{A-2: {organisation: {outcome: not_assessed}}}",
    ],
)
def test_what_is_said_as_expected_passes(expect: str, tmp_path: Path) -> None:
    result, _ = results(tmp_path, expect)
    assert [str(one) for one in result.differences] == []


@pytest.mark.parametrize(
    ("expect", "said"),
    [
        ("{A-1: {claims: §fail low}}", "A-1 on mailbox/claims, severity: expected low, got high"),
        ("{A-1: {billing: §fail medium}}", "A-1 on mailbox/billing, severity: expected medium, got medium..high"),
        ("{A-1: {claims: {outcome: fail, §severity: low}}}", "A-1 on mailbox/claims, severity: expected low, got high"),
        ("{A-1: {claims: {outcome: fail, §exposure: 11}}}", "A-1 on mailbox/claims, exposure: expected 11, got 10"),
        ("{A-1: {claims: {outcome: fail, §message: is lost}}}",
         "A-1 on mailbox/claims, message: expected is lost, got claims is not tracked"),
        ("{A-1: {claims: {outcome: fail, message: {§fr: is not}}}}",
         "A-1 on mailbox/claims, message fr: expected is not, got claims n'est pas suivie"),
        ("{A-1: {claims: {outcome: fail, values: {§n: 3, late: yes}}}}",
         "A-1 on mailbox/claims, values n: expected 3, got 4"),
        ("{A-1: {claims: {outcome: fail, values: {§m: 3}}}}", "A-1 on mailbox/claims, values m: expected 3, got –"),
        ("{A-1: {lost: {outcome: not_assessed, §missing: [mailbox/lost.volume]}}}",
         "A-1 on mailbox/lost, missing: expected mailbox/lost.volume, got mailbox/lost.tracked"),
        ("{A-1: {§claims: absent}}", "A-1 on mailbox/claims: expected absent, got fail"),
        ("{A-1: {§claims: {outcome: pass}}}", "A-1 on mailbox/claims: expected pass, got fail"),
    ],
)  # fmt: skip
def test_a_difference_is_told_at_what_was_expected(expect: str, said: str, tmp_path: Path) -> None:
    result, marks = results(tmp_path, expect)
    assert [str(one.what) for one in result.differences] == [said]
    assert [(one.place.line, one.place.column) for one in result.differences] == marks


@pytest.mark.parametrize(
    ("expect", "what", "hint"),
    [
        ("{A-1: §fail hihg}", "A-1 cannot be 'fail hihg'", "high"),
        ("{A-1: §pass high}", "A-1 cannot be 'pass high'", "pass"),
        ("{A-1: §fail high..medium}", "A-1 cannot be 'fail high..medium'", "medium..high"),
        ("{A-1: {claims: {outcome: fail, §sevrity: low}}}", "unknown key 'sevrity'", "severity"),
        ("{A-1: {claims: {outcome: fail, severity: §loww}}}", "severity cannot be 'loww'", "low"),
        ("{A-1: {claims: {outcome: pass, §severity: low}}}", "severity says nothing of pass", "fail"),
        ("{A-1: {claims: {outcome: fail, §missing: [x]}}}", "missing says nothing of fail", "not_assessed"),
        ("{A-1: {claims: §{severity: low}}}", "outcome is missing", "outcome"),
        ("{A-1: {claims: {outcome: §failed}}}", "claims cannot be 'failed'", "fail"),
        ("{A-1: §[fail]}", "A-1 should have keys of its own", "key: value"),
    ],
)
def test_a_wrong_expectation_is_told_at_its_place(expect: str, what: str, hint: str, tmp_path: Path) -> None:
    clean, marks = without_marks(expect)
    column = len("  expect: ")
    with pytest.raises(InputError) as caught:
        results(tmp_path, clean)
    (problem,) = caught.value.problems
    assert what in str(problem.what)
    assert hint in str(problem.hint)
    assert [(problem.place.line, problem.place.column)] == [(8, marks[0][1] + column)]


def test_a_subject_may_be_called_outcome(tmp_path: Path) -> None:
    facts = "  facts: {mailboxes: [{id: outcome, tracked: no}, {id: b, tracked: yes}]}\n"
    result, _ = results(tmp_path, "{A-1: {outcome: fail, b: pass}}", facts)
    assert result.passed


def test_a_language_of_the_facts_is_that_of_the_message(tmp_path: Path) -> None:
    facts = "  facts: {assessment: {language: fr}, mailboxes: [{id: claims, tracked: no}]}\n"
    result, _ = results(tmp_path, "{A-1: {outcome: fail, message: n'est pas suivie}}", facts)
    assert result.passed


def test_parameters_and_the_day_reach_the_cases(tmp_path: Path) -> None:
    rules = (
        "parameters: {most: {type: int, default: 3}}\nchecks:\n"
        "  - {id: A-1, title: T, when: 'age(flow_map.updated_on) > \"1 month\"', severity: low}\n"
        "  - {id: A-2, title: T, when: organisation.headcount > params.most, severity: low}\n"
    )
    file = write(tmp_path, HEAD + VOCABULARY + rules)
    facts = "{organisation: {headcount: 5}, flow_map: {updated_on: 2026-01-01}}"
    case = "- name: n\n  facts: {facts}\n  params: {params}\n  expect: {{A-1: {one}, A-2: {two}}}\n"

    def passes(one: str, two: str, params: str = "{}", **options: Any) -> bool:
        write(tmp_path, case.format(facts=facts, params=params, one=one, two=two), "ruleset.tests.yaml")
        (result,) = rule_tests(file, **options).run()
        return result.passed

    assert passes("not_assessed", "fail")
    assert passes("fail", "fail", as_of="2026-06-01")
    assert passes("pass", "pass", as_of="2026-01-15", parameters={"most": 9})
    assert passes("pass", "fail", "{most: 4}", as_of="2026-01-15", parameters={"most": 9})
