"""Mutants of rules: which cases notice them, and what is said of those that none notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules.pipeline import rule_tests
from ccrules.testing.mutation import EQUIVALENT, KILLED, mutate
from tests.ruleset.support import HEAD, VOCABULARY, write
from tests.testing.support import check, mutated, suite, survivors

MANY = check("count(m for m in mailboxes) > params.most", **{"for": "organisation"})


def boxes(number: int) -> str:
    return "{mailboxes: [" + ", ".join(f"{{id: b{n}}}" for n in range(number)) + "]}"


def cases(**expected: str) -> str:
    """A case for each number of mailboxes."""
    return "".join(
        f"- name: {name}\n  facts: {boxes(int(name[1:]))}\n  expect: {{A-1: {outcome}}}\n"
        for name, outcome in expected.items()
    )


def test_cases_on_both_sides_of_a_limit_notice_everything(tmp_path: Path) -> None:
    assert survivors(mutated(tmp_path, MANY, cases(n3="pass", n4="fail high"))) == []


def test_a_case_far_from_the_limit_leaves_the_limit_open(tmp_path: Path) -> None:
    found = mutated(tmp_path, MANY, cases(n1="pass", n9="fail"))
    assert survivors(found) == [
        "count(m for m in mailboxes) > params.most → count(m for m in mailboxes) >= params.most",
        "high → medium",
        "params.most = 3 → params.most = 4",
        "params.most = 3 → params.most = 2",
    ]
    assert found.score() == (1, 5)


def test_a_survivor_tells_its_place_and_what_would_notice_it(tmp_path: Path) -> None:
    (first, *_) = mutated(tmp_path, MANY, cases(n1="pass", n9="fail")).survivors
    place = first.mutant.place
    line = (tmp_path / "ruleset.yaml").read_text(encoding="utf-8").splitlines()[place.line - 1]
    assert line[place.column - 1 :] == "count(m for m in mailboxes) > params.most"
    assert str(first.mutant.kills) == "a case in which count(m for m in mailboxes) is exactly params.most"
    assert first.cases == 2


def test_a_check_without_cases_keeps_all_its_mutants(tmp_path: Path) -> None:
    found = mutated(tmp_path, MANY, "[]")
    assert (found.score()[0], {one.cases for one in found.trials}) == (0, {0})


def test_what_no_facts_can_tell_apart_does_not_count(tmp_path: Path) -> None:
    rules = check("count(m for m in mailboxes) == 0", **{"for": "organisation"})
    found = mutated(tmp_path, rules, cases(n0="fail high", n1="pass"))
    same = [one.mutant.after for one in found.trials if one.status == EQUIVALENT]
    assert same == ["count(m for m in mailboxes) <= 0"]
    assert found.score() == (len(found.trials) - 1,) * 2


@pytest.mark.parametrize(
    ("when", "status"),
    [
        ('flow_map.updated_on < "2026-01-01"', EQUIVALENT),
        ("exists(flow_map.updated_on)", EQUIVALENT),
        ('age(flow_map.updated_on) > "1 month"', "survived"),  # today may be missing as well
        ('flow_map.updated_on < "2026-01-01" and organisation.headcount > 3', "survived"),
    ],
)
def test_a_guard_that_makes_no_difference_does_not_count(tmp_path: Path, when: str, status: str) -> None:
    rules = check(when, applies="exists(flow_map)", **{"for": "organisation"})
    found = [one.status for one in mutated(tmp_path, rules, "[]").trials if one.mutant.kind == "applies"]
    assert found == [status]


def test_a_case_that_sets_a_parameter_says_nothing_of_its_default(tmp_path: Path) -> None:
    at_limit = f"- name: n\n  params: {{most: 1}}\n  facts: {boxes(2)}\n  expect: {{A-1: fail}}\n"
    found = mutated(tmp_path, MANY, at_limit)
    of_parameter = [one for one in found.trials if one.mutant.kind == "parameter"]
    assert [(one.status, one.cases) for one in of_parameter] == [("survived", 0)] * 2
    assert any(one.status == KILLED for one in found.trials if one.mutant.kind == "comparison")


def test_guards_severities_and_named_values_are_mutated(tmp_path: Path) -> None:
    rules = check("gone", applies="mailbox.volume > 0", severity="high if mailbox.volume > 10 else low",
                  let="{gone: not mailbox.tracked, unread: mailbox.level}")  # fmt: skip
    kinds = {(one.mutant.kind, one.mutant.field) for one in mutated(tmp_path, rules, "[]").trials}
    assert ("applies", "applies") in kinds
    assert ("severity", "severity") in kinds
    assert ("not", "gone") in kinds
    assert "unread" not in {field for _, field in kinds}


def test_a_mutant_that_makes_no_sense_is_none(tmp_path: Path) -> None:
    after = {one.mutant.after for one in mutated(tmp_path, check('mailbox.level == "low"'), "[]").trials}
    assert 'mailbox.level != "low"' in after
    assert 'mailbox.level <= "low"' not in after  # the levels are not ordered


def test_only_some_rules_and_progress(tmp_path: Path) -> None:
    rules = MANY + check("not mailbox.tracked", id="A-2").removeprefix("checks:\n")
    ticks: list[tuple[int, int]] = []
    found = mutate(suite(tmp_path, rules), ["A-2"], lambda *tick: ticks.append(tick))
    assert set(found.scores) == {"A-2"}
    assert ticks == [(1, 1)]


def test_the_same_rules_give_the_same_trials(tmp_path: Path) -> None:
    rules, text = check('mailbox.level in ("low", "high") or not mailbox.tracked'), "[]"
    first, second = (mutated(tmp_path, rules, text) for _ in range(2))
    assert [one.mutant for one in first.trials] == [one.mutant for one in second.trials]


def test_a_base_that_is_extended_has_tests_of_its_own(tmp_path: Path) -> None:
    suite(tmp_path / "base", MANY)
    firm = tmp_path / "firm" / "firm.yaml"
    firm.parent.mkdir()
    own = check("mailbox.tracked", id="F-1")
    firm.write_text(
        f"ruleset: firm\nversion: 1.0.0\nextends: [../base/ruleset.yaml]\n{own}", encoding="utf-8"
    )
    assert [one.id for one in rule_tests(firm).checks] == ["F-1"]


# --- inferences -------------------------------------------------------------------------

CHECKS = """\
checks:
  - {id: A-1, title: T, for: mailbox, when: not mailbox.tracked, severity: low}
  - {id: A-2, title: T, when: count(m for m in mailboxes) > 2, severity: low}
  - {id: A-3, title: T, when: organisation.headcount > 9, severity: low}
