"""What is said of a name that means nothing, in conditions, texts, patterns and settings alike."""

from __future__ import annotations

from collections.abc import Collection

from ccrules.errors import Message, message, suggestion
from ccrules.facts.vocabulary import EntityType

#: What is wrong, and what to try.
Said = tuple[Message, Message | None]


def unknown_parameter(name: str, parameters: Collection[str]) -> Said:
    """Say that there is no parameter of a name.

    Args:
        name: as written.
        parameters: the names of those there are.
    """
    hint = suggestion(name, parameters) or message("the rulesets declare no parameter")
    return message("unknown parameter '{name}'", name=name), hint


def unknown_attribute(entity: EntityType, name: str, *also: str) -> Said:
    """Say that an entity type has no attribute of a name.

    Args:
        entity: the entity type.
        name: as written.
        also: what can be read of it beside its attributes, such as ``id``.
    """
    what = message("{entity} has no attribute '{name}'", entity=entity.name, name=name)
    hint = suggestion(name, [*entity.attributes, *also])
    return what, hint or message("the rulesets declare no attributes of it")
