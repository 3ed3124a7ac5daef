"""A fact base back to the plain values that a fact file would give, so that tools can write one.

What is written reads to the same facts: values, states, sources that differ, lists known in
part or by number. Where a value has no provenance it is written short, otherwise in its long
form. Entities that a file nests inside others stand in lists of their own, which means the same.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.models import is_given
from ccrules.facts.origins import Origin
from ccrules.facts.vocabulary import ORGANISATION, Attribute, EntityType
from ccrules.facts.words import state_of
from ccrules.text.durations import iso_duration
from ccrules.values import (
    NONE,
    NOT_APPLICABLE,
    NOT_COLLECTED,
    UNKNOWN,
    Duration,
    Interval,
    OneOf,
    PartialSet,
    Point,
    Series,
    State,
    ends,
)

#: Units of a length of time in seconds, the largest first.
_CLOCK = ((3600, "hours"), (60, "minutes"))

STATE_NAMES: Mapping[int, str] = {
    id(NONE): "none",
    id(UNKNOWN): "unknown",
    id(NOT_APPLICABLE): "not applicable",
}
"""How a state is written, by the identity of the state."""

HEADER = ("name", "date", "language", "status")


class Quoted(str):
    """A text that would say a state if it stood without quotes."""

    __slots__ = ()


def as_document(base: FactBase) -> dict[str, Any]:
    """The facts as programs give them: mappings, lists and plain values.

    Args:
        base: the facts; derived attributes are left out.

    Returns:
        What :func:`ccrules.load_facts` reads to the same facts.
    """
    found: dict[str, Any] = unquoted(written_document(base))
    return found


def as_yaml(base: FactBase) -> str:
    """The facts as the text of a fact file.

    Args:
        base: the facts; derived attributes are left out.
    """
    return yaml_text(written_document(base))


def as_json_text(base: FactBase) -> str:
    """The facts as the text of a fact file in JSON.

    Args:
        base: the facts; derived attributes are left out.
    """
    return json.dumps(as_document(base), ensure_ascii=False, indent=2) + "\n"


def yaml_text(value: Any, *, flow: bool = False) -> str:
    """Values with :class:`Quoted` texts among them as YAML.

    Args:
        value: mappings, lists and plain values.
        flow: on one line, with brackets.
    """
    import yaml  # slow to import, so only here

    class Dumper(yaml.SafeDumper):
        """Knows quoted texts, and repeats a value rather than refer to it."""

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def quoted(dumper: yaml.SafeDumper, text: Quoted) -> yaml.Node:
        return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style='"')

    Dumper.add_representer(Quoted, quoted)
    options: dict[str, Any] = {"default_flow_style": True, "width": 10**9} if flow else {"width": 110}
    text = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, **options)
    return str(text).strip() if flow else str(text)


def unquoted(value: Any) -> Any:
    """The same for programs, where a text that would say a state is told apart by its long form.

    Args:
        value: mappings, lists and plain values, :class:`Quoted` texts among them.
    """
    if isinstance(value, Quoted):
        return {"value": str(value)}
    if isinstance(value, Mapping):
        return dict(_unquoted_entry(name, inner) for name, inner in value.items())
    return [unquoted(one) for one in value] if isinstance(value, list) else value


def _unquoted_entry(name: str, inner: Any) -> tuple[str, Any]:
    """In a long form every text is a value, so a state needs a key of its own."""
    if name == "value" and isinstance(inner, Quoted):
        return name, str(inner)
    if name == "value" and type(inner) is str and state_of(inner) is not None:
        return "state", inner
    return name, unquoted(inner)


def written_document(base: FactBase) -> dict[str, Any]:
    """The facts as mappings, lists and plain values, in the order of the vocabulary.

    Args:
        base: the facts; derived attributes are left out.

    Returns:
        What a file in YAML says, with texts that need quotes as :class:`Quoted`.
    """
    document: dict[str, Any] = {"assessment": _header(base)}
    if base.objectives:
        document["objectives"] = [{"id": name, "weight": _number(w)} for name, w in base.objectives.items()]
    for kind in base.vocabulary:
        found = _singleton(base, kind) if kind.singleton else _collection(base, base.collections[kind.name])
        if found is not None:
            document[kind.plural or kind.name] = found
    return {name: value for name, value in document.items() if value != {} or name != "assessment"}


def _header(base: FactBase) -> dict[str, Any]:
    found: dict[str, Any] = {name: base.header[name] for name in HEADER if name in base.header}
    for name, kinds in _told_of_lists(base).items():
        if kinds:
            found[name] = [base.vocabulary[kind].plural for kind in base.vocabulary.types if kind in kinds]
    if base.header.get("confirmed"):
        found["confirmed"] = dict(base.header["confirmed"])
    return found


def _told_of_lists(base: FactBase) -> dict[str, set[str]]:
    """By what the header says of them, the lists that it says it of."""
    excerpts = {name for name, one in base.collections.items() if one.excerpt}
    complete = set(base.header.get("complete", ())) - excerpts
    return {"partial": set(base.header.get("partial", ())), "complete": complete, "excerpt": excerpts}


def _singleton(base: FactBase, kind: EntityType) -> Any:
    found = base.singletons[kind.name]
    if isinstance(found, State):
        return STATE_NAMES.get(id(found))
    record = record_of(base, found)
    return record or (None if kind.name == ORGANISATION else {})


def _collection(base: FactBase, collection: Collection) -> Any:
    if collection.state is not None:
        return STATE_NAMES.get(id(collection.state))
    members = [{**_identity(base, one), **record_of(base, one)} for one in collection.members]
    if collection.total is None:
        return members
    found: dict[str, Any] = {"total": collection.total}
    if collection.counts:
        found["counts"] = {name: _counts(values) for name, values in collection.counts.items()}
    return {**found, "list": members} if members else found


def _counts(values: Mapping[Any, int]) -> dict[str, int]:
    return {str(_key(value)): number for value, number in values.items()}


def _key(value: Any) -> Any:
    written = plain_value(value)
    return {True: "yes", False: "no"}[written] if isinstance(written, bool) else written


def _identity(base: FactBase, entity: Entity) -> dict[str, Any]:
    """The id, or what stands for it; keys that are attributes are in the record."""
    del base
    return {"id": entity.id} if entity._type.key == ("id",) else {}


def record_of(base: FactBase, entity: Entity) -> dict[str, Any]:
    """What was collected of one entity, by attribute.

    Args:
        base: its fact base.
        entity: the entity.
    """
    found = (
        (one, written_value(base, entity, one)) for one in entity._type.attributes.values() if is_given(one)
    )
    return {attribute.name: value for attribute, value in found if value is not None}


def written_value(base: FactBase, entity: Entity, attribute: Attribute) -> Any:
    """One value as a file gives it, with its provenance; None if it was not collected.

    Args:
        base: its fact base.
        entity: what it is said of.
        attribute: what is said.
    """
    value = entity.__dict__[attribute.name]
    if value is NOT_COLLECTED:
        return None
    sources = [one for one in base.sources(entity, attribute.name) if _says_more(one)]
    if len(sources) > 1:
        return {"any_of": [_long_form(attribute, one) for one in sources]}
    if sources:
        return _long_form(attribute, sources[0])
    return plain_value(value)


def _says_more(origin: Origin) -> bool:
    return bool(
        origin.source
        or origin.by
        or origin.on
        or origin.until
        or origin.evidence
        or origin.confirmed
        or origin.tolerance is not None
        or origin.sample
    )


def _long_form(attribute: Attribute, origin: Origin) -> dict[str, Any]:
    told = {"source": origin.source, "by": origin.by, "on": origin.on}
    told |= {"until": origin.until, "evidence": origin.evidence}
    told["confirmed"] = origin.confirmed
    found = {"value": plain_value(origin.value), **{name: text for name, text in told.items() if text}}
    if origin.tolerance is not None:
        found["tolerance"] = _tolerance(attribute, origin.tolerance)
    if origin.sample is not None:
        found["sample"] = origin.sample
    return found


def _tolerance(attribute: Attribute, tolerance: float) -> Any:
    """In the attribute's unit; for dates and durations it is kept in seconds."""
    if attribute.type in ("date", "duration"):
        return iso_duration(Duration(seconds=tolerance))
    return _number(tolerance)


