"""Checks over outcomes: what they read, what stays open, and what is missing then."""

from __future__ import annotations

from typing import Any

import pytest

from ccrules import InputError, assess, explain
from ccrules.engine import later
from ccrules.facts.vocabulary import OUTCOME
from ccrules.ruleset.sight import needed, sight
from tests.engine import over_outcomes as small

BOXES = [
    {"id": "b0", "tracked": False, "volume": 9},
    {"id": "b1", "tracked": False, "volume": 1},
    {"id": "b2", "tracked": True, "volume": 9},
    {"id": "b3", "tracked": True, "volume": 1},
]


def facts(*boxes: dict[str, Any], size: Any = 5, **header: Any) -> dict[str, Any]:
    return {
        "assessment": {"name": "x", **header},
        "organisation": {"size": size},
        "boxes": list(boxes or BOXES),
    }


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ('count(o for o in outcomes if o.check == "A-1") == 4', "fail"),
        ('count(o for o in outcomes if o.check == "A-1" and o.failed) == 2', "fail"),
        ('count(o for o in outcomes if o.check == "A-1" and not o.failed) == 2', "fail"),
        ('count(o for o in outcomes if o.check == "A-2") == 4', "fail"),
        # Two boxes are not tracked: there A-2 is not applicable, so they leave.
        ('count(o for o in outcomes if o.check == "A-2" and o.failed) == 1', "fail"),
        ('count(o for o in outcomes if o.check == "A-2" and not o.failed) == 1', "fail"),
        ('count(o for o in outcomes if o.theme == "governance" and o.failed) == 1', "fail"),
        ('count(o for o in outcomes if "governance" in o.topics and o.failed) == 3', "fail"),
        ('any(o.check == "A-3" for o in outcomes if not exists(o.theme))', "fail"),
        ('any(o.failed for o in outcomes if o.check == "A-3")', "pass"),
        ('all(o.subject == "organisation" for o in outcomes if o.subject_type == "organisation")', "fail"),
        ('count(o for o in outcomes if o.severity >= "high" and o.failed) == 1', "fail"),
        ("sum(o.exposure for o in outcomes if o.failed) == 10", "fail"),
        ("share(o for o in outcomes if o.failed) > 0.3", "fail"),
        ("any(any(o.failed for o in outcomes if o.subject == b.id) for b in boxes if b.tracked)", "fail"),
        ("organisation.size > 4 and any(o.failed for o in outcomes)", "fail"),
    ],
)  # fmt: skip
def test_a_condition_reads_outcomes_and_facts(when: str, expected: str) -> None:
    assert small.verdicts(small.method(when), facts()) == [expected]


def test_a_check_over_outcomes_has_its_own_subjects_and_guard() -> None:
    rules = small.method(
        {
            "for": "box",
            "applies": "box.tracked",
            "when": "any(o.failed for o in outcomes if o.subject == box.id)",
        }
    )
    found = small.outcomes(rules, facts())["C-1"]
    assert [one.id for one in found.failed] == ["b2"]
    assert [one.id for one in found.passed] == ["b3"]
    assert [one.subject.id for one in found.inapplicable if one.subject] == ["b0", "b1"]


# --- what is open ------------------------------------------------------------------------

OPEN = {"id": "open", "tracked": None, "volume": 3}


def test_an_open_outcome_counts_only_where_it_matters() -> None:
    rules = small.method(
        'count(o for o in outcomes if o.check == "A-1" and o.failed) >= 2',
        'count(o for o in outcomes if o.check == "A-1" and o.failed) >= 3',
        'count(o for o in outcomes if o.check == "A-1" and o.failed) >= 4',
    )
    names = ("C-1", "C-2", "C-3")
    assert small.verdicts(rules, facts(*BOXES, OPEN), *names) == ["fail", "not_assessed", "pass"]


def test_the_missing_facts_are_those_of_the_outcomes_concerned() -> None:
    rules = small.method(
        'count(o for o in outcomes if o.check == "A-1" and o.failed) >= 3',
        'any(o.failed for o in outcomes if o.check in ("A-2", "A-3"))',
    )
    other = {"id": "dark", "tracked": True, "volume": None}
    found = small.outcomes(rules, facts(*BOXES[:2], OPEN, other, size=None))
    assert [one.missing for one in found["C-1"].open] == [("box/open.tracked",)]
    missing = ("box/dark.volume", "box/open.tracked", "organisation.size")
    assert [one.missing for one in found["C-2"].open] == [missing]


def test_an_outcome_whose_guard_is_open_may_be_not_applicable() -> None:
    """A-2 would fail for this box if it applied; nobody knows whether it does."""
    rules = small.method(
        'any(o.failed for o in outcomes if o.check == "A-2")',
        'any(not o.failed for o in outcomes if o.check == "A-2")',
    )
    guarded = {"id": "open", "tracked": None, "volume": 9}
    assert small.verdicts(rules, facts(guarded), "C-1", "C-2") == ["not_assessed", "pass"]


