"""The rows of loops: every member there is, or may be, with what its filters can say."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.counted import PLAIN, Known, View, distinguished, sorted_by, values_of
from ccrules.conditions.possible import Choice, Mask, Possible, Range, SomeSet
from ccrules.facts.base import Collection, Entity
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, Series

if TYPE_CHECKING:
    from ccrules.conditions.evaluator import Environment, Evaluator

#: The id of members that nobody listed; no entity of a fact file can have it.
NOBODY = ""
#: A member of a source: what it can be, whether it is surely there, and how many such there
#: are (``inf`` where nobody knows).
Member = tuple[Possible, bool, float]
#: A row: whether it is surely there, what its filters can say together, how many such.
Row = tuple[bool, Mask, float]


class Rows:
    """Runs loops for the evaluator.

    Args:
        evaluator: evaluates sources and filters.

    Attributes:
        views: how each loop looks at members that are known by number alone.
    """

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.views: dict[tree.Loop, View] = {}
        self._ghosts: dict[tuple[Any, ...], Entity] = {}

    def run(
        self, loops: tuple[tree.Loop, ...], environment: Environment, keep_false: bool = False
    ) -> Iterator[Row]:
        """The rows, with the loops' variables set in the environment while each is visited.

        Args:
            loops: outermost first.
            environment: the variables in force.
            keep_false: whether rows that the filters surely exclude are wanted too.
        """
        return self._run(loops, 0, environment, True, p.TRUE, 1, keep_false)

    def _run(  # noqa: PLR0917 - the state of one recursion
        self,
        loops: tuple[tree.Loop, ...],
        depth: int,
        environment: Environment,
        sure: bool,
        mask: Mask,
        many: float,
        keep_false: bool,
    ) -> Iterator[Row]:
        if depth == len(loops):
            yield sure, mask, many
            return
        loop = loops[depth]
        name = loop.variable.name
        for member, member_sure, member_many in self.members(loop, environment, keep_false):
            environment[name] = member
            row_mask = self._filtered(loop, environment, mask, keep_false)
            if keep_false or row_mask & p.TRUE:
                yield from self._run(
                    loops,
                    depth + 1,
                    environment,
                    sure and member_sure,
                    row_mask,
                    many * member_many,
                    keep_false,
                )

    def _filtered(self, loop: tree.Loop, environment: Environment, mask: Mask, keep_false: bool) -> Mask:
        for condition in loop.filters:
            mask = p.AND[mask][self.evaluator.mask(condition, environment)]
            if not keep_false and not mask & p.TRUE:
                break
        return mask

    # --- members ---------------------------------------------------------------------

    def members(
        self, loop: tree.Loop, environment: Environment, keep_false: bool = False
    ) -> Iterator[Member]:
        """What a loop runs over."""
        source = loop.source
        if isinstance(source, tree.Everything):
            return self._of_collection(
                loop, self.evaluator.base.collections[source.name], environment, keep_false
            )
        if source.type.kind == "series":
            assert isinstance(source, tree.Field)
            return self._of_series(source, environment)
        return self._of_set(loop, environment)

    def may_be_inapplicable(self, loop: tree.Loop, environment: Environment) -> Mask:
        """Whether a loop's source as a whole is not applicable: TRUE, FALSE or EITHER."""
        if isinstance(loop.source, tree.Everything):
            state = self.evaluator.base.collections[loop.source.name].state
            return p.FALSE if state is None else p.TRUE if state is NOT_APPLICABLE else p.EITHER
        if loop.source.type.kind == "series":
            assert isinstance(loop.source, tree.Field)
            states = self.series(loop.source, environment)
            known = [s is NONE or isinstance(s, Series) for s in states]
            return p.outcome(not all(known), any(s is not NOT_APPLICABLE for s in states))
        found = self.evaluator.value(loop.source, environment)
        assert isinstance(found, SomeSet)
        return p.outcome(found.na or found.empty, not found.empty)

    def _of_collection(
        self, loop: tree.Loop, collection: Collection, environment: Environment, keep_false: bool
    ) -> Iterator[Member]:
        if collection.state is NOT_APPLICABLE:
            return
        view = self.views.get(loop, PLAIN) if collection.anonymous else PLAIN
        for entity in self._candidates(loop, collection, environment, keep_false):
            if entity not in view.forgotten:
                yield Choice((entity,)), True, 1
        if collection.anonymous:
            for known, number in sorted_by(collection, view):
                yield Choice((self.ghost(collection, known),)), True, number
        for entity in collection.unlisted:
            yield Choice((entity,)), False, math.inf
        if collection.state is not None or not collection.complete:
            yield Choice((self.ghost(collection),)), False, math.inf

    def _candidates(
        self, loop: tree.Loop, collection: Collection, environment: Environment, keep_false: bool
    ) -> Iterator[Entity]:
        """All members, or those an index join leaves: the key's bucket and the undecided."""
        key = None
        if loop.key is not None and not keep_false:
            key = join_key(self.evaluator.value(loop.key, environment))
        if key is None:
            yield from collection.members
            return
        index = collection.index(loop.attribute)
        yield from index.by_value.get(key, ())
        yield from index.undecided

    def ghost(self, collection: Collection, known: Known = ()) -> Entity:
        """A member of which nothing is known but some values."""
        key = (collection.type.name, distinguished(known))
        if key not in self._ghosts:
            self._ghosts[key] = Entity(collection.type, NOBODY, values_of(known))
        return self._ghosts[key]

    def _of_set(self, loop: tree.Loop, environment: Environment) -> Iterator[Member]:
        found = self.evaluator.value(loop.source, environment)
        assert isinstance(found, SomeSet)
        sure = not found.na
        for member in found.must:
            yield p.lift_plain(loop.variable.type.kind, member), sure, 1
        if found.open:
            yield p.anything(loop.variable.type), False, math.inf

    def _of_series(self, field: tree.Field, environment: Environment) -> Iterator[Member]:
        element = field.type.element
        assert element is not None
        choices = self.series(field, environment)
        for series in choices:
            if isinstance(series, Series):
                for value in series.values():
                    yield p.lift(field.attribute, element, value), len(choices) == 1, 1
            elif series is not NOT_APPLICABLE and series is not NONE:
                yield p.universe(field.attribute, element), False, math.inf

    def series(self, field: tree.Field, environment: Environment) -> list[Any]:
        """What a series attribute may hold: series, or states of the whole."""
        base = self.evaluator.value(field.base, environment)
        assert isinstance(base, Choice)
        found: list[Any] = [entity.__dict__[field.attribute.name] for entity in base.candidates or ()]
        if base.candidates is None:
            found.append(NOT_COLLECTED)
        if base.may_leave:
            found.append(NOT_APPLICABLE)
        return found


def is_ghost(entity: Entity) -> bool:
    """Whether an entity stands for members that nobody listed."""
    return entity.id == NOBODY


def join_key(value: Possible) -> Any:
    """The plain value of an index join's key; None if it is not decided."""
    if isinstance(value, Choice) and value.decided and value.candidates:
        found = value.candidates[0]
        return None if isinstance(found, Entity) and is_ghost(found) else found
    if isinstance(value, Range) and value.decided and not value.empty:
        return value.low
    return None
