"""Checks that seem to say something twice, to leave something out, or to contradict one another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from itertools import combinations

from ccrules.conditions import tree
from ccrules.errors import Message, message
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset import bands
from ccrules.ruleset.bands import Band
from ccrules.ruleset.likeness import Shape, conjuncts, negated, shape
from ccrules.ruleset.model import Check, Method, Remark
from ccrules.ruleset.remarks import CONTRADICTION, DUPLICATE, GAP, OVERLAP, SHADOWED


def likely_mistakes(method: Method) -> Iterator[Remark]:
    """Remarks on checks compared with one another.

    Args:
        method: its conditions are compared as written; values of parameters are those in force.

    Yields:
        Checks with the same condition (R012), checks that fail only where another fails (R013), bands of
        one figure with a single value between them (R014) or that overlap in part (R015), and checks of
        which one fails whatever the facts (R016), with facts that show it.
    """
    checks = [one for one in method.checks.values() if one.question and not one.off and not one.over_outcomes]
    on_bands = [remark for group in bands.groups(checks) for remark in _of_bands(group, method)]
    told = {remark.of for remark in on_bands if remark.code == CONTRADICTION}
    yield from (one for one in _alike(checks) if one.code != CONTRADICTION or one.of not in told)
    yield from on_bands


Asked = frozenset[Shape]


def _asked(check: Check) -> Asked:
    """Everything that must hold for a check to fail."""
    parts = (*conjuncts(check.question.applies), *conjuncts(check.question.when))
    return frozenset(map(shape, parts))


def _alike(checks: Iterable[Check]) -> Iterator[Remark]:
    asked = [(check, _asked(check)) for check in checks]
    for (one, of_one), (other, of_other) in combinations(asked, 2):
        if one.subject != other.subject:
            continue
        if of_one == of_other:
            yield Remark(DUPLICATE, other.place, _same(other, one), _MERGE, other.id)
        elif of_one < of_other:
            yield Remark(SHADOWED, other.place, _only_where(other, one), _WIDEN, other.id)
        elif of_other < of_one:
            yield Remark(SHADOWED, one.place, _only_where(one, other), _WIDEN, one.id)
        elif _opposite(one, other):
            yield Remark(CONTRADICTION, other.place, _one_fails(one, other), _WHICH, other.id)


def _opposite(one: Check, other: Check) -> bool:
    """Whether, wherever they apply, one is wrong where the other is not."""
    guards = [frozenset(map(shape, conjuncts(check.question.applies))) for check in (one, other)]
    asked = [[shape(part) for part in conjuncts(check.question.when)] for check in (one, other)]
    return (
        guards[0] == guards[1] and len(asked[0]) == len(asked[1]) == 1 and negated(asked[0][0]) == asked[1][0]
    )


_MERGE = message("make them one, or say what sets them apart")
_WIDEN = message("let the wider one exclude this case, or make them one with a severity that depends on it")
_WHICH = message("no subject can pass both: decide which of the two is wrong")


def _same(one: Check, other: Check) -> Message:
    return message("{id} asks the same as {other}", id=one.id, other=other.id)


def _only_where(one: Check, other: Check) -> Message:
    return message("{id} fails only where {other} fails too", id=one.id, other=other.id)


def _one_fails(one: Check, other: Check) -> Message:
    return message("whatever the facts, {one} or {other} fails", one=one.id, other=other.id)


# --- bands -------------------------------------------------------------------------------


def _of_bands(group: bands.Group, method: Method) -> Iterator[Remark]:
    covering = bands.cover(group)
    if len({band.check.id for band in covering}) > 1 and all(band.is_all for band in covering):
        yield _contradiction(covering, method)
        return
    for band, around in bands.held(group):
        if around.holds(band) and band.holds(around):
            continue  # the checks ask the same, which is told of them as a whole
        yield Remark(SHADOWED, band.check.place, _only_where(band.check, around.check), _WIDEN, band.check.id)
    for one, other, both in bands.overlaps(group):
        yield Remark(OVERLAP, other.check.place, _overlap(one, other, both), _EDGES, other.check.id)
    for one, other, value in bands.gaps(group):
        if one.check is not other.check:
            yield Remark(GAP, other.check.place, _gap(one, other, value), _EDGES, other.check.id)


_EDGES = message("let one band begin where the other ends: < beside >=, <= beside >")


def _overlap(one: Band, other: Band, both: Band) -> Message:
    return message(
        "{one} and {other} both fail for {figure} {range}",
        one=one.check.id, other=other.check.id, figure=_figure(one), range=_range(both),
    )  # fmt: skip


def _gap(one: Band, other: Band, value: float) -> Message:
    return message(
        "between {one} and {other}, {figure} = {value} alone passes",
        one=one.check.id, other=other.check.id, figure=_figure(one), value=_number(value),
    )  # fmt: skip


def _contradiction(covering: Iterable[Band], method: Method) -> Remark:
    some = list(covering)
    names = ", ".join(dict.fromkeys(band.check.id for band in some))
    shown = "; ".join(f"{band.check.id}: {_example(band, method)}" for band in some)
    what = message(
        "whatever {figure} is, one of {names} fails; for example {facts}",
        figure=_figure(some[0]), names=names, facts=shown,
    )  # fmt: skip
    return Remark(CONTRADICTION, some[-1].check.place, what, _WHICH, some[-1].check.id)


def _example(band: Band, method: Method) -> str:
    """Facts for which a check fails, as a fact file would give them; a plain comparison if it is computed."""
    figure, value = band.figure, _number(_inside(band))
    if not isinstance(figure, tree.Field) or figure.attribute.type not in ("int", "number"):
        return f"{_figure(band)} = {value}"
    entity = method.vocabulary[str(figure.base.type.entity)]
    if entity.name == ORGANISATION or entity.singleton:
        return f"{entity.name}: {{{figure.attribute.name}: {value}}}"
    return f"{entity.plural}: [{{id: example, {figure.attribute.name}: {value}}}]"


def _inside(band: Band) -> float:
    """A value inside a band, a plain one if possible."""
    if band.with_low and not math.isinf(band.low):
        return band.low
    if band.with_high and not math.isinf(band.high):
        return band.high
    if math.isinf(band.low):
        return 0.0 if math.isinf(band.high) else band.high - 1
    return band.low + 1 if math.isinf(band.high) else (band.low + band.high) / 2


def _figure(band: Band) -> str:
    """The figure as its author wrote it."""
    for name in ("when", "applies"):
        written, root = band.check.question.texts.get(name), getattr(band.check.question, name)
        if written is not None and any(part is band.figure for part in tree.walk(root)):
            return " ".join(written.text[band.figure.start : band.figure.end].split())
    return band.check.id


def _range(band: Band) -> str:
    if band.low == band.high:
        return f"= {_number(band.low)}"
    low = "" if math.isinf(band.low) else f"{'>=' if band.with_low else '>'} {_number(band.low)}"
    high = "" if math.isinf(band.high) else f"{'<=' if band.with_high else '<'} {_number(band.high)}"
    return " ".join(filter(None, (low, high)))


def _number(value: float) -> str:
    return f"{value:.12g}"
