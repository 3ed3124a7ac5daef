"""Fact files to a fact base: read, merge, override, link; every problem at once."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ccrules.documents import Node
from ccrules.errors import InputError, Place, Problem
from ccrules.facts.base import Collection, Entity, FactBase
from ccrules.facts.counts import count_problems
from ccrules.facts.entries import Draft, Known
from ccrules.facts.gathering import Gatherer
from ccrules.facts.header import Header
from ccrules.facts.linking import Linker
from ccrules.facts.overrides import apply_override
from ccrules.facts.trust import stale_notes
from ccrules.facts.vocabulary import ORGANISATION, Vocabulary, with_inverses
from ccrules.values import State

_AS_OF = Place(cell="--as-of")


def read_facts(
    nodes: Iterable[Node],
    vocabulary: Vocabulary,
    *,
    overrides: Sequence[str] = (),
    as_of: datetime.date | str | None = None,
    unreadable: Sequence[Problem] = (),
) -> FactBase:
    """Turn documents into a fact base.

    Args:
        nodes: one tree per file, in the order of the files.
        vocabulary: the entity types; inverses are added.
        overrides: ``type/id.attribute=value``, applied to what the files say.
        as_of: another date than ``assessment.date``, full or partial.
        unreadable: what is wrong with files that gave no tree, to be raised with the rest.

    Raises:
        InputError: everything that is wrong in any of the documents or overrides.
    """
    gathered = Gatherer(with_inverses(vocabulary))
    for node in nodes:
        gathered.document(node)
    if unreadable:  # references into a broken file would only look wrong
        raise InputError([*unreadable, *gathered.known.problems])
    if as_of is not None:
        gathered.header.set_date(as_of, _AS_OF)
    for text in overrides:
        apply_override(gathered.known, text)
    return _linked(gathered)


def _linked(gathered: Gatherer) -> FactBase:
    """The fact base of everything gathered, or all that is wrong with it."""
    known = gathered.known
    notes = [*known.conflicts(), *gathered.remarks]
    linker = Linker(known, gathered.header)
    linker.link()
    drafts = known.drafts.values()
    collections = {
        one.kind.name: _collection(one, linker, gathered.header) for one in drafts if not one.kind.singleton
    }
    problems = [*known.problems, *_count_problems(known, collections)]
    if problems:
        raise InputError(problems)
    base = FactBase(
        known.vocabulary,
        collections,
        {one.kind.name: _singleton(one) for one in drafts if one.kind.singleton},
        today=gathered.header.today,
        header=gathered.header.as_given(),
        objectives=gathered.header.weights,
        origins=known.origins,
        files=tuple(dict.fromkeys(gathered.files)),
        stated={one.kind.name: one.place for one in drafts if one.kind.singleton and str(one.place)},
    )
    notes += stale_notes(base)
    base.notes = tuple(sorted([*notes, *linker.notes], key=lambda note: (note.place, str(note.what))))
    return base


def _collection(draft: Draft, linker: Linker, header: Header) -> Collection:
    total = draft.counts.total
    return Collection(
        draft.kind,
        tuple(draft.entities.values()),
        draft.state,
        complete=linker.complete(draft),
        excerpt=draft.partial and draft.kind.name not in header.partial,
        total=None if total is None else total.number,
        counts={
            attribute: {value: count.number for value, count in values.items()}
            for attribute, values in draft.counts.values.items()
        },
        place=draft.place,
    )


def _count_problems(known: Known, collections: Mapping[str, Collection]) -> Iterator[Problem]:
    for name, collection in collections.items():
        sets = frozenset(one.name for one in collection.type.attributes.values() if one.set)
        yield from count_problems(known.drafts[name].counts, collection.members, sets)


def _singleton(draft: Draft) -> Entity | State:
    if draft.kind.name == ORGANISATION and not draft.entities:
        return Entity(draft.kind, ORGANISATION)
    return draft.entities[draft.kind.name] if draft.state is None else draft.state
