"""Entries of fact files to entities: read, identified and merged with what is known of the same one.

References are still ids here, because their targets may stand in files to come.
"""

from __future__ import annotations

import datetime
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ccrules.documents import Mapping, Node, Scalar, Source
from ccrules.errors import NOWHERE, Message, Place, Problem, message
from ccrules.facts.base import Entity, Note, fact_name
from ccrules.facts.combining import combine, same_value
from ccrules.facts.counts import Counts
from ccrules.facts.forms import Sourced
from ccrules.facts.models import Record, RecordModel, id_problem, record_model
from ccrules.facts.nested import Nested
from ccrules.facts.nodes import written
from ccrules.facts.origins import Origin, Origins
from ccrules.facts.trust import differing
from ccrules.facts.vocabulary import Attribute, EntityType, Vocabulary
from ccrules.facts.words import BadValue
from ccrules.values import NOT_COLLECTED, UNKNOWN, PartialSet, State

_SPECIAL = frozenset({Sourced, Nested})


@dataclass(frozen=True, slots=True)
class Telling:
    """What one file says of a collection as a whole.

    Attributes:
        source: the file.
        state: None if it gives the collection, otherwise a state.
        place: where.
        empty: whether it says that there are none.
        numbered: whether it says how many there are, which no excerpt can.
    """

    source: Source
    state: State | None
    place: Place
    empty: bool = False
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """The members that one file names.

    Attributes:
        ids: their ids, in the order of the file.
        starts: where each entry starts, in the terms of the source.
    """

    ids: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("q"))


@dataclass(slots=True)
class Draft:
    """What the files say of one entity type so far.

    Attributes:
        kind: the entity type.
        entities: its entities by id, in the order of the files.
        state: None if it was given, otherwise a state.
        place: where it was given.
        empty: whether it was said that there are none.
        counts: declared numbers.
        broken: whether an entry could not be identified, so that a missing id proves nothing.
        partial: whether there may be more, whatever the header says.
        tellings: what each file says of it as a whole.
        named: the members that each file names.
    """

    kind: EntityType
    entities: dict[str, Entity] = field(default_factory=dict)
    state: State | None = NOT_COLLECTED
    place: Place = NOWHERE
    empty: bool = False
    counts: Counts = field(default_factory=Counts)
    broken: bool = False
    partial: bool = False
    tellings: list[Telling] = field(default_factory=list)
    named: dict[Source, Named] = field(default_factory=dict)


