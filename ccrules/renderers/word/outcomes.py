"""What passed, what could not be assessed, what does not apply; hypotheses, notes and the method."""

from __future__ import annotations

from collections.abc import Iterable

from ccrules.renderers.report.model import Group, Member, Remark, Report
from ccrules.renderers.word.markup import Writer


def passed(writer: Writer, report: Report) -> str:
    """What passed; in a short report the annex says how much."""
    if report.short:
        return ""
    if not report.passed:
        return writer.nothing("heading.passed", "intro.no_passed", "passed")
    title = writer.heading(1, writer.say("heading.passed"), "passed")
    intro = writer.say_paragraph(writer.say("intro.passed"), "Report Intro")
    heads = [writer.say("column.check"), writer.say("column.subjects")]
    rows = ([_check(writer, one), _members(writer, one)] for one in report.passed)
    return title + intro + writer.table(heads, rows, (55, 45))


def not_assessed(writer: Writer, report: Report) -> str:
    """What lacks facts, and which."""
    if not report.not_assessed:
        return writer.nothing("heading.not_assessed", "intro.all_assessed", "not-assessed")
    title = writer.heading(1, writer.say("heading.not_assessed"), "not-assessed")
    if report.short:
        said = writer.say_paragraph(writer.say("short.not_assessed"), "Report Intro")
        return title + said + "".join(_briefly(writer, one) for one in report.not_assessed)
    intro = writer.say_paragraph(writer.say("intro.not_assessed"), "Report Intro")
    heads = [writer.say(f"column.{name}") for name in ("check", "subjects", "settles")]
    rows = (
        [_check(writer, one), _members(writer, one), writer.entry(writer.run(one.note))]
        for one in report.not_assessed
    )
    return title + intro + writer.table(heads, rows, (40, 28, 32))


def not_applicable(writer: Writer, report: Report) -> str:
    """What makes no sense here, and why; in a short report the annex says how much."""
    if report.short:
        return ""
    if not report.not_applicable:
        return writer.nothing("heading.not_applicable", "intro.no_not_applicable", "not-applicable")
    title = writer.heading(1, writer.say("heading.not_applicable"), "not-applicable")
    heads = [writer.say(f"column.{name}") for name in ("check", "reason", "subjects")]
    rows = (
        [_check(writer, one), writer.entry(writer.run(one.note)), _members(writer, one)]
        for one in report.not_applicable
    )
    return title + writer.table(heads, rows, (40, 32, 28))


def _briefly(writer: Writer, group: Group) -> str:
    """A check and all its subjects in one paragraph."""
    name = writer.mark(group.anchor) + writer.run(group.title, bold=True) + writer.run(" ")
    subjects = ", ".join(one.subject for one in group.all_members)
    runs = name + writer.code(group.check) + writer.run(f"{writer.say('colon')}{subjects}")
    return writer.paragraph(runs, "Report Brief")


def _check(writer: Writer, group: Group) -> str:
    name = writer.entry(writer.run(group.title, bold=True), writer.mark(group.anchor))
    return name + writer.entry(writer.code(group.check))


def _members(writer: Writer, group: Group) -> str:
    count = writer.entry(writer.run(group.count, bold=True)) if group.count else ""
    more = writer.soft(f" {group.more}") if group.more else ""
    return count + writer.entry(writer.join(_member(writer, one) for one in group.members) + more)


def _member(writer: Writer, member: Member) -> str:
    note = writer.soft(f" ({member.note})") if member.note else ""
    return writer.run(member.subject) + note


def errors(writer: Writer, report: Report) -> str:
    """Checks that broke; nothing if none did."""
    if not report.errors:
        return ""
    intro = writer.say_paragraph(writer.say("intro.errors"), "Report Intro")
    return writer.heading(1, writer.say("heading.errors"), "errors") + intro + _remarks(writer, report.errors)


def notes(writer: Writer, report: Report) -> str:
    """Notes on the facts; nothing if there are none."""
    if not report.notes:
        return ""
    return writer.heading(1, writer.say("heading.notes"), "notes") + _remarks(writer, report.notes)


def by_hand(writer: Writer, report: Report) -> str:
    """Waivers and the review; nothing unless they were given."""
    return "".join(
        writer.heading(1, part.title, part.id) + _remarks(writer, part.remarks) for part in report.by_hand
    )


def _remarks(writer: Writer, many: Iterable[Remark]) -> str:
    return "".join(
        writer.paragraph(
            writer.run(one.text) + (writer.soft(f"  {one.origin}") if one.origin else ""), "List Bullet"
        )
        for one in many
    )


def hypotheses(writer: Writer, report: Report) -> str:
    """What would be concluded if missing facts confirmed it."""
    if not report.hypotheses:
        return writer.nothing("heading.hypotheses", "intro.no_hypotheses", "hypotheses")
    title = writer.heading(1, writer.say("heading.hypotheses"), "hypotheses")
    intro = writer.say_paragraph(writer.say("intro.hypotheses"), "Report Intro")
    heads = [writer.say("column.conclusion"), writer.say("column.settles")]
    rows = []
    for one in report.hypotheses:
        about = ", ".join(part for part in (one.kind, one.supported) if part)
        name = writer.entry(writer.run(one.title, bold=True))
        name += writer.entry(writer.soft(f"{about} · ") + writer.code(one.rule))
        rows.append([name, writer.entry(writer.run(one.facts))])
    return title + intro + writer.table(heads, rows, (52, 48))


def method(writer: Writer, report: Report) -> str:
    """Rulesets, parameters, engine and fact files."""
    return (
        writer.heading(1, writer.say("heading.method"), "method")
        + _rulesets(writer, report)
        + _parameters(writer, report)
        + _engine(writer, report)
        + _files(writer, report)
    )


def _rulesets(writer: Writer, report: Report) -> str:
    heads = [writer.say(f"column.{name}") for name in ("name", "version", "hash")]
    rows = (
        [
            writer.entry(writer.run(one.name)),
            writer.entry(writer.run(one.value)),
            writer.entry(writer.code(one.note)),
        ]
        for one in report.rulesets
    )
    return writer.heading(2, writer.say("heading.rulesets")) + writer.table(heads, rows, (22, 12, 66))


def _parameters(writer: Writer, report: Report) -> str:
    title = writer.heading(2, writer.say("heading.parameters"))
    if not report.parameters:
        return title + writer.say_paragraph(writer.say("intro.no_parameters"))
    default = writer.say("parameter.default")
    listed = [one for one in report.parameters if not report.short or one.note != default]
    rest = len(report.parameters) - len(listed)
    said = writer.say_paragraph(writer.say("short.parameters", n=rest)) if rest else ""
    heads = [writer.say(f"column.{name}") for name in ("name", "value", "set_by")]
    rows = ([writer.entry(writer.run(part)) for part in (one.name, one.value, one.note)] for one in listed)
    return title + said + (writer.table(heads, rows, (46, 22, 32)) if listed else "")


def _engine(writer: Writer, report: Report) -> str:
    colon = writer.say("colon")
    said = f"{report.engine.name}{colon}{report.engine.value}. {report.engine.note}".strip()
    return writer.heading(2, writer.say("heading.inference")) + writer.say_paragraph(said)


def _files(writer: Writer, report: Report) -> str:
    if not report.files:
        return ""
    lines = (writer.paragraph(writer.code(file), "List Bullet") for file in report.files)
    return writer.heading(2, writer.say("heading.sources")) + "".join(lines)
