"""Findings: one block per check, each finding with the facts under it."""

from __future__ import annotations

from collections.abc import Sequence

from ccrules.renderers.report.model import Block, Proof, Report, Row, Topic
from ccrules.renderers.word.markup import Writer
from ccrules.renderers.word.pictures import chart
from ccrules.renderers.word.references import actions, explanation, links, references


def topics(writer: Writer, report: Report) -> str:
    """How each topic of the method came out."""
    if not report.topics:
        return ""
    heads = [
        writer.say("column.topic"),
        *(writer.say(f"outcome.{name}") for name in ("fail", "pass", "not_assessed")),
        writer.say("column.worst"),
    ]
    table = writer.table(heads, (_topic(writer, one) for one in report.topics), (40, 14, 14, 16, 18))
    return writer.heading(2, writer.say("heading.topics")) + chart(writer, report, "topics") + table


def _topic(writer: Writer, topic: Topic) -> list[str]:
    missed = "" if topic.covered else writer.soft(f" {writer.say('outcome.not_covered')}")
    counts = (topic.fail, topic.passed, topic.not_assessed + topic.error)
    worst = writer.severity(topic.worst, topic.worst_label) if topic.worst else ""
    return [
        writer.entry(writer.run(topic.title, bold=True) + missed),
        *(writer.entry(writer.run(count)) for count in counts),
        writer.entry(worst),
    ]


def findings(writer: Writer, report: Report) -> str:
    """All findings that the body shows."""
    title = writer.heading(1, writer.say("heading.findings"), "findings") + topics(writer, report)
    if not report.blocks:
        return title + writer.say_paragraph(writer.say("intro.no_findings"))
    intro = writer.say_paragraph(writer.say("intro.findings"), "Report Intro")
    more = ""
    if report.more_blocks:
        more = writer.say_paragraph(writer.say("more", n=len(report.more_blocks)), "Report Facts")
    return (
        title
        + intro
        + "".join(block(writer, one, one.rows, brief=report.short) for one in report.blocks)
        + more
    )


def block(
    writer: Writer, found: Block, rows: Sequence[Row], *, annexed: bool = False, brief: bool = False
) -> str:
    """The findings of one check.

    Args:
        writer: what they are written with.
        found: the block.
        rows: those of its findings to show.
        annexed: whether the block itself stands elsewhere.
        brief: whether evidence is told without its origins, and publications are left out.
    """
    head = writer.heading(3, found.title, "" if annexed else found.anchor) + _head(writer, found)
    single = found.single and rows
    shown = _single(writer, found, rows[0], brief) if single else _table(writer, found, rows, brief)
    if annexed:
        return head + shown
    more = (
        writer.say_paragraph(found.more, "Report Facts")
        if found.more and len(rows) < len(found.all_rows)
        else ""
    )
    return head + shown + more + _about(writer, found, brief)


def _head(writer: Writer, found: Block) -> str:
    together = writer.run(found.exposure, bold=True) if found.exposure else ""
    return writer.facts(
        [
            ("", writer.severity(found.severity, found.severity_label)),
            ("", writer.run(found.count) if found.count else ""),
            (writer.say("label.total_exposure"), together),
            ("", writer.run(writer.say("label.inferred")) if found.inferred else ""),
            ("", writer.code(found.check)),
        ]
    )


def _single(writer: Writer, found: Block, row: Row, brief: bool) -> str:
    about = [(writer.say("label.exposure"), writer.run(row.exposure, bold=True) if row.exposure else "")]
    if row.severity_label != found.severity_label:
        about.append((writer.say("column.severity"), writer.run(row.severity_label)))
    message = writer.paragraph(writer.mark(row.anchor) + writer.run(row.message), keep=bool(row.proofs))
    return message + writer.facts(about) + _evidence(writer, row, brief)


def _table(writer: Writer, found: Block, rows: Sequence[Row], brief: bool) -> str:
    exposed = any(row.exposure for row in rows)
    mixed = any(row.severity_label != found.severity_label for row in rows)
    names = ["subject", "finding", *["severity"] * mixed, *["exposure"] * exposed]
    shares = [22, 78 - 14 * mixed - 16 * exposed, *[14] * mixed, *[16] * exposed]
    heads = [writer.say(f"column.{name}") for name in names]
    return writer.table(heads, (_row(writer, row, mixed, exposed, brief) for row in rows), shares)


def _row(writer: Writer, row: Row, mixed: bool, exposed: bool, brief: bool) -> list[str]:
    cells = [
        writer.entry(writer.run(row.subject, bold=True), writer.mark(row.anchor)),
        writer.entry(writer.run(row.message)) + _evidence(writer, row, brief),
    ]
    if mixed:
        cells.append(writer.entry(writer.severity(row.severity, row.severity_label)))
    if exposed:
        cells.append(writer.entry(writer.run(row.exposure)))
    return cells


def _evidence(writer: Writer, row: Row, brief: bool) -> str:
    """The facts under a finding, with the place each was written in unless briefly, and how sure it is."""
    lines = _briefly(writer, row) if brief else "".join(_proof(writer, one) for one in row.proofs)
    notes = (
        ("rests_on", references(writer, row.outcomes)),
        ("doubt", writer.run(row.doubt) if row.doubt else ""),
        ("fragile", writer.run(row.fragile) if row.fragile else ""),
    )
    said = "".join(writer.named(writer.say(f"label.{key}"), runs, "Report Evidence") for key, runs in notes)
    why = "" if brief else explanation(writer, row.explanation)
    return lines + said + writer.remarks(row.marks) + why


def _briefly(writer: Writer, row: Row) -> str:
    """The facts under a finding in one paragraph."""
    facts = (writer.run(f"{one.label} ") + writer.run(one.value, bold=True) for one in row.proofs)
    runs = writer.join(facts, writer.say("semicolon"))
    return writer.named(writer.say("label.evidence"), runs, "Report Evidence") if row.proofs else ""


def _proof(writer: Writer, proof: Proof) -> str:
    name = writer.run(f"{proof.label}{writer.say('colon')}")
    origin = writer.run(f"  {proof.origin}") if proof.origin else ""
    value = writer.run(proof.value, bold=True) + writer.run("  ")
    return writer.paragraph(name + value + writer.code(proof.fact) + origin, "Report Evidence")


def _about(writer: Writer, found: Block, brief: bool) -> str:
    thresholds = writer.say("semicolon").join(f"{one.name} {one.value}" for one in found.parameters)
    parts = (
        ("actions", actions(writer, found.actions)),
        ("causes", references(writer, found.causes)),
        ("advice", writer.run(found.advice) if found.advice else ""),
        ("thresholds", writer.run(thresholds) if thresholds else ""),
        ("source", "" if brief else links(writer, found.sources)),
    )
    return "".join(writer.named(writer.say(f"label.{key}"), runs) for key, runs in parts)
