"""What an audience may see, and how it is said: a view, as its file declares it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ccrules.conditions import tree
from ccrules.errors import NOWHERE, Place
from ccrules.facts.vocabulary import LocalText

#: How sensitive an attribute can be.
PRIVACY = ("public", "client", "personal", "internal")
#: The parts of an assessment that a view can let through.
SECTIONS = (
    "objectives", "topics", "findings", "strengths", "passed", "not_assessed", "not_applicable", "errors",
    "causes", "consequences", "patterns", "hypotheses", "plan", "unknowns", "scores", "comments",
)  # fmt: skip
#: Where facts were written and by whom: nothing, whether it was measured or declared, or all of it.
ORIGINS = ("none", "kind", "full")
#: Which parameters are shown: none, those the client left at the method's value, or all.
PARAMETERS = ("none", "defaults", "all")
#: What a finding says: its message, or only what is wrong, or what good looks like.
SAYS = ("message", "title", "advice")


@dataclass(frozen=True, slots=True)
class Wording:
    """Texts that replace those of the method.

    Attributes:
        title: of a check or a recommendation; empty to keep it.
        text: the message of a check's findings, or the body of a recommendation; empty to keep it.
    """

    title: LocalText = field(default_factory=dict)
    text: LocalText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """What an audience may see.

    Attributes:
        name: its id.
        title: the audience, for people.
        classification: what stands on each page, such as "Confidential".
        privacy: the levels of privacy that may appear.
        origins: one of :data:`ORIGINS`.
        parameters: one of :data:`PARAMETERS`.
        people: entity types whose members are people, beside those that the vocabulary tells.
        least: figures about fewer people than this are masked.
        sections: the parts that are shown, of :data:`SECTIONS`.
        topics: only what concerns these; empty for all.
        at_least: findings below this severity are left out; empty for none.
        most_findings: so many findings at most; None for all.
        says: what a finding says, one of :data:`SAYS`.
        most_actions: so many actions at most; None for all.
        most_unknowns: so many missing facts at most; None for all.
        most_conclusions: so many causes, consequences and anti-patterns at most, of each; None for all.
        most_costs: for each score, so many of what costs it points; None for all.
        subjects: by entity type, the condition under which what concerns a member is shown (None:
            always); None if everything is.
        checks: wording of checks, by id.
        recommendations: wording of recommendations, by id.
        neutral: what stands where a text can't be shown.
        key: makes the names that stand for people the same from one assessment to the next; empty to
            derive them from the facts.
        place: where it was declared.
    """

    name: str
    title: LocalText
    classification: LocalText
    privacy: frozenset[str] = frozenset({"public", "client"})
    origins: str = "none"
    parameters: str = "none"
    people: tuple[str, ...] = ()
    least: int = 5
    sections: frozenset[str] = frozenset(SECTIONS)
    topics: tuple[str, ...] = ()
    at_least: str = ""
    most_findings: int | None = None
    says: str = "message"
    most_actions: int | None = None
    most_unknowns: int | None = None
    most_conclusions: int | None = None
    most_costs: int | None = None
    subjects: Mapping[str, tree.Node | None] | None = None
    checks: Mapping[str, Wording] = field(default_factory=dict)
    recommendations: Mapping[str, Wording] = field(default_factory=dict)
    neutral: LocalText = field(default_factory=dict)
    key: str = ""
    place: Place = NOWHERE

    @property
    def restricted(self) -> bool:
        """Whether it shows certain subjects only, so that nothing of the whole may appear."""
        return self.subjects is not None

    @property
    def open(self) -> bool:
        """Whether nothing is too private to be shown."""
        return not self.restricted and self.parameters == "all" and self.privacy.issuperset(PRIVACY)
