"""Lines over a number of steps as SVG: one picture, one line per way, each named at its end."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 320, 52, 168, 36, 44
COLOURS = ("#12304d", "#b3541e", "#6b7683", "#3a7d5c")
TYPE = 'font-family="system-ui, sans-serif" font-size="13" fill="#22303c"'
DASHES = ("", "7 4", "2 4", "9 3 2 3")


def lines(title: str, across: str, upwards: str, series: Mapping[str, Mapping[int, int]]) -> str:
    """Draw lines.

    Args:
        title: what the picture shows.
        across: what the steps are.
        upwards: what the values are.
        series: for each line, by its name, the value at each step.
    """
    widest = max(max(points) for points in series.values()) or 1
    highest = _round(max(max(points.values()) for points in series.values()))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" {TYPE}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="20" font-weight="600">{escape(title)}</text>',
        *_grid(highest, upwards),
        *_steps(widest, across),
    ]
    ends = _apart(
        {
            name: _place(max(points), points[max(points)], widest, highest)[1]
            for name, points in series.items()
        }
    )
    for number, (name, points) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(
            f"{x:.1f},{y:.1f}"
            for x, y in (_place(*point, widest, highest) for point in sorted(points.items()))
        )
        dash = f' stroke-dasharray="{DASHES[number]}"' if DASHES[number] else ""
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2.5"{dash}/>')
        last = points[max(points)]
        parts.append(
            f'<text x="{WIDTH - RIGHT + 8}" y="{ends[name]:.1f}" fill="{colour}">{escape(name)} {last}</text>'
        )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _round(value: int) -> int:
    step = next(step for step in (10, 20, 25, 50, 100, 200, 250, 500, 1000, 10**9) if value <= 5 * step)
    return step * -(-value // step)


def _place(step: int, value: int, widest: int, highest: int) -> tuple[float, float]:
    x = LEFT + (WIDTH - LEFT - RIGHT) * step / widest
    return x, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / highest


def _grid(highest: int, upwards: str) -> list[str]:
    found = [f'<text x="{LEFT}" y="{HEIGHT - 10}" fill="#5b6770">{escape(upwards)}</text>']
    for part in range(5):
        value = highest * part // 4
        y = _place(0, value, 1, highest)[1]
        found.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d9dee3"/>')
        found.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#5b6770">{value}</text>')
    return found


def _steps(widest: int, across: str) -> list[str]:
    found = []
    for part in range(1, 6):
        step = widest * part // 5
        x = _place(step, 0, widest, 1)[0]
        found.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle" fill="#5b6770">{step}</text>'
        )
    end = WIDTH - RIGHT
    return [
        *found,
        f'<text x="{end}" y="{HEIGHT - 10}" text-anchor="end" fill="#5b6770">{escape(across)}</text>',
    ]


def _apart(places: Mapping[str, float]) -> dict[str, float]:
    """Heights of names, moved so that none covers another."""
    moved: dict[str, float] = {}
    lowest = 0.0
    for name, y in sorted(places.items(), key=lambda item: item[1]):
        lowest = max(y + 4, lowest + 16)
        moved[name] = lowest
    return moved
