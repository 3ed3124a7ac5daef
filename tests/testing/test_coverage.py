"""What the cases of a ruleset expect, and on which side of each limit they stand."""

from __future__ import annotations

from pathlib import Path

from ccrules.testing.coverage import Coverage, coverage
from tests.testing.support import check, suite

RULES = (
    check("mailbox.volume > params.most", applies="mailbox.tracked")
    + """\
inferences:
  - {id: I, when: [{finding: A-1}], conclude: {id: c, kind: cause, title: T}}
  - {id: J, when: [{passed: A-1}, {finding: A-1}], conclude: {id: c, kind: cause, title: T}}
"""
)


def case(facts: str, expect: str = "", conclusions: str = "") -> str:
    lines = ["- name: n", f"  facts: {{mailboxes: [{facts}]}}"]
    lines += [f"  expect: {expect}"] if expect else []
    lines += [f"  conclusions: {conclusions}"] if conclusions else []
    return "\n".join(lines) + "\n"


def measured(folder: Path, *cases: str, rules: str = RULES) -> Coverage:
    return coverage(suite(folder, rules, "".join(cases)))


def test_nothing_is_expected_of_anything(tmp_path: Path) -> None:
    found = measured(tmp_path)
    assert found.checks[0].missing == ["fail", "pass", "not_assessed", "not_applicable"]
    assert [(one.fires, one.must_not) for one in found.inferences] == [(0, 0), (0, 0)]
    assert [name for name, _ in found.untested] == ["A-1", "I", "J"]


def test_outcomes_are_counted_by_case(tmp_path: Path) -> None:
    both = "{id: a, tracked: yes, volume: 9}, {id: b, tracked: yes, volume: 9}, {id: c, tracked: no}"
    found = measured(
        tmp_path,
        case(both, "{A-1: {a: fail high, b: fail, c: not_applicable}}"),
        case("{id: a, tracked: yes, volume: 1}", "{A-1: pass}"),
    )
    (one,) = found.checks
    assert dict(one.expected) == {"fail": 1, "pass": 1, "not_applicable": 1}
    assert (one.missing, one.severities) == (["not_assessed"], ("high",))


def test_a_check_without_a_guard_need_not_be_shown_not_to_apply(tmp_path: Path) -> None:
    found = measured(tmp_path, rules=check("not mailbox.tracked"))
    assert found.checks[0].missing == ["fail", "pass", "not_assessed"]


def test_an_inference_fires_where_it_does_and_not_where_another_concludes_the_same(tmp_path: Path) -> None:
    found = measured(
        tmp_path,
        case("{id: a, tracked: yes, volume: 9}", conclusions="[c]"),
        case("{id: a, tracked: yes, volume: 1}", conclusions="{c: no}"),
    )
    assert [(one.inference.id, one.fires, one.must_not) for one in found.inferences] == [
        ("I", 1, 1),
        ("J", 0, 1),
    ]


def sides(found: Coverage) -> list[tuple[str, dict[str, int]]]:
    return [(limit.text, dict(limit.sides)) for one in found.checks for limit in one.boundaries]


def test_each_side_of_a_limit_is_counted(tmp_path: Path) -> None:
    volumes = {1: "pass", 2: "pass", 3: "pass", 9: "fail"}
    cases = (case(f"{{id: a, tracked: yes, volume: {n}}}", f"{{A-1: {one}}}") for n, one in volumes.items())
    found = measured(tmp_path, *cases)
    assert sides(found) == [("mailbox.volume > params.most", {"below": 2, "at": 1, "above": 1})]
    assert found.checks[0].boundaries[0].missing == []


def test_sides_are_seen_inside_loops_and_behind_names(tmp_path: Path) -> None:
    rules = check(
        "n > 1", **{"for": "organisation", "let": "{n: count(m for m in mailboxes if m.volume > 5)}"}
    )
    found = measured(tmp_path, case("{id: a, volume: 9}, {id: b, volume: 5}", "{A-1: pass}"), rules=rules)
    assert sides(found) == [
        ("m.volume > 5", {"below": 0, "at": 1, "above": 1}),
        ("n > 1", {"below": 0, "at": 1, "above": 0}),
    ]


def test_a_side_on_which_nothing_can_stand_is_not_asked_for(tmp_path: Path) -> None:
    rules = check("count(m for m in mailboxes) == 0", **{"for": "organisation"})
    found = measured(tmp_path, case("{id: a}", "{A-1: pass}"), rules=rules)
    assert sides(found) == [("count(m for m in mailboxes) == 0", {"at": 0, "above": 1})]


def test_what_is_not_known_stands_on_no_side(tmp_path: Path) -> None:
    found = measured(tmp_path, case("{id: a, tracked: yes}", "{A-1: not_assessed}"))
    assert sides(found) == [("mailbox.volume > params.most", {"below": 0, "at": 0, "above": 0})]


def test_only_some_rules(tmp_path: Path) -> None:
    found = coverage(suite(tmp_path, RULES), ["J"])
    assert ([one.check.id for one in found.checks], [one.inference.id for one in found.inferences]) == (
        [],
        ["J"],
    )
