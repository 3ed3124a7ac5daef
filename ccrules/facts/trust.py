"""How far facts are relied on: by their source, and by their age.

A fact whose sources say nothing is relied on in full. The vocabulary says how long an attribute can
be relied on (``valid_for``), a source may say until when (``until``); rulesets say how much a source
is worth (``sources``). A stale fact stays a fact: what rests on it is only believed less.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ccrules.errors import Message, message
from ccrules.facts.base import Entity, FactBase, Note, fact_name
from ccrules.facts.combining import same_value
from ccrules.facts.origins import Origin
from ccrules.facts.times import read_date, read_duration
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.words import BadValue, folded
from ccrules.values import NOT_COLLECTED, UNKNOWN, State, add_duration, ends

#: What the confidence of a finding is multiplied by if it rests on a stale fact.
STALE = 0.7
#: What is meant as a date, by its numbers.
_NUMBERS = re.compile(r"\d{1,4}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{1,4}")
#: More stale facts of one attribute than this stand in one note.
_MOST_SINGLE = 3

SOURCES: Mapping[str, Message] = {
    "measured": message("measured"),
    "documented": message("documented"),
    "observed": message("observed"),
    "declared": message("declared"),
}
"""The kinds of sources, those to be preferred first."""


@dataclass(frozen=True, slots=True)
class Trust:
    """How much facts are worth by where they come from.

    Attributes:
        sources: confidence by source, 0 to 1, in order of precedence; a source that is not in it
            counts in full.
        stale: what the confidence in a stale fact is multiplied by.
    """

    sources: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(SOURCES, 1.0))
    stale: float = STALE

    def of(self, origin: Origin) -> float:
        """How far a source is relied on, whatever its age; what was signed is a document."""
        worth = self.sources.get(folded(origin.source), 1.0)
        return max(worth, self.sources.get("documented", 1.0)) if origin.confirmed else worth

    def rank(self, origin: Origin) -> int:
        """The place of a source in the order of precedence; unknown ones come last."""
        order = list(self.sources)
        source = folded(origin.source)
        return order.index(source) if source in order else len(order)


@dataclass(frozen=True, slots=True)
class WeakFact:
    """A fact that is not relied on in full.

    Attributes:
        entity: what it is said of.
        attribute: what is said.
        confidence: how far it is relied on, less than 1.
        reasons: why.
    """

    entity: Entity
    attribute: Attribute
    confidence: float
    reasons: tuple[Message, ...]


def weak_facts(base: FactBase, trust: Trust) -> Iterator[WeakFact]:
    """The facts that are not relied on in full; of several sources of one fact the best counts.

    Only facts whose provenance was told are looked at.

    Args:
        base: the facts.
        trust: how much sources are worth.
    """
    for entity, name, origins in base.origins.told():
        attribute = entity._type.attributes.get(name)
        found = [one for one in origins if one.value is not UNKNOWN] if attribute else []
        if attribute is None or not any(one.source or one.on or one.until for one in found):
            continue
        best = max(found, key=lambda one: _worth(base, attribute, one, trust))
        worth = _worth(base, attribute, best, trust)
        if worth < 1:
            yield WeakFact(entity, attribute, worth, tuple(_reasons(base, attribute, best, trust)))


def _worth(base: FactBase, attribute: Attribute, origin: Origin, trust: Trust) -> float:
    worth = trust.of(origin)
    return worth * trust.stale if staleness(base, attribute, origin) is not None else worth


def _reasons(base: FactBase, attribute: Attribute, origin: Origin, trust: Trust) -> Iterator[Message]:
    source = folded(origin.source)
    if trust.of(origin) < 1:
        yield SOURCES.get(source) or message("source: {source}", source=origin.source)
    stale = staleness(base, attribute, origin)
    if stale is not None:
        yield stale


# --- age -----------------------------------------------------------------------------------


def staleness(base: FactBase, attribute: Attribute, origin: Origin) -> Message | None:
    """Why a source is stale on the day of the assessment; None if it is not, or nobody can tell.

    A partial date counts as its last day, a partial date of the assessment as its first, so
    nothing is called stale that may not be.

    Args:
        base: its fact base, for the day.
        attribute: what the source is about.
        origin: the source.
    """
    today = base.today if isinstance(base.today, datetime.date) else _first(base.today)
    if today is None or not (origin.until or (origin.on and attribute.valid_for)):
        return None
    until = _last_day(origin.until)
    if until is not None and until < today:
        return message("valid until {until}", until=origin.until)
    day = _last_day(origin.on)
    if day is not None and attribute.valid_for:
        limit = read_duration(attribute.valid_for)
        if add_duration(day, limit) < today:
            return message("of {on}, relied on for {duration}", on=origin.on, duration=limit)
    return None


def _first(today: Any) -> datetime.date | None:
    return None if isinstance(today, State) else ends(today)[0]


def _last_day(text: str) -> datetime.date | None:
    try:
        return ends(read_date(text))[1] if text else None
    except BadValue:
        return None  # in words, such as "last spring"


def _says_no_day(attribute: Attribute, origin: Origin) -> bool:
    """Whether a date was meant that nobody can read, so that the fact could never go stale."""
    meant = bool(attribute.valid_for) and _NUMBERS.fullmatch(origin.on.strip()) is not None
    return meant and _last_day(origin.on) is None


def _undated(entity: Entity, attribute: Attribute, origin: Origin) -> Note:
    what = message("{fact}: {on} is no date that can be told, so its age is not known",
                   fact=fact_name(entity, attribute), on=origin.on)  # fmt: skip
    return Note(origin.place, what, message("write year-month-day: 2026-10-01, or 2026-10, or 2026"))


def stale_notes(base: FactBase) -> Iterator[Note]:
    """A note for each stale fact, and for each whose age can't be told; many of one attribute stand in one.

    Args:
        base: the facts.
    """
    found: dict[tuple[str, str], list[tuple[Entity, Attribute, Origin, Message]]] = {}
    undated: list[tuple[Attribute, str]] = []
    for entity, name, origins in base.origins.told():
        attribute = entity._type.attributes.get(name)
        if attribute is None:
            continue
        for origin in origins:
            if _says_no_day(attribute, origin) and (attribute, origin.on) not in undated:
                undated.append((attribute, origin.on))
                yield _undated(entity, attribute, origin)
        reasons = [staleness(base, attribute, one) for one in origins]
        if origins and all(reasons) and reasons[0] is not None:
            one = (entity, attribute, origins[0], reasons[0])
            found.setdefault((entity._type.name, name), []).append(one)
    for (type_name, name), group in found.items():
        if len(group) > _MOST_SINGLE:
            facts = message("{fact} and others", fact=fact_name(group[0][0], name))
            what = message(
                "stale, {count} facts of {name}: {facts}",
                count=len(group),
                name=f"{type_name}.{name}",
                facts=facts,
            )
            yield Note(group[0][2].place, what)
        else:
            for entity, attribute, origin, reason in group:
                what = message("{fact} is stale: {reason}", fact=fact_name(entity, attribute), reason=reason)
                yield Note(origin.place, what)


# --- several sources -----------------------------------------------------------------------


def differing(origins: Sequence[Origin]) -> list[Origin]:
    """The sources of one fact that say anything, if they differ; otherwise none.

    Args:
        origins: all its sources.
    """
    said = [one for one in origins if one.value is not UNKNOWN and one.value is not NOT_COLLECTED]
    return said if any(not same_value(said[0].value, one.value) for one in said[1:]) else []
