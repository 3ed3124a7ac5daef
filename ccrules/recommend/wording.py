"""The arithmetic of a priority in words."""

from __future__ import annotations

from decimal import Decimal

from ccrules.errors import Message, message
from ccrules.recommend.model import Gain, Priority, Term
from ccrules.text import number, translate


def formula(priority: Priority, language: str) -> str:
    """The whole arithmetic on one line: ``(4 × 0.8 + 8 × 1 × 0.6) × 1.75 / 2 = 7``.

    Confidence, and what actions before it leave, are left out where they are 1.

    Args:
        priority: the priority.
        language: ``en`` or ``fr``.
    """
    products = " + ".join(_product(gain, language) for gain in priority.gains) or "0"
    benefit = f"({products})" if len(priority.gains) > 1 else products
    factors = f"{benefit} × {_decimal(priority.objectives, language)} / {_decimal(priority.effort, language)}"
    arithmetic = f"{factors} = {_decimal(priority.own, language)}"
    if not priority.waiting:
        return arithmetic
    raised = message(
        "{arithmetic}; raised to {value}, because {waiting} waits for it",
        arithmetic=arithmetic,
        value=_decimal(priority.value, language),
        waiting=priority.waiting,
    )
    return translate(raised, language)


def term_label(term: Term, language: str) -> str:
    """What a term is, for people: ``severity of MAIL-001``, ``effort``.

    Args:
        term: the term.
        language: ``en`` or ``fr``.
    """
    return translate(_LABELS[term.name](term.about), language)


def _severity(about: str) -> Message:
    return message("severity of {what}", what=about)


def _extent(about: str) -> Message:
    return message("extent of {what}", what=about)


def _confidence(about: str) -> Message:
    return message("confidence in {what}", what=about)


def _novelty(about: str) -> Message:
    return message("share of {what} left by the actions before", what=about)


def _objectives(_: str) -> Message:
    return message("client's objectives")


def _effort(_: str) -> Message:
    return message("effort")


def _inherited(about: str) -> Message:
    return message("priority of {what}, which waits for it", what=about)


_LABELS = {
    "severity": _severity,
    "extent": _extent,
    "confidence": _confidence,
    "novelty": _novelty,
    "objectives": _objectives,
    "effort": _effort,
    "inherited": _inherited,
}


def _product(gain: Gain, language: str) -> str:
    factors = [gain.severity, gain.extent]
    factors += [factor for factor in (gain.confidence, gain.novelty) if factor != 1]
    return " × ".join(_decimal(factor, language) for factor in factors)


def _decimal(value: Decimal, language: str) -> str:
    exponent = value.normalize().as_tuple().exponent
    assert isinstance(exponent, int)  # never infinite: products of finite numbers
    return number(float(value), language, decimals=max(0, -exponent))
