"""What if a fact were otherwise: a fact base with single facts changed for a while.

The facts are changed in place and put back, so that a trial costs what it evaluates and not a
copy of everything. Back-references and derived attributes follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ccrules.conditions import tree
from ccrules.conditions.derived import Key, computed, in_order
from ccrules.conditions.evaluator import Evaluator
from ccrules.conditions.inputs import free
from ccrules.conditions.missing import Derivations
from ccrules.facts.base import Entity, FactBase
from ccrules.facts.vocabulary import Attribute
from ccrules.values import NONE, NotPlain, PartialSet

Put = Callable[[Entity, str, Any], None]

#: Derived values that one trial may compute anew.
MOST_DERIVED = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A fact and the value it is supposed to have."""

    entity: Entity
    attribute: str
    value: Any

    @property
    def spec(self) -> Attribute:
        """The attribute as the vocabulary declares it."""
        return self.entity._type.attributes[self.attribute]


class Supposer:
    """Supposes facts of one fact base to be otherwise.

    Args:
        base: the facts, derived attributes included.
        derivations: the expressions of derived attributes.
        conditions: what will be evaluated; derived attributes that they don't read are left alone.
    """

    def __init__(self, base: FactBase, derivations: Derivations, conditions: Sequence[tree.Node]) -> None:
        self.base = base
        self._derivations: Mapping[Key, tree.Node] = in_order(_needed(derivations, conditions))
        self._reads = {key: frozenset(reads(node)) for key, node in self._derivations.items()}
        self._nodes = (*conditions, *self._derivations.values())

    @contextmanager
    def suppose(self, settings: Iterable[Setting]) -> Iterator[FactBase]:
        """The fact base as it would be; put back when the block is left.

        Args:
            settings: the facts supposed, each of them once.
        """
        before: list[tuple[Entity, str, Any]] = []
        changed: set[Key] = set()

        def put(entity: Entity, name: str, value: Any) -> None:
            before.append((entity, name, entity.__dict__[name]))
            entity.__dict__[name] = value
            changed.add((entity._type.name, name))

        try:
            own = list(settings)
            for setting in own:
                for entity, name, value in _back_references(setting):
                    put(entity, name, value)
                put(setting.entity, setting.attribute, setting.value)
            trial = self._trial(changed)
            self._derive(trial, {setting.entity for setting in own}, changed, put)
            yield self._trial(changed)
        finally:
            for entity, name, value in reversed(before):
                entity.__dict__[name] = value

    def allows(self, setting: Setting) -> bool:
        """Whether a fact can be supposed otherwise at an acceptable cost, and what follows is known."""
        value = setting.entity.__dict__[setting.attribute]
        if setting.spec.inverse and not (_targets_known(value) and _targets_known(setting.value)):
            return False
        changed = {(setting.entity._type.name, setting.attribute)}
        if setting.spec.inverse:
            changed.add((setting.spec.to, setting.spec.inverse))
        cost = sum(1 if local else len(self._members(key[0])) for key, local in self._following(changed))
        return cost <= MOST_DERIVED

    # --- entities that are alike -----------------------------------------------------

    def kind(self, entity: Entity, attribute: str) -> Any:
        """What a fact has in common with facts whose change must have the same effect.

        Entities that agree in everything that is read of their type may change places, unless
        something asks which of them is meant.

        Returns:
            A value to compare; None if the entity is like no other.
        """
        type_name = entity._type.name
        if type_name in self._meant:
            return None
        read = sorted({name for owner, name in self._all_reads if owner == type_name})
        return type_name, attribute, tuple(comparable(entity.__dict__[name]) for name in read)

    @cached_property
    def _all_reads(self) -> frozenset[Key]:
        return frozenset(key for node in self._nodes for key in reads(node))

    @cached_property
    def _meant(self) -> frozenset[str]:
        """Types of which single entities are meant: subjects, targets of references, ids."""
        found = set()
        for node in self._nodes:
            subjects = free(node)
            for part in tree.walk(node):
                if isinstance(part, tree.Variable) and part.name in subjects:
                    found.add(part.type.entity)
                elif isinstance(part, tree.Field) and part.attribute.to:
                    found.add(part.attribute.to)
                elif isinstance(part, tree.Identity):
                    found.add(part.base.type.entity)
        return frozenset(found)

    # --- what follows ----------------------------------------------------------------

    def _trial(self, changed: set[Key]) -> FactBase:
        """The same facts, without the indexes that the changes made wrong."""
        collections = dict(self.base.collections)
        for name in {type_name for type_name, _ in changed} & collections.keys():
            collection = collections[name]
            gone = {attribute for type_name, attribute in changed if type_name == name}
            kept = {key: index for key, index in collection._indexes.items() if key not in gone}
            collections[name] = replace(collection, _indexes=kept)
        return replace(self.base, collections=collections)

    def _following(self, changed: set[Key]) -> Iterator[tuple[Key, bool]]:
        """The derived attributes that read what changed, those that others read first.

        With each, whether it follows only for the entities whose facts were changed.
        """
        own = changed if len({type_name for type_name, _ in changed}) == 1 else set()
        touched, narrow = set(changed), set(own)
        for key, read in self._reads.items():
            if read & touched:
                local = read & touched <= narrow and self._is_local(key)
                touched.add(key)
                narrow |= {key} if local else set()
                yield key, local

    def _derive(self, trial: FactBase, entities: set[Entity], changed: set[Key], put: Put) -> None:
        for key, local in list(self._following(changed)):
            type_name, name = key
            evaluator = Evaluator(trial)
            some = [one for one in entities if one._type.name == type_name]
            for entity in some if local else self._members(type_name):
                if self.base.origin(entity, name) is None:
                    put(entity, name, computed(evaluator, self._derivations[key], entity, name))
            if type_name in trial.collections:
                trial.collections[type_name]._indexes.pop(name, None)

    def _is_local(self, key: Key) -> bool:
        """Whether a derived attribute reads nothing but attributes of its own entity."""
        return all(
            not isinstance(part, tree.Aggregate | tree.Everything)
            and (not isinstance(part, tree.Field) or isinstance(part.base, tree.Variable))
            for part in tree.walk(self._derivations[key])
        )

    def _members(self, type_name: str) -> tuple[Entity, ...]:
        if type_name in self.base.collections:
            return self.base.collections[type_name].members
        found = self.base.singletons.get(type_name)
        return (found,) if isinstance(found, Entity) else ()


