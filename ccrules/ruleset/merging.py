"""Several rulesets as one: ids are unique, texts and topics come together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Protocol, TypeVar

from ccrules.conditions.written import Written
from ccrules.errors import Place, Problem, message
from ccrules.facts.trust import Trust
from ccrules.facts.vocabulary import LocalText, Vocabulary
from ccrules.ruleset.diagram_rules import DiagramRules
from ccrules.ruleset.model import Check, Parameter, Profile, Recommendation
from ccrules.ruleset.parts import Parts, Reference, TemplateUse
from ccrules.ruleset.patterns import InferenceDraft
from ccrules.ruleset.references import unknown_references
from ccrules.ruleset.score_rules import ScoreRules
from ccrules.ruleset.scores import merge_scores
from ccrules.ruleset.trust_rules import merge_trust
from ccrules.ruleset.vocabulary import merge_vocabulary

_ID, _NAME = attrgetter("id"), attrgetter("name")


@dataclass(slots=True)
class Merged:
    """All rulesets as one, not yet checked as a whole.

    Attributes:
        vocabulary: the entity types.
        is_sound: whether the vocabulary can be used: nothing contradicts itself or leads nowhere.
        derived: the expressions of computed attributes, by entity type and attribute.
        parameters: by name, with the values in force.
        checks: by id.
        inferences: by id, with patterns as written.
        recommendations: by id.
        topics: id to text.
        objectives: id to text.
        catalogue: entries of a catalogue, each with the ids of what it led to.
        scores: how topics and the whole are scored; None if nothing is.
        diagrams: pictures of the facts for reports, by id; a later ruleset replaces one.
        trust: how much facts are worth by their source and age.
        references: names used in all rulesets.
        templates: texts with values in them, of all rulesets.
        profiles: by name, those that were chosen among them.
    """

    vocabulary: Vocabulary
    is_sound: bool
    derived: dict[tuple[str, str], Written]
    parameters: dict[str, Parameter]
    checks: dict[str, Check]
    inferences: dict[str, InferenceDraft]
    recommendations: dict[str, Recommendation]
    topics: dict[str, LocalText]
    objectives: dict[str, LocalText]
    catalogue: dict[str, tuple[str, ...]]
    scores: ScoreRules | None
    references: list[Reference]
    templates: list[TemplateUse]
    trust: Trust = field(default_factory=Trust)
    profiles: dict[str, Profile] = field(default_factory=dict)
    diagrams: dict[str, DiagramRules] = field(default_factory=dict)


def merge(rulesets: Sequence[Parts], problems: list[Problem]) -> Merged:
    """Merge rulesets; what one changes in others is applied afterwards (:mod:`~ccrules.ruleset.changing`).

    Args:
        rulesets: bases first.
        problems: takes contradictions, ids used twice and unknown entity types.
    """
    vocabulary, is_sound = merge_vocabulary(
        (entity for parts in rulesets for entity in parts.entities), problems
    )
    references = [reference for parts in rulesets for reference in parts.references]
    entities = (reference for reference in references if reference.kind == "entity")
    problems.extend(unknown_references(entities, {"entity": vocabulary.types}))
    return Merged(
        vocabulary=vocabulary,
        is_sound=is_sound,
        derived={key: written for parts in rulesets for key, written in parts.derived.items()},
        parameters=unique((one for parts in rulesets for one in parts.parameters), _NAME, problems),
        checks=unique((one for parts in rulesets for one in parts.checks), _ID, problems),
        inferences=unique((one for parts in rulesets for one in parts.inferences), _ID, problems),
        recommendations=unique((one for parts in rulesets for one in parts.recommendations), _ID, problems),
        topics=_together(parts.topics for parts in rulesets),
        objectives=_together(parts.objectives for parts in rulesets),
        catalogue=_catalogue(parts.catalogue for parts in rulesets),
        scores=merge_scores((one for parts in rulesets for one in parts.scores), problems),
        trust=merge_trust(one for parts in rulesets for one in parts.trust),
        references=references,
        templates=[use for parts in rulesets for use in parts.templates],
        diagrams={one.id: one for parts in rulesets for one in parts.diagrams},
    )


class HasPlace(Protocol):
    """Something that was declared somewhere."""

    @property
    def place(self) -> Place:
        """Where it was declared."""


Declared = TypeVar("Declared", bound=HasPlace)


def unique(
    found: Iterable[Declared], name_of: Callable[[Declared], str], problems: list[Problem]
) -> dict[str, Declared]:
    """Collect things by id or name.

    Args:
        found: the things, in the order of the rulesets.
        name_of: gives the id or name of a thing.
        problems: takes names that are used twice, with both places.
    """
    merged: dict[str, Declared] = {}
    for thing in found:
        name = name_of(thing)
        earlier = merged.setdefault(name, thing)
        if earlier is not thing:
            problems.append(_twice(name, thing.place, earlier.place))
    return merged


def _together(found: Iterable[Mapping[str, LocalText]]) -> dict[str, LocalText]:
    """Topics or objectives; one that several rulesets name is the same one, the last text goes first."""
    merged: dict[str, LocalText] = {}
    for headings in found:
        for name, text in headings.items():
            merged[name] = {**merged.get(name, {}), **text}
    return merged


def _catalogue(found: Iterable[Mapping[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    """Entries of catalogues; what several rulesets did with one stands together."""
    merged: dict[str, tuple[str, ...]] = {}
    for entries in found:
        for name, rules in entries.items():
            merged[name] = tuple(dict.fromkeys((*merged.get(name, ()), *rules)))
    return merged


def _twice(name: str, place: Place, earlier: Place) -> Problem:
    what = message("{name} is defined twice, first at {place}", name=name, place=earlier)
    return Problem(place, what, message("choose another name, or change the first with override:"))
