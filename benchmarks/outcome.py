"""What a contestant finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Found:
    """What one run finds.

    Attributes:
        fails: ids of the subjects for which each condition holds.
        unknown: ids of the subjects for which facts are missing; empty for contestants that
            know of no missing facts.
    """

    fails: Mapping[str, Iterable[str]]
    unknown: Mapping[str, Iterable[str]] = field(default_factory=dict)
