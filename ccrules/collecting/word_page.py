"""Pages of Word made of paragraphs and tables, for documents that ask people for something.

Contents are written as WordprocessingML and put into an empty document of python-docx: tables of
thousands of cells would take it minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from ccrules.documents.archives import saved
from ccrules.errors import NOWHERE, Problem, UsageError, message

HEAD, PAPER, SOFT, LINE = "14324F", "F3F6F9", "4C5866", "D5DBE2"
#: Twentieths of a point in a centimetre.
_CENTIMETRE = 567
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
#: A box that is empty, and one that is ticked.
EMPTY, TICKED = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH X}"


def run(text: str, *, bold: bool = False, size: float = 0, color: str = "", italic: bool = False) -> str:
    """Text in one form; line breaks stay.

    Args:
        text: the text.
        bold: whether it is bold.
        size: in points; that of the paragraph if 0.
        color: as RRGGBB; that of the paragraph if empty.
        italic: whether it is slanted.
    """
    form = "<w:b/>" * bold + "<w:i/>" * italic
    form += f'<w:color w:val="{color}"/>' if color else ""
    form += f'<w:sz w:val="{round(size * 2)}"/>' if size else ""
    lines = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(_printable(line))}</w:t>' for line in text.split("\n")
    )
    return f"<w:r><w:rPr>{form}</w:rPr>{lines}</w:r>"


def paragraph(runs: str, *, style: str = "", after: float = 0, before: float = 0, keep: bool = False) -> str:
    """A paragraph.

    Args:
        runs: its content.
        style: id of a style of the document.
        after: space below it, in points.
        before: space above it, in points.
        keep: whether it stays on the page of what follows.
    """
    form = f'<w:pStyle w:val="{style}"/>' if style else ""
    form += "<w:keepNext/>" * keep
    if not style:
        form += f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"/>'
    return f"<w:p><w:pPr>{form}</w:pPr>{runs}</w:p>"


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table.

    Attributes:
        content: its paragraphs.
        fill: its colour as RRGGBB; none if empty.
        span: how many columns it takes.
    """

    content: str
    fill: str = ""
    span: int = 1


def table(widths: Sequence[float], rows: Iterable[Sequence[TableCell]], *, headed: bool = True) -> str:
    """A table with thin lines.

    Args:
        widths: of its columns, in centimetres.
        rows: its rows, top down.
        headed: whether the first row is repeated on every page.
    """
    twips = [round(width * _CENTIMETRE) for width in widths]
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{LINE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 50), ("left", 90), ("bottom", 50), ("right", 90))
    )
    head = (
        f'<w:tblPr><w:tblW w:w="{sum(twips)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in twips)
    body = "".join(_row(twips, row, headed and not number) for number, row in enumerate(rows))
    return f"<w:tbl {_NAMESPACES}>{head}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"


def _row(widths: Sequence[int], cells: Sequence[TableCell], is_head: bool) -> str:
    parts, at = [], 0
    for cell in cells:
        form = f'<w:tcW w:w="{sum(widths[at : at + cell.span])}" w:type="dxa"/>'
        form += f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        form += f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.fill}"/>' if cell.fill else ""
        parts.append(f"<w:tc><w:tcPr>{form}</w:tcPr>{cell.content}</w:tc>")
        at += cell.span
    form = "<w:cantSplit/>" + "<w:tblHeader/>" * is_head
    return f"<w:tr><w:trPr>{form}</w:trPr>{''.join(parts)}</w:tr>"


def head_cells(titles: Iterable[str]) -> list[TableCell]:
    """The first row of a table.

    Args:
        titles: of its columns.
    """
    return [TableCell(paragraph(run(one, bold=True, color="FFFFFF", size=8.5)), HEAD) for one in titles]


def tick_box(label: str) -> str:
    """A box that can be ticked in Word, with what it means; without Word it is a sign to write over."""
    box = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
        '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" '
        f'w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{EMPTY}</w:t></w:r></w:sdtContent></w:sdt>'
    )
    return paragraph(box + run(f" {label}", size=8.5))


def document(title: str, subject: str, language: str, body: Iterable[str], footer: str) -> bytes:
    """A document on landscape pages of A4.

    Args:
        title: its title, on no page.
        subject: what it refers to, kept in its properties.
        language: ``en`` or ``fr``.
        body: paragraphs and tables.
        footer: what stands at the foot of every page, before its number.

    Raises:
        UsageError: python-docx is not installed.
    """
    try:
        import docx
        from docx.oxml import parse_xml
    except ImportError as error:
        what = message("Word documents need {library}, which is not installed", library="python-docx")
        hint = message("install it: {command}", command="pip install 'ccrules[word]'")
        raise UsageError(Problem(NOWHERE, what, hint)) from error
    found = docx.Document()
    _style(found)
    parsed = parse_xml(f"<w:body {_NAMESPACES}>{''.join(body)}</w:body>")
    section = found.element.body.sectPr
    for element in list(parsed):
        section.addprevious(element)
    _page(found, footer)
    properties = found.core_properties
    properties.title, properties.author, properties.comments = title, "ccrules", ""
    properties.identifier, properties.language, properties.last_modified_by = subject, language, ""
    return saved(found)


def _style(found: Any) -> None:
    from docx.shared import Pt, RGBColor

    normal = found.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(9.5)
    normal.paragraph_format.space_after = Pt(0)
    for name, size, before in (("Title", 22, 0), ("Heading 1", 15, 14), ("Heading 2", 11.5, 10)):
        style = found.styles[name]
        style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), True
        style.font.color.rgb = RGBColor.from_string(HEAD)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(4)
        style.paragraph_format.keep_with_next = True
        fonts = style.element.rPr.rFonts
        for theme in [one for one in fonts.attrib if "Theme" in one or "theme" in one]:
            del fonts.attrib[theme]
        for line in style.element.xpath("./w:pPr/w:pBdr"):
            line.getparent().remove(line)


def _page(found: Any, footer: str) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.oxml import parse_xml
    from docx.shared import Cm

    section = found.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin, section.bottom_margin, section.footer_distance = Cm(1.6), Cm(1.6), Cm(0.8)
    number = (
        '<w:fldSimple w:instr="PAGE"><w:r><w:rPr><w:sz w:val="15"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
    )
    line = (
        f'<w:p {_NAMESPACES}><w:pPr><w:tabs><w:tab w:val="right" w:pos="{round(26.1 * _CENTIMETRE)}"/>'
        f"</w:tabs></w:pPr>{run(footer, size=7.5, color=SOFT)}<w:r><w:tab/></w:r>{number}</w:p>"
    )
    old = section.footer.paragraphs[0]._p
    old.getparent().replace(old, parse_xml(line))


def _printable(text: str) -> str:
    """Without the signs that XML can't hold."""
    return "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))
