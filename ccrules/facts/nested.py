"""Entities written inside the entity that owns them (``owns: true``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ccrules.documents import Mapping, Node, Sequence
from ccrules.errors import InputError, Problem
from ccrules.facts.forms import ValueReader
from ccrules.facts.vocabulary import Attribute
from ccrules.values import UNKNOWN


@dataclass(frozen=True, slots=True)
class Nested:
    """Entries that were written nested, not yet entities.

    Attributes:
        entries: the nested entries.
        ids: what was given by id beside them.
        complete: whether nothing else is in it.
    """

    entries: tuple[Mapping, ...]
    ids: frozenset[str]
    complete: bool


class NestedReader:
    """Reads an attribute whose entities are written nested under it.

    Args:
        attribute: a reference, or a set of references, with ``owns``.
    """

    def __init__(self, attribute: Attribute) -> None:
        self._set = attribute.set
        self._values = ValueReader(attribute)

    def read(self, node: Node) -> Any:
        """Read entries, ids or a state.

        Args:
            node: the value's node.

        Returns:
            :class:`Nested` where there is an entry, otherwise what any reference gives.

        Raises:
            InputError: an entry that is neither a mapping nor an id.
        """
        if isinstance(node, Mapping) and not self._set:
            return Nested((node,), frozenset(), complete=True)
        if isinstance(node, Sequence) and self._set and any(isinstance(item, Mapping) for item in node.items):
            return self._list(node)
        return self._values.read(node)

    def _list(self, node: Sequence) -> Nested:
        entries: list[Mapping] = []
        others: list[Any] = []
        problems: list[Problem] = []
        for item in node.items:
            if isinstance(item, Mapping):
                entries.append(item)
                continue
            try:
                others.append(self._values.member(item))
            except InputError as error:
                problems.extend(error.problems)
        if problems:
            raise InputError(problems)
        ids = frozenset(other for other in others if other is not UNKNOWN)
        return Nested(tuple(entries), ids, complete=not any(other is UNKNOWN for other in others))
