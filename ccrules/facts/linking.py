"""Ids to entities: references are resolved, unlisted members added, inverses computed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ccrules.documents import Mapping, Node, Scalar, Sequence
from ccrules.errors import NOWHERE, Message, Place, Problem, did_you_mean, message, nearest
from ccrules.facts.base import Entity, Note
from ccrules.facts.counts import Count
from ccrules.facts.entries import Draft, Known
from ccrules.facts.excerpts import Excerpts
from ccrules.facts.header import Header
from ccrules.facts.models import is_given
from ccrules.facts.vocabulary import Attribute
from ccrules.values import (
    NOT_APPLICABLE,
    NOT_COLLECTED,
    UNKNOWN,
    NotPlain,
    OneOf,
    PartialSet,
    Point,
    Series,
    State,
)

_MOST_SUGGESTIONS = 50


class Linker:
    """Resolves what was gathered; used once, after the last file.

    Args:
        known: everything read, with ids for references.
        header: what is partial and what is complete.

    Attributes:
        notes: the members that only references know, or that only excerpts name.
    """

    def __init__(self, known: Known, header: Header) -> None:
        self._known = known
        self._header = header
        self._drafts = known.drafts
        self.notes: list[Note] = []
        self._nodes: dict[tuple[Entity, str], list[Node]] | None = None
        self._suggestions = 0

    def link(self) -> None:
        """Replace every id by its entity, then compute the inverses."""
        self._settle_lists()
        owners = [(draft, attribute) for draft in self._drafts.values() for attribute in _references(draft)]
        for draft, attribute in owners:
            for entity in list(draft.entities.values()):
                value = entity.__dict__[attribute.name]
                if value.__class__ is not State:
                    entity.__dict__[attribute.name] = self._resolved(entity, attribute, value)
            self._link_counts(draft, attribute)
        self._link_origins()
        for draft in self._drafts.values():
            for attribute in draft.kind.attributes.values():
                if attribute.inverse_of is not None:
                    self._invert(draft, attribute)

    # --- collections as a whole --------------------------------------------------------

    def _settle_lists(self) -> None:
        """Whether each collection is given, and in full: by its files, its owners, or excerpts of it."""
        excerpts = Excerpts(self._known, self._header, self.notes)
        excerpts.merge_claims()
        owned = {name: self._owners(draft) for name, draft in self._drafts.items()}
        for name in sorted(owned, key=lambda name: bool(owned[name])):  # owners first
            if owned[name]:
                self._settle_owned(self._drafts[name], owned[name])
            excerpts.settle(self._drafts[name])

    def _owners(self, draft: Draft) -> list[tuple[Draft, Attribute]]:
        """The collections under whose members the entries of this one may be written."""
        return [
            (owner, attribute)
            for owner in self._drafts.values()
            for attribute in _references(owner)
            if attribute.owns and attribute.to == draft.kind.name
        ]

    def _settle_owned(self, draft: Draft, owners: list[tuple[Draft, Attribute]]) -> None:
        """A collection that is only written nested is given as far as its owners are."""
        if draft.state is not NOT_COLLECTED:
            return
        if all(self._gives_all(owner, attribute) for owner, attribute in owners):
            draft.state = None
        elif draft.entities:
            draft.state, draft.partial = None, True

    def _gives_all(self, owner: Draft, attribute: Attribute) -> bool:
        if not self.listed(owner):
            return False
        values = [entity.__dict__[attribute.name] for entity in owner.entities.values()]
        return all(not isinstance(value, NotPlain) or _is_nothing(value) for value in values)

    # --- what may be added -------------------------------------------------------------

    def complete(self, draft: Draft) -> bool:
        """Whether the entries of a collection are all there are, or its total says how many."""
        if draft.state is not None or draft.partial:
            return False
        return self._header.says_complete(draft.kind.name)

    def listed(self, draft: Draft) -> bool:
        """Whether every entity of a type is known by name."""
        if draft.state is NOT_APPLICABLE:
            return True
        if draft.kind.singleton:
            return draft.state is None or _is_nothing(draft.state)
        total = draft.counts.total
        return self.complete(draft) and (total is None or total.number <= len(draft.entities))

    def _may_grow(self, draft: Draft) -> bool:
        if draft.kind.singleton or draft.state is NOT_APPLICABLE:
            return False
        return not self.listed(draft)

    # --- references --------------------------------------------------------------------

    def _resolved(
        self, entity: Entity | None, attribute: Attribute, value: Any, place: Place = NOWHERE
    ) -> Any:
        """A value with entities for ids; what can't be resolved becomes unknown, and a problem."""
        if isinstance(value, str):
            return self._entity(entity, attribute, value, place) or UNKNOWN
        if isinstance(value, frozenset | PartialSet):
            ids = sorted(value._members if isinstance(value, PartialSet) else value)
            found = [self._entity(entity, attribute, id, place) for id in ids]
            known = frozenset(one for one in found if one is not None)
            return known if isinstance(value, frozenset) else PartialSet(known)
        if isinstance(value, OneOf):
            return OneOf(tuple(self._resolved(entity, attribute, one, place) for one in value._candidates))
        if isinstance(value, Series):
            return Series(
                Point(one.when, self._resolved(entity, attribute, one.value, place)) for one in value
            )
        return value

    def _entity(self, entity: Entity | None, attribute: Attribute, id: str, place: Place) -> Entity | None:
        target = self._drafts[attribute.to]
        found = target.entities.get(id)
        if found is not None or target.broken:
            return found
        if entity is not None:
            place = self._place(entity, attribute, id)
        if self._may_grow(target):
            return self._add(target, id, place)
        what = message("{id} is not among the {name}", id=id, name=target.kind.plural or target.kind.name)
        self._known.problems.append(Problem(place, what, self._hint(target, id)))
        return None

    def _hint(self, target: Draft, id: str) -> Message:
        self._suggestions += 1
        near = nearest(id, target.entities) if self._suggestions <= _MOST_SUGGESTIONS else None
        if near:
            return did_you_mean(near)
        return message("add it there, or name the collection in partial: if its list is not complete")

    def _add(self, target: Draft, id: str, place: Place) -> Entity:
        """A member that only a reference knows; nothing of it was collected."""
        added = target.entities[id] = Entity(target.kind, id)
        if target.state is not None:
            target.state, target.partial = None, True
        what = message("{fact} is only known because it is referred to here", fact=added._name)
        self.notes.append(Note(place, what))
        return added

    def _place(self, entity: Entity, attribute: Attribute, id: str) -> Place:
        """Where an id stands inside what was given for an attribute."""
        if self._nodes is None:
            self._nodes = {}
            for owner, name, node in self._known.references:
                self._nodes.setdefault((owner, name), []).append(node)
        nodes = self._nodes.get((entity, attribute.name), [])
        return next((place for node in nodes for place in _places_of(node, id)), NOWHERE)

    def _link_counts(self, draft: Draft, attribute: Attribute) -> None:
        values = draft.counts.values.get(attribute.name)
        if not values:
            return
        resolved: dict[Any, Count] = {}
        for id, count in values.items():
            found = self._entity(None, attribute, id, count.place)
            if found is not None:
                resolved[found] = count
        draft.counts.values[attribute.name] = resolved

    def _link_origins(self) -> None:
        """Sources that were told one by one hold ids, too."""
        origins = self._known.origins
        for entity, name, told in list(origins.told()):
            attribute = entity._type.attributes.get(name)
            if attribute is not None and attribute.type == "ref":
                linked = (replace(one, value=self._linked(attribute, one.value)) for one in told)
                origins.put(entity, name, tuple(linked))

    def _linked(self, attribute: Attribute, value: Any) -> Any:
        """Like :meth:`_resolved`, once every problem is known."""
        before = len(self._known.problems)
        resolved = self._resolved(None, attribute, value)
        del self._known.problems[before:]
        return resolved

    # --- inverses ----------------------------------------------------------------------

    def _invert(self, draft: Draft, attribute: Attribute) -> None:
        """Fill the attribute under which entities see who refers to them."""
        assert attribute.inverse_of is not None
        owner_name, reference = attribute.inverse_of
        owner = self._drafts[owner_name]
        sure: dict[Entity, set[Entity]] = {}
        maybe: set[Entity] = set()
        all_open = not self.listed(owner)
        for entity in owner.entities.values():
            targets, open_targets, is_open = _targets(entity.__dict__[reference])
            for target in targets:
                sure.setdefault(target, set()).add(entity)
            maybe.update(open_targets)
            all_open = all_open or is_open
        nobody: tuple[Any, Any] = (frozenset(), PartialSet(frozenset()))
        for target in draft.entities.values():
            known = sure.get(target)
            is_open = all_open or target in maybe
            if known is None:
                target.__dict__[attribute.name] = nobody[is_open]
            else:
                target.__dict__[attribute.name] = (
                    PartialSet(frozenset(known)) if is_open else frozenset(known)
                )


