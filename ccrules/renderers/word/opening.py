"""The first pages: figures, the summary for a management committee, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ccrules.renderers.report.model import Executive, Lack, Move, Report, Unknown
from ccrules.renderers.word.markup import Writer
from ccrules.renderers.word.prose import prose
from ccrules.renderers.word.references import references


def figures(writer: Writer, report: Report) -> str:
    """Coverage and the counts of outcomes, side by side."""
    pairs = [
        (report.coverage, writer.say("figure.coverage")),
        *((one.value, one.name) for one in report.figures),
    ]
    width = writer.width // len(pairs)
    cells = "".join(writer.cell(_figure(writer, value, name), width) for value, name in pairs)
    grid = f'<w:gridCol w:w="{width}"/>' * len(pairs)
    look = f'<w:tblW w:w="{width * len(pairs)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
    table = f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr>{cells}</w:tr></w:tbl>"
    return table + writer.paragraph("", "Report Gap")


def _figure(writer: Writer, value: str, name: str) -> str:
    large = writer.run(value, bold=True, size=18, colour=writer.brand.primary.lstrip("#"))
    return writer.paragraph(large, "Report Cell") + writer.paragraph(writer.soft(name), "Report Cell")


def summary(writer: Writer, report: Report) -> str:
    """The executive summary: two pages."""
    found = report.executive
    opening = " ".join(part for part in (found.opening, found.strengths) if part)
    return (
        writer.heading(1, writer.say("executive.title"), "executive")
        + writer.say_paragraph(opening, "Report Message")
        + _messages(writer, found)
        + _unknown(writer, found)
        + _moves(writer, found)
        + _outlook(writer, found)
    )


def _messages(writer: Writer, found: Executive) -> str:
    lines = writer.heading(2, writer.say("executive.points", n=len(found.messages)))
    for number, one in enumerate(found.messages, 1):
        lines += writer.paragraph(
            writer.run(f"{number}.  {one.title}", bold=True), "Report Message", keep=True
        )
        lines += writer.say_paragraph(one.text)
    return lines


def _unknown(writer: Writer, found: Executive) -> str:
    said = " ".join(part for part in (found.unknown, found.open_causes) if part)
    lines = writer.heading(2, writer.say("executive.unknown_title")) + writer.say_paragraph(said)
    return lines + "".join(_lack(writer, one) for one in found.lacks)


def _lack(writer: Writer, lack: Lack) -> str:
    ask = f" ({writer.say('column.ask')}{writer.say('colon')}{lack.ask})" if lack.ask else ""
    runs = writer.run(lack.fact, bold=True) + writer.run(
        f"{writer.say('colon')}{lack.question}{ask} {lack.change}"
    )
    return writer.paragraph(runs, "List Bullet")


def _moves(writer: Writer, found: Executive) -> str:
    title = writer.heading(2, writer.say("executive.moves", n=len(found.moves)))
    if not found.moves:
        return title + writer.say_paragraph(writer.say("executive.no_moves"))
    heads = [writer.say(f"column.{name}") for name in ("action", "effort")]
    rows = [_move(writer, one) for one in found.moves]
    return title + writer.table(["", heads[0], heads[1]], rows, (6, 66, 28))


def _move(writer: Writer, move: Move) -> tuple[str, str, str]:
    link = writer.link(move.action.anchor, writer.run(move.action.title, bold=True))
    about = [move.effort_label, move.owner, move.horizon]
    return (
        writer.entry(writer.run(move.action.note, bold=True)),
        writer.entry(link) + writer.entry(writer.run(move.effect)),
        "".join(writer.entry(writer.run(one)) for one in about if one),
    )


def _outlook(writer: Writer, found: Executive) -> str:
    expected = [*found.expected, *([found.more_moves] if found.more_moves else [])]
    return (
        writer.heading(2, writer.say("executive.expected"))
        + _bullets(writer, expected, "executive.nothing_expected")
        + writer.heading(2, writer.say("executive.otherwise_title"))
        + _bullets(writer, found.otherwise, "executive.nothing_otherwise")
    )


def _bullets(writer: Writer, sentences: Sequence[str], nothing: str) -> str:
    if not sentences:
        return writer.say_paragraph(writer.say(nothing))
    return "".join(writer.say_paragraph(one, "List Bullet") for one in sentences)


def messages(writer: Writer, report: Report) -> str:
    """The sentences the report opens with."""
    lines = [
        writer.paragraph(writer.run(f"{at}.  ", bold=True) + writer.run(one), "Report Message")
        for at, one in enumerate(report.messages, 1)
    ]
    return writer.heading(1, writer.say("heading.messages"), "messages") + "".join(lines)


def what_if(writer: Writer, report: Report) -> str:
    """What facts set by hand change; nothing if there are none."""
    found = report.what_if
    if found is None:
        return ""
    lines = writer.heading(1, writer.say("heading.what_if"), "what-if") + writer.say_paragraph(found.settings)
    for title, changes in found.groups:
        lines += writer.heading(2, title)
        lines += "".join(writer.say_paragraph(change, "List Bullet") for change in changes)
    return lines if found.groups else lines + writer.say_paragraph(writer.say("what_if.nothing"))


def comments(writer: Writer, report: Report) -> str:
    """What the consultant says; nothing if there is nothing."""
    if not report.comments:
        return ""
    said = "".join(prose(writer, one) for one in report.comments)
    return writer.heading(1, writer.say("heading.comments"), "comments") + said


def unknowns(writer: Writer, report: Report) -> str:
    """The missing facts that most waits for."""
    title = writer.heading(1, writer.say("heading.unknowns"), "unknowns")
    if report.unknowns:
        intro = writer.say_paragraph(writer.say("intro.unknowns"), "Report Intro")
        rest = len(report.more_unknowns)
        more = writer.say_paragraph(writer.say("more", n=rest), "Report Facts") if rest else ""
        return title + intro + unknown_table(writer, report.unknowns) + more
    key = "intro.not_listed" if report.not_assessed else "intro.no_unknowns"
    return title + writer.say_paragraph(writer.say(key))


def unknown_table(writer: Writer, many: Iterable[Unknown]) -> str:
    """Missing facts: what to ask whom, and what waits for it."""
    heads = [writer.say(f"column.{name}") for name in ("fact", "question", "blocks")]
    return writer.table(heads, (_row(writer, one) for one in many), (32, 32, 36))


def _row(writer: Writer, one: Unknown) -> tuple[str, str, str]:
    about = writer.entry(writer.soft(one.about)) if one.about else ""
    ask = writer.soft(f"{writer.say('column.ask')}{writer.say('colon')}{one.ask}") if one.ask else ""
    waiting = references(writer, one.checks) + (writer.soft(f" {one.more_checks}") if one.more_checks else "")
    return (
        writer.entry(writer.run(one.label, bold=True)) + about + writer.entry(writer.code(one.fact)),
        writer.entry(writer.run(one.question)) + (writer.entry(ask) if ask else ""),
        (writer.entry(writer.run(one.blocks, bold=True)) if one.blocks else "") + writer.entry(waiting),
    )
