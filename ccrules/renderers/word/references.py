"""Names of things that stand elsewhere in the document, as links."""

from __future__ import annotations

from collections.abc import Iterable

from ccrules.renderers.report.model import Line, Link, Reference
from ccrules.renderers.word.markup import Writer


def references(writer: Writer, many: Iterable[Reference]) -> str:
    """Names with their remarks in brackets.

    Args:
        writer: what they are written with.
        many: the names.
    """
    return writer.join(_reference(writer, one) for one in many)


def _reference(writer: Writer, one: Reference) -> str:
    note = writer.run(f" ({one.note})", colour="4C5866") if one.note else ""
    return writer.link(one.anchor, writer.run(one.title)) + note


def actions(writer: Writer, many: Iterable[Reference]) -> str:
    """Actions by their number in the plan."""
    return writer.join(
        writer.link(one.anchor, writer.run(f"{one.note}. {one.title}" if one.note else one.title))
        for one in many
    )


def links(writer: Writer, many: Iterable[Link]) -> str:
    """Publications."""
    found = (
        writer.address(one.url, writer.run(one.text)) if one.url else writer.run(one.text) for one in many
    )
    return writer.join(found, writer.say("semicolon"))


def explanation(writer: Writer, lines: Iterable[Line]) -> str:
    """A full explanation, one paragraph per line, indented by its depth."""
    return "".join(
        writer.paragraph(writer.run("   " * min(line.depth, 8) + line.text), "Report Evidence")
        for line in lines
    )
