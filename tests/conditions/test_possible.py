"""What stored values can be."""

from __future__ import annotations

import math

import pytest

from ccrules.conditions.possible import Range, lift
from ccrules.conditions.types import attribute_type
from ccrules.facts.vocabulary import Attribute
from ccrules.values import Interval, OneOf

BOUNDED = Attribute("volume", "number", minimum=0, maximum=9)
FREE = Attribute("delta", "number")


@pytest.mark.parametrize(
    ("attribute", "value", "expected"),
    [
        (BOUNDED, Interval(None, 3), Range(0, 3)),
        (BOUNDED, Interval(4, None, low_open=True), Range(4, 9, low_open=True)),
        (BOUNDED, Interval(1, 2), Range(1, 2)),
        (BOUNDED, OneOf((Interval(None, 3), Interval(5, 6))), Range(0, 6)),
        (FREE, Interval(None, 3), Range(-math.inf, 3)),
        (FREE, Interval(4, None), Range(4, math.inf)),
    ],
)
def test_a_one_sided_range_ends_where_the_attribute_does(
    attribute: Attribute, value: object, expected: Range
) -> None:
    assert lift(attribute, attribute_type(attribute), value) == expected
