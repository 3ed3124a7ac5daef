"""What drawings need to say something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ccrules.renderers.report.model import Report


class Say(Protocol):
    """Gives a text of the report's catalogue, such as :meth:`ccrules.renderers.wording.Wording.say`."""

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its values filled in."""


#: Draws a report with its words.
Draw = Callable[[Report, Say], str]
