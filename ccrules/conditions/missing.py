"""Which facts an undecided expression waits for.

The facts named are those under every part that is itself undecided: filling them all
decides the expression, and a part that is decided already names none.

Many outcomes wait for the same many facts: whose skill nobody knows may have any skill. Such
facts are collected once, as a group that outcomes share, or thousands of outcomes would each
name thousands of facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from heapq import merge
from itertools import islice
from typing import Any

from ccrules.conditions import possible as p
from ccrules.conditions import tree
from ccrules.conditions.evaluator import MOST_REMEMBERED, Environment, Evaluator, compared, present
from ccrules.conditions.graphs import open_edges, telling
from ccrules.conditions.joined import Alike, Joined
from ccrules.conditions.possible import Choice, Possible
from ccrules.conditions.rows import is_ghost
from ccrules.facts.base import Collection, Entity, fact_name
from ccrules.facts.vocabulary import Attribute
from ccrules.values import NONE, NOT_APPLICABLE, NotPlain, State

TODAY = "assessment.date"
#: A larger part of what an aggregate waits for is a group that outcomes share.
LARGEST_OWN = 20
#: Of more open edges than this nobody asks which have a say; all are collected, as a group.
MOST_EDGES = 50
#: More groups than this become one.
MOST_SHARED = 4

#: Typed expressions of derived attributes, by entity type and attribute.
Derivations = Mapping[tuple[str, str], tree.Node]
#: Names of facts.
Names = frozenset[str]
#: An entity type and an attribute; for a singleton or a collection as a whole nothing and its name.
Sort = tuple[str, str]


class Group:
    """Facts that many outcomes wait for.

    Args:
        names: the facts.
    """

    def __init__(self, names: Names) -> None:
        self.names = names

    @cached_property
    def sorted(self) -> Mapping[Sort, tuple[str, ...]]:
        """The facts of each sort, sorted."""
        return _sorted(self.names)


NO_GROUP = Group(frozenset())


def _sorted(names: Iterable[str]) -> Mapping[Sort, tuple[str, ...]]:
    found: dict[Sort, list[str]] = {}
    for name in sorted(names):
        owner, _, attribute = name.rpartition(".")
        found.setdefault((owner.partition("/")[0], attribute), []).append(name)
    return {sort: tuple(facts) for sort, facts in found.items()}


@dataclass(frozen=True, slots=True)
class Missing:
    """The facts that one outcome waits for.

    Attributes:
        own: facts that few other outcomes wait for.
        group: the others, none of which is in ``own``.
    """

    own: Names
    group: Group = NO_GROUP

    def __len__(self) -> int:
        return len(self.own) + len(self.group.names)

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.own | self.group.names))

    def by_sort(self, most: int) -> Iterator[tuple[Sort, int, tuple[str, ...]]]:
        """For each entity type and attribute how many facts there are, and the first of them.

        The time it takes depends on the group only the first time that the group is asked.

        Args:
            most: how many facts are wanted.
        """
        own, shared = _sorted(self.own), self.group.sorted
        for sort in sorted({*own, *shared}):
            mine, theirs = own.get(sort, ()), shared.get(sort, ())
            first = mine[:most] or theirs[:most]
            if mine and theirs:
                first = tuple(islice(merge(mine[:most], theirs[:most]), most))
            yield sort, len(mine) + len(theirs), first


#: A fact that is missing, or a group of them.
Lack = str | Group


def lacking(missing: Missing) -> tuple[Lack, ...]:
    """What an outcome lacks, its group in one piece; sorted, the group last."""
    own = tuple(sorted(missing.own))
    return (*own, missing.group) if missing.group.names else own


def together(lacks: Iterable[Lack], groups: dict[frozenset[Group], Group]) -> Missing:
    """All facts of which any is lacking.

    Args:
        lacks: facts and groups of them.
        groups: those that were put together before, so that each is made once.
    """
    wanted = frozenset(lacks)
    shared = frozenset(one for one in wanted if isinstance(one, Group))
    own = frozenset(one for one in wanted if not isinstance(one, Group))
    if not shared:
        return Missing(own)
    if shared not in groups:
        merged = Group(frozenset().union(*(one.names for one in shared)))
        groups[shared] = merged if len(shared) > 1 else next(iter(shared))
    return Missing(own - groups[shared].names, groups[shared])


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an aggregate waits for.

    Attributes:
        own: facts.
        shared: groups of facts.
        inputs: those of its inputs that matter, if they are undecided themselves.
    """

    own: Names
    shared: tuple[Names, ...]
    inputs: tuple[tree.Node, ...]


