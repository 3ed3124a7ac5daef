"""Long form, several sources, series."""

from __future__ import annotations

import datetime

import pytest

from ccrules.errors import Place
from ccrules.facts.tolerance import widened
from ccrules.values import UNKNOWN, Duration, Interval
from tests.facts.support import MAILBOX, facts, mailbox, problems, refused, shown, value

DAY = datetime.date


def test_the_long_form_says_where_a_value_comes_from() -> None:
    text = """\
mailboxes:
- id: m
  volume_month:
    value: 1 200
    source: measured
    by: Zoe
    on: 2026-03
    evidence: export.csv
    sample: 3 000
"""
    base = facts(text)
    (origin,) = base.sources(mailbox(base), "volume_month")
    assert mailbox(base).volume_month == origin.value == 1200
    assert origin.place == Place("a.yaml", 3, 3)
    assert (origin.written, origin.source, origin.by) == ("1 200", "measured", "Zoe")
    assert (origin.on, origin.evidence, origin.sample) == ("2026-03", "export.csv", 3000)


def test_the_long_form_takes_states_and_sets() -> None:
    assert value("tracked", "{value: unknown, by: Zoe}") == "<unknown>"
    assert value("comment", "{value: 'none'}") == "none"
    assert value("channels", "{value: [email, unknown], source: observed}") == {"email", "…"}
    assert value("tracked", "{value: ~, by: Zoe}") == "<not collected>"


def test_what_was_not_collected_has_no_origin() -> None:
    base = facts("mailboxes: [{id: m, tracked: ~, comment: {value: ~, by: Zoe}}]")
    assert base.origin(mailbox(base), "tracked") is None
    assert base.sources(mailbox(base), "comment") == ()


@pytest.mark.parametrize(
    ("attribute", "written", "expected", "tolerance"),
    [
        ("answered", "{value: 85 %, tolerance: 5 %}", 0.85, 0.05),
        ("volume_month", "{value: 10, tolerance: 20 contacts/month}", 10, 20),
        ("people", "{value: 8..10, tolerance: 1}", ("[", 8, 10, "]"), 1),
        ("people", "{value: 8, tolerance: 0}", 8, 0),
        ("people", "{value: 8, tolerance: ~}", 8, None),
        ("people", "{value: unknown, tolerance: 1}", "<unknown>", 1),
        ("opened_on", "{value: 2025-03-31, tolerance: 2 days}", DAY(2025, 3, 31), 172_800),
        ("rhythm", "{value: 2 weeks, tolerance: 3 days}", Duration(days=14), 259_200),
    ],
)
def test_a_tolerance_is_kept_beside_the_value(
    attribute: str, written: str, expected: object, tolerance: float | None
) -> None:
    base = facts(f"mailboxes: [{{id: m, {attribute}: {written}}}]")
    assert shown(getattr(mailbox(base), attribute)) == expected
    origin = base.origin(mailbox(base), attribute)
    assert origin is not None
    assert origin.tolerance == tolerance
    assert shown(origin.value) == expected


@pytest.mark.parametrize(
    ("attribute", "given", "tolerance", "expected"),
    [
        ("answered", 0.85, 0.05, ("[", 0.8, 0.9, "]")),
        ("answered", 0.98, 0.05, ("[", 0.93, 1, "]")),
        ("volume_month", 10, 20, ("[", 0, 30, "]")),
        ("people", 10, 2.5, ("[", 8, 12, "]")),
        ("people", Interval(8, 10), 1, ("[", 7, 11, "]")),
        ("people", 8, 0, 8),
        ("people", UNKNOWN, 1, "<unknown>"),
        ("opened_on", DAY(2025, 3, 31), Duration(months=1), ("[", DAY(2025, 2, 28), DAY(2025, 4, 30), "]")),
    ],
)
def test_what_lies_within_a_tolerance(
    attribute: str, given: object, tolerance: object, expected: object
) -> None:
    assert shown(widened(MAILBOX.attributes[attribute], given, tolerance)) == expected


def test_what_lies_within_a_tolerance_of_a_duration() -> None:
    rhythm = MAILBOX.attributes["rhythm"]
    _, low, high, _ = shown(widened(rhythm, Duration(days=14), Duration(days=3)))
    assert (low.days, high.days) == (11, 17)
    _, low, high, _ = shown(widened(rhythm, Duration(days=1), Duration(days=7)))
    assert (low.length, high.days) == (0, 8)


@pytest.mark.parametrize(
    ("attribute", "written", "why"),
    [
        (
            "people",
            "{value: 3, tolerance: -1}",
            "a tolerance can't be negative (write how much it may be off)",
        ),
        (
            "people",
            "{value: 3, tolerance: 10 %}",
            "a tolerance is written like the value, not as a part of it ",
        ),
        ("comment", "{value: a, tolerance: 1}", "comment has no tolerance "),
        ("people", "{value: 3, sample: -1}", "a number of observations can't be negative (write 0 or more)"),
        ("people", "{value: 3, sample: some}", "some is not a number "),
        ("people", "{value: 3, sauce: x}", "sauce is not known here (did you mean source?)"),
        ("people", "{source: x}", "value is missing (write {value: …, source: …})"),
        ("people", "{count: 3}", "people takes a value, not a mapping "),
        ("people", "{value: 3, by: [a]}", "a single value is expected here (write it in one line)"),
        (
            "people",
            "{value: {value: 3}}",
            "a value can't be a long form inside a long form (write the value alone)",
        ),
        ("people", "{any_of: []}", "any_of takes a list of sources "),
        ("people", "{any_of: [1, 2], source: x}", "source is not known here (known: any_of)"),
        (
            "people",
            "{any_of: [{any_of: [1]}]}",
            "any_of can't stand inside any_of (list all sources in one any_of)",
        ),
    ],
)
def test_wrong_long_forms(attribute: str, written: str, why: str) -> None:
    assert refused(attribute, written).startswith(why)


