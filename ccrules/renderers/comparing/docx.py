"""The comparison as a Word document, with headings and tables that can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccrules.documents.archives import saved
from ccrules.following.comparison import Comparison
from ccrules.renderers.cells import xml_text
from ccrules.renderers.comparing.page import Page, Section, page_of
from ccrules.renderers.extras import needed
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.pdf import NO_DATE
from ccrules.renderers.word.package import describe

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Row

_WIDTHS = (2.3, 8.5, 5.2, 9.5)  # centimetres


def render(comparison: Comparison, options: RenderOptions) -> bytes:  # noqa: ARG001 - every form takes them
    """Write the document.

    Args:
        comparison: the comparison.
        options: not used.

    Raises:
        UsageError: python-docx is missing.
    """
    needed("word", "docx")
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    page = page_of(comparison)
    document = Document()
    describe(document.core_properties, page.title, "", page.language, NO_DATE)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    _head(document, page)
    for part in page.sections:
        _section(document, part)
    document.add_paragraph(xml_text(page.made_with))
    return saved(document)


def _head(document: Document, page: Page) -> None:
    document.add_heading(xml_text(page.title), 0)
    document.add_paragraph(xml_text(page.subtitle))
    document.add_paragraph(xml_text(" · ".join(f"{name} {value}" for name, value in page.figures)))


def _section(document: Document, section: Section) -> None:
    from docx.shared import Cm

    document.add_heading(xml_text(section.title), 1)
    for sentence in section.intro:
        document.add_paragraph(xml_text(sentence), style="List Bullet")
    if not section.rows:
        return
    table = document.add_table(rows=1, cols=len(section.heads), style="Table Grid")
    table.autofit = False
    for cell, head in zip(table.rows[0].cells, section.heads, strict=True):
        cell.paragraphs[0].add_run(xml_text(head)).bold = True
    _repeat(table.rows[0])
    for row in section.rows:
        cells = table.add_row().cells
        for cell, lines in zip(cells, row.cells, strict=True):
            cell.text = xml_text("\n".join(line for line in lines if line))
    widths = _WIDTHS[-len(section.heads) :] if len(section.heads) < len(_WIDTHS) else _WIDTHS
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for row_cells in table.rows:
        for cell, width in zip(row_cells.cells, widths, strict=True):
            cell.width = Cm(width)


def _repeat(row: _Row) -> None:
    """Print the heads again on every page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
