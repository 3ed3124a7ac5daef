"""What two declarations of one entity type disagree in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ccrules.errors import Message, message
from ccrules.facts.vocabulary import EntityType

#: Fields of an attribute that rulesets write by another name.
_KEYS = {"always_applicable": "applicable", "minimum": "min", "maximum": "max"}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One key that two declarations set to different values.

    Attributes:
        attribute: the name of the attribute; empty if the entity type itself is meant.
        key: the key, as rulesets write it.
        there: its value in the declaration that came first.
        here: its value in the other.
    """

    attribute: str
    key: str
    there: str
    here: str

    def of(self, entity: str, place: object) -> Message:
        """What to say.

        Args:
            entity: the name of the entity type.
            place: where the first declaration stands.
        """
        return message(
            "{name} was declared differently at {place}: {key} is {there} there and {here} here",
            name=f"{entity}.{self.attribute}" if self.attribute else entity,
            place=place, key=self.key, there=self.there, here=self.here,
        )  # fmt: skip


def contradictions(first: EntityType, second: EntityType) -> Iterator[Contradiction]:
    """What speaks against merging two entity types of one name.

    Args:
        first: what was declared first.
        second: what is to be merged with it.

    Yields:
        For the type and for each attribute the first key that differs: what follows from another
        type, such as other bounds, needs no telling of its own.
    """
    if first.plural and second.plural and first.plural != second.plural:
        yield Contradiction("", "plural", first.plural, second.plural)
    if (first.singleton and second.plural) or (second.singleton and first.plural):
        yield Contradiction("", "singleton", _shown(first.singleton), _shown(second.singleton))
    if second.key != ("id",) and first.key not in (second.key, ("id",)):
        yield Contradiction("", "key", _shown(first.key), _shown(second.key))
    for name, attribute in second.attributes.items():
        earlier = first.attributes.get(name)
        field = earlier.difference(attribute) if earlier else ""
        if field:
            there, here = getattr(earlier, field), getattr(attribute, field)
            yield Contradiction(name, _KEYS.get(field, field), _shown(there), _shown(here))


def _shown(value: object) -> str:
    """A value as a ruleset would write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return f"[{', '.join(map(str, value))}]"
    return "–" if value in (None, "") else f"{value:g}" if isinstance(value, float) else str(value)
