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
    for some in itertools.permutations(counted, min(len(counted), 2)):
        for forgotten in dict.fromkeys((NOBODY, _open_of(collection, some) if may_forget else NOBODY)):
            sortings = (sorting(collection, attribute, element, forgotten) for attribute, element in some)
            found.append(View(tuple(sortings), forgotten))
    return found


def _open_of(collection: Collection, counted: Iterable[tuple[str, Any]]) -> frozenset[Entity]:
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

    def counted(self, node: tree.Node, collection: Collection) -> Iterator[tuple[str, Any]]:
        """The counted attributes that are read, each element of a set that matters on its own."""
        seen = set()
        for attribute, element in self._read(node):
            counts = collection.counts.get(attribute, {})
            every = [element] if element is not None else list(counts)
            whole = not collection.type.attributes[attribute].set
            for one in [None] if whole and counts else [one for one in every if one in counts]:
                if (attribute, one) not in seen:
                    seen.add((attribute, one))
                    yield attribute, one

    def _read(self, node: tree.Node) -> Iterator[tuple[str, Any]]:
        """The attributes, with the element that a set is searched for; None for any."""
        container = node.container if isinstance(node, tree.Contains) else None
        if isinstance(node, tree.Field) and self._is_own(node.base):
            yield node.attribute.name, None
        elif isinstance(container, tree.Field) and self._is_own(container.base):
            assert isinstance(node, tree.Contains)
            yield container.attribute.name, self._element(node.item)
            yield from self._read(node.item)
        else:
            for part in node.parts():
                yield from self._read(part)

    def _is_own(self, node: tree.Node) -> bool:
        return isinstance(node, tree.Variable) and node.name == self.variable

    def _element(self, item: tree.Node) -> Any:
        if not free(item) <= self.environment.keys() or tree.calls_plugin(item):
            return None
        return join_key(self.evaluator.value(item, dict(self.environment)))

    def only_attributes(self, node: tree.Aggregate) -> bool:
        """Whether nothing asks which member one is."""
        asked = [part for loop in node.loops for part in (loop.source, *loop.filters)]
        asked += [] if self._is_own(node.element) else [node.element]
        return all(map(self._only_attributes, asked))

    def _only_attributes(self, node: tree.Node) -> bool:
        if isinstance(node, tree.Field) and self._is_own(node.base):
            return not node.attribute.inverse_of
        return not self._is_own(node) and all(map(self._only_attributes, node.parts()))
