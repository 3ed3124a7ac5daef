"""Results by topic: what failed, passed and is open, and the bounds of the score."""

from __future__ import annotations

import math

from ccrules.renderers.charts.drawing import SIZE, SMALL, Drawing
from ccrules.renderers.charts.letters import wrap
from ccrules.renderers.charts.palette import LIGHT, Palette
from ccrules.renderers.charts.words import Say
from ccrules.renderers.report.model import Report, Topic

_WIDTH, _NAMES, _BAR, _SCALE, _TOP = 960.0, 270.0, 250.0, 290.0, 46.0
_SECOND = _NAMES + _BAR + 40
_ROW, _THICK = 36.0, 14.0


def topics_chart(report: Report, say: Say, palette: Palette = LIGHT) -> str:
    """Draw for each topic its outcomes, and its score as an interval.

    Where the method does not score, the share in order takes the place of the score: nobody knows
    how the open questions end, so it lies between two bounds, all of them failed or all passed. A
    topic with nothing to assess has no bar.

    Args:
        report: the report.
        say: its words.
        palette: the colours.

    Returns:
        The drawing as SVG; empty if the method names no topics.
    """
    if not report.topics:
        return ""
    drawing = Drawing("chart-topics", report.language, palette)
    height = _TOP + len(report.topics) * _ROW
    _head(drawing, say, height, scored=report.scores is not None)
    for number, topic in enumerate(report.topics):
        _row(drawing, say, topic, bounds(report, topic), _TOP + number * _ROW)
    covered = sum(topic.covered for topic in report.topics)
    described = say("chart.topics", n=len(report.topics), covered=covered)
    return drawing.svg(_WIDTH, height + 8, say("heading.topics"), described)


def bounds(report: Report, topic: Topic) -> tuple[float, float] | None:
    """Between what a topic's score lies, from 0 to 100; the share in order if the method does not score.

    Args:
        report: the report.
        topic: one of its topics.
    """
    if report.scores is None:
        return (
            (100 * topic.passed / topic.total, 100 - 100 * topic.fail / topic.total) if topic.total else None
        )
    line = next((one for one in report.scores.topics if one.title == topic.title), None)
    return (line.low, line.high) if line and line.low is not None and line.high is not None else None


def _head(drawing: Drawing, say: Say, height: float, *, scored: bool) -> None:
    x = _NAMES
    for key, colour in (("fail", "bad"), ("pass", "good"), ("not_assessed", "open")):
        drawing.rect(x, 8, 10, 10, colour)
        drawing.text(x + 15, 17, say(f"outcome.{key}"), "soft", size=SMALL)
        x += 78
    drawing.text(_SECOND, 17, say("chart.score") if scored else say("chart.in_order"), "soft", size=SMALL)
    for share in (0, 50, 100):
        at = _SECOND + _SCALE * share / 100
        drawing.text(
            at,
            36,
            say("chart.points", n=share) if scored else say("chart.percent", n=share),
            "soft",
            size=SMALL,
            anchor="middle",
        )
        drawing.line([(at, 41), (at, height)], "line")


def _row(drawing: Drawing, say: Say, topic: Topic, found: tuple[float, float] | None, top: float) -> None:
    names = wrap(topic.title, _NAMES - 16, SIZE)
    middle = top + _ROW / 2
    drawing.text(0, middle + 4.5 - (len(names) - 1) * 8.3, names)
    if not topic.total:
        drawing.text(_NAMES, middle + 4, say("outcome.not_covered"), "soft", size=SMALL)
        return
    _bar(drawing, topic, middle)
    if found:
        _interval(drawing, say, found, middle)


def _bar(drawing: Drawing, topic: Topic, middle: float) -> None:
    """Outcomes as shares of a bar."""
    x = _NAMES
    open_ones = topic.not_assessed + topic.error
    for count, colour in ((topic.fail, "bad"), (topic.passed, "good"), (open_ones, "open")):
        if count:
            wide = _BAR * count / topic.total
            drawing.rect(x, middle - _THICK / 2, wide, _THICK, colour)
            x += wide


def _interval(drawing: Drawing, say: Say, found: tuple[float, float], middle: float) -> None:
    """From the lower bound to the upper one."""
    low, high = found
    start, end = _SECOND + _SCALE * low / 100, _SECOND + _SCALE * high / 100
    drawing.rect(start, middle - 3, max(end - start, 2), 6, "accent", corner=3)
    for at in (start, end):
        drawing.line([(at, middle - 7), (at, middle + 7)], "accent", width=2)
    ends = math.floor(low + 1e-9), math.ceil(high - 1e-9)
    same = ends[0] == ends[1] or high - low < 0.5
    said = say("chart.bounds", low=round(low) if same else ends[0], high=ends[1], same=same)
    drawing.text(_WIDTH, middle + 4.5, said, size=SMALL, bold=True, anchor="end")
