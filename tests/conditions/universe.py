"""A vocabulary with everything a vocabulary can have, and fact bases from plain rows.

Facts are a mapping as for :func:`base`: rows by collection, references as ids. Rows may hold any of
``ccrules.values``; a collection may be None (left out), a state, a list, or be known by counts.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from ccrules.conditions.checker import Question, Scope, check_expression, check_question
from ccrules.conditions.derived import derive
from ccrules.conditions.functions import PluginFunction
from ccrules.conditions.written import Written
from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.vocabulary import Attribute, EntityType, Vocabulary
from ccrules.values import (
    NONE,
    NOT_APPLICABLE,
    NOT_COLLECTED,
    Duration,
    NotPlain,
    OneOf,
    PartialSet,
    State,
    add_duration,
)
from tests.conditions.worlds import Limit, attribute

Facts = Mapping[str, Any]

TODAY = datetime.date(2026, 10, 1)


def kind(name: str, plural: str = "", **attributes: Attribute) -> EntityType:
    """An entity type; a singleton if it has no plural."""
    named = {key: Attribute(**{**_parts(one), "name": key}) for key, one in attributes.items()}
    return EntityType(name, plural, singleton=not plural, attributes=named)


def _parts(one: Attribute) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__dataclass_fields__}


BOOL = attribute("", "bool")
SURE = attribute("", "bool", always_applicable=True)
TYPES = (
    kind("organisation", size=attribute("", "int", minimum=0, maximum=9), written=SURE),
    kind("charter", signed=BOOL),
    kind("team", "teams", open=SURE),
    kind(
        "agent",
        "agents",
        skills=attribute("", "text", set=True),
        team=attribute("", "ref", to="team"),
        age=attribute("", "int", minimum=0, maximum=9),
        boss=attribute("", "ref", to="agent"),
        boxes_owned=attribute("", "ref", to="box", set=True, inverse_of=("box", "owner")),
    ),
    kind(
        "box",
        "boxes",
        tracked=BOOL,
        sure=SURE,
        volume=attribute("", "number", minimum=0, maximum=9),
        delta=attribute("", "number", minimum=-5, maximum=5, always_applicable=True),
        number=attribute("", "int", optional=True),
        kind=attribute("", "enum", values=("low", "mid", "top"), ordered=True),
        colour=attribute("", "enum", values=("red", "blue"), always_applicable=True),
        note=attribute("", "text"),
        owner=attribute("", "ref", to="agent", inverse="boxes_owned"),
        backups=attribute("", "ref", to="agent", set=True),
        seen=attribute("", "date"),
        rhythm=attribute("", "duration"),
        scores=attribute("", "number", series=True, minimum=0, maximum=9),
        rate=attribute("", "number", derive="box.volume / organisation.size"),
    ),
)
VOCABULARY = Vocabulary({type_.name: type_ for type_ in TYPES})


def first_known(one: Any, other: Any) -> Any:
    """The first of two numbers that there is."""
    return other if one is NONE or one is NOT_APPLICABLE else one


def is_word(text: str) -> bool:
    """Whether a text is no single letter."""
    return len(text) > 1


FUNCTIONS = {
    function.name: function
    for function in (
        PluginFunction(
            "excess", lambda one, other: 2 * one - other, ("number", "number"), "number",
            monotone=("rising", "falling"),
        ),
        PluginFunction("square", lambda one: min(one * one, 81), ("number",), "number", minimum=0, maximum=81),
        PluginFunction("first_known", first_known, ("number", "number"), "number", handles_unknown=True),
        PluginFunction("is_word", is_word, ("text",), "bool"),
        PluginFunction("quarter", lambda day: (day.month + 2) // 3, ("date",), "int", minimum=1, maximum=4),
        PluginFunction("chosen", lambda yes, one: one if yes else -one, ("bool", "number"), "number",
                       monotone=("", "")),
        PluginFunction("later", add_duration, ("date", "duration"), "date",
                       monotone=("rising", "rising")),
        PluginFunction("twice", lambda length: Duration(length.months * 2, length.days * 2), ("duration",),
                       "duration", monotone=("rising",)),
        PluginFunction("spelled", lambda number: str(number)[:1], ("number",), "text"),
    )
}  # fmt: skip
SCOPE = Scope(VOCABULARY, {"limit": Limit()}, FUNCTIONS)
DERIVATIONS = {
    ("box", "rate"): check_expression(SCOPE, Written("box.volume / organisation.size"), "box"),
}


def question(when: str, subject: str = "box", **more: Any) -> Question:
    """The typed expressions of a check.

    Args:
        when: the condition.
        subject: the entity type it is put to.
        more: ``applies``, ``severity``, ``exposure`` as text, ``let`` as a mapping of texts.
    """
    let = {name: Written(text) for name, text in more.pop("let", {}).items()}
    texts = {name: Written(text) for name, text in more.items() if text}
    texts.setdefault("severity", Written("high"))
    return check_question(SCOPE, subject, when=Written(when), let=let, **texts)


# --- fact bases ------------------------------------------------------------------------


def base(facts: Facts) -> FactBase:
    """A fact base.

    Args:
        facts: by the plural of an entity type None, a state, or rows by attribute, with ``id`` if it
            matters; ``organisation`` and ``charter`` a row or a state; ``partial`` types whose list is
            incomplete; ``counts`` by type a total and numbers by attribute and value; ``today``.
    """
    made = {type_.name: _collection(type_, facts) for type_ in TYPES if not type_.singleton}
    for collection in made.values():
        for entity in collection.members:
            _link(entity, made)
    for collection in made.values():
        collection.counts = {
            name: {
                _linked(collection.type.attributes[name], value, made): number
                for value, number in values.items()
            }
            for name, values in collection.counts.items()
        }
    _invert(made)
    singletons = {type_.name: _singleton(type_, facts.get(type_.name)) for type_ in TYPES if type_.singleton}
    found = FactBase(VOCABULARY, made, singletons, today=facts.get("today", TODAY))
    derive(found, DERIVATIONS)
    return found


def _collection(type_: EntityType, facts: Facts) -> Collection:
    rows = facts.get(type_.plural)
    total, counts = facts.get("counts", {}).get(type_.name, (None, {}))
    if rows is None or isinstance(rows, State):
        return Collection(type_, state=NOT_COLLECTED if rows is None else rows)
    complete = type_.name not in facts.get("partial", ())
    return Collection(type_, _members(type_, rows), None, complete, total=total, counts=counts)


def _members(type_: EntityType, rows: Iterable[Mapping[str, Any]]) -> tuple[Entity, ...]:
    made = []
    for number, row in enumerate(rows):
        values = {name: value for name, value in row.items() if name != "id"}
        made.append(Entity(type_, row.get("id", f"{type_.name}{number}"), values))
    return tuple(made)


def _singleton(type_: EntityType, given: Any) -> Entity | State:
    if isinstance(given, State):
        return given
    if given is None and type_.name != "organisation":
        return NOT_COLLECTED
    return Entity(type_, type_.name, given or {})


def _link(entity: Entity, made: Mapping[str, Collection]) -> None:
    for name, one in entity._type.attributes.items():
        if one.to and not one.inverse_of:
            entity.__dict__[name] = _linked(one, entity.__dict__[name], made)


def _linked(one: Attribute, value: Any, made: Mapping[str, Collection]) -> Any:
    """Ids as entities."""
    members = made[one.to].by_id if one.to else {}
    if isinstance(value, frozenset) and one.to:
        return frozenset(members[id] for id in value)
    if isinstance(value, PartialSet) and one.to:
        return PartialSet(frozenset(members[id] for id in value._members))
    if isinstance(value, OneOf):
        return OneOf(tuple(_linked(one, candidate, made) for candidate in value._candidates))
    return members[value] if one.to and isinstance(value, str) else value


def _invert(made: Mapping[str, Collection]) -> None:
    """Who owns which box: incomplete where an owner is open or boxes are not listed."""
    boxes = made["box"]
    for agent in made["agent"].members:
        owners = [(box, box.__dict__["owner"]) for box in boxes.members]
        sure = frozenset(box for box, owner in owners if owner is agent)
        is_open = not boxes.listed or any(_may_be(owner, agent) for _, owner in owners)
        agent.__dict__["boxes_owned"] = PartialSet(sure) if is_open else sure


def _may_be(owner: Any, agent: Entity) -> bool:
    if isinstance(owner, OneOf):
        return agent in owner._candidates
    return isinstance(owner, NotPlain) and owner is not NONE and owner is not NOT_APPLICABLE
