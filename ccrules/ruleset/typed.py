"""What attributes and parameters of one type may say, and what the values of an enum may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ccrules.documents import Node
from ccrules.errors import Place, Problem, message
from ccrules.facts.words import state_of
from ccrules.ruleset.nodes import child, entries, items, key_place, place_of, written

#: Types of values that have an order and so may have bounds.
BOUNDED = ("int", "number", "duration")


def useless_keys(kind: str, node: Node, only_for: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    """Say which keys mean nothing for a type.

    Args:
        kind: the type.
        node: an attribute or a parameter.
        only_for: the types for which a key has a meaning.
    """
    for key, types in only_for.items():
        if child(node, key) is not None and kind not in types:
            what = message("{key} has no meaning for the type {type}", key=key, type=kind)
            yield Problem(key_place(node, key), what, message("it is for {types}", types=", ".join(types)))


def missing_key(kind: str, node: Node, place: Place) -> Iterator[Problem]:
    """Say which key a type cannot do without.

    Args:
        kind: the type.
        node: an attribute or a parameter.
        place: where its name stands.
    """
    key = {"enum": "values", "ref": "to"}.get(kind, "")
    if key and child(node, key) is None:
        yield Problem(
            place,
            message("the type {type} needs {key}", type=kind, key=key),
            message("add {key}: …", key=key),
        )


def crossed_bounds(name: str, low: float | None, high: float | None, place: Place) -> Iterator[Problem]:
    """Say that no value can lie within two bounds.

    Args:
        name: of the attribute or parameter.
        low: the lowest value; None if unbounded.
        high: the highest value.
        place: where the bounds stand.
    """
    if low is not None and high is not None and low > high:
        what = message("the lowest value of {name} is above its highest", name=name)
        yield Problem(place, what, message("exchange min and max"))


def value_problems(node: Node) -> Iterator[Problem]:
    """Say what is wrong with the values of an enum: states among them, or a value twice.

    Args:
        node: an attribute or a parameter.
    """
    found = list(_values(node))
    if child(node, "values") is not None and not found:
        yield Problem(
            place_of(node, "values"), message("an enum needs at least one value"), message("list its values")
        )
    seen: set[str] = set()
    for value, place in found:
        if state_of(value) is not None:
            what = message("'{value}' is a state of every fact, not a value", value=value)
            yield Problem(
                place, what, message("take it out; facts can be given as unknown, none or not applicable")
            )
        if value in seen:
            yield Problem(place, message("'{value}' is listed twice", value=value), message("take one out"))
        seen.add(value)


def _values(node: Node) -> Iterator[tuple[str, Place]]:
    """The values of a mapping of values to labels, or else of a list."""
    yield from ((name, place) for name, place, _ in entries(node, "values"))
    yield from ((text.text, text.place) for item in items(node, "values") if (text := written(item)))
