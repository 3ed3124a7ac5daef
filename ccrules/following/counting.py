"""Which findings count where a pipeline asks whether to stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ccrules.assessment import Assessment, Finding
from ccrules.following.comparison import ChangedFinding, Comparison
from ccrules.ruleset.model import SEVERITIES


def counting(assessment: Assessment, severity: str) -> Iterator[Finding]:
    """The findings at or above a severity that no waiver in force covers.

    What the review rejected is no finding any more, and what it regraded has the review's severity.

    Args:
        assessment: the assessment.
        severity: the mildest that counts.
    """
    return (one for one in assessment.findings if not one.waived and _at_least(one.severity, severity))


def newly_counting(comparison: Comparison, severity: str) -> Iterator[ChangedFinding]:
    """The findings at or above a severity that were not, or were milder, before, and are not waived.

    A finding whose waiver has ended counts as well.

    Args:
        comparison: the comparison.
        severity: the mildest that counts.
    """
    return (one for one in _now(comparison.findings, severity) if not _counted_before(one, severity))


def _now(findings: Iterable[ChangedFinding], severity: str) -> Iterator[ChangedFinding]:
    for one in findings:
        if one.severity_after and not one.waived_after and _at_least(one.severity_after, severity):
            yield one


def _counted_before(one: ChangedFinding, severity: str) -> bool:
    return bool(one.severity_before) and not one.waived_before and _at_least(one.severity_before, severity)


def _at_least(found: str, severity: str) -> bool:
    return SEVERITIES.index(found) <= SEVERITIES.index(severity)
