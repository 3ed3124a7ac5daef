"""The marks that people put on a finished assessment: a review's verdicts, and waivers."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ccrules.assessment import Assessment
from ccrules.ruleset.model import Method

if TYPE_CHECKING:
    from ccrules.following.review import Review
    from ccrules.following.waivers import Waivers

#: A file of waivers or a review, or what would stand in it.
FileOrContents = str | Path | dict[str, Any]


def with_marks(
    assessment: Assessment,
    waivers: Waivers | FileOrContents | None = None,
    review: Review | FileOrContents | None = None,
    *,
    known: Collection[str] | None = None,
) -> Assessment:
    """An assessment with the marks of a review and of waivers.

    Args:
        assessment: as the engine gave it, or as it was read from JSON.
        waivers: findings accepted for a time: a file, its contents, or what was read of it.
        review: the consultant's verdicts on findings and recommendations, likewise.
        known: ids of all that findings can come from; waivers of anything else are then refused.

    Raises:
        InputError: waivers or the review are wrong.
    """
    if review is not None:
        from ccrules.following.review import Review, read_review
        from ccrules.following.reviewed import with_review

        verdicts = review if isinstance(review, Review) else read_review(review)
        assessment = with_review(assessment, verdicts)
    if waivers is not None:
        from ccrules.following.waived import with_waivers
        from ccrules.following.waivers import Waivers, read_waivers

        accepted = waivers if isinstance(waivers, Waivers) else read_waivers(waivers)
        assessment = with_waivers(assessment, accepted, known)
    return assessment


def judged(method: Method) -> frozenset[str]:
    """The ids of all that findings can come from: checks, and anti-patterns that are concluded."""
    concluded = (one.conclusion for one in method.inferences.values() if one.kind == "anti-pattern")
    return frozenset((*method.checks, *concluded))
