"""Waivers and the review as an audience sees them: that there is a mark, never why or by whom."""

from __future__ import annotations

from ccrules import assessment as parts
from ccrules.audience.redaction import Redaction
from ccrules.errors import message
from ccrules.text import date_text

#: What is said of a verdict; a mere comment is nobody's but the consultant's.
_REVIEWED = {
    "accept": message("accepted in the review"),
    "regrade": message("severity set in the review"),
    "change": message("changed in the review"),
}


def waived(of: Redaction, mark: parts.Waived | None) -> parts.Waived | None:
    """Until when a finding is waived; the reason and the people are the client's own affair.

    Args:
        of: the form.
        mark: the whole mark.
    """
    if mark is None:
        return None
    day = date_text(mark.until, of.language)
    text = message("waived until {day}", day=day) if mark.until else message("waived without an end")
    return parts.Waived(until=mark.until, reason="", text=of.say(text))


def reviewed(of: Redaction, mark: parts.Reviewed | None) -> parts.Reviewed | None:
    """That the review decided something, without what the engine said; None for a mere comment.

    Args:
        of: the form.
        mark: the whole mark.
    """
    if mark is None or mark.verdict not in _REVIEWED:
        return None
    return parts.Reviewed(verdict=mark.verdict, text=of.say(_REVIEWED[mark.verdict]))
