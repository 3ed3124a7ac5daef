"""Numbers, dates, durations, intervals and lists as people read them."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules import text
from ccrules.values import (
    NONE,
    NOT_APPLICABLE,
    NOT_COLLECTED,
    UNKNOWN,
    Duration,
    Interval,
    OneOf,
    PartialSet,
    Point,
    Series,
)

THIN, HARD = "\u202f", "\u00a0"
DAY = datetime.date


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1200, "1,200", f"1{THIN}200"),
        (1234567.891, "1,234,567.89", f"1{THIN}234{THIN}567,89"),
        (12.5, "12.5", "12,5"),
        (0.125, "0.125", "0,125"),
        (2.675, "2.68", "2,68"),
        (0.004567, "0.00457", "0,00457"),
        (-0.001, "-0.001", "-0,001"),
        (-0.0, "0", "0"),
        (1e15, "1,000,000,000,000,000", THIN.join(["1", *["000"] * 5])),
        (float("inf"), "∞", "∞"),
    ],
)
def test_numbers(value, english, french):
    assert text.number(value, "en") == english
    assert text.number(value, "fr") == french


def test_numbers_can_have_a_fixed_number_of_decimals():
    assert text.number(2.5, "fr", decimals=0) == "3"
    assert text.number(2, "en", decimals=2) == "2.00"


@given(st.integers(-(10**12), 10**12), st.sampled_from(["en", "fr"]))
def test_whole_numbers_can_be_read_back(value, language):
    shown = text.number(value, language)
    assert int(shown.replace(",", "").replace(THIN, "")) == value


@given(st.decimals(-1000000, 1000000, places=2))
def test_two_decimals_are_never_lost(value):
    shown = text.number(float(value), "en").replace(",", "")
    assert Decimal(shown) == value


@pytest.mark.parametrize("unit", ["%", "ratio", "share", "percent", "1"])
def test_shares_are_printed_in_per_cent(unit):
    assert text.quantity(0.85, "en", unit) == "85%"


def test_percentages():
    assert text.percent(0.85, "en") == "85%"
    assert text.percent(0.853, "fr") == f"85,3{THIN}%"
    assert text.percent(0.29, "en") == "29%"  # 0.29 * 100 is 28.999999999999996
    assert text.percent(12.34, "fr") == f"1{THIN}234{THIN}%"


def test_dates():
    assert text.date(DAY(2026, 3, 1), "fr") == "1er mars 2026"
    assert text.date(DAY(2026, 3, 2), "fr") == "2 mars 2026"
    assert text.date(DAY(2026, 3, 1), "en") == "1 March 2026"


def test_partial_dates_are_their_month_or_year():
    assert text.shown(Interval(DAY(2024, 2, 1), DAY(2024, 2, 29)), "fr") == "février 2024"
    assert text.shown(Interval(DAY(2025, 1, 1), DAY(2025, 12, 31)), "en") == "2025"
    assert text.shown(Interval(DAY(2025, 1, 2), DAY(2025, 12, 31)), "en") == (
        "between 2 January 2025 and 31 December 2025"
    )


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("2026-10-01", "1er octobre 2026"),
        ("2026-10", "octobre 2026"),
        ("2026", "2026"),
        ("", ""),
        ("2026-13-01", "2026-13-01"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
    ],
)
def test_dates_as_written(written, shown):
    assert text.date_text(written, "fr") == shown


@pytest.mark.parametrize(
    ("value", "length_en", "length_fr", "rhythm_en", "rhythm_fr"),
    [
        (Duration(6), "6 months", "6 mois", "half-yearly", "semestriel"),
        (Duration(12), "1 year", "1 an", "yearly", "annuel"),
        (Duration(18), "18 months", "18 mois", "every 18 months", "tous les 18 mois"),
        (Duration(days=7), "1 week", "1 semaine", "weekly", "hebdomadaire"),
        (Duration(days=42), "6 weeks", "6 semaines", "every 6 weeks", "toutes les 6 semaines"),
        (Duration(days=1), "1 day", "1 jour", "daily", "quotidien"),
        (Duration(days=14), "2 weeks", "2 semaines", "fortnightly", "tous les quinze jours"),
        (Duration(seconds=3600), "1 hour", "1 heure", "hourly", "toutes les heures"),
        (Duration(seconds=60), "1 minute", "1 minute", "every minute", "toutes les minutes"),
        (
            Duration(1, 1),
            "1 month 1 day",
            "1 mois 1 jour",
            "every 1 month 1 day",
            "à intervalle de 1 mois 1 jour",
        ),
        (Duration(seconds=5400), "1 hour 30 minutes", "1 heure 30 minutes", None, None),
        (Duration(), "0 days", "0 jour", None, None),
    ],
)
def test_durations_and_rhythms(value, length_en, length_fr, rhythm_en, rhythm_fr):
    assert text.duration(value, "en") == length_en
    assert text.duration(value, "fr").replace(HARD, " ") == length_fr
    if rhythm_en:
        assert text.rhythm(value, "en") == rhythm_en
        assert text.rhythm(value, "fr").replace(HARD, " ") == rhythm_fr


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (Interval(4, None), "at least 4", "au moins 4"),
        (Interval(4, None, low_open=True), "more than 4", "plus de 4"),
        (Interval(None, 6), "at most 6", "au plus 6"),
        (Interval(None, 6, high_open=True), "less than 6", "moins de 6"),
        (Interval(4, 6), "between 4 and 6", "entre 4 et 6"),
        (Interval(4, 6, low_open=True), "more than 4 and at most 6", "plus de 4 et au plus 6"),
        (Interval(4, 4), "4", "4"),
        (Interval(None, None), "unknown", "inconnu"),
        (Interval(Duration(6), None), "at least 6 months", f"au moins 6{HARD}mois"),
        (Interval(DAY(2026, 3, 4), None), "4 March 2026 or later", "4 mars 2026 ou plus tard"),
        (Interval(None, DAY(2026, 3, 4), high_open=True), "before 4 March 2026", "avant le 4 mars 2026"),
        (NONE, "none", "aucun"),
        (UNKNOWN, "unknown", "inconnu"),
        (NOT_COLLECTED, "not collected", "non recueilli"),
        (NOT_APPLICABLE, "not applicable", "sans objet"),
        (True, "yes", "oui"),
        (frozenset({"b", "a", "c"}), "a, b and c", "a, b et c"),
        (frozenset(), "none", "aucun"),
        (PartialSet(frozenset({"b", "a"})), "a, b and perhaps more", "a, b et peut-être d'autres"),
        (PartialSet(frozenset()), "incomplete list", "liste incomplète"),
        (OneOf((True, False)), "yes or no", "oui ou non"),
        (OneOf(("a", NONE)), "a or none", "a ou aucun"),
        (
            Series((Point(DAY(2026, 1, 1), 3), Point(None, 4))),
            "1 January 2026: 3; 4",
            f"1er janvier 2026{HARD}: 3; 4",
        ),
    ],
)
def test_values(value, english, french):
    assert text.shown(value, "en") == english
    assert text.shown(value, "fr") == french


def test_units():
    assert text.quantity(1200, "en", "contacts/month") == "1,200 contacts per month"
    assert text.quantity(1200, "fr", "contacts/month") == f"1{THIN}200{HARD}contacts par mois"
    assert text.quantity(0.27, "fr", "%") == f"27{THIN}%"
    assert text.shown(Interval(0.2, 0.5), "en", "ratio") == "between 20% and 50%"


def test_long_lists_are_counted():
    assert text.listing("abcdef", "en", limit=3) == "a, b, c and 3 more"
    assert text.listing("abcd", "fr", limit=3) == "a, b, c et d"  # "and 1 more" would be no shorter


class _Type:
    def __init__(self, *, singleton):
        self.name, self.singleton, self.label = "flow_map", singleton, {"fr": "carte des flux"}


class _Entity:
    def __init__(self, id, singleton=False, **values):
        self.__dict__.update(values)
        self.id, self._type = id, _Type(singleton=singleton)


def test_entities_go_by_their_name_else_by_their_id():
    assert text.shown(_Entity("claims", name="Claims desk"), "en") == "Claims desk"
    assert text.shown(_Entity("claims", name=UNKNOWN), "en") == "claims"
    assert text.shown(_Entity("flow_map", singleton=True), "fr") == "carte des flux"


def test_numbers_agree_with_the_reference():
    babel = pytest.importorskip("babel.numbers")
    for value in (0, 1, 12.5, 1200, 1234567.89, -4.25):
        for language in ("en", "fr"):
            reference = babel.format_decimal(value, locale=language)
            assert text.number(value, language) == reference
