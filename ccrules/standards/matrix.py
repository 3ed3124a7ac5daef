"""How well a method answers each clause of a grid, and what an assessment says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ccrules.assessment import Assessment
from ccrules.ruleset.model import SEVERITIES, Method
from ccrules.standards.grid import RELATIONS, Answer, Grid

#: How far a clause is answered, from not at all: nothing; a contribution; a part; all of it.
REACHES = ("none", "contribution", "part", "full")
#: What an assessment says of a check, the weakest first.
STATES = (*(f"fail {severity}" for severity in SEVERITIES), "error", "not_assessed", "pass", "not_applicable")


@dataclass(frozen=True, slots=True)
class Row:
    """One clause.

    Attributes:
        clause: its number.
        answers: what answers it.
        reach: how far it is answered, one of :data:`REACHES`.
        state: what the weakest link says, one of :data:`STATES`; empty without an assessment, or if no
            check answers the clause.
        weakest: the checks in this state.
        counts: how many subjects of all its checks are in each state.
    """

    clause: str
    answers: tuple[Answer, ...]
    reach: str
    state: str = ""
    weakest: tuple[str, ...] = ()
    counts: Mapping[str, int] | None = None


def matrix(grid: Grid, method: Method, assessment: Assessment | None = None) -> list[Row]:
    """One row for each clause, in the order of the grid.

    A clause stands as its weakest link: the worst state of any check that is equal to it or a part of
    it; what only contributes does not count. One check that could not be assessed leaves the clause
    not assessed, unless another fails.

    Args:
        grid: the grid.
        method: checks that it switched off answer nothing.
        assessment: what to read states from; none for the coverage alone.
    """
    states = _states(assessment) if assessment else {}
    return [_row(clause, _running(grid.answers.get(clause, ()), method), states) for clause in grid.clauses]


def unmapped(grids: Iterable[Grid], method: Method) -> list[str]:
    """The checks that answer no clause of any grid, in the order of the method."""
    answering = {one.id for grid in grids for answers in grid.answers.values() for one in answers}
    return [name for name, check in method.checks.items() if name not in answering and not check.off]


def _running(answers: Iterable[Answer], method: Method) -> tuple[Answer, ...]:
    return tuple(one for one in answers if one.kind != "check" or not method.checks[one.id].off)


def _row(clause: str, answers: tuple[Answer, ...], states: Mapping[str, Counter[str]]) -> Row:
    asked = [one.id for one in answers if one.kind == "check" and one.relation != RELATIONS[-1]]
    worst = {name: min(states[name], key=STATES.index) for name in asked if states.get(name)}
    state = min(worst.values(), key=STATES.index, default="")
    weakest = tuple(name for name, found in worst.items() if found == state)
    counts: Counter[str] = sum((states[name] for name in asked if name in states), Counter())
    return Row(clause, answers, _reach(answers), state, weakest, dict(counts) if states else None)


def _reach(answers: Iterable[Answer]) -> str:
    strongest = min((RELATIONS.index(one.relation) for one in answers), default=len(RELATIONS))
    return REACHES[len(RELATIONS) - strongest]


def _states(assessment: Assessment) -> dict[str, Counter[str]]:
    """How many subjects of each check are in each state."""
    found: dict[str, Counter[str]] = {}
    for one in assessment.findings:
        found.setdefault(one.check, Counter())[f"fail {one.severity}"] += 1
    for state, parts in (
        ("error", assessment.errors),
        ("not_assessed", assessment.not_assessed),
        ("pass", assessment.passed),
        ("not_applicable", assessment.not_applicable),
    ):
        for part in parts:
            found.setdefault(part.check, Counter())[state] += 1
    return found
