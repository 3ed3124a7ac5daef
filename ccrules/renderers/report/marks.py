"""What waivers and the consultant's review say: beside each finding and action, and as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.assessment import Conclusion, Finding, Recommendation, Reviewed, ReviewUsed, WaiverUsed
from ccrules.renderers.report.model import ByHand, Remark
from ccrules.renderers.report.reading import Reading


def finding_marks(finding: Finding) -> tuple[str, ...]:
    """The marks of a finding: a waiver in force, the consultant's verdict."""
    return tuple(mark.text for mark in (finding.waived, finding.review) if mark is not None)


def action_marks(reading: Reading, action: Recommendation) -> tuple[str, ...]:
    """The marks of an action: the consultant's verdict, findings that are waived or rejected."""
    found = [action.review.text] if action.review else []
    if action.waived:
        found.append(reading.say("mark.waived", n=len(action.waived), total=len(action.resolves)))
    if action.rejected:
        found.append(reading.say("mark.rejected", n=len(action.rejected)))
    return tuple(found)


def conclusion_marks(reading: Reading, conclusion: Conclusion) -> tuple[str, ...]:
    """What lowers the belief in a conclusion, and what it loses if the review is right."""
    found = [conclusion.doubt] if conclusion.doubt else []
    if conclusion.rejected:
        found.append(reading.say("mark.rests_on_rejected", n=len(conclusion.rejected)))
    return tuple(found)


def by_hand(reading: Reading) -> tuple[ByHand, ...]:
    """Waivers and the review as a whole, each part with its heading."""
    given = reading.assessment
    found = [ByHand("waivers", reading.say("heading.waivers"), tuple(_waivers(reading, given.waivers)))]
    review = given.review
    if review is not None:
        findings = tuple(_rejected(reading, one, one.review) for one in review.findings)
        actions = tuple(_rejected(reading, one, one.review) for one in review.recommendations)
        found += [
            ByHand("rejected-findings", reading.say("heading.rejected_findings"), findings),
            ByHand("rejected-actions", reading.say("heading.rejected_actions"), actions),
            ByHand("review", reading.say("heading.review"), tuple(_review(reading, review))),
        ]
    return tuple(one for one in found if one.remarks)


def _waivers(reading: Reading, waivers: tuple[WaiverUsed, ...]) -> Iterator[Remark]:
    for one in waivers:
        subject = reading.say("mark.every_subject") if one.subject == "all" else one.subject
        title = reading.say("mark.waiver", check=reading.check_title(one.check), subject=subject)
        people = ", ".join(name for name in (one.owner, one.approver) if name)
        said = reading.say(
            "mark.waiver_text", title=title, standing=one.text, reason=one.reason, people=people
        )
        yield Remark(said, one.check)


def _rejected(reading: Reading, one: Finding | Recommendation, mark: Reviewed | None) -> Remark:
    about = ""
    if isinstance(one, Finding):
        about = ", ".join((reading.subject(one.subject), reading.severity(one.severity)))
    text = reading.say("mark.rejected_entry", title=one.title, about=about, text=mark.text if mark else "")
    return Remark(text, one.id)


def _review(reading: Reading, review: ReviewUsed) -> Iterator[Remark]:
    yield Remark(
        reading.say(
            "mark.review",
            accepted=review.accepted,
            rejected=review.rejected,
            regraded=review.regraded,
            changed=review.changed,
            commented=review.commented,
            open=review.not_reviewed,
        )
    )
    yield from (Remark(text) for text in review.remarks)
    yield from (Remark(one.text, reading.origin(one.origin)) for one in review.unused)
