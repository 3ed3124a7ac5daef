"""Who reads, uses and leads to what in a method: the same in every language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from ccrules.conditions import tree
from ccrules.conditions.supposing import read_by
from ccrules.facts.vocabulary import OUTCOME
from ccrules.ruleset.model import Check, Inference, Method
from ccrules.ruleset.sight import needed

One = TypeVar("One")
Each = TypeVar("Each")

#: An attribute: its entity type and its name.
Key = tuple[str, str]


@dataclass(frozen=True)
class Relations:
    """What the parts of a method have to do with one another.

    Attributes:
        method: the rules.
    """

    method: Method

    # --- of checks ---------------------------------------------------------------------

    def facts(self, check: Check) -> tuple[Key, ...]:
        """The attributes a check reads, those behind computed ones included, in the vocabulary's order."""
        named = (tuple(need.split(".", 1)) for need in check.needs)
        read = set(read_by(self.method.derived, _expressions(check)))
        read |= {(one[0], one[1]) for one in named if len(one) == 2}
        return tuple(key for key in self._order if key in read)

    def lists(self, check: Check) -> tuple[str, ...]:
        """The entity types a check goes through as a whole, in the vocabulary's order."""
        found = {
            part.name
            for node in _expressions(check)
            for part in tree.walk(node)
            if isinstance(part, tree.Everything) and part.name != OUTCOME
        }
        return tuple(kind.name for kind in self.method.vocabulary if kind.name in found)

    def parameters(self, check: Check) -> tuple[str, ...]:
        """The parameters a check reads, also through computed attributes, in order of declaration."""
        nodes = [*_expressions(check), *(self.method.derived[key] for key in self._computed(check))]
        found = {p.name for node in nodes for p in tree.walk(node) if isinstance(p, tree.Parameter)}
        return tuple(name for name in self.method.parameters if name in found)

    def _computed(self, check: Check) -> Iterator[Key]:
        return (key for key in self.facts(check) if key in self.method.derived)

    def seen(self, check: Check) -> tuple[str, ...]:
        """The checks whose outcomes a check over outcomes reads."""
        found = needed(self.method, check) if check.over_outcomes else frozenset[str]()
        return tuple(one for one in self.method.checks if one in found and one != check.id)

    # --- the other way round -----------------------------------------------------------

    @cached_property
    def _order(self) -> tuple[Key, ...]:
        return tuple((kind.name, name) for kind in self.method.vocabulary for name in kind.attributes)

    @cached_property
    def readers(self) -> Mapping[Key, tuple[str, ...]]:
        """The checks that read an attribute."""
        return _turned((check.id, self.facts(check)) for check in self.method.checks.values())

    @cached_property
    def users(self) -> Mapping[str, tuple[str, ...]]:
        """The checks that read a parameter."""
        return _turned((check.id, self.parameters(check)) for check in self.method.checks.values())

    @cached_property
    def inferences_of(self) -> Mapping[str, tuple[Inference, ...]]:
        """The inferences that read a check's outcomes, or that say they explain its findings."""
        return _turned((rule, _checks_in(rule)) for rule in self.method.inferences.values())

    @cached_property
    def leading_to(self) -> Mapping[str, tuple[Inference, ...]]:
        """The inferences to a conclusion, in order."""
        return _turned((rule, (rule.conclusion,)) for rule in self.method.inferences.values())

    @cached_property
    def led_to_by(self) -> Mapping[str, tuple[Inference, ...]]:
        """The inferences that read a conclusion."""
        return _turned((rule, _conclusions_in(rule)) for rule in self.method.inferences.values())

    @cached_property
    def recommending(self) -> Mapping[str, tuple[str, ...]]:
        """The checks that lead to a recommendation."""
        return _turned((check.id, check.recommend) for check in self.method.checks.values())

    @cached_property
    def concluding(self) -> Mapping[str, tuple[Inference, ...]]:
        """The inferences that lead to a recommendation."""
        return _turned((rule, rule.recommend) for rule in self.method.inferences.values())

    @cached_property
    def before(self) -> Mapping[str, tuple[str, ...]]:
        """The recommendations that come after one."""
        return _turned((one.id, one.after) for one in self.method.recommendations.values())

    def earlier_ids(self, kind: str, id: str) -> tuple[str, ...]:
        """The ids that were given up for one."""
        return tuple(old for old, new in self.method.aliases.get(kind, {}).items() if new == id)


def _expressions(check: Check) -> tuple[tree.Node, ...]:
    terms = check.terms
    if terms is None:
        return ()
    some = (terms.applies, getattr(terms, "when", None), terms.severity, terms.exposure)
    return tuple(one for one in some if one is not None)


def _checks_in(rule: Inference) -> Iterator[str]:
    for premise in (one for some in rule.alternatives for one in some):
        if premise.kind in ("finding", "passed", "not_assessed"):
            yield premise.name
    yield from rule.explains


def _conclusions_in(rule: Inference) -> Iterator[str]:
    return (one.name for some in rule.alternatives for one in some if one.kind == "conclusion")


def _turned(pairs: Iterable[tuple[One, Iterable[Each]]]) -> Mapping[Each, tuple[One, ...]]:
    """From each of the many to all it belongs to, in order."""
    found: dict[Each, list[One]] = defaultdict(list)
    for one, many in pairs:
        for each in dict.fromkeys(many):
            found[each].append(one)
    return {each: tuple(some) for each, some in found.items()}