class Known:
    """The entities read so far.

    Args:
        vocabulary: the entity types, with inverses.

    Attributes:
        vocabulary: the entity types.
        drafts: what was read, by entity type.
        origins: where every value came from.
        references: entity, attribute and node of each reference that was given.
        problems: what is wrong.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.drafts = {kind.name: Draft(kind) for kind in vocabulary}
        self.origins = Origins()
        self.references: list[tuple[Entity, str, Node]] = []
        self.problems: list[Problem] = []

    def model(self, kind: EntityType) -> RecordModel:
        """The model of an entity type."""
        return record_model(self.vocabulary, kind)

    def entry(self, draft: Draft, node: Mapping, seen: dict[str, Node] | None = None) -> str | None:
        """Read one entry and merge it with what is known of the same entity.

        Args:
            draft: of its entity type.
            node: the entry.
            seen: ids in the same list; takes this one.

        Returns:
            The id; None if the entry has none that can be read.
        """
        model = self.model(draft.kind)
        record = model.read(node)
        self.problems.extend(record.problems)
        id = self._id(draft.kind, record)
        if id is None:
            draft.broken = True
            return None
        if seen is not None:
            if id in seen:
                what = message("{key} is given twice, first at {place}", key=id, place=_id_place(seen[id]))
                self._wrong(_id_place(node), what, message("ids are unique in their collection"))
                return id
            seen[id] = node
        named = draft.named.get(node.source)
        if named is None:
            named = draft.named[node.source] = Named()
        named.ids.append(id)
        named.starts.append(node.start)
        entity = draft.entities.get(id)
        if entity is None:
            self._create(draft, id, model, record)
        else:
            self._merge(entity, model, record)
        return id

    def _id(self, kind: EntityType, record: Record) -> str | None:
        if kind.singleton:
            return kind.name
        if kind.key == ("id",):
            found: str | None = record.values.pop("id", None)
            return found
        id = self._composite(kind, record)
        record.values.pop("id", None)
        return id

    def _composite(self, kind: EntityType, record: Record) -> str | None:
        """The id of an entity that is known by other attributes: their values, joined by ``|``."""
        parts: list[str] = []
        for name in kind.key:
            if name not in record.values:
                return None  # missing or wrong, which is known already
            value = record.values[name]
            text = _key_text(value.value if isinstance(value, Sourced) else value)
            place = record.raw[name].place
            if text is None or ("|" in text and len(kind.key) > 1):
                what = message("{name} is part of what identifies a {type}", name=name, type=kind.name)
                self._wrong(place, what, message("write one plain value without the sign |"))
                return None
            if problem := id_problem(text, place):
                self.problems.append(problem)
                return None
            parts.append(text)
        return "|".join(parts)

    def _create(self, draft: Draft, id: str, model: RecordModel, record: Record) -> None:
        entity = draft.entities[id] = Entity(draft.kind, id, record.values)
        self._note_record(entity, record)
        for name in model.references:
            if name in record.raw:
                self.references.append((entity, name, record.raw[name]))
        for name, value in record.values.items():
            if value.__class__ in _SPECIAL:
                key = record.key_of(name, model.spelled)
                opened, origins = self._opened(draft.kind.attributes[name], value, key, record)
                entity.__dict__[name] = opened
                self.origins.put(entity, name, () if opened is NOT_COLLECTED else origins)

    def _note_record(self, entity: Entity, record: Record) -> None:
        entries = record.node.entries
        if len(record.raw) != len(entries):
            return  # two spellings of one attribute, which is an error anyway
        source = record.node.source
        texts = [written(value) for _, value in entries]
        starts = [key.start for key, _ in entries if key.source is source]
        if len(starts) == len(entries):
            self.origins.add_record(entity, source, tuple(record.raw), starts, texts)
            return
        for name, text, (key, _) in zip(record.raw, texts, entries, strict=True):  # cells, each its own place
            value = entity.__dict__.get(name, NOT_COLLECTED)
            if value is not NOT_COLLECTED:
                self.origins.put(entity, name, (Origin(key.place, value, text),))

    def _opened(
        self, attribute: Attribute, value: Any, key: Scalar, record: Record
    ) -> tuple[Any, tuple[Origin, ...]]:
        """The value inside whatever the reader wrapped around it, and its sources."""
        if isinstance(value, Sourced):
            first = value.origins[0]
            single = len(value.origins) == 1
            return value.value, (replace(first, place=key.place),) if single else value.origins
        if isinstance(value, Nested):
            value = self._nested(attribute, value)
        return value, (Origin(key.place, value, written(record.raw[attribute.name])),)

    def _nested(self, attribute: Attribute, nested: Nested) -> Any:
        target = self.drafts[attribute.to]
        seen: dict[str, Node] = {}
        ids = [self.entry(target, node, seen) for node in nested.entries]
        known = frozenset(id for id in ids if id is not None) | nested.ids
        if not attribute.set:
            return next(iter(known), UNKNOWN)
        return known if nested.complete and None not in ids else PartialSet(known)

    # --- merging -----------------------------------------------------------------------

    def _merge(self, entity: Entity, model: RecordModel, record: Record) -> None:
        for name, value in record.values.items():
            attribute = model.kind.attributes[name]
            key = record.key_of(name, model.spelled)
            opened, origins = self._opened(attribute, value, key, record)
            self._merge_value(entity, attribute, opened, origins)
            if name in model.references:
                self.references.append((entity, name, record.raw[name]))

    def _merge_value(
        self, entity: Entity, attribute: Attribute, value: Any, origins: tuple[Origin, ...]
    ) -> None:
        name = attribute.name
        known = entity.__dict__[name]
        if value is NOT_COLLECTED or (
            value is UNKNOWN and known is not NOT_COLLECTED and known is not UNKNOWN
        ):
            return
        before = self.origins.of(entity, name)
        if known is NOT_COLLECTED or (known is UNKNOWN and value is not UNKNOWN):
            before = ()
        elif not same_value(known, value):
            value = self._settled(entity, attribute, before, origins)
        entity.__dict__[name] = value
        self.origins.put(entity, name, before + origins)

    def _settled(
        self, entity: Entity, attribute: Attribute, before: tuple[Origin, ...], after: tuple[Origin, ...]
    ) -> Any:
        """What is known if two files differ: a conflict if all name their source, else an error."""
        what: Message | None = None
        hint: Message | None = None
        if all(origin.source for origin in before + after):
            try:
                return combine(attribute, [origin.value for origin in before + after])
            except BadValue as bad:
                what, hint = bad.what, bad.hint
        if what is None:
            fact, place = fact_name(entity, attribute), before[0].place if before else NOWHERE
            what = message("{key} is given differently at {place}", key=fact, place=place)
            hint = message("keep one of the two, or name the source of both: {{value: …, source: …}}")
        self._wrong(after[0].place, what, hint)
        return entity.__dict__[attribute.name]

    def conflicts(self) -> Iterator[Note]:
        """A note for each value whose sources differ."""
        for entity, name, origins in self.origins.told():
            if said := differing(origins):
                values = " / ".join(origin.written for origin in said)
                what = message(
                    "{fact}: the sources differ: {values}", fact=fact_name(entity, name), values=values
                )
                yield Note(said[0].place, what)

    def _wrong(self, place: Place, what: Message, hint: Message | None) -> None:
        self.problems.append(Problem(place, what, hint))


def _id_place(node: Node) -> Place:
    found = node.get("id") if isinstance(node, Mapping) else None
    return (found or node).place


def _key_text(value: Any) -> str | None:
    """A plain value as part of an id."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return f"{value:.12g}" if isinstance(value, int | float) else None
