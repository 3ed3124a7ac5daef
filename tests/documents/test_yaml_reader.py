"""YAML in, nodes out: what is kept, what is refused, and where problems are said to be."""

from __future__ import annotations

import pytest
import yaml

from ccrules.documents import LIMITS, Limits, Mapping, Scalar, Sequence
from ccrules.documents.yaml_reader import read_yaml
from ccrules.errors import InputError

from .support import refused, scalars, spot, texts, within

FACTS = """\
assessment: {name: Riviera claims, date: 2026-10-01}
mailboxes:
  - id: claims
    opens: 18:30
    code: 012
    tracked: no
    volume_month: 1 200
    share: 85 %
    owner: ~
  - id: "012"
    note: |
      two
      lines
    skills: [a, 'unknown', unknown]
    empty:
"""


@pytest.mark.usefixtures("parser")
class TestValues:
    """Values stay text; only places and quoting are added."""

    def test_nothing_is_interpreted(self) -> None:
        root = read_yaml(FACTS, "facts.yaml")
        assert texts(root) == {
            "assessment": {"name": "Riviera claims", "date": "2026-10-01"},
            "mailboxes": [
                {
                    "id": "claims",
                    "opens": "18:30",
                    "code": "012",
                    "tracked": "no",
                    "volume_month": "1 200",
                    "share": "85 %",
                    "owner": "~",
                },
                {"id": "012", "note": "two\nlines\n", "skills": ["a", "unknown", "unknown"], "empty": ""},
            ],
        }

    def test_places_are_those_of_the_file(self) -> None:
        root = read_yaml(FACTS, "facts.yaml")
        assert isinstance(root, Mapping)
        mailboxes = root.get("mailboxes")
        assert isinstance(mailboxes, Sequence)
        claims = mailboxes.items[0]
        assert isinstance(claims, Mapping)
        assert str(claims.place) == "facts.yaml:3:5"
        tracked = claims.key("tracked")
        value = claims.get("tracked")
        assert tracked is not None
        assert isinstance(value, Scalar)
        assert spot(tracked.place) == "6:5"
        assert (value.line, value.column) == (6, 14)

    def test_every_scalar_begins_where_it_is_said_to(self) -> None:
        lines = FACTS.splitlines()
        for scalar in scalars(read_yaml(FACTS, "facts.yaml")):
            rest = lines[scalar.line - 1][scalar.column - 1 :]
            assert rest.startswith(scalar.style or scalar.text)

    @pytest.mark.parametrize(
        ("written", "text", "style", "null"),
        [
            ("unknown", "unknown", "", False),
            ("'unknown'", "unknown", "'", False),
            ('"unknown"', "unknown", '"', False),
            ("|\n  unknown", "unknown", "|", False),
            (">-\n  not\n  known", "not known", ">", False),
            ("~", "~", "", True),
            ("null", "null", "", True),
            ("", "", "", True),
            ("''", "", "'", False),
            ("'~'", "~", "'", False),
            ('"null"', "null", '"', False),
        ],
    )
    def test_quoting_is_kept(self, written: str, text: str, style: str, null: bool) -> None:
        root = read_yaml(f"key: {written}", "f")
        assert isinstance(root, Mapping)
        value = root.get("key")
        assert isinstance(value, Scalar)
        assert (value.text, value.style, value.plain, value.is_null) == (text, style, style == "", null)
        assert not value.typed

    def test_a_key_that_is_not_given(self) -> None:
        root = read_yaml("a: 1", "f")
        assert isinstance(root, Mapping)
        assert root.get("b") is None
        assert root.key("b") is None

    @pytest.mark.parametrize("content", ["", "\n\n", "# only a remark\n", "---\n", b"", b"\xef\xbb\xbf"])
    def test_an_empty_file_is_an_empty_mapping(self, content: str | bytes) -> None:
        root = read_yaml(content, "f")
        assert isinstance(root, Mapping)
        assert root.entries == []
        assert spot(root.place) == "1:1"

    @pytest.mark.parametrize(("content", "text"), [("just text", "just text"), ("- a", ["a"]), ("~", "~")])
    def test_the_top_may_be_anything(self, content: str, text: object) -> None:
        assert texts(read_yaml(content, "f")) == text

    @pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
    @pytest.mark.parametrize("mark", ["", "\ufeff"])
    def test_line_ends_and_byte_order_marks_move_nothing(self, line_end: str, mark: str) -> None:
        content = mark + FACTS.replace("\n", line_end)
        here = [(s.text, s.place) for s in scalars(read_yaml(content.encode(), "f"))]
        assert here == [(s.text, s.place) for s in scalars(read_yaml(FACTS, "f"))]

    def test_columns_count_characters(self) -> None:
        root = read_yaml("clé: {😀: é, b: c}", "f")
        assert [spot(s.place) for s in scalars(root)] == ["1:1", "1:7", "1:10", "1:13", "1:16"]

    def test_one_document_may_have_its_marks(self) -> None:
        assert texts(read_yaml("%YAML 1.1\n---\na: 1\n...\n", "f")) == {"a": "1"}