def test_members_that_nobody_listed_may_have_any_number_of_outcomes() -> None:
    rules = small.method(
        'count(o for o in outcomes if o.check == "A-1" and o.failed) >= 3',
        'count(o for o in outcomes if o.check == "A-3" and o.failed) >= 1',
        'count(o for o in outcomes if o.check == "A-1" and o.failed) >= 2',
    )
    names = ("C-1", "C-2", "C-3")
    partial = facts(partial=["boxes"])
    assert small.verdicts(rules, partial, *names) == ["not_assessed", "pass", "fail"]
    assert small.outcomes(rules, partial)["C-1"].open[0].missing == ("box[]",)
    left_out = {"assessment": {"name": "x"}, "organisation": {"size": 5}}
    assert small.verdicts(rules, left_out, *names) == ["not_assessed", "pass", "not_assessed"]


def test_no_members_have_no_outcomes() -> None:
    rules = small.method('count(o for o in outcomes if o.check == "A-1") == 0')
    none = {"assessment": {"name": "x"}, "organisation": {"size": 5}, "boxes": []}
    assert small.verdicts(rules, none) == ["fail"]


def test_the_outcome_of_a_check_that_broke_is_open(tmp_path: Any) -> None:
    product = (
        "count(a for a in boxes for b in boxes for c in boxes for d in boxes if a.volume < b.volume) > 1"
    )
    huge = {"id": "A-9", "title": "Huge", "when": product, "severity": "low"}
    rules = small.method('any(o.failed for o in outcomes if o.check == "A-9")', first=[*small.FIRST, huge])
    many = [{"id": f"b{n}", "tracked": True, "volume": 1} for n in range(100)]
    found = small.outcomes(rules, facts(*many))
    assert found["A-9"].broken
    assert [one.missing for one in found["C-1"].open] == [("outcome/A-9.failed",)]
    result = assess(facts(*many), rules)
    assert [gap.label for gap in result.gaps] == ["Failed"]


def test_an_undecided_severity_or_exposure_is_as_open_as_its_facts() -> None:
    rules = small.method(
        'any(o.failed for o in outcomes if o.severity == "high")',
        "sum(o.exposure for o in outcomes if o.failed) > 3",
        "sum(o.exposure for o in outcomes if o.failed) > 20",
    )
    box = {"id": "b", "tracked": False, "volume": None}
    found = small.outcomes(rules, facts(box))
    assert [small.verdict(found[name]) for name in ("C-1", "C-2", "C-3")] == [
        "not_assessed", "not_assessed", "pass",
    ]  # fmt: skip
    assert found["C-1"].open[0].missing == found["C-2"].open[0].missing == ("box/b.volume",)


# --- what is seen ------------------------------------------------------------------------


def test_checks_over_outcomes_do_not_see_each_other_or_what_is_switched_off() -> None:
    rules = small.method(
        "count(o for o in outcomes) == 9",
        "any(o.failed for o in outcomes)",
        override={"checks": {"A-4": {"off": "does not fit this client"}}},
    )
    # Four boxes under, the organisation under A-3; A-4 is off.
    found = small.base_of(rules, facts()).collections[OUTCOME].members
    assert {one.__dict__["check"] for one in found} == {"A-1", "A-2", "A-3"}
    assert small.verdicts(rules, facts()) == ["fail"]


def test_what_no_filter_admits_is_not_made() -> None:
    rules = small.method('any(o.failed for o in outcomes if o.theme == "governance" and o.failed)')
    seen = sight(rules, [rules.checks["C-1"]])
    assert seen == {"A-2": frozenset({"fail", "open"})}
    many = [{"id": f"b{n}", "tracked": True, "volume": 1} for n in range(later.MOST_UNSEEN + 1)]
    failing = {"id": "bad", "tracked": True, "volume": 9}
    made = small.base_of(rules, facts(*many, failing)).collections[OUTCOME].members
    assert [one.id for one in made] == ["A-2:box/bad"]


def test_explaining_a_check_needs_those_it_sees() -> None:
    rules = small.method('any(o.failed for o in outcomes if o.check in ("A-1", "A-3"))')
    assert needed(rules, rules.checks["C-1"]) == {"A-1", "A-3", "C-1"}
    assert needed(rules, rules.checks["A-1"]) == {"A-1"}


def test_outcomes_are_no_facts() -> None:
    rules = small.method("any(o.failed for o in outcomes)")
    with pytest.raises(InputError, match="outcomes"):
        assess({**facts(), "outcomes": []}, rules)
    assert OUTCOME not in rules.vocabulary.types


# --- what is said ------------------------------------------------------------------------


