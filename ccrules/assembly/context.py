"""What all parts of the assessment are made from, and how their texts are said."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any, TypeVar

from ccrules import assessment as parts
from ccrules.conditions.missing import TODAY, Group, Missing
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.engine.doubt import Confidences, confidences
from ccrules.errors import NOWHERE, Message, Place
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import ORGANISATION, Attribute, LocalText
from ccrules.ruleset.model import Method, Source
from ccrules.text import entity_name, localise, typeset, worded
from ccrules.text.templates import TextTemplate, compile_template
from ccrules.values import NONE, Duration, Interval, NotPlain, OneOf, PartialSet, State

Made = TypeVar("Made")

#: More missing facts, or facts of evidence, of one attribute than this are grouped.
MOST_SINGLE = 20
#: Facts that a group names.
SAMPLE = 5


@dataclass
class Context:
    """One assessment in the making.

    Attributes:
        method: the rules.
        base: the facts.
        outcomes: of every check, by id.
        runner: evaluates a check's expressions for a subject.
        language: ``en`` or ``fr``.
    """

    method: Method
    base: FactBase
    outcomes: Mapping[str, Outcomes]
    runner: CheckRunner
    language: str
    _templates: dict[tuple[str, bool], TextTemplate] = field(default_factory=dict)
    _subjects: dict[Entity, parts.Subject] = field(default_factory=dict)
    _missing: dict[Group, tuple[parts.Missing, ...]] = field(default_factory=dict)
    _made: dict[Hashable, Any] = field(default_factory=dict)

    @cached_property
    def confidences(self) -> Confidences:
        """How sure the findings are that rest on figures in doubt, by check and subject."""
        return confidences(self.outcomes, self.runner, self.method.trust)

    # --- texts -----------------------------------------------------------------------

    def text(self, text: LocalText) -> str:
        """A text without values in it."""
        return typeset(localise(text, self.language), self.language)

    def say(self, message: Message) -> str:
        """A message of ccrules itself."""
        return worded(message, self.language)

    def fill(self, text: LocalText, names: Mapping[str, object], *, markdown: bool = False) -> str:
        """A text with values in it.

        Args:
            text: the template in several languages.
            names: the values.
            markdown: whether it is Markdown.
        """
        source = localise(text, self.language)
        if not source:
            return ""
        key = (source, markdown)
        if key not in self._templates:
            self._templates[key] = compile_template(source, NOWHERE, markdown=markdown)
        return self._templates[key].render(names, self.language)

    @cached_property
    def common_names(self) -> dict[str, object]:
        """What every template may use: the parameters, the organisation, other singletons."""
        params = {name: parameter.value for name, parameter in self.method.parameters.items()}
        return {"params": params, **self.base.singletons}

    # --- subjects and facts ----------------------------------------------------------

    def subject(self, entity: Entity | None, type_name: str) -> parts.Subject:
        """A subject, made once; without an entity, members that nobody listed."""
        if entity is not None:
            if entity not in self._subjects:
                label = entity_name(entity, self.language)
                self._subjects[entity] = parts.Subject(type=entity._type.name, id=entity.id, label=label)
            return self._subjects[entity]
        return parts.Subject(type=type_name, id=self._whole_id(type_name), label=self.type_label(type_name))

    def _whole_id(self, type_name: str) -> str | None:
        return type_name if type_name in self.base.singletons else None

    def type_label(self, type_name: str, *, plural: bool = True) -> str:
        """An entity type's name for people."""
        type_ = self.base.vocabulary[type_name]
        if plural and not type_.singleton:
            return localise(type_.label_plural, self.language) or type_.plural
        return localise(type_.label, self.language) or type_.name

    def attribute_label(self, attribute: Attribute) -> str:
        """An attribute's name for people."""
        return localise(attribute.label, self.language) or attribute.name.replace("_", " ")

    def attribute_of(self, fact: str) -> Attribute | None:
        """The attribute that a fact's public name speaks of."""
        return None if fact == TODAY else self.base.vocabulary.attribute(*attribute_key(fact))

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What many outcomes have in common: made for the first of them.

        Args:
            key: tells what it is, and of what.
            make: makes it.
        """
        if key not in self._made:
            self._made[key] = make()
        found: Made = self._made[key]
        return found

    def sources(self, sources: Iterable[Source]) -> tuple[parts.SourceInfo, ...]:
        """Publications."""
        return tuple(parts.SourceInfo(title=s.title, section=s.section, url=s.url) for s in sources)

    def missing(self, names: Iterable[str] | Missing) -> tuple[parts.Missing, ...]:
        """Missing facts; many of one attribute as a group."""
        if not isinstance(names, Missing):
            names = Missing(frozenset(names))
        if names.own:
            return self._grouped(names)
        if names.group not in self._missing:
            self._missing[names.group] = self._grouped(names)
        return self._missing[names.group]

    def _grouped(self, missing: Missing) -> tuple[parts.Missing, ...]:
        """Missing facts in the order of the first of each attribute."""
        found = sorted(missing.by_sort(MOST_SINGLE), key=lambda sort: sort[2][0])
        return tuple(one for sort, count, names in found for one in self._of_sort(sort, count, names))

    def _of_sort(self, sort: tuple[str, str], count: int, names: tuple[str, ...]) -> Iterable[parts.Missing]:
        if count <= MOST_SINGLE:
            return names
        fact, sample = f"{sort[0]}/*.{sort[1]}", names[:SAMPLE]
        make = partial(parts.MissingGroup, fact=fact, count=count, sample=sample)
        return (self.once((fact, count, sample), make),)

    def lacks(self, found: Outcomes) -> list[Missing]:
        """What each open outcome of a check lacks, in the same order; worked out once."""
        return self.once(("lacks", found.check.id), lambda: [one.lacks for one in found.open])


def subject_type(check_subject: str) -> str:
    """The entity type of a check's subject."""
    return check_subject or ORGANISATION