def _references(draft: Draft) -> list[Attribute]:
    return [one for one in draft.kind.attributes.values() if one.type == "ref" and is_given(one)]


def _is_nothing(value: Any) -> bool:
    """Whether a state says that there is no value, rather than that it is not known."""
    return isinstance(value, State) and value is not UNKNOWN and value is not NOT_COLLECTED


def _targets(value: Any) -> tuple[set[Entity], set[Entity], bool]:
    """Whom a reference surely names, whom it may name, and whether it may name anybody."""
    if isinstance(value, Entity):
        return {value}, set(), False
    if isinstance(value, frozenset):
        return set(value), set(), False
    if isinstance(value, PartialSet):
        return set(value._members), set(), True
    if isinstance(value, OneOf):
        return _targets_of_choice(value)
    if isinstance(value, Series):
        found = [_targets(point.value) for point in value]
        return (
            {one for sure, _, _ in found for one in sure},
            {one for _, maybe, _ in found for one in maybe},
            any(is_open for _, _, is_open in found),
        )
    return set(), set(), not _is_nothing(value)


def _targets_of_choice(value: OneOf) -> tuple[set[Entity], set[Entity], bool]:
    found = [_targets(one) for one in value._candidates]
    sure = set.intersection(*(one for one, _, _ in found))
    maybe = {one for sets in found for one in sets[0] | sets[1]} - sure
    return sure, maybe, any(is_open for _, _, is_open in found)


def _places_of(node: Node, id: str) -> Iterator[Place]:
    if isinstance(node, Scalar):
        if node.text.strip() == id:
            yield node.place
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _places_of(item, id)
    elif isinstance(node, Mapping):
        for _, value in node.entries:
            yield from _places_of(value, id)
