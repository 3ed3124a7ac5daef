"""Dates, partial dates, durations and rhythms as people write them, in English and French."""

from __future__ import annotations

import calendar
import datetime
import re

from ccrules.errors import Message, message
from ccrules.facts.amounts import Amount, read_amount, short, value_of
from ccrules.facts.units import TIME_UNITS, TimeUnit, canonical_word
from ccrules.facts.words import BadValue, folded, unaccented
from ccrules.values import Duration, Interval

_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}.*)?")
_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_YEAR = re.compile(r"[0-9]{4}")
_QUARTER = re.compile(r"([0-9]{4})-?[QT]([1-4])", re.IGNORECASE)
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})", re.IGNORECASE)


def read_date(text: str) -> datetime.date | Interval:
    """Read a date; a partial one (``2025``, ``2025-03``, ``2025-Q1``, ``2025-W07``) is an interval.

    Args:
        text: as written; a time of day behind the date is left out.

    Raises:
        BadValue: not a date, or a day that does not exist.
    """
    written = text.strip()
    try:
        if found := _DAY.fullmatch(written):
            return datetime.date(*map(int, found.groups()))
        period = _period(written)
    except ValueError:
        what = message("{text} does not exist in the calendar", text=short(written))
        raise BadValue(what, message("check the day and the month")) from None
    if period is None:
        what = message("{text} is not a date", text=short(written))
        raise BadValue(what, message("write year-month-day: 2026-10-01, or 2026-10, or 2026"))
    return Interval(*period)


def _period(text: str) -> tuple[datetime.date, datetime.date] | None:
    if _YEAR.fullmatch(text):
        return _months(int(text), 1, 12)
    if found := _MONTH.fullmatch(text):
        return _months(int(found[1]), int(found[2]), int(found[2]))
    if found := _QUARTER.fullmatch(text):
        return _months(int(found[1]), 3 * int(found[2]) - 2, 3 * int(found[2]))
    if found := _WEEK.fullmatch(text):
        year, week = int(found[1]), int(found[2])
        return datetime.date.fromisocalendar(year, week, 1), datetime.date.fromisocalendar(year, week, 7)
    return None


def _months(year: int, first: int, last: int) -> tuple[datetime.date, datetime.date]:
    begin = datetime.date(year, first, 1)
    return begin, datetime.date(year, last, calendar.monthrange(year, last)[1])


#: Rhythms in one word; French ones stand here in the masculine, the feminine is derived.
_RHYTHMS: dict[str, Duration] = {
    "hourly": Duration(seconds=3600), "horaire": Duration(seconds=3600),
    "daily": Duration(days=1), "quotidien": Duration(days=1), "journalier": Duration(days=1),
    "weekly": Duration(days=7), "hebdomadaire": Duration(days=7),
    "fortnightly": Duration(days=14), "bimensuel": Duration(days=14),
    "monthly": Duration(months=1), "mensuel": Duration(months=1),
    "two-monthly": Duration(months=2), "bimestriel": Duration(months=2),
    "quarterly": Duration(months=3), "trimestriel": Duration(months=3),
    "half-yearly": Duration(months=6), "semestriel": Duration(months=6),
    "yearly": Duration(months=12), "annual": Duration(months=12), "annually": Duration(months=12),
    "annuel": Duration(months=12),
}  # fmt: skip
_FEMININE = (("ienne", "ien"), ("iere", "ier"), ("elle", "el"))
_ISO = re.compile(
    r"P(?=[0-9T])(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?"
    r"(?:T(?=[0-9])(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:[.,][0-9]+)?)S)?)?"
)
_EVERY = re.compile(r"(?:every|each|per|chaque|par|tous les|toutes les)\s+")
_ONE = re.compile(r"(?:an?|one|une?)\s+(?=[^\W\d])")
_JOIN = re.compile(r"\s*(?:,\s*|\b(?:and|et)\b\s*)?")
_UNIT_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_CLOCK = re.compile(r"[0-9]+:[0-9]{2}(?::[0-9]{2})?")
#: Ten thousand years; longer ones are slips of the pen.
_LONGEST = Duration(months=120_000)


def read_duration(text: str) -> Duration:
    """Read a length of time or a rhythm: ``6 months``, ``1 h 30``, ``P6M``, ``weekly``.

    Args:
        text: as written.

    Raises:
        BadValue: not a duration, without a unit, ambiguous or absurdly long.
    """
    written = folded(text)
    found = _rhythm(written) or _iso(text.strip()) or _in_words(written)
    if found is None:
        raise BadValue(message("{text} is not a duration", text=short(text)), _duration_hint(written))
    if found > _LONGEST:
        what = message("the duration is too long: {text}", text=short(text))
        raise BadValue(what, message("check the number and its unit"))
    return found


def _duration_hint(written: str) -> Message:
    if _CLOCK.fullmatch(written):
        return message("write it like 13 min 48 s or 1 h 30 min")
    return message("write it like 6 months, 20 s, P6M or weekly")


def _rhythm(written: str) -> Duration | None:
    word = unaccented(written)
    for feminine, masculine in _FEMININE:
        if word.endswith(feminine):
            word = word.removesuffix(feminine) + masculine
    return _RHYTHMS.get(word)


def _iso(text: str) -> Duration | None:
    """ISO 8601: ``P1Y6M``, ``PT20S``."""
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in found.groups()[:6])
    seconds = _tidy(float((found[7] or "0").replace(",", ".")))
    return Duration(12 * years + months, 7 * weeks + days, 3600 * hours + 60 * minutes + seconds)


def _in_words(written: str) -> Duration | None:
    """One or more amounts with units, largest first: ``2 ans 6 mois``, ``1 h 30``."""
    rest = _EVERY.sub("", written, count=1) if _EVERY.match(written) else written
    rest = "1 " + rest[found.end() :] if (found := _ONE.match(rest)) else rest
    rest = "1 " + rest if rest != written and _UNIT_WORD.match(rest) else rest
    total = Duration()
    last: TimeUnit | None = None
    while rest:
        amount = read_amount(rest)
        if amount is None or amount.digits.startswith("-"):
            return None
        unit, rest = _unit_after(amount, last)
        if unit is None or (last is not None and Duration(*unit) >= Duration(*last)):
            return None
        total = _add(total, value_of(amount), unit)
        last, rest = unit, _JOIN.sub("", rest, count=1)
    return total if last is not None else None


def _unit_after(amount: Amount, last: TimeUnit | None) -> tuple[TimeUnit | None, str]:
    """The unit behind an amount and the text behind that; minutes are understood after hours."""
    if not amount.rest and last == TIME_UNITS["hour"]:
        return TIME_UNITS["minute"], ""
    word = _UNIT_WORD.match(amount.rest)
    if word is None:
        return None, ""
    if word[0] == "m":
        raise BadValue(message("m can mean minutes or months"), message("write min or months"))
    return TIME_UNITS.get(canonical_word(word[0])), amount.rest[word.end() :]


def _add(total: Duration, count: float, unit: TimeUnit) -> Duration:
    months, days, seconds = (count * part for part in unit)
    if months != int(months):
        raise BadValue(message("part of a month has no exact length"), message("write days or weeks"))
    rest = days - int(days)
    return Duration(
        total.months + int(months),
        total.days + int(days),
        _tidy(total.seconds + seconds + round(rest * 86_400, 6)),
    )


def _tidy(seconds: float) -> float:
    return int(seconds) if seconds == int(seconds) else seconds
