"""Facts of which the sources differ, facts that are stale or confirmed, as the assessment lists them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from ccrules import assessment as parts
from ccrules.assembly.context import Context, json_value, place_info
from ccrules.errors import Message, message
from ccrules.facts.base import Entity, fact_name
from ccrules.facts.models import can_be_confirmed
from ccrules.facts.origins import Origin
from ccrules.facts.trust import SOURCES, differing, staleness
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.words import folded
from ccrules.text import shown
from ccrules.values import NOT_COLLECTED

#: The template of the notes on sources that differ.
_DIFFER = "{fact}: the sources differ: {values}"


def conflicts(context: Context) -> tuple[parts.Conflict, ...]:
    """Every fact of which the sources differ, those to be preferred in front.

    Args:
        context: the assessment in the making.
    """
    return tuple(_conflict(context, *found) for found in _told(context) if differing(found[2]))


def notes(context: Context) -> Iterator[parts.Note]:
    """The notes on the facts; where sources differ, with what each says and which comes first.

    Args:
        context: the assessment in the making.
    """
    values: dict[str, str | Message] = {}
    for entity, attribute, origins in _told(context):
        if found := differing(origins):
            ordered = sorted(found, key=context.method.trust.rank)
            sources = [_source(context, attribute, one) for one in ordered]
            values[fact_name(entity, attribute)] = _in_words(context, ordered, sources)
    for note in context.base.notes:
        fact = note.what.values.get("fact")
        said = note.what
        if said.template == _DIFFER and fact in values:
            said = message("{fact}: the sources differ: {values}", fact=fact, values=values[str(fact)])
        yield parts.Note(text=context.say(said), origin=parts.OriginInfo(**place_info(note.place)))


def confirmed(context: Context) -> Iterator[parts.Note]:
    """How many of the facts were confirmed in records of facts, and by whom; nothing if none was.

    Args:
        context: the assessment in the making.
    """
    signed: Counter[str] = Counter()
    for _, _, origins in _told(context):
        signed.update({one.confirmed for one in origins if one.confirmed})
    total = _collected(context) if signed else 0
    for who, number in signed.items():
        text = message("{n} of {total} facts were confirmed by {who}", n=number, total=total, who=who)
        yield parts.Note(text=context.say(text))


def _collected(context: Context) -> int:
    """How many values were collected that can be confirmed."""
    return sum(
        entity.__dict__[one.name] is not NOT_COLLECTED
        for entity in context.base.entities()
        for one in entity._type.attributes.values()
        if can_be_confirmed(entity._type, one) and not one.owns  # what it owns is confirmed there
    )


def stale(context: Context) -> tuple[parts.StaleFact, ...]:
    """Every fact of which all sources are stale.

    Args:
        context: the assessment in the making.
    """
    found = []
    for entity, attribute, origins in _told(context):
        reasons = [staleness(context.base, attribute, one) for one in origins]
        if origins and all(reasons) and reasons[0] is not None:
            found.append(_stale(context, entity, attribute, origins[0], reasons[0]))
    return tuple(found)


def _told(context: Context) -> Iterator[tuple[Entity, Attribute, Sequence[Origin]]]:
    """Every fact of which the provenance was told, or that several places give."""
    for entity, name, origins in context.base.origins.told():
        attribute = entity._type.attributes.get(name)
        if attribute is not None:
            yield entity, attribute, origins


def _conflict(
    context: Context, entity: Entity, attribute: Attribute, origins: Sequence[Origin]
) -> parts.Conflict:
    trust = context.method.trust
    ordered = sorted(differing(origins), key=trust.rank)
    sources = tuple(_source(context, attribute, one) for one in ordered)
    return parts.Conflict(
        fact=fact_name(entity, attribute),
        subject=context.subject(entity, entity._type.name),
        label=context.attribute_label(attribute),
        spread=_shown(context, attribute, entity.__dict__[attribute.name]),
        sources=sources,
        text=context.say(
            message(
                "“{label}”: {values}",
                label=context.attribute_label(attribute),
                values=_in_words(context, ordered, sources),
            )
        ),
    )


def _in_words(
    context: Context, ordered: Sequence[Origin], sources: Sequence[parts.FactSource]
) -> str | Message:
    """What each source says, and which comes first if the ruleset says so."""
    named = [_source_name(context, one) for one in ordered]
    said = zip(named, sources, strict=True)
    values = ", ".join(" ".join(filter(None, (name, one.text))) for name, one in said)
    trust = context.method.trust
    if named[0] and trust.rank(ordered[0]) < trust.rank(ordered[1]):
        return message("{values}; {source} comes first", values=values, source=named[0])
    return values


def _source(context: Context, attribute: Attribute, origin: Origin) -> parts.FactSource:
    old = staleness(context.base, attribute, origin)
    return parts.FactSource(
        value=json_value(origin.value),
        text=_shown(context, attribute, origin.value),
        source=origin.source,
        by=origin.by,
        on=origin.on,
        until=origin.until,
        evidence=origin.evidence,
        confidence=context.method.trust.of(origin),
        stale=old is not None,
        origin=parts.OriginInfo(**place_info(origin.place)),
    )


def _stale(
    context: Context, entity: Entity, attribute: Attribute, origin: Origin, reason: Message
) -> parts.StaleFact:
    return parts.StaleFact(
        fact=fact_name(entity, attribute),
        subject=context.subject(entity, entity._type.name),
        label=context.attribute_label(attribute),
        on=origin.on,
        until=origin.until,
        valid_for=attribute.valid_for,
        text=context.say(reason),
        origin=parts.OriginInfo(**place_info(origin.place)),
    )


def _source_name(context: Context, origin: Origin) -> str:
    known = SOURCES.get(folded(origin.source))
    return context.say(known) if known else origin.source


def _shown(context: Context, attribute: Attribute, value: Any) -> str:
    return shown(value, context.language, attribute.unit)
