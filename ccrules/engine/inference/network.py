"""How a program is run, worked out once and shared by the engines.

A premise that no other premise refers to and that refers to none is *existential*: all
that matters is whether anything matches it, so it takes part as one token instead of
multiplying the bindings (three such premises with 30 elements each would be 27,000). The
other premises are *joined* and bound to one element at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ccrules.engine.inference.protocol import Criterion, Element, Pattern, Program, Rule


class Join(NamedTuple):
    """An equality with a premise that is bound already."""

    field: str
    position: int
    other: str


class Step(NamedTuple):
    """Binding one more premise, the one at a position of the rule."""

    position: int
    joins: tuple[Join, ...]


@dataclass(frozen=True)
class Plan:
    """One rule, ready to be run.

    Attributes:
        index: the rule's place in the program.
        rule: the rule.
        existential: the distinct criteria that anything at all must pass.
        joined: positions of the premises bound one element at a time.
        joins: for each position of ``joined``, its equalities with other premises.
        about: the position whose subject the conclusion is about, if any.
    """

    index: int
    rule: Rule
    existential: tuple[Criterion, ...]
    joined: tuple[int, ...]
    joins: dict[int, tuple[Join, ...]]
    about: int | None

    def steps(self, first: int | None = None) -> tuple[Step, ...]:
        """Order the joined premises so that each is joined to earlier ones where it can be.

        Args:
            first: the position to begin with; left out, the first joined one.
        """
        waiting, placed, steps = list(self.joined), set[int](), list[Step]()
        while waiting:
            position = _next(waiting, placed, self.joins) if steps or first is None else first
            joins = tuple(join for join in self.joins[position] if join.position in placed)
            steps.append(Step(position, joins))
            waiting.remove(position)
            placed.add(position)
        return tuple(steps)

    def needs(self, position: int) -> tuple[str, ...]:
        """Fields that an element must have to be joined at this position, sorted."""
        return tuple(sorted({join.field for join in self.joins[position]}))


def _next(waiting: Sequence[int], placed: set[int], joins: dict[int, tuple[Join, ...]]) -> int:
    for position in waiting:
        if any(join.position in placed for join in joins[position]):
            return position
    return waiting[0]


class CriterionIndex:
    """Finds the criteria an element passes without trying them all."""

    def __init__(self, criteria: Iterable[Criterion]) -> None:
        self._open: dict[tuple[str, str], list[Criterion]] = defaultdict(list)
        self._literal: dict[tuple[str, str, str, str], list[Criterion]] = defaultdict(list)
        for criterion in dict.fromkeys(criteria):
            if criterion.where:
                self._literal[criterion.kind, criterion.name, *criterion.where[0]].append(criterion)
            else:
                self._open[criterion.kind, criterion.name].append(criterion)

    def met_by(self, element: Element) -> list[Criterion]:
        """All criteria that accept the element, in a fixed order."""
        found = list(self._open.get((element.kind, element.name), ()))
        if self._literal:
            for name, token in sorted(element.fields.items()):
                criteria = self._literal.get((element.kind, element.name, name, token), ())
                found += [criterion for criterion in criteria if criterion.accepts(element)]
        return found


class Network:
    """A program's plans and the elements they ask for.

    Attributes:
        plans: one per rule, in the program's order.
        wanted: kind and name of the elements that some joined premise asks for.
        existential: the criteria that stand for all that match them.
    """

    def __init__(self, program: Program) -> None:
        self.plans = tuple(_plan(index, rule) for index, rule in enumerate(program.rules))
        self.wanted = frozenset(
            (plan.rule.patterns[position].kind, plan.rule.patterns[position].name)
            for plan in self.plans
            for position in plan.joined
        )
        self.existential = CriterionIndex(criterion for plan in self.plans for criterion in plan.existential)


def _plan(index: int, rule: Rule) -> Plan:
    joined = tuple(
        position
        for position, pattern in enumerate(rule.patterns)
        if pattern.same or pattern.alias in rule.references
    )
    existential = [pattern.criterion for at, pattern in enumerate(rule.patterns) if at not in joined]
    aliases = [pattern.alias for pattern in rule.patterns]
    about = None if rule.for_alias is None else aliases.index(rule.for_alias)
    return Plan(index, rule, tuple(dict.fromkeys(existential)), joined, _joins(rule.patterns, joined), about)


def _joins(patterns: Sequence[Pattern], joined: Sequence[int]) -> dict[int, tuple[Join, ...]]:
    """Every equality, seen from both of its ends."""
    at = {pattern.alias: position for position, pattern in enumerate(patterns) if pattern.alias}
    joins: dict[int, list[Join]] = {position: [] for position in joined}
    for position, pattern in enumerate(patterns):
        for own, alias, other in pattern.same:
            joins[position].append(Join(own, at[alias], other))
            joins[at[alias]].append(Join(other, position, own))
    return {position: tuple(found) for position, found in joins.items()}


@lru_cache(maxsize=8)
def network_of(program: Program) -> Network:
    """The network of a program; the most recently used ones are kept."""
    return Network(program)
