"""Entities as a table: what lies at the end of a path, as one number per entity.

Conditions look at the same few facts of many entities: ``flow.channel``, ``flow.team.site``. A
column numbers the values that there are at the end of such a path, and the states in which a
path ends early. What depends on a path alone is then worked out once for each number, and
spread over all entities by a look-up that Python does in C.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import compress
from operator import attrgetter, itemgetter

from ccrules.conditions.numbering import BYTE, HOLES, Numbering, numbered, packed, paired
from ccrules.facts.base import Collection, Entity, FactBase

#: The names of attributes, from an entity to what is asked of it; empty for the entity itself.
Path = tuple[str, ...]

#: Where at most one entity in so many matters, these are looked at on their own.
NARROW = 4
#: As many sorts of holes are worked out although they may matter to nobody.
FEW_HOLES = 8
_PAD = bytes(BYTE)


class Column:
    """What many entities have at the end of some paths, numbered.

    Args:
        entities: the entities.
        numbers: for each entity, the number of what it has.
        numbering: what the numbers stand for.
        whole: the column of which it is a part, if it is one.

    Attributes:
        ends: for each number, the value itself, or the hole at which the path ends; of several
            paths together, nothing that can be read.
        known: the numbers below this one are those of plainly known values.
        rising: whether the known values rise with their numbers.
    """

    __slots__ = ("_entities", "_find", "_places", "_samples", "_whole", "ends", "known", "numbers", "rising")

    def __init__(
        self,
        entities: Sequence[Entity],
        numbers: Sequence[int],
        numbering: Numbering,
        whole: Column | None = None,
    ) -> None:
        self._entities, self.numbers, self._whole = entities, numbers, whole
        self.ends, self.known, self.rising = numbering.ends, numbering.known, numbering.rising
        self._samples: Sequence[Entity] | None = None
        self._places: list[list[int]] | None = None
        self._find: Callable[[Sequence[int]], tuple[int, ...]] | None = None

    def __len__(self) -> int:
        """How many numbers there are."""
        return len(self.ends)

    @property
    def samples(self) -> Sequence[Entity]:
        """For each number, an entity that has it."""
        if self._samples is None:
            self._samples = self._sampled() if self._whole is None else self._whole.samples
        return self._samples

    def _sampled(self) -> Sequence[Entity]:
        if self.numbers.__class__ is range:
            return self._entities
        found = dict(zip(self.numbers, self._entities, strict=True))
        return [found[number] for number in range(len(self.ends))]

    def part(self, entities: Sequence[Entity], places: Sequence[int]) -> Column:
        """The column of the entities at some places, with the same numbers."""
        numbers = self.numbers
        numbers = packed([numbers[place] for place in places], len(self.ends))
        return Column(entities, numbers, Numbering(self.ends, self.known, self.rising), self)

    @property
    def plain(self) -> bool:
        """Whether all is plainly known."""
        return self.known == len(self.ends)

    @property
    def open_ended(self) -> bool:
        """Whether there are many sorts of holes, each of which takes the evaluator."""
        return len(self.ends) - self.known > FEW_HOLES

    def size(self, chosen: bytes) -> int:
        """How many entities have some numbers; see :meth:`where`."""
        if self.numbers.__class__ is bytes:
            return self.numbers.translate(chosen + _PAD[len(chosen) :]).count(1)
        return sum(map(len, self.where(chosen)))

    def where(self, chosen: bytes) -> list[list[int]]:
        """Where the entities stand that have some numbers, in one list for each number.

        Args:
            chosen: 1 for each of these numbers, 0 for all others.
        """
        if self._places is None:
            self._places = [[] for _ in self.ends]
            add = [places.append for places in self._places]
            for place, number in enumerate(self.numbers):
                add[number](place)
        first, last = chosen.find(1), chosen.rfind(1)
        if first >= 0 and chosen.count(1) == last + 1 - first:
            return self._places[first : last + 1]
        return list(compress(self._places, chosen))

    def at(self, found: Sequence[int], places: Sequence[int]) -> bytes:
        """What was found for each number, as one byte for each entity at some places."""
        numbers = self.numbers
        return bytes([found[numbers[place]] for place in places])

    def spread(self, found: Sequence[int]) -> bytes:
        """What was found for each number, as one byte for each entity.

        Args:
            found: a number below 256 for each number of the column.
        """
        if self.numbers.__class__ is bytes:
            return self.numbers.translate(bytes(found) + _PAD[len(found) :])
        if self.numbers.__class__ is range:
            return bytes(found)
        if self._find is None:
            self._find = itemgetter(*self.numbers)
        return bytes(self._find(found))


class Table:
    """Entities of one type, with columns made when they are first asked for.

    Args:
        entities: the entities; what is stored in them must not change.
        whole: the table of which it is a part, if it is one.
        places: where the entities stand in the whole.
    """

    def __init__(
        self, entities: Sequence[Entity], whole: Table | None = None, places: Sequence[int] = ()
    ) -> None:
        self.entities = entities
        self.whole, self._places = self if whole is None else whole, places
        self._columns: dict[tuple[Path, ...], Column] = {}
        self._plain: dict[tuple[Path, ...], bool] = {}

    def part(self, places: Sequence[int]) -> Table:
        """A table of some of the entities, whose columns number things alike."""
        return Table([self.entities[place] for place in places], self, places)

    def column(self, paths: tuple[Path, ...]) -> Column:
        """What the entities have at the ends of some paths together.

        Args:
            paths: none for a column in which all entities are alike.
        """
        found = self._columns.get(paths)
        if found is None:
            found = self._columns[paths] = self._made(paths)
        return found

    def plain(self, paths: tuple[Path, ...]) -> bool:
        """Whether all that lies at the ends of paths is plainly known."""
        found = self._plain.get(paths)
        if found is None:
            found = self._plain[paths] = all(map(self._is_plain, paths))
        return found

    def _is_plain(self, path: Path) -> bool:
        if (path,) in self._columns or not path:
            return self.column((path,)).plain
        if len(path) > 1 and not self.plain((path[:-1],)):
            return False
        return HOLES.isdisjoint(map(type, map(attrgetter(".".join(path)), self.entities)))

    def _made(self, paths: tuple[Path, ...]) -> Column:
        entities = self.entities
        if self.whole is not self:
            return self.whole.column(paths).part(entities, self._places)
        if not paths:
            return Column(entities, bytes(len(entities)), Numbering(entities[:1], 1))
        if len(paths) > 1:
            columns = [self.column((path,)) for path in paths]
            limits = [column.known for column in columns]
            numbers, numbering = paired([column.numbers for column in columns], limits)
            return Column(entities, numbers, numbering)
        *before, last = paths[0] or ("",)
        if not last:
            return Column(entities, range(len(entities)), Numbering(entities, len(entities)))
        return self._one_step(self.column((tuple(before),)), last)

    def _one_step(self, before: Column, name: str) -> Column:
        """The column of a path that goes one attribute further."""
        values = [end.__dict__[name] for end in before.ends[: before.known]]
        numbers, numbering = numbered(values, before.ends[before.known :])
        if before.numbers.__class__ is not range:
            numbers = packed([numbers[number] for number in before.numbers], len(numbering.ends))
        return Column(self.entities, numbers, numbering)


class Tables:
    """The tables of one fact base.

    Args:
        base: the facts.
    """

    def __init__(self, base: FactBase) -> None:
        self._base = base
        self._whole: dict[str, Table] = {}

    def whole(self, collection: Collection) -> Table:
        """All listed members of a collection; made once."""
        name = collection.type.name
        if name not in self._whole:
            self._whole[name] = Table(collection.members)
        return self._whole[name]

    def of(self, entities: Sequence[Entity]) -> Table:
        """Some entities of one type; made anew unless they are all members of a collection."""
        collection = self._base.collections.get(entities[0]._type.name) if entities else None
        return self.whole(collection) if collection and collection.members is entities else Table(entities)
