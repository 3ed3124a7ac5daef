"""Helpers for the tests of documents."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from ccrules.documents import Mapping, Node, Scalar
from ccrules.errors import InputError, Place

YAML_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
JSON_BREAK = re.compile("\r\n|[\n\r]")


def values(node: Node) -> Any:
    """Turn nodes into plain values, without their places."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return {key.text: values(value) for key, value in node.entries}
    return [values(item) for item in node.items]


def texts(node: Node) -> Any:
    """Turn nodes into plain texts, without their places."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return {key.text: texts(value) for key, value in node.entries}
    return [texts(item) for item in node.items]


def scalars(node: Node) -> Iterator[Scalar]:
    """Yield every scalar, keys too, in the order written."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield key
            yield from scalars(value)
    else:
        for item in node.items:
            yield from scalars(item)


def index_of(text: str, place: Place, line_break: re.Pattern[str] = YAML_BREAK) -> int:
    """Turn line and column back into an index, counting lines from the top."""
    begin = 0
    for _ in range(place.line - 1):
        found = line_break.search(text, begin)
        assert found is not None, "the place is below the last line"
        begin = found.end()
    return begin + place.column - 1


def spot(place: Place) -> str:
    """Write a place as ``line:column``."""
    return f"{place.line}:{place.column}"


def refused(read: Callable[..., object], *args: Any, **kwargs: Any) -> list[str]:
    """Call a reader that must refuse; return its problems as ``line:column what (hint)``."""
    with pytest.raises(InputError) as caught:
        read(*args, **kwargs)
    for problem in caught.value.problems:
        assert problem.hint is not None
    return [f"{spot(p.place)} {p.what} ({p.hint})" for p in caught.value.problems]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fail a test whose body takes longer; the bounds leave room for a busy machine.

    Counting coverage slows pure Python down many times over, so it is given more room.
    """
    begin = time.process_time()
    yield
    assert time.process_time() - begin < (seconds if sys.gettrace() is None else 30 * seconds)
