"""Scores as a report shows them: every figure as an interval with its coverage, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScoreCost:
    """What one check, or one topic of the whole, costs a score.

    Attributes:
        id: of the check or the topic.
        title: its name for people.
        anchor: where it stands; empty if nowhere.
        weight: what it weighs.
        costs: points lost, in words.
        outcomes: what it rests on, in words.
    """

    id: str
    title: str
    anchor: str
    weight: str
    costs: str
    outcomes: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """The score of a topic or of the whole.

    Attributes:
        title: of the topic; empty for the whole.
        text: interval and coverage in words.
        low: the lower end, 0 to 100, for drawing beside the text; None if there is no score.
        high: the upper end.
        gaps: how far from each target profile, in words.
        gates: the gates that are tripped or may be, in words.
        arithmetic: how the ends come about, one line each.
        costs: what costs points, the costliest first.
    """

    title: str
    text: str
    low: float | None
    high: float | None
    gaps: tuple[str, ...]
    gates: tuple[str, ...]
    arithmetic: tuple[str, ...]
    costs: tuple[ScoreCost, ...]


@dataclass(frozen=True, slots=True)
class ScoreBoard:
    """All scores.

    Attributes:
        whole: the overall score.
        topics: those of the topics that have one.
        unscored: "no score for …": the topics to which no check applies; empty if there are none.
        weights: what each severity weighs, in words.
        why: the reason of the weights.
    """

    whole: ScoreLine
    topics: tuple[ScoreLine, ...]
    unscored: str
    weights: str
    why: str

    @property
    def lines(self) -> tuple[ScoreLine, ...]:
        """The whole, then the topics."""
        return (self.whole, *self.topics)
