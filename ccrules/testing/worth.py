"""Values worth trying for one fact: those that rules ask for, and those just beside them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from ccrules.documents import Node, Scalar
from ccrules.facts.amounts import parse_number
from ccrules.facts.base import Entity
from ccrules.facts.times import read_date
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.words import STATE_WORDS, BadValue
from ccrules.testing.nodes import at, scalar
from ccrules.testing.steps import moved
from ccrules.values import SECONDS_PER_DAY, Duration, add_duration

#: The day of the assessment where the facts name none.
SOME_DAY = datetime.date(2026, 1, 1)


def today_of(facts: Node) -> datetime.date:
    """The day of the assessment, or some day if the facts name none."""
    found = at(facts, "assessment", "date")
    try:
        day = read_date(found.text) if isinstance(found, Scalar) else SOME_DAY
    except BadValue:
        return SOME_DAY
    return day if isinstance(day, datetime.date) else SOME_DAY


def states(attribute: Attribute, like: Node) -> Iterator[Node]:
    """The states that a fact may be in instead of having a value."""
    if attribute.optional:
        yield scalar("none", like)
    yield scalar("unknown", like)
    if not attribute.always_applicable:
        yield scalar("not applicable", like)


def around(attribute: Attribute, asked: Iterable[Any], now: Node | None, facts: Node) -> Iterator[Any]:
    """Numbers, dates or lengths of time: those asked for, those beside them, and some round ones.

    Args:
        attribute: the attribute, a number, date or duration.
        asked: values that rules compare something with.
        now: what is written at present; None if nothing is.
        facts: the facts, for the day of the assessment.
    """
    if attribute.type == "date":
        yield from _dates(asked, today_of(facts))
    elif attribute.type == "duration":
        lengths = [value for value in asked if isinstance(value, Duration)]
        yield from (one for value in lengths for one in (value, *moved(value)))
        yield from (Duration(days=1), Duration(days=7), Duration(months=1), Duration(months=12))
    else:
        yield from _numbers(attribute, asked, now)


def _dates(asked: Iterable[Any], today: datetime.date) -> Iterator[datetime.date]:
    """Dates asked for, and dates as old as rules ask, or as many days away."""
    found = [today]
    for value in asked:
        if isinstance(value, datetime.date):
            found.append(value)
        elif isinstance(value, Duration):
            found.append(add_duration(today, Duration(-value.months, -value.days, -value.seconds)))
        elif isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10_000:
            found += [today + datetime.timedelta(days=sign * value) for sign in (1, -1)]
    yield from (one for day in found for one in (day, *moved(day)))


def _numbers(attribute: Attribute, asked: Iterable[Any], now: Node | None) -> Iterator[float]:
    whole = attribute.type == "int"
    fitting = [value for value in asked if _is_number(value) and (not whole or value == int(value))]
    present = _number(now)
    if present is not None:
        fitting += [present * times for times in (2, 0.5, 10, 0.1)]
    yield from (one for value in fitting for one in (value, *moved(value, whole=whole)))
    ends = (attribute.minimum, attribute.maximum)
    yield from (end for end in (*ends, 0, 1, 10, 100) if end is not None)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _number(node: Node | None) -> float | None:
    if not isinstance(node, Scalar):
        return None
    try:
        return parse_number(node.text)
    except BadValue:
        return None


def node_of(value: Any, attribute: Attribute, like: Node) -> Node:
    """A value as a fact file has it.

    Args:
        value: a plain value.
        attribute: whose value it is.
        like: a node of the document it goes into.
    """
    if isinstance(value, bool):
        return scalar("yes" if value else "no", like)
    if isinstance(value, Entity):
        return scalar(value.id, like)
    if isinstance(value, int | float):
        return scalar(f"{round(value) if attribute.type == 'int' else value:.12g}", like)
    if isinstance(value, Duration):
        return scalar(_length(value), like)
    text = str(value)
    return scalar(text, like, quoted=attribute.type == "text" and text in STATE_WORDS)


def _length(value: Duration) -> str:
    """A length of time as ISO 8601 has it, which knows no negative parts: a month less a day is 29 days."""
    months, days, seconds = value.months, value.days, round(value.seconds)
    if min(months, days, seconds) < 0:
        months, (days, seconds) = 0, divmod(max(round(value.length), 0), SECONDS_PER_DAY)
        seconds = seconds if days < 3 else 0
    parts = [f"{months}M"] * bool(months) + [f"{days}D"] * bool(days)
    time = f"T{seconds}S" if seconds or not parts else ""
    return f"P{''.join(parts)}{time}"