@pytest.mark.usefixtures("parser")
class TestAliases:
    """Anchors and aliases repeat a little, and never more than a budget."""

    def test_an_alias_is_what_it_names(self) -> None:
        root = read_yaml("a: &x [1, 2]\nb: *x\nc: &y  'q'\nd: *y\n", "f")
        assert texts(root) == {"a": ["1", "2"], "b": ["1", "2"], "c": "q", "d": "q"}

    @pytest.mark.parametrize("between", [" ", "\n  ", " # why\n  ", "   "])
    def test_an_anchored_value_begins_behind_its_anchor(self, between: str) -> None:
        content = f"key: &x{between}'it''s'\n"
        root = read_yaml(content, "f")
        assert isinstance(root, Mapping)
        value = root.get("key")
        assert isinstance(value, Scalar)
        assert value.text == "it's"
        last = value.place_at(3)
        assert content.splitlines()[last.line - 1][last.column - 1] == "s"

    def test_an_anchor_without_a_value(self) -> None:
        root = read_yaml("a: &x\nb: *x\n", "f")
        assert [(s.text, spot(s.place)) for s in scalars(root)] == [
            ("a", "1:1"),
            ("", "1:4"),
            ("b", "2:1"),
            ("", "1:4"),
        ]

    def test_names_that_nothing_has(self) -> None:
        assert refused(read_yaml, "a: *x\nb: [*y]\nc: &z [*z]\n", "f") == [
            "1:4 nothing above is called &x (quote a text that begins with *)",
            "2:5 nothing above is called &y (quote a text that begins with *)",
            "3:8 nothing above is called &z (quote a text that begins with *)",
        ]

    def test_billion_laughs(self) -> None:
        lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
        lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]
        with within(2):
            (problem,) = refused(read_yaml, "\n".join(lines), "f")
        assert "aliases repeat more than 10000 values" in problem

    def test_the_budget_counts_every_repetition(self) -> None:
        three = "a: &x [1, 2]\n"  # the list and what is in it
        limits = Limits(aliased=9)
        read_yaml(three + "b: [*x, *x, *x]", "f", limits)
        (problem,) = refused(read_yaml, three + "b: [*x, *x, *x, *x]", "f", limits)
        assert problem.startswith("2:17 aliases repeat more than 9 values")

    def test_aliases_do_not_hide_depth(self) -> None:
        lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 100)]
        (problem,) = refused(read_yaml, "\n".join(lines), "f")
        assert "more than 60 lists and mappings inside one another" in problem
        read_yaml("\n".join(lines[:59]), "f")

    def test_merge_keys_are_refused_without_merging(self) -> None:
        lines = ["a0: &a0 {k0: v}"]
        lines += [f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}], k{n}: v}}" for n in range(1, 27)]
        with within(2), pytest.raises(InputError):
            read_yaml("\n".join(lines), "f")
        assert refused(read_yaml, "a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n", "f") == [
            "3:3 merge keys (<<) are not supported (write the keys out where they apply)"
        ]

    def test_a_quoted_merge_key_is_text(self) -> None:
        assert texts(read_yaml("'<<': 1", "f")) == {"<<": "1"}


