"""Typed expression trees: what the checker makes of an author's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from ccrules.conditions.types import Type
from ccrules.facts.vocabulary import Attribute

if TYPE_CHECKING:
    from ccrules.conditions.functions import PluginFunction


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A part of an expression.

    Attributes:
        type: what it evaluates to.
        start: offset of its first character in the author's text.
        end: offset after its last.
    """

    PARTS: ClassVar[tuple[str, ...]] = ()
    type: Type
    start: int
    end: int

    def parts(self) -> tuple[Node, ...]:
        """Its direct parts, from left to right."""
        found: list[Node] = []
        for name in self.PARTS:
            part = getattr(self, name)
            found += part if isinstance(part, tuple) else (part,)
        return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class Literal(Node):
    """A constant: a plain value, an interval for a partial date, a frozenset for a tuple."""

    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Variable(Node):
    """The subject or a loop's variable; an entity, or a member of a set or series."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Named(Node):
    """A name that ``let`` defined."""

    PARTS: ClassVar[tuple[str, ...]] = ("body",)
    name: str
    body: Node


@dataclass(frozen=True, slots=True, eq=False)
class Parameter(Node):
    """A parameter of the method; its value is fixed when the check is compiled."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True, eq=False)
class Singleton(Node):
    """The organisation or another entity type with at most one member."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Everything(Node):
    """A collection as a whole."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Today(Node):
    """``assessment.date``."""


@dataclass(frozen=True, slots=True, eq=False)
class Field(Node):
    """An attribute of an entity."""

    PARTS: ClassVar[tuple[str, ...]] = ("base",)
    base: Node
    attribute: Attribute


@dataclass(frozen=True, slots=True, eq=False)
class Identity(Node):
    """The id of an entity, as text."""

    PARTS: ClassVar[tuple[str, ...]] = ("base",)
    base: Node


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Node):
    """``< <= > >= == !=``; ``rounded`` if a side is computed, so that both are rounded first."""

    PARTS: ClassVar[tuple[str, ...]] = ("left", "right")
    operator: str
    left: Node
    right: Node
    rounded: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Contains(Node):
    """``item in container``."""

    PARTS: ClassVar[tuple[str, ...]] = ("item", "container")
    item: Node
    container: Node


@dataclass(frozen=True, slots=True, eq=False)
class Logic(Node):
    """``and`` or ``or`` of two or more parts."""

    PARTS: ClassVar[tuple[str, ...]] = ("operands",)
    operator: str
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Not(Node):
    """``not``."""

    PARTS: ClassVar[tuple[str, ...]] = ("operand",)
    operand: Node


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Node):
    """``+ - * /`` on numbers."""

    PARTS: ClassVar[tuple[str, ...]] = ("left", "right")
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True, eq=False)
class Choose(Node):
    """``then if condition else otherwise``."""

    PARTS: ClassVar[tuple[str, ...]] = ("condition", "then", "otherwise")
    condition: Node
    then: Node
    otherwise: Node


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A function of single values: ``age``, ``exists``, ``latest`` or a plugin's."""

    PARTS: ClassVar[tuple[str, ...]] = ("arguments",)
    function: str
    arguments: tuple[Node, ...]
    plugin: PluginFunction | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pair(Node):
    """Where an edge starts and where it ends: the element of ``edges``."""

    PARTS: ClassVar[tuple[str, ...]] = ("tail", "head")
    tail: Node
    head: Node


@dataclass(frozen=True, slots=True, eq=False)
class Graph(Node):
    """A function over a graph: of some vertices, and of ``edges`` or a name for them."""

    PARTS: ClassVar[tuple[str, ...]] = ("vertices", "edges")
    function: str
    vertices: tuple[Node, ...]
    edges: Node

    @property
    def aggregate(self) -> Aggregate:
        """The edges themselves."""
        found = self.edges
        while isinstance(found, Named):
            found = found.body
        assert isinstance(found, Aggregate)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """``for variable in source if …``.

    Attributes:
        variable: the variable.
        source: a collection, set or series.
        filters: its conditions.
        key: an index join the checker found in the filters: the loop runs over the members
            whose ``attribute`` equals (or holds) the value of ``key``, which does not depend
            on this loop or on inner ones.
        attribute: the attribute of the index join.
        key_filter: the position in ``filters`` of the condition that the join stands for.
    """

    variable: Variable
    source: Node
    filters: tuple[Node, ...]
    key: Node | None = None
    attribute: str = ""
    key_filter: int = -1


@dataclass(frozen=True, slots=True, eq=False)
class Aggregate(Node):
    """A function over the rows of one or several loops."""

    function: str
    element: Node
    loops: tuple[Loop, ...]

    def parts(self) -> tuple[Node, ...]:
        """The sources and filters of its loops, then what is taken of each row."""
        inner = [part for loop in self.loops for part in (loop.source, *loop.filters)]
        return (*inner, self.element)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, ``let`` bodies included."""
    left = [node]
    while left:
        part = left.pop()
        yield part
        left.extend(reversed(part.parts()))


def calls_plugin(node: Node) -> bool:
    """Whether anything in it has to be called for each subject by itself."""
    return any(map(is_called_alone, walk(node)))


def is_called_alone(node: Node) -> bool:
    """Whether it calls a plugin's function, or one whose result depends on more than a value: its sources."""
    return isinstance(node, Call) and (node.plugin is not None or node.function == "differ")
