"""What would turn the verdicts of a check."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from ccrules.assembly.context import Context
from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.derived import Key
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.levers import Lever, Levers, is_known
from ccrules.conditions.limits import Quantity, quantities
from ccrules.conditions.possible import Choice
from ccrules.conditions.runtime import FunctionFailed
from ccrules.conditions.supposing import Supposer
from ccrules.conditions.tracing import Trace
from ccrules.conditions.turning import Budget, Turned, Turning
from ccrules.engine.python_checks import judge, needed
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import OUTCOME
from ccrules.ruleset.model import Check
from ccrules.ruleset.sight import behind

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
        terms = check.terms
        found = (terms.applies, getattr(terms, "when", None)) if terms else ()
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
        if self.check.run is None:
            return judged(self.conditions, base, self.environment(subject))
        try:
            return judge(self.check, subject, Evaluator(base), self.context.runner.derivations).verdict
        except FunctionFailed:
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
        levers = Levers(Evaluator(self.context.base, forgiving=True), self.context.runner.derivations)
        for condition in self.conditions:
            levers.collect(condition, self.environment(subject))
        budget.steps -= levers.rows
        found = [lever for lever in (*levers.found, *self._declared(subject)) if self._moves_alone(lever)]
        turning = Turning(self.supposer, partial(self.judge, subject), max(levers.rows, self._rows), budget)
        complete = levers.complete and not self.check.over_outcomes  # facts behind outcomes are not tried
        return turning.search(found, AIMS[verdict], complete)

    def _moves_alone(self, lever: Lever) -> bool:
        """Whether a fact can be changed without changing an outcome that the condition reads."""
        key = (lever.entity._type.name, lever.attribute.name)
        return key[0] == OUTCOME or key not in self._behind_outcomes

    @cached_property
    def _behind_outcomes(self) -> frozenset[Key]:
        """What the checks read whose outcomes the condition can see."""
        return behind(self.context.method, self.check)

    def quantities(self, subject: Entity, verdict: str, traces: Iterable[Trace]) -> Iterator[Quantity]:
        """Where the verdict turns with numbers that are counted or computed from many facts.

        Args:
            subject: one of the check's subjects.
            verdict: the verdict as it is.
            traces: the guard and the condition, evaluated.
        """
        if verdict not in AIMS or self.check.run is not None:
            return

        def turned(conditions: tuple[tree.Node, ...]) -> bool:
            return judged(conditions, self.context.base, self.environment(subject)) == AIMS[verdict][0]

        for trace in traces:
            yield from quantities(trace, self.conditions, turned)

    def _declared(self, subject: Entity) -> Iterator[Lever]:
        """What a check written in Python says it reads."""
        if self.check.run is not None:
            for entity, attribute in needed(self.check, subject, self.context.base):
                if attribute.changeable and is_known(entity.__dict__[attribute.name]):
                    yield Lever(entity, attribute)


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
