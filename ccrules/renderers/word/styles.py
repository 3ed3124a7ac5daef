"""The styles a report is written with: those of the template by name, and what it lacks.

Headings, lists and captions are Word's own, so a firm's look comes by itself. The report's own
styles are added where a template does not have them, based on its ``Normal``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ccrules.renderers.branding import Branding

#: Styles of Word that a template should have.
EXPECTED = ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number", "Caption")
#: What stands in for a missing one.
_INSTEAD = {"Heading 4": "Heading 3", "Heading 3": "Heading 2", "Heading 2": "Heading 1", "TOC 2": "TOC 1"}

_SPACE = '<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _paragraph(
    name: str,
    size: float,
    *,
    before: int = 0,
    after: int = 0,
    line: int = 252,
    look: str = "",
    keep: str = "",
    indent: str = "",
) -> tuple[str, str]:
    spacing = _SPACE.format(before=before, after=after, line=line)
    spacing = f"<w:pPr>{keep}{spacing}{indent}</w:pPr>"
    return name, (
        f'<w:style {{namespace}} w:type="paragraph" w:customStyle="1" w:styleId="{name.replace(" ", "")}">'
        f'<w:name w:val="{name}"/><w:basedOn w:val="{{normal}}"/><w:qFormat/>{spacing}'
        f'<w:rPr>{look}<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/></w:rPr></w:style>'
    )


_BORDER = '<w:{side} w:val="single" w:sz="4" w:space="0" w:color="CFD6DE"/>'
_TABLE = (
    '<w:style {namespace} w:type="table" w:customStyle="1" w:styleId="ReportTable">'
    '<w:name w:val="Report Table"/>'
    '<w:qFormat/><w:tblPr><w:tblStyleRowBandSize w:val="1"/><w:tblBorders>'
    '<w:top w:val="single" w:sz="8" w:space="0" w:color="{primary}"/>'
    + _BORDER.format(side="bottom")
    + _BORDER.format(side="insideH")
    + '</w:tblBorders><w:tblCellMar><w:top w:w="50" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>'
    '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEF1F5"/>'
    "</w:tcPr></w:tblStylePr></w:style>"
)
_CODE = (
    '<w:style {namespace} w:type="character" w:customStyle="1" w:styleId="ReportCode">'
    '<w:name w:val="Report Code"/><w:rPr>'
    '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:noProof/><w:color w:val="4C5866"/>'
    '<w:sz w:val="15"/></w:rPr></w:style>'
)
#: The report's own styles, by name.
OWN: Mapping[str, str] = {
    **dict(
        (
            _paragraph(
                "Report Intro",
                10,
                before=0,
                after=120,
                look='<w:i/><w:color w:val="4C5866"/>',
                keep="<w:keepNext/>",
            ),
            _paragraph("Report Message", 11, before=0, after=120, line=276),
            _paragraph("Report Facts", 9, before=20, after=40),
            _paragraph("Report Evidence", 8, before=0, after=0, line=240, look='<w:color w:val="4C5866"/>'),
            _paragraph("Report Brief", 9, before=80, after=20, line=245),
            _paragraph("Report Head", 8.5, before=0, after=0, line=240, look="<w:b/>", keep="<w:keepNext/>"),
            _paragraph("Report Cell", 9, before=0, after=20, line=245),
            _paragraph("Report Gap", 4, before=0, after=60, line=240),
            _paragraph("Report Step", 10, after=60, indent='<w:ind w:left="357" w:hanging="357"/>'),
        )
    ),
    "Report Table": _TABLE,
    "Report Code": _CODE,
}
_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


class Styles:
    """The styles of a document by name.

    Args:
        document: the document; the report's own styles are added to it.
        brand: the colours of what is added.
    """

    def __init__(self, document: Any, brand: Branding) -> None:
        self.missing = tuple(name for name in EXPECTED if name.lower() not in _names(document))
        _add(document, brand)
        self._ids = _names(document)

    def id(self, name: str) -> str:
        """The id of a style, or of what stands in for it.

        Args:
            name: the name as Word shows it in English.
        """
        while name.lower() not in self._ids and name in _INSTEAD:
            name = _INSTEAD[name]
        return self._ids.get(name.lower()) or self._ids.get("normal", "Normal")


def _names(document: Any) -> dict[str, str]:
    from docx.oxml.ns import qn

    found = {}
    for style in document.styles.element.iterchildren(qn("w:style")):
        name = style.find(qn("w:name"))
        if name is not None:
            found[str(name.get(qn("w:val"))).lower()] = str(style.get(qn("w:styleId")))
    return found


def _add(document: Any, brand: Branding) -> None:
    """The report's own styles, as far as the template has none of their name."""
    from docx.oxml import parse_xml

    there = _names(document)
    normal = there.get("normal", "Normal")
    for name, written in OWN.items():
        if name.lower() not in there:
            filled = written.format(namespace=_NAMESPACE, normal=normal, primary=brand.primary.lstrip("#"))
            document.styles.element.append(parse_xml(filled))
