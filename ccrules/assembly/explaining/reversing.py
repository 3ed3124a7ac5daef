"""What would turn the verdict of a check for one subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
    """Finds what would turn one check for one subject.

    Args:
        context: the assessment.
        check: the check.
        subject: one of its subjects.
    """

    def __init__(self, context: Context, check: Check, subject: Entity) -> None:
        self.context, self.check, self.subject = context, check, subject
        question = check.question
        found = (question.applies, question.when) if question else ()
        self.conditions: tuple[tree.Node, ...] = tuple(node for node in found if node is not None)
        runner = context.runner
        self.supposer = Supposer(context.base, runner.derivations, self.conditions)

    @property
    def environment(self) -> Environment:
        """The variables of the check for this subject."""
        return {self.check.subject: Choice((self.subject,))} if self.check.subject else {}

    def judge(self, base: FactBase) -> str:
        """The verdict over other facts."""
        if self.check.run is not None:
            return self._judge_python()
        return judged(self.conditions, base, self.environment)

    def _judge_python(self) -> str:
        assert self.check.run is not None
        try:
            return "fail" if self.check.run(self.subject) else "pass"
        except Exception:  # noqa: BLE001 - a plugin's check may refuse a value
            return "error"

    def search(self, verdict: str, budget: Budget | None = None) -> Turned | None:
        """The smallest changes that turn a verdict; None if it can't be turned by a change.

        Args:
            verdict: the verdict as it is.
            budget: what all searches of a run may take together.
        """
        if verdict not in AIMS:
            return None
        levers = Levers(Evaluator(self.context.base), self.context.runner.derivations)
        for condition in self.conditions:
            levers.collect(condition, self.environment)
        found = [*levers.found.values(), *self._declared()]
        turning = Turning(self.supposer, self.judge, levers.rows + 1, budget)
        return turning.search(found, AIMS[verdict], levers.complete)

    def quantities(self, verdict: str, traces: Iterable[Trace]) -> Iterator[Quantity]:
        """Where the verdict turns with numbers that are counted or computed from many facts.

        Args:
            verdict: the verdict as it is.
            traces: the guard and the condition, evaluated.
        """
        if verdict not in AIMS:
            return

        def turned(conditions: tuple[tree.Node, ...]) -> bool:
            return judged(conditions, self.context.base, self.environment) == AIMS[verdict][0]

        for trace in traces:
            yield from quantities(trace, self.conditions, turned)

    def _declared(self) -> Iterator[Lever]:
        """What a check written in Python says it reads of its subject."""
        type_ = self.subject._type
        for need in self.check.needs if self.check.run is not None else ():
            type_name, _, name = need.partition(".")
            attribute = type_.attributes.get(name) if type_name == type_.name else None
            if attribute and attribute.changeable and is_known(self.subject.__dict__[name]):
                yield Lever(self.subject, attribute)


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
