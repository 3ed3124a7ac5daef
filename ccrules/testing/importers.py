"""The contract of importers: facts with their places, the same each time, and refusals instead of accidents.

As in a test of a plugin::

    from ccrules.testing import importer_problems

    def test_the_importer_keeps_its_contract(tmp_path):
        assert importer_problems(TICKETS, ["tickets.csv"], load_rulesets("service-desk")) == []
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from ccrules.documents import Mapping, Node, Scalar, Sequence
from ccrules.errors import InputError
from ccrules.facts.reading import read_facts
from ccrules.importers import Importer
from ccrules.ruleset.model import Method

#: What a file may hold that is none of the kind it is taken for.
HOSTILE = {
    "empty": b"",
    "one line end": b"\n",
    "bytes that are no text": bytes(range(256)),
    "cut off": b'a;b\n"never closed',
    "a page": b"<!DOCTYPE html><html><body>log in</body></html>",
    "a broken archive": b"PK\x03\x04" + b"\x00" * 60,
    "many columns": b";".join(b"c%d" % n for n in range(5_000)) + b"\n",
}


def importer_problems(
    importer: Importer, files: Iterable[str | Path], method: Method | None = None
) -> list[str]:
    """What an importer does otherwise than it must.

    Args:
        importer: the importer.
        files: files of its kind that it must read.
        method: the rules whose vocabulary the facts must fit; left out, facts are only looked at.

    Returns:
        One sentence for each; none if the contract is kept.
    """
    given = [Path(file) for file in files]
    found = [
        f"{suffix!r} must be in lower case and begin with a dot"
        for suffix in importer.suffixes
        if not _fits(suffix)
    ]
    for file in given:
        found += _read_twice(importer, file, method)
    suffix = importer.suffixes[0] if importer.suffixes else (given[0].suffix if given else ".csv")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in HOSTILE.items():
            file = Path(folder) / f"hostile{suffix}"
            file.write_bytes(content)
            found += _refuses(importer, file, name)
        found += _refuses(importer, Path(folder) / f"not-there{suffix}", "missing")
    return found


def _fits(suffix: str) -> bool:
    return suffix.startswith(".") and suffix == suffix.lower()


def _read_twice(importer: Importer, file: Path, method: Method | None) -> Iterator[str]:
    """It reads a good file, with places, the same each time, to facts that fit the vocabulary."""
    try:
        first, second = importer.read(file), importer.read(file)
    except Exception as error:  # noqa: BLE001 - whatever it raises is what this looks for
        yield f"{file.name} can't be read: {type(error).__name__}: {error}"
        return
    if not isinstance(first, Mapping):
        yield f"{file.name} gives a {type(first).__name__} instead of the mapping that a fact file is"
        return
    if _plain(first) != _plain(second):
        yield f"{file.name} gives other facts the second time"
    lost = [text for text, place in _places(first) if not place.startswith(file.as_posix())]
    if lost:
        yield f"{file.name}: {lost[0]!r} does not know its place in the file"
    if method is not None:
        try:
            read_facts([first], method.vocabulary)
        except InputError as error:
            yield f"{file.name} does not fit the vocabulary: {error.problems[0]}"


def _refuses(importer: Importer, file: Path, name: str) -> Iterator[str]:
    """What it can't read it refuses, at a place in the file, and raises nothing else."""
    try:
        importer.read(file)
    except InputError as error:
        if any(file.name not in problem.place.file for problem in error.problems):
            yield f"a file that is {name} is refused without its name: {error}"
    except Exception as error:  # noqa: BLE001 - whatever it raises is what this looks for
        yield f"a file that is {name} raises {type(error).__name__}: {error}, which should be an InputError"


def _plain(node: Node) -> object:
    if isinstance(node, Mapping):
        return [(key.text, _plain(value)) for key, value in node.entries]
    return [_plain(one) for one in node.items] if isinstance(node, Sequence) else _text(node)


def _text(node: Node) -> str:
    assert isinstance(node, Scalar)
    return node.text


def _places(node: Node) -> Iterator[tuple[str, str]]:
    """Every value with its place."""
    if isinstance(node, Mapping):
        for _, value in node.entries:
            yield from _places(value)
    elif isinstance(node, Sequence):
        for one in node.items:
            yield from _places(one)
    else:
        yield _text(node), str(node.place)
