"""Mutation of rules: how much of what a rule says its tests would notice if it were otherwise.

Each mutant is tried on the cases that expect something of its check, of a check that reads its derived
attribute, or of a conclusion that its inference leads to. A mutant is killed if one of them turns. One
that must mean the same as its original is equivalent, and does not count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ccrules.assembly.conclusions import key_of
from ccrules.facts.vocabulary import Attribute
from ccrules.ruleset.cases import Case, of_check, of_conclusion
from ccrules.ruleset.model import Check, Inference, Method
from ccrules.testing.asked import Key
from ccrules.testing.derivations import Derivations, DerivedMutant, readers
from ccrules.testing.equivalent import Equivalence
from ccrules.testing.mutants import CheckMutant, Mutant, Nursery
from ccrules.testing.premises import InferenceMutant, inference_mutants, rule_nodes
from ccrules.testing.reasons import reached
from ccrules.testing.situations import Prepared, Situation, Told, by_subject
from ccrules.testing.suite import Suite
from ccrules.testing.trying import situation_of

KILLED, SURVIVED, EQUIVALENT = "killed", "survived", "equivalent"

#: Told how many rules of how many are done.
Tick = Callable[[int, int], None]


def unheard(_: int, __: int) -> None:
    """For whom progress is of no interest."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a mutant.

    Attributes:
        mutant: the mutant.
        status: ``killed``, ``survived`` or ``equivalent``.
        cases: how many cases there are that might have turned.
        killer: the first case that turned; None if none did.
    """

    mutant: Mutant
    status: str
    cases: int
    killer: Case | None = None


@dataclass(frozen=True)
class Mutation:
    """What came of all mutants.

    Attributes:
        trials: in the order of the rules.
    """

    trials: tuple[Trial, ...]

    def score(self) -> tuple[int, int]:
        """How many mutants were killed, of how many that are not equivalent."""
        counted = [one.status == KILLED for one in self.trials if one.status != EQUIVALENT]
        return sum(counted), len(counted)

    @property
    def survivors(self) -> list[Trial]:
        """The mutants that no case noticed."""
        return [one for one in self.trials if one.status == SURVIVED]

    @property
    def scores(self) -> dict[str, tuple[int, int]]:
        """By rule, how many mutants were killed, and of how many."""
        found: dict[str, tuple[int, int]] = {}
        for one in self.trials:
            killed, counted = found.get(one.mutant.rule, (0, 0))
            found[one.mutant.rule] = (killed + (one.status == KILLED), counted + (one.status != EQUIVALENT))
        return found


def mutate(suite: Suite, only: Collection[str] = (), tick: Tick = unheard) -> Mutation:
    """Try every mutant of the rules that are tested.

    Args:
        suite: the tests, all of which must pass.
        only: ids of checks and inferences, and derived attributes as ``type.attribute``; all if empty.
        tick: told of the progress.

    Raises:
        InputError: facts or parameters of cases that are wrong in themselves.
    """
    checks = [check for check in suite.checks if not only or check.id in only]
    derived = {key: one for key, one in suite.derived.items() if not only or ".".join(key) in only}
    inferences = [rule for rule in suite.inferences if not only or rule.id in only]
    of_checks, of_derived = _Checks(suite), _Derived(suite)
    of_inferences = _Inferences(suite, inferences)
    steps: list[Callable[[], Iterable[Trial]]] = [
        *(partial(of_derived.trials, *item) for item in derived.items()),
        *(partial(of_checks.trials, check) for check in checks),
        *(partial(of_inferences.trials, rule) for rule in inferences),
    ]
    trials: list[Trial] = []
    for done, step in enumerate(steps):
        trials += step()
        tick(done + 1, len(steps))
    return Mutation(tuple(trials))


class _Derived:
    """Tries mutants of derived attributes."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.derivations = Derivations(suite.method, suite.functions)
        self.equivalence = Equivalence(suite.method)

    def trials(self, key: Key, attribute: Attribute) -> Iterator[Trial]:
        """What comes of each mutant of a derived attribute."""
        checks = {check.id: Prepared(check) for check in readers(self.suite.method, self.suite.checks, key)}
        some = [case for case in self.suite.cases
                if case.is_plain and checks.keys() & {one.name for one in case.expected}]  # fmt: skip
        for mutant in self.derivations.mutants(attribute, key):
            killer = next((case for case in some if self._turns(case, mutant, checks)), None)
            if killer is not None:
                yield Trial(mutant, KILLED, len(some), killer)
                continue
            same = self.equivalence.of_expressions(self.suite.method.derived[key], mutant.node)
            yield Trial(mutant, EQUIVALENT if same else SURVIVED, len(some))

    def _turns(self, case: Case, mutant: DerivedMutant, checks: Mapping[str, Prepared]) -> bool:
        method = mutant.method(self.suite.method)
        situation = situation_of(method, case.facts, self.suite.situations.as_of)
        names = dict.fromkeys(one.name for one in case.expected if one.name in checks)
        return situation is not None and any(_turns(case, situation, checks[name]) for name in names)