@pytest.mark.usefixtures("parser")
class TestLimits:
    """Every bound refuses in little time and says where."""

    @pytest.mark.parametrize(
        "content",
        ["[" * 10_000 + "]" * 10_000, "[" * 1_000_000, "- " * 100_000, "{a: " * 50_000, "? " * 100_000],
    )
    def test_depth(self, content: str) -> None:
        with within(5):
            (problem,) = refused(read_yaml, content, "f")
        assert "more than 60 lists and mappings inside one another" in problem

    def test_depth_is_exact(self) -> None:
        read_yaml("[" * 60 + "]" * 60, "f")
        (problem,) = refused(read_yaml, "[" * 61 + "]" * 61, "f")
        assert problem.startswith("1:61 ")

    def test_nodes(self) -> None:
        limits = Limits(nodes=5)
        read_yaml("[a, b, c, d]", "f", limits)
        assert refused(read_yaml, "[a, b, c,\n d, e]", "f", limits) == [
            "2:5 more than 5 values in one document (split it into several files)"
        ]
        assert refused(read_yaml, "[[], [], [], [], []]", "f", limits)[0].startswith("1:18 ")

    def test_size(self) -> None:
        limits = Limits(size=10)
        read_yaml(b"a: 45678\n\n", "f", limits)
        assert refused(read_yaml, b"a: 45678\n\n\n", "f", limits)[0].startswith(
            "0:0 the file is larger than 1e-05 MB"
        )
        with within(2):
            (problem,) = refused(read_yaml, " " * (LIMITS.size + 1), "f")
        assert "the file is larger than 20 MB (split it" in problem

    def test_tag_directives_without_end(self) -> None:
        content = "".join(f"%TAG !a{n}! x{n}\n" for n in range(300_000)) + "--- a\n"
        with within(3):
            (problem,) = refused(read_yaml, content, "f")
        assert problem.startswith("1:1 lines that begin with %TAG are not supported")

    def test_problems_without_end_are_counted(self) -> None:
        problems = refused(read_yaml, "a: 1\n" * 5_000, "f", Limits(problems=100))
        assert len(problems) == 101
        assert problems[-1] == "102:1 4899 more problems from here on (mend those above first)"

    @pytest.mark.parametrize(
        "content", ["a: &x" + " " * 300_000 + "b", "a: >\n  b\n" + " " * 300_000 + "\n  c\n"]
    )
    def test_white_space_without_end(self, content: str) -> None:
        with within(5):
            root = read_yaml(content, "f", Limits(size=400_000))
        assert isinstance(root, Mapping)
        value = root.get("a")
        assert isinstance(value, Scalar)
        with within(5):
            value.place_at(len(value.text))


