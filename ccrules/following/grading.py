"""Whether what stands on both sides of a comparison is worse or better, firmer, or elsewhere in the plan."""

from __future__ import annotations

from typing import Any

from ccrules.assessment import Conclusion, Finding, Recommendation
from ccrules.following.comparison import ActionChange, ConclusionChange, FindingChange
from ccrules.ruleset.model import SEVERITIES

#: Beliefs and priorities that differ by less are the same.
EPSILON = 1e-9


def engine_view(one: Finding) -> tuple[Any, ...]:
    """Severity and exposure as the engine gave them.

    Args:
        one: a finding, perhaps regraded by a review.
    """
    mark = one.review.engine_severity if one.review else ""
    return mark or one.severity, one.severity_range, one.exposure, one.exposure_range


def graded(was: Finding, now: Finding) -> FindingChange:
    """Whether a finding that stays is worse or better: by severity, then by what is exposed.

    Args:
        was: the finding before.
        now: the same finding now.

    Returns:
        ``worsened``, ``improved`` or ``persisting``.
    """
    severities = SEVERITIES.index(was.severity), SEVERITIES.index(now.severity)
    if severities[0] != severities[1]:
        return "worsened" if severities[1] < severities[0] else "improved"
    if was.exposure is None or now.exposure is None or was.exposure_unit != now.exposure_unit:
        return "persisting"
    if was.exposure == now.exposure:
        return "persisting"
    return "worsened" if now.exposure > was.exposure else "improved"


def believed(was: Conclusion | None, now: Conclusion | None) -> ConclusionChange:
    """Whether a conclusion came, went, or is held more or less firmly.

    Args:
        was: the conclusion before; None if there was none.
        now: the conclusion now; None if there is none.

    Returns:
        ``new``, ``gone``, ``stronger``, ``weaker`` or ``persisting``.
    """
    if was is None or now is None:
        return "new" if was is None else "gone"
    if abs(was.belief - now.belief) < EPSILON:
        return "persisting"
    return "stronger" if now.belief > was.belief else "weaker"


def ranked(was: Recommendation | None, now: Recommendation | None) -> ActionChange:
    """Whether an action came, went, or stands elsewhere in the plan.

    Args:
        was: the action before; None if there was none.
        now: the action now; None if there is none.

    Returns:
        ``new``, ``gone``, ``up``, ``down``, ``revalued`` or ``persisting``.
    """
    if was is None or now is None:
        return "new" if was is None else "gone"
    if was.rank != now.rank:
        return "up" if now.rank < was.rank else "down"
    return "persisting" if abs(was.priority.value - now.priority.value) < EPSILON else "revalued"
