"""Where the organisation stands: scores as intervals, and diagrams of the facts."""

from __future__ import annotations

from ccrules.renderers.charts import diagram
from ccrules.renderers.report.model import Diagram, Report, Spot
from ccrules.renderers.report.score_board import ScoreLine
from ccrules.renderers.word.markup import Writer
from ccrules.renderers.word.pictures import drawn

_FIRST_DIAGRAM = 200


def scores(writer: Writer, report: Report) -> str:
    """Scores with their coverage and gaps; nothing without them."""
    board = report.scores
    if board is None:
        return ""
    intro = writer.say_paragraph(writer.say("intro.scores"), "Report Intro")
    heads = [writer.say(f"column.{name}") for name in ("topic", "score", "gap")]
    table = writer.table(heads, (_line(writer, one) for one in board.lines), (32, 38, 30))
    unscored = writer.say_paragraph(board.unscored, "Report Facts") if board.unscored else ""
    return writer.heading(1, writer.say("heading.scores"), "scores") + intro + table + unscored


def score_arithmetic(writer: Writer, report: Report) -> str:
    """How each score comes about, check by check; nothing without scores, nor in a short report."""
    board = report.scores
    if board is None or report.short:
        return ""
    how = writer.say_paragraph(f"{writer.say('score.weights', weights=board.weights)} {board.why}")
    costs = "".join(_costs(writer, one) for one in board.lines)
    return writer.heading(1, writer.say("score.how"), "score-arithmetic") + how + costs


def _line(writer: Writer, line: ScoreLine) -> list[str]:
    gates = "".join(writer.entry(writer.soft(one)) for one in line.gates)
    gaps = "".join(writer.entry(writer.run(one)) for one in line.gaps) or writer.entry()
    name = writer.entry(writer.run(line.title, bold=True))
    return [name, writer.entry(writer.run(line.text)) + gates, gaps]


def _costs(writer: Writer, line: ScoreLine) -> str:
    """How a score comes about: its arithmetic, and what each check takes away."""
    if not line.arithmetic:
        return ""
    said = writer.say_paragraph(writer.say("semicolon").join(line.arithmetic), "Report Facts")
    heads = [writer.say(f"column.{name}") for name in ("costs", "points", "weight", "outcomes")]
    rows = (
        [
            writer.entry(writer.link(one.anchor, writer.run(one.title))) + writer.entry(writer.code(one.id)),
            *(writer.entry(writer.run(value)) for value in (one.costs, one.weight, one.outcomes)),
        ]
        for one in line.costs
    )
    table = writer.table(heads, rows, (50, 12, 12, 26)) if line.costs else ""
    return writer.heading(3, line.title) + said + table


def diagrams(writer: Writer, report: Report) -> str:
    """Pictures of the facts with the findings on them, each with its figures in a table."""
    return "".join(_diagram(writer, one, at, report.short) for at, one in enumerate(report.diagrams))


def _diagram(writer: Writer, found: Diagram, at: int, brief: bool) -> str:
    picture = drawn(writer, diagram(found, writer.say, writer.language), _FIRST_DIAGRAM + at, found.title)
    intro = writer.say_paragraph(found.intro, "Report Intro") if found.intro else ""
    more = writer.say_paragraph(found.more, "Report Facts") if found.more else ""
    names = ("column.name", "chart.volume", "heading.notes", "heading.findings")
    rows = (_spot(writer, found, one) for one in found.spots)
    table = writer.table([writer.say(name) for name in names], rows, (32, 18, 30, 20))
    figures = "" if brief and picture else table + _links(writer, found)
    return writer.heading(1, found.title, f"diagram-{found.id}") + intro + picture + more + figures


def _spot(writer: Writer, found: Diagram, spot: Spot) -> list[str]:
    open_ends = [writer.say("chart.not_known", what=what) for what in spot.open]
    count = writer.say("count.findings", n=spot.findings) if spot.findings else ""
    worst = writer.run("  ") + writer.severity(spot.worst, spot.worst_label) if spot.worst else ""
    return [
        writer.entry(writer.run(spot.title, bold=True))
        + writer.entry(writer.soft(found.columns[spot.column - 1])),
        writer.entry(writer.run(spot.text)),
        writer.entry(writer.run(writer.say("semicolon").join([*spot.notes, *open_ends]))),
        writer.entry(writer.link(spot.anchor, writer.run(count)) + worst if count else ""),
    ]


def _links(writer: Writer, found: Diagram) -> str:
    if not found.links:
        return ""
    heads = [writer.say("chart.connections"), writer.say("chart.volume")]
    rows = (
        [
            writer.entry(writer.run(f"{one.source_title} {one.label} {one.target_title}")),
            writer.entry(writer.run(one.text)),
        ]
        for one in found.links
    )
    return writer.table(heads, rows, (70, 30))