@pytest.mark.usefixtures("parser")
class TestRefused:
    """YAML that YAML accepts and this reader does not, every case of a file at once."""

    def test_all_duplicate_keys_with_both_places(self) -> None:
        content = "a: 1\nb: {x: 1, x: 2}\n'a': 2\nc:\n  - d: 1\n    e: 2\n    d: 3\na: 4\n"
        hint = "(keep one of the two, or put both values in one list)"
        assert refused(read_yaml, content, "f") == [
            f"2:11 x is given twice, first at f:2:5 {hint}",
            f"3:1 a is given twice, first at f:1:1 {hint}",
            f"7:5 d is given twice, first at f:5:5 {hint}",
            f"8:1 a is given twice, first at f:1:1 {hint}",
        ]

    def test_tags(self) -> None:
        content = "a: !!python/object/apply:os.system ['x']\nb: !!str 1\nc: !mine {}\n"
        assert [line.partition(" (remove")[0] for line in refused(read_yaml, content, "f")] == [
            "1:4 tags (!!python/object/apply:os.system) are not supported",
            "2:4 tags (!!str) are not supported",
            "3:4 tags (!mine) are not supported",
        ]

    def test_a_second_document(self) -> None:
        (problem,) = refused(read_yaml, "a: 1\n---\nb: 1\n", "f")
        assert problem.startswith("2:1 a second document begins here (")

    def test_keys_that_are_not_text(self) -> None:
        assert refused(read_yaml, "? [a]\n: 1\nmessage: {{ n }}\n? {b: 1}\n: 2\n", "f") == [
            "1:3 a key must be text, not a list or a mapping (write name: value)",
            "3:11 a key must be text, not a list or a mapping (quote a text that begins with {{)",
            "4:3 a key must be text, not a list or a mapping (write name: value)",
        ]

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            ("{a: 0,85}", "1:5 a comma split the number 0,85 (quote it, or write 0.85)"),
            ("{a: 0,85, b: 1}", "1:5 a comma split the number 0,85 (quote it, or write 0.85)"),
            ("{a: 0, 85}", "1:5 a comma split the number 0,85 (quote it, or write 0.85)"),
            ("{a: -0,250}", "1:5 a comma split the number -0,250 (quote it, or write -0.250)"),
            ("{a: 12,5 %}", "1:5 a comma split the number 12,5 % (quote it, or write 12.5 %)"),
            ("{a: 40..40,5}", "1:5 a comma split the number 40..40,5 (quote it, or write 40..40.5)"),
            ("{a: 1,200}", "1:5 a comma split the number 1,200 (write 1200 or 1.200)"),
            ("{a: 1,200,000}", "1:5 a comma split the number 1,200,000 (write 1200000)"),
            ("x: {a: y,\n  b: 0,85}", "2:6 a comma split the number 0,85 (quote it, or write 0.85)"),
        ],
    )
    def test_a_comma_that_split_a_number(self, content: str, problem: str) -> None:
        assert refused(read_yaml, content, "f") == [problem]

    def test_the_same_fraction_twice_is_no_duplicate(self) -> None:
        problems = refused(read_yaml, "{a: 0,85, b: 3,85, c: 1, c: 2}", "f")
        assert [problem.split(" (")[0] for problem in problems] == [
            "1:5 a comma split the number 0,85",
            "1:14 a comma split the number 3,85",
            "1:26 c is given twice, first at f:1:20",
        ]

    @pytest.mark.parametrize(
        "content",
        ["{a: '0,85'}", '{a: "1,200"}', "[0,85]", "{a: x, 85: }x", "{2024, 2025}", "{85: , 86: }", "a: 0,85"],
    )
    def test_commas_that_split_nothing(self, content: str) -> None:
        read_yaml(content.removesuffix("x"), "f")

    def test_a_missing_space_inside_braces(self) -> None:
        assert refused(read_yaml, "{id: x, tracked:no}", "f") == [
            "1:17 a space is missing after the colon in tracked:no (write tracked: no)"
        ]

    @pytest.mark.parametrize(("code", "name"), [("\x07", "U+0007"), ("\x1b", "U+001B"), ("\ufeff", "U+FEFF")])
    def test_invisible_characters(self, code: str, name: str) -> None:
        (problem,) = refused(read_yaml, f"a: b\nc: d{code}", "f")
        assert problem == f"2:5 the invisible character {name} is not allowed (delete it)"

    def test_half_a_character(self) -> None:
        assert refused(read_yaml, 'a: 1\nb: "\\ud83d"', "f")
        (problem,) = refused(read_yaml, "a: \ud83d", "f")
        assert problem.startswith("1:4 half of a character")


