"""How strongly conclusions are believed, worked out once from what fired.

The arithmetic is that of MYCIN's certainty factors for supporting evidence:

* a firing believes its conclusion by the rule's belief times the least of its premises';
* several bindings, or variants, of one rule for one conclusion count once, at their most;
* different rules for one conclusion combine as a + b(1 - a), never more than 1.

A finding is as sure as its confidence, which is 1 unless it rests on a figure in doubt
(:mod:`ccrules.engine.doubt`). An entity is as sure as the least of those of its facts that the rule
reads, passed and not assessed outcomes are certain. Belief never falls where confidence rises.

Source: E. H. Shortliffe and B. G. Buchanan, "A model of inexact reasoning in medicine",
Mathematical Biosciences 23 (1975), pages 351-379. MYCIN's threshold of 0.2 on premises and
its measure of disbelief are left out: rules have positive premises only.

Conclusions are taken in the order in which they depend on each other, and rules in the
order of their ids, so neither the order of firing nor that of the elements matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from types import MappingProxyType
from typing import NamedTuple

from ccrules.engine.inference.protocol import (
    Conclusion,
    Firing,
    InferenceResult,
    Pattern,
    Program,
    Reference,
    Rule,
)
from ccrules.errors import NOWHERE, EngineError, Problem, message
from ccrules.ruleset.circles import circle


@dataclass(frozen=True)
class Beliefs:
    """The beliefs in all conclusions of a run, each 0 to 1.

    Attributes:
        conclusions: the belief in each conclusion.
        shares: for each conclusion, what each rule contributes, in the order of rule ids.
    """

    conclusions: Mapping[Conclusion, float]
    shares: Mapping[Conclusion, Mapping[str, float]]


class Cycle(NamedTuple):
    """Conclusions that depend on themselves.

    Attributes:
        conclusions: their ids; each is a premise of the next, the last one of the first.
        rules: for each of them, the rule by which the next follows.
    """

    conclusions: tuple[str, ...]
    rules: tuple[str, ...]

    def __str__(self) -> str:
        steps = [f"{name} -({rule})->" for name, rule in zip(self.conclusions, self.rules, strict=True)]
        return " ".join([*steps, self.conclusions[0]])


def combine(first: float, second: float) -> float:
    """Combine the support of two rules: a + b(1 - a)."""
    return first + second * (1 - first)


def beliefs(
    program: Program, result: InferenceResult, confidence: Mapping[str, float] = MappingProxyType({})
) -> Beliefs:
    """Work out how strongly each conclusion is believed.

    Args:
        program: the rules that ran.
        result: what fired.
        confidence: by public id, how sure a finding or a fact (``mailbox/claims.tracked``) is, 0 to 1;
            1 where left out.

    Raises:
        EngineError: if conclusions depend on themselves.
    """
    rules = {(rule.id, rule.variant): rule for rule in program.rules}
    by_conclusion: dict[str, list[Firing]] = defaultdict(list)
    for firing in result.firings:
        by_conclusion[firing.conclusion.id].append(firing)
    known: dict[Reference, float] = dict(confidence.items())
    shares: dict[Conclusion, dict[str, float]] = {}
    for name in dependency_order(program):
        found = _shares(by_conclusion[name], rules, known)
        shares |= found
        known |= {conclusion: _combined(share) for conclusion, share in found.items()}
    totals = {conclusion: known[conclusion] for conclusion in shares}
    return Beliefs(MappingProxyType(totals), MappingProxyType(shares))


def _shares(
    firings: Sequence[Firing], rules: Mapping[tuple[str, int], Rule], known: Mapping[Reference, float]
) -> dict[Conclusion, dict[str, float]]:
    """What each rule contributes to each conclusion: the most of its firings."""
    shares: dict[Conclusion, dict[str, float]] = {}
    strength = _Strength(known, rules)
    for firing in firings:  # sorted by rule, so each mapping is too
        share = shares.setdefault(firing.conclusion, {})
        belief = rules[firing.rule, firing.variant].belief * strength.of(firing)
        share[firing.rule] = max(belief, share.get(firing.rule, 0.0))
    return shares


class _Strength:
    """The belief in the premises of a firing, together and each."""

    def __init__(self, known: Mapping[Reference, float], rules: Mapping[tuple[str, int], Rule]) -> None:
        self._known = known
        self._rules = rules
        self._fields: dict[tuple[str, int], tuple[frozenset[str], ...]] = {}
        self._existential: dict[tuple[str, int, int], float] = {}

    def of(self, firing: Firing) -> float:
        """The least of the premises' beliefs."""
        return min(self._premise(firing, position) for position in range(len(firing.premises)))

    def _premise(self, firing: Firing, position: int) -> float:
        premise, place = firing.premises[position], (firing.rule, firing.variant, position)
        if len(premise) == 1:
            return self._sure(premise[0], firing, position)
        if place not in self._existential:  # the same for all bindings of the rule
            self._existential[place] = max(self._sure(one, firing, position) for one in premise)
        return self._existential[place]

    def _sure(self, reference: Reference, firing: Firing, position: int) -> float:
        """The belief in what matched a pattern; in an entity, in its facts that the rule reads."""
        pattern = self._rules[firing.rule, firing.variant].patterns[position]
        if pattern.kind != "fact":
            return self._known.get(reference, 1.0)
        fields = self._read(firing.rule, firing.variant)[position]
        return min(
            [
                self._known.get(reference, 1.0),
                *(self._known.get(f"{reference}.{name}", 1.0) for name in fields),
            ]
        )

    def _read(self, rule: str, variant: int) -> tuple[frozenset[str], ...]:
        """For each pattern of a rule the fields that it or another pattern reads."""
        if (rule, variant) not in self._fields:
            patterns = self._rules[rule, variant].patterns
            self._fields[rule, variant] = tuple(_fields_of(one, patterns) for one in patterns)
        return self._fields[rule, variant]


