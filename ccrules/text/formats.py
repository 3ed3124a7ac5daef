"""Values as people read them: numbers, dates, durations, intervals, states, lists, entities.

The conventions are those of the Unicode CLDR for English (en) and French (fr).
"""

from __future__ import annotations

import calendar
import datetime
import math
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

from ccrules.text.choices import Chosen
from ccrules.text.grammar import HARD, THIN, plural
from ccrules.text.language import localise
from ccrules.text.words import FEMININE, FRENCH_UNITS, LENGTHS, MONTHS, RHYTHMS, STATES, WORDS
from ccrules.values import NONE, UNKNOWN, Duration, Interval, NotPlain, OneOf, PartialSet, Series, State

#: Units that mean a share of one, printed in per cent.
RATIO_UNITS = frozenset({"%", "ratio", "share", "percent", "1"})

Format = Callable[[Any], str]


def word(key: str, language: str) -> str:
    """One of the few fixed words of this module; English for a language it does not have."""
    return WORDS.get(language, WORDS["en"])[key]


def number(value: float, language: str, decimals: int | None = None) -> str:
    """A number with grouped thousands: ``1,234.5``, in French ``1 234,5``.

    Args:
        value: the number.
        language: ``en`` or ``fr``.
        decimals: exactly so many; by default up to two, and three significant digits below one.
    """
    if not math.isfinite(value):
        return "?" if math.isnan(value) else ("-" if value < 0 else "") + "∞"
    rounded = _rounded(Decimal(repr(value)), decimals)
    text = f"{rounded:,f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text if language != "fr" else text.translate({ord(","): THIN, ord("."): ","})


def _rounded(value: Decimal, decimals: int | None) -> Decimal:
    if decimals is None:
        small = 0 < abs(value) < 1
        decimals = max(2, 2 - value.adjusted()) if small else 2
    wanted = Decimal(1).scaleb(-decimals)
    if abs(value).adjusted() + decimals >= 27:
        return value
    return value.quantize(wanted, ROUND_HALF_UP)


def percent(ratio: float, language: str, decimals: int | None = None) -> str:
    """A ratio in per cent: 0.85 gives ``85%``, in French ``85 %``.

    Args:
        ratio: 1 is one hundred per cent.
        language: ``en`` or ``fr``.
        decimals: exactly so many; by default at most one.
    """
    hundredth = float(Decimal(repr(float(ratio))).scaleb(2)) if math.isfinite(ratio) else ratio
    if decimals is None and math.isfinite(hundredth):
        hundredth = float(_rounded(Decimal(repr(hundredth)), 1))
    return number(hundredth, language, decimals) + (f"{THIN}%" if language == "fr" else "%")


def date(day: datetime.date | Interval, language: str) -> str:
    """A date in words: ``1 March 2026``, ``1er mars 2026``; a partial date as its month or year."""
    if isinstance(day, Interval):
        return _partial_date(day, language) or interval(day, language)
    months = MONTHS.get(language, MONTHS["en"])
    ordinal = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{ordinal} {months[day.month - 1]} {day.year}"


def _partial_date(value: Interval, language: str) -> str:
    low, high = value._low, value._high
    if not (isinstance(low, datetime.date) and isinstance(high, datetime.date)) or low.year != high.year:
        return ""
    if value._low_open or value._high_open or low.day != 1:
        return ""
    if (low.month, high.month, high.day) == (1, 12, 31):
        return str(low.year)
    last = calendar.monthrange(high.year, high.month)[1]
    months = MONTHS.get(language, MONTHS["en"])
    return f"{months[low.month - 1]} {low.year}" if (low.month, last) == (high.month, high.day) else ""


def date_text(written: str, language: str) -> str:
    """A date written ``2026-10-01``, ``2026-10`` or ``2026`` in words; anything else as written."""
    parts = written.split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == 3:
            return date(datetime.date(*numbers), language)
        if len(numbers) == 2:
            return f"{MONTHS.get(language, MONTHS['en'])[numbers[1] - 1]} {numbers[0]}"
    except (ValueError, IndexError):
        return written
    return written


