"""The graph of causes: from findings to what explains them to what follows if nothing changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ccrules.renderers.charts.connections import curve
from ccrules.renderers.charts.drawing import LEADING, SIZE, SMALL, Drawing
from ccrules.renderers.charts.layers import Box, Placed, place
from ccrules.renderers.charts.letters import wrap
from ccrules.renderers.charts.palette import LIGHT, Palette
from ccrules.renderers.charts.words import Say
from ccrules.renderers.report.model import Cause, Report

_WIDTH, _BOX, _TOP = 960.0, 262.0, 34.0
_STEP = (_WIDTH - _BOX) / 2


@dataclass(frozen=True, slots=True)
class Most:
    """How much is drawn at most; the text beside the drawing has it all."""

    causes: int
    symptoms: int
    consequences: int


ON_A_PAGE, ON_A_SLIDE = Most(7, 14, 6), Most(5, 9, 5)


@dataclass(frozen=True, slots=True)
class _Knot:
    """A finding, cause or consequence to be drawn."""

    id: str
    column: int
    lines: tuple[str, ...]
    note: str
    colour: str
    anchor: str

    @property
    def height(self) -> float:
        return 13 + len(self.lines) * SIZE * LEADING + (SMALL * LEADING if self.note else 0)


def cause_graph(report: Report, say: Say, palette: Palette = LIGHT, most: Most = ON_A_PAGE) -> str:
    """Draw what the findings come from and what they lead to.

    Args:
        report: the report.
        say: its words.
        palette: the colours.
        most: how much is drawn.

    Returns:
        The drawing as SVG; empty if no cause was concluded.
    """
    consequences, causes = _chosen(report, most)
    knots = _knots(report, say, causes, consequences, most.symptoms)
    known = {knot.id for knot in knots}
    links = [link for link in _links(causes, consequences) if known.issuperset(link)]
    used = {name for link in links for name in link}
    knots = [knot for knot in knots if knot.id in used]
    if not knots:
        return ""
    placed = place([Box(knot.id, knot.column, knot.height) for knot in knots], links)
    drawing = Drawing("chart-causes", report.language, palette)
    _draw(drawing, say, knots, links, placed)
    described = say(
        "chart.causes", causes=len(report.causes), consequences=len(report.consequences), drawn=len(causes)
    )
    return drawing.svg(_WIDTH, placed.height + _TOP, say("chart.causes_title"), described)


def _chosen(report: Report, most: Most) -> tuple[Sequence[Cause], Sequence[Cause]]:
    """The consequences, and the causes that explain most or lead to one of them."""
    consequences = sorted(report.consequences, key=lambda one: -one.belief_share)[: most.consequences]
    rests_on = {premise.id for one in consequences for ground in one.grounds for premise in ground.premises}
    ranked = sorted(
        (one for one in (*report.causes, *report.patterns) if one.explains),
        key=lambda one: (one.key not in rests_on, -sum(1 for _ in one.explains)),
    )
    return consequences, ranked[: most.causes]


def _knots(
    report: Report, say: Say, causes: Sequence[Cause], consequences: Sequence[Cause], symptoms_drawn: int
) -> list[_Knot]:
    explained = {symptom.id for cause in causes for symptom in cause.explains}
    blocks = [one for one in (*report.blocks, *report.more_blocks) if one.check in explained]
    symptoms = [
        _Knot(f"check {one.check}", 0, _lines(one.title), "", one.severity, one.anchor)
        for one in blocks[:symptoms_drawn]
    ]
    return [
        *symptoms,
        *(_concluded(say, one, 1, "accent") for one in causes),
        *(_concluded(say, one, 2, "bad") for one in consequences),
    ]


def _lines(title: str) -> tuple[str, ...]:
    return wrap(title, _BOX - 26, SIZE, lines=3)


def _concluded(say: Say, one: Cause, column: int, colour: str) -> _Knot:
    belief = say("chart.belief", belief=one.belief)
    note = f"{one.subject} · {belief}" if one.subject else belief
    (short,) = wrap(note, _BOX - 26, SMALL, lines=1)
    return _Knot(one.key, column, _lines(one.title), short, colour, one.anchor)


def _links(causes: Sequence[Cause], consequences: Sequence[Cause]) -> Iterator[tuple[str, str]]:
    for cause in causes:
        yield from ((f"check {symptom.id}", cause.key) for symptom in cause.explains)
    for one in consequences:
        premises = [premise.id for ground in one.grounds for premise in ground.premises]
        yield from dict.fromkeys((name, one.key) for name in premises)
        yield from dict.fromkeys((f"check {name}", one.key) for name in premises)


def _draw(
    drawing: Drawing, say: Say, knots: Sequence[_Knot], links: Sequence[tuple[str, str]], placed: Placed
) -> None:
    by_id = {knot.id: knot for knot in knots}
    for column, key in enumerate(("heading.findings", "heading.causes", "heading.consequences")):
        if any(knot.column == column for knot in knots):
            drawing.text(column * _STEP, 16, say(key), "soft", size=SMALL, bold=True)
    for start, end in links:
        one, other = by_id[start], by_id[end]
        drawing.path(
            curve(
                (one.column * _STEP + _BOX, _TOP + placed.tops[start] + one.height / 2),
                (other.column * _STEP, _TOP + placed.tops[end] + other.height / 2),
                [(_STEP, _STEP + _BOX, _TOP + y) for y in placed.ways.get((start, end), ())],
            ),
            "open",
            width=1.3,
        )
    for knot in knots:
        _knot(drawing, knot, knot.column * _STEP, _TOP + placed.tops[knot.id])


def _knot(drawing: Drawing, knot: _Knot, x: float, y: float) -> None:
    drawing.start(f"#{knot.anchor}" if knot.anchor else "")
    drawing.box(x, y, _BOX, knot.height, "line")
    drawing.rect(x, y, 5, knot.height, knot.colour)
    drawing.text(x + 15, y + 19, knot.lines, bold=knot.column == 1)
    if knot.note:
        drawing.text(x + 15, y + 19 + len(knot.lines) * SIZE * LEADING - 1, knot.note, "soft", size=SMALL)
    drawing.end()
