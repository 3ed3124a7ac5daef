"""What aggregates can be where members are known by number alone: every way to sort them has its say."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ccrules.conditions import tree
from ccrules.conditions.counted import View, is_open, sorting
from ccrules.conditions.inputs import free
from ccrules.conditions.possible import Possible, Range, SomeSet
from ccrules.conditions.rows import join_key
from ccrules.facts.base import Collection, Entity

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Environment, Evaluator

#: Ways to sort members that are combined with each other.
MOST_SORTINGS = 4
NOBODY: frozenset[Entity] = frozenset()
#: A counted attribute, and what members are sorted by; see :func:`~ccrules.conditions.counted.sorting`.
Counted = tuple[str, Any]


def in_every_view(
    evaluator: Evaluator,
    node: tree.Aggregate,
    environment: Environment,
    function: Callable[[Evaluator, tree.Aggregate, Environment], Possible],
) -> Possible:
    """What an aggregate can be, its members known by number being sorted in every way.

    The way that says most stays in force, for those who look at the rows afterwards.

    Args:
        evaluator: over the facts.
        node: the aggregate.
        environment: the variables in force.
        function: works it out for the way that is in force.
    """
    options = {loop: views for loop in node.loops if (views := _views(evaluator, node, loop, environment))}
    in_force = evaluator.rows.views
    in_force.update({loop: views[0] for loop, views in options.items()})
    found = first = function(evaluator, node, environment)
    for loop, views in options.items() if node.function != "edges" else ():
        tried = [(views[0], first)]
        for view in views[1:]:
            in_force[loop] = view
            tried.append((view, function(evaluator, node, environment)))
            found = _meet(found, tried[-1][1])
        in_force[loop] = next((view for view, value in tried if value == found), views[0])  # shows it best
    return found


def _views(
    evaluator: Evaluator, node: tree.Aggregate, loop: tree.Loop, environment: Environment
) -> list[View]:
    """The ways to look at the members of a loop; none if all of them are listed."""
    if not isinstance(loop.source, tree.Everything):
        return []
    collection = evaluator.base.collections[loop.source.name]
    if not collection.anonymous:
        return []
    read = _Reads(loop.variable.name, evaluator, environment)
    counted = list(read.counted(node, collection))[:MOST_SORTINGS]
    may_forget = read.only_attributes(node)
    found = []
    for some in _together(collection, counted):
        for forgotten in dict.fromkeys((NOBODY, _open_of(collection, some) if may_forget else NOBODY)):
            sortings = (sorting(collection, attribute, by, forgotten) for attribute, by in some)
            found.append(View(tuple(sortings), forgotten))
    return found


def _together(collection: Collection, counted: list[Counted]) -> list[tuple[Counted, ...]]:
    """The ways in which members are sorted: by two attributes, or two elements of one set, if any."""
    some: list[tuple[Counted, ...]] = [
        (one, other)
        for one, other in itertools.permutations(counted, 2)
        if one[0] != other[0] or collection.type.attributes[one[0]].set
    ]
    return some or [(one,) for one in counted] or [()]


def _open_of(collection: Collection, counted: Iterable[Counted]) -> frozenset[Entity]:
    """The listed members of which something that was counted is not known."""
    names = {attribute for attribute, _ in counted}
    return frozenset(
        member for member in collection.members if any(is_open(member.__dict__[name]) for name in names)
    )


def _meet(one: Possible, other: Possible) -> Possible:
    """What two views leave possible; the first where the facts contradict themselves."""
    if isinstance(one, int):
        assert isinstance(other, int)
        return one & other or one
    if isinstance(one, SomeSet):
        assert isinstance(other, SomeSet)
        return SomeSet(one.must | other.must, one.open and other.open, one.na and other.na, one.empty)
    assert isinstance(one, Range)
    assert isinstance(other, Range)
    return _meet_ranges(one, other)


def _meet_ranges(one: Range, other: Range) -> Range:
    low, high = max(one.low, other.low), min(one.high, other.high)
    if one.empty or other.empty or low > high:
        return other if other.empty else one
    return Range(low, high, none=one.none and other.none, na=one.na and other.na)


# --- what a loop reads -----------------------------------------------------------------


class _Reads:
    """Finds what an aggregate reads of one loop's variable.

    Args:
        variable: the variable.
        evaluator: over the facts.
        environment: the variables in force outside the aggregate.
    """

    def __init__(self, variable: str, evaluator: Evaluator, environment: Environment) -> None:
        self.variable, self.evaluator, self.environment = variable, evaluator, environment

    def counted(self, node: tree.Node, collection: Collection) -> Iterator[Counted]:
        """The counted attributes that are read, and what members are sorted by.

        Each element of a set matters on its own. Of other attributes every value does, and then
        whether a member has the values that it is compared with.
        """
        found: dict[Counted, None] = {}
        apart: dict[Counted, None] = {}
        for attribute, asked in self._read(node):
            counts = collection.counts.get(attribute, {})
            if collection.type.attributes[attribute].set:
                found |= {(attribute, one): None for one in counts if asked is None or one in asked}
            elif counts:
                found[attribute, None] = None
                some = frozenset(counts) & (asked or frozenset())
                apart |= {(attribute, some): None} if some and len(counts) > 2 else {}
        yield from (*found, *apart)

    def _read(self, node: tree.Node) -> Iterator[tuple[str, frozenset[Any] | None]]:
        """The attributes, with the values that they are compared with or searched for; None for any."""
        if isinstance(node, tree.Field) and self._is_own(node.base):
            yield node.attribute.name, None
            return
        sides = node.parts() if isinstance(node, tree.Contains) or _equates(node) else ()
        for side, other in zip(sides, reversed(sides), strict=True):
            if isinstance(side, tree.Field) and self._is_own(side.base):
                yield side.attribute.name, self._known(other)
                yield from self._read(other)
                return
        for part in node.parts():
            yield from self._read(part)

    def _is_own(self, node: tree.Node) -> bool:
        return isinstance(node, tree.Variable) and node.name == self.variable

    def _known(self, node: tree.Node) -> frozenset[Any] | None:
        """The values that something is, if that is known."""
        if not free(node) <= self.environment.keys() or tree.calls_plugin(node):
            return None
        found = self.evaluator.value(node, dict(self.environment))
        if isinstance(found, SomeSet):
            return found.must
        key = join_key(found)
        return None if key is None else frozenset({key})

    def only_attributes(self, node: tree.Aggregate) -> bool:
        """Whether nothing asks which member one is."""
        asked = [part for loop in node.loops for part in (loop.source, *loop.filters)]
        asked += [] if self._is_own(node.element) else [node.element]
        return all(map(self._only_attributes, asked))

    def _only_attributes(self, node: tree.Node) -> bool:
        if isinstance(node, tree.Field) and self._is_own(node.base):
            return not node.attribute.inverse_of
        return not self._is_own(node) and all(map(self._only_attributes, node.parts()))


def _equates(node: tree.Node) -> bool:
    return isinstance(node, tree.Compare) and node.operator in ("==", "!=")
