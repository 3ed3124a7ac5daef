"""Facts of cases as trees: written as YAML, changed, merged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.documents.yaml_reader import read_yaml
from ccrules.ruleset.nodes import plain
from ccrules.testing.nodes import at, block_of, mapping, merged, scalar, sequence, text_of, with_node
from tests.effort import examples

ROOT = read_yaml("{}", "")
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
scalars = st.builds(
    lambda text, quoted: scalar(text, ROOT, quoted=quoted),
    st.one_of(
        words,
        st.sampled_from(["no", "none", "~", "a: b", "- x", "1 200", "85 %", "it's", '"', "#", "2026-10-01"]),
    ),
    st.booleans(),
)
keys = st.from_regex(r"[a-z_]{1,8}", fullmatch=True)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: sequence(items, ROOT)),
        st.dictionaries(keys, inner, max_size=3).map(lambda entries: mapping(entries.items(), ROOT)),
    ),
    max_leaves=8,
)


@given(st.dictionaries(keys, trees, max_size=3))
@settings(max_examples=examples(500), deadline=None)
def test_what_is_written_is_read_again(entries: dict[str, object]) -> None:
    node = mapping(entries.items(), ROOT)  # type: ignore[arg-type]
    again = read_yaml(text_of(node), "")
    assert plain(again) == plain(node)
    below = "facts:\n" + "\n".join(block_of(node, 2)) if entries else "facts: {}"
    assert plain(at(read_yaml(below, ""), "facts") or ROOT) == plain(node)


@pytest.mark.parametrize(
    ("text", "path", "value", "expected"),
    [
        ("{a: 1}", ("a",), "2", "{a: 2}"),
        ("{a: 1}", ("b",), "2", "{a: 1, b: 2}"),
        ("{a: 1}", ("b", "c"), "2", "{a: 1, b: {c: 2}}"),
        ("{a: [x, y]}", ("a", 1), "z", "{a: [x, z]}"),
        ("{a: [x, y]}", ("a", 0), None, "{a: [y]}"),
        ("{a: [{b: 1}]}", ("a", 0, "b"), None, "{a: [{}]}"),
        ("{a: 1}", ("a",), None, "{}"),
    ],
)
def test_changing(text: str, path: tuple[str | int, ...], value: str | None, expected: str) -> None:
    node = read_yaml(text, "")
    changed = with_node(node, path, None if value is None else scalar(value, node))
    assert (text_of(changed), text_of(node)) == (expected, text)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("{a: 1}", "{b: 2}", "{a: 1, b: 2}"),
        ("{a: 1}", "{a: 1}", "{a: 1}"),
        ("{a: 1}", "{a: 2}", None),
        ("{a: [{id: x}]}", "{a: [{id: y}]}", "{a: [{id: x}, {id: y}]}"),
        ("{a: [{id: x, b: 1}]}", "{a: [{id: x, c: 2}]}", "{a: [{id: x, b: 1, c: 2}]}"),
        ("{a: [{id: x, b: 1}]}", "{a: [{id: x, b: 2}]}", None),
        ("{a: [x]}", "{a: [y]}", None),
        ("{a: []}", "{a: []}", "{a: []}"),
        ("{a: {b: 1}}", "{a: none}", None),
    ],
)
def test_merging(one: str, other: str, expected: str | None) -> None:
    found = merged(read_yaml(one, ""), read_yaml(other, ""))
    assert (None if found is None else text_of(found)) == expected
