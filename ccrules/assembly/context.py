"""What all parts of the assessment are made from, and how their texts are said."""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ccrules import assessment as parts
from ccrules.conditions.missing import TODAY
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.errors import NOWHERE, Message, Place
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import ORGANISATION, Attribute, LocalText
from ccrules.ruleset.model import Method, Source
from ccrules.text import entity_name, localise, translate, typeset
from ccrules.text.templates import TextTemplate, compile_template
from ccrules.values import NONE, Duration, Interval, NotPlain, OneOf, PartialSet, State

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

    # --- texts -----------------------------------------------------------------------

    def text(self, text: LocalText) -> str:
        """A text without values in it."""
        return typeset(localise(text, self.language), self.language)

    def say(self, message: Message) -> str:
        """A message of ccrules itself."""
        return typeset(translate(message, self.language), self.language)

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
        """A subject; without an entity, members that nobody listed."""
        if entity is not None:
            return parts.Subject(
                type=entity._type.name, id=entity.id, label=entity_name(entity, self.language)
            )
        return parts.Subject(type=type_name, id=self._whole_id(type_name), label=self.type_label(type_name))

    def _whole_id(self, type_name: str) -> str | None:
        return type_name if type_name in self.base.singletons else None

    def type_label(self, type_name: str, *, plural: bool = True) -> str:
        """An entity type's name for people."""
        type_ = self.method.vocabulary[type_name]
        if plural and not type_.singleton:
            return localise(type_.label_plural, self.language) or type_.plural
        return localise(type_.label, self.language) or type_.name

    def attribute_label(self, attribute: Attribute) -> str:
        """An attribute's name for people."""
        return localise(attribute.label, self.language) or attribute.name.replace("_", " ")

    def attribute_of(self, fact: str) -> Attribute | None:
        """The attribute that a fact's public name speaks of."""
        return None if fact == TODAY else self.method.vocabulary.attribute(*attribute_key(fact))

    def sources(self, sources: Iterable[Source]) -> tuple[parts.SourceInfo, ...]:
        """Publications."""
        return tuple(parts.SourceInfo(title=s.title, section=s.section, url=s.url) for s in sources)

    def missing(self, names: Iterable[str]) -> tuple[parts.Missing, ...]:
        """Missing facts; many of one attribute as a group."""
        return tuple(_grouped(names))


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


def _grouped(names: Iterable[str]) -> Iterable[parts.Missing]:
    by_attribute: dict[tuple[str, str], list[str]] = {}
    for name in sorted(names):
        by_attribute.setdefault(attribute_key(name), []).append(name)
    for (type_name, attribute), found in sorted(by_attribute.items(), key=lambda item: item[1][0]):
        if len(found) > MOST_SINGLE:
            fact = f"{type_name}/*.{attribute}"
            yield parts.MissingGroup(fact=fact, count=len(found), sample=tuple(found[:SAMPLE]))
        else:
            yield from found


def json_value(value: Any) -> Any:
    """A value as plain JSON: intervals as bounds, sets as sorted lists, states by name.

    Args:
        value: plain, or not.
    """
    if isinstance(value, bool | str) or value is None:
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
