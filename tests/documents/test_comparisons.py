"""Values such as ``>= 1000`` are read as they are written; blocks stay blocks."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ccrules.documents import Mapping, Scalar, yaml_reader
from ccrules.documents.yaml_reader import read_yaml
from ccrules.errors import InputError, Place
from tests.effort import examples

from .support import refused, scalars, spot, texts, within

COMPARED = [
    ">= 1000",
    ">=1000",
    "> 3",
    ">3.5",
    ">10",
    ">0",
    ">-30",
    "> -3",
    "> 3 contacts/month",
    ">3 %",
    ">= 1 200 contacts/month",
    ">= 1\u202f200",
    ">\u00a085 %",
    "> .5",
    ">= 2025-03",
    "> 6 months",
    ">= P6M",
]
READ_WITH = st.sampled_from(["CSafeLoader", "SafeLoader"])


@pytest.mark.usefixtures("parser")
class TestValues:
    """A comparison with a number is a plain value wherever a value may stand."""

    @pytest.mark.parametrize("written", COMPARED)
    @pytest.mark.parametrize(
        ("before", "behind"),
        [
            ("a: ", "\n"),
            ("a: ", "  # as told\n"),
            ("a:   ", ""),
            ("- ", "\n"),
            ("- a: ", "\n  b: 1\n"),
            ("a:\n  ", "\n"),
            ("a: &x ", "\n"),
            ("{a: ", "}"),
            ("{a: ", ", b: 2}"),
            ("[", "]"),
            ("[1,", "]"),
            ('{"a":', "}"),
            ("", "\n"),
        ],
    )
    def test_wherever_a_value_may_stand(self, before: str, written: str, behind: str) -> None:
        found = [s for s in scalars(read_yaml(before + written + behind, "f")) if ">" in s.text]
        assert [(s.text, s.plain) for s in found] == [(written, True)]
        start = len(before.rpartition("\n")[2]) + 1
        assert found[0].place == Place("f", before.count("\n") + 1, start)
        last = len(written) - 1
        assert found[0].place_at(last) == Place("f", before.count("\n") + 1, start + last)

    def test_everything_else_stays_where_it_is(self) -> None:
        content = "a: {b: > 3, c: 'x', d: [>= 4, é]}\ne: > 5 # >= 6\nf: g\n"
        assert [(s.text, spot(s.place)) for s in scalars(read_yaml(content, "f"))] == [
            ("a", "1:1"),
            ("b", "1:5"),
            ("> 3", "1:8"),
            ("c", "1:13"),
            ("x", "1:16"),
            ("d", "1:21"),
            (">= 4", "1:25"),
            ("é", "1:31"),
            ("e", "2:1"),
            ("> 5", "2:4"),
            ("f", "3:1"),
            ("g", "3:4"),
        ]

    def test_a_value_that_goes_on_in_the_next_line(self) -> None:
        assert texts(read_yaml("a: >= 1000\n  contacts\nb: x\n  > 3\n", "f")) == {
            "a": ">= 1000 contacts",
            "b": "x > 3",
        }

    @pytest.mark.parametrize(
        ("content", "value"),
        [
            ("a: >\n  > 3\n  >= 4\n", "> 3 >= 4\n"),
            ("a: |\n  b: > 3\n  c: >= 4\n", "b: > 3\nc: >= 4\n"),
            ("a: '>= 4'\n", ">= 4"),
            ('a: "n\\u003e: > 3"\n', "n>: > 3"),
            ("a: n > 3 and m >= 4\n", "n > 3 and m >= 4"),
        ],
    )
    def test_inside_other_texts_nothing_changes(self, content: str, value: str) -> None:
        assert texts(read_yaml(content, "f")) == {"a": value}

    @pytest.mark.parametrize("header", [">3", ">3-", ">-3", ">+", ">-", ">", ">3 # why", "> # 3"])
    def test_the_header_of_a_block_stays_one(self, header: str) -> None:
        root = read_yaml(f"a: {header}\n    x\n    y\n", "f")
        assert isinstance(root, Mapping)
        value = root.get("a")
        assert isinstance(value, Scalar)
        assert (value.style, value.text.split()) == (">", ["x", "y"])

    def test_characters_for_private_use(self) -> None:
        content = 'a: > 3\nb: \ue000\nc: "\\uE001\\ue002"\n'
        assert texts(read_yaml(content, "f")) == {"a": "> 3", "b": "\ue000", "c": "\ue001\ue002"}

    def test_a_text_that_has_them_all_can_still_quote(self) -> None:
        everything = "".join(chr(code) for code in range(0xE000, 0xF900))
        with pytest.raises(InputError) as caught:
            read_yaml(f"a: > 3\nb: {everything}\n", "f")
        assert str(caught.value).startswith("f:1:4: a value can't begin with > unless it is quoted")
        assert texts(read_yaml(f"a: '> 3'\nb: {everything}\n", "f"))["a"] == "> 3"

    def test_ten_thousand_of_them(self) -> None:
        lines = [f"- {{a: >= {n}, b: > {n} %}}\n- c: > {n}.5 # x\n" for n in range(5_000)]
        with within(5):
            root = read_yaml("".join(lines), "f")
        assert texts(root)[-2:] == [{"a": ">= 4999", "b": "> 4999 %"}, {"c": "> 4999.5"}]

    @pytest.mark.parametrize(
        ("content", "text"),
        [
            (">= " * 300_000 + "1", None),
            (">= 1 " * 200_000, ">= 1 " * 199_999 + ">= 1"),
            ("> " + " " * 1_000_000 + "1", "> " + " " * 1_000_000 + "1"),
            (">1" * 500_000, ">1" * 500_000),
        ],
    )
    def test_lines_without_end(self, content: str, text: str | None) -> None:
        with within(5):
            if text is None:
                assert len(refused(read_yaml, content, "f")) == 1
            else:
                assert texts(read_yaml(content, "f")) == text


PIECES = st.sampled_from(
    ["a: ", "- ", "\n", "\n  ", "\n- ", "\nb: ", ">", ">=", "3", "-", "1", " ", "|", "'", '"', "{", "}", "[",
     "]", ", ", "# ", "x", "&y ", "*y", "!", ": ", "\t", "\u2028", "\\ue000", "\ue000"]
)  # fmt: skip


@settings(max_examples=examples(600), deadline=None)
@given(content=st.lists(PIECES, max_size=16).map("".join), parser=READ_WITH)
def test_what_yaml_accepts_is_read_as_before(content: str, parser: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "CSafeLoader", getattr(yaml, parser, yaml.SafeLoader), raising=False)
        with patch.context() as strict:
            strict.setattr(yaml_reader, "hide", lambda text: (text, ""))
            try:
                before = read_yaml(content, "f")
            except InputError:
                assume(False)
        assert repr(list(scalars(read_yaml(content, "f")))) == repr(list(scalars(before)))
