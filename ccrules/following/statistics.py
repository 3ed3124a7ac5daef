"""How often what a check found was accepted, rejected or regraded, over several reviews.

It tells a firm which rules to improve: a check that consultants reject time and again is wrong, or
asks too little before it speaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ccrules.following.review import Entry, Review

VERDICTS = ("accept", "comment", "regrade", "change", "reject")


@dataclass(slots=True)
class Judged:
    """What reviews say of one check, concluded anti-pattern or recommendation.

    Attributes:
        kind: ``finding`` or ``recommendation``.
        id: of the check or the recommendation.
        verdicts: how often each verdict was given.
        regraded: how often it was regraded to each severity.
        open: entries without a verdict.
        reviews: reviews that say something of it.
    """

    kind: str
    id: str
    verdicts: Counter[str] = field(default_factory=Counter)
    regraded: Counter[str] = field(default_factory=Counter)
    open: int = 0
    reviews: set[int] = field(default_factory=set)

    @property
    def total(self) -> int:
        """Entries with a verdict."""
        return sum(self.verdicts.values())

    @property
    def rejected(self) -> float | None:
        """The share of entries with a verdict that were rejected; None if there are none."""
        return self.verdicts["reject"] / self.total if self.total else None

    @property
    def corrected(self) -> int:
        """Entries on which the consultant differs from the engine."""
        return self.verdicts["reject"] + self.verdicts["regrade"] + self.verdicts["change"]


def statistics(reviews: Iterable[Review], current: Mapping[str, str] | None = None) -> list[Judged]:
    """Count verdicts by check and by recommendation.

    Args:
        reviews: any number of reviews.
        current: ids that hold now, by earlier id.

    Returns:
        Findings before recommendations, the most corrected first.
    """
    found: dict[tuple[str, str], Judged] = {}
    for number, review in enumerate(reviews):
        for entry in review.entries:
            rule = rule_of(entry)
            rule = (current or {}).get(rule, rule)
            one = found.setdefault((entry.kind, rule), Judged(entry.kind, rule))
            one.reviews.add(number)
            if not entry.verdict:
                one.open += 1
                continue
            one.verdicts[entry.verdict] += 1
            if entry.severity:
                one.regraded[entry.severity] += 1
    return sorted(found.values(), key=lambda one: (one.kind, -one.corrected, -one.total, one.id))


def rule_of(entry: Entry) -> str:
    """The check behind an entry, which names one of its findings; a recommendation as it is."""
    return entry.id.partition(":")[0]


def as_json(found: Iterable[Judged]) -> list[dict[str, Any]]:
    """The counts as plain JSON.

    Args:
        found: what :func:`statistics` gives.
    """
    return [
        {
            "kind": one.kind,
            "id": one.id,
            "reviews": len(one.reviews),
            "verdicts": {name: one.verdicts[name] for name in VERDICTS if one.verdicts[name]},
            "regraded": dict(sorted(one.regraded.items())),
            "open": one.open,
            "rejected": None if one.rejected is None else round(one.rejected, 3),
        }
        for one in found
    ]
