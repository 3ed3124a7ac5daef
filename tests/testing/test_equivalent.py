"""Mutants that no facts can tell from their originals."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from ccrules.conditions.syntax import Source
from ccrules.conditions.written import Written
from ccrules.errors import InputError
from ccrules.ruleset.model import Method
from ccrules.testing.edits import edits
from ccrules.testing.equivalent import Equivalence
from tests.conditions import worlds
from tests.conditions.conditions import conditions
from tests.conditions.test_soundness import mask_of, worlds_with_holes
from tests.effort import examples

METHOD = Method((), worlds.VOCABULARY)
EQUIVALENCE = Equivalence(METHOD)


def same(one: str, other: str) -> bool:
    return EQUIVALENCE.surely(worlds.check(worlds.question(one)), worlds.check(worlds.question(other)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("count(a for a in agents) == 0", "count(a for a in agents) <= 0"),
        ("count(a for a in agents) > 0", "count(a for a in agents) >= 1"),
        ("box.volume >= 0", "box.volume >= -1"),
        ("0 <= box.volume", "-1 <= box.volume"),
        ("box.volume > 9", "box.volume > 10"),
        ('box.kind == "low"', 'box.kind <= "low"'),
        ('box.kind < "mid"', 'box.kind == "low"'),
        ("any(a.age < 0 for a in agents)", "any(a.age < -1 for a in agents)"),
        ("box.tracked and not box.sure", "box.tracked and not box.sure"),
        ("share(1 for a in agents if a.age > 3) > 0.5", "share(2 for a in agents if a.age > 3) > 0.5"),
        (
            "share((1 if b.sure else 0) for b in boxes if b.tracked) > 0.5",
            "share((3 if b.sure else 0) for b in boxes if b.tracked) > 0.5",
        ),
    ],
)
def test_the_same_by_the_bounds_of_the_vocabulary(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("count(a for a in agents) == 1", "count(a for a in agents) <= 1"),
        ("box.volume >= 0", "box.volume > 0"),
        ("box.volume > 8", "box.volume > 9"),
        ("box.delta >= 0", "box.delta >= -1"),
        ('box.kind == "mid"', 'box.kind <= "mid"'),
        ("box.tracked", "not box.tracked"),
        ("box.tracked and box.sure", "box.tracked or box.sure"),
        ("any(a.age < 3 for a in agents)", "all(a.age < 3 for a in agents)"),
        (
            "share((1 if b.sure else 0) for b in boxes if b.tracked) > 0.5",
            "share((1 if b.sure else 1) for b in boxes if b.tracked) > 0.5",
        ),
        (
            "share((1 if b.sure else 2) for b in boxes if b.tracked) > 0.5",
            "share((2 if b.sure else 2) for b in boxes if b.tracked) > 0.5",
        ),
        ("share(b.volume for b in boxes if b.sure) > 0.5", "share(1 for b in boxes if b.sure) > 0.5"),
    ],
)
def test_not_the_same(one: str, other: str) -> None:
    assert not same(one, other)


@given(conditions(), worlds_with_holes)
@settings(max_examples=examples(400), deadline=None)
def test_what_is_called_equivalent_comes_out_the_same(text: str, world: dict[str, object]) -> None:
    facts = worlds.base(**world)  # type: ignore[arg-type]
    asked = worlds.question(text)
    before = mask_of(facts, asked.when)
    for edit in edits(Source(Written(text)).body, lambda node: getattr(node, "value", None)):
        try:
            changed = worlds.question(edit.whole)
        except InputError:
            continue
        if EQUIVALENCE.surely(worlds.check(asked), worlds.check(changed)):
            after = mask_of(facts, changed.when)
            assert after == before, (text, edit.whole)


def guarded(guard: str, when: str, other: str = "") -> bool:
    """Whether a guard makes no difference."""
    checks = [worlds.check(worlds.question(when, "", one)) for one in (guard, other)]
    return EQUIVALENCE.surely(*checks)


@pytest.mark.parametrize(
    ("guard", "when", "other"),
    [
        ("count(boxes) > 0", "share(b for b in boxes if b.sure) > 0.5", ""),
        ("count(boxes) > 0", "share(b for b in boxes if b.sure) > 0.5", "count(boxes) >= 0"),
    ],
)
def test_a_guard_that_leaves_out_what_is_not_applicable_anyway(guard: str, when: str, other: str) -> None:
    assert guarded(guard, when, other)


@pytest.mark.parametrize(
    ("guard", "when"),
    [
        ("count(boxes) > 0", "count(b for b in boxes if b.sure) == 0"),  # of nothing that is so
        ("count(boxes) > 0", "all(b.sure for b in boxes)"),
        ("count(boxes) > 1", "share(b for b in boxes if b.sure) > 0.5"),
        ("count(boxes) > 0", "share(b for b in boxes if b.sure) > 0.5 and organisation.written"),
        ("organisation.size > 0", "1 / organisation.size > 0.5"),
    ],
)
def test_a_guard_that_makes_a_difference(guard: str, when: str) -> None:
    assert not guarded(guard, when)
