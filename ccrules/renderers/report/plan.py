"""The plan: actions in waves, with the arithmetic of their priority, and a matrix of severity and effort."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from ccrules.assessment import Priority, Recommendation
from ccrules.renderers.report.marks import action_marks
from ccrules.renderers.report.model import Action, MatrixRow, Pair, Reference, Step, Wave
from ccrules.renderers.report.progress import followed
from ccrules.renderers.report.reading import Reading, split, worst_first
from ccrules.ruleset.model import EFFORTS, SEVERITIES

#: Actions of one wave that the body shows; the annex has the rest.
MAX_ACTIONS = 7
#: Actions of which the body tells step by step what they add.
MAX_STEPS = 12


def waves(reading: Reading) -> tuple[Wave, ...]:
    """The plan in waves, each by rank."""
    ranked = sorted(reading.assessment.recommendations, key=lambda one: (one.wave, one.rank))
    told = followed(reading, "action")
    return tuple(
        _wave(reading, number, list(found), told) for number, found in groupby(ranked, lambda one: one.wave)
    )


def matrix(reading: Reading, plan: Sequence[Wave]) -> tuple[MatrixRow, ...]:
    """Actions by the worst severity they resolve (rows) and by effort (columns)."""
    actions = [action for wave in plan for action in wave.all_actions]
    present = {action.worst for action in actions}
    names = [name for name in (*SEVERITIES, "") if name in present]
    return tuple(_matrix_row(reading, name, [one for one in actions if one.worst == name]) for name in names)


def effort_labels(reading: Reading) -> tuple[str, ...]:
    """The efforts for people, from low to high."""
    return tuple(reading.wording.label("effort", name) for name in EFFORTS)


def steps(reading: Reading) -> tuple[tuple[Step, ...], str]:
    """By rank: what each of the first actions is the first to resolve, and what stays open after it.

    Returns:
        The steps, and what the other actions add, in words; empty if there are no others.
    """
    ranked = reading.assessment.recommendations
    shown, rest = split([_step(reading, one) for one in ranked], MAX_STEPS)
    added = sum(step.added for step in rest)
    more = reading.say("plan.more_steps", n=len(rest), added=added, left=rest[-1].left) if rest else ""
    return shown, more


def _step(reading: Reading, action: Recommendation) -> Step:
    worst = action.leaves_worst
    return Step(
        action=reading.action_references([action.id])[0],
        effort=reading.wording.label("effort", action.effort),
        added=action.adds,
        left=action.leaves,
        worst=worst,
        worst_label=reading.severity(worst) if worst else "",
    )


def _matrix_row(reading: Reading, severity: str, actions: Sequence[Action]) -> MatrixRow:
    cells = tuple(
        tuple(
            Reference(one.title, one.id, one.anchor, str(one.rank)) for one in actions if one.effort == effort
        )
        for effort in EFFORTS
    )
    label = reading.severity(severity) if severity else reading.say("plan.no_finding")
    return MatrixRow(severity, label, cells)


def _wave(reading: Reading, number: int, found: Sequence[Recommendation], told: Mapping[str, str]) -> Wave:
    actions = [_action(reading, one, told.get(one.id, "")) for one in found]
    shown, rest = split(actions, MAX_ACTIONS)
    return Wave(number, reading.say("plan.wave", n=number), shown, rest, reading.more(rest))


def _action(reading: Reading, action: Recommendation, progress: str) -> Action:
    return Action(
        id=action.id,
        anchor=reading.anchor("action", action.id),
        rank=action.rank,
        wave=action.wave,
        title=action.title,
        body=action.body,
        effort=action.effort,
        effort_label=reading.wording.label("effort", action.effort),
        worst=_worst(reading, action),
        owner=action.owner,
        horizon=action.horizon,
        objectives=_objectives(reading, action),
        after=reading.action_references(action.after),
        resolves=reading.by_check(action.resolves),
        addresses=reading.conclusion_references(action.addresses),
        enabling=action.prerequisite_only,
        value=reading.number(action.priority.value),
        benefit=benefit(action.priority),
        formula=action.priority.formula,
        terms=_terms(reading, action.priority),
        sources=reading.links(action.sources),
        progress=progress,
        marks=action_marks(reading, action),
    )


def benefit(priority: Priority) -> float:
    """What an action is worth before its effort is weighed, from the terms of its priority.

    Args:
        priority: the terms: for each gain a severity and its factors, then the objectives.
    """
    gains, objectives = [0.0], 1.0
    for term in priority.terms:
        if term.name == "severity":
            gains.append(float(term.value))
        elif term.name == "objectives":
            objectives = float(term.value)
        elif term.name in ("extent", "confidence", "novelty"):
            gains[-1] *= term.value
    return round(sum(gains) * objectives, 3)


def _worst(reading: Reading, action: Recommendation) -> str:
    found = [reading.findings[name].severity for name in action.resolves if name in reading.findings]
    return min(found, key=worst_first, default="")


def _objectives(reading: Reading, action: Recommendation) -> tuple[str, ...]:
    if action.objective_titles:
        return action.objective_titles
    titles = {objective.id: objective.title for objective in reading.assessment.objectives}
    return tuple(titles.get(name, name) for name in action.objectives)


def _terms(reading: Reading, priority: Priority) -> tuple[Pair, ...]:
    """Equal terms once, with how often they stand in the sum."""
    counted = Counter((term.label or term.name, reading.number(term.value)) for term in priority.terms)
    return tuple(Pair(name, value, f"× {n}" if n > 1 else "") for (name, value), n in counted.items())
