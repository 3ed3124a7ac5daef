"""Why not: which parts keep a condition from being true."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.conditions import possible as p
from ccrules.conditions.tracing import Trace

#: Alternatives that are followed through a condition.
MOST_ALTERNATIVES = 12

#: Parts that would all have to be otherwise.
Stop = tuple[Trace, ...]


def stops(traces: Iterator[Trace] | tuple[Trace, ...]) -> tuple[Stop, ...]:
    """The smallest sets of parts whose being otherwise would make all of several conditions true.

    Args:
        traces: the conditions, such as the guard of a check and what it asks.

    Returns:
        Alternatives of equal size in the order of the text, at most :data:`MOST_ALTERNATIVES`;
        one empty set if the conditions are true already.
    """
    return _all(tuple(traces))


def _stops(trace: Trace) -> tuple[Stop, ...]:
    if trace.outcome == p.TRUE:
        return ((),)
    if trace.join == "and":
        return _all(trace.parts)
    if trace.join == "or":
        return _smallest([stop for part in trace.parts for stop in _stops(part)])
    return ((trace,),)


def _all(traces: tuple[Trace, ...]) -> tuple[Stop, ...]:
    """One alternative of each, together."""
    found: list[Stop] = [()]
    for trace in traces:
        found = _distinct([(*before, *more) for before in found for more in _stops(trace)])
        found = found[:MOST_ALTERNATIVES]
    return _smallest(found)


def _smallest(found: list[Stop]) -> tuple[Stop, ...]:
    least = min(map(len, found), default=0)
    return tuple(_distinct([stop for stop in found if len(stop) == least])[:MOST_ALTERNATIVES])


def _distinct(found: list[Stop]) -> list[Stop]:
    """Without those that name the same parts twice."""
    return list({tuple(id(trace) for trace in stop): stop for stop in found}.values())


def open_parts(trace: Trace) -> Iterator[Trace]:
    """The innermost parts that are open and whose answer still matters.

    Args:
        trace: a condition.
    """
    if p.decided(trace.value):
        return
    if not trace.join:
        yield trace
    for part in trace.parts if trace.join else ():
        yield from open_parts(part)
