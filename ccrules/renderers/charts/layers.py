"""Places boxes in columns so that their connections cross little.

A layered layout after Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical
system structures" (1981).

Each box is given its column. A connection over several columns passes through a stand-in in each
column between. Boxes are ordered by the mean place of their neighbours, swept to and fro; the order
with the fewest crossings is kept, so equal input gives equal output.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

#: Times the columns are swept, and the distance between boxes of a column.
SWEEPS, GAP = 8, 12.0
#: How tall the stand-in of a passing connection is.
PASSING = 6.0


@dataclass(frozen=True, slots=True)
class Box:
    """Something to be placed.

    Attributes:
        id: its id.
        column: its column, from 0.
        height: how tall it is.
    """

    id: str
    column: int
    height: float


@dataclass(frozen=True, slots=True)
class Placed:
    """Where everything is.

    Attributes:
        tops: where each box begins, by id.
        ways: for each connection, the heights it passes at in the columns between its ends.
        height: how tall the whole is.
    """

    tops: Mapping[str, float]
    ways: Mapping[tuple[str, str], Sequence[float]]
    height: float


def place(boxes: Sequence[Box], links: Iterable[tuple[str, str]]) -> Placed:
    """Place boxes in their columns.

    Args:
        boxes: the boxes, in an order that decides between equal ones.
        links: pairs of ids; those inside one column count for nothing.
    """
    column = {box.id: box.column for box in boxes}
    heights = {box.id: box.height for box in boxes}
    unique = list(dict.fromkeys(link for link in links if column[link[0]] != column[link[1]]))
    chains = {link: _chain(link, column) for link in unique}
    for chain in chains.values():
        for name in chain[1:-1]:
            heights[name] = PASSING
    near = _neighbours(chains.values())
    columns = _columns(boxes, chains, column)
    ordered = _ordered(columns, near)
    tops, height = _tops(ordered, heights, near)
    ways = {link: [tops[name] + PASSING / 2 for name in chain[1:-1]] for link, chain in chains.items()}
    return Placed({box.id: tops[box.id] for box in boxes}, ways, height)


def _chain(link: tuple[str, str], column: Mapping[str, int]) -> list[str]:
    """The ends of a connection with its stand-ins between them."""
    start, end = column[link[0]], column[link[1]]
    step = 1 if end > start else -1
    between = (f"\0{link[0]}\0{link[1]}\0{at}" for at in range(start + step, end, step))
    return [link[0], *between, link[1]]


def _neighbours(chains: Iterable[Sequence[str]]) -> dict[str, list[str]]:
    near: dict[str, list[str]] = defaultdict(list)
    for chain in chains:
        for one, other in pairwise(chain):
            near[one].append(other)
            near[other].append(one)
    return near


def _columns(
    boxes: Sequence[Box], chains: Mapping[tuple[str, str], Sequence[str]], column: Mapping[str, int]
) -> list[list[str]]:
    found: list[list[str]] = [[] for _ in range(max((box.column for box in boxes), default=-1) + 1)]
    for box in boxes:
        found[box.column].append(box.id)
    for (start, end), chain in chains.items():
        step = 1 if column[end] > column[start] else -1
        for at, name in enumerate(chain[1:-1], 1):
            found[column[start] + at * step].append(name)
    return found


def _ordered(columns: list[list[str]], near: Mapping[str, Sequence[str]]) -> list[list[str]]:
    best, fewest = columns, _crossings(columns, near)
    for sweep in range(SWEEPS):
        columns = _swept(columns, near, forward=sweep % 2 == 0)
        found = _crossings(columns, near)
        if found < fewest:
            best, fewest = columns, found
    return best


def _swept(columns: list[list[str]], near: Mapping[str, Sequence[str]], *, forward: bool) -> list[list[str]]:
    """Every column ordered by the mean place of its neighbours in the column before."""
    swept = [list(column) for column in columns]
    numbers = range(1, len(swept)) if forward else range(len(swept) - 2, -1, -1)
    for number in numbers:
        before = {name: at for at, name in enumerate(swept[number - 1 if forward else number + 1])}
        places = {name: at for at, name in enumerate(swept[number])}
        means = {name: _mean([before[one] for one in near.get(name, ()) if one in before], at)
                 for name, at in places.items()}  # fmt: skip
        swept[number].sort(key=lambda name, means=means, places=places: (means[name], places[name]))  # type: ignore[misc]  # mypy can't type a lambda's defaults
    return swept


def _mean(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


def _crossings(columns: Sequence[Sequence[str]], near: Mapping[str, Sequence[str]]) -> int:
    """How many pairs of connections cross between neighbouring columns."""
    total = 0
    for one, other in pairwise(columns):
        right = {name: at for at, name in enumerate(other)}
        ends = [sorted(right[name] for name in near.get(start, ()) if name in right) for start in one]
        flat = [end for found in ends for end in found]
        total += _inversions(flat)
    return total


def _inversions(numbers: Sequence[int]) -> int:
    """Pairs that stand in the wrong order; bounded by how few boxes a drawing has."""
    return sum(earlier > later for at, earlier in enumerate(numbers) for later in numbers[at + 1 :])


def _tops(
    columns: Sequence[Sequence[str]], heights: Mapping[str, float], near: Mapping[str, Sequence[str]]
) -> tuple[dict[str, float], float]:
    """Heights at which boxes begin: each near the middle of its neighbours, none over another."""
    totals = [sum(heights[name] + GAP for name in column) for column in columns]
    height = max(totals, default=0.0)
    tops: dict[str, float] = {}
    for column, total in zip(columns, totals, strict=True):
        y = (height - total) / 2
        for name in column:
            tops[name] = y
            y += heights[name] + GAP
    for column in (*columns, *reversed(columns), *columns):
        _settle(column, tops, heights, near, height)
    return tops, height


def _settle(
    column: Sequence[str],
    tops: dict[str, float],
    heights: Mapping[str, float],
    near: Mapping[str, Sequence[str]],
    height: float,
) -> None:
    """Move the boxes of a column towards their neighbours, in their order and inside the drawing."""
    below = 0.0
    for name in column:
        middles = [tops[one] + heights[one] / 2 for one in near.get(name, ())]
        wanted = _mean(middles, tops[name] + heights[name] / 2) - heights[name] / 2
        tops[name] = max(wanted, below)
        below = tops[name] + heights[name] + GAP
    limit = height
    for name in reversed(column):
        tops[name] = min(tops[name], limit - heights[name] - GAP)
        limit = tops[name]
