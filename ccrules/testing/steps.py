"""The smallest step away from a number, a length of time or a date that a rule compares with."""

from __future__ import annotations

import datetime
from typing import Any

from ccrules.values import SECONDS_PER_DAY, Duration

#: Up to here a number counts as a ratio or a small factor, which moves by a hundredth …
RATIO = 2
#: … and below here as a score, which moves by a half; larger ones move by one.
SCORE = 10


def moved(value: Any, *, whole: bool = False) -> tuple[Any, ...]:
    """A value one step up and one step down; nothing for values that have no steps.

    Whole numbers move by 1, others by 0.01 up to 2, by 0.5 below 10 and by 1 from there on, or by
    their last decimal if that is less. Lengths of time move by a day; those of a day or less by an
    hour, of an hour or less by a minute, of a minute or less by a second. Dates move by a day.

    Args:
        value: a plain value.
        whole: whether only whole numbers make sense.
    """
    if isinstance(value, bool):
        return ()
    if isinstance(value, int | float):
        step = 1 if whole else _step(value)
        return _tidy(value + step, whole), _tidy(value - step, whole)
    if isinstance(value, Duration):
        return _longer(value, 1), _longer(value, -1)
    if isinstance(value, datetime.date):
        day = datetime.timedelta(days=1)
        return value + day, value - day
    return ()


def _step(value: float) -> float:
    size = abs(value)
    step = 0.01 if size <= RATIO else 0.5 if size < SCORE else 1
    decimals = len(f"{value:.12g}".partition(".")[2])
    return min(step, 10.0**-decimals) if decimals > 1 else step


def _tidy(value: float, whole: bool) -> float:
    return int(value) if whole else round(value, 10)


def step_of(value: Duration) -> int:
    """The step of a length of time, in seconds."""
    for most, step in ((60, 1), (3_600, 60), (SECONDS_PER_DAY, 3_600)):
        if value.length <= most:
            return step
    return SECONDS_PER_DAY


def _longer(value: Duration, sign: int) -> Duration:
    """Days are counted as such, so that they stay exact in the calendar."""
    step = step_of(value)
    if step == SECONDS_PER_DAY:
        return Duration(value.months, value.days + sign, value.seconds)
    return Duration(value.months, value.days, value.seconds + sign * step)


def value_text(value: Any, before: Any = None) -> str:
    """A value as a ruleset would write it; a length of time a step away from another in its terms.

    Args:
        value: a plain value.
        before: the value it was moved from, if it was.
    """
    if not isinstance(value, Duration):
        return str(value)
    if isinstance(before, Duration):
        unit = {1: "s", 60: "min", 3_600: "h", SECONDS_PER_DAY: "day"}[step_of(before)]
        return f"{value_text(before)} {'+' if value > before else '−'} 1 {unit}"
    parts = ((value.months, "months"), (value.days, "days"), (value.seconds, "s"))
    return " ".join(f"{number:g} {unit}" for number, unit in parts if number) or "0 s"
