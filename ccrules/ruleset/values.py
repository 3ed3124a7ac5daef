"""Plain values in rulesets: defaults, bounds, and what patterns compare with."""

from __future__ import annotations

from typing import Any

from ccrules import documents
from ccrules.documents import Node
from ccrules.errors import Place, Problem, message
from ccrules.facts.amounts import parse_number
from ccrules.facts.parsing import TextParser
from ccrules.facts.units import seconds_in
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.words import BadValue, state_of
from ccrules.values import UNKNOWN, Duration, NotPlain


def number(text: str) -> float | None:
    """A number or a percentage; None if it is neither."""
    try:
        return parse_number(text)
    except BadValue:
        return None


def read_value(node: Node | None, attribute: Attribute, problems: list[Problem]) -> Any:
    """Read a plain value as a fact file would give it for an attribute.

    Args:
        node: what was written; nothing gives None.
        attribute: its type, unit and values.
        problems: takes what is no plain value of it: states and ranges among others.

    Returns:
        The value; None if there is none, or if it is wrong.
    """
    if not isinstance(node, documents.Scalar) or node.is_null:
        return None
    quoted = not node.plain and not node.typed
    return read_text(node.text, attribute, node.place, problems, quoted=quoted)


def read_text(text: str, attribute: Attribute, place: Place, problems: list[Problem], *, quoted: bool) -> Any:
    """Read a plain value from text; see :func:`read_value`.

    Args:
        text: what was written.
        attribute: its type, unit and values.
        place: where it was written.
        problems: takes what is no plain value of the attribute.
        quoted: whether a word such as ``none`` is meant as text.
    """
    is_state = not quoted and state_of(text) is not None
    try:
        value = UNKNOWN if is_state else TextParser(attribute).parse(text, quoted=quoted)
    except BadValue as error:
        problems.append(Problem(place, error.what, error.hint))
        return None
    if isinstance(value, NotPlain):
        what = message("'{value}' is not one definite value", value=text)
        problems.append(Problem(place, what, message("write a value; ranges and states are for facts")))
        return None
    return value


def read_bound(node: Node | None, attribute: Attribute, problems: list[Problem]) -> float | None:
    """Read a lowest or highest value.

    Args:
        node: what was written; nothing gives None.
        attribute: its type and unit.
        problems: takes what is no plain value of it.

    Returns:
        The bound in the attribute's unit; for durations without a unit in seconds.
    """
    if attribute.type == "duration" and attribute.unit and isinstance(node, documents.Scalar):
        bare = number(node.text)
        if bare is not None:
            return bare
    return comparable(read_value(node, attribute, problems), attribute.unit)


def comparable(value: Any, unit: str = "") -> float | None:
    """A number that can be compared with a bound; None for what has no order.

    Args:
        value: a plain value.
        unit: the unit in which durations are measured; seconds if empty.
    """
    if isinstance(value, Duration):
        return value.length / seconds_in(unit)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
