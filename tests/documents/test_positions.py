"""Every character of a scalar leads back to the character in the file it came from."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ccrules.documents import Limits, Mapping, Node, Scalar
from ccrules.documents.json_reader import read_json
from ccrules.documents.yaml_reader import read_yaml
from ccrules.errors import InputError
from tests.effort import examples

from .support import JSON_BREAK, index_of, scalars, spot

STYLES = ["", "'", '"', "|", ">"]
READ_WITH = st.sampled_from(["CSafeLoader", "SafeLoader"])
PIECES = st.sampled_from(
    [
        "a",
        "b",
        "é",
        "😀",
        "12",
        "x == y",
        " ",
        "  ",
        "   ",
        "\t",
        "\n",
        "\n\n",
        "\n ",
        "\n  ",
        "\u2028",
        "'",
        '"',
        "\\",
        "#",
        ": ",
    ]
)
WRITTEN = st.lists(PIECES, max_size=14).map("".join)


def read_with(name: str, content: str) -> Node:
    """Read with one of the two parsers, whichever the machine has."""
    parsers = pytest.MonkeyPatch()
    parsers.setattr(yaml, "CSafeLoader", getattr(yaml, name, yaml.SafeLoader), raising=False)
    try:
        return read_yaml(content, "f", Limits(problems=1))
    except InputError:
        assume(False)
        raise
    finally:
        parsers.undo()


def check(scalar: Scalar, content: str) -> None:
    """Compare each character of a text with the one at its place."""
    behind = -1
    for offset, character in enumerate(scalar.text):
        index = index_of(content, scalar.place_at(offset))
        assert index > behind, "places only go forward"
        behind = index
        there = content[index]
        if there == "\\" and scalar.style == '"':
            assert escaped(content, index) == character
        elif character.isspace():
            assert there.isspace()
        else:
            assert there == character


def escaped(content: str, index: int) -> str:
    """Decode the escape that begins at an index."""
    lengths = {"x": 4, "u": 6, "U": 10}
    code = content[index : index + lengths.get(content[index + 1], 2)]
    decoded: str = yaml.safe_load(f'"{code}"')
    return decoded


@settings(deadline=None)
@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(" \n\t'\"")), data=st.data()
)
def test_texts_that_a_program_wrote(text: str, data: st.DataObject) -> None:
    style = data.draw(st.sampled_from([None, *STYLES[1:]]))
    options: dict[str, Any] = {
        "default_style": style,
        "width": data.draw(st.integers(10, 90)),
        "indent": data.draw(st.integers(2, 7)),
        "allow_unicode": data.draw(st.booleans()),
        "line_break": data.draw(st.sampled_from(["\n", "\r\n", "\r"])),
    }
    content = yaml.dump({"key": [text, {"inner": text}]}, **options)
    content = (
        content.replace("!!null ", "").replace("!!bool ", "").replace("!!float ", "").replace("!!int ", "")
    )
    root = read_with(data.draw(READ_WITH), content)
    for scalar in scalars(root):
        check(scalar, content)


@settings(max_examples=examples(400), deadline=None)
@given(written=WRITTEN, quote=st.sampled_from(["", "'", '"']), parser=READ_WITH, depth=st.integers(0, 3))
def test_flow_texts_that_a_person_wrote(written: str, quote: str, parser: str, depth: int) -> None:
    indent = "  " * depth
    body = written.replace("\n", f"\n {indent}")
    content = "".join(f"{'  ' * level}k{level}:\n" for level in range(depth))
    content += f"{indent}key: {quote}{body}{quote}\n{indent}next: n\n"
    for scalar in scalars(read_with(parser, content)):
        check(scalar, content)


@settings(max_examples=examples(400), deadline=None)
@given(
    lines=st.lists(WRITTEN.map(lambda text: text.replace("\n", "")), max_size=7),
    header=st.sampled_from(["|", ">", "|-", ">-", "|+", ">+", "> # why", "|2", ">2", ">2-", "|1", ">4"]),
    indent=st.integers(1, 5),
    parser=READ_WITH,
    line_end=st.sampled_from(["\n", "\r\n", "\n\n", "\x85", "\u2028"]),
)
def test_blocks_that_a_person_wrote(
    lines: list[str], header: str, indent: int, parser: str, line_end: str
) -> None:
    body = line_end.join("  " + " " * indent + line for line in lines)
    content = f"list:\n- key: {header}\n{body}\n# end\n- next\n"
    for scalar in scalars(read_with(parser, content)):
        check(scalar, content)


@settings(deadline=None)
@given(
    key=WRITTEN,
    text=st.text() | WRITTEN,
    indent=st.sampled_from([None, 0, 3]),
    ascii_only=st.booleans(),
)
def test_texts_in_json(key: str, text: str, indent: int | None, ascii_only: bool) -> None:
    assume(not any("\ud800" <= character <= "\udfff" for character in text))
    content = json.dumps({key: [text]}, indent=indent, ensure_ascii=ascii_only)
    for scalar in scalars(read_json(content, "f")):
        index = index_of(content, scalar.place, JSON_BREAK)
        assert content[index] == '"'
        end = index
        for offset, character in enumerate(scalar.text):
            begin = index_of(content, scalar.place_at(offset), JSON_BREAK)
            end = index_of(content, scalar.place_at(offset + 1), JSON_BREAK)
            if offset + 1 < len(scalar.text):
                assert json.loads(f'"{content[begin:end]}"') == character
        assert end <= len(content)


@pytest.mark.parametrize(
    ("content", "offset", "place"),
    [
        ("when: not mailbox.tracked", 4, "1:11"),
        ("when: 'it''s x'", 5, "1:14"),
        ('when: "a\\tb\\u00e9c"', 4, "1:18"),
        ("when: >\n    a\n    and b", 2, "3:5"),
        ("when: >-\n    a\n\n    b", 2, "4:5"),
        ("when: |\n   a\n     b", 5, "3:7"),
        ("when: a\n  and b", 2, "2:3"),
        ("when: abc", 0, "1:7"),
        ("when: abc", 3, "1:10"),
        ("when: abc", 99, "1:10"),
        ("when: abc", -1, "1:7"),
        ("when:", 3, "1:6"),
        ("when: ''", 0, "1:7"),
        ("when: |\n\n", 0, "1:7"),
    ],
)
def test_places_inside_conditions(content: str, offset: int, place: str) -> None:
    root = read_yaml(content, "f")
    assert isinstance(root, Mapping)
    value = root.get("when")
    assert isinstance(value, Scalar)
    assert spot(value.place_at(offset)) == place
