"""What people write for a value, and what is refused."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules.facts.amounts import parse_number
from ccrules.facts.parsing import TextParser, parse_date, parse_duration
from ccrules.facts.times import read_duration
from ccrules.facts.words import BadValue
from ccrules.values import Duration
from tests.facts.support import attribute, json_facts, mailbox, problems, refused, value

DAY = datetime.date


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1200", 1200),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("1\u202f234\u202f567", 1234567),
        ("0.85", 0.85),
        (".5", 0.5),
        ("'0,85'", 0.85),
        ("|\n    0,85", 0.85),
        ("'12,5'", 12.5),
        ("'0,850'", 0.85),
        ("1 234,567", 1234.567),
        ("1e3", 1000.0),
        ("1200 contacts/month", 1200),
        ("1200 contacts per month", 1200),
        ("1 200 contacts par mois", 1200),
        ("40..50", ("[", 40, 50, "]")),
        ("40 … 50", ("[", 40, 50, "]")),
        ("7..7", 7),
        ("'>= 1000'", ("[", 1000, None, "]")),
        ("≥ 1000", ("[", 1000, None, "]")),
        ("<= 3", ("[", None, 3, "]")),
        ("'> 3'", ("(", 3, None, "]")),
        ("< 3", ("[", None, 3, ")")),
    ],
)
def test_numbers(written: str, expected: object) -> None:
    found = value("volume_month", written)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("1,200", "1,200 can be read in two ways (write 1200 or 1.2)"),
        ("-1,250", "-1,250 can be read in two ways (write -1250 or -1.25)"),
        ("1,200,000", "1,200,000 is not a number (write 1200000)"),
        ("1,200.5", "1,200.5 is not a number (write 1200.5)"),
        ("1.200,5", "1.200,5 is not a number (write 1200.5)"),
        ("12 calls", "bad unit: calls (write the number in contacts/month)"),
        ("85 %", "bad unit: % (write the number in contacts/month)"),
        ("-3", "-3 is below the minimum 0 (give a value from 0 on)"),
        ("< 0", "< 0 is below the minimum 0 (give a value from 0 on)"),
        ("-2..5", "-2..5 is below the minimum 0 (give a value from 0 on)"),
        ("50..40", "the range begins after its end: 50..40 (write the lower bound first)"),
        ("1e999", "the number is too large (check the digits and the exponent)"),
        ("9" * 400, "the number is too large (check the digits and the exponent)"),
        ("inf", "inf is not a number (write it like 1200, 1 200 or 0.85; a range like 40..50)"),
        ("1 20", "1 20 is not a number (write it like 1200, 1 200 or 0.85; a range like 40..50)"),
        ("many", "many is not a number (write it like 1200, 1 200 or 0.85; a range like 40..50)"),
    ],
)
def test_no_numbers(written: str, why: str) -> None:
    assert refused("volume_month", written) == why


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("85 %", 0.85),
        ("85%", 0.85),
        ("12.3 %", float("12.3e-2")),
        ("'7,5 %'", 0.075),
        ("0.85", 0.85),
        ("100 %", 1.0),
    ],
)
def test_percentages_are_shares_of_one(written: str, expected: float) -> None:
    assert value("answered", written) == expected


def test_a_range_shares_the_unit_of_its_end() -> None:
    assert value("answered", "40..50 %") == ("[", 0.4, 0.5, "]")
    assert value("rhythm", "3..6 months") == ("[", Duration(months=3), Duration(months=6), "]")


def test_a_share_above_one_hints_at_the_percentage() -> None:
    assert refused("answered", "85") == "85 is above the maximum 1 (did you mean 85 %?)"


def test_whole_numbers_stay_whole() -> None:
    assert type(value("people", "12")) is int
    assert value("people", "12.0") == 12
    assert value("people", "'> 3'") == ("[", 4, None, "]")
    assert value("people", "< 3") == ("[", None, 2, "]")
    assert refused("people", "3.5") == "3.5 is not a whole number (write it like 12 or 1 200)"
    assert refused("people", "85 %") == "85 % is not a whole number (write it like 12 or 1 200)"
    assert refused("people", "501") == "501 is above the maximum 500 (give a value up to 500)"
    assert refused("people", "4 teams") == "bad unit: teams (write the number alone)"


def test_units_of_time() -> None:
    assert value("target", "20 s") == value("target", "20 secondes") == 20
    assert refused("target", "3 min") == "bad unit: min (write the number in seconds)"
    assert refused("target", "11:24") == "11:24 is not a number (write the number in seconds)"


@pytest.mark.parametrize("written", ["yes", "Yes", "true", "oui", "vrai", "'yes'"])
def test_yes(written: str) -> None:
    assert value("tracked", written) is True


@pytest.mark.parametrize("written", ["no", "NO", "false", "non", "faux", '"non"'])
def test_no(written: str) -> None:
    assert value("tracked", written) is False


@pytest.mark.parametrize("written", ["on", "1", "maybe"])
def test_neither_yes_nor_no(written: str) -> None:
    hint = "(write yes or no, oui or non, unknown if nobody could tell)"
    assert refused("tracked", written) == f"{written} is neither yes nor no {hint}"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("6 months", Duration(months=6)),
        ("6 mois", Duration(months=6)),
        ("P6M", Duration(months=6)),
        ("P1Y2M3W4DT5H6M7.5S", Duration(14, 25, 18367.5)),
        ("PT20S", Duration(seconds=20)),
        ("20 s", Duration(seconds=20)),
        ("1 h 30", Duration(seconds=5400)),
        ("1h30", Duration(seconds=5400)),
        ("'1,5 h'", Duration(seconds=5400)),
        ("2 ans et 6 mois", Duration(months=30)),
        ("2.5 days", Duration(days=2, seconds=43200)),
        ("1 200 s", Duration(seconds=1200)),
        ("weekly", Duration(days=7)),
        ("hebdomadaire", Duration(days=7)),
        ("Mensuelle", Duration(months=1)),
        ("monthly", Duration(months=1)),
        ("quarterly", Duration(months=3)),
        ("trimestrielle", Duration(months=3)),
        ("daily", Duration(days=1)),
        ("quotidienne", Duration(days=1)),
        ("journalière", Duration(days=1)),
        ("yearly", Duration(months=12)),
        ("annuel", Duration(months=12)),
        ("fortnightly", Duration(days=14)),
        ("bimensuel", Duration(days=14)),
        ("every 2 weeks", Duration(days=14)),
        ("toutes les 2 semaines", Duration(days=14)),
        ("chaque mois", Duration(months=1)),
        ("une semaine", Duration(days=7)),
    ],
)
def test_durations(written: str, expected: Duration) -> None:
    found = value("rhythm", written)
    assert (found.months, found.days, found.seconds) == (expected.months, expected.days, expected.seconds)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("20", "20 is not a duration (write it like 6 months, 20 s, P6M or weekly)"),
        ("5 m", "m can mean minutes or months (write min or months)"),
        ("13:48", "13:48 is not a duration (write it like 13 min 48 s or 1 h 30 min)"),
        ("1.5 months", "part of a month has no exact length (write days or weeks)"),
        ("-3 days", "-3 days is not a duration (write it like 6 months, 20 s, P6M or weekly)"),
        ("6 months ago", "6 months ago is not a duration (write it like 6 months, 20 s, P6M or weekly)"),
        ("30 min 1 h", "30 min 1 h is not a duration (write it like 6 months, 20 s, P6M or weekly)"),
        ("P", "P is not a duration (write it like 6 months, 20 s, P6M or weekly)"),
        ("99999 years", "the duration is too long: 99999 years (check the number and its unit)"),
    ],
)
def test_no_durations(written: str, why: str) -> None:
    assert refused("rhythm", written) == why


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-03-31", DAY(2025, 3, 31)),
        ("2025-03", ("[", DAY(2025, 3, 1), DAY(2025, 3, 31), "]")),
        ("2025", ("[", DAY(2025, 1, 1), DAY(2025, 12, 31), "]")),
        ("2025-Q2", ("[", DAY(2025, 4, 1), DAY(2025, 6, 30), "]")),
        ("2025-T4", ("[", DAY(2025, 10, 1), DAY(2025, 12, 31), "]")),
        ("2025-W01", ("[", DAY(2024, 12, 30), DAY(2025, 1, 5), "]")),
        ("2025-01..2025-06", ("[", DAY(2025, 1, 1), DAY(2025, 6, 30), "]")),
        ("'> 2025-03'", ("(", DAY(2025, 3, 31), None, "]")),
        ("< 2025-03", ("[", None, DAY(2025, 3, 1), ")")),
        ("2026-10-01T09:30:00", DAY(2026, 10, 1)),
    ],
)
def test_dates(written: str, expected: object) -> None:
    assert value("opened_on", written) == expected


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("2026-02-30", "2026-02-30 does not exist in the calendar (check the day and the month)"),
        ("2025-13", "2025-13 does not exist in the calendar (check the day and the month)"),
        ("01/10/2026", "01/10/2026 is not a date (write year-month-day: 2026-10-01, or 2026-10, or 2026)"),
        ("mars", "mars is not a date (write year-month-day: 2026-10-01, or 2026-10, or 2026)"),
    ],
)
def test_no_dates(written: str, why: str) -> None:
    assert refused("opened_on", written) == why


@pytest.mark.parametrize("written", ["high", "High", "High level", "élevé", "Élevé", "eleve", "'high'"])
def test_choices_go_by_value_and_by_label(written: str) -> None:
    assert value("level", written) == "high"


def test_a_misspelt_choice_gets_a_suggestion() -> None:
    assert refused("level", "hihg") == "hihg is not a value of level (did you mean high?)"
    assert refused("level", "medium") == "medium is not a value of level (known: low, high)"


def test_text_is_taken_as_it_is() -> None:
    assert value("comment", "18:30 – no, 1,200 %") == "18:30 – no, 1,200 %"
    assert value("comment", "012") == "012"


def test_numbers_of_json_are_text_where_text_is_wanted() -> None:
    base = json_facts('{"mailboxes": [{"id": 12, "comment": 1200, "volume_month": 1.5e2, "tracked": true}]}')
    found = mailbox(base, "12")
    assert (found.comment, found.volume_month, found.tracked) == ("1200", 150.0, True)


@pytest.mark.parametrize(("unit", "low", "high"), [("", 86400, 604800), ("days", 1, 7)])
def test_bounds_of_durations_are_in_seconds_or_in_the_unit(unit: str, low: float, high: float) -> None:
    parser = TextParser(attribute("x", "duration", unit=unit, minimum=low, maximum=high))
    assert parser.parse("1 week") == Duration(days=7)
    for wrong in ("1 hour", "8 days", "> 1 week", "1 hour..2 days"):
        with pytest.raises(BadValue):
            parser.parse(wrong)


def test_a_misspelt_name_that_differs_in_case_is_found() -> None:
    found = problems("mailboxes: [{id: m, Rhythm: weekly, Opened-On: 2025}]")
    assert found == [
        "a.yaml:1:21: Rhythm is not known of mailbox (did you mean rhythm?)",
        "a.yaml:1:37: Opened-On is not known of mailbox (did you mean opened_on?)",
    ]


def test_lenient_parsers_for_conditions_say_none() -> None:
    assert parse_date("soon") is None
    assert parse_duration("soon") is None
    assert parse_date("2025-03-31") == DAY(2025, 3, 31)
    assert parse_duration("6 mois") == Duration(months=6)


def _grouped(number: int, space: str) -> str:
    return f"{number:,}".replace(",", space)


@given(st.integers(-(10**15), 10**15), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"]))
def test_whole_numbers_round_trip(number: int, space: str) -> None:
    assert parse_number(_grouped(number, space)) == number
    assert type(parse_number(str(number))) is int


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_float_round_trips(number: float) -> None:
    assert parse_number(repr(number)) == number


@given(st.integers(0, 99999), st.integers(0, 9999))
def test_a_decimal_comma_reads_like_a_point_or_is_refused(whole: int, decimals: int) -> None:
    try:
        assert parse_number(f"{whole},{decimals}") == parse_number(f"{whole}.{decimals}")
    except BadValue:
        assert 100 <= decimals <= 999
        assert 1 <= whole <= 999


@given(st.decimals(0, 100, places=3))
def test_a_percentage_is_read_by_its_exponent(number: object) -> None:
    assert parse_number(f"{number} %") == float(f"{number}e-2")


@given(st.integers(0, 1200), st.integers(0, 10000), st.integers(0, 10**6))
def test_durations_round_trip(months: int, days: int, seconds: int) -> None:
    found = read_duration(f"P{months}M{days}DT{seconds}S")
    assert (found.months, found.days, found.seconds) == (months, days, seconds)
    if months and days and 0 < seconds < 86400:
        in_words = read_duration(f"{months} mois {days} jours {seconds} secondes")
        assert in_words == found


@given(st.dates(DAY(1000, 1, 1)))
def test_dates_round_trip(day: datetime.date) -> None:
    assert parse_date(day.isoformat()) == day


@given(st.text(max_size=30), st.sampled_from(["bool", "int", "number", "enum", "date", "duration", "ref"]))
def test_any_text_is_read_or_refused_with_a_reason(text: str, type: str) -> None:
    parser = TextParser(attribute("x", type, values=("a", "b"), to="mailbox", unit="seconds"))
    reason = "read"
    try:
        parser.parse(text)
    except BadValue as bad:
        reason = str(bad.what)
    assert reason
