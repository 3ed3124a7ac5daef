"""YAML to nodes, built from the events of PyYAML and never from its loaders.

Events carry positions and leave values uninterpreted; depth, number of nodes and repetition
by aliases are bounded while they arrive, so nothing recurses and nothing is expanded.
This module imports PyYAML: import it late.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn, Protocol

import yaml

from ccrules.documents.comparisons import hide
from ccrules.documents.decoding import HALF_PAIR, decode
from ccrules.documents.faults import Faults, too_deep, too_many
from ccrules.documents.limits import LIMITS, Limits
from ccrules.documents.nodes import Mapping, Node, Scalar, Sequence
from ccrules.documents.source import YamlSource
from ccrules.documents.yaml_hints import explain
from ccrules.documents.yaml_keys import check_keys
from ccrules.errors import message

# All but the printable characters of YAML 1.1, section 5.1, and the byte order mark, which parsers skip
_NOT_PRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
#: What most texts have of characters that Python does not call printable; asking it is quick.
_USUAL_SPACES = "\n\t\r\xa0\u202f"
_TAG_DIRECTIVE = re.compile("(?:^|[\n\r\x85\u2028\u2029])(?=%TAG)")
_ANCHOR = re.compile(r"&[^\s,\[\]{}]+(?:\s|#[^\r\n\x85\u2028\u2029]*+)*+")


def read_yaml(content: str | bytes, file: str, limits: Limits = LIMITS) -> Node:
    """Read one YAML document.

    Args:
        content: the text, or the bytes of a file.
        file: the file's name for places.
        limits: when to refuse.

    Returns:
        The tree; an empty mapping where the document is empty.

    Raises:
        InputError: not UTF-8, not YAML, over a limit, or YAML that is refused: duplicate keys,
            merge keys, tags, several documents, keys that are not text.
    """
    source = YamlSource(file, decode(content, file, limits))
    faults = Faults(limits)
    _check_characters(source, faults)
    builder = _Builder(source, limits, faults)
    try:
        builder.run()
    except yaml.YAMLError as error:
        faults.fail(*explain(source, error))
    faults.check()
    root = builder.root
    return Mapping(source, 0) if root is None or _says_nothing(root) else root


def _says_nothing(node: Node) -> bool:
    return isinstance(node, Scalar) and node.plain and not node.text


def _check_characters(source: YamlSource, faults: Faults) -> None:
    text = source.text
    for space in _USUAL_SPACES:
        text = text.replace(space, " ")
    if not text.isprintable() and (found := _NOT_PRINTABLE.search(source.text)):
        code = f"U+{ord(found[0]):04X}"
        what = message("the invisible character {code} is not allowed", code=code)
        faults.fail(source.place(found.start()), what, message("delete it"))
    # libyaml compares every %TAG line with all before it: quadratic
    if "%TAG" in source.text and (found := _TAG_DIRECTIVE.search(source.text)):
        what = message("lines that begin with {start} are not supported", start="%TAG")
        faults.fail(source.place(found.end()), what, message("delete the line"))


class _Mark(Protocol):
    index: int


class _Event(Protocol):
    """What is used here of PyYAML's events; no event has all of it."""

    start_mark: _Mark
    end_mark: _Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None
    flow_style: bool | None


class _Frame:
    """A list or mapping that is still open.

    Args:
        node: what will be put into the frame above.
        anchor: the name aliases may call it by.
        before: how many nodes there were when it opened.
        flow: whether it is written in brackets.

    Attributes:
        parts: what is in it so far; of a mapping, keys and values by turns.
        levels: most lists and mappings inside one another in it, so far.
    """

    __slots__ = ("anchor", "before", "flow", "levels", "node", "parts")

    def __init__(self, node: Sequence | Mapping, anchor: str | None, before: int, flow: bool) -> None:
        self.node, self.anchor, self.before, self.flow = node, anchor, before, flow
        self.parts: list[Any] = node.items if isinstance(node, Sequence) else []
        self.levels = 0

    def close(self, faults: Faults) -> None:
        """Finish the node and check it."""
        if isinstance(self.node, Sequence):
            return
        keys, values = self.parts[::2], self.parts[1::2]
        self.node.entries.extend(zip(keys, values, strict=True))
        names = {key.text for key in keys}
        if len(names) < len(keys) or "<<" in names or (self.flow and any(map(_is_blank, values))):
            check_keys(self.node, flow=self.flow, faults=faults)

    def waits_for_key(self) -> bool:
        """Whether what comes next is a key."""
        return self.node.__class__ is Mapping and not len(self.parts) % 2


def _is_blank(node: Node) -> bool:
    return node.__class__ is Scalar and not node.text and not node.style


