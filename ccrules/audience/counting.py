"""Counts over the outcomes that concern an audience, so that no figure tells of the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ccrules import assessment as parts
from ccrules.ruleset.model import Method

_KINDS = ("fail", "passed", "not_assessed", "not_applicable", "error")


@dataclass(frozen=True, slots=True)
class Counts:
    """Outcomes by check and kind."""

    by_check: Mapping[str, Counter[str]]

    def has(self, check: str) -> bool:
        """Whether any outcome of a check is counted."""
        return check in self.by_check

    def summary(self) -> parts.Summary:
        """All of them together."""
        total = sum(self.by_check.values(), Counter())
        decided = total["fail"] + total["passed"]
        out_of = decided + total["not_assessed"] + total["error"]
        coverage = round(decided / out_of, 3) if out_of else None
        return parts.Summary.model_validate({**{kind: total[kind] for kind in _KINDS}, "coverage": coverage})

    def topic(self, topic: parts.TopicInfo, method: Method) -> parts.TopicInfo:
        """The same topic with these outcomes only."""
        found: Counter[str] = Counter()
        for name, counter in self.by_check.items():
            if name in method.checks and topic.id in method.checks[name].topics:
                found += counter
        numbers = {kind: found[kind] for kind in _KINDS}
        return topic.model_copy(update={**numbers, "covered": bool(found["fail"] or found["passed"])})

    def check(self, name: str) -> dict[str, Any]:
        """The counts that a check carries."""
        found = self.by_check.get(name, Counter())
        assessed = found["fail"] + found["passed"]
        total = assessed + found["not_assessed"] + found["error"]
        return {"assessed": assessed, "failed": found["fail"], "total": total}


def counted(
    findings: Iterable[parts.Finding],
    passed: Iterable[parts.Passed],
    not_assessed: Iterable[parts.NotAssessed],
    not_applicable: Iterable[parts.NotApplicable],
    errors: Iterable[parts.CheckError],
) -> Counts:
    """Count outcomes; findings that are inferred are no outcomes of a check."""
    by_check: dict[str, Counter[str]] = {}
    checked = (one for one in findings if not one.inferred)
    kinds: Iterable[tuple[str, Iterable[Any]]] = zip(
        _KINDS, (checked, passed, not_assessed, not_applicable, errors), strict=True
    )
    for kind, found in kinds:
        for one in found:
            by_check.setdefault(one.check, Counter())[kind] += 1
    return Counts(by_check)