def comparable(value: Any) -> Any:
    """A value that is equal only to values that mean the same."""
    if isinstance(value, NotPlain | tuple):
        return id(value)
    return type(value), value


def reads(node: tree.Node) -> Iterator[Key]:
    """The attributes that an expression reads, by entity type and name."""
    for part in tree.walk(node):
        if isinstance(part, tree.Field):
            yield part.base.type.entity, part.attribute.name


def read_by(derivations: Derivations, conditions: Iterable[tree.Node]) -> frozenset[Key]:
    """The attributes that conditions read, those behind derived ones included.

    Args:
        derivations: the expressions of derived attributes.
        conditions: the conditions.
    """
    found: set[Key] = set()
    waiting = list(conditions)
    while waiting:
        for key in reads(waiting.pop()):
            if key not in found:
                found.add(key)
                if key in derivations:
                    waiting.append(derivations[key])
    return frozenset(found)


def _needed(derivations: Derivations, conditions: Iterable[tree.Node]) -> dict[Key, tree.Node]:
    """The derived attributes that conditions read, and those that these read."""
    found: dict[Key, tree.Node] = {}
    waiting = list(conditions)
    while waiting:
        for key in reads(waiting.pop()):
            if key in derivations and key not in found:
                found[key] = derivations[key]
                waiting.append(derivations[key])
    return found


def _back_references(setting: Setting) -> Iterator[tuple[Entity, str, Any]]:
    """The attributes under which the old and the new targets see a reference."""
    inverse = setting.spec.inverse
    if not inverse:
        return
    entity = setting.entity
    old, new = _targets(entity.__dict__[setting.attribute]), _targets(setting.value)
    for target in old ^ new:
        seen = target.__dict__[inverse]
        members = seen._members if isinstance(seen, PartialSet) else seen
        members = members | {entity} if target in new else members - {entity}
        yield target, inverse, PartialSet(members) if isinstance(seen, PartialSet) else members


def _targets(value: Any) -> frozenset[Entity]:
    if isinstance(value, Entity):
        return frozenset({value})
    return value if isinstance(value, frozenset) else frozenset()


def _targets_known(value: Any) -> bool:
    return value is NONE or isinstance(value, Entity | frozenset) or not isinstance(value, NotPlain)
