"""Names that stand for people, the same everywhere in the forms of one assessment.

They are made with a key (HMAC-SHA-256, RFC 2104), because anybody who has a list of staff could try
every name against a plain hash or a position in the alphabet. Without a key of the firm's own, the
key is a digest of all facts: who does not have the facts can't work it out, and the same facts give
the same names.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from typing import Any

from ccrules.facts.base import Entity, FactBase
from ccrules.values import OneOf, PartialSet

#: Hexadecimal digits of a name; more where two would be the same.
DIGITS = 6
PREFIX = "p-"


class Pseudonyms:
    """Stands for the ids of people.

    Args:
        base: the facts.
        people: entity types whose members are people.
        key: of the firm's own; empty to derive one from the facts.
    """

    def __init__(self, base: FactBase, people: Iterable[str], key: str = "") -> None:
        secret = key.encode() or _digest(base)
        self._names: dict[tuple[str, str], str] = {}
        for kind in sorted(people):
            collection = base.collections.get(kind)
            self._add(kind, sorted(one.id for one in collection.members) if collection else [], secret)

    def _add(self, kind: str, ids: list[str], secret: bytes) -> None:
        full = {id_: hmac.new(secret, f"{kind}/{id_}".encode(), hashlib.sha256).hexdigest() for id_ in ids}
        length = DIGITS
        while len({digest[:length] for digest in full.values()}) < len(full):
            length += 1
        for id_, digest in full.items():
            self._names[kind, id_] = PREFIX + digest[:length]

    def of(self, kind: str, id_: str) -> str:
        """What stands for an id; for one that nobody listed, that it is nobody's."""
        return self._names.get((kind, id_), f"{PREFIX}0")


def _digest(base: FactBase) -> bytes:
    """A digest of all facts, in whatever order they were written."""
    found = hashlib.sha256()
    for one in sorted(hashlib.sha256(_entity(entity)).digest() for entity in base.entities()):
        found.update(one)
    return found.digest()


def _entity(entity: Entity) -> bytes:
    given = (one.name for one in entity._type.attributes.values() if one.inverse_of is None)
    values = (f"{name}={_stable(entity.__dict__.get(name))}" for name in given)
    return "\0".join((entity._name, *values)).encode("utf-8", "surrogatepass")


def _stable(value: Any) -> str:
    """A value as text that does not depend on the order of a set."""
    held = held_by(value)
    return repr(value) if held is None else f"{type(value).__name__}{sorted(map(_stable, held))}"


def held_by(value: Any) -> Iterable[Any] | None:
    """What a set, a series, or a value known to be one of several holds; None for anything else."""
    if isinstance(value, OneOf):
        return value._candidates
    if isinstance(value, PartialSet):
        return value._members
    return value if isinstance(value, frozenset | tuple) else None
