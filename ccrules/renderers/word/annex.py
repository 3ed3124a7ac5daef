"""The annex: what the body leaves out, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ccrules.renderers.report.model import Action, Block, Group, Member, Report, Row, Unknown, Wave
from ccrules.renderers.word.findings import block
from ccrules.renderers.word.markup import Writer
from ccrules.renderers.word.opening import unknown_table
from ccrules.renderers.word.prose import prose
from ccrules.renderers.word.references import actions, explanation, references


def annex(writer: Writer, report: Report) -> str:
    """All actions with the arithmetic of their priority, and everything the body does not show."""
    if report.short:
        return _short(writer, report)
    return (
        writer.heading(1, writer.say("heading.annex"), "annex")
        + _plan(writer, report)
        + _unknowns(writer, report)
        + _findings(writer, report)
        + _whole(writer, report.not_assessed, "not_assessed", rest=True)
        + _whole(writer, report.passed, "passed", rest=False)
        + _whole(writer, report.not_applicable, "not_applicable", rest=False)
    )


def _short(writer: Writer, report: Report) -> str:
    """Further actions, missing facts and findings, a line or two each; and where the rest is."""
    counts = (("passed", len(report.passed)), ("not_applicable", len(report.not_applicable)))
    further = [one for wave in report.waves for one in wave.rest]
    partial = [(one, one.rest) for one in report.blocks if one.rest]
    whole = [(one, one.all_rows) for one in report.more_blocks]
    return (
        writer.heading(1, writer.say("heading.annex"), "annex")
        + writer.say_paragraph(writer.say("short.annex"), "Report Intro")
        + "".join(writer.say_paragraph(writer.say(f"short.{name}", n=n)) for name, n in counts if n)
        + _listed(writer, "annex_plan_short", [_further_action(writer, one) for one in further])
        + _listed(writer, "annex_unknowns", [_question(writer, one) for one in report.more_unknowns])
        + _listed(writer, "annex_findings", [_finding(writer, one, rows) for one, rows in [*partial, *whole]])
    )


def _listed(writer: Writer, heading: str, many: Sequence[str]) -> str:
    return writer.heading(2, writer.say(f"heading.{heading}")) + "".join(many) if many else ""


def _further_action(writer: Writer, action: Action) -> str:
    about = " · ".join(
        one for one in (action.effort_label, action.owner, action.horizon, action.progress) if one
    )
    name = writer.mark(action.anchor) + writer.run(f"{action.rank}. {action.title}", bold=True)
    resolves = writer.say("semicolon").join(one.title for one in action.resolves)
    said = f"  {writer.say('label.resolves')}{writer.say('colon')}{resolves}" if resolves else ""
    runs = name + writer.soft(f"  {about}") + writer.run(said)
    return writer.paragraph(runs, "Report Brief") + writer.remarks(action.marks)


def _question(writer: Writer, one: Unknown) -> str:
    about = writer.soft(f" ({one.about})") if one.about else ""
    question = writer.run(f"{writer.say('colon')}{one.question}") if one.question else ""
    ask = writer.soft(f" ({one.ask})") if one.ask else ""
    return writer.paragraph(writer.run(one.label, bold=True) + about + question + ask, "Report Brief")


def _finding(writer: Writer, found: Block, rows: Sequence[Row]) -> str:
    name = writer.mark(found.anchor) if rows == found.all_rows else ""
    name += writer.run(found.title, bold=True) + writer.soft(f" {found.severity_label} ")
    name += writer.code(found.check)
    if found.single and rows:
        said = writer.run(f"{writer.say('colon')}{rows[0].message}")
        return writer.paragraph(name + writer.mark(rows[0].anchor) + said, "Report Brief") + writer.remarks(
            rows[0].marks
        )
    told = "".join(_told(writer, one) for one in rows)
    return writer.paragraph(name, "Report Brief", keep=True) + told


def _told(writer: Writer, row: Row) -> str:
    subject = f"{row.subject}{writer.say('colon')}"
    said = writer.paragraph(writer.mark(row.anchor) + writer.run(subject + row.message), "Report Evidence")
    return said + writer.remarks(row.marks)


def _plan(writer: Writer, report: Report) -> str:
    if not report.waves:
        return ""
    heads = [writer.say(f"column.{name}") for name in ("action", "resolves", "arithmetic")]
    rows = (_action(writer, wave, one) for wave in report.waves for one in wave.all_actions)
    return writer.heading(2, writer.say("heading.annex_plan")) + writer.table(heads, rows, (38, 30, 32))


def _action(writer: Writer, wave: Wave, action: Action) -> list[str]:
    hidden = action in wave.rest
    about = [
        wave.title,
        action.effort_label,
        *([action.owner, action.horizon, action.progress] if hidden else []),
    ]
    title = writer.entry(
        writer.run(f"{action.rank}. {action.title}", bold=True), writer.mark(action.anchor) * hidden
    )
    title += writer.entry(
        writer.soft(" · ".join(part for part in about if part) + " · ") + writer.code(action.id)
    )
    return [
        title + (writer.remarks(action.marks) + prose(writer, action.body, "Report Cell") if hidden else ""),
        _effect(writer, action),
        _sum(writer, action),
    ]


def _effect(writer: Writer, action: Action) -> str:
    lines = writer.entry(references(writer, (*action.resolves, *action.addresses)))
    after = (
        writer.soft(f"{writer.say('label.after')} ") + actions(writer, action.after) if action.after else ""
    )
    return lines + (writer.entry(after) if after else "")


def _sum(writer: Writer, action: Action) -> str:
    terms = [" ".join(part for part in (one.name, one.value, one.note) if part) for one in action.terms]
    lines = "".join(writer.entry(writer.soft(one)) for one in terms)
    return writer.entry(writer.run(action.formula or action.value)) + lines


def _unknowns(writer: Writer, report: Report) -> str:
    if not report.more_unknowns:
        return ""
    return writer.heading(2, writer.say("heading.annex_unknowns")) + unknown_table(
        writer, report.more_unknowns
    )


def _findings(writer: Writer, report: Report) -> str:
    partial = [one for one in report.blocks if one.rest]
    if not partial and not report.more_blocks:
        return ""
    return (
        writer.heading(2, writer.say("heading.annex_findings"))
        + "".join(block(writer, one, one.rest, annexed=True) for one in partial)
        + "".join(block(writer, one, one.all_rows) for one in report.more_blocks)
    )


def _whole(writer: Writer, groups: Sequence[Group], name: str, *, rest: bool) -> str:
    """Every subject of some outcome, or those that the body leaves out."""
    found = [(group, group.all_members if rest else group.rest) for group in groups]
    if not any(members for _, members in found):
        return ""
    heads = [
        writer.say("column.subject"),
        writer.say("column.check"),
        writer.say("column.settles" if rest else "column.reason"),
    ]
    rows = (row for group, members in found for row in _members(writer, group, members, rest))
    return writer.heading(2, writer.say(f"heading.annex_{name}")) + writer.table(heads, rows, (32, 18, 50))


def _members(writer: Writer, group: Group, members: Sequence[Member], rest: bool) -> Iterator[list[str]]:
    for one in members:
        note = writer.soft(one.note or ("" if rest else group.note))
        facts = writer.code(one.facts) + writer.run(" ") if one.facts else ""
        yield [
            writer.entry(writer.run(one.subject)),
            writer.entry(writer.code(group.check)),
            writer.entry(facts + note) + explanation(writer, one.explanation),
        ]
