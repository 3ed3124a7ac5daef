"""How an assessment is arranged: what comes first, what fits the body, what the annex keeps."""

from __future__ import annotations

import pytest

from ccrules import assessment as a
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from tests.renderers import samples
from tests.renderers.reading import flat
from tests.renderers.rich import rich


def report_of(assessment):
    return build_report(assessment, RenderOptions())


def test_it_opens_with_three_to_five_messages():
    for assessment in (rich("en"), rich("fr"), samples.many(50), samples.all_unknown()):
        assert 2 <= len(report_of(assessment).messages) <= 5
    first = report_of(rich()).messages[0]
    assert first.startswith("11 findings from 6 checks, of which 8 critical or high.")
    assert "“Untracked mailbox” (5 mailboxes out of 12, 2 not assessed)" in first


def test_messages_name_the_cause_that_explains_most_and_what_is_missing_most():
    messages = " ".join(report_of(rich()).messages)
    assert "“Nobody is in charge of written contacts” (belief 72%), which explains 6 findings" in messages
    assert "First to collect: “Tracked” (Travel and Pets), which 2 verdicts need." in messages
    assert "not covered: Knowledge and Tools." in messages


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("en", "One finding, critical or high: “Only”."),
        ("fr", "Un seul constat, de gravité critique ou élevée : « Only »."),
    ],
)
def test_one_finding_is_said_in_the_singular(language, wanted):
    one = a.Finding(id="C", check="C", subject=samples.subject(), severity="high", title="Only", message="m")
    report = report_of(samples.skeleton(language, findings=(one,), summary=samples.summary(fail=1)))
    assert flat(report.messages[0]) == wanted


def test_findings_are_one_block_per_check_worst_first():
    blocks = report_of(rich()).blocks
    assert [block.check for block in blocks] == [
        "SKILL-002",
        "SILO",  # what several findings together show comes before others of its severity
        "MAIL-001",
        "FLOW-004",
        "KPI-001",
        "COM-003",
    ]
    mail = blocks[2]
    assert mail.count == "5 mailboxes out of 12, 2 not assessed"
    assert [row.subject for row in mail.rows] == ["Claims", "Billing", "Broker-desk", "Legal", "Archive"]
    assert mail.exposure == "at least 6,125 contacts per month"
    assert mail.rows[-1].exposure == "at least 100 contacts per month"
    assert blocks[0].rows[1].severity_label == "Medium to high"


def test_shares_are_not_added_up():
    findings = tuple(
        a.Finding(
            id=f"C:x/{n}",
            check="C",
            subject=samples.subject("x", str(n)),
            severity="low",
            title="t",
            message="m",
            exposure=0.5,
            exposure_unit="%",
        )
        for n in range(3)
    )
    assert report_of(samples.skeleton(findings=findings)).blocks[0].exposure == ""


def test_the_body_is_bounded_and_the_annex_keeps_the_rest():
    report = report_of(samples.many(2000))
    assert len(report.blocks) == 15
    assert len(report.waves[0].actions) == 7
    assert all(len(block.rows) <= 10 for block in (*report.blocks, *report.more_blocks))
    rows = [row for block in (*report.blocks, *report.more_blocks) for row in block.all_rows]
    assert len({row.id for row in rows}) == 2000
    assert len({row.anchor for row in rows}) == 2000
    assert [action.rank for wave in report.waves for action in wave.all_actions] == list(range(1, 41))


def test_exactly_as_many_as_fit_need_no_annex():
    findings = tuple(
        a.Finding(
            id=f"C:x/{n}",
            check="C",
            subject=samples.subject("x", str(n)),
            severity="low",
            title="t",
            message="m",
        )
        for n in range(10)
    )
    block = report_of(samples.skeleton(findings=findings)).blocks[0]
    assert (len(block.rows), block.rest, block.more) == (10, (), "")


def test_what_is_not_assessed_names_the_facts_that_would_settle_it():
    report = report_of(rich())
    mail = next(group for group in report.not_assessed if group.check == "MAIL-001")
    assert mail.note == "Tracked (Travel and Pets); mailbox.volume_month (Travel)"
    assert [(one.subject, one.note) for one in mail.members] == [
        ("Travel", "would fail if it applies"),
        ("Pets", ""),
    ]
    assert mail.members[0].facts == "mailbox/travel.tracked, mailbox/travel.volume_month"


def test_groups_of_missing_facts_are_counted():
    group = a.MissingGroup(fact="agent/*.skills", count=3632, sample=("agent/a1.skills", "agent/a2.skills"))
    open_one = a.NotAssessed(check="C", subject=samples.subject("agent", None), missing=(group, "agent[]"))
    report = report_of(samples.skeleton(not_assessed=(open_one,), summary=samples.summary(not_assessed=1)))
    assert report.not_assessed[0].note == "agent.skills (3,632 facts); agent[]"


def test_parameters_say_who_set_them():
    notes = {one.name: one.note for one in report_of(rich()).parameters}
    assert notes == {"Holders of a skill at least": "default of the ruleset", "Indicators at most": "--param"}


def test_no_coverage_is_said_rather_than_shown_as_zero():
    report = report_of(samples.empty())
    assert report.coverage == "none"
    assert report.coverage_share is None


def test_explanations_are_flattened_in_order():
    explanation = {
        "check": "C",
        "outcome": "fails",
        "missing": [],
        "parts": [
            {
                "text": "fails where",
                "parts": [
                    {
                        "text": "n > params.max",
                        "value": True,
                        "parts": [
                            {
                                "text": "n",
                                "value": {"low": 4, "high": None},
                                "facts": [
                                    {
                                        "fact": "x/1.y",
                                        "value": 4,
                                        "origin": {"file": "f.yaml", "line": 3, "column": 5},
                                    }
                                ],
                                "more_rows": 2,
                            },
                            {"text": "params.max", "value": 3, "set_by": "--param"},
                        ],
                    }
                ],
            }
        ],
    }
    finding = a.Finding(
        id="C",
        check="C",
        subject=samples.subject(),
        severity="low",
        title="t",
        message="m",
        explanation=explanation,
    )
    lines = report_of(samples.skeleton(findings=(finding,))).blocks[0].rows[0].explanation
    assert [(line.depth, line.text) for line in lines] == [
        (0, "fails where"),
        (1, "n > params.max = yes"),
        (2, "n = at least 4"),
        (3, "x/1.y = 4 [f.yaml:3:5]"),
        (3, "2 more"),
        (2, "params.max = 3 [--param]"),
    ]


def test_the_language_can_be_chosen_for_the_headings():
    report = build_report(rich("en"), RenderOptions(language="fr"))
    assert report.language == "fr"
    assert flat(report.coverage) == "89,3 %"


def test_members_that_nobody_listed_are_not_counted():
    group = report_of(samples.all_unknown("en")).not_assessed[0]
    assert group.count == ""
    assert group.members[0].subject == "members not listed (mailbox)"
