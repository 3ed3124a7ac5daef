"""Parts of a check's conditions as their author wrote them."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.conditions import tree
from ccrules.conditions.written import Written
from ccrules.errors import Place
from ccrules.ruleset.model import Check


def as_written(check: Check, node: tree.Node) -> str:
    """The text of a part of a check's conditions, on one line.

    Args:
        check: the check, with its question.
        node: the part; empty if it is none.
    """
    found = _text(check, node)
    return " ".join(found.text[node.start : node.end].split()) if found else ""


def place_in(check: Check, node: tree.Node) -> Place:
    """Where a part of a check's conditions stands; the check, if it is none."""
    found = _text(check, node)
    return found.at(node.start) if found else check.place


def _text(check: Check, node: tree.Node) -> Written | None:
    for name, written in check.question.texts.items():
        if any(part is node for part in _parts(_root(check, name))):
            text: Written = written
            return text
    return None


def _root(check: Check, name: str) -> tree.Node | None:
    named = check.question.let.get(name)
    root: tree.Node | None = named.body if named is not None else getattr(check.question, name, None)
    return root


def _parts(node: tree.Node | None) -> Iterator[tree.Node]:
    """The parts of one text: not those of names that it reads."""
    if node is not None:
        yield node
        if not isinstance(node, tree.Named):
            for part in node.parts():
                yield from _parts(part)
