"""Waivers: findings that are accepted for a time. The finding stands, with a mark.

A waiver never changes an outcome. It decides one thing: whether a finding counts where a
pipeline asks whether to stop (``--fail-on``). Nothing here reads a clock: the day that counts is
that of the assessment.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from ccrules.assessment import Assessment, Finding, OriginInfo, Waived, WaiverUsed
from ccrules.errors import NOWHERE, InputError, Message, Place, Problem, message, suggestion
from ccrules.facts.times import read_date
from ccrules.facts.words import BadValue
from ccrules.following.forms import EVERY_SUBJECT, WaiverFile
from ccrules.following.reading import Document, open_document
from ccrules.following.wording import joined
from ccrules.text import date_text, translate, typeset
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


# --- applying them ---------------------------------------------------------------------


def with_waivers(
    assessment: Assessment, waivers: Waivers, known: Collection[str] | None = None
) -> Assessment:
    """Mark the findings that are waived, and say how each waiver stands.

    Args:
        assessment: the assessment; waivers applied earlier are replaced.
        waivers: the waivers.
        known: the ids of all checks and conclusions there are; None if they are not known.

    Raises:
        InputError: waivers of checks that there are not.
    """
    entries = [_renamed(one, assessment) for one in waivers.entries]
    if known is not None:
        _refuse_unknown(entries, known)
    date, language = assessment.assessment.date, assessment.assessment.language
    by_check: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        by_check.setdefault(finding.check, []).append(finding)
    used = []
    marks: dict[str, tuple[tuple[Any, ...], Waived]] = {}
    for one in entries:
        state = standing(one, date)
        found = [finding for finding in by_check.get(one.check, ()) if names(one, finding)]
        used.append(_used(one, state, found, assessment, waivers.soon))
        if state == "in force":
            rank = (one.subject != EVERY_SUBJECT, one.expires or "9999")
            for finding in found:
                if finding.id not in marks or rank > marks[finding.id][0]:
                    marks[finding.id] = (rank, _mark(one, language))
    return _marked(assessment, {name: mark for name, (_, mark) in marks.items()}, tuple(used))


def _renamed(waiver: Waiver, assessment: Assessment) -> Waiver:
    """A waiver under the id that its check goes by now."""
    for kind in ("check", "conclusion"):
        current = assessment.aliases.get(kind, {}).get(waiver.check)
        if current:
            return replace(waiver, check=current)
    return waiver


def _refuse_unknown(entries: Iterable[Waiver], known: Collection[str]) -> None:
    problems = [
        Problem(
            one.place, message("there is no check '{name}'", name=one.check), suggestion(one.check, known)
        )
        for one in entries
        if one.check not in known
    ]
    if problems:
        raise InputError(problems)


def _marked(assessment: Assessment, marks: dict[str, Waived], used: tuple[WaiverUsed, ...]) -> Assessment:
    findings = tuple(
        one if one.waived == marks.get(one.id) else one.model_copy(update={"waived": marks.get(one.id)})
        for one in assessment.findings
    )
    actions = tuple(
        one.model_copy(update={"waived": tuple(name for name in one.resolves if name in marks)})
        for one in assessment.recommendations
    )
    return assessment.model_copy(update={"findings": findings, "recommendations": actions, "waivers": used})


def _mark(waiver: Waiver, language: str) -> Waived:
    until = date_text(waiver.expires, language)
    what = (
        message("waived until {day}: {reason}", day=until, reason=waiver.reason)
        if waiver.expires
        else message("waived without an end: {reason}", reason=waiver.reason)
    )
    people = _people(waiver)
    text = message("{text} ({people})", text=what, people=people) if people else what
    return Waived(
        until=waiver.expires,
        reason=waiver.reason,
        owner=waiver.owner,
        approver=waiver.approver,
        text=_said(text, language),
    )


def _people(waiver: Waiver) -> list[Message]:
    found = []
    if waiver.owner:
        found.append(message("owner: {name}", name=waiver.owner))
    if waiver.approver:
        found.append(message("approved by {name}", name=waiver.approver))
    return found


def _used(
    waiver: Waiver, state: Standing, found: Sequence[Finding], assessment: Assessment, soon: int
) -> WaiverUsed:
    language = assessment.assessment.language
    ends_soon = state == "in force" and _ends_within(waiver, assessment.assessment.date, soon)
    remarks = [_state(waiver, state, language)]
    if ends_soon:
        remarks.append(message("it ends soon"))
    remarks.append(_named(found))
    return WaiverUsed(
        check=waiver.check,
        subject=waiver.subject,
        reason=waiver.reason,
        owner=waiver.owner,
        approver=waiver.approver,
        start=waiver.start,
        expires=waiver.expires,
        standing=state,
        expires_soon=ends_soon,
        findings=tuple(one.id for one in found),
        text=joined([_said(one, language) for one in remarks], language),
        origin=waiver.origin,
    )


def _ends_within(waiver: Waiver, date: str, soon: int) -> bool:
    last = days(date)[1]
    if not waiver.expires or not last:
        return False
    left = datetime.date.fromisoformat(waiver.expires) - datetime.date.fromisoformat(last)
    return left.days <= soon


def _state(waiver: Waiver, state: Standing, language: str) -> Message:
    if state == "expired":
        return message("expired on {day}, so it no longer holds", day=date_text(waiver.expires, language))
    if state == "not yet":
        return message("holds from {day} only", day=date_text(waiver.start, language))
    if state == "not known":
        return message("not known to be in force, because the assessment has no date that tells")
    if waiver.expires:
        return message("in force until {day}", day=date_text(waiver.expires, language))
    return message("in force, without an end")


def _named(found: Sequence[Finding]) -> Message:
    if not found:
        return message("names no finding of this assessment")
    if len(found) == 1:
        return message("names one finding")
    return message("names {n} findings", n=len(found))


def _said(text: Message, language: str) -> str:
    return typeset(translate(text, language), language)
