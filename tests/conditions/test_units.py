"""Units as types: what agrees, however it is written."""

from __future__ import annotations

import pytest

from ccrules.conditions.types import agree, product, unit_of, unit_text


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("contacts/month", "contacts per month"),
        ("contacts/month", "contacts par mois"),
        ("minutes", "min."),
        ("%", "share"),
        ("percent", "1"),
    ],
)
def test_one_unit_may_be_written_in_several_ways(left: str, right: str) -> None:
    assert unit_of(left) == unit_of(right) is not None
    assert agree(unit_of(left), unit_of(right))


@pytest.mark.parametrize(
    ("left", "right"), [("minutes", "seconds"), ("contacts/month", "contacts/week"), ("contacts", "%")]
)
def test_other_units_do_not_agree(left: str, right: str) -> None:
    assert not agree(unit_of(left), unit_of(right))


def test_units_multiply_and_cancel() -> None:
    per_month = product(unit_of("contacts per day"), unit_of("days/month"))
    assert unit_text(per_month) == "contact/month"
    assert product(unit_of("minutes"), unit_of("min"), -1) == ()
