"""JSON in, nodes out: the values of the standard reader, with places, and stricter."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules.documents import Limits, Mapping, Sequence
from ccrules.documents.json_reader import read_json

from .support import JSON_BREAK, index_of, refused, scalars, spot, values, within

NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(TEXTS, below, max_size=4),
    max_leaves=30,
)


@settings(deadline=None)
@given(value=VALUES, indent=st.sampled_from([None, 0, 2, "\t"]), ascii_only=st.booleans())
def test_values_are_those_of_the_standard_reader(value: object, indent: int | None, ascii_only: bool) -> None:
    content = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    read = values(read_json(content, "f"))
    assert read == value
    assert repr(read) == repr(json.loads(content))  # 1, 1.0 and True are equal but not the same


@settings(deadline=None)
@given(value=VALUES, indent=st.sampled_from([None, 1]))
def test_every_scalar_begins_where_it_is_said_to(value: object, indent: int | None) -> None:
    content = json.dumps(value, indent=indent, ensure_ascii=False)
    for scalar in scalars(read_json(content, "f")):
        rest = content[index_of(content, scalar.place, JSON_BREAK) :]
        written, _ = json.JSONDecoder().raw_decode(rest)
        assert written == scalar.value
        assert scalar.plain != isinstance(written, str)


@settings(deadline=None)
@given(st.text(st.sampled_from("{}[]:,\"\\ \n\ta0.5e-ué/#'")) | st.text())
def test_it_accepts_what_the_standard_reader_accepts(content: str) -> None:
    try:
        value = json.loads(content.removeprefix("\ufeff"), parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError, RecursionError):
        assert refused(read_json, content, "f")
        return
    assert values(read_json(content, "f")) == value


def test_scalars_know_how_they_were_written() -> None:
    root = read_json('{"a": [null, true, 1.50, -0, 12345678901234567890, "unknown"]}', "f")
    assert isinstance(root, Mapping)
    items = list(scalars(root))[1:]
    assert [item.text for item in items] == ["null", "true", "1.50", "-0", "12345678901234567890", "unknown"]
    assert [item.value for item in items] == [None, True, 1.5, 0, 12345678901234567890, "unknown"]
    assert [item.plain for item in items] == [True, True, True, True, True, False]
    assert [item.is_null for item in items] == [True, False, False, False, False, False]
    assert all(item.typed for item in items)


def test_a_text_that_reads_null_is_a_text() -> None:
    assert not any(item.is_null for item in scalars(read_json('["null", "~", ""]', "f")))


def test_places() -> None:
    root = read_json('\ufeff{\r\n  "a": [1,\r\n {}]}', "f.json")
    assert isinstance(root, Mapping)
    below = root.get("a")
    assert isinstance(below, Sequence)
    assert [str(item.place) for item in (root, below, *below.items)] == [
        "f.json:1:1",
        "f.json:2:8",
        "f.json:2:9",
        "f.json:3:2",
    ]


def test_pairs_of_codes_and_long_keys() -> None:
    key = "k" * 5_000
    content = '{"' + key + '": "\\ud83d\\ude00x"}'
    (_, text) = scalars(read_json(content, "f"))
    assert text.text == "😀x"
    assert spot(text.place_at(1)) == f"1:{content.index('x') + 1}"
    assert values(read_json(content, "f")) == {key: "😀x"}


class TestLimits:
    """Every bound refuses in little time and says where."""

    @pytest.mark.parametrize("content", ["[" * 10_000 + "]" * 10_000, "[" * 1_000_000, '{"a":' * 100_000])
    def test_depth(self, content: str) -> None:
        with within(2):
            (problem,) = refused(read_json, content, "f")
        assert "more than 60 lists and mappings inside one another" in problem

    def test_depth_is_exact(self) -> None:
        read_json("[" * 60 + "]" * 60, "f")
        assert refused(read_json, "[" * 61 + "]" * 61, "f")[0].startswith("1:61 ")

    def test_nodes(self) -> None:
        limits = Limits(nodes=5)
        read_json('{"a": [1, 2]}', "f", limits)
        assert refused(read_json, '{"a": [1, 2,\n3]}', "f", limits)[0].startswith("2:1 more than 5 values")

    def test_size(self) -> None:
        assert "larger than 20 MB" in refused(read_json, "[" + " " * 20_000_000, "f")[0]

    @pytest.mark.parametrize(
        "content", ["9" * 1_000_000, '"' + "\\u0041" * 300_000, " " * 1_000_000 + "x", '["' + "a" * 1_000_000]
    )
    def test_tokens_without_end(self, content: str) -> None:
        with within(3):
            assert refused(read_json, content, "f")

    def test_a_hundred_thousand_values(self) -> None:
        row = {"id": "x", "tracked": False, "volume": 1200, "share": 0.85, "none": None}
        content = json.dumps([row] * 20_000, indent=1)
        with within(4):
            root = read_json(content, "f")
        assert isinstance(root, Sequence)
        assert len(root.items) == 20_000


def test_all_duplicate_keys_with_both_places() -> None:
    content = '{"a": 1, "a": 2,\n "b": {"c": 1, "\\u0063": 2}}'
    assert [problem.split(" (")[0] for problem in refused(read_json, content, "f")] == [
        "1:10 a is given twice, first at f:1:2",
        "2:16 c is given twice, first at f:2:8",
    ]


@pytest.mark.parametrize(
    ("content", "start"),
    [
        ("", "1:1 the file is empty (write at least {})"),
        ("\n [1,", "2:2 the [ opened here is never closed (add the ] that is missing)"),
        ('{"a": 1', "1:1 the { opened here is never closed (add the } that is missing)"),
        ('{"a": ', "1:1 the { opened here is never closed"),
        ('{"a"', "1:5 a colon is missing after the key"),
        ('{"\\u0061" 1}', "1:11 a colon is missing after the key"),
        ('{"a": 1,}', "1:8 a comma before a closing bracket (remove the comma)"),
        ("[1,\n]", "1:3 a comma before a closing bracket (remove the comma)"),
        ("[,1]", "1:2 a value is missing before this"),
        ("{,}", "1:2 a key in double quotes is missing here"),
        ("{a: 1}", "1:2 a key in double quotes is missing here"),
        ("{'a': 1}", "1:2 JSON knows double quotes only"),
        ('{"a": 0,85}', "1:7 a comma split the number 0,85 (quote it, or write 0.85)"),
        ('{"a": 1,200, "b": 1}', "1:7 a comma split the number 1,200 (write 1200 or 1.200)"),
        ('{"a": 1 "b": 2}', "1:9 a comma or } is missing before this"),
        ('{"a": 85 %}', "1:10 a comma or } is missing before this (quote a number with leading zeros"),
        ('{"a": 012}', "1:8 a comma or } is missing before this (quote a number with leading zeros"),
        (
            '{"a": "he said "hi""}',
            '1:17 a comma or } is missing before this (quotes inside a text are written \\")',
        ),
        ("[1}", "1:3 } can't close what [ opened (write ], or check the brackets before)"),
        ("[1]]", "1:4 the document is over, but more text follows"),
        ('[1] "a"', "1:5 the document is over, but more text follows"),
        ("// x\n{}", "1:1 JSON has no comments"),
        ('{"a": 1 # x\n}', "1:9 JSON has no comments"),
        ("[NaN]", "1:2 NaN is not a value of JSON (write null, or leave it out)"),
        ("[-Infinity]", "1:2 -Infinity is not a value of JSON (write null, or leave it out)"),
        ("[" + "9" * 350 + "]", "1:2 the number is too large"),
        ("[1e999]", "1:2 the number is too large"),
        ("[True]", "1:2 True is not a value of JSON (write true)"),
        ("[foo]", '1:2 foo is not a value of JSON (write "foo")'),
        ("[nulls]", '1:2 nulls is not a value of JSON (write "nulls")'),
        ("[.5]", "1:2 this is not a value of JSON"),
        ('["a\nb"]', "1:2 the quote opened here is never closed"),
        ('["a\tb"]', "1:4 a tab inside a text (write \\t)"),
        ('["a\\qb"]', '1:4 a backslash inside "…" begins a code, and this one is unknown'),
        ('{"a\\q": 1}', '1:4 a backslash inside "…" begins a code, and this one is unknown'),
        ('["\\ud83d"]', "1:2 half of a character that takes two codes"),
        ('["\ud83d"]', "1:3 half of a character that takes two codes"),
    ],
)
def test_slips_are_recognised(content: str, start: str) -> None:
    problems = refused(read_json, content, "f")
    assert problems[-1].startswith(start)
