"""The contract of functions of the condition language: what they declare is so.

Where an argument is not known, verdicts rest on what a function declares: its bounds, the
arguments on which it is monotone, and what it says itself if it handles the unknown. A false
declaration gives false verdicts, and no case with plain numbers would notice. So an author
tries it with many values::

    from ccrules.testing import function_problems

    def test_it_keeps_what_it_declares():
        assert function_problems(days_to_clear, ranges=[(0, 10_000), (0, 10_000)]) == []

It needs `hypothesis`, which a package has among its own test dependencies.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from ccrules.conditions.functions import ORDERED, PluginFunction
from ccrules.conditions.plugin_results import WrongResult, checked
from ccrules.errors import NOWHERE, Problem, UsageError, message
from ccrules.values import UNKNOWN, Duration, Interval, NotPlain, OneOf, State, ends

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

#: Examples of each property.
EXAMPLES = 200
#: What two results may differ by that only rounding took apart, in parts of the larger.
ROUNDING = 1e-9

Range = tuple[Any, Any]
#: Numbers that are tried where nothing else is said; and dates, and seconds of durations.
WIDEST: Range = (-1e6, 1e6)
DEFAULTS: dict[str, Range] = {
    "date": (datetime.date(1990, 1, 1), datetime.date(2060, 12, 31)),
    "duration": (0, 1e9),
}


class _Broken(AssertionError):  # noqa: N818 - says what is broken
    """A declaration that does not hold."""


def function_problems(
    function: PluginFunction, ranges: Sequence[Range | None] = (), examples: int = EXAMPLES
) -> list[str]:
    """What a function declares and does not keep.

    Args:
        function: the function.
        ranges: for each argument the lowest and highest value that conditions can give it; None or
            left out for any.
        examples: how often each declaration is tried.

    Returns:
        One sentence for each declaration that is broken, with the smallest example found.

    Raises:
        UsageError: `hypothesis` is not installed.
    """
    limits = [*ranges, *(None for _ in function.arguments[len(ranges) :])]
    arguments = [_strategy(kind, limit) for kind, limit in zip(function.arguments, limits, strict=True)]
    tried: list[tuple[Callable[..., None], list[Any]]] = [(_returns(function), arguments)]
    for at, direction in enumerate(function.monotone):
        if direction:
            tried.append((_rises(function, at, direction), [*arguments, arguments[at]]))
    if function.handles_unknown:
        tried += [(_covers(function, at), [*arguments, arguments[at]]) for at in range(len(arguments))]
    return [said for test, given in tried if (said := _tried(test, given, examples))]


def _tried(test: Callable[..., None], strategies: list[Any], examples: int) -> str:
    """What the first declaration that breaks says; empty if it holds."""
    hypothesis = _hypothesis()
    settings = hypothesis.settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        print_blob=False,
        suppress_health_check=list(hypothesis.HealthCheck),
    )

    def once(values: Any) -> None:
        test(*values)

    given = hypothesis.given(hypothesis.strategies.tuples(*strategies))
    try:
        settings(given(once))()
    except _Broken as broken:
        return str(broken)
    return ""


def _returns(function: PluginFunction) -> Callable[..., None]:
    """It returns what it declares, twice the same."""

    def test(*arguments: Any) -> None:
        first = _result(function, arguments)
        if first != _result(function, arguments):
            raise _Broken(f"{_call(function, arguments)} gives another result the second time")

    return test


def _rises(function: PluginFunction, at: int, direction: str) -> Callable[..., None]:
    """As one argument grows, the result never goes the wrong way."""

    def test(*given: Any) -> None:
        arguments, other = list(given[:-1]), given[-1]
        low, high = sorted((arguments[at], other), key=_size)
        results = []
        for value in (low, high):
            arguments[at] = value
            results.append(_result(function, arguments))
        first, second = map(_size, results)
        wrong = second < first if direction == "rising" else second > first
        if wrong and abs(second - first) > ROUNDING * max(abs(first), abs(second), 1):
            arguments[at] = low
            said = f"{_call(function, arguments)} is {results[0]!r}"
            raise _Broken(
                f"{said}; with {high!r} as argument {at + 1} it is {results[1]!r}, so it is not {direction}"
            )

    return test


def _covers(function: PluginFunction, at: int) -> Callable[..., None]:
    """What it says of an argument that is not known holds the result for whatever the argument is."""

    def test(*given: Any) -> None:
        arguments, other = list(given[:-1]), given[-1]
        definite = [
            _result(function, [*arguments[:at], value, *arguments[at + 1 :]])
            for value in (arguments[at], other)
        ]
        for open_argument in _open(function.arguments[at], arguments[at], other):
            asked = [*arguments[:at], open_argument, *arguments[at + 1 :]]
            said = _result(function, asked)
            missed = [one for one in definite if not _holds(said, one)]
            if missed:
                raise _Broken(f"{_call(function, asked)} is {said!r}, which leaves out {missed[0]!r}")

    return test


def _open(kind: str, one: Any, other: Any) -> Iterator[NotPlain]:
    """Arguments of which nobody knows more than that they may be these two."""
    yield UNKNOWN
    if kind in ORDERED:
        yield Interval(*sorted((one, other), key=_size))
    if one != other:
        yield OneOf((one, other))


def _holds(said: Any, one: Any) -> bool:
    """Whether a result that is perhaps open leaves a definite one possible."""
    if said is UNKNOWN:
        return True
    if isinstance(said, State):
        return said is one
    if isinstance(said, OneOf):
        return one in said._candidates
    if isinstance(said, Interval):
        low, high = ends(said)
        slack = ROUNDING * max(abs(_size(one)), 1)
        return (low is None or _size(low) - slack <= _size(one)) and (
            high is None or _size(one) <= _size(high) + slack
        )
    return bool(said == one)


def _result(function: PluginFunction, arguments: Sequence[Any]) -> Any:
    try:
        return checked(function, function.call(*arguments))
    except WrongResult as error:
        raise _Broken(f"{_call(function, arguments)}: {error}") from error
    except Exception as error:
        raise _Broken(f"{_call(function, arguments)} raises {type(error).__name__}: {error}") from error


def _call(function: PluginFunction, arguments: Sequence[Any]) -> str:
    return f"{function.name}({', '.join(map(repr, arguments))})"


def _size(value: Any) -> float:
    """A number by which values of an ordered type, and yes and no, are compared."""
    if isinstance(value, Duration):
        return float(value.seconds)
    return float(value.toordinal()) if isinstance(value, datetime.date) else float(value)


def _strategy(kind: str, limits: Range | None) -> SearchStrategy[Any]:
    """Values of an argument."""
    some = _hypothesis().strategies
    low, high = limits or DEFAULTS.get(kind, WIDEST)
    strategy: SearchStrategy[Any]
    if kind == "number":
        strategy = some.floats(low, high, allow_nan=False) | some.integers(int(low), int(high)).map(float)
    elif kind == "int":
        strategy = some.integers(int(low), int(high))
    elif kind == "date":
        strategy = some.dates(low, high)
    elif kind == "duration":
        strategy = some.integers(int(low), int(high)).map(Duration)
    else:
        strategy = some.booleans() if kind == "bool" else some.text(max_size=40)
    return strategy


def _hypothesis() -> Any:
    try:
        import hypothesis.strategies
    except ImportError as error:
        what = message("this test needs the package {name}", name="hypothesis")
        hint = message("pip install {name}", name="hypothesis")
        raise UsageError(Problem(NOWHERE, what, hint)) from error
    return hypothesis