"""
ALL = "{mailboxes: [{id: a, tracked: no}, {id: b, tracked: no}, {id: c, tracked: no}], organisation: {headcount: 20}}"


def inferred(folder: Path, when: str, text: str, conclude: str = "") -> list[str]:
    rule = f"inferences:\n  - id: I\n    when: {when}\n    conclude: {{id: c, kind: cause, title: T{conclude}}}\n"
    return survivors(mutated(folder, CHECKS + rule, text, ("I",)))


def test_premises_are_left_out_one_at_a_time(tmp_path: Path) -> None:
    when = "[{finding: A-1}, {finding: A-2}]"
    text = f"- name: both\n  facts: {ALL}\n  conclusions: [c]\n"
    assert inferred(tmp_path, when, text) == [
        "finding: A-1 → ",
        "finding: A-2 → ",
        "all of when → any of when",
    ]
    text += "- name: one\n  facts: {mailboxes: [{id: a, tracked: no}]}\n  conclusions: {c: no}\n"
    assert inferred(tmp_path, when, text) == ["finding: A-1 → "]


def test_alternatives_and_numbers_needed(tmp_path: Path) -> None:
    when = "[{at_least: {n: 2, of: [{finding: A-1}, {finding: A-2}, {finding: A-3}]}}]"
    text = f"- name: all\n  facts: {ALL}\n  conclusions: [c]\n"
    assert inferred(tmp_path, when, text) == [
        "at least 2 of 3 → at least 3 of 3",
        "at least 2 of 3 → at least 1 of 3",
        "finding: A-1 → ",
        "finding: A-2 → ",
        "finding: A-3 → ",
    ]


def test_any_becomes_all(tmp_path: Path) -> None:
    when = "[{any: [{finding: A-1}, {finding: A-2}]}]"
    text = "- name: one\n  facts: {mailboxes: [{id: a, tracked: no}]}\n  conclusions: [c]\n"
    assert inferred(tmp_path, when, text) == ["finding: A-2 → "]


def test_conditions_and_joins_are_left_out(tmp_path: Path) -> None:
    when = "[{fact: mailbox, as: m, where: {level: low}}, {finding: A-1, same: {subject: m}}]"
    one = "- name: one\n  facts: {mailboxes: [{id: a, tracked: no, level: low}]}\n  conclusions: [c]\n"
    assert inferred(tmp_path, when, one) == ["level: low → ", "finding: A-1 → ", "subject: m → "]


def test_a_premise_that_another_refers_to_stays(tmp_path: Path) -> None:
    when = "[{fact: mailbox, as: m}, {finding: A-1, same: {subject: m}}]"
    text = "- name: one\n  facts: {mailboxes: [{id: a, tracked: no}]}\n  conclusions: ['c:a']\n"
    assert inferred(tmp_path, when, text, ", for: m") == ["finding: A-1 → ", "subject: m → "]


def test_a_conclusion_further_on_notices_too(tmp_path: Path) -> None:
    rules = CHECKS + (
        "inferences:\n"
        "  - {id: I, when: [{finding: A-1}, {finding: A-2}], conclude: {id: c, kind: cause, title: T}}\n"
        "  - {id: J, when: [{conclusion: c}], conclude: {id: d, kind: cause, title: T}}\n"
    )
    text = "- name: one\n  facts: {mailboxes: [{id: a, tracked: no}]}\n  conclusions: {d: no}\n"
    assert survivors(mutated(tmp_path, rules, text, ("I", "J"))) == ["finding: A-1 → "]


@pytest.mark.parametrize("kind", ["finding", "passed", "not_assessed"])
def test_every_kind_of_premise_can_be_left_out(tmp_path: Path, kind: str) -> None:
    when = f"[{{{kind}: A-1}}, {{finding: A-3}}]"
    assert f"{kind}: A-1 → " in inferred(tmp_path, when, "[]")


# --- derived attributes -----------------------------------------------------------------

DERIVED = check("mailbox.swamped")
SWAMPED = "swamped: {type: bool, derive: mailbox.backlog > 2 * mailbox.volume_week}"


def derived(folder: Path, text: str) -> list[str]:
    """The survivors of a derived attribute that a check reads."""
    more = "      volume_week: {type: number, unit: contacts}\n      " + SWAMPED + "\n"
    vocabulary = VOCABULARY.replace("      level:", more + "      level:")
    assert more in vocabulary
    file = write(folder, HEAD + vocabulary + DERIVED)
    write(folder, text, "ruleset.tests.yaml")
    found = rule_tests(file)
    assert all(result.passed for result in found.run())
    return survivors(mutate(found, ["mailbox.swamped"]))


def box(backlog: int, outcome: str) -> str:
    facts = f"{{mailboxes: [{{id: a, backlog: {backlog}, volume_week: 100}}]}}"
    return f"- name: {backlog}\n  facts: {facts}\n  expect: {{A-1: {outcome}}}\n"


def test_derived_attributes_are_noticed_through_the_checks_that_read_them(tmp_path: Path) -> None:
    far = derived(tmp_path, box(10, "pass") + box(1000, "fail"))
    assert far == [
        "mailbox.backlog > 2 * mailbox.volume_week → mailbox.backlog >= 2 * mailbox.volume_week",
        "2 → 3",
        "2 → 1",
    ]
    assert derived(tmp_path, box(200, "pass") + box(201, "fail")) == []
