"""Outcomes that are findings on neither side compared: which verdicts differ, and why."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.following.attribution import Attribution
from ccrules.following.comparison import ChangedOutcome, ValueChange
from ccrules.following.matching import Matched
from ccrules.following.verdicts import UNDECIDED, Flip
from ccrules.following.wording import Words


def changed_outcomes(sides: Matched, why: Attribution, words: Words) -> Iterator[ChangedOutcome]:
    """The outcomes whose verdict differs; a fail among them is one that a review rejected."""
    for name, flip in sides.flips.items():
        if name in sides.findings:
            continue
        check = flip.question[0]
        reasons = why.of_check(check, flip.subject, name, (flip.before, flip.after))
        yield ChangedOutcome(
            id=name,
            check=check,
            subject=flip.subject,
            title=sides.titles.get(check, check),
            change=_change(flip),
            before=flip.before,
            after=flip.after,
            reasons=reasons,
            explained=bool(reasons),
            text=words.turned(flip.before, flip.after),
        )


def _change(flip: Flip) -> ValueChange:
    was, now = flip.before in UNDECIDED, flip.after in UNDECIDED
    if was == now:
        return "changed"
    return "became known" if was else "became unknown"
