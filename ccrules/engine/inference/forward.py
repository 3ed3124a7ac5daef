"""A forward chainer in plain Python: the oracle, and what runs without durable-rules.

Semi-naive: each arriving element is joined with those already there, so that no binding
is found twice. Joins look up hash indexes, so the work grows with the bindings, not with
the product of the elements.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ccrules.engine.inference.network import CriterionIndex, Plan, Step, network_of
from ccrules.engine.inference.protocol import Criterion, Element, InferenceResult, Program
from ccrules.engine.inference.session import Arrival, Session

Binding = dict[int, int]
"""The number of the element bound at each position of a rule."""


class Entry(NamedTuple):
    """A way into a rule: the premise a new element is bound to, and how to go on from there."""

    plan: Plan
    position: int
    rest: tuple[Step, ...]


class _Entries:
    """The ways into all rules of a program, by the criterion of their premise."""

    def __init__(self, program: Program) -> None:
        self.plans = network_of(program).plans
        self.by_criterion: dict[Criterion, list[Entry]] = defaultdict(list)
        self.watched: dict[Criterion, set[tuple[str, ...]]] = defaultdict(set)
        for plan in self.plans:
            for position in plan.joined:
                rest = plan.steps(position)[1:]
                self.by_criterion[plan.rule.patterns[position].criterion].append(Entry(plan, position, rest))
                self._watch(plan, (*rest, *plan.steps()))
        self.criteria = CriterionIndex(self.by_criterion)

    def _watch(self, plan: Plan, steps: Iterable[Step]) -> None:
        for step in steps:
            self.watched[plan.rule.patterns[step.position].criterion].add(_fields(step))


@lru_cache(maxsize=8)
def _entries_of(program: Program) -> _Entries:
    return _Entries(program)


def _fields(step: Step) -> tuple[str, ...]:
    return tuple(join.field for join in step.joins)


class ForwardEngine:
    """Runs programs in plain Python."""

    name = "forward"

    def run(self, program: Program, elements: Iterable[Element]) -> InferenceResult:
        """Fire every rule on every binding (see ``protocol.Engine``)."""
        session = Session(network_of(program), elements)
        chainer = _Chainer(_entries_of(program), session)
        for arrival in session.arrivals():
            for plan, bound in chainer.bindings(arrival):
                session.fire(plan, bound)
        return session.result(self.name)


class _Chainer:
    """The state of one run: which elements pass which criterion, indexed by the fields of each join."""

    def __init__(self, entries: _Entries, session: Session) -> None:
        self._entries = entries
        self._session = session
        self._unmet = Counter({plan.index: len(plan.existential) for plan in entries.plans})
        self._waiting: dict[Criterion, list[Plan]] = defaultdict(list)
        for plan in entries.plans:
            for criterion in plan.existential:
                self._waiting[criterion].append(plan)
        self._index: dict[tuple[Criterion, tuple[str, ...], tuple[str | None, ...]], list[int]] = defaultdict(
            list
        )

    def bindings(self, arrival: Arrival) -> Iterator[tuple[Plan, Binding]]:
        """All bindings that the new element makes possible, each once."""
        passed = self._entries.criteria.met_by(arrival.element) if arrival.wanted else []
        for criterion in passed:
            self._insert(criterion, arrival)
        opened = [
            plan for criterion in arrival.opened for plan in self._waiting[criterion] if self._opens(plan)
        ]
        for plan in opened:
            for bound in self._extend(plan, plan.steps(), {}):
                yield plan, bound
        for plan, bound in self._entered(passed, arrival.number, {plan.index for plan in opened}):
            yield plan, bound

    def _opens(self, plan: Plan) -> bool:
        self._unmet[plan.index] -= 1
        return not self._unmet[plan.index]

    def _insert(self, criterion: Criterion, arrival: Arrival) -> None:
        for fields in self._entries.watched[criterion]:
            tokens = tuple(arrival.element.fields.get(name) for name in fields)
            if None not in tokens:
                self._index[criterion, fields, tokens].append(arrival.number)

    def _entered(
        self, passed: Sequence[Criterion], new: int, done: set[int]
    ) -> Iterator[tuple[Plan, Binding]]:
        for criterion in passed:
            for plan, position, rest in self._entries.by_criterion[criterion]:
                if not self._unmet[plan.index] and plan.index not in done:
                    for bound in self._extend(plan, rest, {position: new}):
                        # A rule may bind one element twice: found from its first position only.
                        if all(bound[other] != new for other in plan.joined if other < position):
                            yield plan, bound

    def _extend(self, plan: Plan, steps: Sequence[Step], start: Binding) -> list[Binding]:
        partial = [start]
        for step in steps:
            partial = [
                {**bound, step.position: n} for bound in partial for n in self._lookup(plan, step, bound)
            ]
            self._session.limit(plan, len(partial))
        return partial

    def _lookup(self, plan: Plan, step: Step, bound: Binding) -> Sequence[int]:
        elements = self._session.elements
        tokens = tuple(elements[bound[join.position]].fields.get(join.other) for join in step.joins)
        if None in tokens:
            return ()  # an unknown value equals nothing, not even itself
        return self._index.get((plan.rule.patterns[step.position].criterion, _fields(step), tokens), ())
