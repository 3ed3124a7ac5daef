"""The roadmap: the waves of the plan from left to right, their actions as cards."""

from __future__ import annotations

from ccrules.renderers.charts.drawing import LEADING, SIZE, SMALL, Drawing
from ccrules.renderers.charts.letters import wrap
from ccrules.renderers.charts.palette import LIGHT, Palette
from ccrules.renderers.charts.words import Say
from ccrules.renderers.report.model import Action, Report, Wave
from ccrules.ruleset.model import EFFORTS

#: Actions of one wave, and waves, that are drawn; the plan has them all.
MOST, MOST_WAVES = 7, 4
_WIDTH, _GUTTER, _TOP, _GAP = 960.0, 18.0, 40.0, 8.0


def roadmap(report: Report, say: Say, palette: Palette = LIGHT) -> str:
    """Draw the plan by wave.

    Args:
        report: the report.
        say: its words.
        palette: the colours.

    Returns:
        The drawing as SVG; empty if there is no plan.
    """
    waves = report.waves[:MOST_WAVES]
    if not waves:
        return ""
    drawing = Drawing("chart-roadmap", report.language, palette)
    wide = (_WIDTH - _GUTTER * (len(waves) - 1)) / len(waves)
    bottom = max(
        _wave(drawing, say, wave, at * (wide + _GUTTER), wide, last=at == len(waves) - 1)
        for at, wave in enumerate(waves)
    )
    actions = sum(len(wave.all_actions) for wave in report.waves)
    described = say("chart.roadmap", n=actions, waves=len(report.waves))
    return drawing.svg(_WIDTH, bottom, say("chart.roadmap_title"), described)


def _wave(drawing: Drawing, say: Say, wave: Wave, x: float, wide: float, *, last: bool) -> float:
    """One wave under its heading; gives where it ends."""
    point = x + wide + (0 if last else _GUTTER - 6)
    drawing.shape([(x, 2), (x + wide, 2), (point, 15), (x + wide, 28), (x, 28)], "accent")
    drawing.text(x + 10, 20, wrap(wave.title, wide - 16, SIZE, lines=1, bold=True), "paper", bold=True)
    y = _TOP
    for action in wave.all_actions[:MOST]:
        y += _card(drawing, say, action, x, y, wide) + _GAP
    rest = len(wave.all_actions) - MOST
    if rest > 0:
        drawing.text(x + 2, y + 12, say("chart.more_actions", n=rest), "soft", size=SMALL)
        y += 22
    return y


def _card(drawing: Drawing, say: Say, action: Action, x: float, y: float, wide: float) -> float:
    """One action: its rank, its name, who leads it and by when, its effort; gives its height."""
    title = wrap(action.title, wide - 52, SIZE, lines=3)
    lead = " · ".join(one for one in (action.owner, action.horizon) if one)
    below = wrap(lead, wide - 52, SMALL, lines=2)
    height = 14 + len(title) * SIZE * LEADING + len(below) * SMALL * LEADING + 15
    drawing.start(f"#{action.anchor}")
    drawing.box(x, y, wide, height, "line")
    drawing.rect(x, y, 4, height, action.worst or "accent")
    drawing.circle(x + 22, y + 18, 10, action.worst or "accent")
    drawing.text(x + 22, y + 22, str(action.rank), "paper", size=SMALL, bold=True, anchor="middle")
    drawing.text(x + 40, y + 22, title)
    base = y + 22 + len(title) * SIZE * LEADING
    drawing.text(x + 40, base, below, "soft", size=SMALL)
    _effort(drawing, say, action, x + 40, y + height - 12)
    drawing.end()
    return height


def _effort(drawing: Drawing, say: Say, action: Action, x: float, y: float) -> None:
    """The effort as up to three squares, and in words."""
    filled = EFFORTS.index(action.effort) + 1 if action.effort in EFFORTS else 0
    for number in range(len(EFFORTS)):
        drawing.rect(x + number * 11, y - 4, 8, 8, "soft" if number < filled else "line", corner=1)
    said = say("chart.effort", effort=action.effort_label)
    drawing.text(x + 40, y + 4, said, "soft", size=SMALL)
