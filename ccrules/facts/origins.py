"""Where values came from, kept so small that a million facts stay affordable."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ccrules.documents import Source
from ccrules.errors import Place
from ccrules.values import NOT_COLLECTED

if TYPE_CHECKING:
    from ccrules.facts.base import Entity


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one value came from and how well it is known.

    Attributes:
        place: the place of the key, the cell or the field.
        value: the value this source gives, plain or not.
        written: the text as the user wrote it.
        source: ``measured``, ``documented``, ``observed``, ``declared`` or free text.
        by: who said it.
        on: when, as written.
        evidence: a reference to a document.
        until: the last day on which it can be relied on, as written.
        confirmed: who confirmed the value in a record of facts, and when.
        tolerance: plus or minus, in the attribute's unit, for dates and durations in seconds; None if
            not said.
        sample: number of observations; None if not said.
    """

    place: Place
    value: Any = None
    written: str = ""
    source: str = ""
    by: str = ""
    on: str = ""
    evidence: str = ""
    confirmed: str = ""
    until: str = ""
    tolerance: float | None = None
    sample: int | None = None


class Origins:
    """The sources of every value of a fact base.

    Most values come from one plain entry of a file. Of these only the position of the key and
    the text are kept, in rows of one array; the :class:`Origin` is made when somebody asks.

    Args:
        told: sources by entity and attribute, where they are at hand.
    """

    def __init__(self, told: Mapping[Entity, Mapping[str, tuple[Origin, ...]]] | None = None) -> None:
        self._told: dict[Entity, dict[str, tuple[Origin, ...]]] = {
            entity: dict(sources) for entity, sources in (told or {}).items()
        }
        self._records: dict[Entity, tuple[Source, tuple[str, ...], int]] = {}
        self._starts = array("q")
        self._texts: list[str] = []
        self._shapes: dict[tuple[str, ...], tuple[str, ...]] = {}

    def add_record(
        self,
        entity: Entity,
        source: Source,
        names: tuple[str, ...],
        starts: Sequence[int],
        texts: Sequence[str],
    ) -> None:
        """Note where the values of an entity stand, if it has no such note yet.

        Args:
            entity: the entity.
            source: the document.
            names: its attributes that the document gives.
            starts: for each, where its key begins, in the terms of the document.
            texts: for each, the value as written.
        """
        shape = self._shapes.setdefault(names, names)
        self._records[entity] = (source, shape, len(self._starts))
        self._starts.extend(starts)
        self._texts.extend(texts)

    def put(self, entity: Entity, attribute: str, sources: tuple[Origin, ...]) -> None:
        """Set all sources of one value."""
        self._told.setdefault(entity, {})[attribute] = sources

    def of(self, entity: Entity, attribute: str) -> tuple[Origin, ...]:
        """All sources of one value, in the order of the files; empty if there is none."""
        told = self._told.get(entity)
        if told is not None and attribute in told:
            return told[attribute]
        record = self._records.get(entity)
        if record is None or attribute not in record[1]:
            return ()
        source, names, first = record
        row = first + names.index(attribute)
        value = entity.__dict__.get(attribute)
        if value is NOT_COLLECTED:
            return ()
        return (Origin(source.place(self._starts[row]), value, self._texts[row]),)

    def attributes(self, entity: Entity) -> tuple[str, ...]:
        """The attributes of an entity that have a source."""
        record = self._records.get(entity)
        names = dict.fromkeys(record[1] if record else ())
        names.update(dict.fromkeys(self._told.get(entity, ())))
        return tuple(name for name in names if self.of(entity, name))

    def told(self) -> Iterator[tuple[Entity, str, tuple[Origin, ...]]]:
        """Every value whose sources were set one by one: those with provenance, conflicts, merged ones."""
        for entity, sources in self._told.items():
            for attribute, origins in sources.items():
                yield entity, attribute, origins
