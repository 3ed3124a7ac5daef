"""Things that need one another in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter


def circle(needs: Mapping[str, Iterable[str]]) -> list[str]:
    """Find things that need one another in a circle.

    Args:
        needs: for each thing, what has to come before it.

    Returns:
        One circle, from what comes first back to itself; empty if there is none. The same
        input always gives the same circle.
    """
    try:
        TopologicalSorter({name: list(before) for name, before in needs.items()}).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found
    return []
