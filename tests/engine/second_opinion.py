"""Checks of the positive fragment as production rules, for a second opinion on what fails.

The fragment: conjunctions and disjunctions of yes/no facts and their opposites, equality with
constants, membership in a list of constants, comparisons of a number or of a derived count
with a constant, and ``any`` over one loop joined by equality. What is compared with ``<`` is
given to the engine as a token; the alternatives are the tokens that satisfy the comparison.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.possible import Choice, Range
from ccrules.engine.inference import SUBJECT, Element, Pattern, Rule
from ccrules.engine.tokens import subject_token, token
from ccrules.facts.base import Entity, FactBase

OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq,
}  # fmt: skip
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


class OutsideTheFragment(Exception):  # noqa: N818 - says that a check needs the evaluator
    """A condition that production rules can't express."""


@dataclass(frozen=True)
class Draft:
    """One pattern in the making."""

    type: str
    alias: str
    where: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, tuple[str, str]] = field(default_factory=dict)


#: A conjunction: patterns by alias.
Conjunction = Mapping[str, Draft]


class Translator:
    """Translates the condition of one check.

    Args:
        base: the facts, for the tokens that comparisons can meet.
        subject: the entity type the check is put to.
    """

    def __init__(self, base: FactBase, subject: str) -> None:
        self.base, self.subject = base, subject
        self.evaluator = Evaluator(base)
        self.derived: dict[str, tree.Node] = {}

    def rules(self, check: str, *conditions: tree.Node) -> list[Rule]:
        """One rule per alternative; they conclude ``check`` about the subject."""
        start: list[Conjunction] = [{self.subject: Draft(self.subject, self.subject)}]
        for condition in conditions:
            start = [done for one in start for done in self.alternatives(condition, one, self.subject)]
        return [
            Rule(check, tuple(_pattern(draft) for draft in one.values()), check, self.subject, variant=number)
            for number, one in enumerate(start)
        ]

    def elements(self) -> Iterator[Element]:
        """Working memory: every entity with its plain values and derived counts."""
        for entity in self.base.entities():
            fields = {
                name: found for name in entity._type.attributes if (found := token(entity.__dict__[name]))
            }
            fields |= self._counted(entity)
            yield Element("fact", entity._type.name, {SUBJECT: subject_token(entity), **fields}, entity._name)

    def _counted(self, entity: Entity) -> dict[str, str]:
        if entity._type.name != self.subject:
            return {}
        found = {name: self._number(node, entity) for name, node in self.derived.items()}
        return {name: f"n:{float(value)}" for name, value in found.items() if value is not None}

    def _number(self, node: tree.Node, entity: Entity) -> float | None:
        value = self.evaluator.value(node, {self.subject: Choice((entity,))})
        assert isinstance(value, Range)
        return None if value.empty or not value.decided else value.low

    # --- conditions --------------------------------------------------------------------

    def alternatives(self, node: tree.Node, so_far: Conjunction, alias: str) -> list[Conjunction]:
        """The conjunctions that make a condition true."""
        if isinstance(node, tree.Named):
            return self.alternatives(node.body, so_far, alias)
        if isinstance(node, tree.Logic):
            return self._logic(node, so_far, alias)
        if isinstance(node, tree.Not):
            return [self._where(node.operand, so_far, "b:false")]
        if isinstance(node, tree.Field):
            return [self._where(node, so_far, "b:true")]
        if isinstance(node, tree.Contains):
            return self._membership(node, so_far)
        if isinstance(node, tree.Compare):
            return self._comparison(node, so_far)
        if isinstance(node, tree.Aggregate) and node.function == "any" and len(node.loops) == 1:
            return self._any(node, so_far)
        raise OutsideTheFragment

    def _logic(self, node: tree.Logic, so_far: Conjunction, alias: str) -> list[Conjunction]:
        if node.operator == "or":
            return [done for operand in node.operands for done in self.alternatives(operand, so_far, alias)]
        found = [so_far]
        for operand in node.operands:
            found = [done for one in found for done in self.alternatives(operand, one, alias)]
        return found

    def _where(self, node: tree.Node, so_far: Conjunction, wanted: str) -> Conjunction:
        alias, name = _own(node)
        draft = so_far[alias]
        if draft.where.get(name, wanted) != wanted:
            return {**so_far, alias: replace(draft, where={**draft.where, name: "t:never"})}
        return {**so_far, alias: replace(draft, where={**draft.where, name: wanted})}

    def _membership(self, node: tree.Contains, so_far: Conjunction) -> list[Conjunction]:
        if not isinstance(node.container, tree.Literal):
            raise OutsideTheFragment
        return [self._where(node.item, so_far, _token(value)) for value in sorted(node.container.value)]

    def _comparison(self, node: tree.Compare, so_far: Conjunction) -> list[Conjunction]:
        left, right, sign = node.left, node.right, node.operator
        if isinstance(left, tree.Literal | tree.Parameter):
            left, right, sign = right, left, FLIPPED.get(sign, "")
        if not isinstance(right, tree.Literal | tree.Parameter) or sign not in OPERATORS:
            raise OutsideTheFragment
        if left.type.kind != "number":
            if sign != "==":
                raise OutsideTheFragment
            return [self._where(left, so_far, _token(right.value))]
        return [
            self._number_where(left, so_far, value)
            for value in self._values(left)
            if OPERATORS[sign](value, right.value)
        ]

    def _values(self, node: tree.Node) -> list[float]:
        """The numbers that an expression takes somewhere in the facts."""
        if isinstance(node, tree.Named):
            return self._values(node.body)
        if isinstance(node, tree.Aggregate) and node.function == "count":
            self.derived[_count_name(node)] = node
            members = (
                self.base.collections[self.subject].members if self.subject in self.base.collections else ()
            )
            numbers = {self._number(node, entity) for entity in members}
            return sorted(number for number in numbers if number is not None)
        _, name = _own(node)
        values = {
            entity.__dict__.get(name)
            for entity in self.base.entities()
            if _is_number(entity.__dict__.get(name))
        }
        return sorted(value for value in values if value is not None)

    def _number_where(self, node: tree.Node, so_far: Conjunction, value: float) -> Conjunction:
        while isinstance(node, tree.Named):
            node = node.body
        wanted = f"n:{float(value)}"
        if isinstance(node, tree.Aggregate):
            draft = so_far[self.subject]
            return {**so_far, self.subject: replace(draft, where={**draft.where, _count_name(node): wanted})}
        return self._where(node, so_far, wanted)

    def _any(self, node: tree.Aggregate, so_far: Conjunction) -> list[Conjunction]:
        loop = node.loops[0]
        if not isinstance(loop.source, tree.Everything) or loop.variable.name in so_far:
            raise OutsideTheFragment
        found: list[Conjunction] = [
            {**so_far, loop.variable.name: Draft(loop.source.name, loop.variable.name)}
        ]
        for condition in (*loop.filters, node.element):
            found = [done for one in found for done in self._joined(condition, one, loop.variable.name)]
        return found

    def _joined(self, node: tree.Node, so_far: Conjunction, alias: str) -> list[Conjunction]:
        """A condition on a loop's variable; equality with the subject becomes a join."""
        if isinstance(node, tree.Compare) and node.operator == "==":
            sides = (node.left, node.right), (node.right, node.left)
            for own, other in sides:
                if _is_own(own, alias) and _joinable(other):
                    draft = so_far[alias]
                    _, name = _own(own)
                    return [{**so_far, alias: replace(draft, same={**draft.same, name: _target(other)})}]
        return self.alternatives(node, so_far, alias)


def _count_name(node: tree.Node) -> str:
    """The field that holds a derived count; one per expression."""
    return f"count{id(node)}"


def _own(node: tree.Node) -> tuple[str, str]:
    if (
        isinstance(node, tree.Field)
        and isinstance(node.base, tree.Variable)
        and not (node.attribute.set or node.attribute.series)
    ):
        return node.base.name, node.attribute.name
    raise OutsideTheFragment


def _is_own(node: tree.Node, alias: str) -> bool:
    return isinstance(node, tree.Field) and isinstance(node.base, tree.Variable) and node.base.name == alias


def _joinable(node: tree.Node) -> bool:
    return isinstance(node, tree.Variable) or (
        isinstance(node, tree.Field) and isinstance(node.base, tree.Variable)
    )


def _target(node: tree.Node) -> tuple[str, str]:
    return (node.name, SUBJECT) if isinstance(node, tree.Variable) else _own(node)


def _token(value: Any) -> str:
    found = token(value)
    if found is None:
        raise OutsideTheFragment
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _pattern(draft: Draft) -> Pattern:
    return Pattern.of("fact", draft.type, draft.alias, draft.where, draft.same)