def attribute_key(fact: str) -> tuple[str, str]:
    """Entity type and attribute of a fact, given by its public name; empty ones where it has none."""
    owner, _, name = fact.rpartition(".")
    return owner.partition("/")[0], name


def place_info(place: Place) -> dict[str, Any]:
    """A place as the fields of an origin."""
    return {"file": place.file, "line": place.line, "column": place.column, "cell": place.cell}


def json_value(value: Any) -> Any:
    """A value as plain JSON: intervals as bounds, sets as sorted lists, states by name.

    Args:
        value: plain, or not.
    """
    if isinstance(value, str):
        return str(value)  # a value of a choice without its label
    if isinstance(value, bool) or value is None:
        return value
    return next((form(value) for kinds, form in _FORMS if isinstance(value, kinds)), str(value))


def _point(item: Any) -> Any:
    if hasattr(item, "when") and hasattr(item, "value"):
        return {"when": json_value(item.when), "value": json_value(item.value)}
    return json_value(item)


def _number(value: float) -> int | float | None:
    if not math.isfinite(value):
        return None
    rounded = value if isinstance(value, int) else float(f"{value:.12g}")
    return int(rounded) if rounded == int(rounded) and abs(rounded) < 1e15 else rounded


def _not_plain(value: NotPlain) -> Any:
    if isinstance(value, State):
        return None if value is NONE else {"state": value._word}
    if isinstance(value, Interval):
        return {"low": json_value(value._low), "high": json_value(value._high)}
    if isinstance(value, OneOf):
        return {"any_of": [json_value(one) for one in value._candidates]}
    if isinstance(value, PartialSet):
        return {"at_least": sorted((json_value(one) for one in value._members), key=str)}
    return {"state": "unknown"}


def duration_text(value: Duration) -> str:
    """A duration in the form of ISO 8601, such as ``P6M`` or ``PT20S``."""
    days = f"{value.months}M" if value.months else ""
    days += f"{value.days}D" if value.days else ""
    seconds = f"T{_number(value.seconds)}S" if value.seconds else ""
    return f"P{days}{seconds}" if days or seconds else "P0D"


_FORMS: tuple[tuple[type | tuple[type, ...], Callable[[Any], Any]], ...] = (
    ((int, float), _number),
    (datetime.date, datetime.date.isoformat),
    (Duration, duration_text),
    (Entity, lambda entity: entity._name),
    (NotPlain, _not_plain),
    ((frozenset, set), lambda items: sorted((json_value(item) for item in items), key=str)),
    ((tuple, list), lambda items: [_point(item) for item in items]),
)