SLIPS = [
    ("a:\n\tb: 1\n", "2:1 the line is indented with a tab (indent with spaces)"),
    ("a:\n  b: 1\n\tc: 2\n", "3:1 the line is indented with a tab (indent with spaces)"),
    ("name:foo\nother: x\n", "1:6 a space is missing after the colon in name:foo (write name: foo)"),
    ("other: x\nname:foo\n", "2:6 a space is missing after the colon in name:foo (write name: foo)"),
    ("m:\n  - id:x\n    y: z\n", "2:8 a space is missing after the colon in id:x (write id: x)"),
    ("title: Foo: bar\n", "1:11 a second colon followed by a space in one value (quote the value)"),
    ("a: 1\n  b: 2\n", "2:3 this line is indented under a line that already has a value"),
    ("k:v w: 1\n  x: 2\n", "2:3 this line is indented under a line that already has a value"),
    ("a: [1, 2", "1:4 the [ opened here is never closed (add the ] that is missing)"),
    ("a: {x: 1,\n", "1:4 the { opened here is never closed (add the } that is missing)"),
    ("a: [1, 2\nb: 3\n", "2:2 a comma or ] is missing before this ([ opened in line 1;"),
    ("a: {x: 1 y: 2}\n", "1:11 a comma or } is missing before this ({ opened in line 1;"),
    ("a: ]\n", "1:4 a value can't begin with ] unless it is quoted"),
    ("b: 1\na: 'foo\nb: 2\n", "2:4 the quote opened here is never closed"),
    ('a: "foo\nb: 2\n', "1:4 the quote opened here is never closed"),
    ("a: 'l'appel'\n", "1:7 text follows a closing quote"),
    ('a: "x" y\n', "1:8 text follows a closing quote"),
    ("m: text {{ n }}\nn: {{ n }} x", "2:12 this text needs quotes because it has {{ in it"),
    ("a: @foo\n", '1:4 a value can\'t begin with @ unless it is quoted (write "@foo")'),
    ("a: %\n", "1:4 a value can't begin with % unless it is quoted"),
    ("a: > many\n", '1:4 a value can\'t begin with > unless it is quoted (write "> many")'),
    ("a: >= many\n", '1:4 a value can\'t begin with > unless it is quoted (write ">= many")'),
    ("[1,\n >3\n]\n", '2:2 a value can\'t begin with > unless it is quoted (write ">3")'),
    ("a: @C:\\x\n", "1:4 a value can't begin with @ unless it is quoted (write '@C:\\x')"),
    ("a: **bold**\n", '1:4 a value can\'t begin with * unless it is quoted (write "**bold**")'),
    ("a: & b\n", "1:4 a value can't begin with & unless it is quoted"),
    ("a: !x!y z\n", "1:4 a value can't begin with ! unless it is quoted"),
    ("a: - b\n", "1:4 a list can't begin in the same line as its key"),
    ("a:\n  b: 1\n c: 2\n", "3:2 this line does not fit the lines above it"),
    ("a: 1\n- b\n", "2:1 this line does not fit the lines above it"),
    ("a: 1\nfoo\nb: 2\n", "2:1 this line has no colon"),
    ('a: "C:\\Users"\n', '1:7 a backslash inside "…" begins a code, and this one is unknown'),
    ("%YAML 2.0\n---\na: 1\n", "1:1 lines that begin with % are not supported"),
    ("a: &x &y 1\n", "1:7 this is not valid YAML (check the indentation, the quotes and the brackets"),
]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(("content", "start"), SLIPS)
def test_slips_are_recognised(content: str, start: str) -> None:
    problems = refused(read_yaml, content, "f")
    assert problems[-1].startswith(start)


@pytest.mark.usefixtures("parser")
def test_what_was_noted_before_a_syntax_error_is_said_too() -> None:
    problems = refused(read_yaml, "a: {x: 1, x: 2}\nb: [\n", "f")
    assert [problem.split(" ")[0] for problem in problems] == ["1:11", "2:4"]


def test_a_parser_that_says_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    class Failing(yaml.SafeLoader):
        def get_event(self) -> yaml.Event:
            raise yaml.YAMLError("no place")

    monkeypatch.setattr(yaml, "CSafeLoader", Failing, raising=False)
    (problem,) = refused(read_yaml, "a: 1", "f")
    assert problem.startswith("1:1 this is not valid YAML")


def test_tabs_that_only_the_pure_parser_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts(read_yaml("a: b\tc", "f")) == {"a": "b\tc"}
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert refused(read_yaml, "a: b\tc", "f") == ["1:5 a tab is not allowed here (use spaces)"]


def test_both_parsers_refuse_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    contents = [content for content, _ in SLIPS]
    with_libyaml = [refused(read_yaml, content, "f") for content in contents]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert [refused(read_yaml, content, "f") for content in contents] == with_libyaml


def test_nodes_show_what_they_are() -> None:
    root = read_yaml("a: [x, 'y']", "f")
    assert repr(root) == "Mapping(['a'], f:1:1)"
    assert isinstance(root, Mapping)
    below = root.get("a")
    assert isinstance(below, Sequence)
    assert repr(below) == "Sequence(2 items, f:1:4)"
    assert repr(below.items[1]) == "Scalar('y', \"'\", 'y', f:1:8)"


def test_large_files_are_read_quickly() -> None:
    entity = (
        "  - id: box-{}\n    tracked: no\n    volume: 1 200\n    owner: x\n    share: 85 %\n    note: y\n"
    )
    content = "mailboxes:\n" + "".join(entity.format(n) for n in range(10_000))
    with within(4):
        root = read_yaml(content, "f")
    assert isinstance(root, Mapping)
    assert len(texts(root)["mailboxes"]) == 10_000
