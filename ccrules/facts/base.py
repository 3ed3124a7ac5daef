"""The fact base: every entity, what is known of it, and where each value came from."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ccrules.errors import NOWHERE, Message, Place
from ccrules.facts.origins import Origin, Origins
from ccrules.facts.vocabulary import ORGANISATION, Attribute, EntityType, Vocabulary
from ccrules.values import NOT_COLLECTED, Interval, NotPlain, State

__all__ = ["EMPTY", "Collection", "Entity", "FactBase", "Index", "Note", "Origin", "fact_name"]

EMPTY: Mapping[Any, Any] = MappingProxyType({})


class Entity:
    """One thing that facts speak of; a subclass per entity type is built from the vocabulary.

    Each attribute of the vocabulary is an instance attribute that holds a plain value or a
    :class:`~ccrules.values.NotPlain`. Two entities are equal only if they are the same.
    """

    _type: EntityType
    id: str

    def __init__(self, type: EntityType, id: str, values: Mapping[str, Any] = EMPTY) -> None:
        state = self.__dict__
        state.update(dict.fromkeys(type.attributes, NOT_COLLECTED))
        state.update(values)
        state["id"] = id
        state["_type"] = type

    @property
    def _name(self) -> str:
        """``type/id``, or the type alone for the organisation and other singletons."""
        return self._type.name if self._type.singleton else f"{self._type.name}/{self.id}"

    def _awaited(self, attribute: str) -> tuple[frozenset[str], ...] | None:
        """The facts that an undecided value waits for, in groups; None where it is one itself."""
        del attribute
        return None

    def __repr__(self) -> str:
        return f"<{self._name}>"


@dataclass(frozen=True, slots=True)
class Note:
    """Something about the facts that is no error but that people should see.

    Attributes:
        place: what it is about, in the files.
        what: the remark.
        hint: what to do about it, if anything.
    """

    place: Place
    what: Message
    hint: Message | None = None


@dataclass(slots=True)
class Collection:
    """All entities of one type.

    Attributes:
        type: the entity type.
        members: the known ones, in the order of the fact files.
        state: None if the collection was given, otherwise NOT_COLLECTED, UNKNOWN or NOT_APPLICABLE.
        complete: whether ``members`` are all there are.
        excerpt: whether it is incomplete only because nobody gave it as a list of all there are.
        total: the declared number of members, if only counts are known of some; else None.
        counts: declared numbers per attribute and value, over the whole collection.
        unlisted: each stands for any number of members that nobody listed and of which something
            is known.
        place: where the collection was given.
    """

    type: EntityType
    members: tuple[Entity, ...] = ()
    state: State | None = NOT_COLLECTED
    complete: bool = False
    excerpt: bool = False
    total: int | None = None
    counts: Mapping[str, Mapping[Any, int]] = field(default_factory=dict)
    unlisted: tuple[Entity, ...] = ()
    place: Place = NOWHERE
    _by_id: dict[str, Entity] | None = None
    _indexes: dict[str, Index] = field(default_factory=dict)

    @property
    def anonymous(self) -> int:
        """How many members are known only by number."""
        return max(0, self.total - len(self.members)) if self.total is not None else 0

    @property
    def listed(self) -> bool:
        """Whether every member is there by name, so that nothing can be added."""
        return not self.open_ended and not self.unlisted

    @property
    def open_ended(self) -> bool:
        """Whether there are, or may be, members of whom at most their number is known."""
        return self.state is not None or not self.complete or self.anonymous > 0

    @property
    def by_id(self) -> dict[str, Entity]:
        """Members by id."""
        if self._by_id is None:
            self._by_id = {member.id: member for member in self.members}
        return self._by_id

    def index(self, attribute: str) -> Index:
        """The members by the value of an attribute, built once."""
        if attribute not in self._indexes:
            self._indexes[attribute] = Index.of(self.members, attribute)
        return self._indexes[attribute]


@dataclass(frozen=True, slots=True)
class Index:
    """Members of a collection by the value (or each element of the set) of one attribute.

    Attributes:
        by_value: members whose value is plainly known.
        undecided: members whose value is not plainly known, whatever the reason.
    """

    by_value: Mapping[Any, list[Entity]]
    undecided: list[Entity]

    @classmethod
    def of(cls, members: Iterable[Entity], attribute: str) -> Index:
        """Build the index.

        Args:
            members: the members, in order.
            attribute: an attribute of theirs.
        """
        by_value: defaultdict[Any, list[Entity]] = defaultdict(list)
        undecided: list[Entity] = []
        for member in members:
            value = member.__dict__[attribute]
            if isinstance(value, NotPlain):
                undecided.append(member)
            elif value.__class__ is frozenset:
                for key in value:
                    by_value[key].append(member)
            else:
                by_value[value].append(member)
        return cls(dict(by_value), undecided)


@dataclass(slots=True)
class FactBase:
    """Everything that was observed, ready to be assessed.

    Attributes:
        vocabulary: the entity types.
        collections: by singular type name, one for each type that is not a singleton.
        singletons: by type name: an entity, or the state of the whole thing.
        today: ``assessment.date``; a partial date is an interval.
        header: the ``assessment:`` block as given (name, language, status …).
        objectives: weight by objective id, as the client set them.
        origins: the sources of each value; see :meth:`sources`.
        notes: what ``validate`` has to say that is no error.
        files: the files read, in order.
        stated: where each singleton was given, by type name.
    """

    vocabulary: Vocabulary
    collections: dict[str, Collection]
    singletons: dict[str, Entity | State]
    today: datetime.date | Interval | State = NOT_COLLECTED
    header: Mapping[str, Any] = field(default_factory=dict)
    objectives: Mapping[str, float] = field(default_factory=dict)
    origins: Origins = field(default_factory=Origins)
    notes: tuple[Note, ...] = ()
    files: tuple[str, ...] = ()
    stated: Mapping[str, Place] = field(default_factory=dict)

    @property
    def organisation(self) -> Entity:
        """The whole."""
        found = self.singletons[ORGANISATION]
        assert isinstance(found, Entity)
        return found

    def origin(self, entity: Entity, attribute: str) -> Origin | None:
        """The first source of a value; None if it was not collected or is derived."""
        found = self.origins.of(entity, attribute)
        return found[0] if found else None

    def sources(self, entity: Entity, attribute: str) -> tuple[Origin, ...]:
        """All sources of a value, in the order of the files; empty if it was not collected or is derived."""
        return self.origins.of(entity, attribute)

    def entities(self) -> Iterator[Entity]:
        """Every known entity: the singletons, then each collection in order."""
        yield from (found for found in self.singletons.values() if isinstance(found, Entity))
        for collection in self.collections.values():
            yield from collection.members


def fact_name(entity: Entity, attribute: Attribute | str) -> str:
    """The public name of a fact: ``mailbox/claims.tracked``, ``organisation.headcount``."""
    name = attribute if isinstance(attribute, str) else attribute.name
    return f"{entity._name}.{name}"
