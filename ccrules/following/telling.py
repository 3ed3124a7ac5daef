"""Values of an assessment's JSON as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ccrules.assessment import AttributeInfo
from ccrules.facts.times import read_date, read_duration
from ccrules.facts.words import BadValue
from ccrules.text import listing, number, shown, state
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN, Interval, State

#: What stands for a fact that is not in an assessment.
ABSENT: Any = object()

_STATES: Mapping[str, State] = {one._word: one for one in (UNKNOWN, NONE, NOT_APPLICABLE, NOT_COLLECTED)}


def told(value: Any, info: AttributeInfo, language: str) -> str:
    """A value of a fact in words.

    Args:
        value: plain JSON as in ``facts`` of an assessment, or :data:`ABSENT`.
        info: its attribute.
        language: ``en`` or ``fr``.
    """
    if value is ABSENT:
        return state(NOT_COLLECTED, language)
    if isinstance(value, Mapping):
        return _told_mapping(value, info, language)
    if isinstance(value, list | tuple):
        return listing([told(one, info, language) for one in value], language)
    if isinstance(value, str):
        return shown(_typed(value, info), language, info.unit)
    return shown(value, language, info.unit)


def _typed(value: str, info: AttributeInfo) -> Any:
    """A text as what it stands for: a date, a length of time, a reference, the label of a choice."""
    if info.type == "ref":
        return value.partition("/")[2] or value
    if value in info.values:
        return info.values[value]
    try:
        if info.type == "date":
            return read_date(value)
        if info.type == "duration":
            return read_duration(value)
    except (ValueError, BadValue):
        return value
    return value


def _told_mapping(value: Mapping[str, Any], info: AttributeInfo, language: str) -> str:
    if "state" in value:
        return state(_STATES.get(str(value["state"]), UNKNOWN), language)
    if "any_of" in value:
        return listing([told(one, info, language) for one in value["any_of"]], language, join="or")
    if "at_least" in value:
        return told(value["at_least"], info, language) + " …"
    if "when" in value:
        return _told_point(value, info, language)
    if "members" in value or "total" in value:
        return _told_members(value, language)
    low, high = (_bound(value.get(name), info) for name in ("low", "high"))
    return shown(Interval(low, high), language, info.unit)


def _bound(value: Any, info: AttributeInfo) -> Any:
    return _typed(value, info) if isinstance(value, str) else value


def _told_point(value: Mapping[str, Any], info: AttributeInfo, language: str) -> str:
    """A point of a series: its period and its value, or its value alone where it has no period."""
    point, when = told(value.get("value"), info, language), value["when"]
    if when is None:
        return point
    return f"{told(when, AttributeInfo(type='date'), language)} {point}"


def _told_members(value: Mapping[str, Any], language: str) -> str:
    """How many there are, and how they are sorted where that is all that is known."""
    size = value.get("total", len(value.get("members", ())))
    counted = [
        f"{name} {choice}: {number(many, language)}"
        for name, some in value.get("counts", {}).items()
        for choice, many in some.items()
    ]
    text = "; ".join([number(size, language), *counted])
    return text if value.get("complete", True) else f"{text} …"
