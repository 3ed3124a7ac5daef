"""What the cells of tables have in common, whether of workbooks, CSV files or documents."""

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
