"""What a plugin's function may return: what it declares, or else the check that calls it breaks."""

from __future__ import annotations

import datetime
import math
import numbers
from typing import Any

from ccrules.conditions.functions import ORDERED, PluginFunction
from ccrules.conditions.possible import round12
from ccrules.errors import Message, message
from ccrules.values import Duration, Interval, NotPlain, OneOf, State, ends


class WrongResult(Exception):  # noqa: N818 - says what is wrong, and that is not the caller's error
    """A function returned what it does not declare.

    Args:
        what: what is wrong with the result.
    """

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))
        self.what = what


def checked(function: PluginFunction, value: Any) -> Any:
    """A result of the declared type inside the declared bounds.

    Args:
        function: the function.
        value: what it returned; :class:`~ccrules.values.NotPlain` if it handles the unknown.

    Raises:
        WrongResult: it is something else.
    """
    if not isinstance(value, NotPlain):
        return _plain(function, value)
    if not function.handles_unknown:
        raise _wrong_type(function, value)
    if isinstance(value, State):
        return value
    if isinstance(value, OneOf):
        return OneOf(tuple(_plain(function, candidate) for candidate in value._candidates))
    if not isinstance(value, Interval) or function.returns not in ORDERED:
        raise _wrong_type(function, value)
    return _interval(function, value)


def _interval(function: PluginFunction, value: Interval) -> Interval:
    low, high = (None if end is None else _plain(function, end) for end in ends(value))
    if low is not None and high is not None and low > high:
        raise WrongResult(message("it returned an interval from {low} to {high}", low=low, high=high))
    return Interval(low, high, value._low_open, value._high_open)


def _plain(function: PluginFunction, value: Any) -> Any:
    found = _of_type(function.returns, value)
    if found is None:
        raise _wrong_type(function, value)
    return _inside(function, found) if function.returns in ("int", "number") else found


def _inside(function: PluginFunction, value: float) -> float:
    """The number, if it lies between the bounds; one that only rounding took beyond is the bound."""
    low, high = function.minimum, function.maximum
    if low is not None and value < low:
        if round12(value) < low:
            what = message("it returned {value}, below its minimum {bound}", value=value, bound=low)
            raise WrongResult(what)
        return low
    if high is not None and value > high:
        if round12(value) > high:
            what = message("it returned {value}, above its maximum {bound}", value=value, bound=high)
            raise WrongResult(what)
        return high
    return value


def _of_type(kind: str, value: Any) -> Any:
    """The value, if it is of a type; None otherwise."""
    if kind == "bool":
        return value if isinstance(value, bool) else None
    if kind in ("int", "number"):
        return _number(value, whole=kind == "int")
    return value if isinstance(value, _KINDS[kind]) and not isinstance(value, datetime.datetime) else None


_KINDS: dict[str, type] = {"text": str, "date": datetime.date, "duration": Duration}


def _number(value: Any, whole: bool) -> float | None:
    """A finite number as Python's own; None if it is none."""
    if isinstance(value, bool) or not isinstance(value, numbers.Real) or not math.isfinite(value):
        return None
    if isinstance(value, numbers.Integral):
        return int(value)
    number = float(value)
    if whole:
        return int(number) if number.is_integer() else None
    return number


def _wrong_type(function: PluginFunction, value: Any) -> WrongResult:
    """The value is not shown: it may be large, or look different each time."""
    found = str(value) if isinstance(value, float) else type(value).__name__
    return WrongResult(message("it returned {found} instead of {kind}", found=found, kind=function.returns))
