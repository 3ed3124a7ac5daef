"""Where the true value lies if the one given may be off: 85 % ± 5 % lies between 80 % and 90 %.

Facts are assessed as they are given. Whoever asks how firm a verdict is takes the interval instead.
"""

from __future__ import annotations

import datetime
import math
from typing import Any

from ccrules.facts.vocabulary import Attribute
from ccrules.values import Duration, Interval, State, add_duration, ends


def widened(attribute: Attribute, value: Any, tolerance: Any) -> Any:
    """The interval around a value, inside the attribute's bounds.

    Args:
        attribute: what the value is of.
        value: plain, an interval or a state.
        tolerance: plus or minus: a number, for dates and durations a :class:`Duration`.
    """
    if isinstance(value, State):
        return value
    low, high = ends(value)
    low = None if low is None else _shifted(attribute, low, tolerance, -1)
    high = None if high is None else _shifted(attribute, high, tolerance, +1)
    return low if low is not None and low == high else Interval(low, high)


def _shifted(attribute: Attribute, end: Any, tolerance: Any, sign: int) -> Any:
    if isinstance(end, datetime.date):
        months, days, seconds = _parts(tolerance)
        return add_duration(end, Duration(sign * months, sign * days, sign * seconds))
    if isinstance(end, Duration):
        return _shifted_duration(end, tolerance, sign)
    shifted = end + sign * tolerance
    if attribute.type == "int":
        shifted = math.ceil(shifted) if sign < 0 else math.floor(shifted)
    elif isinstance(shifted, float):
        shifted = float(f"{shifted:.12g}")
    if sign < 0 and attribute.minimum is not None:
        return max(shifted, attribute.minimum)
    if sign > 0 and attribute.maximum is not None:
        return min(shifted, attribute.maximum)
    return shifted


def _shifted_duration(end: Duration, tolerance: Duration, sign: int) -> Duration:
    parts = [part + sign * more for part, more in zip(_parts(end), _parts(tolerance), strict=True)]
    if min(parts) >= 0:
        return Duration(int(parts[0]), int(parts[1]), parts[2])
    return Duration(seconds=max(0.0, end.length + sign * tolerance.length))


def _parts(duration: Duration) -> tuple[int, int, float]:
    return duration.months, duration.days, duration.seconds