@dataclass(slots=True)
class Memory:
    """What was worked out over one fact base for all outcomes.

    Attributes:
        waiting: what aggregates wait for, by the values of their inputs.
        shared: groups of facts, by what they have in common.
        groups: groups that outcomes wait for together, as one.
        leaves: for each part that reads one attribute of a variable and nothing else, that.
        open: whether such a part is undecided, by the state of the attribute.
    """

    waiting: dict[tuple[Any, ...], Waiting] = field(default_factory=dict)
    shared: dict[tuple[Any, ...], Names] = field(default_factory=dict)
    groups: dict[tuple[Names, ...], Group] = field(default_factory=dict)
    leaves: dict[tree.Node, tree.Field | None] = field(default_factory=dict)
    open: dict[tuple[tree.Node, int], bool] = field(default_factory=dict)


class MissingFacts:
    """Collects the facts that undecided expressions wait for.

    Args:
        evaluator: over the fact base.
        derivations: the expressions of derived attributes.
        memory: shared by all collections of one run.
    """

    def __init__(self, evaluator: Evaluator, derivations: Derivations, memory: Memory | None = None) -> None:
        self.evaluator, self.derivations = evaluator, derivations
        self.memory = Memory() if memory is None else memory
        self._own: set[str] = set()
        self._shared: dict[Names, None] = {}
        self._seen: set[tuple[int, int]] = set()
        self._inputs: frozenset[tree.Node] = frozenset()
        self._met: dict[tree.Node, None] = {}

    @property
    def names(self) -> Names:
        """All facts that were collected."""
        return frozenset(self._own).union(*self._shared)

    @property
    def missing(self) -> Missing:
        """All facts that were collected, those that many outcomes wait for as a group."""
        together = tuple(self._shared)
        group = self.memory.groups.get(together)
        if group is None:
            group = self.memory.groups[together] = Group(frozenset().union(*together))
        return Missing(frozenset(self._own) - group.names, group)

    def collect(self, node: tree.Node, environment: Environment) -> None:
        """Add the facts an expression waits for; nothing if it is decided.

        Args:
            node: the expression.
            environment: the variables in force.
        """
        if node in self._inputs:
            self._met[node] = None
        elif self._inputs or not self._leaf(node, environment):
            self._collect(node, environment)

    def _collect(self, node: tree.Node, environment: Environment) -> None:
        if not p.decided(self.evaluator.value(node, environment)):
            COLLECTORS.get(node.__class__, MissingFacts._parts)(self, node, environment)

    def _leaf(self, node: tree.Node, environment: Environment) -> bool:
        """Collect a part that reads one attribute of a variable and nothing else; whether it is such.

        Most parts are, and most values known or in a state, so the evaluator need not be asked.
        """
        if node not in self.memory.leaves:
            self.memory.leaves[node] = _read_alone(node)
        field = self.memory.leaves[node]
        if field is None:
            return False
        assert isinstance(field.base, tree.Variable)
        owner = environment[field.base.name]
        candidates = owner.candidates if isinstance(owner, Choice) else None
        if candidates is None or len(candidates) != 1 or is_ghost(candidates[0]):
            return False
        value = candidates[0].__dict__[field.attribute.name]
        if value.__class__ is State:
            key = (node, id(value))  # a state can't be hashed, and there is one of each
            if key not in self.memory.open:
                self.memory.open[key] = not p.decided(self.evaluator.value(node, environment))
            if self.memory.open[key]:
                self._value(candidates[0], field.attribute)
        return value.__class__ is State or not isinstance(value, NotPlain)

    def _parts(self, node: tree.Node, environment: Environment) -> None:
        for part in node.parts():
            self._parts_of(part, environment)

    def _parts_of(self, part: tree.Node, environment: Environment) -> None:
        if not isinstance(part, tree.Literal | tree.Parameter | tree.Variable):  # no facts themselves
            self.collect(part, environment)

    def _compared(self, node: tree.Compare | tree.Contains, environment: Environment) -> None:
        """Both sides; but where all their values compare alike, a side matters only if it may be absent."""
        sides = node.parts()
        values = [self.evaluator.value(side, environment) for side in sides]
        left, right = map(present, values)
        alike = left is not None and right is not None and p.decided(compared(node, left, right))
        for side, value in zip(sides, values, strict=True):
            if not alike or value != present(value):
                self._parts_of(side, environment)

    def _today(self, _: tree.Today, __: Environment) -> None:
        self._own.add(TODAY)

    def _choose(self, node: tree.Choose, environment: Environment) -> None:
        for part in self.evaluator.followed(node, environment):
            self.collect(part, environment)

    def _call(self, node: tree.Call, environment: Environment) -> None:
        if node.function == "age" and isinstance(self.evaluator.base.today, NotPlain):
            self._own.add(TODAY)
        for argument in node.arguments:
            if node.function in ("exists", "known", "cannot_tell", "latest", "previous"):
                self._fact(argument, environment)
            else:
                self.collect(argument, environment)

    # --- facts -----------------------------------------------------------------------

    def fact(self, entity: Entity, attribute: Attribute) -> None:
        """Add an attribute of an entity, or what it is computed from, if it is not known."""
        self._value(entity, attribute)

    def collection(self, name: str) -> None:
        """Add a collection as a whole, if not all its members are listed."""
        self._incomplete(self.evaluator.base.collections[name])

    def singleton(self, name: str) -> None:
        """Add a singleton as a whole."""
        self._own.add(name)

    def _fact(self, node: tree.Node, environment: Environment) -> None:
        """A fact whose very state is asked for."""
        if isinstance(node, tree.Field):
            self._field(node, environment)
        elif isinstance(node, tree.Singleton):
            self._own.add(node.name)
        elif isinstance(node, tree.Everything):
            self._own.add(f"{node.name}[]")

    def _field(self, node: tree.Field, environment: Environment) -> None:
        base = self.evaluator.value(node.base, environment)
        assert isinstance(base, Choice)
        if not base.decided:
            self.collect(node.base, environment)
        for entity in base.candidates or ():
            self._value(entity, node.attribute)
        if base.candidates is None:
            self._any_member(node.base.type.entity, node.attribute)

    def _any_member(self, type_name: str, attribute: Attribute) -> None:
        """A reference that nobody knows may turn out to be any member."""
        if type_name in self.evaluator.base.collections:
            collection = self.evaluator.base.collections[type_name]
            self._incomplete(collection)
            entities = collection.members
            if collection.open_ended:
                entities = (*entities, self.evaluator.rows.ghost(collection))
            self._together(("members", type_name, attribute.name), entities, attribute)

    def _together(self, what: tuple[str, ...], entities: Iterable[Entity], attribute: Attribute) -> None:
        """One attribute of many entities, collected once."""

        def collect(inner: MissingFacts) -> None:
            for entity in entities:
                inner._value(entity, attribute)

        self._shared[self._shared_by(what, collect)] = None

    def _shared_by(self, what: tuple[Any, ...], collect: Callable[[MissingFacts], None]) -> Names:
        """Facts that many outcomes wait for, collected once."""
        if what not in self.memory.shared:
            inner = MissingFacts(self.evaluator, self.derivations, self.memory)
            collect(inner)
            self.memory.shared[what] = inner.names
        return self.memory.shared[what]

    def _value(self, entity: Entity, attribute: Attribute) -> None:
        key = (id(entity), id(attribute))
        value = entity.__dict__[attribute.name]
        if key in self._seen or not self._open(value, attribute):
            return
        self._seen.add(key)
        awaited = entity._awaited(attribute.name)
        if awaited is not None:
            self._shared |= dict.fromkeys(awaited)
            return
        if is_ghost(entity):
            self._own.add(f"{entity._type.name}[]")
        if attribute.derive and (entity._type.name, attribute.name) in self.derivations:
            self._derived(entity, attribute)
        elif attribute.inverse_of:
            self._inverse(attribute)
        elif not is_ghost(entity):
            self._own.add(fact_name(entity, attribute))

    @staticmethod
    def _open(value: Any, attribute: Attribute) -> bool:
        if attribute.series and isinstance(value, tuple):
            return any(isinstance(point.value, NotPlain) for point in value)
        return isinstance(value, NotPlain) and value is not NONE and value is not NOT_APPLICABLE

    def _derived(self, entity: Entity, attribute: Attribute) -> None:
        """A derived attribute waits for what its expression waits for."""
        type_ = entity._type
        environment: Environment = {type_.name: Choice((entity,))}
        self.collect(self.derivations[type_.name, attribute.name], environment)

    def _inverse(self, attribute: Attribute) -> None:
        """A back-reference waits for the references that point here."""
        assert attribute.inverse_of is not None
        type_name, name = attribute.inverse_of
        collection = self.evaluator.base.collections[type_name]
        self._incomplete(collection)
        undecided = collection.index(name).undecided
        self._together(("inverse", type_name, name), undecided, collection.type.attributes[name])

    def _incomplete(self, collection: Collection) -> None:
        if collection.open_ended:
            self._own.add(f"{collection.type.name}[]")

    def _stand_in(self, member: Possible) -> None:
        """Where a member stands for others that nobody listed, what it would take to list them."""
        entities = member.candidates if isinstance(member, Choice) else None
        for entity in entities or ():
            if isinstance(entity, Entity) and is_ghost(entity):
                self._shared |= dict.fromkeys(entity._awaited("") or ())

    # --- aggregates ------------------------------------------------------------------

    def _aggregate(self, node: tree.Aggregate, environment: Environment) -> None:
        waiting = self._waiting(node, environment)
        self._own |= waiting.own
        self._shared |= dict.fromkeys(waiting.shared)
        for part in waiting.inputs:
            self.collect(part, environment)

    def _waiting(self, node: tree.Aggregate, environment: Environment) -> Waiting:
        key = (node, *self.evaluator.inputs(node, environment))
        if key not in self.memory.waiting:
            if len(self.memory.waiting) >= MOST_REMEMBERED:
                self.memory.waiting.clear()
            inner = MissingFacts(self.evaluator, self.derivations, self.memory)
            inner._inputs = frozenset(self.evaluator.aggregated(node).inputs)
            inner._rows(node, environment)
            self.memory.waiting[key] = inner._as_waiting()
        return self.memory.waiting[key]

    def _as_waiting(self) -> Waiting:
        own, shared = frozenset(self._own), tuple(self._shared)
        if len(shared) > MOST_SHARED:
            own, shared = self.names, ()
        if len(own) > LARGEST_OWN:
            own, shared = frozenset(), (*shared, own)
        return Waiting(own, shared, tuple(self._met))

    def _rows(self, node: tree.Aggregate, environment: Environment) -> None:
        """What the rows wait for; every listed member is looked at, whatever view is in force."""
        views = self.evaluator.rows.views
        in_force = {loop: views.pop(loop) for loop in node.loops if loop in views}
        self._each_row(node, environment)
        views.update(in_force)

    def _each_row(self, node: tree.Aggregate, environment: Environment) -> None:
        keep_false = node.function in ("share", "consecutive")
        joined = self.evaluator.joined(node)
        loops = node.loops if joined is None else node.loops[:-1]
        for loop in node.loops[:1]:
            self._source(loop, environment)
        for sure, _, _ in self.evaluator.rows.run(loops, environment, keep_false):
            if joined is not None and not self._joined(joined, environment):
                continue
            for loop in loops:
                if not sure or loop.source.type.kind == "series":
                    self._source(loop, environment)
                    self._stand_in(environment[loop.variable.name])
                self._filters(loop, environment, keep_false)
            if joined is None:
                self._element(node, environment)

    def _joined(self, joined: Joined, environment: Environment) -> bool:
        """The rows of an index join; whether there is any."""
        met = list(joined.met(environment))
        for group, surely in met:
            if not surely:
                self.collect(joined.key, environment)
            names = self._shared_by(("group", group, surely), partial(_collect_group, joined, group, surely))
            if len(names) > LARGEST_OWN:
                self._shared[names] = None
            else:
                self._own |= names
        return bool(met)

    def _filters(self, loop: tree.Loop, environment: Environment, keep_false: bool) -> None:
        """The filters of a row, unless one of them surely excludes it.

        Where rows that are out count too, a row may still leave, so only a sure no settles it.
        """
        masks = [self.evaluator.mask(condition, environment) for condition in loop.filters]
        if any(mask == p.FALSE if keep_false else not mask & p.TRUE for mask in masks):
            return
        for condition in loop.filters:
            self.collect(condition, environment)

    def _graph(self, node: tree.Graph, environment: Environment) -> None:
        """What the vertices wait for, and the edges that have a say and are open."""
        for vertex in node.vertices:
            self.collect(vertex, environment)
        if open_edges(self.evaluator, node, environment) > MOST_EDGES:
            self._aggregate(node.aggregate, environment)
            return
        loops = node.aggregate.loops
        self._source(loops[0], environment)
        for edge in telling(self.evaluator, node, environment):
            for loop in loops if not edge.sure else ():
                self._source(loop, environment)
                self._stand_in(environment[loop.variable.name])
                self._filters(loop, environment, keep_false=False)
            if not edge.sure:
                self._parts(node.aggregate.element, environment)

    def _element(self, node: tree.Aggregate, environment: Environment) -> None:
        if node.function == "count" and isinstance(node.element, tree.Variable):
            return
        if not any(
            not self.evaluator.mask(condition, environment) & p.TRUE
            for loop in node.loops
            for condition in loop.filters
            if node.function not in ("share", "consecutive")
        ):
            collect = self._parts if isinstance(node.element, tree.Pair) else self.collect
            collect(node.element, environment)

    def _source(self, loop: tree.Loop, environment: Environment) -> None:
        source = loop.source
        if isinstance(source, tree.Everything):
            self._incomplete(self.evaluator.base.collections[source.name])
        elif source.type.kind == "series":
            self._fact(source, environment)  # its values may be open where there are some
        else:
            self.collect(source, environment)


