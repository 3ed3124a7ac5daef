"""Small vocabularies, fact bases with holes, and every way to fill the holes."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ccrules.conditions.checker import Question, Scope, check_question
from ccrules.conditions.written import Written
from ccrules.engine.checks import CheckRunner, Outcomes
from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.vocabulary import Attribute, EntityType, Vocabulary
from ccrules.ruleset.model import Check
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN, Duration, NotPlain, Point, Series

TODAY = datetime.date(2026, 10, 1)


@dataclass(frozen=True)
class Limit:
    """A parameter."""

    type: str = "int"
    unit: str = ""
    values: tuple[str, ...] = ()
    value: Any = 2


def attribute(name: str, type_: str, **more: Any) -> Attribute:
    """An attribute with the optional default of the vocabulary."""
    default = (
        type_ not in ("bool", "int", "number", "enum") or more.get("set", False) or more.get("series", False)
    )
    return Attribute(name, type_, **{"optional": default, **more})


TEAM = EntityType("team", "teams", attributes={"open": attribute("open", "bool", always_applicable=True)})
AGENT = EntityType(
    "agent",
    "agents",
    attributes={
        "skills": attribute("skills", "text", set=True),
        "team": attribute("team", "ref", to="team"),
        "age": attribute("age", "int", minimum=0, maximum=9),
    },
)
BOX = EntityType(
    "box",
    "boxes",
    attributes={
        "tracked": attribute("tracked", "bool"),
        "sure": attribute("sure", "bool", always_applicable=True),
        "volume": attribute("volume", "number", minimum=0, maximum=9),
        "delta": attribute("delta", "number", minimum=-5, maximum=5, always_applicable=True),
        "kind": attribute("kind", "enum", values=("low", "mid", "top"), ordered=True),
        "owner": attribute("owner", "ref", to="agent"),
        "seen": attribute("seen", "date"),
        "rhythm": attribute("rhythm", "duration"),
        "scores": attribute("scores", "number", series=True, minimum=0, maximum=9),
    },
)
WHOLE = EntityType(
    "organisation",
    singleton=True,
    attributes={
        "size": attribute("size", "int", minimum=0, maximum=9),
        "written": attribute("written", "bool", always_applicable=True),
    },
)
VOCABULARY = Vocabulary({type_.name: type_ for type_ in (WHOLE, TEAM, AGENT, BOX)})
SCOPE = Scope(VOCABULARY, {"limit": Limit()})

#: Values that a hole can be filled with; NONE and NOT_APPLICABLE are added where allowed.
DOMAINS: Mapping[str, tuple[Any, ...]] = {
    "tracked": (True, False),
    "sure": (True, False),
    "open": (True, False),
    "written": (True, False),
    "volume": (0, 2, 9),
    "delta": (-5, 0, 5),
    "age": (0, 3, 9),
    "size": (0, 2, 9),
    "kind": ("low", "mid", "top"),
    "seen": (datetime.date(2025, 1, 31), datetime.date(2026, 9, 30)),
    "rhythm": (Duration(days=7), Duration(months=1)),
    "skills": (frozenset({"x"}), frozenset({"x", "y"})),
    "scores": (Series((Point(None, 1), Point(None, 5))), Series((Point(None, 4),)), Series()),
}


def whole(**values: Any) -> Entity:
    """The organisation."""
    return Entity(WHOLE, "organisation", values)


def base(
    boxes: list[Mapping[str, Any]] | None = None,
    agents: list[Mapping[str, Any]] | None = None,
    teams: list[Mapping[str, Any]] | None = None,
    organisation: Mapping[str, Any] | None = None,
    partial: frozenset[str] = frozenset(),
    **more: Any,
) -> FactBase:
    """A fact base from plain rows; references are given as the id of their target."""
    made: dict[str, Collection] = {}
    for type_, rows in ((TEAM, teams), (AGENT, agents), (BOX, boxes)):
        if rows is None:
            made[type_.name] = Collection(type_)
            continue
        members = tuple(
            Entity(type_, str(row.get("id", f"{type_.name}{n}")), _values(row, made))
            for n, row in enumerate(rows)
        )
        made[type_.name] = Collection(type_, members, None, type_.name not in partial)
    return FactBase(
        VOCABULARY, made, {"organisation": whole(**(organisation or {}))}, today=more.get("today", TODAY)
    )


def _values(row: Mapping[str, Any], made: Mapping[str, Collection]) -> dict[str, Any]:
    targets = {"team": "team", "owner": "agent"}
    return {
        name: made[targets[name]].by_id[value] if name in targets and isinstance(value, str) else value
        for name, value in row.items()
        if name != "id"
    }


def question(when: str, subject: str = "box", applies: str = "", **let: str) -> Question:
    """The typed expressions of a check."""
    return check_question(
        SCOPE,
        subject,
        when=Written(when),
        applies=Written(applies) if applies else None,
        let={name: Written(text) for name, text in let.items()},
        severity=Written("high"),
    )


def check(asked: Question) -> Check:
    """A check around typed expressions."""
    texts = asked.texts
    return Check(
        "C", "r", {}, texts["severity"], texts["when"], asked.subject, texts.get("applies"), question=asked
    )


def run(facts: FactBase, when: str, subject: str = "box", applies: str = "", **let: str) -> Outcomes:
    """All outcomes of a condition."""
    return CheckRunner(facts, {}).run(check(question(when, subject, applies, **let)))


def verdict(outcomes: Outcomes) -> str:
    """The outcome of the only subject."""
    counts = {
        "fail": outcomes.failed,
        "pass": outcomes.passed,
        "not_assessed": outcomes.open,
        "not_applicable": outcomes.inapplicable,
        "error": outcomes.broken,
    }
    found = [name for name, some in counts.items() if some]
    assert len(found) == 1, found
    return found[0]


# --- completions -----------------------------------------------------------------------

Hole = tuple[str, str, str]


def holes(facts: FactBase) -> list[tuple[Entity, str]]:
    """Every attribute nobody collected."""
    return [
        (entity, name)
        for entity in facts.entities()
        for name in entity._type.attributes
        if entity.__dict__[name] is NOT_COLLECTED
    ]


def fillings(facts: FactBase, entity: Entity, name: str) -> tuple[Any, ...]:
    """What a hole may turn out to be."""
    spec = entity._type.attributes[name]
    values: tuple[Any, ...] = DOMAINS.get(name, ())
    if spec.type == "ref":
        values = facts.collections[spec.to].members
    if spec.optional:
        values += (frozenset(),) if spec.set else (NONE,)
    return (*values, UNKNOWN) if spec.always_applicable else (*values, NOT_APPLICABLE, UNKNOWN)


def completions(facts: FactBase, relevant: set[str]) -> Iterator[FactBase]:
    """The same fact base with its holes filled in every way, in place, one after the other.

    Args:
        facts: the fact base.
        relevant: names of attributes worth filling.
    """
    open_ = [(entity, name) for entity, name in holes(facts) if name in relevant]
    choices = [fillings(facts, entity, name) for entity, name in open_]
    for values in itertools.product(*choices):
        for (entity, name), value in zip(open_, values, strict=True):
            entity.__dict__[name] = value
        for collection in facts.collections.values():
            collection._indexes.clear()
        yield facts
    for entity, name in open_:
        entity.__dict__[name] = NOT_COLLECTED
    for collection in facts.collections.values():
        collection._indexes.clear()


def is_hole(value: Any) -> bool:
    """Whether a stored value is not plainly known."""
    return isinstance(value, NotPlain)
