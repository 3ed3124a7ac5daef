"""Facts of cases as trees that can be varied: nothing is changed in place, the rest is shared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ccrules import documents
from ccrules.documents import Mapping, Node, Scalar

Step = str | int


def scalar(text: str, like: Node, *, quoted: bool = False) -> Scalar:
    """A value as it would be written in YAML.

    Args:
        text: what is written.
        like: a node of the document it goes into.
        quoted: whether it stands in quotes, so that it is text whatever it looks like.
    """
    return Scalar(like.source, like.start, text, '"' if quoted else "", text)


def mapping(entries: Iterable[tuple[str, Node]], like: Node) -> Mapping:
    """Keys with their values."""
    made = Mapping(like.source, like.start)
    made.entries = [(scalar(key, like), value) for key, value in entries]
    return made


def sequence(items: Iterable[Node], like: Node) -> documents.Sequence:
    """A list."""
    made = documents.Sequence(like.source, like.start)
    made.items = list(items)
    return made


def at(node: Node | None, *steps: Step) -> Node | None:
    """What stands at the end of a path of keys and positions; None if there is nothing."""
    for step in steps:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, documents.Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return None
    return node


def with_node(node: Node, steps: Sequence[Step], new: Node | None) -> Node:
    """The tree with something else at the end of a path, or nothing.

    Args:
        node: the tree.
        steps: keys and positions; a last key that is not there is added, a position behind the last
            item as well.
        new: what stands there afterwards; None takes it away.
    """
    if not steps:
        assert new is not None
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(node, Scalar):
        node = mapping((), node)  # a state gives way to what is said below it
    if isinstance(node, Mapping):
        return _with_key(node, str(step), rest, new)
    assert isinstance(node, documents.Sequence)
    assert isinstance(step, int)
    items = list(node.items)
    if rest:
        items[step] = with_node(items[step], rest, new)
    else:
        items[step : step + 1] = [] if new is None else [new]
    return sequence(items, node)


def _with_key(node: Mapping, key: str, rest: Sequence[Step], new: Node | None) -> Mapping:
    below = node.get(key)
    if rest:
        new = with_node(below if below is not None else mapping((), node), rest, new)
    made = Mapping(node.source, node.start)
    for name, value in node.entries:
        kept = new if name.text == key else value
        if kept is not None:
            made.entries.append((name, kept))
    if below is None and new is not None:
        made.entries.append((scalar(key, node), new))
    return made


def merged(one: Node, other: Node) -> Node | None:
    """Two documents as one: mappings key by key, lists one behind the other, entries with one id merged.

    Returns:
        None if they contradict each other.
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        made: Node | None = one
        for key, value in other.entries:
            here = one.get(key.text)
            both = value if here is None else merged(here, value)
            made = with_node(made, (key.text,), both) if made is not None and both is not None else None
        return made
    if isinstance(one, documents.Sequence) and isinstance(other, documents.Sequence):
        return _merged_lists(one, other)
    return one if text_of(one) == text_of(other) else None


def _merged_lists(one: documents.Sequence, other: documents.Sequence) -> Node | None:
    if any(not isinstance(item, Mapping) for item in (*one.items, *other.items)):
        return one if text_of(one) == text_of(other) else None
    items = list(one.items)
    for item in other.items:
        same = next((index for index, had in enumerate(items) if _id(had) == _id(item) != ""), None)
        if same is None:
            items.append(item)
            continue
        both = merged(items[same], item)
        if both is None:
            return None
        items[same] = both
    return sequence(items, one)


def _id(node: Node) -> str:
    found = at(node, "id")
    return found.text if isinstance(found, Scalar) else ""


# --- text -------------------------------------------------------------------------------

#: Characters that mean something to YAML inside brackets.
_SPECIAL = frozenset(",[]{}#&*!|>'\"%@`:?-\\\n\t")


def text_of(node: Node) -> str:
    """A node as YAML on one line."""
    if isinstance(node, Mapping):
        return "{" + ", ".join(f"{_written(key)}: {text_of(value)}" for key, value in node.entries) + "}"
    if isinstance(node, documents.Sequence):
        return "[" + ", ".join(map(text_of, node.items)) + "]"
    return _written(node)


def _written(node: Scalar) -> str:
    if node.is_null:
        return "~"
    text = node.text
    plain = node.plain and (not _SPECIAL & set(text) or _harmless(text)) and text == text.strip()
    if plain and text:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _harmless(text: str) -> bool:
    """Whether the special characters of a plain text stand where they mean nothing: 2026-10-01, -3, a:b."""
    others = _SPECIAL & set(text) - {"-", ":", "%", "'"}
    begins = text[0] in "-:%'?" and not (text[0] == "-" and text[1:2].isdigit())
    return not others and not begins and ": " not in text and " #" not in text and not text.endswith(":")


#: What stands at the top of a fact file.
_FIRST = ("assessment", "objectives", "organisation")


def block_of(node: Node, indent: int) -> list[str]:
    """A mapping as YAML over several lines: each entry of a list on a line of its own.

    Args:
        node: the facts of a case.
        indent: how many spaces stand before each line.
    """
    lines = []
    assert isinstance(node, Mapping)
    for key, value in sorted(node.entries, key=lambda entry: entry[0].text not in _FIRST):
        if isinstance(value, documents.Sequence) and value.items and isinstance(value.items[0], Mapping):
            lines.append(f"{' ' * indent}{_written(key)}:")
            lines += [f"{' ' * (indent + 2)}- {text_of(item)}" for item in value.items]
        else:
            lines.append(f"{' ' * indent}{_written(key)}: {text_of(value)}")
    return lines
