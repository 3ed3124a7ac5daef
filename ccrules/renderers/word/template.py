"""The default template, made afresh from code: a cover, contents, and the parts in their order.

It is a Word document with tags like any firm's own, so whoever wants another look starts from
``ccrules report template report.docx`` and changes that in Word.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from ccrules.renderers.branding import Branding

BODY_FONT = "Arial"
#: The parts of the report in their order; a chapter starts a page, because its heading's style says so.
ORDER = (
    "summary", "what_if", "comments", "scores", "findings", "causes", "patterns", "consequences", "plan",
    "matrix", "steps", "unknowns", "strengths", "diagrams", "passed", "not_assessed", "not_applicable",
    "errors", "hypotheses", "by_hand", "notes", "method", "score_arithmetic", "annex",
)  # fmt: skip
_SIZES = {"Heading 1": (20, 0, 10), "Heading 2": (13, 16, 6), "Heading 3": (11, 14, 3)}


def default_template(brand: Branding) -> bytes:
    """The default template as a Word file.

    Args:
        brand: its fonts and colours.
    """
    from docx import Document

    document = Document()
    _page(document)
    _fonts(document, brand)
    _running(document)
    _cover(document)
    for name in ORDER:
        document.add_paragraph(f"{{{{p part.{name} }}}}")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _page(document: Any) -> None:
    """A4, with a first page of its own."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    section.different_first_page_header_footer = True


def _fonts(document: Any, brand: Branding) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    body, headings = brand.body or BODY_FONT, brand.headings or brand.body or BODY_FONT
    primary = RGBColor.from_string(brand.primary.lstrip("#").upper())
    normal = document.styles["Normal"]
    _font(normal, body)
    normal.font.size, normal.paragraph_format.space_after = Pt(10), Pt(6)
    normal.paragraph_format.line_spacing = 1.12
    for name, (size, before, after) in _SIZES.items():
        style = document.styles[name]
        _font(style, headings)
        style.font.size, style.font.bold, style.font.color.rgb = Pt(size), True, primary
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.page_break_before = name == "Heading 1"
    for name, size, after in (("Title", 30, 10), ("Subtitle", 13, 24)):
        style = document.styles[name]
        _font(style, headings)
        style.font.size, style.font.color.rgb, style.font.italic = Pt(size), primary, False
        style.font.bold = name == "Title"
        style.paragraph_format.space_after = Pt(after)
        _without_border(style)
    for name, indent in (("TOC 1", 0), ("TOC 2", 5)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.bold, style.font.size = not indent, Pt(10 if not indent else 9)
        style.paragraph_format.space_before = Pt(0 if indent else 5)
        style.paragraph_format.left_indent, style.paragraph_format.space_after = Pt(indent * 2), Pt(1)
    for name in ("List Bullet", "List Number"):
        document.styles[name].paragraph_format.space_after = Pt(3)


def _font(style: Any, name: str) -> None:
    """The font itself, for every script, instead of one of the theme."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), name)


def _without_border(style: Any) -> None:
    from docx.oxml.ns import qn

    border = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if border is not None:
        style.element.pPr.remove(border)


def _running(document: Any) -> None:
    """Head and foot of every page but the first."""
    section = document.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    _line(head, "{{ brand.name }}", "{{ report.title }}")
    _line(foot, "{{ footer }}", "")
    _field(foot, "PAGE")
    _small(foot.add_run(" / "))
    _field(foot, "NUMPAGES")


def _line(paragraph: Any, left: str, right: str) -> None:
    """Two texts at the ends of a line."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    for tab in list(paragraph.style.paragraph_format.tab_stops):
        paragraph.paragraph_format.tab_stops.add_tab_stop(tab.position, WD_TAB_ALIGNMENT.CLEAR)
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(166), WD_TAB_ALIGNMENT.RIGHT)
    _small(paragraph.add_run(left))
    _small(paragraph.add_run("\t" + right))


def _small(run: Any) -> None:
    from docx.shared import Pt, RGBColor

    run.font.size, run.font.color.rgb = Pt(8), RGBColor(0x4C, 0x58, 0x66)


def _field(paragraph: Any, code: str) -> None:
    """A number that Word fills in."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        _small(run)
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
        if kind == "begin":
            written = OxmlElement("w:instrText")
            written.text = f" {code} "
            paragraph.add_run()._r.append(written)
        if kind == "separate":
            _small(paragraph.add_run("1"))


def _cover(document: Any) -> None:
    from docx.shared import Pt, RGBColor

    document.add_paragraph("{{p logo }}")
    kicker = document.add_paragraph()
    kicker.paragraph_format.space_before = Pt(130)
    run = kicker.add_run('{{ say("title.kicker") }}')
    run.font.size, run.font.bold, run.font.color.rgb = Pt(11), True, RGBColor(0x4C, 0x58, 0x66)
    document.add_paragraph("{{ report.title }}", "Title")
    document.add_paragraph("{{ [report.date, report.subtitle]|select|join(' · ') }}", "Subtitle")
    document.add_paragraph("{{p part.figures }}")
    mark = document.add_paragraph()
    mark.paragraph_format.space_before = Pt(18)
    run = mark.add_run("{{ [classification, report.draft]|select|join(' · ') }}")
    run.font.bold, run.font.color.rgb = True, RGBColor(0x8C, 0x15, 0x28)
    _new_page(document)
    heading = document.add_paragraph()
    heading.paragraph_format.space_after = Pt(10)
    run = heading.add_run('{{ say("heading.contents") }}')
    run.font.size, run.font.bold = Pt(20), True
    run.font.color.rgb = document.styles["Heading 1"].font.color.rgb
    document.add_paragraph("{{p part.contents }}")


def _new_page(document: Any) -> None:
    """What follows starts a page."""
    from docx.enum.text import WD_BREAK

    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
