"""An aggregate over the members with one key, for every key that a subject may have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions.columns import Column
from ccrules.conditions.numbering import HOLES
from ccrules.conditions.possible import Choice, Possible, Range, SomeSet
from ccrules.conditions.rows import is_ghost
from ccrules.conditions.tallies import Bounds, Counted, Tally
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import Attribute
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN, OneOf, PartialSet

#: The types of keys that are alike if they are equal.
KEYS_BY_VALUE = ("text", "ref", "enum", "bool")


class ByKey:
    """An aggregate by the value of its key, over one fact base.

    Args:
        tally: what the members add, in groups by their key.
        ends: the key of each group, or the state it is in.
        doubtful: what groups of doubtful keys add, with the keys that they may have; None for any.
        at: the bounds for keys that some group surely has, or that are among a few.
        elsewhere: the bounds for all other keys.
    """

    def __init__(
        self,
        tally: Tally,
        ends: Sequence[Any],
        doubtful: Sequence[tuple[frozenset[Any] | None, Bounds]],
        at: dict[Any, Bounds],
        elsewhere: Bounds,
    ) -> None:
        self._tally, self._ends, self._doubtful = tally, ends, doubtful
        self.at, self.elsewhere = at, elsewhere

    def of(self, key: Possible) -> Bounds | None:
        """The bounds for a key that may not be known; None if only the evaluator can tell."""
        if isinstance(key, int):
            return self.at.get(key == p.TRUE, self.elsewhere) if key in (p.TRUE, p.FALSE) else None
        if isinstance(key, SomeSet):
            return None
        if key.empty:
            return self._tally.total(())  # absent or not applicable: equal to nothing
        if isinstance(key, Range):
            return self.at.get(key.low, self.elsewhere) if key.decided else None
        return self._of_choice(key)

    def _of_choice(self, key: Choice) -> Bounds | None:
        if key.candidates is None:
            return self._of_any
        if any(isinstance(one, Entity) and is_ghost(one) for one in key.candidates):
            return None
        if key.decided:
            return self.at.get(key.candidates[0], self.elsewhere)
        return self._among(frozenset(key.candidates))

    @cached_property
    def _of_any(self) -> Bounds:
        return self._among(None)

    def _among(self, wanted: frozenset[Any] | None) -> Bounds:
        """The bounds for a key that is one of several; None for any."""
        parts = [
            bounds
            for keys, bounds in self._doubtful
            if keys is None or wanted is None or not keys.isdisjoint(wanted)
        ]
        for number in self._tally.numbers:
            keys = keys_at(self._ends[number])
            if keys if wanted is None else not wanted.isdisjoint(keys):
                parts.append(self._tally.perhaps([number]))
        return self._tally.total(parts)


def keys_at(end: Any) -> Collection[Any]:
    """The keys that members surely have who have this at the end of the path to it."""
    if end.__class__ in HOLES:
        return ()
    return end if end.__class__ is frozenset else (end,)


class Sorting:
    """Sorts the groups of members by what is known of their key.

    Args:
        tally: what the members add.
        attribute: the key's attribute.
        complete: whether all members are listed.
        column: of the key, by whose numbers the members are grouped.
    """

    def __init__(self, tally: Tally, attribute: Attribute, complete: bool, column: Column) -> None:
        self._tally, self._attribute, self._complete = tally, attribute, complete
        self._ends, self._known = column.ends, column.known
        self._few: defaultdict[Any, list[Bounds]] = defaultdict(list)
        self._anywhere: list[Bounds] = []
        self._doubtful: list[tuple[frozenset[Any] | None, Bounds]] = []

    def by_key(self) -> ByKey | None:
        """The aggregate by key; None if the keys of some members are too much in doubt."""
        lost: list[int] = []
        there = self._tally.numbers
        for number in range(self._known, len(self._ends)):
            if number in there and not self._sorted(number, self._ends[number], lost):
                return None
        if (lost or not self._complete) and not self._file_lost(self._tally.perhaps(lost, nobody=True)):
            return None
        total = self._tally.total(self._anywhere)
        return ByKey(self._tally, self._ends, self._doubtful, self._at(), total)

    def _at(self) -> dict[Any, Bounds]:
        """The bounds by key."""
        ends = self._ends
        if not self._few and not self._attribute.set and self._attribute.type in KEYS_BY_VALUE:
            found = self._tally.totals(self._anywhere)
            return {ends[number]: bounds for number, bounds in found if number < self._known}
        met = self._few
        for number in self._tally.numbers:
            for key in keys_at(ends[number]):
                met[key].append(self._tally.met(number))
        return {key: self._tally.total([*parts, *self._anywhere]) for key, parts in met.items()}

    def _sorted(self, number: int, end: Any, lost: list[int]) -> bool:
        """Find out which keys a group may have; false if it can't be told."""
        if end is NOT_COLLECTED or end is UNKNOWN:
            lost.append(number)
        elif isinstance(end, PartialSet) and isinstance(self._tally, Counted):
            self._file_partial(number, end._members)
        elif isinstance(end, OneOf) and not self._attribute.set:
            return self._file_candidates(number, end._candidates)
        else:
            return end is NONE or end is NOT_APPLICABLE  # equal to no key
        return True

    def _file_partial(self, number: int, keys: frozenset[Any]) -> None:
        """They may have any key, and have some of them surely."""
        perhaps = self._tally.perhaps([number])
        self._anywhere.append(perhaps)
        self._doubtful.append((None, perhaps))
        for key in keys:
            self._few[key].append((self._tally.met(number)[0], 0))

    def _file_candidates(self, number: int, candidates: tuple[Any, ...]) -> bool:
        keys = [one for one in candidates if one is not NONE and one is not NOT_APPLICABLE]
        if any(key.__class__ in HOLES for key in keys):
            return False
        self._file_few(frozenset(keys), self._tally.perhaps([number]))
        return True

    def _file_few(self, keys: frozenset[Any], perhaps: Bounds) -> None:
        """They may have one of a few keys."""
        self._doubtful.append((keys, perhaps))
        for key in keys:
            self._few[key].append(perhaps)

    def _file_lost(self, perhaps: Bounds) -> bool:
        """They may have any key that the attribute allows."""
        attribute = self._attribute
        if attribute.set or attribute.type in ("text", "ref"):
            self._anywhere.append(perhaps)
            self._doubtful.append((None, perhaps))
        elif attribute.type in ("enum", "bool"):
            self._file_few(frozenset(attribute.values or (True, False)), perhaps)
        else:
            return False
        return True
