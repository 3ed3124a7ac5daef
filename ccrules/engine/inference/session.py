"""One run of a program: what an engine matches against and reports to.

An engine is a loop over :meth:`Session.arrivals` that calls :meth:`Session.fire` for each
binding it finds. Everything that must be the same whichever engine runs is here: what
counts as a duplicate, what is a fact that went in, and how a firing is written down.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from ccrules.engine.inference.network import Network, Plan
from ccrules.engine.inference.protocol import (
    SUBJECT,
    Conclusion,
    Criterion,
    Element,
    Firing,
    InferenceResult,
    Reference,
    reference_order,
)
from ccrules.errors import NOWHERE, EngineError, Problem, message

MAX_BINDINGS = 250_000
"""Bindings of one rule. More is a product of unrelated premises, which would never end."""


class Arrival(NamedTuple):
    """An element that some premise may match.

    Attributes:
        number: the element's place in :attr:`Session.elements`.
        element: the element.
        wanted: whether a joined premise asks for its kind and name.
        opened: existential criteria that it is the first to pass.
    """

    number: int
    element: Element
    wanted: bool
    opened: tuple[Criterion, ...]


class Session:
    """The working memory of one run.

    Args:
        network: the program.
        elements: what holds; duplicates are dropped.

    Attributes:
        elements: all elements that arrived so far.
    """

    def __init__(self, network: Network, elements: Iterable[Element]) -> None:
        self.elements: list[Element] = []
        self._network = network
        self._agenda = deque(elements)
        self._given = len(self._agenda)
        self._known: set[Hashable] = set()
        self._passing: dict[Criterion, list[Reference]] = {}
        self._bindings: dict[int, set[tuple[int, ...]]] = {plan.index: set() for plan in network.plans}
        self._facts = 0

    def arrivals(self) -> Iterator[Arrival]:
        """Elements one at a time, first those given, then what firing concludes, until none is left."""
        while self._agenda:
            given, element = self._given > 0, self._agenda.popleft()
            self._given -= 1
            if (arrival := self._arrival(element)) is not None:
                self._facts += (arrival.wanted + len(arrival.opened)) if given else 0
                yield arrival

    def _arrival(self, element: Element) -> Arrival | None:
        key = element.kind, element.name, element.ref, frozenset(element.fields.items())
        if key in self._known:
            return None
        self._known.add(key)
        wanted = (element.kind, element.name) in self._network.wanted
        opened = tuple(self._open(element))
        if not wanted and not opened:
            return None
        self.elements.append(element)
        return Arrival(len(self.elements) - 1, element, wanted, opened)

    def _open(self, element: Element) -> Iterator[Criterion]:
        for criterion in self._network.existential.met_by(element):
            if criterion not in self._passing:
                self._passing[criterion] = []
                yield criterion
            self._passing[criterion].append(element.ref)

    def fire(self, plan: Plan, bound: Mapping[int, int]) -> None:
        """Note that a rule fired, and put what it concludes on the agenda.

        Args:
            plan: the rule.
            bound: the number of the element bound at each joined position.

        Raises:
            EngineError: if one rule has more bindings than can be meant.
        """
        bindings = self._bindings[plan.index]
        bindings.add(tuple(bound[position] for position in plan.joined))
        self.limit(plan, len(bindings))
        concluded = self._concluded(plan, bound)
        fields = {} if concluded.subject is None else {SUBJECT: concluded.subject}
        self._agenda.append(Element("conclusion", concluded.id, fields, concluded))

    def limit(self, plan: Plan, count: int) -> None:
        """Refuse to go on when a rule has too many bindings.

        Raises:
            EngineError: naming the rule.
        """
        if count > MAX_BINDINGS:
            what = message(
                "rule {rule} matches more than {limit} combinations", rule=plan.rule.id, limit=MAX_BINDINGS
            )
            raise EngineError(Problem(NOWHERE, what, message("join its premises with `same`")))

    def _concluded(self, plan: Plan, bound: Mapping[int, int]) -> Conclusion:
        subject = None if plan.about is None else self.elements[bound[plan.about]].fields.get(SUBJECT)
        return Conclusion(plan.rule.conclusion_id, subject)

    def result(self, engine: str) -> InferenceResult:
        """Write down all that fired.

        Args:
            engine: the name of the engine that ran.
        """
        everything = {
            criterion: tuple(sorted(set(found), key=reference_order))
            for criterion, found in self._passing.items()
        }
        firings = [each for plan in self._network.plans for each in self._firings(plan, everything)]
        firings.sort(key=lambda firing: (firing.rule, firing.variant))  # stable, so plans stay sorted
        return InferenceResult(engine, self._facts, tuple(firings))

    def _firings(self, plan: Plan, everything: Mapping[Criterion, tuple[Reference, ...]]) -> Iterator[Firing]:
        """The firings of one rule, in the order of conclusion and premises.

        Existential premises are the same for all of them, and as long as there are elements:
        they are shared, and neither compared nor hashed.
        """
        found: dict[tuple[Conclusion, tuple[Reference, ...]], Firing] = {}
        for numbers in self._bindings[plan.index]:
            bound = dict(zip(plan.joined, numbers, strict=True))
            concluded = self._concluded(plan, bound)
            premises = tuple(
                (self.elements[bound[position]].ref,) if position in bound else everything[pattern.criterion]
                for position, pattern in enumerate(plan.rule.patterns)
            )
            key = concluded, tuple(premises[position][0] for position in plan.joined)
            found[key] = Firing(plan.rule.id, plan.rule.variant, concluded, premises)
        for key in sorted(found, key=lambda key: (reference_order(key[0]), *map(reference_order, key[1]))):
            yield found[key]
