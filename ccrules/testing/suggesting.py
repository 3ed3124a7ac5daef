"""Cases that are missing, found by varying the facts of those that are there.

The facts of a check's cases are varied and run. What gives an outcome or stands at a limit that no
case shows, or what a surviving mutant takes for something else, becomes a case. Its expectation is
what the rules really make of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial

from ccrules.testing.check_cases import CheckCases
from ccrules.testing.coverage import CheckCoverage, Coverage
from ccrules.testing.inference_cases import InferenceCases
from ccrules.testing.mutation import Mutation, Tick, Trial, unheard
from ccrules.testing.suggestion import Suggestion, Suggestions
from ccrules.testing.suite import Suite


def suggest(
    suite: Suite, covered: Coverage, mutation: Mutation | None = None, tick: Tick = unheard
) -> Suggestions:
    """Look for the cases that are missing.

    Args:
        suite: the tests.
        covered: what the cases expect.
        mutation: the mutants; their survivors are aimed at as well.
        tick: told of the progress.
    """
    survivors: dict[str, list[Trial]] = defaultdict(list)
    for trial in mutation.survivors if mutation else ():
        survivors[trial.mutant.rule].append(trial)
    of_checks, of_inferences = CheckCases(suite), InferenceCases(suite)

    def checked(check: CheckCoverage) -> Iterable[Suggestion]:
        for one in of_checks.of_check(check, survivors[check.check.id]):
            of_inferences.remember(one)
            yield one

    steps: list[Callable[[], Iterable[Suggestion]]] = [
        *(partial(of_checks.of_derived, key, survivors[".".join(key)]) for key in suite.derived),
        *(partial(checked, check) for check in covered.checks),
        *(
            partial(of_inferences.of_inference, rule, survivors[rule.inference.id])
            for rule in covered.inferences
        ),
    ]
    found: list[Suggestion] = []
    for done, step in enumerate(steps):
        found += step()
        tick(done + 1, len(steps))
    killed = {id(trial) for one in found for trial in one.kills}
    unfound = [trial for some in survivors.values() for trial in some if id(trial) not in killed]
    return Suggestions(tuple(found), tuple(unfound))
