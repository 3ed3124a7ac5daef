"""Bounds, kinds and units of values in words."""

from __future__ import annotations

from ccrules.documenting.writing import Writing
from ccrules.facts.vocabulary import Attribute
from ccrules.ruleset.model import Parameter
from ccrules.text import unit_text
from ccrules.values import SECONDS_PER_DAY, SECONDS_PER_MONTH, Duration


def bounds(parameter: Parameter, writing: Writing) -> str:
    """What a parameter may be set to."""
    if parameter.values:
        return writing.listing(writing.value(one, "", parameter.labels) for one in parameter.values)
    return _between(parameter.minimum, parameter.maximum, parameter.type, parameter.unit, writing)


def kind(attribute: Attribute, writing: Writing) -> str:
    """What sort of value an attribute has, with its bounds or choices."""
    text = writing.say(f"type.{attribute.type}")
    if attribute.set:
        text = writing.say("type.set", of=text)
    if attribute.series:
        text = writing.say("type.series", of=text)
    more = [_unit(attribute, writing)]
    more.append(_between(attribute.minimum, attribute.maximum, attribute.type, attribute.unit, writing))
    return ", ".join([text, *(one for one in more if one)])


def _unit(attribute: Attribute, writing: Writing) -> str:
    if not attribute.unit:
        return ""
    return writing.say("type.unit", unit=unit_text(attribute.unit, writing.language))


def _between(low: float | None, high: float | None, type: str, unit: str, writing: Writing) -> str:
    if low is None and high is None:
        return ""
    first, last = (_bound(one, type, unit, writing) for one in (low, high))
    if low is None or high is None:
        return writing.say("bound.from" if high is None else "bound.to", bound=first or last)
    return writing.say("bound.both", low=first, high=last)


def _bound(bound: float | None, type: str, unit: str, writing: Writing) -> str:
    if bound is None:
        return ""
    return writing.value(_length(bound)) if type == "duration" else writing.value(bound, unit)


def _length(seconds: float) -> Duration:
    """A bound as the calendar unit it was most likely written in."""
    if seconds and seconds % SECONDS_PER_MONTH == 0:
        return Duration(months=int(seconds / SECONDS_PER_MONTH))
    if seconds and seconds % SECONDS_PER_DAY == 0:
        return Duration(days=int(seconds / SECONDS_PER_DAY))
    return Duration(seconds=seconds)
