"""Aggregates over rows that may or may not be there.

A row counts surely (a *must*) if it is surely there, its filters are surely true and its
value is surely there; it counts perhaps (a *may*) if that is possible.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.edges import collect
from ccrules.conditions.items import Item, added, item_of, scaled
from ccrules.conditions.possible import Choice, Mask, Possible, Range, SomeSet
from ccrules.conditions.rows import is_ghost
from ccrules.facts.base import Entity

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Environment, Evaluator

Function = Callable[["Evaluator", tree.Aggregate, "Environment"], Possible]

#: A median over more members than this is bounded by the extremes of its members.
LARGEST_MEDIAN = 200_000


def _items(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Iterator[Item]:
    """The rows that count, or may."""
    joined = evaluator.joined(node)
    if joined is None:
        for sure, mask, many in evaluator.rows.run(node.loops, environment):
            item = item_of(evaluator.value(node.element, environment), sure and mask == p.TRUE, many)
            if item is not None:
                yield item
        return
    for sure, mask, many in evaluator.rows.run(node.loops[:-1], environment):
        certain = sure and mask == p.TRUE
        for item in joined.items(environment):
            yield item if certain and many == 1 else Item(item.value, item.must and certain, item.many * many)


def _unless_inapplicable(function: Function) -> Function:
    """The aggregate of something that is not applicable as a whole is not applicable."""

    def guarded(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
        state = evaluator.rows.may_be_inapplicable(node.loops[0], environment)
        if state == p.FALSE:
            return function(evaluator, node, environment)
        absent = p.not_applicable(node.type.kind)
        return absent if state == p.TRUE else p.join(function(evaluator, node, environment), absent)

    return guarded


# --- conditions ------------------------------------------------------------------------


def _any(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    return _first(evaluator, node, environment, p.TRUE)


def _all(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    return _first(evaluator, node, environment, p.FALSE)


def _first(evaluator: Evaluator, node: tree.Aggregate, environment: Environment, wanted: Mask) -> Mask:
    """One member that surely has the outcome decides; otherwise the opposite stays possible."""
    mask = p.NOT[wanted]
    for item in _items(evaluator, node, environment):
        if item.must and item.value == wanted:
            return wanted
        if item.value & wanted:
            mask = p.EITHER
    return mask


# --- numbers ---------------------------------------------------------------------------


def _count(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    least = most = 0.0
    for item in _items(evaluator, node, environment):
        least += item.many if item.must else 0
        most += item.many
    return Range(int(least), most if math.isinf(most) else int(most))


def _sum(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    lows, highs = [0], [0]
    for item in _items(evaluator, node, environment):
        low, high = item.value.low, item.value.high
        lows.append(scaled(low if item.must else min(0, low), item.many))
        highs.append(scaled(high if item.must else max(0, high), item.many))
    add = sum if node.type.integer else added
    return Range(add(lows), add(highs))


def _split(
    evaluator: Evaluator, node: tree.Aggregate, environment: Environment
) -> tuple[list[Item], list[Item]]:
    musts: list[Item] = []
    mays: list[Item] = []
    for item in _items(evaluator, node, environment):
        (musts if item.must else mays).append(item)
    return musts, mays


def _min(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    musts, mays = _split(evaluator, node, environment)
    if not musts and not mays:
        return p.NO_RANGE
    low = min(item.value.low for item in (*musts, *mays))
    high = min(i.value.high for i in musts) if musts else max(i.value.high for i in mays)
    return Range(low, high, na=not musts)


def _max(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    musts, mays = _split(evaluator, node, environment)
    if not musts and not mays:
        return p.NO_RANGE
    high = max(item.value.high for item in (*musts, *mays))
    low = max(i.value.low for i in musts) if musts else min(i.value.low for i in mays)
    return Range(low, high, na=not musts)


def _mean(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    return _between(*_split(evaluator, node, environment), _lowest_mean)


def _median(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    return _between(*_split(evaluator, node, environment), _lowest_median)


Values = list[tuple[Any, float]]


def _between(musts: list[Item], mays: list[Item], lowest: Callable[[Values, Values], Any]) -> Range:
    """Bound a mean or a median; the highest is the lowest of the mirror image."""
    if not musts and not mays:
        return p.NO_RANGE
    if not musts:
        return Range(min(i.value.low for i in mays), max(i.value.high for i in mays), na=True)
    low = lowest([(i.value.low, i.many) for i in musts], [(i.value.low, i.many) for i in mays])
    high = lowest([(-i.value.high, i.many) for i in musts], [(-i.value.high, i.many) for i in mays])
    return Range(low, -high)


def _lowest_mean(musts: Values, mays: Values) -> Any:
    """The least mean: members join from the lowest up, as long as each pulls it down."""
    chosen = list(musts)
    so_far, number = sum(scaled(v, n) for v, n in chosen), sum(n for _, n in chosen)
    for value, many in sorted(mays):
        if number and value >= so_far / number:
            break
        if math.isinf(many):
            return value
        chosen.append((value, many))
        so_far, number = so_far + scaled(value, many), number + many
    return added([scaled(v, n) for v, n in chosen]) / number


def _lowest_median(musts: Values, mays: Values) -> Any:
    """The least median, built the same way."""
    if sum(n for _, n in (*musts, *mays) if not math.isinf(n)) > LARGEST_MEDIAN:
        return min(value for value, _ in (*musts, *mays))
    members = sorted(value for value, many in musts for _ in range(int(many)))
    for value, many in sorted(mays):
        if value >= _middle(members):
            break
        if math.isinf(many):
            return value
        for _ in range(int(many)):
            bisect.insort(members, value)
    return _middle(members)


def _middle(members: list[Any]) -> Any:
    half = len(members) // 2
    if len(members) % 2:
        return members[half]
    if math.isinf(members[half - 1]) or math.isinf(members[half]):
        return members[half - 1] if math.isinf(members[half - 1]) else members[half]
    return (members[half - 1] + members[half]) / 2


def _share(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    """n/(n+r) with both bounded together: a member is on one side or on the other."""
    sums: dict[str, list[Any]] = {
        "most in": [0],
        "least in": [0],
        "most out": [0],
        "least out": [0],
        "sure": [0],
    }
    for sure, mask, many in evaluator.rows.run(node.loops, environment, keep_false=True):
        low, high, counts = _weight(evaluator.value(node.element, environment))
        if high is None or not mask & p.EITHER:
            continue
        if low < 0:
            return Range(-math.inf, math.inf, na=True)
        least = scaled(low, many) if sure and counts and not mask & p.NA else 0
        sums["sure"].append(least)
        if mask & p.TRUE:
            sums["most in"].append(scaled(high, many))
            sums["least in"].append(0 if mask & p.FALSE else least)
        if mask & p.FALSE:
            sums["most out"].append(scaled(high, many))
            sums["least out"].append(0 if mask & p.TRUE else least)
    return _ratio({name: added(values) for name, values in sums.items()})


def _ratio(total: dict[str, float]) -> Range:
    if total["most in"] + total["most out"] == 0:
        return p.NO_RANGE
    return Range(
        _part(total["least in"], total["most out"], if_nothing=1.0),
        _part(total["most in"], total["least out"], if_nothing=0.0),
        na=total["sure"] == 0,
    )


def _part(inside: float, outside: float, if_nothing: float) -> float:
    """Inside / (inside + outside), with the limits where one is unbounded or both are zero."""
    if math.isinf(outside):
        return 0.0
    if math.isinf(inside):
        return 1.0
    return inside / (inside + outside) if inside + outside else if_nothing


def _weight(value: Possible) -> tuple[Any, Any, bool]:
    """Lowest and highest weight, and whether it surely counts; things weigh one each."""
    if isinstance(value, Range):
        return (0, None, False) if value.empty else (value.low, value.high, not value.may_leave)
    assert isinstance(value, Choice)
    return (0, None, False) if value.empty else (1, 1, not value.may_leave)


def _distinct(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    sure: set[Any] = set()
    perhaps: set[Any] = set()
    open_rows, must = 0.0, False
    for item in _items(evaluator, node, environment):
        must = must or item.must
        values = _values(item.value)
        if values is None or len(values) > 1:
            open_rows += item.many
        else:
            (sure if item.must else perhaps).update(values)
    most = len(sure | perhaps) + open_rows
    limit = len(node.element.type.values) or (2 if node.element.type.kind == "bool" else math.inf)
    most = min(most, limit)
    return Range(max(len(sure), int(must)), most if math.isinf(most) else int(most))


def _values(value: Possible) -> tuple[Any, ...] | None:
    """The finitely many values something can take; None if there are too many."""
    if isinstance(value, int):
        return tuple(word for word, bit in ((True, p.TRUE), (False, p.FALSE)) if value & bit)
    if isinstance(value, Range):
        return (value.low,) if value.low == value.high else None
    assert isinstance(value, Choice)
    some = value.candidates or ()
    ghost = any(isinstance(one, Entity) and is_ghost(one) for one in some)
    return None if ghost else value.candidates


def _names(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    musts: set[Any] = set()
    more = False
    for item in _items(evaluator, node, environment):
        values = _values(item.value)
        if item.must and values is not None and len(values) == 1:
            musts.update(values)
        else:
            more = True
    return SomeSet(frozenset(musts), more)


def _consecutive(evaluator: Evaluator, node: tree.Aggregate, environment: Environment) -> Possible:
    """The length of the run that ends with the latest value; values not applicable are skipped."""
    loop = node.loops[0]
    members = list(evaluator.rows.members(loop, environment))
    if any(math.isinf(many) for _, _, many in members):
        return Range(0, math.inf)
    least = most = 0
    certain = True
    for member, sure, _ in reversed(members):
        environment[loop.variable.name] = member
        mask = evaluator.rows._filtered(loop, environment, p.TRUE, keep_false=True)
        value = evaluator.value(node.element, environment)
        if _gone(value):
            mask = p.NA
        elif _may_go(value):
            mask |= p.NA
        if not mask & (p.TRUE | p.NA):
            break
        certain = certain and sure and not mask & p.FALSE
        most += 1 if mask & p.TRUE else 0
        least += 1 if certain and mask == p.TRUE else 0
    return Range(least, most)


def _gone(value: Possible) -> bool:
    return value == p.NA if isinstance(value, int) else value.empty


def _may_go(value: Possible) -> bool:
    if isinstance(value, int):
        return bool(value & p.NA)
    return value.na if isinstance(value, SomeSet) else value.may_leave


AGGREGATE: dict[str, Function] = {
    "count": _unless_inapplicable(_count),
    "any": _unless_inapplicable(_any),
    "all": _unless_inapplicable(_all),
    "sum": _unless_inapplicable(_sum),
    "mean": _unless_inapplicable(_mean),
    "min": _unless_inapplicable(_min),
    "max": _unless_inapplicable(_max),
    "median": _unless_inapplicable(_median),
    "share": _unless_inapplicable(_share),
    "distinct": _unless_inapplicable(_distinct),
    "names": _unless_inapplicable(_names),
    "consecutive": _unless_inapplicable(_consecutive),
    "edges": collect,
}
