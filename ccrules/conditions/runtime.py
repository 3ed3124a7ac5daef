"""What compiled conditions call: plain arithmetic that refuses anything not plainly known.

Each function agrees with the set-valued evaluator wherever its arguments are plain, and
raises :class:`~ccrules.values.Undecided` where the evaluator must have its say.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from ccrules.conditions.possible import Age, round12
from ccrules.values import (
    NONE,
    NOT_APPLICABLE,
    NOT_COLLECTED,
    UNKNOWN,
    Computed,
    Interval,
    NotPlain,
    OneOf,
    PartialSet,
    Series,
    Undecided,
)


class FunctionFailed(Exception):  # noqa: N818 - carries the exception of a plugin's function
    """A plugin's function raised; the check gives an error outcome and the run goes on.

    Args:
        name: the function.
        cause: what it raised.
    """

    def __init__(self, name: str, cause: Exception) -> None:
        super().__init__(f"{name}: {type(cause).__name__}: {cause}")
        self.name, self.cause = name, cause


def plain(value: Any) -> Any:
    """The value itself, if it is plain."""
    if isinstance(value, NotPlain):
        raise Undecided
    return value


def undecided() -> Any:
    """Leave the question to the set-valued evaluator."""
    raise Undecided


def exists(value: Any) -> bool:
    """Whether something is known to be there."""
    if value is NONE or value.__class__ is frozenset:
        return value is not NONE and bool(value)
    if isinstance(value, Interval | OneOf) or not isinstance(value, NotPlain):
        return True
    raise Undecided


def known(value: Any) -> bool:
    """Whether somebody could tell."""
    if value is UNKNOWN:
        return False
    if value is NOT_COLLECTED or value is NOT_APPLICABLE or isinstance(value, Computed | PartialSet):
        raise Undecided
    return True


def differ(value: Any) -> bool:
    """Whether sources differ: not if they leave one plain value."""
    plain(value)
    return False


def mean(values: list[Any]) -> float:
    """The arithmetic mean; left to the evaluator if there is nothing to take it of."""
    if not values:
        raise Undecided
    return math.fsum(values) / len(values)


def median(values: list[Any]) -> Any:
    """The middle value, or the mean of the two middle ones."""
    if not values:
        raise Undecided
    values.sort()
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def lowest(values: Iterable[Any]) -> Any:
    """The least of plain values."""
    return _extreme(values, min)


def highest(values: Iterable[Any]) -> Any:
    """The greatest of plain values."""
    return _extreme(values, max)


def _extreme(values: Iterable[Any], choose: Callable[[list[Any]], Any]) -> Any:
    found = list(values)
    if not found:
        raise Undecided
    return choose(found)


def share(pairs: Iterable[tuple[Any, bool]]) -> float:
    """The part of the weight that lies with members for which the condition holds."""
    inside: list[Any] = []
    outside: list[Any] = []
    for weight, holds in pairs:
        if weight < 0:
            raise Undecided
        (inside if holds else outside).append(weight)
    total_in, total_out = math.fsum(inside), math.fsum(outside)
    return total_in / (total_in + total_out)


def consecutive(holds: list[bool]) -> int:
    """The length of the run of true values at the end."""
    run = 0
    for one in reversed(holds):
        if not one:
            break
        run += 1
    return run


def from_end(series: Any, back: int) -> Any:
    """The last value of a series, or one before it."""
    if not isinstance(series, Series) or len(series) < back:
        raise Undecided
    return series[-back].value


NAMESPACE: dict[str, Any] = {
    "Undecided": Undecided,
    "FunctionFailed": FunctionFailed,
    "Age": Age,
    "fsum": math.fsum,
    "round12": round12,
    "plain": plain,
    "undecided": undecided,
    "exists": exists,
    "known": known,
    "differ": differ,
    "mean": mean,
    "median": median,
    "lowest": lowest,
    "highest": highest,
    "share": share,
    "consecutive": consecutive,
    "from_end": from_end,
}
