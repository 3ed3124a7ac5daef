"""An expression as its author wrote it, with the place of each of its characters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ccrules.errors import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Written:
    """A condition or expression as the author wrote it.

    Attributes:
        text: the expression.
        place: where it starts.
        place_at: maps an offset in ``text`` to its place; None if the text has no file.
    """

    text: str
    place: Place = NOWHERE
    place_at: Callable[[int], Place] | None = field(default=None, compare=False)

    def at(self, offset: int) -> Place:
        """The place of a character of the expression."""
        return self.place_at(offset) if self.place_at else self.place
