"""What has become of the actions, as the client tells it, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ccrules.assessment import FollowUp
from ccrules.renderers.report.model import Remark
from ccrules.renderers.report.reading import Reading


def progress(reading: Reading) -> str:
    """How many actions are done, in progress and dropped; empty if no plan was given."""
    a = reading.assessment
    if not a.follow_up:
        return ""
    told = [one for one in a.follow_up if one.kind == "action"]
    counts = Counter(one.status for one in told)
    if not counts["done"] + counts["in progress"] + counts["dropped"]:
        return reading.say("follow_up.none")
    known = {action.id for action in a.recommendations}
    return reading.say(
        "follow_up.progress",
        done=counts["done"],
        total=len(known | {one.id for one in told}),
        begun=counts["in progress"],
        dropped=counts["dropped"],
    )


def followed(reading: Reading, kind: str) -> dict[str, str]:
    """For everything of a kind that is followed, how it stands, by its id."""
    found = (one for one in reading.assessment.follow_up if one.kind == kind)
    return {one.id: standing(reading, one) for one in found}


def others(reading: Reading) -> tuple[Remark, ...]:
    """What is followed though this assessment does not call for it."""
    return tuple(
        Remark(one.title or one.id, standing(reading, one))
        for one in reading.assessment.follow_up
        if one.standing != "current"
    )


def standing(reading: Reading, one: FollowUp) -> str:
    """How one thing stands: ``in progress, M. Diaz, by 31 December 2026: waiting for IT``."""
    parts = [
        reading.say(f"follow_up.{one.standing}") if one.standing != "current" else "",
        reading.wording.label("status", one.status.replace(" ", "_")),
        one.owner,
        reading.say("follow_up.by", date=reading.date(one.due)) if one.due else "",
    ]
    said = _joined(parts)
    return f"{said}{reading.say('colon')}{one.comment}" if one.comment else said


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