def test_a_finding_names_the_outcomes_it_rests_on() -> None:
    rules = small.method(
        {
            "when": 'count(o for o in outcomes if o.check == "A-1" and o.failed) > 1 and organisation.size > 2',
            "let": {"found": 'names(o for o in outcomes if o.check == "A-1" and o.failed)'},
            "message": {"en": "See {{ found }}.", "fr": "Voir {{ found }}."},
        }
    )
    result = assess(facts(), rules, language="fr")
    finding = next(one for one in result.findings if one.check == "C-1")
    assert finding.message == "Voir Non suivie (A-1 b0) et Non suivie (A-1 b1)."
    assert [(one.outcome, one.verdict, one.title) for one in finding.outcomes] == [
        ("A-1:box/b0", "fail", "Non suivie"),
        ("A-1:box/b1", "fail", "Non suivie"),
    ]
    assert [one.fact for one in finding.evidence] == ["organisation.size"]


def test_many_outcomes_of_one_check_are_grouped() -> None:
    rules = small.method('any(o.failed for o in outcomes if o.check == "A-1")')
    many = [{"id": f"b{n:02}", "tracked": False, "volume": 1} for n in range(30)]
    finding = next(one for one in assess(facts(*many), rules).findings if one.check == "C-1")
    (group,) = finding.outcomes
    assert (group.outcome, group.subject, group.count) == ("A-1", None, 30)
    assert group.sample[0] == "A-1:box/b00"


def test_an_inference_uses_such_a_finding_as_any_other() -> None:
    rules = small.method(
        'any(o.failed for o in outcomes if o.check == "A-1")',
        inferences=[
            {
                "id": "I-1",
                "when": [{"finding": "C-1"}, {"passed": "A-3"}],
                "conclude": {"id": "cause", "kind": "cause", "title": "Cause"},
            }
        ],
    )
    assert [one.id for one in assess(facts(), rules).conclusions] == ["cause"]


LEADS = {
    "en": [
        "What other checks gave:",
        "  - A-1 box/b0, fails: b0 is not tracked",
        "  - A-1 box/open, not assessed",
        "To go on: ccrules explain FACTS A-1 box/b0",
        "It would pass if",
        "What turns the outcomes that it reads may turn it too",
    ],
    "fr": [
        "Ce qu'ont donné d'autres contrôles :",
        "  - A-1 box/b0, en échec : b0 is not tracked",
        "  - A-1 box/open, non évalué",
        "Pour remonter plus loin : ccrules explain FACTS A-1 box/b0",
        "Il serait en ordre si",
        "Ce qui inverse les résultats qu'il lit peut l'inverser aussi",
    ],
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_explanation_leads_on_to_the_outcomes(language: str) -> None:
    rules = small.method('count(o for o in outcomes if o.check == "A-1" and o.failed) >= 1')
    found = explain(facts(BOXES[0], OPEN), rules, "C-1", language=language)
    lines = [line[2:].replace("\u00a0", " ").replace("\u202f", " ") for line in found.text.splitlines()]
    assert [line for line in lines if line in LEADS[language]] == LEADS[language]
    assert [(one["outcome"], one["verdict"]) for one in found.data[0]["outcomes"]] == [
        ("A-1:box/b0", "fail"),
        ("A-1:box/open", "not_assessed"),
    ]


def test_what_would_turn_it_are_outcomes_and_facts_behind_none_of_them() -> None:
    """A-1 reads ``tracked`` too: to change it in this condition alone would give a world that can't be."""
    rules = small.method(
        'any(not b.tracked for b in boxes) and any(o.failed for o in outcomes if o.check == "A-1")'
    )
    found = explain(facts(BOXES[0]), rules, "C-1", language="en").data[0]
    assert [one["facts"][0]["fact"] for one in found["changes"]["facts"]] == ["outcome/A-1:box/b0.failed"]
    assert not found["changes"]["complete"]


def test_a_verdict_over_fragile_outcomes_is_fragile() -> None:
    rules = small.method('any(o.failed for o in outcomes if o.check == "A-2")')
    measured = {"id": "b", "tracked": True, "volume": {"value": 5, "tolerance": 2}}
    (finding,) = (one for one in assess(facts(measured), rules).findings if one.check == "C-1")
    assert finding.fragile is not None
    assert "volume" in finding.fragile
    assert finding.fragile.endswith("with at most 4 the check passes")
    firm = {"id": "c", "tracked": True, "volume": 9}
    (finding,) = (one for one in assess(facts(measured, firm), rules).findings if one.check == "C-1")
    assert finding.fragile is None


def test_facts_are_asked_for_where_they_are_needed_first() -> None:
    """A check over outcomes waits for the same facts; they don't block more for that."""
    rules = small.method('any(o.failed for o in outcomes if o.check == "A-1") and organisation.size > 4')
    gaps = {gap.fact: gap for gap in assess(facts(OPEN, size=None), rules).gaps}
    assert gaps["box/open.tracked"].checks == ("A-1", "A-2")
    assert gaps["organisation.size"].checks == ("A-3",)
