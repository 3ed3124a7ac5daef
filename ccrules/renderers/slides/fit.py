"""How much room texts take on a slide, so that none runs over its edge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from ccrules.renderers.charts.letters import wrap

Item = TypeVar("Item")
#: The height of a line by the size of its font.
LINE = 1.22


def lines(text: str, room: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes.

    Args:
        text: the text; its own line breaks count.
        room: how wide a line may be, in points.
        size: of the font, in points.
        bold: whether it is bold.
    """
    return sum(len(wrap(part, room, size, lines=10_000, bold=bold)) or 1 for part in text.split("\n"))


def height(text: str, room: float, size: float, *, bold: bool = False) -> float:
    """How high a text is, in points; the arguments are those of :func:`lines`."""
    return lines(text, room, size, bold=bold) * size * LINE


def shortened(text: str, room: float, size: float, most: int, *, bold: bool = False) -> str:
    """A text that takes at most some lines; what is left out is marked by an ellipsis.

    Args:
        text: the text.
        room: how wide a line may be, in points.
        size: of the font, in points.
        most: lines.
        bold: whether it is bold.
    """
    return " ".join(wrap(text.replace("\n", " "), room, size, lines=most, bold=bold))


def fitting(text: str, room: float, sizes: Sequence[float], most: int, *, bold: bool = False) -> float:
    """The first size at which a text takes at most some lines; the last if none is small enough.

    Args:
        text: the text.
        room: how wide a line may be, in points.
        sizes: in points, the best first.
        most: lines.
        bold: whether it is bold.
    """
    return next((size for size in sizes if lines(text, room, size, bold=bold) <= most), sizes[-1])


def split(items: Sequence[Item], heights: Sequence[float], room: float) -> Iterator[tuple[Item, ...]]:
    """Items in groups that are no higher than there is room; at least one in each.

    Args:
        items: what is to be placed.
        heights: of each, in points.
        room: in points.
    """
    group: list[Item] = []
    taken = 0.0
    for item, high in zip(items, heights, strict=True):
        if group and taken + high > room:
            yield tuple(group)
            group, taken = [], 0.0
        group.append(item)
        taken += high
    if group:
        yield tuple(group)


__all__ = ["LINE", "fitting", "height", "lines", "shortened", "split"]
