"""The search for cases of one check: facts of its cases, varied in one thing, at limits, in two things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.evaluator import Environment, Evaluator
from ccrules.conditions.levers import Levers
from ccrules.conditions.possible import Choice
from ccrules.conditions.supposing import read_by
from ccrules.documents import Node, node_from_python
from ccrules.ruleset.cases import Case
from ccrules.ruleset.model import Check, Method
from ccrules.ruleset.sight import needed
from ccrules.testing.asked import Asked, Key, asked_by
from ccrules.testing.limits import roots_of, values_at_limits
from ccrules.testing.nodes import mapping, scalar, with_node
from ccrules.testing.situations import Prepared, subjects
from ccrules.testing.trying import Candidate, signature, situation_of
from ccrules.testing.variations import Variations

#: Variations of a check's cases that are tried: in one thing, and in two. A check over the outcomes
#: of others tries fewer, because each of them takes as long as all the others together.
MOST_SINGLE = 800
MOST_PAIRS = 300
FEWEST = 50
#: Cases of a check that are varied.
MOST_CASES = 10
#: Subjects whose facts are looked at for what a condition asks of them.
MOST_SUBJECTS = 3


class Search:
    """Makes facts to try.

    Args:
        method: the rules.
        check: the check that cases are looked for.
        mutants: mutants of it, for the values that they ask for.
        cases: the cases of the check.
        as_of: the day that counts as today.
    """

    def __init__(
        self,
        method: Method,
        check: Check,
        mutants: Iterable[Check],
        cases: Sequence[Case],
        as_of: str | None = None,
    ) -> None:
        self.check, self._cases, self._as_of = check, cases[:MOST_CASES], as_of
        self._prepared = Prepared(check)
        seen = [method.checks[name] for name in sorted(needed(method, check)) if name != check.id]
        roots = [root for one in (check, *mutants, *seen) for root in roots_of(one)]
        self.asked = _asked(method, check, roots)
        read = read_by(method.derived, roots)
        derived = {key: node for key, node in method.derived.items() if key in read}
        self._cost = 1 + len(seen)
        self.method = replace(method, derived=derived)  # what nobody reads need not be worked out

    def starts(self) -> list[Candidate]:
        """The facts of the cases as they are, and no facts at all."""
        found = [self.candidate(case.name, case.facts, 0, case) for case in self._cases]
        found.append(self.candidate("", _empty(self._cases), 0))
        return [one for one in found if one is not None]

    def singles(self, starts: Iterable[Candidate]) -> list[Candidate]:
        """The same, otherwise in one thing; those first in which only a value differs."""
        some = islice(self._varied(starts), max(FEWEST, MOST_SINGLE // self._cost))
        return sorted(some, key=lambda one: one.rough)

    def pairs(self, singles: Sequence[Candidate]) -> Iterator[Candidate]:
        """Otherwise in two things."""
        return islice(self._varied(_various(singles)), max(FEWEST, MOST_PAIRS // self._cost))

    def at_limits(self, start: Candidate, mutant: Prepared) -> Iterator[Candidate]:
        """One number at which the check or a mutant turns, or between the two."""
        for path, name, value in values_at_limits(start, self.levers(start), self._prepared, mutant):
            new = scalar(f"{value:.12g}", start.facts)
            what = f"{start.what}, {name}: {new.text}" if start.what else f"{name}: {new.text}"
            found = self.candidate(what, with_node(start.facts, path, new), start.rough)
            if found is not None:
                yield found

    def candidate(self, what: str, facts: Node, rough: int, case: Case | None = None) -> Candidate | None:
        """Facts as a candidate; None if they are wrong in themselves."""
        situation = situation_of(self.method, facts, self._as_of)
        if situation is None:
            return None
        return Candidate(what, facts, situation, signature(situation, self._prepared), rough, case)

    def levers(self, start: Candidate) -> Levers:
        """The facts of a candidate that the check looks at."""
        base = start.situation.run(self._prepared)[0].base
        levers = Levers(Evaluator(base, forgiving=True), self.method.derived, every=True)
        for subject in subjects(base, self.check)[:MOST_SUBJECTS]:
            environment: Environment = {self.check.subject: Choice((subject,))} if self.check.subject else {}
            for root in roots_of(self.check):
                levers.collect(root, dict(environment))
        return levers

    def _varied(self, starts: Iterable[Candidate]) -> Iterator[Candidate]:
        seen: set[str] = set()
        for start in starts:
            variations = Variations(self.method.vocabulary, self.asked, self._hints(start))
            for variation in variations.of(start.facts):
                what = f"{start.what}, {variation.what}" if start.what else variation.what
                if what not in seen:
                    seen.add(what)
                    found = self.candidate(what, variation.facts, start.rough + variation.rough)
                    if found is not None:
                        yield found

    def _hints(self, start: Candidate) -> Mapping[Key, Sequence[Any]]:
        """The values that the check asks for, calculations undone."""
        found: dict[Key, list[Any]] = defaultdict(list)
        for lever in self.levers(start).found:
            found[lever.entity._type.name, lever.attribute.name] += lever.hints
        return found


def _asked(method: Method, check: Check, roots: Sequence[tree.Node]) -> Asked:
    found = asked_by(roots, method.derived, method.vocabulary_of(check))
    return replace(found, types=tuple(sorted({*found.types, *filter(None, [check.subject])})))


def _empty(cases: Sequence[Case]) -> Node:
    """A document in which nothing is said, of the same kind as the cases."""
    return mapping((), cases[0].facts) if cases else node_from_python({})


def _various(singles: Sequence[Candidate]) -> Iterator[Candidate]:
    """Candidates to vary further: of each outcome in turn, so that none is forgotten."""
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for one in singles:
        groups[str(sorted(one.signature.values()))].append(one)
    for index in range(max(map(len, groups.values()), default=0)):
        yield from (group[index] for group in groups.values() if index < len(group))
