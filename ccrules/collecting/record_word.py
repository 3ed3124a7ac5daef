"""The record of facts as a Word document to be ticked, corrected, signed and sent back."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.collecting.record import Record, Row, Section
from ccrules.collecting.record_words import (
    CONFIRMED,
    HEADS,
    SIGNATURE,
    SIGNED_BY,
    TITLE,
    TO_CORRECT,
    about,
    introduction,
)
from ccrules.collecting.word_page import (
    PAPER,
    SOFT,
    TableCell,
    document,
    head_cells,
    paragraph,
    run,
    table,
    tick_box,
)
from ccrules.errors import message
from ccrules.text import worded

#: Widths of the columns, in centimetres.
WIDTHS = (6.4, 5.4, 3.8, 2.7, 4.2, 3.6)


def word_record(record: Record) -> bytes:
    """Make the document.

    Args:
        record: the facts.

    Raises:
        UsageError: python-docx is not installed.
    """
    language = record.language
    title = worded(TITLE, language)
    name = f"{title} – {record.name}" if record.name else title
    return document(name, record.reference, language, _body(record), name)


def _body(record: Record) -> Iterator[str]:
    language = record.language
    yield paragraph(run(record.name or worded(TITLE, language)), style="Title")
    if record.name:
        yield paragraph(run(worded(TITLE, language), size=13, color=SOFT), after=8)
    yield table((4.2, 21.9), [_pair(*one) for one in about(record)], headed=False)
    yield paragraph("", after=4)
    for line in introduction():
        yield paragraph(run(worded(line, language)), after=3)
    for section in record.sections:
        yield paragraph(run(section.title), style="Heading1")
        yield _table(record, section)
    yield from _signature(language)


def _pair(label: str, value: str) -> list[TableCell]:
    return [
        TableCell(paragraph(run(label, bold=True, size=8.5, color=SOFT)), PAPER),
        TableCell(paragraph(run(value, size=9))),
    ]


def _table(record: Record, section: Section) -> str:
    language = record.language
    rows = [head_cells(worded(one, language) for one in HEADS)]
    for name, group in section.groups:
        if name:
            rows.append([TableCell(paragraph(run(name, bold=True), keep=True), PAPER, len(WIDTHS))])
        rows += [_row(row, language) for row in group]
    return table(WIDTHS, rows)


def _row(row: Row, language: str) -> list[TableCell]:
    fact = paragraph(run(row.label)) + paragraph(run(row.key, size=6.5, color=SOFT))
    source = paragraph(run(row.source, size=8.5, color=SOFT))
    if row.confirmed:
        told = worded(message("confirmed by {who}", who=row.confirmed), language)
        source += paragraph(run(told, size=8, color=SOFT, italic=True))
    boxes = tick_box(worded(CONFIRMED, language)) + tick_box(worded(TO_CORRECT, language))
    empty = TableCell(paragraph(""))
    return [TableCell(fact), TableCell(paragraph(run(row.value, bold=True))), TableCell(source),
            TableCell(boxes), empty, empty]  # fmt: skip


def _signature(language: str) -> Iterator[str]:
    yield paragraph(run(worded(SIGNED_BY, language)), style="Heading1")
    rows = [
        [
            TableCell(
                paragraph(run(worded(label, language), bold=True, size=8.5, color=SOFT), after=2)
                + paragraph(run(f"signature.{name}", size=6.5, color=SOFT), after=6),
                PAPER,
            ),
            TableCell(paragraph("")),
        ]
        for name, label in SIGNATURE.items()
    ]
    yield table((4.2, 10), rows, headed=False)
    yield paragraph("")
