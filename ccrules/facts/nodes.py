"""Small helpers for reading nodes: what is wrong at a node, unknown keys, text in one line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from ccrules.documents import Mapping, Node, Scalar, Sequence, is_empty
from ccrules.errors import InputError, Message, Problem, message, suggestion
from ccrules.facts.words import BadValue, state_of
from ccrules.values import NOT_COLLECTED, State

_MOST_WRITTEN = 200
_MOST_ITEMS = 20

Value = TypeVar("Value")


def wrong(node: Node, what: Message, hint: Message | None) -> InputError:
    """The error of one problem at a node."""
    return InputError(Problem(node.place, what, hint))


def parsed(node: Node, parse: Callable[[str], Value]) -> Value:
    """Parse the text of a scalar.

    Args:
        node: the scalar.
        parse: raises :class:`~ccrules.facts.words.BadValue`.

    Raises:
        InputError: not a scalar, or what ``parse`` refuses, at the place of the node.
    """
    if not isinstance(node, Scalar):
        raise wrong(node, message("a single value is expected here"), message("write it in one line"))
    try:
        return parse(node.text)
    except BadValue as bad:
        raise wrong(node, bad.what, bad.hint) from None


def text_of(node: Node | None) -> str:
    """The text of a scalar; empty where nothing is given.

    Raises:
        InputError: a list or a mapping.
    """
    if node is None or is_empty(node):
        return ""
    return parsed(node, str)


def state_said(node: Node) -> State | None:
    """The state that a scalar says without quotes; None for a value, a list or a mapping."""
    if not isinstance(node, Scalar):
        return None
    if node.is_null:
        return NOT_COLLECTED
    return None if node.style and not node.typed else state_of(node.text)


def refuse_other_keys(node: Mapping, allowed: tuple[str, ...]) -> None:
    """Check the keys of a mapping.

    Raises:
        InputError: for each key that is not allowed.
    """
    problems = [
        Problem(
            key.place,
            message("{key} is not known here", key=key.text),
            suggestion(key.text, allowed),
        )
        for key, _ in node.entries
        if key.text not in allowed
    ]
    if problems:
        raise InputError(problems)


def written(node: Node) -> str:
    """A value as text, the way a person would have written it in one line."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        text = f"[{', '.join(written(item) for item in node.items[:_MOST_ITEMS])}]"
    else:
        entries = (f"{key.text}: {written(value)}" for key, value in node.entries[:_MOST_ITEMS])
        text = f"{{{', '.join(entries)}}}"
    return text if len(text) <= _MOST_WRITTEN else text[: _MOST_WRITTEN - 1] + "…"


class Collecting:
    """``with``: what is wrong inside joins the problems, and the work goes on behind it.

    Args:
        problems: takes them.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, InputError):
            self._problems.extend(error.problems)
            return True
        return False
