"""The plan as a set: what each action adds to those before it, and what stays open after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccrules.assessment import Finding, Recommendation
from ccrules.ruleset.model import SEVERITIES


def stepwise(ranked: Iterable[Recommendation], findings: Iterable[Finding]) -> Iterator[Recommendation]:
    """Say of each action what it is the first to resolve.

    Args:
        ranked: the plan, by rank.
        findings: the findings of checks, without those that were concluded.
    """
    left = {finding.id: finding.severity for finding in findings}
    for action in ranked:
        added = [left.pop(name) for name in action.resolves if name in left]
        worst = min(left.values(), key=SEVERITIES.index, default="")
        yield action.model_copy(update={"adds": len(added), "leaves": len(left), "leaves_worst": worst})
