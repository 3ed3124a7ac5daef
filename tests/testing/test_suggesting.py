"""Cases that are proposed: true, and worth adding."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules.testing.case_text import read_back, yaml_of
from ccrules.testing.coverage import coverage
from ccrules.testing.mutation import mutate
from ccrules.testing.suggesting import suggest
from ccrules.testing.suggestion import Suggestions
from tests.testing.support import check, suite

INFERENCES = """\
inferences:
  - {id: I, when: [{finding: A-1}, {finding: A-2}], conclude: {id: c, kind: cause, title: T}}
"""
OTHER = check("count(m for m in mailboxes) > params.most", id="A-2", **{"for": "organisation"})
ONE = "- name: one\n  facts: {mailboxes: [{id: a, tracked: no, volume: 10}]}\n  expect: {A-1: fail}\n"


def suggested(folder: Path, rules: str, cases: str, *, mutants: bool = True) -> Suggestions:
    """What is proposed; each proposal must come true as it is written."""
    found = suite(folder, rules, cases)
    proposed = suggest(found, coverage(found), mutate(found) if mutants else None)
    for one in proposed.found:
        case, problems = read_back(found, yaml_of(one))
        assert (case.name, problems) == (one.name, [])
    return proposed


def added(cases: str, proposed: Suggestions) -> str:
    return ("" if cases == "[]" else cases) + "\n".join(map(yaml_of, proposed.found))


@pytest.mark.parametrize(
    "rules",
    [
        check("not mailbox.tracked", applies="mailbox.volume > 0"),
        check("mailbox.volume > params.most", severity="high if mailbox.volume > 10 else low"),
        check('mailbox.level == "low" and mailbox.backlog * 2 / 3 > 8'),
        check("not exists(mailbox.owner)"),
        check("count(m for m in mailboxes if not m.tracked) >= params.most", **{"for": "organisation"}),
        check("share(m for m in mailboxes if not m.tracked) > params.share_max", **{"for": "organisation"}),
        check('any("en" in a.skills for a in agents)', **{"for": "organisation"}),
        check('age(flow_map.updated_on) > "6 months"', **{"for": "organisation"}),
    ],
)
def test_the_cases_proposed_bring_the_score_as_far_as_it_goes(tmp_path: Path, rules: str) -> None:
    start = ONE.replace("expect: {A-1: fail}", "expect: {A-1: {}}")
    proposed = suggested(tmp_path, rules, start)
    after = suite(tmp_path, rules, added(start, proposed))
    assert all(result.passed for result in after.run())
    left = mutate(after)
    assert [one.mutant for one in left.survivors] == [one.mutant for one in proposed.unfound]
    assert left.score()[0] >= 0.75 * left.score()[1]
    assert all(one.missing == [] for one in coverage(after).checks)


def test_nothing_is_proposed_where_nothing_is_missing(tmp_path: Path) -> None:
    rules = check("not mailbox.tracked")
    cases = "".join(
        f"- name: {state}\n  facts: {{mailboxes: [{{id: a, tracked: {state}}}]}}\n  expect: {{A-1: {outcome}}}\n"
        for state, outcome in (("no", "fail high"), ("yes", "pass"), ("unknown", "not_assessed"))
    )
    assert suggested(tmp_path, rules, cases) == Suggestions((), ())


def test_a_case_that_is_there_is_asked_to_expect_more(tmp_path: Path) -> None:
    (first, *_) = suggested(tmp_path, check("not mailbox.tracked"), ONE).found
    assert (first.case is not None, first.case and first.case.name) == (True, "one")
    assert dict(first.expect["A-1"]) == {"": "fail high"}
    assert [one.mutant.after for one in first.kills] == ["medium"]


def test_without_mutants_the_missing_outcomes_and_sides_are_proposed(tmp_path: Path) -> None:
    rules = check("mailbox.volume > params.most")
    proposed = suggested(tmp_path, rules, ONE, mutants=False)
    assert {outcome for one in proposed.found for outcome in one.outcomes} == {"pass", "not_assessed"}
    assert {side for one in proposed.found for _, side in one.sides} == {"below", "at"}
    assert all(not one.kills for one in proposed.found)


def test_cases_are_put_together_for_inferences(tmp_path: Path) -> None:
    rules = check("not mailbox.tracked") + OTHER.removeprefix("checks:\n") + INFERENCES
    many = "{mailboxes: [" + ", ".join(f"{{id: m{n}, tracked: yes}}" for n in range(4)) + "]}"
    cases = ONE + f"- name: many\n  facts: {many}\n  expect: {{A-2: fail}}\n"
    proposed = suggested(tmp_path, rules, cases)
    of_rule = [one for one in proposed.found if one.rule == "I"]
    fires = next(one for one in of_rule if "fires" in one.outcomes)
    assert fires.name == "c concluded: one + many"
    assert dict(fires.conclusions) == {"c": True}
    assert {one.mutant.kind for one in proposed.unfound if one.mutant.rule == "I"} == set()


def test_members_are_added_where_a_join_needs_two(tmp_path: Path) -> None:
    rules = check("not mailbox.tracked and mailbox.volume > 0") + (
        "inferences:\n  - id: I\n    when: [{fact: mailbox, as: m, where: {tracked: false}}, "
        "{finding: A-1, same: {subject: m}}]\n"
        "    conclude: {id: lost, kind: consequence, for: m, title: T}\n"
    )
    proposed = suggested(tmp_path, rules, ONE)
    (joined,) = (one for one in proposed.found if any(t.mutant.kind == "join" for t in one.kills))
    assert sorted(joined.conclusions.values()) == [False, True]
    # Whatever fails is not tracked, so the premise on that changes nothing.
    assert [one.mutant.before for one in proposed.unfound if one.mutant.rule == "I"] == ["tracked: false"]


def test_the_same_rules_give_the_same_proposals(tmp_path: Path) -> None:
    rules = check("mailbox.volume > params.most")
    first, second = (suggested(tmp_path, rules, ONE) for _ in range(2))
    assert [yaml_of(one) for one in first.found] == [yaml_of(one) for one in second.found]
