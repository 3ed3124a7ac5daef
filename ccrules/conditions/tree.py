"""Typed expression trees: what the checker makes of an author's text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

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

    type: Type
    start: int
    end: int

    def parts(self) -> tuple[Node, ...]:
        """Its direct parts, from left to right."""
        return ()


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

    name: str
    body: Node

    def parts(self) -> tuple[Node, ...]:
        return (self.body,)


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

    base: Node
    attribute: Attribute

    def parts(self) -> tuple[Node, ...]:
        return (self.base,)


@dataclass(frozen=True, slots=True, eq=False)
class Identity(Node):
    """The id of an entity, as text."""

    base: Node

    def parts(self) -> tuple[Node, ...]:
        return (self.base,)


@dataclass(frozen=True, slots=True, eq=False)
class Compare(Node):
    """``< <= > >= == !=``; ``rounded`` if a side is computed, so that both are rounded first."""

    operator: str
    left: Node
    right: Node
    rounded: bool = False

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Contains(Node):
    """``item in container``."""

    item: Node
    container: Node

    def parts(self) -> tuple[Node, ...]:
        return (self.item, self.container)


@dataclass(frozen=True, slots=True, eq=False)
class Logic(Node):
    """``and`` or ``or`` of two or more parts."""

    operator: str
    operands: tuple[Node, ...]

    def parts(self) -> tuple[Node, ...]:
        return self.operands


@dataclass(frozen=True, slots=True, eq=False)
class Not(Node):
    """``not``."""

    operand: Node

    def parts(self) -> tuple[Node, ...]:
        return (self.operand,)


@dataclass(frozen=True, slots=True, eq=False)
class Arithmetic(Node):
    """``+ - * /`` on numbers."""

    operator: str
    left: Node
    right: Node

    def parts(self) -> tuple[Node, ...]:
        return (self.left, self.right)


@dataclass(frozen=True, slots=True, eq=False)
class Choose(Node):
    """``then if condition else otherwise``."""

    condition: Node
    then: Node
    otherwise: Node

    def parts(self) -> tuple[Node, ...]:
        return (self.condition, self.then, self.otherwise)


@dataclass(frozen=True, slots=True, eq=False)
class Call(Node):
    """A function of single values: ``age``, ``exists``, ``latest`` or a plugin's."""

    function: str
    arguments: tuple[Node, ...]
    plugin: PluginFunction | None = None

    def parts(self) -> tuple[Node, ...]:
        return self.arguments


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
        inner = [part for loop in self.loops for part in (loop.source, *loop.filters)]
        return (*inner, self.element)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, ``let`` bodies included."""
    yield node
    for part in node.parts():
        yield from walk(part)
