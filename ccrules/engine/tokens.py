"""Values as the opaque tokens that inference compares."""

from __future__ import annotations

import datetime
from typing import Any

from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import Attribute
from ccrules.values import Duration, NotPlain


def subject_token(entity: Entity) -> str:
    """The token of an entity."""
    return f"e:{entity._type.name}/{entity.id}"


def token(value: Any) -> str | None:
    """The token of a plain value; None for what is not plain, so that nothing matches it.

    Args:
        value: an attribute's stored value.
    """
    if isinstance(value, NotPlain | frozenset | tuple):
        return None
    if isinstance(value, Entity):
        return subject_token(value)
    if isinstance(value, bool):
        return f"b:{str(value).lower()}"
    if isinstance(value, int | float):
        return f"n:{float(value)}"
    if isinstance(value, datetime.date):
        return f"d:{value.isoformat()}"
    return f"p:{value.length}" if isinstance(value, Duration) else f"t:{value}"


def literal_token(attribute: Attribute | None, value: Any) -> str:
    """The token of a value that a premise's ``where`` names; a reference is named by its id."""
    if attribute is not None and attribute.type == "ref" and isinstance(value, str):
        return f"e:{attribute.to}/{value}"
    found = token(value)
    assert found is not None
    return found
