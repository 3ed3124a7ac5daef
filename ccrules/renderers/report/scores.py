"""The scores of an assessment, worded for a report."""

from __future__ import annotations

from ccrules.assessment import Score, ScoreContribution
from ccrules.renderers.report.reading import Reading
from ccrules.renderers.report.score_board import ScoreBoard, ScoreCost, ScoreLine

#: Points below this are not told apart from nothing.
_NOTHING = 0.005


def score_board(reading: Reading) -> ScoreBoard | None:
    """The scores; None if no ruleset says how to score.

    Args:
        reading: the assessment with its words.
    """
    found = reading.assessment.scores
    if found is None:
        return None
    unscored = [one.title for one in found.topics if one.low is None]
    weights = [
        f"{reading.wording.label('severity', name)} {reading.number(weight)}"
        for name, weight in found.weights.items()
    ]
    return ScoreBoard(
        whole=_line(reading, found.overall, ""),
        topics=tuple(_line(reading, one, one.title) for one in found.topics if one.low is not None),
        unscored=reading.say("score.unscored", named=reading.listing(unscored)) if unscored else "",
        weights=", ".join(weights),
        why=found.why,
    )


def _line(reading: Reading, score: Score, title: str) -> ScoreLine:
    return ScoreLine(
        title=title or reading.say("score.whole"),
        text=score.text,
        low=score.low,
        high=score.high,
        gaps=tuple(one.text for one in score.gaps),
        gates=tuple(one.text for one in score.gates if one.state != "clear"),
        arithmetic=score.arithmetic,
        costs=tuple(_cost(reading, one) for one in score.contributions if max(one.costs) > _NOTHING),
    )


def _cost(reading: Reading, one: ScoreContribution) -> ScoreCost:
    # a severity marks a check: only checks have blocks of findings to lead to
    anchor = reading.anchor("check", one.id) if one.severity and one.fail else ""
    return ScoreCost(
        id=one.id,
        title=one.title,
        anchor=anchor,
        weight=reading.number(one.weight),
        costs=_points(reading, *one.costs),
        outcomes=reading.say(
            "score.outcomes", fail=one.fail, passed=one.passed, open=one.not_assessed + one.error
        ),
    )


def _points(reading: Reading, best: float, worst: float) -> str:
    low, high = sorted((round(best, 1), round(worst, 1)))
    if low == high:
        return reading.number(low)
    return reading.say("score.range", low=reading.number(low), high=reading.number(high))