COLLECTORS: dict[type[tree.Node], Callable[[MissingFacts, Any, Environment], None]] = {
    tree.Field: MissingFacts._field,
    tree.Aggregate: MissingFacts._aggregate,
    tree.Graph: MissingFacts._graph,
    tree.Choose: MissingFacts._choose,
    tree.Compare: MissingFacts._compared,
    tree.Contains: MissingFacts._compared,
    tree.Call: MissingFacts._call,
    tree.Singleton: MissingFacts._fact,
    tree.Everything: MissingFacts._fact,
    tree.Today: MissingFacts._today,
}


def _read_alone(node: tree.Node) -> tree.Field | None:
    """The attribute of a variable that is all a comparison with a constant reads."""
    read = node
    if isinstance(node, tree.Compare | tree.Contains):
        parts = [part for part in node.parts() if not isinstance(part, tree.Literal | tree.Parameter)]
        read = parts[0] if len(parts) == 1 else node
    if isinstance(read, tree.Field) and isinstance(read.base, tree.Variable) and not read.attribute.series:
        return read
    return None


def _collect_group(joined: Joined, group: Alike, surely: bool, into: MissingFacts) -> None:
    """What the rows of a group wait for, and where they do not surely meet the key, what that waits for."""
    for entity in group.entities:
        if is_ghost(entity):
            into._incomplete(joined.collection)
            into._stand_in(Choice((entity,)))
        if not surely:
            into._value(entity, entity._type.attributes[joined.loop.attribute])
        for part in (*joined.others, joined.node.element):
            into.collect(part, {joined.loop.variable.name: Choice((entity,))})
