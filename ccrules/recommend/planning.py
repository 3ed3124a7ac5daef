"""The plan: what is recommended, in which order, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from typing import TypeVar

from ccrules.recommend import order, scoring
from ccrules.recommend.model import Gain, OpenConclusion, OpenFinding, PlannedAction, Priority, Reach
from ccrules.ruleset.model import Method

Pointing = TypeVar("Pointing", OpenFinding, OpenConclusion)


def plan(
    method: Method,
    findings: Iterable[OpenFinding],
    conclusions: Iterable[OpenConclusion] = (),
    *,
    objectives: Mapping[str, float] | None = None,
    reach: Mapping[str, Reach] | None = None,
    in_place: Collection[str] = (),
) -> tuple[PlannedAction, ...]:
    """Rank what the findings and conclusions ask for.

    The result doesn't depend on the order of the arguments.

    Args:
        method: the rulesets; the prerequisites of its recommendations have no cycle.
        findings: what failed.
        conclusions: what was concluded.
        objectives: the client's weights by objective.
        reach: how far each check reaches, by check id.
        in_place: recommendations that are not needed as prerequisites, see
            :func:`~ccrules.recommend.order.already_in_place`.

    Returns:
        The actions, by rank.
    """
    by_id = {finding.id: finding for finding in findings}
    concluded = tuple(sorted(conclusions, key=lambda conclusion: (conclusion.id, conclusion.key)))
    resolves = _pointed_to(by_id.values())
    addresses = _pointed_to(concluded)
    after = order.with_prerequisites({*resolves, *addresses}, method.recommendations, in_place)
    own = {
        name: scoring.priority(
            method.recommendations[name],
            _gains(resolves.get(name, ()), addresses.get(name, ()), by_id, reach or {}),
            objectives or {},
        )
        for name in after
    }
    priorities = order.in_turn(own, after)
    return _actions(method, priorities, after, resolves, addresses)


def _pointed_to(pointing: Iterable[Pointing]) -> dict[str, list[Pointing]]:
    found: dict[str, list[Pointing]] = {}
    for one in pointing:
        for name in one.recommend:
            found.setdefault(name, []).append(one)
    return found


def _gains(
    findings: Sequence[OpenFinding],
    conclusions: Sequence[OpenConclusion],
    by_id: Mapping[str, OpenFinding],
    reach: Mapping[str, Reach],
) -> list[Gain]:
    gains = scoring.gains_of_checks(findings, reach)
    for _, group in groupby(conclusions, key=lambda conclusion: conclusion.id):
        gains += scoring.gains_of_conclusions(list(group), by_id, reach)
    return gains


def _actions(
    method: Method,
    priorities: Mapping[str, Priority],
    after: Mapping[str, tuple[str, ...]],
    resolves: Mapping[str, Sequence[OpenFinding]],
    addresses: Mapping[str, Sequence[OpenConclusion]],
) -> tuple[PlannedAction, ...]:
    names = list(priorities)
    wave_of = order.waves(names, after)
    return tuple(
        PlannedAction(
            recommendation=method.recommendations[name],
            rank=rank,
            wave=wave_of[name],
            priority=priorities[name],
            resolves=tuple(sorted(finding.id for finding in resolves.get(name, ()))),
            addresses=tuple(sorted(conclusion.key for conclusion in addresses.get(name, ()))),
            after=after[name],
            prerequisite_only=name not in resolves and name not in addresses,
        )
        for rank, name in enumerate(names, start=1)
    )
