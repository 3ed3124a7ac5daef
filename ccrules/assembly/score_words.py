"""Scores in words. Nothing here shows a figure without what it rests on."""

from __future__ import annotations

import math
from fractions import Fraction

from ccrules.assembly.bounds import Sum
from ccrules.assembly.context import Context
from ccrules.errors import Message, message
from ccrules.text import number, percent

#: Shares this close to all are not told as all.
_ALMOST = 0.999


def nothing(context: Context) -> str:
    """Where no check applies."""
    return context.say(message("no score: no check applies"))


def score(context: Context, low: float, high: float, coverage: float | None) -> str:
    """An interval with its coverage.

    Args:
        context: the language.
        low: the least number of points.
        high: the greatest.
        coverage: the share of outcomes decided; None if there are none.
    """
    share = _share(context, coverage)
    if low == high:
        return context.say(
            message("{score} of 100, {share} of checks decided", score=_point(context, low), share=share)
        )
    if not coverage:
        return context.say(
            message(
                "anywhere between {low} and {high} of 100, no check decided",
                low=_floor(context, low),
                high=_ceiling(context, high),
            )
        )
    return context.say(
        message(
            "between {low} and {high} of 100, {share} of checks decided",
            low=_floor(context, low),
            high=_ceiling(context, high),
            share=share,
        )
    )


def gap(context: Context, title: str, aim: float, gap: tuple[float, float]) -> str:
    """How far a score is from what is aimed at."""
    least, most = gap
    target = _point(context, aim)
    if least == most == 0:
        return context.say(message("reaches {aim} ({title})", aim=target, title=title))
    if least == most:
        text = message(
            "{points} short of {aim} ({title})", points=_point(context, least), aim=target, title=title
        )
    elif least == 0:
        text = message(
            "at most {points} short of {aim}, perhaps reached ({title})",
            points=_ceiling(context, most),
            aim=target,
            title=title,
        )
    else:
        text = message(
            "between {low} and {high} short of {aim} ({title})",
            low=_floor(context, least),
            high=_ceiling(context, most),
            aim=target,
            title=title,
        )
    return context.say(text)


def gate(context: Context, title: str, cap: float, state: str, findings: int) -> str:
    """What a gate does."""
    return context.say(_gate(title, _point(context, cap), state, findings))


def _gate(title: str, cap: str, state: str, findings: int) -> Message:
    if state == "clear":
        return message("{title}: kept, so no cap", title=title)
    if state == "possible":
        return message("{title}: open; if not kept, the score is at most {cap}", title=title, cap=cap)
    if findings == 1:
        return message("{title}: not kept, so the score is at most {cap}", title=title, cap=cap)
    return message(
        "{title}: not kept ({findings} findings), so the score is at most {cap}",
        title=title,
        cap=cap,
        findings=findings,
    )


def arithmetic(
    context: Context,
    sums: tuple[Sum, Sum],
    before: tuple[float, float],
) -> tuple[str, ...]:
    """How the two ends of a score come about.

    Args:
        context: the language.
        sums: what was earned out of which weight, for the lowest and for the highest score.
        before: the two in points, before gates.
    """
    low, high = (_quotient(context, one, points) for one, points in zip(sums, before, strict=True))
    if low == high:
        return (low,)
    at_worst, at_best = (
        message("at worst {quotient}", quotient=low),
        message("at best {quotient}", quotient=high),
    )
    return context.say(at_worst), context.say(at_best)


def _quotient(context: Context, found: Sum, points: float) -> str:
    earned, weight = _plain(context, found.earned), _plain(context, found.weight)
    return f"100 × {earned} / {weight} = {_exactly(context, points)}"


def _plain(context: Context, value: Fraction) -> str:
    """With so many digits that the quotient can be worked out again."""
    exact = value * 100 == int(value * 100)
    return number(float(value), context.language, None if exact else 4)


def _exactly(context: Context, value: float) -> str:
    return number(value, context.language)


def _point(context: Context, value: float) -> str:
    """A figure that is fully known, to the nearest whole point."""
    return number(math.floor(value + 0.5), context.language)


def _floor(context: Context, value: float) -> str:
    return number(math.floor(value), context.language)


def _ceiling(context: Context, value: float) -> str:
    return number(math.ceil(value), context.language)


def _share(context: Context, coverage: float | None) -> str:
    known = coverage or 0.0
    return percent(known if known in (0.0, 1.0) else min(round(known, 2), _ALMOST), context.language)
