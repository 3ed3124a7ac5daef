"""Several rulesets as one: ids are unique, texts and topics come together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Protocol, TypeVar

from ccrules.conditions.written import Written
from ccrules.errors import Place, Problem, message
from ccrules.facts.vocabulary import LocalText, Vocabulary
from ccrules.ruleset.model import Check, Parameter, Recommendation
from ccrules.ruleset.overriding import Targets, apply_overrides
from ccrules.ruleset.parameters import set_parameters
from ccrules.ruleset.parts import Parts, Reference, TemplateUse
from ccrules.ruleset.patterns import InferenceDraft
from ccrules.ruleset.references import unknown_references
from ccrules.ruleset.vocabulary import merge_vocabulary

_ID, _NAME = attrgetter("id"), attrgetter("name")


@dataclass(slots=True)
class Merged:
    """All rulesets as one, overridden but not yet checked as a whole.

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
        references: names used in all rulesets.
        templates: texts with values in them, of all rulesets.
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
    references: list[Reference]
    templates: list[TemplateUse]


def merge(rulesets: Sequence[Parts], settings: Mapping[str, str], problems: list[Problem]) -> Merged:
    """Merge rulesets and apply overrides.

    Args:
        rulesets: bases first.
        settings: parameters the user sets, text by name.
        problems: takes contradictions, ids used twice, unknown entity types, and changes
            that cannot be made.
    """
    targets = Targets(
        checks=unique((one for parts in rulesets for one in parts.checks), _ID, problems),
        parameters=unique((one for parts in rulesets for one in parts.parameters), _NAME, problems),
        recommendations=unique((one for parts in rulesets for one in parts.recommendations), _ID, problems),
    )
    apply_overrides(rulesets, targets, problems)
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
        parameters=set_parameters(targets.parameters, settings, problems),
        checks=targets.checks,
        inferences=unique((one for parts in rulesets for one in parts.inferences), _ID, problems),
        recommendations=targets.recommendations,
        topics=_together(parts.topics for parts in rulesets),
        objectives=_together(parts.objectives for parts in rulesets),
        catalogue=_catalogue(parts.catalogue for parts in rulesets),
        references=references,
        templates=[use for parts in rulesets for use in parts.templates],
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
