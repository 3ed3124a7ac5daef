"""What an expression can be, in the words of truth tables and of the guide.

A condition: ``true``, ``false``, ``not applicable``, several of them with ``or``. A number: ``3``, ``2..4``, ``>= 2``, with
``>`` and ``<`` where an end itself is excluded. A set: ``{a, b}``, with ``…`` where there may be more.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions.possible import Choice, Possible, Range, SomeSet
from ccrules.facts.base import Entity
from ccrules.text import shown
from ccrules.values import Duration


def said(value: Possible) -> str:
    """A possible value in words."""
    return " or ".join(_parts(value))


def _parts(value: Possible) -> Iterator[str]:
    if isinstance(value, int):
        words = ((p.TRUE, "true"), (p.FALSE, "false"), (p.NA, "not applicable"))
        yield from (word for bit, word in words if value & bit)
        return
    if isinstance(value, Range):
        yield from () if value.empty else (_range(value),)
    elif isinstance(value, Choice):
        yield from ("anything",) if value.candidates is None else sorted(map(_one, value.candidates))
    elif isinstance(value, SomeSet) and not value.empty:
        yield "{" + ", ".join([*sorted(map(_one, value.must)), *["…"] * value.open]) + "}"
    yield from ("none",) * bool(getattr(value, "none", False))
    yield from ("not applicable",) * bool(value.na)


def _range(value: Range) -> str:
    low, high = (_finite(value.low), _finite(value.high))
    if low and high and value.low == value.high:
        return _one(value.low)
    if low and high:
        ends = f"{_one(value.low)}..{_one(value.high)}"
        excluded = [
            word for word, is_open in (("above", value.low_open), ("below", value.high_open)) if is_open
        ]
        return ends + "".join(f" ({word} the end)" for word in excluded)
    if low:
        return f"{'>' if value.low_open else '>='} {_one(value.low)}"
    return f"{'<' if value.high_open else '<='} {_one(value.high)}" if high else "anything"


def _finite(end: Any) -> bool:
    if isinstance(end, Duration):
        return math.isfinite(end.seconds)
    if isinstance(end, datetime.date):
        return datetime.date.min < end < datetime.date.max
    return math.isfinite(end)


def _one(value: Any) -> str:
    if isinstance(value, Entity):
        return value.id
    if isinstance(value, float):
        return f"{value:.12g}"
    return shown(value, "en") if isinstance(value, Duration) else str(value)
