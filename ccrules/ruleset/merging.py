"""Several rulesets as one: ids are unique, texts and topics come together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
        checks=by_id((check for parts in rulesets for check in parts.checks), problems),
        parameters=by_name((parameter for parts in rulesets for parameter in parts.parameters), problems),
        recommendations=by_id((one for parts in rulesets for one in parts.recommendations), problems),
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
        inferences=by_id((rule for parts in rulesets for rule in parts.inferences), problems),
        recommendations=targets.recommendations,
        topics=_together(parts.topics for parts in rulesets),
        objectives=_together(parts.objectives for parts in rulesets),
        references=references,
        templates=[use for parts in rulesets for use in parts.templates],
    )


class HasId(Protocol):
    """Something with an id and a place."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def place(self) -> Place:
        """Where it was declared."""


class HasName(Protocol):
    """Something with a name and a place."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def place(self) -> Place:
        """Where it was declared."""


Identified = TypeVar("Identified", bound=HasId)
Called = TypeVar("Called", bound=HasName)


def by_id(found: Iterable[Identified], problems: list[Problem]) -> dict[str, Identified]:
    """Collect things by id.

    Args:
        found: the things, in the order of the rulesets.
        problems: takes ids that are used twice, with both places.
    """
    merged: dict[str, Identified] = {}
    for thing in found:
        earlier = merged.setdefault(thing.id, thing)
        if earlier is not thing:
            problems.append(_twice(thing.id, thing.place, earlier.place))
    return merged


def by_name(found: Iterable[Called], problems: list[Problem]) -> dict[str, Called]:
    """Collect things by name; see :func:`by_id`."""
    merged: dict[str, Called] = {}
    for thing in found:
        earlier = merged.setdefault(thing.name, thing)
        if earlier is not thing:
            problems.append(_twice(thing.name, thing.place, earlier.place))
    return merged


def _together(found: Iterable[Mapping[str, LocalText]]) -> dict[str, LocalText]:
    """Topics or objectives; one that several rulesets name is the same one, the last text goes first."""
    merged: dict[str, LocalText] = {}
    for headings in found:
        for name, text in headings.items():
            merged[name] = {**merged.get(name, {}), **text}
    return merged


def _twice(name: str, place: Place, earlier: Place) -> Problem:
    what = message("{name} is defined twice, first at {place}", name=name, place=earlier)
    return Problem(place, what, message("choose another name, or change the first with override:"))
