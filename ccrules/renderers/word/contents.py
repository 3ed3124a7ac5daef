"""The table of contents: a field that Word keeps up to date, filled in with what the document holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ccrules.renderers.report.model import Report
from ccrules.renderers.word.markup import Writer

#: The bookmark at the place where the contents go.
PLACE = "ccrules_contents"
#: Headings down to this level are in it.
LEVELS = 2
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def contents(writer: Writer, _: Report) -> str:
    """The place of the contents; they are filled in when the whole document is there."""
    start = f'<w:bookmarkStart w:id="9999" w:name="{PLACE}"/><w:bookmarkEnd w:id="9999"/>'
    return writer.paragraph(start)


def fill_contents(body: Any, writer: Writer) -> None:
    """Put the headings of a document where its contents go; nothing happens if it asks for none.

    Args:
        body: the body of the document.
        writer: for its styles.
    """
    from docx.oxml import parse_xml

    place = next((one for one in body.iter(f"{_W}bookmarkStart") if one.get(f"{_W}name") == PLACE), None)
    if place is None:
        return
    paragraph = place.getparent()
    headings = list(_headings(body, writer))
    lines = [_line(writer, at, heading) for at, heading in enumerate(headings)]
    written = _opened(lines)
    root = parse_xml(f'<w:body xmlns:w="{_W[1:-1]}">{written}</w:body>')
    for one in root:
        paragraph.addprevious(one)
    paragraph.getparent().remove(paragraph)


def _headings(body: Any, writer: Writer) -> Iterator[tuple[int, str]]:
    """Level and text of each heading; each gets a bookmark of its own."""
    levels = {writer.styles.id(f"Heading {level}"): level for level in range(1, LEVELS + 1)}
    number = 0
    for paragraph in body.iter(f"{_W}p"):
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        level = levels.get(style.get(f"{_W}val")) if style is not None else None
        text = "".join(one.text or "" for one in paragraph.iter(f"{_W}t"))
        if level and text.strip():
            _bookmark(paragraph, number)
            number += 1
            yield level, text


def _bookmark(paragraph: Any, number: int) -> None:
    for at, kind in ((1, "Start"), (2, "End")):
        mark = paragraph.makeelement(f"{_W}bookmark{kind}", {f"{_W}id": str(500_000 + number)})
        if kind == "Start":
            mark.set(f"{_W}name", f"_Toc{number:06}")
        paragraph.insert(at, mark)


def _line(writer: Writer, number: int, heading: tuple[int, str]) -> tuple[str, str]:
    level, text = heading
    tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{writer.width}"/></w:tabs>'
    look = f'<w:pPr><w:pStyle w:val="{writer.styles.id(f"TOC {level}")}"/>{tab}</w:pPr>'
    page = _field(f"PAGEREF _Toc{number:06} \\h", "<w:r><w:t> </w:t></w:r>")
    inside = f"{writer.run(text)}<w:r><w:tab/></w:r>{page}"
    return look, f'<w:hyperlink w:anchor="_Toc{number:06}" w:history="1">{inside}</w:hyperlink>'


def _opened(lines: list[tuple[str, str]]) -> str:
    """The lines inside the field: it begins in the first paragraph and ends after the last."""
    code = f'TOC \\o "1-{LEVELS}" \\h \\z \\u'
    begin = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
    begin += f'{_code(code)}<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    written = "".join(f"<w:p>{look}{begin * (not at)}{line}</w:p>" for at, (look, line) in enumerate(lines))
    if not lines:
        written = f"<w:p>{begin}</w:p>"
    return f'{written}<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'


def _field(code: str, shown: str) -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>{_code(code)}'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _code(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
