"""The whole tree of an expression with the value of each part and the facts under it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.possible import Choice, Possible
from ccrules.conditions.rows import is_ghost
from ccrules.conditions.written import Written
from ccrules.facts.base import Entity

#: Rows of a loop that a trace lists; the rest is counted.
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class FactTrace:
    """A fact under an expression: whose attribute, and what is stored."""

    entity: Entity
    attribute: str
    value: Any


@dataclass(frozen=True, slots=True)
class Trace:
    """One part of an expression, evaluated.

    Attributes:
        node: the part.
        text: as the author wrote it.
        value: what it can be.
        facts: the facts it reads itself.
        rows: for a loop, what its rows are about and what the filters say of each.
        more_rows: rows not listed.
        parts: the parts below it that are worth telling.
    """

    node: tree.Node
    text: str
    value: Possible
    facts: tuple[FactTrace, ...] = ()
    rows: tuple[Row, ...] = ()
    more_rows: int = 0
    parts: tuple[Trace, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a loop.

    Attributes:
        members: what the loops' variables stand for; None for members nobody listed.
        counts: what the filters say: possible outcomes.
        facts: the facts its filters read.
    """

    members: tuple[Any, ...]
    counts: p.Mask
    facts: tuple[FactTrace, ...]


class Tracer:
    """Traces the expressions of one check.

    Args:
        evaluator: over the fact base.
        texts: each expression of the check as written, by name.
    """

    def __init__(self, evaluator: Evaluator, texts: Mapping[str, Written]) -> None:
        self.evaluator, self.texts = evaluator, texts

    def trace(self, name: str, node: tree.Node, environment: Environment) -> Trace:
        """Trace an expression.

        Args:
            name: its name among the texts, such as ``when`` or that of a ``let``.
            node: the expression.
            environment: the variables in force.
        """
        return self._trace(node, self.texts[name].text, environment)

    def _trace(self, node: tree.Node, text: str, environment: Environment) -> Trace:
        value = self.evaluator.value(node, environment)
        own = " ".join(text[node.start : node.end].split())
        if isinstance(node, tree.Named):
            body = self._trace(node.body, self.texts[node.name].text, environment)
            return Trace(node, own, value, parts=(body,))
        if isinstance(node, tree.Aggregate):
            return self._aggregate(node, own, value, environment)
        if isinstance(node, tree.Field):
            return Trace(node, own, value, self._facts(node, environment))
        parts = tuple(self._trace(part, text, environment) for part in node.parts() if _worth_telling(part))
        return Trace(node, own, value, parts=parts)

    def _aggregate(self, node: tree.Aggregate, own: str, value: Possible, environment: Environment) -> Trace:
        keep_false = node.function in ("share", "consecutive", "any", "all")
        rows = self.evaluator.rows.run(node.loops, environment, keep_false)
        listed = tuple(self._row(node, mask, environment) for _, mask, _ in islice(rows, MOST_ROWS))
        return Trace(node, own, value, rows=listed, more_rows=sum(1 for _ in rows))

    def _row(self, node: tree.Aggregate, mask: p.Mask, environment: Environment) -> Row:
        members = tuple(_member(environment[loop.variable.name]) for loop in node.loops)
        if node.function in ("any", "all"):
            mask = self.evaluator.mask(node.element, environment)
        read = [part for loop in node.loops for part in loop.filters] + [node.element]
        facts = [
            fact for part in read for inner in tree.walk(part) for fact in self._facts(inner, environment)
        ]
        return Row(members, mask, tuple({(f.entity._name, f.attribute): f for f in facts}.values()))

    def _facts(self, node: tree.Node, environment: Environment) -> tuple[FactTrace, ...]:
        if not isinstance(node, tree.Field):
            return ()
        needed = {part.name for part in tree.walk(node) if isinstance(part, tree.Variable)}
        if not needed <= environment.keys():
            return ()
        base = self.evaluator.value(node.base, environment)
        assert isinstance(base, Choice)
        name = node.attribute.name
        return tuple(
            FactTrace(entity, name, entity.__dict__[name])
            for entity in base.candidates or ()
            if not is_ghost(entity)
        )


def _member(value: Possible) -> Any:
    """What a loop's variable stands for; None if nobody listed it."""
    if isinstance(value, Choice) and value.candidates and len(value.candidates) == 1:
        found = value.candidates[0]
        return None if isinstance(found, Entity) and is_ghost(found) else found
    return None


def _worth_telling(node: tree.Node) -> bool:
    """Constants and bare variables explain themselves."""
    return not isinstance(node, tree.Literal | tree.Variable | tree.Everything | tree.Singleton)
