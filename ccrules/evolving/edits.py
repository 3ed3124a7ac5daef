"""What differs between two versions of a method, thing by thing and field by field."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ccrules.conditions.written import Written
from ccrules.errors import NOWHERE, Place
from ccrules.facts.vocabulary import EntityType
from ccrules.ruleset.model import Check, Method, Parameter, Premise

#: What has ids or names of its own in a method, in the order in which differences are told.
KINDS = ("check", "inference", "recommendation", "parameter", "attribute", "entity", "topic", "objective")
Way = Literal["added", "removed", "renamed", "changed"]


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """One field that differs.

    Attributes:
        name: the field, as a ruleset writes it.
        before: its value as text; empty if it had none.
        after: likewise.
        place: who set what it holds now.
    """

    name: str
    before: str
    after: str
    place: Place


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that differs.

    Attributes:
        kind: one of :data:`KINDS`.
        name: its id or name; the present one if it was renamed.
        way: what became of it; one that was renamed may have changed as well.
        was: its earlier id if it was renamed.
        fields: what differs in it; none if it was added or removed.
        place: where it was declared, or no longer is.
        like: of one that was added, the id of the one removed that said the same; empty if none did.
    """

    kind: str
    name: str
    way: Way
    was: str = ""
    fields: tuple[FieldEdit, ...] = ()
    place: Place = NOWHERE
    like: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Kind and name."""
        return self.kind, self.name


def edits(before: Method, after: Method) -> list[Edit]:
    """Compare two versions of a method.

    Args:
        before: the earlier one.
        after: the later one; its aliases tell what was renamed.

    Returns:
        What differs, by kind and then by name; texts of both languages count.
    """
    return [
        edit for kind in KINDS for edit in _of_kind(kind, _things(before, kind), _things(after, kind), after)
    ]


#: Fields by name: the value as text, and who set it.
Fields = Mapping[str, tuple[str, Place]]


@dataclass(frozen=True, slots=True)
class _Thing:
    fields: Fields
    place: Place


def _of_kind(
    kind: str, before: Mapping[str, _Thing], after: Mapping[str, _Thing], method: Method
) -> Iterator[Edit]:
    current = method.aliases.get(kind, {})
    renamed = {new: old for old, new in current.items() if old in before and new in after}
    gone = {name for name in before if name not in after and name not in renamed.values()}
    for name in sorted({*after, *gone}):
        old = renamed.get(name, name)
        if name in gone:
            yield Edit(kind, name, "removed", place=before[name].place)
        elif old not in before:
            like = _alike(kind, after[name], {one: before[one] for one in sorted(gone)})
            yield Edit(kind, name, "added", place=after[name].place, like=like)
        else:
            fields = tuple(_field_edits(before[old], after[name]))
            way: Way = "renamed" if name in renamed else "changed"
            if fields or way == "renamed":
                yield Edit(kind, name, way, renamed.get(name, ""), fields, after[name].place)


#: By what a thing that has another id is known again: what it asks or advises, not how it is graded.
_KNOWN_BY = {
    "check": ("for", "applies", "let", "when"),
    "inference": ("when", "conclusion"),
    "recommendation": ("title", "body"),
}


def _alike(kind: str, thing: _Thing, gone: Mapping[str, _Thing]) -> str:
    """The only thing gone that said the same; empty if there is none, or more than one."""

    def says(one: _Thing) -> list[str]:
        return [one.fields.get(name, ("", NOWHERE))[0] for name in _KNOWN_BY[kind]]

    found = [name for name, one in gone.items() if says(one) == says(thing)] if kind in _KNOWN_BY else []
    return found[0] if len(found) == 1 else ""


def _field_edits(before: _Thing, after: _Thing) -> Iterator[FieldEdit]:
    for name in dict.fromkeys((*before.fields, *after.fields)):
        was, now = before.fields.get(name, ("", NOWHERE)), after.fields.get(name, ("", NOWHERE))
        if was[0] != now[0]:
            yield FieldEdit(name, was[0], now[0], now[1] if now[0] else after.place)


# --- what there is of each kind ---------------------------------------------------------


def _things(method: Method, kind: str) -> dict[str, _Thing]:
    return _MAKERS[kind](method)


_CHECK = (
    *("title", "subject", "applies", "let", "when", "severity", "exposure", "message", "strength"),
    *("advice", "recommend", "topics", "doubts", "doubt", "off", "deprecated"),
)
_INFERENCE = (
    "alternatives",
    "conclusion",
    "kind",
    "about",
    "title",
    "body",
    "belief",
    "severity",
    "explains",
    "recommend",
)
_RECOMMENDATION = ("title", "body", "effort", "objectives", "after", "owner", "horizon")
_PARAMETER = ("type", "default", "value", "unit", "minimum", "maximum", "values", "label", "why", "loosened")
_ATTRIBUTE = (
    *(
        "type",
        "values",
        "ordered",
        "to",
        "set",
        "series",
        "optional",
        "always_applicable",
        "minimum",
        "maximum",
    ),
    *("unit", "derive", "inverse", "owns", "valid_for", "label", "question", "nature", "privacy", "depth"),
)


def _checks(method: Method) -> dict[str, _Thing]:
    return {name: _check(check) for name, check in method.checks.items()}


def _check(check: Check) -> _Thing:
    """A check; the title that stands in for a message is told once."""
    names = (name for name in _CHECK if name != "message" or check.message != check.title)
    return _thing(check, tuple(names))


def _inferences(method: Method) -> dict[str, _Thing]:
    return {name: _thing(rule, _INFERENCE) for name, rule in method.inferences.items()}


def _recommendations(method: Method) -> dict[str, _Thing]:
    return {name: _thing(one, _RECOMMENDATION) for name, one in method.recommendations.items()}


def _parameters(method: Method) -> dict[str, _Thing]:
    return {name: _parameter(one) for name, one in method.parameters.items()}


def _parameter(one: Parameter) -> _Thing:
    """A parameter; its value is told where somebody set another than the default."""
    names = (name for name in _PARAMETER if name != "value" or one.value != one.default)
    return _thing(one, tuple(names))


def _attributes(method: Method) -> dict[str, _Thing]:
    return {
        f"{entity.name}.{attribute.name}": _thing(attribute, _ATTRIBUTE)
        for entity in method.vocabulary
        for attribute in entity.attributes.values()
    }


def _entities(method: Method) -> dict[str, _Thing]:
    return {entity.name: _entity(entity) for entity in method.vocabulary}


def _entity(entity: EntityType) -> _Thing:
    return _thing(entity, ("plural", "singleton", "key", "label", "label_plural"))


def _topics(method: Method) -> dict[str, _Thing]:
    return {name: _Thing({"title": (_text(text), NOWHERE)}, NOWHERE) for name, text in method.topics.items()}


def _objectives(method: Method) -> dict[str, _Thing]:
    return {
        name: _Thing({"title": (_text(text), NOWHERE)}, NOWHERE) for name, text in method.objectives.items()
    }


_MAKERS: Mapping[str, Callable[[Method], dict[str, _Thing]]] = {
    "check": _checks,
    "inference": _inferences,
    "recommendation": _recommendations,
    "parameter": _parameters,
    "attribute": _attributes,
    "entity": _entities,
    "topic": _topics,
    "objective": _objectives,
}


def _thing(item: Any, names: tuple[str, ...]) -> _Thing:
    set_at = getattr(item, "set_at", {})
    fields = {
        _WRITTEN_AS.get(name, name): (_text(getattr(item, name, None)), set_at.get(name, item.place))
        for name in names
    }
    return _Thing({name: field for name, field in fields.items() if field[0]}, item.place)


#: Fields that a ruleset writes under another name.
_WRITTEN_AS = {
    "subject": "for", "alternatives": "when", "minimum": "min", "maximum": "max", "about": "for",
    "always_applicable": "applicable",
}  # fmt: skip


def _text(value: Any) -> str:
    """A field as text; the same text means the same value."""
    if value is None or value is False or value in ((), {}, ""):
        return ""
    if isinstance(value, Written):
        return " ".join(value.text.split())
    if isinstance(value, Premise):
        return _premise(value)
    if isinstance(value, Mapping):
        named = (f"{key}: {_text(one)}" if key else _text(one) for key, one in sorted(value.items()))
        return "; ".join(named)
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    return "yes" if value is True else " ".join(str(value).split())


def _premise(premise: Premise) -> str:
    joined = {**premise.where, **premise.same}
    conditions = ", ".join(f"{key} = {value}" for key, value in sorted(joined.items()))
    alias = f" as {premise.alias}" if premise.alias else ""
    return f"({premise.kind} {premise.name}{alias}" + (f" where {conditions})" if conditions else ")")
