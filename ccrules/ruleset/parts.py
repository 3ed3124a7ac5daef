"""What one ruleset brings in, as read from its files and before it is merged with others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ccrules.conditions.written import Written
from ccrules.documents import Node
from ccrules.errors import Place, Problem
from ccrules.facts.vocabulary import EntityType, LocalText
from ccrules.ruleset.diagram_rules import DiagramRules
from ccrules.ruleset.model import Accepted, Check, Parameter, Recommendation
from ccrules.ruleset.nodes import child, entries, items, written
from ccrules.ruleset.patterns import InferenceDraft
from ccrules.ruleset.score_rules import ScoreRules
from ccrules.ruleset.trust_rules import TrustRules

if TYPE_CHECKING:
    from ccrules.ruleset.schema import OverrideForm


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that something else has to define.

    Attributes:
        kind: ``entity``, ``check``, ``recommendation``, ``topic``, ``objective`` or ``conclusion``;
            ``rule`` for a check, a conclusion or a recommendation.
        name: the name.
        place: where it is used.
    """

    kind: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """A text with values in it, in one language.

    Attributes:
        of: ``check``, ``inference`` or ``recommendation``.
        id: whose text it is.
        field: which text it is.
        language: its language; empty for a single text.
        text: the template with its places.
    """

    of: str
    id: str
    field: str
    language: str
    text: Written


@dataclass(frozen=True, slots=True)
class Alias:
    """An id that was given up.

    Attributes:
        kind: ``check``, ``inference``, ``conclusion`` or ``recommendation``.
        old: the id given up.
        new: the id that holds now.
        place: where this was said.
    """

    kind: str
    old: str
    new: str
    place: Place


@dataclass(frozen=True, slots=True)
class Change:
    """Changes to other rulesets, or a profile that an engagement may choose.

    Attributes:
        form: what changes.
        node: the same as written.
        by: who changes it, for people: the ruleset, or the ruleset and the profile.
    """

    form: OverrideForm
    node: Node
    by: str


@dataclass(slots=True)
class Parts:
    """What one ruleset brings in.

    Attributes:
        ruleset: its name.
        problems: takes everything that is wrong, of all rulesets alike.
        topics: what the method covers: id to text.
        objectives: what clients may aim at: id to text.
        catalogue: entries of a catalogue, each with the ids of what it led to.
        derived: the expressions of computed attributes, by entity type and attribute.
        scores: how it scores, one for each file that says so.
        trust: how much facts are worth by their source and age, one for each file that says so.
        diagrams: pictures of the facts for reports.
        overrides: changes to other rulesets.
        profiles: changes that an engagement may choose, by name; of one file each.
        bases: the rulesets it extends, each with the names of the checks it takes; none for all.
        aliases: ids given up.
        accepted: remarks of lint that are wanted as it is.
        references: names to be looked up once everything is merged.
        templates: texts to be checked once everything is merged.
    """

    ruleset: str
    problems: list[Problem]
    entities: list[EntityType] = field(default_factory=list)
    derived: dict[tuple[str, str], Written] = field(default_factory=dict)
    parameters: list[Parameter] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    inferences: list[InferenceDraft] = field(default_factory=list)
    recommendations: list[Recommendation] = field(default_factory=list)
    topics: dict[str, LocalText] = field(default_factory=dict)
    objectives: dict[str, LocalText] = field(default_factory=dict)
    catalogue: dict[str, tuple[str, ...]] = field(default_factory=dict)
    scores: list[ScoreRules] = field(default_factory=list)
    trust: list[TrustRules] = field(default_factory=list)
    diagrams: list[DiagramRules] = field(default_factory=list)
    overrides: list[Change] = field(default_factory=list)
    profiles: list[tuple[str, Change]] = field(default_factory=list)
    bases: dict[str, tuple[Node, ...]] = field(default_factory=dict)
    aliases: list[Alias] = field(default_factory=list)
    accepted: list[Accepted] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    templates: list[TemplateUse] = field(default_factory=list)

    def refer(self, kind: str, node: Node | None, *steps: str) -> None:
        """Note that the names standing there, one or several, have to be defined."""
        for item in items(node, *steps):
            name = written(item)
            if name:
                self.references.append(Reference(kind, name.text, name.place))

    def give_up(self, kind: str, new: str, node: Node | None) -> None:
        """Note the earlier ids of a thing."""
        for item in items(node, "aliases"):
            old = written(item)
            if old:
                self.aliases.append(Alias(kind, old.text, new, old.place))

    def note(self, kind: str, name: str, place: Place) -> None:
        """Note that a name has to be defined."""
        self.references.append(Reference(kind, name, place))

    def use_templates(self, of: str, id: str, node: Node | None, fields: Iterable[str]) -> None:
        """Note the texts with values in them, each in every language it is given in."""
        for name in fields:
            found = child(node, name)
            if found is None:
                continue
            single = written(found)
            if single:
                self.templates.append(TemplateUse(of, id, name, "", single))
            for language, _, below in entries(found):
                text = written(below)
                if text:
                    self.templates.append(TemplateUse(of, id, name, language, text))
