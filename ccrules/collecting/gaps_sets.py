"""The smallest sets of facts that decide something together, beyond what each decides alone.

All sets that an outcome or a conclusion waits for are candidates, and two of them that share a fact,
as long as nobody would have to ask for more than :data:`MOST_FACTS`. Kept is a set that decides more
than its parts do; the search is bounded, and looks at what weighs most first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ccrules.assessment import Assessment
from ccrules.collecting.gaps import missing_names
from ccrules.ruleset.model import Method

#: Facts in a set, candidates looked at, sets given, and recommendations that count as the top.
MOST_FACTS, MOST_CANDIDATES, MOST_SETS, TOP = 4, 400, 12, 7

_Set = frozenset[str]


@dataclass(frozen=True, slots=True)
class DecidingSet:
    """Facts that decide something together.

    Attributes:
        facts: their public names.
        labels: their names for people, in the same order.
        outcomes: how many outcomes they decide together, none of which one of them decides alone.
        checks: titles of the checks of these outcomes.
        conclusions: titles of the conclusions that they confirm or drop.
        priorities: titles of actions among the first whose priority may turn on them.
    """

    facts: tuple[str, ...]
    labels: tuple[str, ...]
    outcomes: int
    checks: tuple[str, ...]
    conclusions: tuple[str, ...]
    priorities: tuple[str, ...]


def deciding_sets(assessment: Assessment, method: Method) -> tuple[DecidingSet, ...]:
    """The smallest sets, those that decide most for what they ask first.

    Args:
        assessment: what could not be assessed, and why.
        method: the rulesets, for what checks recommend.
    """
    return tuple(_Search(assessment, method).found())


class _Search:
    def __init__(self, assessment: Assessment, method: Method) -> None:
        self.assessment, self.method = assessment, method
        self.checks: dict[_Set, list[str]] = defaultdict(list)
        self.conclusions: dict[_Set, list[str]] = defaultdict(list)
        for one in assessment.not_assessed:
            names = frozenset(missing_names(one.missing))
            if one.subject.id is not None and len(names) <= MOST_FACTS:
                self.checks[names].append(one.check)
        for hypothesis in assessment.hypotheses:
            names = frozenset(missing_names(hypothesis.missing))
            if len(names) <= MOST_FACTS:
                self.conclusions[names].append(hypothesis.title)
        self.gaps = {gap.fact: gap for gap in assessment.gaps}
        self.titles = {one.id: one.title for one in assessment.checks}

    def found(self) -> Iterator[DecidingSet]:
        taken: list[_Set] = []
        for facts in sorted(self._candidates(), key=lambda one: (-self._worth(one), len(one), sorted(one))):
            if len(taken) == MOST_SETS:
                return
            if not any(facts < other or other < facts for other in taken):
                taken.append(facts)
                yield self._set(facts)

    def _worth(self, facts: _Set) -> float:
        """Outcomes and conclusions decided for each fact asked."""
        return sum(
            len(of) for _, of in (*self._below(self.checks, facts), *self._below(self.conclusions, facts))
        ) / len(facts)

    def _below(self, sets: Mapping[_Set, list[str]], facts: _Set) -> Iterator[tuple[_Set, list[str]]]:
        """The sets within these facts that take two of them or more."""
        for size in range(2, len(facts) + 1):
            for some in combinations(sorted(facts), size):
                names = frozenset(some)
                if names in sets:
                    yield names, sets[names]

    def _candidates(self) -> set[_Set]:
        waiting = {one for one in (*self.checks, *self.conclusions) if len(one) > 1}
        first = sorted(waiting, key=lambda one: (-self._worth(one), sorted(one)))[:MOST_CANDIDATES]
        by_fact: dict[str, list[_Set]] = defaultdict(list)
        for one in first:
            for fact in one:
                by_fact[fact].append(one)
        joined = {
            left | right
            for sets in by_fact.values()
            for left, right in combinations(sets[:20], 2)
            if len(left | right) <= MOST_FACTS
        }
        parts = {one: self._worth(one) * len(one) for one in {*first, *joined}}
        return {one for one in parts if one in waiting or self._adds(one, parts)}

    def _adds(self, facts: _Set, parts: Mapping[_Set, float]) -> bool:
        """Whether a joined set decides more than any set within it."""
        return all(parts[facts] > worth for other, worth in parts.items() if other < facts)

    def _set(self, facts: _Set) -> DecidingSet:
        names = tuple(sorted(facts))
        checks = [check for _, of in self._below(self.checks, facts) for check in of]
        conclusions = [title for _, of in self._below(self.conclusions, facts) for title in of]
        return DecidingSet(
            names,
            tuple(self._label(name) for name in names),
            len(checks),
            tuple(dict.fromkeys(self.titles.get(one, one) for one in checks)),
            tuple(dict.fromkeys(conclusions)),
            tuple(self._priorities(frozenset(checks))),
        )

    def _label(self, fact: str) -> str:
        owner, _, name = fact.rpartition(".")
        gap = self.gaps.get(fact) or self.gaps.get(f"{owner.partition('/')[0]}/*.{name}")
        member = owner.partition("/")[2]
        label = gap.label[:1].upper() + gap.label[1:] if gap else fact
        return f"{label} ({member})" if member and member != "*" else label

    def _priorities(self, checks: frozenset[str]) -> Sequence[str]:
        advised = {
            name for one in checks if one in self.method.checks for name in self.method.checks[one].recommend
        }
        first = self.assessment.recommendations[:TOP]
        return [one.title for one in first if one.id in advised]
