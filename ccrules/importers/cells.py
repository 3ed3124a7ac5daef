"""What importers have in common: cells of tables, and lists that are excerpts."""

from __future__ import annotations

from ccrules.documents import Mapping, Node, Scalar, Sequence, Source
from ccrules.facts.words import state_of
from ccrules.importers.workbook_layout import SEPARATORS


def several(found: Scalar) -> Node:
    """The values of a cell that holds several with ``;`` between them; a lone state stays one.

    Args:
        found: what the cell says.
    """
    if state_of(found.text) is not None and not SEPARATORS.search(found.text):
        return found
    node = Sequence(found.source, found.start)
    for text in filter(None, map(str.strip, SEPARATORS.split(found.text))):
        node.items.append(Scalar(found.source, found.start, text, '"', text))
    return node


def as_excerpt(document: Mapping) -> Mapping:
    """The same document, in which no list claims to hold all there are.

    Args:
        document: lists by name.
    """
    source, start = document.source, document.start
    names = Sequence(source, start)
    names.items.extend(Scalar(key.source, key.start, key.text, '"', key.text) for key, _ in document.entries)
    header = Mapping(source, start)
    header.entries.append((Scalar(source, start, "excerpt", '"', "excerpt"), names))
    if names.items:
        document.entries.insert(0, (Scalar(source, start, "assessment", '"', "assessment"), header))
    return document


def placed(node: Node, source: Source, start: int) -> Node:
    """The same tree with all of it in one place, such as a cell.

    Args:
        node: a list or mapping that was written into the cell.
        source: what the cell belongs to.
        start: the cell, in the terms of the source.
    """
    if isinstance(node, Scalar):
        return Scalar(source, start, node.text, node.style, node.value)
    if isinstance(node, Sequence):
        found = Sequence(source, start)
        found.items.extend(placed(item, source, start) for item in node.items)
        return found
    mapping = Mapping(source, start)
    for key, value in node.entries:
        name = Scalar(source, start, key.text, key.style, key.value)
        mapping.entries.append((name, placed(value, source, start)))
    return mapping
