"""``--waivers`` and ``--review``: what they say is put to the assessment, and what is odd about it said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ccrules.cli.options import kept
from ccrules.cli.shape import Run
from ccrules.cli.terminal import problem_line, write_error
from ccrules.errors import Place, Problem, message

if TYPE_CHECKING:
    from ccrules.assessment import Assessment, OriginInfo
    from ccrules.following.review import Review
    from ccrules.following.waivers import Waivers


def with_marks(function: Callable[..., Any]) -> Callable[..., Any]:
    """``--waivers`` and ``--review``."""
    review = kept(
        "--review",
        metavar="FILE",
        says=message("the consultant's verdicts on findings and recommendations"),
    )
    waivers = kept("--waivers", metavar="FILE", says=message("findings that are accepted for a time"))
    return waivers(review(function))


def read_marks(run: Run) -> tuple[Waivers | None, Review | None]:
    """Read both files, before any work is done.

    Args:
        run: what the options say.

    Raises:
        InputError: with every problem of the first file that has one.
    """
    waivers = review = None
    if run.waivers:
        from ccrules.following.waivers import read_waivers

        waivers = read_waivers(run.waivers)
    if run.review:
        from ccrules.following.review import read_review

        review = read_review(run.review)
    return waivers, review


def tell_of_marks(assessment: Assessment, language: str) -> None:
    """Say on stderr which waivers are idle or end soon, and what the review names in vain.

    Args:
        assessment: with its marks.
        language: of the lines.
    """
    for problem in (*_of_waivers(assessment), *_of_review(assessment)):
        write_error(problem_line(problem, language), language)


def _of_waivers(assessment: Assessment) -> Iterator[Problem]:
    for one in assessment.waivers:
        if one.standing == "in force" and one.findings and not one.expires_soon:
            continue
        what = message(
            "waiver of {check} ({subject}): {text}", check=one.check, subject=one.subject, text=one.text
        )
        yield Problem(_place(one.origin), what)


def _of_review(assessment: Assessment) -> Iterator[Problem]:
    found = assessment.review
    if found is None:
        return
    for one in found.unused:
        yield Problem(_place(one.origin), message("review: {text}", text=one.text))
    for remark in found.remarks:
        yield Problem(Place(), message("review: {text}", text=remark))


def _place(origin: OriginInfo | None) -> Place:
    return Place(origin.file, origin.line, origin.column, origin.cell) if origin else Place()


def mark_lines(assessment: Assessment, check: str, subject: str | None) -> Iterator[str]:
    """The marks of the findings of a check, for an explanation.

    Args:
        assessment: with its marks.
        check: the check.
        subject: ``mailbox/claims`` or an id; None for all.
    """
    rejected = assessment.review.findings if assessment.review else ()
    for one in (*assessment.findings, *rejected):
        known = (None, one.subject.id, f"{one.subject.type}/{one.subject.id}")
        if one.check != check or subject not in known:
            continue
        for mark in (one.waived, one.review):
            if mark is not None:
                yield f"{one.id}: {mark.text}"