@pytest.mark.parametrize(
    ("attribute", "written", "expected"),
    [
        ("people", "{any_of: [3, 5, 4]}", ("[", 3, 5, "]")),
        ("people", "{any_of: [3, {value: 3, source: x}]}", 3),
        ("people", "{any_of: [3, unknown]}", 3),
        ("people", "{any_of: [unknown, ~]}", "<unknown>"),
        ("people", "{any_of: [~, ~]}", "<not collected>"),
        ("volume_month", "{any_of: [3..5, '> 4']}", ("[", 3, None, "]")),
        ("volume_month", "{any_of: [< 4, 5]}", ("[", None, 5, "]")),
        ("volume_month", "{any_of: [< 4, 3]}", ("[", None, 4, ")")),
        ("answered", "{any_of: [80 %, 90 %, none]}", [("[", 0.8, 0.9, "]"), "<none>"]),
        ("tracked", "{any_of: [yes, no]}", [True, False]),
        ("comment", "{any_of: [a, b, a, none]}", ["a", "b", "<none>"]),
        ("owner", "{any_of: [none, not applicable]}", ["<none>", "<not applicable>"]),
        ("level", "{any_of: [low, Faible]}", "low"),
        ("channels", "{any_of: [[email], [post, email]]}", {"email", "…"}),
        ("channels", "{any_of: [[email], [email]]}", {"email"}),
        ("opened_on", "{any_of: [2025-03, 2025-05-02]}", ("[", DAY(2025, 3, 1), DAY(2025, 5, 2), "]")),
    ],
)
def test_sources_that_differ(attribute: str, written: str, expected: object) -> None:
    assert value(attribute, written) == expected


def test_a_conflict_keeps_all_origins_and_is_noted() -> None:
    base = facts("""\
mailboxes:
- id: m
  people:
    any_of:
    - {value: 3, source: measured}
    - {source: declared, value: 5}
""")
    first, second = base.sources(mailbox(base), "people")
    assert (first.place, first.value, first.source) == (Place("a.yaml", 5, 8), 3, "measured")
    assert (second.place, second.value, second.source) == (Place("a.yaml", 6, 26), 5, "declared")
    (note,) = base.notes
    assert (note.place, str(note.what)) == (first.place, "mailbox/m.people: the sources differ: 3 / 5")


def test_sources_that_agree_are_no_conflict() -> None:
    base = facts("mailboxes: [{id: m, people: {any_of: [{value: 3, source: x}, {value: 3, source: y}]}}]")
    assert [origin.source for origin in base.sources(mailbox(base), "people")] == ["x", "y"]
    assert base.notes == ()


def test_a_series_by_period_is_sorted() -> None:
    january, march = (DAY(2025, 1, 1), DAY(2025, 1, 31)), (DAY(2025, 3, 1), DAY(2025, 3, 31))
    expected = [(("[", *january, "]"), 0.8), (("[", *march, "]"), "<unknown>")]
    assert value("history", "{2025-03: unknown, 2025-01: 80 %}") == expected
    assert value("history", "[{on: 2025-03, value: unknown}, {on: 2025-01, value: 0.8}]") == expected
    assert value("history", "{value: {2025-03: unknown, 2025-01: 80 %}, source: measured}") == expected


def test_a_series_without_periods_keeps_its_order() -> None:
    assert value("history", "[3 %, 1 %, ~, 1..2 %]") == [
        (None, 0.03),
        (None, 0.01),
        (None, "<not collected>"),
        (None, ("[", 0.01, 0.02, "]")),
    ]
    assert value("history", "[]") == []
    assert value("history", "none") == "<none>"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("{2025-01: 1 %, soon: 2 %}", "soon is not a date "),
        (
            "[{on: 2025, value: 1 %}, {on: 2025, value: 2 %}]",
            "this period is given twice (keep one of the two)",
        ),
        ("[{on: 2025, value: 1 %}, 2 %]", "some values have a period and some have none "),
        ("[{on: 2025}]", "value is missing (write {on: 2026-03, value: …})"),
        ("[{on: 2025, value: 1 %, source: x}]", "source is not known here (known: on, value)"),
        ("{2025: [1 %]}", "a period has one value, not a list (write period: value)"),
        ("{2025: 200 %}", "200 % is above the maximum 1"),
        ("80 %", "history takes a list (write [80 %])"),
    ],
)
def test_wrong_series(written: str, why: str) -> None:
    assert refused("history", written).startswith(why)


def test_series_that_differ_are_refused() -> None:
    (problem,) = problems("mailboxes: [{id: m, history: {any_of: [[1 %], [2 %]]}}]")
    assert problem.startswith("a.yaml:1:30: the sources of a series differ (give one series")
    base = facts("mailboxes: [{id: m, history: {any_of: [[1 %], [1 %]]}}]")
    assert shown(mailbox(base).history) == [(None, 0.01)]
