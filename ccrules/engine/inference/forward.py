"""A forward chainer in plain Python: the oracle, and what runs without durable-rules.

Semi-naive: each arriving element is joined with those already there, so that no binding
is found twice. Joins look up hash tables, so the work grows with the bindings, not with
the product of the elements.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import NamedTuple

from ccrules.engine.inference.network import CriterionIndex, Plan, Step, network_of
from ccrules.engine.inference.protocol import Criterion, Element, InferenceResult, Program
from ccrules.engine.inference.session import Arrival, Session

Binding = dict[int, int]
"""The number of the element bound at each position of a rule."""


class Lookup(NamedTuple):
    """How to bind one more premise: the table to look into, and where the key comes from."""

    position: int
    table: int
    key: tuple[tuple[int, str], ...]


class Entry(NamedTuple):
    """A way into a rule: the premise a new element is bound to, and how to go on from there."""

    plan: Plan
    position: int
    rest: tuple[Lookup, ...]


class _Entries:
    """The ways into all rules of a program, and the tables they need: elements by some of their fields."""

    def __init__(self, program: Program) -> None:
        self.plans = network_of(program).plans
        self.by_criterion: dict[Criterion, list[Entry]] = defaultdict(list)
        self.tables: dict[Criterion, dict[tuple[str, ...], int]] = defaultdict(dict)
        self._numbers = count()
        self.from_start = [self._lookups(plan, plan.steps()) for plan in self.plans]
        for plan in self.plans:
            for position in plan.joined:
                rest = self._lookups(plan, plan.steps(position)[1:])
                self.by_criterion[plan.rule.patterns[position].criterion].append(Entry(plan, position, rest))
        self.criteria = CriterionIndex(self.by_criterion)

    def _lookups(self, plan: Plan, steps: Iterable[Step]) -> tuple[Lookup, ...]:
        return tuple(self._lookup(plan, step) for step in steps)

    def _lookup(self, plan: Plan, step: Step) -> Lookup:
        tables = self.tables[plan.rule.patterns[step.position].criterion]
        fields = tuple(join.field for join in step.joins)
        if fields not in tables:
            tables[fields] = next(self._numbers)
        return Lookup(step.position, tables[fields], tuple((at, other) for _, at, other in step.joins))


@lru_cache(maxsize=8)
def _entries_of(program: Program) -> _Entries:
    return _Entries(program)


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
    """The state of one run: the tables, and how many existential premises each rule waits for."""

    def __init__(self, entries: _Entries, session: Session) -> None:
        self._entries = entries
        self._session = session
        self._tables: dict[int, dict[tuple[str, ...], list[int]]] = defaultdict(dict)
        self._unmet = Counter({plan.index: len(plan.existential) for plan in entries.plans})
        self._waiting: dict[Criterion, list[Plan]] = defaultdict(list)
        for plan in entries.plans:
            for criterion in plan.existential:
                self._waiting[criterion].append(plan)

    def bindings(self, arrival: Arrival) -> Iterator[tuple[Plan, Binding]]:
        """All bindings that the new element makes possible, each once."""
        met = self._entries.criteria.met_by(arrival.element) if arrival.wanted else []
        for criterion in met:
            self._insert(criterion, arrival)
        waiting = [plan for criterion in arrival.opened for plan in self._waiting[criterion]]
        opened = [plan for plan in waiting if self._opens(plan)]
        for plan in opened:
            yield from (
                (plan, bound) for bound in self._extend(plan, self._entries.from_start[plan.index], {})
            )
        yield from self._entered(met, arrival.number, {plan.index for plan in opened})

    def _opens(self, plan: Plan) -> bool:
        self._unmet[plan.index] -= 1
        return not self._unmet[plan.index]

    def _insert(self, criterion: Criterion, arrival: Arrival) -> None:
        known = arrival.element.fields
        for fields, table in self._entries.tables[criterion].items():
            if all(name in known for name in fields):
                key = tuple(known[name] for name in fields)
                self._tables[table].setdefault(key, []).append(arrival.number)

    def _entered(self, met: Iterable[Criterion], new: int, done: set[int]) -> Iterator[tuple[Plan, Binding]]:
        for criterion in met:
            for plan, position, rest in self._entries.by_criterion[criterion]:
                if not self._unmet[plan.index] and plan.index not in done:
                    for bound in self._extend(plan, rest, {position: new}):
                        # A rule may bind one element twice: found from its first position only.
                        if all(bound[other] != new for other in plan.joined if other < position):
                            yield plan, bound

    def _extend(self, plan: Plan, lookups: Iterable[Lookup], start: Binding) -> list[Binding]:
        partial = [start]
        for lookup in lookups:
            partial = [{**bound, lookup.position: n} for bound in partial for n in self._found(lookup, bound)]
            if not partial:
                break
            self._session.limit(plan, len(partial))
        return partial

    def _found(self, lookup: Lookup, bound: Binding) -> Sequence[int]:
        elements = self._session.elements
        try:
            key = tuple([elements[bound[position]].fields[name] for position, name in lookup.key])
        except KeyError:
            return ()  # an unknown value equals nothing, not even itself
        return self._tables[lookup.table].get(key, ())
