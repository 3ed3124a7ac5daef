"""What an action is worth: benefit against effort, in numbers a reader can check by hand.

Each step of severity doubles the weight, and so does each step of effort: one critical finding
outweighs two high ones that need the same work. All of a check's findings count once, as
severity x extent: half of the extent is due to the worst of them, because what fails for one
subject shows a habit, the other half grows with the part of the subjects (by exposure where
that is known) that the findings stand for. So what fails for a small part weighs about one step
of severity less than what fails throughout, and splitting a thing in ten doesn't count tenfold.

A check's findings count with their mean confidence, weighed as in the extent: 1, unless they rest
on a figure in doubt. What an action deals with through a cause counts with the cause's belief, if
that is less, once for each check whose findings the cause explains. Objectives add between nothing
and the double.

The plan is a set: what an action gains on a check or a cause is halved by each action before it
that deals with the same, so that the next one is what adds most.

Every factor is rounded half up to three decimals before it is used, so the printed arithmetic
gives the printed result exactly. The scales are this project's own convention.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from ccrules.recommend.model import Gain, OpenConclusion, OpenFinding, Priority, Reach, to_three_decimals
from ccrules.ruleset.model import Recommendation

SEVERITY_WEIGHTS: Mapping[str, Decimal] = {
    "critical": Decimal(8),
    "high": Decimal(4),
    "medium": Decimal(2),
    "low": Decimal(1),
    "info": Decimal("0.5"),
}
EFFORT_WEIGHTS: Mapping[str, Decimal] = {"low": Decimal(1), "medium": Decimal(2), "high": Decimal(4)}

#: The weight of a conclusion that has no severity and rests on no finding.
DEFAULT_SEVERITY = "medium"


def priority(
    recommendation: Recommendation, gains: Iterable[Gain], objectives: Mapping[str, float]
) -> Priority:
    """The priority of a recommendation by itself.

    Args:
        recommendation: the entry of the catalogue.
        gains: what it gains, in any order; of two on one check the larger counts.
        objectives: the client's weights by objective.
    """
    best: dict[str, Gain] = {}
    for gain in sorted(gains, key=lambda g: (g.about, -g.value, g.through)):
        best.setdefault(gain.about, gain)
    return Priority(
        gains=tuple(best.values()),
        objectives=objectives_factor(recommendation.objectives, objectives),
        effort=EFFORT_WEIGHTS[recommendation.effort],
    )


def objectives_factor(served: Iterable[str], weights: Mapping[str, float]) -> Decimal:
    """1, plus the share of the client's weights that goes to objectives an action serves.

    Args:
        served: the objectives of the action.
        weights: the client's weights; empty if the client set none.
    """
    total = math.fsum(weights.values())
    if total <= 0:
        return Decimal(1)
    share = math.fsum(weights.get(name, 0) for name in sorted(set(served))) / total
    return to_three_decimals(1 + share)


def gains_of_checks(findings: Iterable[OpenFinding], reach: Mapping[str, Reach]) -> list[Gain]:
    """One gain for each check with findings.

    Args:
        findings: the findings, in any order.
        reach: how far each check reaches; a check left out reaches as far as ``findings`` do.
    """
    ordered = sorted(findings, key=lambda finding: (finding.check, finding.id))
    groups = {check: list(group) for check, group in groupby(ordered, key=lambda finding: finding.check)}
    return [_gain_of_check(check, group, reach) for check, group in groups.items()]


def gains_of_conclusions(
    conclusions: Sequence[OpenConclusion], findings: Mapping[str, OpenFinding], reach: Mapping[str, Reach]
) -> list[Gain]:
    """What dealing with conclusions of one id gains.

    A cause gains on each check whose findings it explains. Any other conclusion counts as
    one thing: with its own severity, else the worst of the findings it rests on.

    Args:
        conclusions: conclusions of one id, at least one.
        findings: all open findings by id.
        reach: how far each check reaches.
    """
    explained = _named((name for c in conclusions for name in c.explains), findings)
    belief = to_three_decimals(max(c.belief for c in conclusions))
    if explained:
        gains = gains_of_checks(explained, reach)
        return [replace(g, confidence=min(belief, g.confidence), through=conclusions[0].id) for g in gains]
    return [_gain_of_conclusion(conclusions, findings, reach, belief)]


def own_reach(findings: Sequence[OpenFinding]) -> Reach:
    """The reach of a check of which only the findings are known."""
    known = [finding.exposure for finding in findings if finding.exposure is not None]
    return Reach(len(findings), len(known), math.fsum(known))


def _gain_of_check(check: str, findings: Sequence[OpenFinding], reach: Mapping[str, Reach]) -> Gain:
    worst = max(SEVERITY_WEIGHTS[finding.severity] for finding in findings)
    whole = reach.get(check) or own_reach(findings)
    weights = [
        float(SEVERITY_WEIGHTS[finding.severity] / worst) * whole.share(finding.exposure)
        for finding in findings
    ]
    extent = to_three_decimals(0.5 + min(1.0, math.fsum(weights)) / 2)
    return Gain(check, worst, extent, _confidence([finding.confidence for finding in findings], weights))


def _confidence(values: Sequence[float], weights: Sequence[float]) -> Decimal:
    """The mean confidence of a check's findings, each weighed as it is in the extent."""
    total = math.fsum(weights)
    if total <= 0:
        return to_three_decimals(math.fsum(values) / len(values))
    weighed = math.fsum(value * weight for value, weight in zip(values, weights, strict=True))
    return to_three_decimals(min(1.0, weighed / total))


def _gain_of_conclusion(
    conclusions: Sequence[OpenConclusion],
    findings: Mapping[str, OpenFinding],
    reach: Mapping[str, Reach],
    belief: Decimal,
) -> Gain:
    support = gains_of_checks(_named((name for c in conclusions for name in c.rests_on), findings), reach)
    own = [SEVERITY_WEIGHTS[c.severity] for c in conclusions if c.severity]
    severity = max(own or [gain.severity for gain in support] or [SEVERITY_WEIGHTS[DEFAULT_SEVERITY]])
    whole = any(not c.subject for c in conclusions) or not support
    extent = Decimal(1) if whole else max(gain.extent for gain in support)
    return Gain(conclusions[0].id, severity, extent, belief)


def _named(names: Iterable[str], findings: Mapping[str, OpenFinding]) -> list[OpenFinding]:
    return [findings[name] for name in sorted(set(names)) if name in findings]
