"""The comparison as JSON, as ``ccrules schema comparison`` describes it."""

from __future__ import annotations

from ccrules.following.comparison import Comparison
from ccrules.renderers.json import written
from ccrules.renderers.options import RenderOptions


def render(comparison: Comparison, options: RenderOptions) -> str:  # noqa: ARG001 - every form takes them
    """Write all of it; what holds nothing but its default is left out.

    Args:
        comparison: the comparison.
        options: not used.
    """
    return written(comparison)
