"""Conclusions and actions of two assessments compared: what became of each, and why."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.assessment import Recommendation, Reviewed
from ccrules.following.attribution import Attribution
from ccrules.following.comparison import ChangedAction, ChangedConclusion, Reason
from ccrules.following.grading import believed, ranked
from ccrules.following.matching import Matched, Pair
from ccrules.following.wording import Words


def changed_conclusions(sides: Matched, why: Attribution, words: Words) -> Iterator[ChangedConclusion]:
    """What became of each conclusion of either side."""
    for key, pair in sides.conclusions.items():
        change = believed(pair.was, pair.now)
        reasons = premises(key, sides, why) if change != "persisting" else ()
        yield ChangedConclusion(
            key=key,
            id=key.partition(":")[0],
            kind=pair.one.kind,
            subject=pair.one.subject,
            title=pair.one.title,
            change=change,
            belief_before=pair.was.belief if pair.was else None,
            belief_after=pair.now.belief if pair.now else None,
            reasons=reasons,
            explained=bool(reasons) or change == "persisting",
            text=words.conclusion_text(change, pair.was, pair.now),
        )


def premises(key: str, sides: Matched, why: Attribution) -> tuple[Reason, ...]:
    """Why a conclusion is otherwise, from all that it rests on, on either side.

    Args:
        key: of the conclusion.
        sides: the two assessments.
        why: looks for reasons.
    """
    pair = sides.conclusions.get(key)
    because = [one for conclusion in (pair.sides if pair else ()) for one in conclusion.because]
    ids = [
        name
        for one in because
        for name in (*one.findings, *one.conclusions, *one.passed, *one.not_assessed, *one.facts)
    ]
    current = [name for name in map(sides.names.reference, ids) if name != key]
    return why.of_premises([one.inference for one in because], current)


def changed_actions(sides: Matched, why: Attribution, words: Words) -> Iterator[ChangedAction]:
    """What became of each action of either side."""
    for name, pair in sides.actions.items():
        was, now, change = pair.was, pair.now, ranked(pair.was, pair.now)
        reasons = _of_action(name, pair, sides, why) if change != "persisting" else ()
        yield ChangedAction(
            id=name,
            title=pair.one.title,
            change=change,
            rank_before=was.rank if was else None,
            rank_after=now.rank if now else None,
            priority_before=was.priority.value if was else None,
            priority_after=now.priority.value if now else None,
            resolves_before=len(was.resolves) if was else 0,
            resolves_after=len(now.resolves) if now else 0,
            reasons=reasons,
            explained=bool(reasons) or change == "persisting",
            text=words.action_text(change, was, now),
        )


def _of_action(name: str, pair: Pair[Recommendation], sides: Matched, why: Attribution) -> tuple[Reason, ...]:
    """Why an action is otherwise, and before all that the review, where it moved or rejected it."""
    touched = [x for one in pair.sides for x in (*one.resolves, *one.addresses)]
    touched += [x for one in pair.sides for x in one.rejected]
    found = why.of_action(name, map(sides.names.reference, touched))
    mark = pair.now.review if pair.now else _dropped(name, sides)
    if mark is None or mark.engine_rank == (pair.now.rank if pair.now else None):
        return found
    return Reason(kind="review", text=mark.text), *found


def _dropped(name: str, sides: Matched) -> Reviewed | None:
    """What the later review says of an action that it rejected."""
    dropped = sides.after.review.recommendations if sides.after.review else ()
    return next((one.review for one in dropped if one.id == name), None)
