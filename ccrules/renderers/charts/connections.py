"""Smooth connections between boxes in columns."""

from __future__ import annotations

from collections.abc import Sequence

from ccrules.renderers.charts.drawing import coordinate as c


def curve(
    start: tuple[float, float], end: tuple[float, float], through: Sequence[tuple[float, float, float]] = ()
) -> str:
    """A curve from the side of one box to the side of another, in the words of SVG.

    Args:
        start: where it begins.
        end: where it ends.
        through: columns it passes on its way: where each begins and ends, and the height of the passage.
    """
    x, y = start
    path = [f"M{c(x)},{c(y)}"]
    for left, right, height in through:
        path += [_bend((x, y), (left, height)), f"H{c(right)}"]
        x, y = right, height
    path.append(_bend((x, y), end))
    return " ".join(path)


def _bend(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A bend that leaves and arrives level."""
    middle = (start[0] + end[0]) / 2
    return f"C{c(middle)},{c(start[1])} {c(middle)},{c(end[1])} {c(end[0])},{c(end[1])}"


def loop(x: float, start: float, end: float, reach: float) -> str:
    """A curve between two boxes of one column, beside them.

    Args:
        x: the side of the column.
        start: the height it begins at.
        end: the height it ends at.
        reach: how far it swings out.
    """
    return f"M{c(x)},{c(start)} C{c(x + reach)},{c(start)} {c(x + reach)},{c(end)} {c(x)},{c(end)}"
