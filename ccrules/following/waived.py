"""Waivers put to an assessment."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from ccrules.assessment import Assessment, Finding, Waived, WaiverUsed
from ccrules.errors import InputError, Message, Problem, message, suggestion
from ccrules.following.forms import EVERY_SUBJECT
from ccrules.following.waivers import Standing, Waiver, Waivers, days, names, standing
from ccrules.following.wording import joined
from ccrules.text import date_text, worded


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
        text=worded(text, language),
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
        text=joined([worded(one, language) for one in remarks], language),
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
