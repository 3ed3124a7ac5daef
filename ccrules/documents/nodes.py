"""The tree that every document is read into: mappings, sequences and scalars with places.

Nothing is interpreted here. ``18:30``, ``012``, ``no``, ``1 200`` and ``85 %`` stay the text
that was written; what they mean depends on the attribute they are given for.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ccrules.documents.source import Source
from ccrules.errors import Place

Native = None | bool | int | float | Decimal | date | str
"""What the value of a scalar may be; YAML knows text only."""

_NULLS = frozenset(("", "~", "null"))


class _Positioned:
    __slots__ = ("source", "start")
    source: Source
    start: int

    @property
    def place(self) -> Place:
        """Where the node begins, 1-based."""
        return self.source.place(self.start)

    @property
    def line(self) -> int:
        """1-based line; 0 for a value given in a call."""
        return self.place.line

    @property
    def column(self) -> int:
        """1-based column in characters; 0 for a value given in a call."""
        return self.place.column


class Scalar(_Positioned):
    """One value or key as it was written.

    Attributes:
        text: what was written, without quotes, escapes and folding; for numbers and literals
            of JSON and Python their usual form.
        style: ``''`` plain, ``"'"`` or ``'"'`` quoted, ``'|'`` or ``'>'`` a block. Strings of JSON
            and Python count as quoted.
        value: the native value of JSON and Python; the text again in YAML.
        source: what the node was read from.
        start: where, in the terms of its source.
    """

    __slots__ = ("style", "text", "value")

    def __init__(self, source: Source, start: int, text: str, style: str, value: Native) -> None:
        self.source = source
        self.start = start
        self.text = text
        self.style = style
        self.value = value

    @property
    def plain(self) -> bool:
        """Whether it was written without quotes and not as a block."""
        return not self.style

    @property
    def typed(self) -> bool:
        """Whether it comes from JSON or Python, where :attr:`value` has a type of its own."""
        return self.source.typed

    @property
    def is_null(self) -> bool:
        """Whether it says nothing: left empty, plain ``~`` or ``null``, None."""
        if self.source.typed:
            return self.value is None
        return not self.style and self.text in _NULLS

    def place_at(self, offset: int) -> Place:
        """Tell where one character of the text stands in the file, through escapes and folding.

        Args:
            offset: 0-based offset in :attr:`text`; its length stands for the place behind it.
        """
        return self.source.place_at(self.start, self.style, self.text, offset)

    def __repr__(self) -> str:
        return f"Scalar({self.text!r}, {self.style!r}, {self.value!r}, {self.place})"


class Sequence(_Positioned):
    """A list.

    Attributes:
        items: the nodes in it, in order.
        source: what the node was read from.
        start: where, in the terms of its source.
    """

    __slots__ = ("items",)

    def __init__(self, source: Source, start: int) -> None:
        self.source = source
        self.start = start
        self.items: list[Node] = []

    def __repr__(self) -> str:
        return f"Sequence({len(self.items)} items, {self.place})"


class Mapping(_Positioned):
    """Keys with their values, in the order written; no key occurs twice.

    Attributes:
        entries: pairs of key and value.
        source: what the node was read from.
        start: where, in the terms of its source.
    """

    __slots__ = ("entries",)

    def __init__(self, source: Source, start: int) -> None:
        self.source = source
        self.start = start
        self.entries: list[tuple[Scalar, Node]] = []

    def get(self, name: str) -> Node | None:
        """Return the value of a key, or None where it is not given."""
        for key, value in self.entries:
            if key.text == name:
                return value
        return None

    def key(self, name: str) -> Scalar | None:
        """Return the key as written, with its place, or None where it is not given."""
        for key, _ in self.entries:
            if key.text == name:
                return key
        return None

    def __repr__(self) -> str:
        return f"Mapping({[key.text for key, _ in self.entries[:5]]}, {self.place})"


Node = Scalar | Sequence | Mapping
"""Anything a document is made of."""


def is_empty(node: Node) -> bool:
    """Whether nothing is given: neither a value nor a list or mapping, be it an empty one."""
    return isinstance(node, Scalar) and node.is_null
