"""How much a document may hold before it is refused rather than read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds on what strangers may ask a machine to read.

    Attributes:
        size: most bytes in one file.
        depth: most lists and mappings inside one another.
        nodes: most values, keys, lists and mappings in one document.
        aliased: most nodes that YAML aliases (``*name``) may repeat in one document.
        documents: most files taken from the folders of one command.
        problems: most problems reported for one document; the rest is counted.
    """

    size: int = 20_000_000
    depth: int = 60
    nodes: int = 2_000_000
    aliased: int = 10_000
    documents: int = 10_000
    problems: int = 1_000


LIMITS = Limits()
