"""Values of a program become the nodes that a file would have given."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.documents import Limits, Mapping, Scalar, Sequence, Source, node_from_python
from ccrules.errors import InputError

from .support import scalars, values, within

NUMBERS = st.integers(-(2**1000), 2**1000) | st.floats(allow_nan=False, allow_infinity=False)
SCALARS = st.none() | st.booleans() | NUMBERS | st.text() | st.dates() | st.decimals(-1000, 1000)
VALUES = st.recursive(
    SCALARS, lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4)
)


class Word(str):
    """A text that prints otherwise."""

    __slots__ = ()

    def __str__(self) -> str:
        return "printed"


def refusals(value: object, **limits: int) -> list[str]:
    with pytest.raises(InputError) as caught:
        node_from_python(value, "call", Limits(**limits))
    return [str(problem) for problem in caught.value.problems]


@settings(deadline=None)
@given(VALUES)
def test_values_are_kept(value: object) -> None:
    read = values(node_from_python(value))
    assert read == value
    assert repr(read) == repr(value)


@pytest.mark.parametrize(
    ("value", "text", "plain"),
    [
        (None, "null", True),
        (True, "true", True),
        (False, "false", True),
        (12, "12", True),
        (0.5, "0.5", True),
        (Decimal("0.50"), "0.50", True),
        (date(2026, 10, 1), "2026-10-01", True),
        (datetime(2026, 10, 1, 8, 30, tzinfo=UTC), "2026-10-01T08:30:00+00:00", True),
        ("unknown", "unknown", False),
        (Word("yes"), "yes", False),
        (Fraction(1, 2), "0.5", True),
    ],
)
def test_scalars(value: object, text: str, plain: bool) -> None:
    node = node_from_python(value)
    assert isinstance(node, Scalar)
    assert (node.text, node.plain, node.typed, node.is_null) == (text, plain, True, value is None)
    assert type(node.value) is not Word


def test_tuples_views_and_whole_numbers_as_keys() -> None:
    node = node_from_python(MappingProxyType({2025: (1, 2), "b": {}}))
    assert values(node) == {"2025": [1, 2], "b": {}}


def test_places_are_paths() -> None:
    node = node_from_python({"mailboxes": [{"id": "x"}, {"id": "y", "a": [True]}]}, "call")
    assert [str(scalar.place) for scalar in scalars(node)] == [
        "call:mailboxes",
        "call:mailboxes[0].id",
        "call:mailboxes[0].id",
        "call:mailboxes[1].id",
        "call:mailboxes[1].id",
        "call:mailboxes[1].a",
        "call:mailboxes[1].a[0]",
    ]
    assert str(node.place) == "call"
    assert isinstance(node, Mapping)
    scalar = next(scalars(node))
    assert scalar.place_at(3) == scalar.place
    assert (scalar.line, scalar.column) == (0, 0)


def test_other_sources_may_know_no_place() -> None:
    assert str(Source("form").place(3)) == "form"


def test_all_problems_at_once() -> None:
    value: dict[Any, Any] = {
        "a": {1, 2},
        "b": [float("nan"), Decimal("inf"), 10**5_000, Decimal("sNaN")],
        False: 1,
        10**5_000: 1,
        "c": object(),
        "1": "x",
        1: "y",
    }
    assert [problem.split(" (")[0] for problem in refusals(value)] == [
        "call: a key must be text, not bool",
        "call: a key must be text, not int",
        "call:1: 1 is given twice, as a text and as a number",
        "call:a: values of the type set can't be read",
        "call:b[0]: the number is infinite, undefined or too large",
        "call:b[1]: the number is infinite, undefined or too large",
        "call:b[2]: the number is infinite, undefined or too large",
        "call:b[3]: the number is infinite, undefined or too large",
        "call:c: values of the type object can't be read",
    ]


def test_what_contains_itself() -> None:
    endless: list[Any] = []
    endless.append({"again": endless})
    with within(2):
        (problem,) = refusals(endless)
    assert "more than 60 lists and mappings inside one another" in problem


def test_what_multiplies() -> None:
    value: list[Any] = ["lol"]
    for _ in range(50):
        value = [value] * 9
    with within(5):
        (problem,) = refusals(value, nodes=10_000)
    assert "more than 10000 values" in problem


def test_depth_is_exact() -> None:
    value: list[Any] = []
    for _ in range(59):
        value = [value]
    assert isinstance(node_from_python(value), Sequence)
    assert refusals([value])
