"""Members of a collection that are known by number alone: of which sorts they are, and how many of each.

Numbers are given for one attribute at a time: 5 of 15 mailboxes are not tracked, 4 are shared.
Members are sorted by one of two attributes that a loop reads, and each sort by the other as far as
the numbers force it: of 12 members that are not tracked and 8 that are shared, out of 15, at least
5 are both. Sorting by the second attribute first says something else, which holds as well; what an
aggregate can be lies in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ccrules.facts.base import Collection, Entity
from ccrules.values import NONE, NOT_APPLICABLE, NotPlain, OneOf, PartialSet

#: Values of attributes, as a member of which no more is known would have them.
Known = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """One way to sort members.

    Attributes:
        attribute: the attribute whose values were counted.
        sorts: each value, or a set with that element, and how many members surely have it.
        complete: whether every member has one of these values.
    """

    attribute: str
    sorts: tuple[tuple[Any, int], ...]
    complete: bool = False

    def rest(self, number: int, total: int) -> Known:
        """What is known of those members of whom it is open which of the values they have."""
        if not self.complete:
            return ()
        options = [one for one, many in self.sorts if min(number, many) > _overlap(many, number, total)]
        return ((self.attribute, _one_of(options)),)

    def apart(self, values: frozenset[Any]) -> Sorting:
        """The same by one difference: whether a member has one of some values, or another one."""
        groups = [
            [(value, many) for value, many in self.sorts if many and (value in values) is inside]
            for inside in (True, False)
        ]
        sorts = [
            (_one_of([value for value, _ in some]), sum(many for _, many in some)) for some in groups if some
        ]
        return Sorting(self.attribute, tuple(sorts), self.complete)


@dataclass(frozen=True, slots=True)
class View:
    """How members known by number are looked at.

    Attributes:
        sortings: none, one or two; members are sorted by the first one first.
        forgotten: listed members that are taken for some of those known by number, because what
            was counted is not known of them.
    """

    sortings: tuple[Sorting, ...] = ()
    forgotten: frozenset[Entity] = frozenset()


PLAIN = View()


def sorted_by(collection: Collection, view: View) -> Iterator[tuple[Known, int]]:
    """The members known by number, and how many there surely are of each sort.

    Args:
        collection: the collection.
        view: how to sort them.
    """
    total = collection.anonymous + len(view.forgotten)
    return _sorted((), total, view.sortings, total)


def _sorted(
    known: Known, number: int, sortings: tuple[Sorting, ...], total: int
) -> Iterator[tuple[Known, int]]:
    """Sort some of all members; those whose sort is open come last."""
    if not number:
        return
    if not sortings:
        yield known, number
        return
    first, left = sortings[0], number
    for value, many in first.sorts:
        least = _overlap(many, number, total)
        left -= least
        yield from _sorted((*known, (first.attribute, value)), least, sortings[1:], total)
    if left:
        yield from _sorted((*known, *first.rest(number, total)), left, sortings[1:], total)


def distinguished(known: Known) -> tuple[tuple[str, Any], ...]:
    """What is known, as a key of a dictionary."""
    return tuple(
        (name, getattr(value, "_members", getattr(value, "_candidates", value))) for name, value in known
    )


def _one_of(values: Sequence[Any]) -> Any:
    """One of some values, each of which may be one of several itself."""
    single = [
        one for value in values for one in (value._candidates if isinstance(value, OneOf) else (value,))
    ]
    return OneOf(tuple(single)) if len(single) > 1 else single[0]


def _overlap(many: int, number: int, total: int) -> int:
    """How many of some members surely are among those that have a value, of whom there are many in all."""
    return max(0, number + many - total)


def values_of(known: Known) -> dict[str, Any]:
    """The values by attribute; what is known of one set in two ways together."""
    found: dict[str, Any] = {}
    for attribute, value in known:
        if attribute in found:  # only the values of one set can be known in two ways
            found[attribute] = PartialSet(found[attribute]._members | value._members)
        else:
            found[attribute] = value
    return found


# --- what the numbers say ---------------------------------------------------------------


def sorting(collection: Collection, attribute: str, by: Any, forgotten: frozenset[Entity]) -> Sorting:
    """One way to sort the members known by number.

    Args:
        collection: the collection.
        attribute: a counted attribute.
        by: for a set, the counted element that tells members apart; else the values that are told
            from all others, or None for each on its own.
        forgotten: listed members that are taken for some of them.
    """
    listed = [member.__dict__[attribute] for member in collection.members if member not in forgotten]
    number = collection.anonymous + len(forgotten)
    undecided = sum(is_open(value) for value in listed)
    counts = collection.counts[attribute]
    if collection.type.attributes[attribute].set:
        held = sum(isinstance(value, frozenset) and by in value for value in listed)
        sure = PartialSet(frozenset({by}))
        return Sorting(attribute, ((sure, _surely(counts[by], held, undecided, number)),))
    plain = [value for value in listed if not isinstance(value, NotPlain)]
    sorts = [(value, _surely(many, plain.count(value), undecided, number)) for value, many in counts.items()]
    each = Sorting(attribute, tuple(sorts), sum(many for _, many in sorts) == number)
    return each if by is None else each.apart(by)


def _surely(counted: int, listed: int, undecided: int, number: int) -> int:
    """How many surely have a value; a listed member of which that is open may be among those counted."""
    return max(0, min(number, counted - listed) - undecided)


def is_open(value: Any) -> bool:
    """Whether a member may have a value after all."""
    return isinstance(value, NotPlain) and value is not NONE and value is not NOT_APPLICABLE