class _Builder:
    """Builds the tree from events, one at a time."""

    def __init__(self, source: YamlSource, limits: Limits, faults: Faults) -> None:
        self.source = source
        self.limits = limits
        self.faults = faults
        self.written, self.stand_in = hide(source.text)
        self.nodes = 0
        self.aliased = 0
        self.anchors: dict[str, tuple[Node, int, int]] = {}  # node, nodes in it, levels in it
        self.documents = Sequence(source, 0)
        self.frames: list[_Frame] = [_Frame(self.documents, None, 0, flow=False)]
        self.put = self.frames[0].parts.append

    @property
    def root(self) -> Node | None:
        """The document, or None where the file has none."""
        return next(iter(self.documents.items), None)

    def run(self) -> None:
        """Take every event of the text."""
        handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.StreamStartEvent: _ignore,
            yaml.DocumentStartEvent: self._document,
            yaml.DocumentEndEvent: _ignore,
            yaml.ScalarEvent: self._scalar,
            yaml.SequenceStartEvent: self._sequence,
            yaml.SequenceEndEvent: self._close,
            yaml.MappingStartEvent: self._mapping,
            yaml.MappingEndEvent: self._close,
            yaml.AliasEvent: self._alias,
        }
        parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self.written)
        try:
            next_event, scalar, end = parser.get_event, yaml.ScalarEvent, yaml.StreamEndEvent
            while (kind := (event := next_event()).__class__) is not end:
                if kind is scalar and event.anchor is None and event.tag is None:
                    self._plain_scalar(event)
                else:
                    handlers[kind](event)
        finally:
            parser.dispose()

    def _document(self, event: _Event) -> None:
        if self.root is not None:
            place = self.source.place(event.start_mark.index)
            what = message("a second document begins here")
            self.faults.fail(place, what, message("remove the line ---, or use one file for each"))

    def _scalar(self, event: _Event) -> None:
        """A scalar with an anchor or a tag."""
        node = self._plain_scalar(event, self._properties(event))
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, 1, 0)

    def _plain_scalar(self, event: _Event, start: int = -1) -> Scalar:
        text = event.value
        if self.stand_in and self.stand_in in text:
            text = text.replace(self.stand_in, ">")
        if start < 0:
            start = event.start_mark.index
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            too_many(self.faults, self.source.place(start), self.limits)
        style = event.style or ""
        if style == '"' and not text.isascii():
            self._check_pairs(text, start)
        node = Scalar(self.source, start, text, style, text)
        self.put(node)
        return node

    def _check_pairs(self, text: str, start: int) -> None:
        """Refuse half characters, which the pure Python parser lets pass."""
        if HALF_PAIR.search(text):
            what = message("half of a character that takes two codes")
            hint = message("write the character itself")
            self.faults.add(self.source.place(start), what, hint)

    def _properties(self, event: _Event) -> int:
        """Refuse tags; return where the node begins behind its anchor."""
        start: int = event.start_mark.index
        if event.tag is not None:
            what = message("tags ({tag}) are not supported", tag=_short(event.tag))
            hint = message("remove it; quote a text that begins with {characters}", characters="!")
            self.faults.add(self.source.place(start), what, hint)
        found = _ANCHOR.match(self.source.text, start)
        return found.end() if found and found.end() < event.end_mark.index else start

    def _sequence(self, event: _Event) -> None:
        self._open(Sequence(self.source, event.start_mark.index), event)

    def _mapping(self, event: _Event) -> None:
        self._open(Mapping(self.source, event.start_mark.index), event)

    def _open(self, node: Sequence | Mapping, event: _Event) -> None:
        before = self.nodes + self.aliased
        if event.anchor is not None or event.tag is not None:
            self._properties(event)
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            too_many(self.faults, node.place, self.limits)
        if len(self.frames) > self.limits.depth:
            too_deep(self.faults, node.place, self.limits)
        frame = _Frame(node, event.anchor, before, bool(event.flow_style))
        self.frames.append(frame)
        self.put = frame.parts.append

    def _close(self, event: _Event) -> None:
        frame = self.frames.pop()
        frame.close(self.faults)
        levels = frame.levels + 1
        if frame.anchor is not None:
            size = self.nodes + self.aliased - frame.before
            self.anchors[frame.anchor] = (frame.node, size, levels)
        self._put_in(self.frames[-1], frame.node, levels)

    def _put_in(self, above: _Frame, node: Node, levels: int) -> None:
        """Put something finished, or repeated, into a list or mapping that is still open."""
        above.levels = max(above.levels, levels)
        self.put = above.parts.append
        is_key = not isinstance(node, Scalar) and above.waits_for_key()
        self.put(self._refused_key(above.node, node) if is_key else node)

    def _refused_key(self, mapping: Node, node: Node) -> Scalar:
        if self.source.text.startswith("{{", mapping.start):
            hint = message("quote a text that begins with {characters}", characters="{{")
        else:
            hint = message("write name: value")
        self.faults.add(node.place, message("a key must be text, not a list or a mapping"), hint)
        return Scalar(self.source, node.start, f"\0{node.start}", '"', "")  # equal to no real key

    def _alias(self, event: _Event) -> None:
        start = event.start_mark.index
        called = self.anchors.get(event.anchor or "")
        if called is None:
            self._unknown_alias(event)
            self.put(Scalar(self.source, start, "", "", ""))
            return
        node, size, levels = called
        self.aliased += size
        if self.aliased > self.limits.aliased:
            self._too_much_repeated(start)
        if len(self.frames) - 1 + levels > self.limits.depth:
            too_deep(self.faults, self.source.place(start), self.limits)
        self._put_in(self.frames[-1], node, levels)

    def _unknown_alias(self, event: _Event) -> None:
        what = message("nothing above is called &{name}", name=event.anchor)
        hint = message("quote a text that begins with {characters}", characters="*")
        self.faults.add(self.source.place(event.start_mark.index), what, hint)

    def _too_much_repeated(self, start: int) -> NoReturn:
        what = message("aliases repeat more than {limit} values", limit=self.limits.aliased)
        hint = message("write the values out, or repeat less")
        self.faults.fail(self.source.place(start), what, hint)


def _ignore(event: _Event) -> None:
    """Take an event that says nothing."""


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
