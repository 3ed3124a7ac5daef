"""Conditions that facts can't turn are found, with the part that is to blame."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings

from ccrules.conditions import possible as p
from ccrules.conditions.constancy import constants
from tests.conditions import worlds
from tests.conditions.conditions import conditions
from tests.conditions.test_soundness import mask_of, worlds_with_holes
from tests.effort import examples


@pytest.mark.parametrize(
    ("condition", "can_be_true", "witness"),
    [
        ("box.volume < 0", False, "box.volume < 0"),
        ("box.tracked and box.volume < 0", False, "box.volume < 0"),
        ("box.sure or box.delta >= -5", True, "box.delta >= -5"),
        ("count(b for b in boxes if b.tracked) >= 0", True, "count(b for b in boxes if b.tracked) >= 0"),
        (
            "share(b.volume for b in boxes if b.sure) > 1",
            False,
            "share(b.volume for b in boxes if b.sure) > 1",
        ),
        ("1 > 2", False, "1 > 2"),
    ],
)
def test_constants_are_found(condition: str, can_be_true: bool, witness: str) -> None:
    (found,) = constants(worlds.question(condition), worlds.VOCABULARY)
    assert bool(found.can_be & p.TRUE) is can_be_true
    assert condition[found.witness.start : found.witness.end] == witness


@pytest.mark.parametrize(
    "condition", ["box.tracked", "box.volume > 3", "count(agents) > 2", "exists(box.owner)"]
)
def test_what_facts_decide_is_left_alone(condition: str) -> None:
    assert constants(worlds.question(condition), worlds.VOCABULARY) == []


@settings(max_examples=examples(300), deadline=None, suppress_health_check=list(HealthCheck))
@given(text=conditions(), world=worlds_with_holes)
def test_no_fact_base_gives_an_outcome_that_was_ruled_out(text: str, world: dict[str, object]) -> None:
    asked = worlds.question(text)
    ruled_out = [
        p.ANYTHING & ~one.can_be for one in constants(asked, worlds.VOCABULARY) if one.name == "when"
    ]
    assume(ruled_out)
    assert not mask_of(worlds.base(**world), asked.when) & ruled_out[0]  # type: ignore[arg-type]
