"""The plan: actions by wave, the matrix of severity and effort, and what each action adds."""

from __future__ import annotations

from ccrules.renderers.report.model import Action, MatrixRow, Report, Step, Wave
from ccrules.renderers.word.markup import Writer
from ccrules.renderers.word.pictures import chart
from ccrules.renderers.word.prose import prose
from ccrules.renderers.word.references import actions, links, references


def plan(writer: Writer, report: Report) -> str:
    """Actions in the order in which they can start."""
    if not report.waves:
        return writer.nothing("heading.plan", "intro.no_plan", "plan")
    title = writer.heading(1, writer.say("heading.plan"), "plan")
    key = "intro.plan_short" if report.short else "intro.plan"
    intro = writer.say_paragraph(writer.say(key), "Report Intro")
    drawn = chart(writer, report, "roadmap")
    return (
        title
        + intro
        + _followed(writer, report)
        + drawn
        + "".join(_wave(writer, one, report.short) for one in report.waves)
    )


def _followed(writer: Writer, report: Report) -> str:
    """How far the plan has come, as the client tells it; nothing unless a plan was given."""
    done = writer.run(report.progress, bold=True) if report.progress else ""
    written = writer.named(writer.say("follow_up.heading"), done)
    if not report.followed:
        return written
    others = (
        writer.say_paragraph(f"{one.text}{writer.say('colon')}{one.origin}", "List Bullet")
        for one in report.followed
    )
    return written + writer.say_paragraph(writer.say("follow_up.others")) + "".join(others)


def _wave(writer: Writer, wave: Wave, brief: bool) -> str:
    more = writer.say_paragraph(wave.more, "Report Facts") if wave.more else ""
    actions_ = "".join(_action(writer, one, brief) for one in wave.actions)
    return writer.heading(2, wave.title) + actions_ + more


def _action(writer: Writer, action: Action, brief: bool) -> str:
    return (
        writer.heading(3, f"{action.rank}. {action.title}", action.anchor)
        + writer.facts(_about(writer, action))
        + writer.remarks(action.marks)
        + prose(writer, action.body)
        + _named(writer, action, brief)
    )


def _about(writer: Writer, action: Action) -> list[tuple[str, str]]:
    pairs = [
        ("effort", action.effort_label),
        ("owner", action.owner),
        ("horizon", action.horizon),
        ("priority", action.value),
    ]
    found = [(writer.say(f"label.{key}"), writer.run(value, bold=True)) for key, value in pairs if value]
    progress = writer.run(action.progress, bold=True) if action.progress else ""
    enabling = writer.run(writer.say("label.enabling")) if action.enabling else ""
    return [*found, (writer.say("follow_up.heading"), progress), ("", enabling)]


def _named(writer: Writer, action: Action, brief: bool) -> str:
    parts = (
        ("resolves", references(writer, action.resolves)),
        ("addresses", references(writer, action.addresses)),
        ("after", actions(writer, action.after)),
        ("objectives", writer.run(", ".join(action.objectives)) if action.objectives else ""),
        ("source", "" if brief else links(writer, action.sources)),
    )
    return "".join(writer.named(writer.say(f"label.{key}"), runs) for key, runs in parts)


def matrix(writer: Writer, report: Report) -> str:
    """Actions by the worst severity they resolve and the effort they take."""
    if not report.waves:
        return ""
    effort, colon = writer.say("label.effort"), writer.say("colon")
    heads = [writer.say("label.impact"), *(f"{effort}{colon}{one.lower()}" for one in report.efforts)]
    rows = (_matrix_row(writer, row) for row in report.matrix)
    title = writer.heading(2, writer.say("heading.matrix")) + chart(writer, report, "matrix")
    intro = writer.say_paragraph(writer.say("intro.matrix"), "Report Intro")
    if report.short:
        return title + intro
    return title + intro + writer.table(heads, rows, (22, 26, 26, 26))


def _matrix_row(writer: Writer, row: MatrixRow) -> list[str]:
    label = writer.severity(row.severity, row.label) if row.severity else writer.run(row.label)
    return [writer.entry(label), *(writer.entry(actions(writer, cell)) for cell in row.cells)]


def steps(writer: Writer, report: Report) -> str:
    """What each action adds to those before it."""
    if not report.steps:
        return ""
    heads = [writer.say(f"column.{name}") for name in ("action", "effort", "adds", "left", "worst")]
    rows = (_step(writer, one) for one in report.steps)
    more = writer.say_paragraph(report.more_steps, "Report Facts") if report.more_steps else ""
    intro = writer.say_paragraph(writer.say("intro.steps"), "Report Intro")
    table = writer.table(heads, rows, (46, 12, 14, 12, 16))
    return writer.heading(2, writer.say("heading.steps")) + intro + table + more


def _step(writer: Writer, step: Step) -> list[str]:
    worst = writer.severity(step.worst, step.worst_label) if step.worst else ""
    return [
        writer.entry(actions(writer, [step.action])),
        writer.entry(writer.run(step.effort)),
        writer.entry(writer.run(step.added)),
        writer.entry(writer.run(step.left)),
        writer.entry(worst),
    ]