class _Checks:
    """Tries mutants of checks."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.nursery = Nursery(suite.method, suite.functions)
        self.equivalence = Equivalence(suite.method)
        self.cases: dict[str, list[Case]] = defaultdict(list)
        for case in suite.cases:
            for name in dict.fromkeys(one.name for one in case.expected):
                self.cases[name].append(case)

    def trials(self, check: Check) -> Iterator[Trial]:
        """What comes of each mutant of a check."""
        for mutant in self.nursery.mutants(check):
            yield self._trial(check, mutant)

    def _trial(self, check: Check, mutant: CheckMutant) -> Trial:
        some = [case for case in self.cases[check.id] if not mutant.values.keys() & case.parameters.keys()]
        changed: dict[int, Prepared] = {}
        for case in some:
            situation = self.suite.situations.of(case.facts, case.parameters, case.profiles)
            if id(situation.method) not in changed:
                changed[id(situation.method)] = Prepared(self._changed(check, mutant, situation.method))
            if _turns(case, situation, changed[id(situation.method)]):
                return Trial(mutant, KILLED, len(some), case)
        same = self.equivalence.surely(check, self._changed(check, mutant, self.suite.method))
        return Trial(mutant, EQUIVALENT if same else SURVIVED, len(some))

    def _changed(self, check: Check, mutant: CheckMutant, method: Method) -> Check:
        changed = self.nursery.changed(method.checks[check.id], mutant, method)
        assert changed is not None
        return changed


def _turns(case: Case, situation: Situation, prepared: Prepared) -> bool:
    """Whether a case finds another check than it expects."""
    runner, outcomes = situation.run(prepared)
    found = dict(by_subject(outcomes))

    def told(_: str, subject: str) -> Told:
        return Told(situation, runner, outcomes, subject)

    expected = [one for one in case.expected if one.name == prepared.check.id]
    return any(True for one in expected for _ in of_check(one, found, told))


class _Inferences:
    """Tries mutants of inferences."""

    def __init__(self, suite: Suite, inferences: Sequence[Inference]) -> None:
        self.suite = suite
        self._nodes = rule_nodes(inferences)

    def trials(self, rule: Inference) -> Iterator[Trial]:
        """What comes of each mutant of an inference."""
        leads_to = reached(self.suite.method.inferences, rule.conclusion)
        some = [case for case in self.suite.cases if leads_to & {one.name for one in case.conclusions}]
        for mutant in inference_mutants(rule, self._nodes.get(rule.id)):
            killer = next((case for case in some if self._turns(case, mutant)), None)
            yield Trial(mutant, KILLED if killer else SURVIVED, len(some), killer)

    def _turns(self, case: Case, mutant: InferenceMutant) -> bool:
        situation = self.suite.situations.of(case.facts, case.parameters, case.profiles)
        rules = {**situation.method.inferences, mutant.rule: mutant.inference}
        fired = situation.inferred({one.name for one in case.conclusions}, rules)
        found = [key_of(one) for one in fired.conclusions]
        return any(True for one in case.conclusions for _ in of_conclusion(one, found))
