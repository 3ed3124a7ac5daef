"""Finding one's way in the tree of a ruleset file: what stands where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ccrules import documents
from ccrules.conditions.written import Written
from ccrules.documents import Node
from ccrules.errors import NOWHERE, Place

#: What leads to a node: keys of mappings and positions in lists.
Step = str | int


def plain(node: Node) -> Any:
    """The tree as dictionaries, lists and text; nothing is interpreted, null is None."""
    if isinstance(node, documents.Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, documents.Sequence):
        return [plain(item) for item in node.items]
    return None if node.is_null else node.text


def child(node: Node | None, step: Step) -> Node | None:
    """What stands behind a key or at a position; None if there is no such thing."""
    if isinstance(node, documents.Mapping):
        return node.get(step if isinstance(step, str) else str(step))
    if isinstance(node, documents.Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


def find(node: Node | None, *steps: Step) -> Node | None:
    """Follow several steps."""
    for step in steps:
        node = child(node, step)
    return node


def place_of(node: Node | None, *steps: Step) -> Place:
    """The place of what stands there, or else of the last thing on the way to it."""
    for step in steps:
        below = child(node, step)
        if below is None:
            break
        node = below
    return node.place if node else NOWHERE


def key_place(node: Node | None, *steps: Step) -> Place:
    """The place of the key that leads to a node, or else that of the node around it."""
    around = find(node, *steps[:-1])
    key = around.key(str(steps[-1])) if isinstance(around, documents.Mapping) else None
    return key.place if key else place_of(node, *steps)


def written(node: Node | None, *steps: Step) -> Written | None:
    """An expression or a text with the places of its characters; None if it is not given."""
    found = find(node, *steps)
    if not isinstance(found, documents.Scalar) or found.is_null:
        return None
    return Written(found.text, found.place, found.place_at)


def entries(node: Node | None, *steps: Step) -> Iterator[tuple[str, Place, Node]]:
    """Each key of a mapping, with the key's place and what stands behind it."""
    found = find(node, *steps)
    if isinstance(found, documents.Mapping):
        for key, value in found.entries:
            yield key.text, key.place, value


def items(node: Node | None, *steps: Step) -> list[Node]:
    """The parts of a list; one thing that stands alone counts as a list of it."""
    found = find(node, *steps)
    if found is None or documents.is_empty(found):
        return []
    return list(found.items) if isinstance(found, documents.Sequence) else [found]
