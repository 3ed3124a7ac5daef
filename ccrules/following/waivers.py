"""Waivers: findings that are accepted for a time. The finding stands, with a mark.

A waiver never changes an outcome. It decides one thing: whether a finding counts where a
pipeline asks whether to stop (``--fail-on``). Nothing here reads a clock: the day that counts is
that of the assessment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ccrules.assessment import Finding, OriginInfo
from ccrules.errors import NOWHERE, InputError, Place, Problem, message
from ccrules.facts.times import read_date
from ccrules.facts.words import BadValue
from ccrules.following.forms import EVERY_SUBJECT, WaiverFile
from ccrules.following.reading import Document, open_document
from ccrules.values import Interval

Standing = Literal["in force", "not yet", "expired", "not known"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that is accepted for a time.

    Attributes:
        check: the id of a check.
        subject: ``mailbox/claims``, an id, or ``all``.
        reason: why it is accepted.
        owner: who answers for it.
        approver: who has accepted it.
        start: the first day, as ``2026-10-01``; empty if it always was.
        expires: the last day; empty if it has no end.
        place: where it was written.
        origin: the same for an assessment.
    """

    check: str
    subject: str
    reason: str
    owner: str = ""
    approver: str = ""
    start: str = ""
    expires: str = ""
    place: Place = NOWHERE
    origin: OriginInfo | None = None


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a file.

    Attributes:
        entries: in the order of the file.
        soon: how many days before its end a waiver is said to end soon.
    """

    entries: tuple[Waiver, ...] = ()
    soon: int = 30


def read_waivers(source: str | Path | dict[str, Any]) -> Waivers:
    """Read a file of waivers.

    Args:
        source: the file, or its contents as a mapping.

    Raises:
        InputError: with everything that is wrong, each at its place.
    """
    document = open_document(source)
    form = document.form(WaiverFile)
    entries = [_read(document, form, at) for at in range(len(form.waivers))] if form else []
    _refuse_doubles(document, entries)
    soon = document.number(form.soon, "soon") if form else 0
    if document.problems:
        raise InputError(document.problems)
    return Waivers(tuple(entries), soon)


def _read(document: Document, form: WaiverFile, at: int) -> Waiver:
    one, steps = form.waivers[at], ("waivers", at)
    start = document.day(one.start, *steps, "start")
    expires = document.day(one.expires, *steps, "expires", last=True)
    if start and expires and expires < start:
        what = message("this waiver ends before it starts")
        hint = message("expires is the last day on which it holds")
        document.wrong(Problem(document.place(*steps, "expires"), what, hint))
    return Waiver(
        check=one.check,
        subject=one.subject,
        reason=one.reason,
        owner=one.owner,
        approver=one.approver,
        start=start,
        expires=expires,
        place=document.place(*steps, "check"),
        origin=document.origin(*steps, "check"),
    )


def _refuse_doubles(document: Document, entries: Iterable[Waiver]) -> None:
    """Two waivers of one thing that hold on one day: nobody could tell which counts."""
    seen: dict[tuple[str, str], list[Waiver]] = {}
    for one in entries:
        others = seen.setdefault((one.check, one.subject), [])
        clash = next((other for other in others if _overlap(one, other)), None)
        if clash:
            what = message(
                "{check} of {subject} is waived twice on the same days", check=one.check, subject=one.subject
            )
            document.wrong(
                Problem(one.place, what, message("the other stands at {place}", place=clash.place))
            )
        others.append(one)


def _overlap(one: Waiver, other: Waiver) -> bool:
    latest_start = max(one.start, other.start)
    ends = [end for end in (one.expires, other.expires) if end]
    return not ends or latest_start <= min(ends)


# --- one function decides --------------------------------------------------------------


def standing(waiver: Waiver, date: str) -> Standing:
    """Whether a waiver is in force on the day of an assessment.

    Both its first and its last day belong to it. Where the day is not known, or only the month or
    the year is, and the waiver does not hold on all of these days, that is not known.

    Args:
        waiver: the waiver.
        date: the day, month or year of the assessment, as it says; empty if it has none.
    """
    if not waiver.start and not waiver.expires:
        return "in force"
    first, last = days(date)
    if not first:
        return "not known"
    if waiver.expires and first > waiver.expires:
        return "expired"
    if waiver.start and last < waiver.start:
        return "not yet"
    held = (not waiver.start or waiver.start <= first) and (not waiver.expires or last <= waiver.expires)
    return "in force" if held else "not known"


def days(date: str) -> tuple[str, str]:
    """The first and the last day that a date of an assessment can mean; empty ones if it has none."""
    try:
        found = read_date(date) if date else None
    except BadValue:
        return "", ""
    if isinstance(found, Interval):
        return str(found._low), str(found._high)
    return (str(found), str(found)) if found else ("", "")


def names(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver speaks of a finding."""
    if waiver.check != finding.check:
        return False
    subject = finding.subject
    known = {EVERY_SUBJECT, subject.id, f"{subject.type}/{subject.id}"}
    return waiver.subject in known
