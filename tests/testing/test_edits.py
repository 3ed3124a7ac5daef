"""The small changes of an expression: which there are, and that each is one."""

from __future__ import annotations

import ast
import datetime

import pytest
from hypothesis import given, settings

from ccrules.conditions.syntax import Source
from ccrules.conditions.written import Written
from ccrules.testing.edits import edits, severity_edits
from ccrules.testing.rewriting import text_of
from ccrules.testing.steps import moved, value_text
from ccrules.values import Duration
from tests.conditions.conditions import conditions
from tests.effort import examples


def changes(text: str) -> list[str]:
    """Each change of an expression: kind, what stood there, what stands there now."""
    root = Source(Written(text)).body
    return [f"{one.kind}: {text_of(one.at)} → {one.after}" for one in edits(root, _plain)]


def _plain(node: ast.expr) -> object:
    return node.value if isinstance(node, ast.Constant) and not isinstance(node.value, str) else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("n < 3", ["comparison: n < 3 → n <= 3", "comparison: n < 3 → n >= 3", "number: 3 → 4", "number: 3 → 2"]),
        ("n != m", ["comparison: n != m → n == m", "comparison: n != m → n > m", "comparison: n != m → n < m"]),
        (
            'k in ("a", "b")',
            [
                'comparison: k in ("a", "b") → k not in ("a", "b")',
                'member: "a" → ',
                'member: "b" → ',
            ],
        ),
        (
            "a and not b",
            [
                "connective: a and not b → a or not b",
                "operand: a → ",
                "operand: not b → ",
                "not: a → not a",
                "not: not b → b",
            ],
        ),
        ("tracked", ["not: tracked → not tracked"]),
        (
            "any(x.sure for x in xs if x.open)",
            [
                "quantifier: any(x.sure for x in xs if x.open) → all(x.sure for x in xs if x.open)",
                "not: any(x.sure for x in xs if x.open) → not any(x.sure for x in xs if x.open)",
                "filter: x.open → ",
                "not: x.open → not x.open",
            ],
        ),
        ("n - 0.5", ["arithmetic: n - 0.5 → n + 0.5", "number: 0.5 → 0.51", "number: 0.5 → 0.49"]),
        ("(a if c else b) > 1", ["comparison: (a if c else b) > 1 → (a if c else b) >= 1",
                                 "comparison: (a if c else b) > 1 → (a if c else b) <= 1",
                                 "not: c → not c", "number: 1 → 2", "number: 1 → 0"]),
    ],
)  # fmt: skip
def test_each_part_has_its_changes(text: str, expected: list[str]) -> None:
    assert sorted(changes(text)) == sorted(expected)


def test_a_chain_changes_one_link_at_a_time() -> None:
    whole = [edit.whole for edit in edits(Source(Written("1 < n <= 5")).body, _plain)]
    assert whole[:4] == ["1 <= n <= 5", "1 >= n <= 5", "1 < n < 5", "1 < n > 5"]


def test_severities_change_to_the_next_one_down_and_the_mildest_up() -> None:
    root = Source(Written("high if n > 3 else info")).body
    assert [edit.whole for edit in severity_edits(root)] == [
        "medium if n > 3 else info",
        "high if n > 3 else low",
    ]


@given(conditions())
@settings(max_examples=examples(300), deadline=None)
def test_every_change_is_another_expression_and_leaves_the_first_alone(text: str) -> None:
    source = Source(Written(text))
    before = ast.dump(source.body)
    for edit in edits(source.body, _plain):
        assert ast.dump(ast.parse(edit.whole, mode="eval").body) != before
        start, end = source.span(edit.at)
        assert 0 <= start < end <= len(text)
    assert ast.dump(source.body) == before


@pytest.mark.parametrize(
    ("value", "whole", "expected"),
    [
        (3, True, (4, 2)),
        (0.8, False, (0.81, 0.79)),
        (0.125, False, (0.126, 0.124)),
        (7.5, False, (8, 7)),
        (6, False, (6.5, 5.5)),
        (40, False, (41, 39)),
        (True, False, ()),
        ("text", False, ()),
        (datetime.date(2026, 3, 1), False, (datetime.date(2026, 3, 2), datetime.date(2026, 2, 28))),
        (Duration(months=1), False, (Duration(1, 1), Duration(1, -1))),
        (Duration(days=1), False, (Duration(days=1, seconds=3600), Duration(days=1, seconds=-3600))),
        (Duration(seconds=20), False, (Duration(seconds=21), Duration(seconds=19))),
    ],
)
def test_steps(value: object, whole: bool, expected: tuple[object, ...]) -> None:
    assert moved(value, whole=whole) == expected


def test_a_moved_length_is_told_in_terms_of_what_it_was() -> None:
    month = Duration(months=1)
    assert [value_text(one, month) for one in moved(month)] == ["1 months + 1 day", "1 months − 1 day"]
    assert value_text(Duration(days=2, seconds=30)) == "2 days 30 s"
    assert value_text(Duration()) == "0 s"
