"""A small drawing in SVG: shapes and texts with coordinates, and what a screen reader says of the whole."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from ccrules.renderers.charts.palette import LIGHT, Palette
from ccrules.renderers.clean import clean
from ccrules.text import typeset
from ccrules.text.grammar import curl_apostrophes

FONT = "Segoe UI, Helvetica Neue, Arial, Liberation Sans, sans-serif"
#: The usual size of texts, the smaller one, and the height of a line as a share of its size.
SIZE, SMALL, LEADING = 13.0, 11.5, 1.28
_UNSAFE_ID = re.compile(r"[^A-Za-z0-9-]+")


def coordinate(value: float) -> str:
    """A number in a drawing: it follows the machine's conventions, not the reader's."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


class Drawing:
    """Shapes and texts, in the order in which they were added.

    Args:
        name: tells the drawing's ids from those of others on a page.
        language: ``en`` or ``fr``, for the spacing of texts.
        palette: the colours.
    """

    def __init__(self, name: str, language: str, palette: Palette = LIGHT) -> None:
        self.name = _UNSAFE_ID.sub("-", name)
        self.language, self.palette = language, palette
        self._parts: list[str] = []

    def _colour(self, use: str, name: str) -> str:
        return f'class="{use}-{name}" {use}="{getattr(self.palette, name)}"'

    def words(self, text: str) -> str:
        """A text as the report prints it, escaped."""
        return html.escape(curl_apostrophes(typeset(clean(text), self.language)))

    def rect(self, x: float, y: float, width: float, height: float, fill: str, *, corner: float = 0) -> None:
        """A filled rectangle; ``fill`` names a colour of the palette."""
        rounded = f' rx="{coordinate(corner)}"' if corner else ""
        self._parts.append(
            f'<rect x="{coordinate(x)}" y="{coordinate(y)}" width="{coordinate(width)}" '
            f'height="{coordinate(height)}"{rounded} {self._colour("fill", fill)}/>'
        )

    def box(self, x: float, y: float, width: float, height: float, stroke: str) -> None:
        """A rectangle with round corners on the ground, with an edge."""
        self._parts.append(
            f'<g {self._colour("stroke", stroke)} stroke-width="1.2"><rect x="{coordinate(x)}" '
            f'y="{coordinate(y)}" width="{coordinate(width)}" height="{coordinate(height)}" rx="4" '
            f"{self._colour('fill', 'paper')}/></g>"
        )

    def circle(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle."""
        self._parts.append(
            f'<circle cx="{coordinate(x)}" cy="{coordinate(y)}" r="{coordinate(radius)}" '
            f"{self._colour('fill', fill)}/>"
        )

    def line(self, points: Sequence[tuple[float, float]], stroke: str, *, width: float = 1) -> None:
        """Straight lines from point to point."""
        path = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)
        self._parts.append(
            f'<polyline points="{path}" fill="none" {self._colour("stroke", stroke)} '
            f'stroke-width="{coordinate(width)}"/>'
        )

    def path(self, path: str, stroke: str, *, width: float = 1, dashed: bool = False) -> None:
        """A curve, in the words of SVG."""
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self._parts.append(
            f'<path d="{path}" fill="none" stroke-linecap="round" {self._colour("stroke", stroke)} '
            f'stroke-width="{coordinate(width)}"{dash}/>'
        )

    def shape(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        """A filled polygon."""
        path = " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in points)
        self._parts.append(f'<polygon points="{path}" {self._colour("fill", fill)}/>')

    def text(
        self,
        x: float,
        y: float,
        text: str | Iterable[str],
        fill: str = "ink",
        *,
        size: float = SIZE,
        bold: bool = False,
        anchor: str = "start",
    ) -> None:
        """A text, or lines of it one under the other; ``y`` is the first line's base."""
        weight = ' font-weight="600"' if bold else ""
        side = f' text-anchor="{anchor}"' if anchor != "start" else ""
        for number, line in enumerate([text] if isinstance(text, str) else text):
            self._parts.append(
                f'<text x="{coordinate(x)}" y="{coordinate(y + number * size * LEADING)}" '
                f'font-size="{coordinate(size)}"{weight}{side} {self._colour("fill", fill)}>'
                f"{self.words(line)}</text>"
            )

    def start(self, target: str = "") -> None:
        """Begin a group; with a target, a script may make it lead there."""
        to = f' data-to="{html.escape(target)}"' if target else ""
        self._parts.append(f"<g{to}>")

    def end(self) -> None:
        """End a group."""
        self._parts.append("</g>")

    def svg(self, width: float, height: float, title: str, description: str) -> str:
        """The whole drawing.

        Args:
            width: its width.
            height: its height.
            title: what it is, for a screen reader.
            description: what it shows, in a sentence; the page has the figures in a table.
        """
        wide, high, name = coordinate(width), coordinate(height), self.name
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
            f'height="{high}" role="img" aria-labelledby="{name}-title {name}-desc" '
            f'font-family="{FONT}"><title id="{name}-title">{self.words(title)}</title>'
            f'<desc id="{name}-desc">{self.words(description)}</desc>{"".join(self._parts)}</svg>'
        )