def plain_value(value: Any) -> Any:
    """A value as text, number, truth value, list or mapping.

    Args:
        value: plain, or not; entities are named by their id.
    """
    for kinds, form in _FORMS:
        if isinstance(value, kinds):
            return form(value)
    return value


def _duration(value: Duration) -> str:
    """In words where one unit says it, which people read more easily than ``P6M``."""
    seconds = _number(value.seconds)
    length, unit = next(
        (one for one in _CLOCK if seconds and seconds >= 2 * one[0] and not seconds % one[0]), (1, "s")
    )
    given = [(value.months, "months"), (value.days, "days"), (_number(seconds / length), unit)]
    said = [(amount, unit) for amount, unit in given if amount]
    return f"{said[0][0]} {said[0][1]}" if len(said) == 1 else iso_duration(value)


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else value


def _state(value: State) -> str:
    return STATE_NAMES[id(value)]


def _interval(value: Interval) -> str:
    low, high = ends(value)
    if low is None:
        return f"{'<' if value._high_open else '<='} {plain_value(high)}"
    if high is None:
        return f"{'>' if value._low_open else '>='} {plain_value(low)}"
    return f"{plain_value(low)}..{plain_value(high)}"


def _one_of(value: OneOf) -> dict[str, Any]:
    return {"any_of": [{"value": plain_value(one)} for one in value._candidates]}


def _members(values: Iterable[Any]) -> list[Any]:
    return sorted(map(plain_value, values), key=str)


def _series(value: Series) -> Any:
    if any(point.when is None for point in value):
        return [_point(point) for point in value]
    return {_period(point.when): _point(point) for point in value}


def _point(point: Point) -> Any:
    return plain_value(point.value) if point.value is not NOT_COLLECTED else None


def _period(when: Any) -> str:
    """A day, or the shortest form of a month or a year."""
    if isinstance(when, datetime.date):
        return when.isoformat()
    low, high = ends(when)
    day: datetime.date = low
    return day.isoformat()[:4] if (high - low).days > 31 else day.isoformat()[:7]


_FORMS: tuple[tuple[type | tuple[type, ...], Any], ...] = (
    (bool, bool),
    (str, lambda text: Quoted(text) if state_of(text) is not None else text),
    ((int, float), _number),
    (datetime.date, datetime.date.isoformat),
    (Duration, _duration),
    (Entity, lambda entity: plain_value(entity.id)),
    (State, _state),
    (Interval, _interval),
    (OneOf, _one_of),
    (PartialSet, lambda value: [*_members(value._members), "unknown"]),
    (Series, _series),
    (frozenset, _members),
)
