"""Proposed cases of one check: facts of its cases varied, and kept where they show something new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from ccrules.ruleset.cases import Case
from ccrules.ruleset.model import Check
from ccrules.testing.boundaries import sides_of
from ccrules.testing.coverage import CheckCoverage
from ccrules.testing.derivations import DerivedMutant, readers
from ccrules.testing.mutants import CheckMutant, Nursery
from ccrules.testing.mutation import Trial
from ccrules.testing.searching import Search
from ccrules.testing.situations import Prepared
from ccrules.testing.suggestion import Side, Suggestion
from ccrules.testing.suite import Suite
from ccrules.testing.trying import Candidate, Signature, signature, situation_of, words

#: Checks through which mutants of a derived attribute are looked at.
MOST_READERS = 3


class CheckCases:
    """Looks for cases of checks, and of derived attributes through the checks that read them.

    Args:
        suite: the tests.
    """

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.nursery = Nursery(suite.method, suite.functions)
        self.cases: dict[str, list[Case]] = defaultdict(list)
        for case in suite.cases:
            for name in dict.fromkeys(one.name for one in case.expected):
                if case.is_plain:
                    self.cases[name].append(case)

    def of_check(self, covered: CheckCoverage, survivors: Sequence[Trial]) -> Iterator[Suggestion]:
        """Cases that show outcomes or limits of a check, or notice mutants of it.

        Args:
            covered: what the cases of the check expect.
            survivors: its mutants that no case notices.
        """
        check = covered.check
        mutants = {id(trial): Prepared(self._mutant(check, trial)) for trial in survivors}
        goals = _Goals(covered, list(survivors), mutants)
        if goals.reached():
            return
        search = self._search(check, [one.check for one in mutants.values()])
        for candidate in _candidates(search, goals):
            found = goals.taken(candidate)
            if found is not None:
                yield found
            if goals.reached():
                return

    def of_derived(self, key: tuple[str, str], survivors: Sequence[Trial]) -> Iterator[Suggestion]:
        """Cases that notice mutants of a derived attribute.

        Args:
            key: its entity type and name.
            survivors: its mutants that no case notices.
        """
        left = list(survivors)
        for check in readers(self.suite.method, self.suite.checks, key)[:MOST_READERS] if left else ():
            search, prepared = self._search(check, ()), Prepared(check)
            starts = search.starts()
            singles = search.singles(starts)
            for candidate in chain(starts, singles, search.pairs(singles)):
                kills = [one for one in left if self._notices(search, candidate, prepared, one)]
                if kills:
                    left = [one for one in left if one not in kills]
                    expected = {check.id: shortened(words(candidate.signature))}
                    yield Suggestion(".".join(key), name_of(check, candidate), candidate.facts, expected,
                                     kills=tuple(kills), case=candidate.case)  # fmt: skip
                if not left:
                    return

    def _notices(self, search: Search, candidate: Candidate, prepared: Prepared, trial: Trial) -> bool:
        assert isinstance(trial.mutant, DerivedMutant)
        method = trial.mutant.method(search.method)
        situation = situation_of(method, candidate.facts, self.suite.situations.as_of)
        return situation is not None and words(signature(situation, prepared)) != words(candidate.signature)

    def _search(self, check: Check, mutants: Sequence[Check]) -> Search:
        cases = self.cases[check.id] or self.suite.cases
        return Search(self.suite.method, check, mutants, cases, self.suite.situations.as_of)

    def _mutant(self, check: Check, trial: Trial) -> Check:
        assert isinstance(trial.mutant, CheckMutant)
        changed = self.nursery.changed(check, trial.mutant, self.suite.method)
        assert changed is not None
        return changed


def _candidates(search: Search, goals: _Goals) -> Iterator[Candidate]:
    starts = search.starts()
    yield from starts
    singles = search.singles(starts)
    yield from singles
    for start in starts:
        for trial in list(goals.survivors):
            for found in search.at_limits(start, goals.mutants[id(trial)]):
                if trial in goals.survivors:
                    yield found
    yield from search.pairs(singles)


class _Goals:
    """What is still to be shown of a check."""

    def __init__(
        self, covered: CheckCoverage, survivors: list[Trial], mutants: Mapping[int, Prepared]
    ) -> None:
        self.check, self.mutants = covered.check, mutants
        self.outcomes = list(covered.missing)
        self.sides: list[Side] = [(one, side) for one in covered.boundaries for side in one.missing]
        self.survivors = survivors

    def reached(self) -> bool:
        """Whether there is nothing left to look for."""
        return not (self.outcomes or self.sides or self.survivors)

    def taken(self, candidate: Candidate) -> Suggestion | None:
        """The candidate as a case, if it shows something new."""
        before = candidate.signature
        after = {id(one): signature(candidate.situation, self.mutants[id(one)]) for one in self.survivors}
        kills = [one for one in self.survivors if after[id(one)] != before]
        outcomes = [one for one in self.outcomes if set(words(before).values()) == {one}]
        sides = self._sides(candidate)
        if not (kills or outcomes or sides):
            return None
        self.survivors = [one for one in self.survivors if one not in kills]
        self.outcomes = [one for one in self.outcomes if one not in outcomes]
        self.sides = [one for one in self.sides if one not in sides]
        severe = any(words(after[id(one)]) == words(before) for one in kills)
        severe = severe or any(boundary.field == "severity" for boundary, _ in sides)
        expected = before if severe else words(before)
        return Suggestion(
            rule=self.check.id,
            name=name_of(self.check, candidate),
            facts=candidate.facts,
            expect={self.check.id: shortened(expected)},
            outcomes=tuple(outcomes),
            sides=tuple(sides),
            kills=tuple(kills),
            case=candidate.case,
        )

    def _sides(self, candidate: Candidate) -> list[Side]:
        if not self.sides or candidate.case is not None:
            return []
        seen = sides_of(candidate.situation, Prepared(self.check))
        return [(one, side) for one, side in self.sides if side in seen.get((one.field, *one.span), ())]


def shortened(expected: Signature) -> Signature:
    """One outcome for all subjects where they have the same."""
    outcomes: Collection[str] = set(expected.values())
    return {"": next(iter(outcomes))} if len(outcomes) == 1 else expected


def name_of(check: Check, candidate: Candidate) -> str:
    """What a case of a check is called: the outcomes, and how its facts differ from those of another."""
    outcomes = ", ".join(dict.fromkeys(words(candidate.signature).values()))
    return f"{check.id} {outcomes}: {candidate.what}" if candidate.what else f"{check.id} {outcomes}"
