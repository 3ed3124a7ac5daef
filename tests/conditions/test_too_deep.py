"""Expressions that are too deep or too large are refused, however they are written."""

from __future__ import annotations

import ast
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules.conditions.syntax import MAX_DEPTH, MAX_PARTS, Source
from ccrules.conditions.written import Written
from ccrules.errors import InputError

SHAPES = (
    "not {}", "-{}", "({}+x)", "({})and(x)", "({}if x else y)", "any({}for x in y)", "any(x for x in {})", "f({})",
    "({}).b", "x[{}]", "x[{}:1]", "[{}]", "{{1:{}}}", "(lambda x:{})", "~{}", "({},)",
)  # fmt: skip


def size(text):
    """How many parts an expression has, and how many levels."""
    level, parts, depth = [ast.parse(f"({text}\n)", mode="eval").body], 0, 0
    while level:
        parts, depth = parts + len(level), depth + 1
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return parts, depth


@given(st.lists(st.sampled_from(SHAPES), max_size=45), st.sampled_from(("x", "a.b", "1")))
def test_depth(shapes, text):
    for shape in shapes:
        text = shape.format(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            parts, depth = size(text)
        except (SyntaxError, MemoryError, RecursionError):
            return
    try:
        Source(Written(text))
        refused = False
    except InputError:
        refused = True
    assert refused == (parts > MAX_PARTS or depth > MAX_DEPTH)


def test_size():
    fits, too_large = " + ".join(["x"] * 24), "[" + ",".join(["x"] * 520) + "]"
    assert Source(Written(fits)).body
    with pytest.raises(InputError, match="too large"):
        Source(Written(too_large))
