"""How a method scores: weights, gates and target profiles, as a ruleset declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ccrules.errors import NOWHERE, Place
from ccrules.facts.vocabulary import LocalText

#: The highest score.
FULL = 100.0


@dataclass(frozen=True, slots=True)
class Gate:
    """Findings that hold a score down whatever the average says.

    Attributes:
        id: stable and unique.
        title: what the gate asks for, in a few words.
        why: the reason.
        severity: findings at or above it trip the gate; empty for any severity.
        checks: findings of these checks trip it; empty for all checks of the topic.
        topics: the topics it guards; empty for all. Named checks guard named topics, whichever topics
            they are of themselves.
        cap: the most that a topic scores once the gate is tripped in it, 0 to 100; None for no cap.
        overall: the same for the overall score.
        place: where it was declared.
    """

    id: str
    title: LocalText
    why: LocalText = field(default_factory=dict)
    severity: str = ""
    checks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    cap: float | None = None
    overall: float | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Target:
    """A profile to be measured against.

    Attributes:
        id: stable and unique.
        title: its name for people.
        why: the reason of the figures.
        overall: the overall score aimed at, 0 to 100; None for none.
        topic: the score aimed at for each topic that ``topics`` does not name; None for none.
        topics: the scores aimed at, by topic.
        place: where it was declared.
    """

    id: str
    title: LocalText
    why: LocalText = field(default_factory=dict)
    overall: float | None = None
    topic: float | None = None
    topics: Mapping[str, float] = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """How a method scores.

    Attributes:
        weights: what a check weighs, by the worst severity it can have.
        topics: what a topic weighs in the overall score; 1 where it is not named.
        gates: by id.
        targets: by id.
        why: the reason of the weights.
        place: where scores were first declared.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    topics: Mapping[str, float] = field(default_factory=dict)
    gates: Mapping[str, Gate] = field(default_factory=dict)
    targets: Mapping[str, Target] = field(default_factory=dict)
    why: LocalText = field(default_factory=dict)
    place: Place = NOWHERE
