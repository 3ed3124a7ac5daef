"""Causes, competing causes, consequences and strengths."""

from __future__ import annotations

from ccrules.renderers.report.model import Cause, Ground, Report, Rival, Rivalry
from ccrules.renderers.word.markup import Writer
from ccrules.renderers.word.pictures import chart
from ccrules.renderers.word.prose import prose
from ccrules.renderers.word.references import actions, links, references


def causes(writer: Writer, report: Report) -> str:
    """The causes, those that compete first."""
    if not report.causes:
        return writer.nothing("heading.causes", "intro.no_causes", "causes")
    title = writer.heading(1, writer.say("heading.causes"), "causes")
    intro = writer.say_paragraph(writer.say("intro.causes"), "Report Intro")
    drawn = chart(writer, report, "causes")
    return title + intro + drawn + _conclusions(writer, report, report.causes) + _rivalries(writer, report)


def _conclusions(writer: Writer, report: Report, many: tuple[Cause, ...]) -> str:
    return "".join(_conclusion(writer, one, report.short) for one in many)


def _conclusion(writer: Writer, found: Cause, brief: bool) -> str:
    about = [
        (writer.say("label.belief"), writer.run(found.belief, bold=True)),
        ("", writer.run(found.subject) if found.subject else ""),
        ("", writer.run(found.explains_count) if found.explains_count else ""),
    ]
    parts = (
        ("explains", references(writer, found.explains)),
        ("rests_on", "" if brief else _grounds(writer, found.grounds)),
        ("actions", actions(writer, found.actions)),
        ("source", "" if brief else links(writer, found.sources)),
    )
    named = "".join(writer.named(writer.say(f"label.{key}"), runs) for key, runs in parts)
    return (
        writer.heading(3, found.title, found.anchor)
        + writer.facts(about)
        + writer.remarks(found.marks)
        + prose(writer, found.body)
        + named
    )


def _grounds(writer: Writer, grounds: tuple[Ground, ...]) -> str:
    return writer.join((_ground(writer, one) for one in grounds), writer.say("semicolon"))


def _ground(writer: Writer, ground: Ground) -> str:
    belief = writer.soft(f" {ground.belief}") if ground.belief else ""
    return references(writer, ground.premises) + writer.run(" ") + writer.code(ground.rule) + belief


def _rivalries(writer: Writer, report: Report) -> str:
    if not report.rivalries:
        return ""
    intro = writer.say_paragraph(writer.say("intro.rivalries"), "Report Intro")
    told = _rivals_briefly if report.short else _rivalry
    tables = "".join(told(writer, one) for one in report.rivalries)
    return writer.heading(2, writer.say("heading.rivalries")) + intro + tables


def _rivals_briefly(writer: Writer, found: Rivalry) -> str:
    """What competes to explain some symptoms, in one paragraph."""
    rivals = writer.join(
        (
            writer.link(one.anchor, writer.run(one.title))
            + writer.soft(f" ({one.belief or one.standing_label})")
            for one in found.rivals
        ),
        writer.say("semicolon"),
    )
    names = ", ".join(one.title for one in found.symptoms)
    return writer.paragraph(writer.run(f"{names}{writer.say('colon')}", bold=True) + rivals)


def _rivalry(writer: Writer, found: Rivalry) -> str:
    names = ("column.cause", "label.belief", "column.speaks_for", "column.against", "column.to_verify")
    rows = (_rival(writer, one) for one in found.rivals)
    symptoms = writer.named(writer.say("label.symptoms"), references(writer, found.symptoms))
    table = writer.table([writer.say(name) for name in names], rows, (24, 13, 31, 14, 18))
    more = writer.say_paragraph(found.more, "Report Facts") if found.more else ""
    return (
        symptoms
        + table
        + more
        + writer.named(writer.say("label.consequences"), references(writer, found.consequences))
    )


def _rival(writer: Writer, rival: Rival) -> list[str]:
    explains = writer.soft(f"{writer.say('column.explains')}{writer.say('colon')}{rival.explains}")
    against = writer.say("differential.absent", checks="") if rival.against else ""
    return [
        writer.entry(writer.link(rival.anchor, writer.run(rival.title, bold=True))) + writer.entry(explains),
        writer.entry(writer.run(rival.belief or rival.standing_label)),
        writer.entry(references(writer, rival.grounds)),
        writer.entry((writer.run(against) if against else "") + references(writer, rival.against)),
        writer.entry(writer.run(rival.facts)),
    ]


def patterns(writer: Writer, report: Report) -> str:
    """Anti-patterns that only a combination shows; nothing if there are none."""
    if not report.patterns:
        return ""
    return writer.heading(1, writer.say("heading.patterns"), "patterns") + _conclusions(
        writer, report, report.patterns
    )


def consequences(writer: Writer, report: Report) -> str:
    """What is likely to follow if nothing changes."""
    if not report.consequences:
        return writer.nothing("heading.consequences", "intro.no_consequences", "consequences")
    title = writer.heading(1, writer.say("heading.consequences"), "consequences")
    intro = writer.say_paragraph(writer.say("intro.consequences"), "Report Intro")
    return title + intro + _conclusions(writer, report, report.consequences)


def strengths(writer: Writer, report: Report) -> str:
    """What is good, and the check or conclusion that shows it."""
    if not report.strengths:
        return writer.nothing("heading.strengths", "intro.no_strengths", "strengths")
    title = writer.heading(1, writer.say("heading.strengths"), "strengths")
    lines = (
        writer.paragraph(writer.run(one.text) + writer.run("  ") + writer.code(one.shown_by), "List Bullet")
        for one in report.strengths
    )
    return title + "".join(lines)
