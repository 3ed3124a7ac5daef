"""Rules that nothing contradicts but that lack facts to fire.

A rule is a hypothesis if it would conclude something were some undecided premises to hold:
a check that could not be assessed, an attribute nobody has collected, a conclusion that is
itself only possible. What is undecided is given as :class:`Possible`; the forward chainer
runs over what holds and what might, on a program in which each premise asks for a
*reading*: one way in which an element could match it.

An assumption is kept within a binding: none takes a mailbox as tracked in one premise and
as not tracked in another. Existential premises are judged each by itself, and so are the
rules of a chain.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from ccrules.conditions.missing import Group, Lack, Missing, together
from ccrules.engine.inference.belief import dependency_order
from ccrules.engine.inference.forward import ForwardEngine
from ccrules.engine.inference.protocol import (
    Conclusion,
    Element,
    Firing,
    Program,
    Reference,
    reference_order,
)
from ccrules.engine.inference.readings import Possible, Readings

NAMED = 20
"""How many candidates are named where naming all, again for each binding, would be quadratic."""


@dataclass(frozen=True)
class Hypothesis:
    """What a rule would conclude if its open premises held.

    Attributes:
        rule: the rule's id.
        conclusion: what would follow; without a subject also where this is not known.
        missing: names of the facts that keep it open, sorted; many of them as a group.
        premises: the elements and conclusions that are undecided, sorted.
        supported: whether at least one premise does hold.
    """

    rule: str
    conclusion: Conclusion
    missing: tuple[str, ...] | Missing
    premises: tuple[Reference, ...]
    supported: bool


def hypotheses(
    program: Program, elements: Iterable[Element], possible: Iterable[Possible]
) -> tuple[Hypothesis, ...]:
    """Find what would follow from undecided premises, and which facts are missing for it.

    A rule that already fires for the same conclusion is no hypothesis. The missing facts
    are those of all bindings that could fire; if some of these have a premise that holds,
    of those only. Where any of many candidates would do for each of many bindings, and for
    a conclusion that is a premise of others, the facts of the first 20 are named.

    Args:
        program: the rules; no conclusion may depend on itself.
        elements: what holds.
        possible: what may hold.

    Returns:
        One hypothesis for each rule and conclusion, in this order.

    Raises:
        EngineError: if conclusions depend on themselves.
    """
    readings = Readings(program, elements, possible)
    by_conclusion: dict[str, list[Firing]] = defaultdict(list)
    for firing in ForwardEngine().run(readings.program, readings.elements).firings:
        by_conclusion[firing.conclusion.id].append(firing)
    search = _Search(readings)
    for name in dependency_order(program):
        search.settle(by_conclusion[name])
    return search.found()


class _Way(NamedTuple):
    """A binding that would fire if its open premises held."""

    missing: frozenset[Lack]
    premises: frozenset[Reference]
    supported: bool


class _Search:
    """What follows and what would; conclusions are settled in the order of dependence."""

    def __init__(self, readings: Readings) -> None:
        self._readings = readings
        self._held: set[Conclusion] = set()
        self._fired: set[tuple[str, Conclusion]] = set()
        self._ways: dict[tuple[str, Conclusion], list[_Way]] = defaultdict(list)
        self._missing: dict[Conclusion, frozenset[Lack]] = {}
        self._groups: dict[frozenset[Group], Group] = {}
        self._candidates: dict[tuple[str, int, int], Sequence[Reference] | None] = {}

    def settle(self, firings: Sequence[Firing]) -> None:
        """Judge all firings for one conclusion id."""
        bindings = Counter((firing.rule, firing.variant) for firing in firings)
        for firing in firings:
            self._judge(firing, None if bindings[firing.rule, firing.variant] == 1 else NAMED)
        for rule, conclusion in dict.fromkeys((firing.rule, firing.conclusion) for firing in firings):
            for way in self._best(rule, conclusion)[:NAMED]:
                self._missing[conclusion] = self._missing.get(conclusion, frozenset()) | way.missing

    def found(self) -> tuple[Hypothesis, ...]:
        """What does not follow but would."""
        keys = sorted(self._ways.keys() - self._fired, key=lambda key: (key[0], reference_order(key[1])))
        return tuple(self._hypothesis(*key) for key in keys)

    def _hypothesis(self, rule: str, conclusion: Conclusion) -> Hypothesis:
        ways = self._best(rule, conclusion)
        missing = together((lack for way in ways for lack in way.missing), self._groups)
        premises = sorted({premise for way in ways for premise in way.premises}, key=reference_order)
        named = missing if missing.group.names else tuple(missing)
        return Hypothesis(rule, conclusion, named, tuple(premises), ways[0].supported)

    def _best(self, rule: str, conclusion: Conclusion) -> list[_Way]:
        """The bindings with a premise that holds, or all if there is none."""
        ways = self._ways.get((rule, conclusion), [])
        return [way for way in ways if way.supported] or ways

    def _judge(self, firing: Firing, limit: int | None) -> None:
        undecided = [
            candidates
            for position in range(len(firing.premises))
            if (candidates := self._undecided(firing, position)) is not None
        ]
        if not undecided:
            self._held.add(firing.conclusion)
            self._fired.add((firing.rule, firing.conclusion))
        elif (chosen := self._chosen(firing, undecided, limit)) is not None:
            missing = frozenset[Lack]().union(*map(self._lacking, chosen))
            supported = len(undecided) < len(firing.premises)
            way = _Way(missing, frozenset(map(self._public, chosen)), supported)
            self._ways[firing.rule, firing.conclusion].append(way)

    def _undecided(self, firing: Firing, position: int) -> Sequence[Reference] | None:
        """What might make a premise hold; None if it does hold."""
        premise, place = firing.premises[position], (firing.rule, firing.variant, position)
        if len(premise) > 1 and place in self._candidates:
            return self._candidates[place]  # existential, so the same for all bindings
        held = any(map(self._holds, premise))
        found = None if held else [each for each in premise if self._possible(each)]
        if len(premise) > 1:
            self._candidates[place] = found
        return found

    def _chosen(
        self, firing: Firing, undecided: Sequence[Sequence[Reference]], limit: int | None
    ) -> set[Reference] | None:
        """The undecided elements that can all be as assumed; None if a premise can't be met."""
        taken = self._taken(firing)
        if any(len(tokens) > 1 for tokens in taken.values()):
            return None
        chosen: set[Reference] = set()
        for candidates in undecided:
            fitting = list(islice((each for each in candidates if self._fits(each, taken)), limit))
            if not fitting:
                return None
            chosen.update(fitting)
        return chosen

    def _taken(self, firing: Firing) -> dict[tuple[str, str], set[str]]:
        """What is assumed in any case, by premises that leave no choice."""
        taken: dict[tuple[str, str], set[str]] = defaultdict(set)
        for premise in firing.premises:
            if len(premise) == 1:
                for place, token in self._assumed(premise[0]):
                    taken[place].add(token)
        return taken

    def _fits(self, reference: Reference, taken: Mapping[tuple[str, str], set[str]]) -> bool:
        return all(taken.get(place, {token}) == {token} for place, token in self._assumed(reference))

    def _assumed(self, reference: Reference) -> list[tuple[tuple[str, str], str]]:
        if isinstance(reference, Conclusion):
            return []
        reading = self._readings[reference]
        return [((reading.ref, name), token) for name, token in reading.assumed.items()]

    def _holds(self, reference: Reference) -> bool:
        if isinstance(reference, Conclusion):
            return reference in self._held
        return not self._readings[reference].missing

    def _possible(self, reference: Reference) -> bool:
        return not isinstance(reference, Conclusion) or reference in self._missing

    def _lacking(self, reference: Reference) -> frozenset[Lack]:
        if isinstance(reference, Conclusion):
            return self._missing[reference]
        return self._readings[reference].missing

    def _public(self, reference: Reference) -> Reference:
        return reference if isinstance(reference, Conclusion) else self._readings[reference].ref
