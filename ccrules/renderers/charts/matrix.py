"""The priority matrix: actions by effort, from left to right, and by benefit, from bottom to top."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ccrules.renderers.charts.drawing import LEADING, SIZE, SMALL, Drawing
from ccrules.renderers.charts.letters import wrap
from ccrules.renderers.charts.palette import LIGHT, Palette
from ccrules.renderers.charts.words import Say
from ccrules.renderers.report.model import Action, Report
from ccrules.ruleset.model import EFFORTS

#: Actions that are drawn; the table has them all.
MOST = 18
_WIDTH, _LEFT, _TOP, _BOTTOM = 960.0, 44.0, 44.0, 34.0
_GAP, _RADIUS = 9.0, 10.0


def priority_matrix(report: Report, say: Say, palette: Palette = LIGHT) -> str:
    """Draw the first actions of the plan by effort and benefit; names never overlap.

    Args:
        report: the report.
        say: its words.
        palette: the colours.

    Returns:
        The drawing as SVG; empty if there is no action.
    """
    ranked = sorted((one for wave in report.waves for one in wave.all_actions), key=lambda one: one.rank)
    shown = ranked[:MOST]
    if not shown:
        return ""
    drawing = Drawing("chart-matrix", report.language, palette)
    column = (_WIDTH - _LEFT) / len(EFFORTS)
    columns = [sorted((one for one in shown if one.effort == effort), key=_most_first) for effort in EFFORTS]
    labels = [[_label(one, column) for one in found] for found in columns]
    height = max(300.0, *(sum(_tall(label) for label in found) + 20 for found in labels))
    _ground(drawing, say, report, column, height)
    most = max((one.benefit for one in shown), default=0) or 1
    for number, found in enumerate(columns):
        _column(drawing, _LEFT + number * column, found, labels[number], height, most)
    described = say("chart.matrix", n=len(shown), more=len(ranked) - len(shown), first=shown[0].title)
    return drawing.svg(_WIDTH, _TOP + height + _BOTTOM, say("heading.matrix"), described)


def _most_first(action: Action) -> tuple[float, int]:
    return -action.benefit, action.rank


def _label(action: Action, column: float) -> tuple[str, ...]:
    return wrap(action.title, column - 62, SIZE, lines=3)


def _tall(label: Sequence[str]) -> float:
    return max(len(label) * SIZE * LEADING, 2 * _RADIUS) + _GAP


def _ground(drawing: Drawing, say: Say, report: Report, column: float, height: float) -> None:
    """Columns, the corner to begin in, and what the two directions mean."""
    drawing.rect(_LEFT, _TOP, column, height / 2, "faint")
    drawing.text(_LEFT + 8, _TOP - 8, say("chart.begin"), "accent", size=SMALL, bold=True)
    for number, label in enumerate(report.efforts):
        x = _LEFT + number * column
        drawing.line([(x, _TOP), (x, _TOP + height)], "line")
        said = say("chart.effort", effort=label)
        drawing.text(x + column / 2, _TOP + height + 22, said, "soft", anchor="middle")
    drawing.line([(_LEFT, _TOP + height), (_WIDTH, _TOP + height)], "soft")
    drawing.line([(16, _TOP + height), (16, _TOP + 8)], "soft")
    drawing.shape([(11, _TOP + 12), (16, _TOP), (21, _TOP + 12)], "soft")
    drawing.text(4, _TOP - 26, say("chart.benefit"), "soft", size=SMALL)


def _column(
    drawing: Drawing,
    x: float,
    actions: Sequence[Action],
    labels: Sequence[Sequence[str]],
    height: float,
    most: float,
) -> None:
    """One effort: each action at the height of its benefit, moved down where names would meet.

    The height grows with the root of the benefit: the first action is often worth many times the others.
    """
    wanted = [_TOP + 4 + (1 - math.sqrt(one.benefit / most)) * (height - 40) for one in actions]
    tops = spread(wanted, [_tall(label) for label in labels], _TOP + 6, _TOP + height - 2)
    for action, label, top, mark in zip(actions, labels, tops, wanted, strict=True):
        middle = top + _RADIUS
        drawing.line([(x, mark + _RADIUS), (x + 9, mark + _RADIUS), (x + 20, middle)], "line")
        drawing.line([(x - 3, mark + _RADIUS), (x + 3, mark + _RADIUS)], "soft", width=2)
        drawing.start(f"#{action.anchor}")
        drawing.circle(x + 30, middle, _RADIUS, action.worst or "accent")
        drawing.text(x + 30, middle + 4, str(action.rank), "paper", size=SMALL, bold=True, anchor="middle")
        drawing.text(x + 47, middle + 4, label)
        drawing.end()


def spread(wanted: Sequence[float], heights: Sequence[float], first: float, last: float) -> list[float]:
    """Where things one under the other begin, near where they want to, without touching.

    Args:
        wanted: where each wants to begin, in order.
        heights: how tall each is.
        first: where the first may begin.
        last: where the last must end, if they fit.
    """
    tops: list[float] = []
    below = first
    for place, height in zip(wanted, heights, strict=True):
        tops.append(max(place, below))
        below = tops[-1] + height
    limit = max(last, first + sum(heights))
    for at in reversed(range(len(tops))):
        tops[at] = min(tops[at], limit - heights[at])
        limit = tops[at]
    return tops
