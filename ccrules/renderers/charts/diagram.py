"""A diagram of the facts: entities in columns, what connects them, and the findings marked on them."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ccrules.renderers.charts.connections import curve, loop
from ccrules.renderers.charts.drawing import LEADING, SIZE, SMALL, Drawing
from ccrules.renderers.charts.layers import Box, Placed, place
from ccrules.renderers.charts.letters import wrap
from ccrules.renderers.charts.palette import LIGHT, Palette
from ccrules.renderers.charts.words import Say
from ccrules.renderers.report.model import Connection, Diagram, Spot

_WIDTH, _TOP, _GAP, _MARGIN = 960.0, 34.0, 64.0, 46.0
#: How thick connections are drawn.
_THIN, _THICK = 1.2, 7.0


@dataclass(frozen=True, slots=True)
class _Card:
    """An entity with its lines of text."""

    spot: Spot
    title: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def height(self) -> float:
        return 12 + len(self.title) * SIZE * LEADING + len(self.below) * SMALL * LEADING


def diagram(found: Diagram, say: Say, language: str, palette: Palette = LIGHT) -> str:
    """Draw a diagram.

    Args:
        found: the diagram.
        say: the report's words.
        language: ``en`` or ``fr``, for the spacing of texts.
        palette: the colours.

    Returns:
        The drawing as SVG; empty if nothing is connected.
    """
    links = direct(found.links, {spot.id: spot.column for spot in found.spots})
    spots = found.spots
    if not links:
        return ""
    columns = sorted({spot.column for spot in spots})
    wide = (_WIDTH - _MARGIN - _GAP * (len(columns) - 1)) / len(columns)
    cards = [_card(say, spot, wide) for spot in spots]
    pairs = ((link.source, link.target) for link in links)
    placed = place([Box(card.spot.id, columns.index(card.spot.column), card.height) for card in cards], pairs)
    drawing = Drawing(f"chart-{found.id}", language, palette)
    lefts = {column: number * (wide + _GAP) for number, column in enumerate(columns)}
    for column, left in lefts.items():
        drawing.text(
            left, 16, wrap(found.columns[column - 1], wide, SMALL, lines=1), "soft", size=SMALL, bold=True
        )
    _connections(drawing, links, {card.spot.id: card for card in cards}, placed, lefts, wide)
    for card in cards:
        _draw(drawing, card, lefts[card.spot.column], _TOP + placed.tops[card.spot.id], wide)
    marked = sum(bool(spot.findings) for spot in spots)
    described = say("chart.diagram", n=len(spots), links=len(found.links), marked=marked)
    return drawing.svg(_WIDTH, _TOP + placed.height, found.title, described)


def direct(links: Sequence[Connection], column: Mapping[str, int]) -> list[Connection]:
    """The connections without those that only sum up a way through a column between.

    Args:
        links: all connections.
        column: the column of each end.
    """
    ahead: dict[str, set[str]] = defaultdict(set)
    for link in links:
        if column[link.source] < column[link.target]:
            ahead[link.source].add(link.target)

    def is_sum(link: Connection) -> bool:
        between = ahead[link.source] - {link.target}
        return any(link.target in ahead.get(one, ()) for one in between)

    return [link for link in links if column[link.target] <= column[link.source] + 1 or not is_sum(link)]


def _card(say: Say, spot: Spot, wide: float) -> _Card:
    room = wide - 26 - (18 if spot.findings else 0)
    said = [text for text in (spot.text, *spot.notes) if text]
    said += [say("chart.not_known", what=what) for what in spot.open]
    below = [line for text in said for line in wrap(text, wide - 20, SMALL, lines=3)]
    return _Card(spot, wrap(spot.title, room, SIZE, bold=True), tuple(below))


def _connections(
    drawing: Drawing,
    links: Sequence[Connection],
    cards: Mapping[str, _Card],
    placed: Placed,
    lefts: Mapping[int, float],
    wide: float,
) -> None:
    most = max((link.size or 0 for link in links), default=0) or 1
    for link in links:
        thick = _THIN + (_THICK - _THIN) * math.sqrt((link.size or 0) / most)
        one, other = cards[link.source], cards[link.target]
        y = _TOP + placed.tops[link.source] + one.height / 2
        end = _TOP + placed.tops[link.target] + other.height / 2
        left, right = lefts[one.spot.column], lefts[other.spot.column]
        if left == right:
            drawing.path(loop(left + wide, y + 5, end - 5, 38), "soft", width=thick)
            _tip(drawing, left + wide, end - 5, -1, "soft")
            continue
        step = 1 if left < right else -1
        start, stop = (left + wide, right) if step > 0 else (left, right + wide)
        passed = [x for x in sorted(lefts.values())[::step] if min(left, right) < x < max(left, right)]
        ways = placed.ways.get((link.source, link.target), ())
        through = [
            (x if step > 0 else x + wide, x + wide if step > 0 else x, _TOP + way)
            for x, way in zip(passed, ways, strict=True)
        ]
        drawing.path(curve((start, y), (stop - 4 * step, end), through), "open", width=thick)
        _tip(drawing, stop, end, step, "open")


def _tip(drawing: Drawing, x: float, y: float, step: int, colour: str) -> None:
    """The head of an arrow that ends here; ``step`` is 1 if it comes from the left."""
    drawing.shape([(x, y), (x - 9 * step, y - 5), (x - 9 * step, y + 5)], colour)


def _draw(drawing: Drawing, card: _Card, x: float, y: float, wide: float) -> None:
    spot = card.spot
    drawing.start(f"#{spot.anchor}" if spot.anchor else "")
    drawing.box(x, y, wide, card.height, "line")
    if spot.worst:
        drawing.rect(x, y, 4, card.height, spot.worst)
    drawing.text(x + 12, y + 19, card.title, bold=True)
    base = y + 19 + len(card.title) * SIZE * LEADING - 1
    drawing.text(x + 12, base, card.below, "soft", size=SMALL)
    if spot.findings:
        drawing.circle(x + wide - 15, y + 15, 10, spot.worst)
        count = str(spot.findings) if spot.findings < 100 else "99+"
        drawing.text(x + wide - 15, y + 19, count, "paper", size=SMALL, bold=True, anchor="middle")
    drawing.end()
