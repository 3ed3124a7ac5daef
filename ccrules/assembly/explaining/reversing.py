"""What would turn the verdicts of a check."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from ccrules.assembly.context import Context
from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.levers import Lever, Levers, is_known
from ccrules.conditions.limits import Quantity, quantities
from ccrules.conditions.possible import Choice
from ccrules.conditions.runtime import FunctionFailed
from ccrules.conditions.supposing import Supposer
from ccrules.conditions.tracing import Trace
from ccrules.conditions.turning import Budget, Turned, Turning
from ccrules.facts.base import Entity, FactBase
from ccrules.ruleset.model import Check

#: For each verdict the verdicts aimed at; a later one only if there is no way to an earlier one.
AIMS = {"fail": ("pass", "not_applicable"), "pass": ("fail",)}


class Reversing:
    """Finds what would turn the verdicts of one check.

    Args:
        context: the assessment.
        check: the check.
    """

    def __init__(self, context: Context, check: Check) -> None:
        self.context, self.check = context, check
        question = check.question
        found = (question.applies, question.when) if question else ()
        self.conditions: tuple[tree.Node, ...] = tuple(node for node in found if node is not None)

    @cached_property
    def supposer(self) -> Supposer:
        """Supposes facts to be otherwise."""
        return Supposer(self.context.base, self.context.runner.derivations, self.conditions)

    @cached_property
    def _rows(self) -> int:
        return rows_of(self.conditions, self.context.base)

    def environment(self, subject: Entity) -> Environment:
        """The variables of the check for a subject."""
        return {self.check.subject: Choice((subject,))} if self.check.subject else {}

    def judge(self, subject: Entity, base: FactBase) -> str:
        """The verdict for a subject over other facts."""
        if self.check.run is not None:
            return self._judge_python(subject)
        return judged(self.conditions, base, self.environment(subject))

    def _judge_python(self, subject: Entity) -> str:
        assert self.check.run is not None
        try:
            return "fail" if self.check.run(subject) else "pass"
        except Exception:  # noqa: BLE001 - a plugin's check may refuse a value
            return "error"

    def search(self, subject: Entity, verdict: str, budget: Budget) -> Turned | None:
        """The smallest changes that turn a verdict; None if it can't be turned by a change.

        Args:
            subject: one of the check's subjects.
            verdict: the verdict as it is.
            budget: what all searches of a run may take together.
        """
        if verdict not in AIMS:
            return None
        if budget.steps <= 0:
            return Turned((), complete=False)
        levers = Levers(Evaluator(self.context.base), self.context.runner.derivations)
        for condition in self.conditions:
            levers.collect(condition, self.environment(subject))
        budget.steps -= levers.rows
        found = [*levers.found, *self._declared(subject)]
        turning = Turning(self.supposer, partial(self.judge, subject), max(levers.rows, self._rows), budget)
        return turning.search(found, AIMS[verdict], levers.complete)

    def quantities(self, subject: Entity, verdict: str, traces: Iterable[Trace]) -> Iterator[Quantity]:
        """Where the verdict turns with numbers that are counted or computed from many facts.

        Args:
            subject: one of the check's subjects.
            verdict: the verdict as it is.
            traces: the guard and the condition, evaluated.
        """
        if verdict not in AIMS:
            return

        def turned(conditions: tuple[tree.Node, ...]) -> bool:
            return judged(conditions, self.context.base, self.environment(subject)) == AIMS[verdict][0]

        for trace in traces:
            yield from quantities(trace, self.conditions, turned)

    def _declared(self, subject: Entity) -> Iterator[Lever]:
        """What a check written in Python says it reads of its subject."""
        type_ = subject._type
        for need in self.check.needs if self.check.run is not None else ():
            type_name, _, name = need.partition(".")
            attribute = type_.attributes.get(name) if type_name == type_.name else None
            if attribute and attribute.changeable and is_known(subject.__dict__[name]):
                yield Lever(subject, attribute)


def rows_of(conditions: tuple[tree.Node, ...], base: FactBase) -> int:
    """About how many rows an evaluation visits.

    Args:
        conditions: the guard and the condition.
        base: the facts.
    """
    total = 1
    for node in (part for condition in conditions for part in tree.walk(condition)):
        loops = node.loops if isinstance(node, tree.Aggregate) else ()
        sizes = [
            (len(base.collections[loop.source.name].members), loop.key is not None)
            for loop in loops
            if isinstance(loop.source, tree.Everything)
        ]
        total += sum(size for size, _ in sizes) + math.prod(size for size, joined in sizes if not joined)
    return total


def judged(conditions: tuple[tree.Node, ...], base: FactBase, environment: Environment) -> str:
    """The verdict of a guard and a condition over facts.

    Args:
        conditions: the guard, if there is one, and the condition.
        base: the facts.
        environment: the variables in force.
    """
    evaluator = Evaluator(base)
    try:
        masks = [evaluator.mask(node, environment) for node in conditions]
    except FunctionFailed:
        return "error"
    if any(not mask & p.TRUE for mask in masks[:-1]):
        return "not_applicable"
    if any(mask != p.TRUE for mask in masks[:-1]):
        return "not_assessed"
    return {p.TRUE: "fail", p.FALSE: "pass", p.NA: "not_applicable"}.get(masks[-1], "not_assessed")
