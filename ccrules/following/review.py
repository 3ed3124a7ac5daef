"""The consultant's hand: findings and recommendations accepted, rejected, regraded or commented on.

The engine's verdict stays beside the consultant's. What is rejected leaves the body and is listed
with the reason; a regraded finding stands under its new severity. The arithmetic of the plan is
the engine's and is not done again: only the consultant's own order moves an action.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ccrules.assessment import OriginInfo
from ccrules.errors import NOWHERE, InputError, Place, Problem, message
from ccrules.following.forms import ReviewedActionForm, ReviewedFindingForm, ReviewFile
from ccrules.following.reading import Document, open_document


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one finding or recommendation.

    Attributes:
        kind: ``finding`` or ``recommendation``.
        id: its id in the assessment.
        verdict: ``accept``, ``reject``, ``regrade``, ``change`` or ``comment``; empty if nobody has
            looked at it.
        reason: why.
        comment: a remark.
        by: who says so.
        on: when.
        severity: of a regraded finding.
        order: of a recommendation, its rank in the plan; 0 if it is not moved.
        owner: of a recommendation, who leads it.
        horizon: of a recommendation, by when.
        place: where it was written.
        origin: the same for an assessment.
    """

    kind: str
    id: str
    verdict: str = ""
    reason: str = ""
    comment: str = ""
    by: str = ""
    on: str = ""
    severity: str = ""
    order: int = 0
    owner: str = ""
    horizon: str = ""
    place: Place = NOWHERE
    origin: OriginInfo | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A review of an assessment.

    Attributes:
        entries: what is said, findings first, in the order of the file.
        by: who reviewed it.
        on: when.
    """

    entries: tuple[Entry, ...] = ()
    by: str = ""
    on: str = ""

    def of(self, kind: str) -> dict[str, Entry]:
        """The entries about findings, or about recommendations, by id."""
        return {one.id: one for one in self.entries if one.kind == kind}


def read_review(source: str | Path | dict[str, Any]) -> Review:
    """Read a review.

    Args:
        source: the file, or its contents as a mapping.

    Raises:
        InputError: with everything that is wrong, each at its place.
    """
    document = open_document(source)
    form = document.form(ReviewFile)
    if form is None:
        raise InputError(document.problems)
    day = document.day(form.on, "on")
    entries = [_finding(document, one, at, form, day) for at, one in enumerate(form.findings)]
    entries += [_action(document, one, at, form, day) for at, one in enumerate(form.recommendations)]
    _refuse_doubles(document, entries)
    if document.problems:
        raise InputError(document.problems)
    return Review(tuple(entries), form.by, day)


def _finding(document: Document, one: ReviewedFindingForm, at: int, form: ReviewFile, day: str) -> Entry:
    steps = ("findings", at)
    _check_reason(document, one.verdict, one.reason, one.comment, steps)
    if one.verdict == "regrade" and not one.severity:
        document.missing("severity", *steps)
    if one.severity and one.verdict != "regrade":
        document.surplus("severity", message("say verdict: regrade"), *steps)
    return replace(_entry(document, one, steps, form, day), kind="finding", severity=one.severity or "")


def _action(document: Document, one: ReviewedActionForm, at: int, form: ReviewFile, day: str) -> Entry:
    steps = ("recommendations", at)
    _check_reason(document, one.verdict, one.reason, one.comment, steps)
    given = [name for name in ("order", "owner", "horizon") if getattr(one, name)]
    if one.verdict == "change" and not given:
        what = message("nothing is changed here")
        hint = message("give order, owner or horizon, or say verdict: comment")
        document.wrong(Problem(document.place(*steps, "verdict"), what, hint))
    for name in given if one.verdict != "change" else ():
        document.surplus(name, message("say verdict: change"), *steps)
    return replace(
        _entry(document, one, steps, form, day),
        order=document.number(one.order, *steps, "order"),
        owner=one.owner,
        horizon=one.horizon,
    )


def _entry(
    document: Document,
    one: ReviewedFindingForm | ReviewedActionForm,
    steps: Sequence[str | int],
    form: ReviewFile,
    day: str,
) -> Entry:
    """What findings and recommendations have in common."""
    return Entry(
        kind="recommendation",
        id=one.id,
        verdict=one.verdict or "",
        reason=one.reason,
        comment=one.comment,
        by=one.by or form.by,
        on=document.day(one.on, *steps, "on") or day,
        place=document.place(*steps, "id"),
        origin=document.origin(*steps, "id"),
    )


def _check_reason(
    document: Document, verdict: str | None, reason: str, comment: str, steps: Sequence[str | int]
) -> None:
    if verdict in ("reject", "regrade", "change") and not reason:
        document.missing("reason", *steps)
    if verdict == "comment" and not comment:
        document.missing("comment", *steps)
    if verdict is None and (reason or comment):
        document.missing("verdict", *steps)


def _refuse_doubles(document: Document, entries: Iterable[Entry]) -> None:
    seen: dict[tuple[str, str], Entry] = {}
    for one in entries:
        first = seen.setdefault((one.kind, one.id), one)
        if first is not one:
            what = message("{id} is reviewed twice", id=one.id)
            hint = message("the other stands at {place}", place=first.place)
            document.wrong(Problem(one.place, what, hint))