def _fields_of(pattern: Pattern, patterns: Sequence[Pattern]) -> frozenset[str]:
    own = [name for name, _ in pattern.where] + [one.field for one in pattern.same]
    joined = [
        one.other
        for other in patterns
        for one in other.same
        if pattern.alias is not None and one.alias == pattern.alias
    ]
    return frozenset((*own, *joined))


def _combined(share: Mapping[str, float]) -> float:
    total = 0.0
    for belief in share.values():
        total = combine(total, belief)
    return total


def dependency_order(program: Program) -> tuple[str, ...]:
    """Ids of conclusions, each after those it depends on.

    Raises:
        EngineError: if conclusions depend on themselves; one problem for each cycle.
    """
    found = cycles(program)
    if found:
        faults = [message("conclusions depend on themselves: {cycle}", cycle=str(cycle)) for cycle in found]
        raise EngineError([Problem(NOWHERE, fault) for fault in faults])
    return tuple(TopologicalSorter(_premises_of(program)).static_order())


def cycles(program: Program) -> tuple[Cycle, ...]:
    """Find conclusions that depend on themselves, at least one cycle of each knot.

    Args:
        program: the rules.
    """
    graph, found = _premises_of(program), list[Cycle]()
    while names := tuple(circle(graph)[:-1]):  # the last repeats the first
        found.append(Cycle(names, _rules_along(program, names)))
        graph = {
            name: [premise for premise in premises if premise not in names]
            for name, premises in graph.items()
            if name not in names
        }
    return tuple(found)


def _premises_of(program: Program) -> dict[str, list[str]]:
    """For each conclusion those it depends on, in the order of the rules so that nothing hangs on hashes."""
    graph: dict[str, list[str]] = {}
    for rule in program.rules:
        needed = [pattern.name for pattern in rule.patterns if pattern.kind == "conclusion"]
        graph.setdefault(rule.conclusion_id, []).extend(needed)
    return graph


def _rules_along(program: Program, names: Sequence[str]) -> tuple[str, ...]:
    """For each conclusion, the first rule that takes it as a premise of the next."""
    return tuple(
        next(
            rule.id
            for rule in program.rules
            if rule.conclusion_id == concluded
            and any((pattern.kind, pattern.name) == ("conclusion", premise) for pattern in rule.patterns)
        )
        for premise, concluded in zip(names, (*names[1:], names[0]), strict=True)
    )
