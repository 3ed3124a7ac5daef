"""What if: two assessments of one organisation compared, with and without facts set by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccrules.assembly.phrases import Phrases
from ccrules.assessment import Assessment, Conclusion, Recommendation, Shift, WhatIf
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.following.verdicts import Flip, flips, outcome_id, verdicts

VERDICTS = {
    "fail": "fails",
    "pass": "passes",
    "not_assessed": "not assessed",
    "not_applicable": "not applicable",
    "error": "broke",
    "": "no outcome",
}


def difference(before: Assessment, after: Assessment, settings: Sequence[str]) -> WhatIf:
    """What facts set by hand change: findings, conclusions and actions that clear or appear.

    Args:
        before: the assessment without them.
        after: the assessment with them; its language is that of the texts.
        settings: the facts, as ``TYPE/ID.ATTR=VALUE``.
    """
    phrases = Phrases(after.assessment.language)
    shifts = list(_verdicts(before, after, phrases))
    gone = _conclusions(before.conclusions, after.conclusions, phrases)
    come = _conclusions(after.conclusions, before.conclusions, phrases)
    dropped = _actions(before.recommendations, after.recommendations, phrases)
    added = _actions(after.recommendations, before.recommendations, phrases)
    return WhatIf(
        settings=tuple(settings),
        cleared=(*(one for one in shifts if one.before == "fail"), *gone, *dropped),
        appeared=(*(one for one in shifts if one.after == "fail"), *come, *added),
        changed=tuple(one for one in shifts if one.kind == "outcome"),
    )


def _verdicts(before: Assessment, after: Assessment, phrases: Phrases) -> Iterator[Shift]:
    """Every check whose verdict differs, for each subject."""
    titles = {one.id: one.title for one in (*before.checks, *after.checks)}
    for flip in flips(verdicts(before), verdicts(after)):
        check = flip.question[0]
        yield _shift(flip, titles.get(check, check), phrases)


def _shift(flip: Flip, title: str, phrases: Phrases) -> Shift:
    subject = flip.subject
    text = phrases(
        "turned as a whole" if subject.type == ORGANISATION else "turned",
        title=title,
        subject=subject.label or subject.id or subject.type,
        before=phrases(VERDICTS[flip.before]),
        after=phrases(VERDICTS[flip.after]),
    )
    return Shift(
        kind="finding" if "fail" in (flip.before, flip.after) else "outcome",
        id=outcome_id(flip.question),
        title=title,
        subject=subject,
        before=flip.before,
        after=flip.after,
        text=phrases.sentence(text),
    )


def _conclusions(
    some: Sequence[Conclusion], others: Sequence[Conclusion], phrases: Phrases
) -> Iterator[Shift]:
    known = {one.key for one in others}
    for one in some:
        if one.key in known:
            continue
        whole = one.subject.type == ORGANISATION
        text = phrases(
            "concluded" if whole else "concluded of",
            kind=phrases(one.kind),
            title=one.title,
            subject=one.subject.label or one.subject.id,
        )
        yield Shift(
            kind="conclusion", id=one.key, title=one.title, subject=one.subject, text=phrases.sentence(text)
        )


def _actions(
    some: Sequence[Recommendation], others: Sequence[Recommendation], phrases: Phrases
) -> Iterator[Shift]:
    known = {one.id for one in others}
    for one in some:
        if one.id not in known:
            text = phrases.sentence(phrases("action", title=one.title))
            yield Shift(kind="recommendation", id=one.id, title=one.title, text=text)


def difference_lines(found: WhatIf, language: str) -> Iterator[str]:
    """The difference as lines of text.

    Args:
        found: the difference.
        language: that of its texts.
    """
    phrases = Phrases(language)
    yield phrases("what if", settings=", ".join(found.settings))
    for key, shifts in (("clears", found.cleared), ("appears", found.appeared), ("changes", found.changed)):
        if shifts:
            yield f"  {phrases.sentence(phrases(key))}"
            yield from (f"    - {shift.text}" for shift in shifts)
    if not found.cleared and not found.appeared and not found.changed:
        yield f"  {phrases.sentence(phrases('no difference'))}"