def _length_parts(value: Duration) -> list[tuple[float, str]]:
    """A duration as counts of units, largest first; months and years never mix."""
    parts: list[tuple[float, str]] = []
    if value.months:
        parts.append((value.months // 12, "year") if value.months % 12 == 0 else (value.months, "month"))
    if value.days:
        parts.append((value.days // 7, "week") if value.days % 7 == 0 else (value.days, "day"))
    rest = value.seconds
    for size, unit in ((3600, "hour"), (60, "minute")):
        whole = int(rest // size) if rest > 0 else 0
        if whole:
            parts.append((whole, unit))
            rest -= whole * size
    if rest or not parts:
        parts.append((rest, "second" if rest else "day"))
    return parts


def duration(value: Duration, language: str) -> str:
    """A length of time: ``6 months``, ``2 weeks``, ``1 hour 30 minutes``."""
    names = LENGTHS.get(language, LENGTHS["en"])
    space = HARD if language == "fr" else " "
    return " ".join(
        f"{number(count, language)}{space}{plural(count, *names[unit], language)}"
        for count, unit in _length_parts(value)
    )


def rhythm(value: Duration, language: str) -> str:
    """How often something happens: ``weekly``, ``every 6 weeks``, ``hebdomadaire``."""
    parts = _length_parts(value)
    count, unit = parts[0]
    known = RHYTHMS.get(language, RHYTHMS["en"]).get(f"{count:g} {unit}") if len(parts) == 1 else None
    if known:
        return known
    if language != "fr":
        return f"every {duration(value, language)}"
    if count == 1:  # "tous les 1 mois 1 jour" is not said
        return f"à intervalle de {duration(value, language)}"
    return f"{'toutes' if unit in FEMININE else 'tous'} les {duration(value, language)}"


def yes_no(value: bool, language: str) -> str:
    """``yes`` or ``no``, ``oui`` or ``non``."""
    return word("yes" if value else "no", language)


def state(value: State, language: str) -> str:
    """The name of a state: ``unknown``, ``inconnu``."""
    return STATES.get(language, STATES["en"])[value._word]


def interval(value: Interval, language: str, form: Format | None = None) -> str:
    """An interval in words: ``at least 4``, ``between 4 and 6``, ``moins de 10``.

    Args:
        value: the interval.
        language: ``en`` or ``fr``.
        form: how one bound is printed; by default as its type wants.
    """
    low, high = value._low, value._high
    form = form or partial(shown, language=language)
    if low is None and high is None:
        return state(UNKNOWN, language)
    if low is not None and low == high:
        return form(low)
    days = isinstance(low if low is not None else high, datetime.date)
    if low is not None and high is not None and not (value._low_open or value._high_open):
        return word("between days" if days else "between", language).format(form(low), form(high))
    names = ("after", "strictly after", "before", "strictly before") if days else _NUMBER_BOUNDS
    said = [word(names[value._low_open], language).format(form(low))] if low is not None else []
    if high is not None:
        said.append(word(names[2 + value._high_open], language).format(form(high)))
    return said[0] if len(said) == 1 else word("both", language).format(*said)


_NUMBER_BOUNDS = ("at least", "more than", "at most", "less than")


def listing(items: Iterable[str], language: str, limit: int = 0, join: str = "and") -> str:
    """A list in words: ``a, b and c``; with a limit ``a, b and 7 more``.

    Args:
        items: the items, in order.
        language: ``en`` or ``fr``.
        limit: print at most so many and count the rest; 0 prints all.
        join: ``and`` or ``or``.
    """
    parts = list(items)
    if not parts:
        return word("none", language)
    if limit and len(parts) > limit + 1:
        rest = word("more", language).format(number(len(parts) - limit, language))
        parts = [*parts[:limit], rest]
    if len(parts) == 1:
        return parts[0]
    return word(join, language).format(", ".join(parts[:-1]), parts[-1])


def entity_name(entity: Any, language: str) -> str:
    """The name of an entity for people: its ``label`` or ``name`` if it has one, else its id.

    Args:
        entity: an entity; a singleton without a name of its own goes by the label of its type, and
            an entity that says its name itself (``_label``) by that.
        language: ``en`` or ``fr``.
    """
    if (spoken := getattr(entity, "_label", None)) is not None:
        return str(spoken(language))
    for attribute in ("label", "name"):
        found = entity.__dict__.get(attribute)
        if isinstance(found, str) and found:
            return found
    if entity._type.singleton:
        return localise(entity._type.label, language) or entity._type.name
    return str(entity.id)


def ordered(items: Iterable[Any], language: str) -> list[str]:
    """The members of a set as text, in alphabetical order."""
    return sorted(shown(item, language) for item in items)


def unit_text(unit: str, language: str) -> str:
    """A unit in words: ``contacts/month`` gives ``contacts per month``, ``contacts par mois``."""
    words = FRENCH_UNITS if language == "fr" else {}
    parts = [" ".join(words.get(part, part) for part in side.split()) for side in unit.split("/")]
    return word("per", language).join(parts)


def quantity(value: float, language: str, unit: str = "") -> str:
    """A number with its unit; ratios in per cent."""
    if unit in RATIO_UNITS:
        return percent(value, language)
    space = HARD if language == "fr" else " "
    return number(value, language) + (space + unit_text(unit, language) if unit else "")


def shown(value: Any, language: str, unit: str = "") -> str:  # noqa: PLR0911 - one line per kind of value
    """Any value of an attribute, a parameter or an expression as people read it.

    Args:
        value: plain or not.
        language: ``en`` or ``fr``.
        unit: the unit of a number.
    """
    if isinstance(value, NotPlain):
        return _shown_not_plain(value, language, unit)
    if value is None:
        return state(NONE, language)
    if isinstance(value, bool):
        return yes_no(value, language)
    if isinstance(value, int | float):
        return quantity(value, language, unit)
    if isinstance(value, str):
        return value.said(language) if isinstance(value, Chosen) else value
    if isinstance(value, datetime.date):
        return date(value, language)
    if isinstance(value, Duration):
        return duration(value, language)
    return _shown_many(value, language, unit)


def _shown_many(value: Any, language: str, unit: str) -> str:
    if isinstance(value, Series):
        return "; ".join(_point(point.when, point.value, language, unit) for point in value) or word(
            "none", language
        )
    if isinstance(value, frozenset | set):
        return listing(ordered(value, language), language)
    if isinstance(value, list | tuple):
        return listing([shown(item, language, unit) for item in value], language)
    if hasattr(value, "_type") and hasattr(value, "id"):
        return entity_name(value, language)
    return str(value)


def _point(when: Any, value: Any, language: str, unit: str) -> str:
    text = shown(value, language, unit)
    separator = f"{HARD}: " if language == "fr" else ": "
    return f"{date(when, language)}{separator}{text}" if when is not None else text


def _measured(value: Interval, language: str, unit: str) -> str:
    """An interval with its unit, said once: ``between 40 and 50 contacts per month``."""
    low, high = value._low, value._high
    bounded = isinstance(low, int | float) and isinstance(high, int | float) and low < high
    if unit in ("", *RATIO_UNITS) or not bounded or value._low_open or value._high_open:
        return interval(value, language, partial(shown, language=language, unit=unit))
    return word("between", language).format(number(low, language), quantity(high, language, unit))


def _shown_not_plain(value: NotPlain, language: str, unit: str) -> str:
    if isinstance(value, State):
        return state(value, language)
    if isinstance(value, Interval):
        bound = value._low if value._low is not None else value._high
        if isinstance(bound, datetime.date):
            return date(value, language)
        return _measured(value, language, unit)
    if isinstance(value, OneOf):
        return listing([shown(item, language, unit) for item in value._candidates], language, join="or")
    if isinstance(value, PartialSet):
        members = ordered(value._members, language)
        return (
            word("perhaps", language).format(", ".join(members))
            if members
            else word("perhaps only", language)
        )
    return state(UNKNOWN, language)
