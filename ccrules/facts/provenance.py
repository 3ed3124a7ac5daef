"""What the long form says of a value's source: who, when, how sure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ccrules.documents import Mapping, is_empty
from ccrules.errors import Problem, message
from ccrules.facts.amounts import parse_number
from ccrules.facts.combining import ORDERED_TYPES
from ccrules.facts.nodes import Collecting, parsed, refuse_other_keys, text_of, written, wrong
from ccrules.facts.origins import Origin
from ccrules.facts.times import read_date, read_duration
from ccrules.facts.vocabulary import Attribute

#: Keys of the long form of a value.
LONG_FORM = ("value", "state", "tolerance", "sample", "source", "by", "on", "until", "evidence", "confirmed")


def read_origin(attribute: Attribute, node: Mapping, value: Any, problems: list[Problem]) -> Origin:
    """Read everything beside ``value`` in a long form.

    Args:
        attribute: what the value is of.
        node: the long form.
        value: the value as read.
        problems: takes what is wrong.

    Returns:
        The source, at the place of the long form. A tolerance leaves the value as it is: how sure a
        verdict is inside it, is a question of its own (:mod:`ccrules.facts.tolerance`).
    """
    with Collecting(problems):
        refuse_other_keys(node, LONG_FORM)
    origin = Origin(node.place, value, written(node.get("value") or node.get("state") or node))
    with Collecting(problems):
        source, by = text_of(node.get("source")), text_of(node.get("by"))
        origin = replace(origin, source=source, by=by)
    with Collecting(problems):
        on, evidence = text_of(node.get("on")), text_of(node.get("evidence"))
        origin = replace(origin, on=on, evidence=evidence)
    with Collecting(problems):
        origin = replace(origin, confirmed=text_of(node.get("confirmed")))
    with Collecting(problems):
        origin = replace(origin, until=_until(node))
    with Collecting(problems):
        origin = replace(origin, sample=_sample(node))
    tolerance: float | None = None
    with Collecting(problems):
        tolerance = _tolerance(attribute, node)
    return replace(origin, tolerance=tolerance)


def _until(node: Mapping) -> str:
    """The last day on which the value can be relied on, as written."""
    given = node.get("until")
    text = text_of(given)
    if given is not None and text:
        parsed(given, read_date)
    return text


def _sample(node: Mapping) -> int | None:
    given = node.get("sample")
    if given is None or not text_of(given):
        return None
    count = parsed(given, lambda text: parse_number(text, whole=True))
    if count < 0:
        raise wrong(given, message("a number of observations can't be negative"), message("write 0 or more"))
    return int(count)


def _tolerance(attribute: Attribute, node: Mapping) -> float | None:
    """Plus or minus, for dates and durations in seconds; None if not said."""
    given = node.get("tolerance")
    if given is None or is_empty(given):
        return None
    if attribute.type not in ORDERED_TYPES or attribute.set or attribute.series:
        what = message("{attribute} has no tolerance", attribute=attribute.name)
        raise wrong(given, what, message("a tolerance is for single numbers, dates and durations"))
    if attribute.type in ("date", "duration"):
        return parsed(given, read_duration).length
    tolerance = parsed(given, lambda text: parse_number(text, attribute.unit))
    if "%" in written(given) and "%" not in written(node.get("value") or node):
        what = message("a tolerance is written like the value, not as a part of it")
        raise wrong(given, what, message("write how much it may be off"))
    if tolerance < 0:
        what = message("a tolerance can't be negative")
        raise wrong(given, what, message("write how much it may be off"))
    return tolerance
