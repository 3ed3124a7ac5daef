"""Calling the functions that plugins add, also where their arguments are open.

A function is called with plain values. Where an argument is open, it is called for each value the
argument may have, if they are few, and at both ends of an interval on which it is monotone: the
result lies between what comes of that. Otherwise all that the function declares to return is
possible. A function that handles the unknown is asked itself.
"""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions.functions import PluginFunction
from ccrules.conditions.plugin_results import WrongResult, checked
from ccrules.conditions.possible import Choice, Possible, Range
from ccrules.conditions.runtime import FunctionFailed
from ccrules.conditions.types import attribute_type
from ccrules.errors import message
from ccrules.values import (
    NONE,
    NOT_APPLICABLE,
    UNKNOWN,
    Duration,
    Interval,
    NotPlain,
    OneOf,
    State,
    Undecided,
    ends,
)

#: Calls of one function for one result; where it would take more, its bounds must do.
MOST_CALLS = 64

#: An argument for the lowest result and for the highest; None where it has no such end.
Pair = tuple[Any, Any]


def guarded(function: PluginFunction) -> Callable[..., Any]:
    """A function for compiled conditions: what it raises names it, what it returns is checked.

    Args:
        function: the function; it is called with plain values.
    """

    def run(*arguments: Any) -> Any:
        found = _called(function, arguments)
        if isinstance(found, NotPlain):
            raise Undecided
        return found

    return run


def result(function: PluginFunction, arguments: Sequence[Possible]) -> Possible:
    """What a function can return.

    Args:
        function: the function.
        arguments: what each argument can be.

    Raises:
        FunctionFailed: it raised, or returned what it does not declare.
    """
    values = [_values(argument) for argument in arguments]
    states = [_states(argument) for argument in arguments]
    if function.handles_unknown:
        return _asked(function, [_as_one(some) + more for some, more in zip(values, states, strict=True)])
    absent = p.not_applicable(attribute_type(function.result).kind)
    if not all(values):
        return absent
    found = _bounded(function, values)
    return p.join(found, absent) if any(states) else found


def _called(function: PluginFunction, arguments: Sequence[Any]) -> Any:
    try:
        return checked(function, function.call(*arguments))
    except Undecided as error:
        what = message("it computes with an argument that is not known")
        raise FunctionFailed(function.name, WrongResult(what)) from error
    except SystemExit as error:
        raise FunctionFailed(function.name, RuntimeError(f"SystemExit: {error}")) from error
    except Exception as error:
        raise FunctionFailed(function.name, error) from error


def _lifted(function: PluginFunction, value: Any) -> Possible:
    return p.lift(function.result, attribute_type(function.result), value)


# --- what an argument can be -----------------------------------------------------------


def _values(argument: Possible) -> list[Any]:
    """The plain values it may have; one that is not plain where they are too many to list."""
    if isinstance(argument, int):
        return [word for word, bit in ((True, p.TRUE), (False, p.FALSE)) if argument & bit]
    if isinstance(argument, Choice):
        return [UNKNOWN] if argument.candidates is None else list(argument.candidates)
    assert isinstance(argument, Range)
    if argument.empty:
        return []
    if argument.low == argument.high:
        return [argument.low]
    low, high = (end if _finite(end) else None for end in (argument.low, argument.high))
    return [Interval(low, high, argument.low_open, argument.high_open)]


def _finite(end: Any) -> bool:
    """Whether an end is a value, and not what stands for there being none."""
    if isinstance(end, Duration):
        return math.isfinite(end.seconds)
    if isinstance(end, datetime.date):
        return datetime.date.min < end < datetime.date.max
    return math.isfinite(end)


def _states(argument: Possible) -> list[State]:
    """Whether it may be absent or not applicable."""
    if isinstance(argument, int):
        return [NOT_APPLICABLE] if argument & p.NA else []
    assert isinstance(argument, Range | Choice)
    return [state for state, may_be in ((NONE, argument.none), (NOT_APPLICABLE, argument.na)) if may_be]


def _as_one(values: list[Any]) -> list[Any]:
    return [OneOf(tuple(values))] if len(values) > 1 else values


# --- functions of plain values ---------------------------------------------------------


def _bounded(function: PluginFunction, values: list[list[Any]]) -> Possible:
    """What lies between the results for the values and the ends of intervals."""
    if all(len(some) == 1 and not isinstance(some[0], NotPlain) for some in values):
        return _lifted(function, _called(function, [some[0] for some in values]))
    directions = itertools.chain(function.monotone, itertools.repeat(""))
    pairs = [list(_pairs(some, direction)) for some, direction in zip(values, directions, strict=False)]
    everything = p.universe(function.result, attribute_type(function.result))
    if not 0 < math.prod(map(len, pairs)) <= MOST_CALLS:
        return everything
    found: Possible | None = None
    for each in itertools.product(*pairs):
        low = _end(function, [low for low, _ in each], everything, 0)
        high = _end(function, [high for _, high in each], everything, 1)
        both = p.join(low, high)
        found = both if found is None else p.join(found, both)
    assert found is not None
    return found


def _pairs(values: list[Any], direction: str) -> Iterator[Pair]:
    """Each value, or both ends of an interval; nothing where that does not tell what lies between."""
    for value in values:
        if not isinstance(value, NotPlain):
            yield value, value
        elif isinstance(value, Interval) and direction:
            low, high = ends(value)
            yield (low, high) if direction == "rising" else (high, low)


def _end(function: PluginFunction, arguments: list[Any], everything: Possible, which: int) -> Possible:
    """The lowest or highest result: that of everything where an argument has no such end, or is refused.

    What is refused need not be what the argument turns out to be, so it is no failure yet.
    """
    if None not in arguments:
        with suppress(FunctionFailed):
            return _lifted(function, _called(function, arguments))
    if isinstance(everything, Range):
        return p.point((everything.low, everything.high)[which])
    return (p.FALSE, p.TRUE)[which] if isinstance(everything, int) else everything


# --- functions that handle the unknown -------------------------------------------------


def _asked(function: PluginFunction, options: list[list[Any]]) -> Possible:
    """What the function itself says of each combination of values and states."""
    if math.prod(map(len, options)) > MOST_CALLS:
        anything = replace(function.result, optional=True, always_applicable=False)
        return p.universe(anything, attribute_type(anything))
    found: Possible | None = None
    for arguments in itertools.product(*options):
        one = _lifted(function, _called(function, arguments))
        if not p.decided(one) and all(map(_is_known, arguments)):
            what = message("it returned no definite value, though all its arguments are known")
            raise FunctionFailed(function.name, WrongResult(what))
        found = one if found is None else p.join(found, one)
    assert found is not None
    return found


def _is_known(value: Any) -> bool:
    return value is NONE or value is NOT_APPLICABLE or not isinstance(value, NotPlain)
