"""Builds WordprocessingML as text: a tree of a large report would take too long to grow cell by cell.

Every text goes through :meth:`Writer.text`, which escapes it; nothing else may hold client text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any
from zlib import crc32

from ccrules.renderers.branding import Branding
from ccrules.renderers.environment import _Finalizer
from ccrules.renderers.word.styles import Styles
from ccrules.renderers.wording import Wording
from ccrules.text.grammar import curl_apostrophes

#: Colours of severities, dark enough to be read on white.
SEVERITY_COLOURS = {
    "critical": "8C1528",
    "high": "B23A0A",
    "medium": "7D5A00",
    "low": "2F5F86",
    "info": "4C5866",
}
SOFT = "4C5866"
_NO_CHARACTERS = re.compile("[\ufffe\uffff\ufdd0-\ufdef]")
_BREAK = '</w:t><w:br/><w:t xml:space="preserve">'
#: Names of bookmarks have at most forty characters.
_LONGEST_NAME = 30


def escape(text: str) -> str:
    """Escape a text for the inside of ``w:t``; its line breaks stay.

    Args:
        text: the text, without control characters.
    """
    plain = _NO_CHARACTERS.sub("\ufffd", curl_apostrophes(text)).replace("\t", " ")
    return html.escape(plain, quote=False).replace("\n", _BREAK)


def bookmark_name(anchor: str) -> str:
    """The name of a bookmark for an anchor of the report.

    Args:
        anchor: the anchor; two anchors have two names.
    """
    slug = re.sub(r"[^A-Za-z0-9]+", "_", anchor)[:_LONGEST_NAME].strip("_")
    return (
        f"{slug}_{crc32(anchor.encode('utf-8')):08x}"
        if slug[:1].isalpha()
        else f"a_{crc32(anchor.encode()):08x}"
    )


class Writer:
    """What the pieces of a document are written with.

    Args:
        wording: the words.
        styles: the styles of the template.
        part: the part of the document that links and pictures belong to.
        width: the width of a line of text, in twentieths of a point.
        brand: colours and names.
    """

    def __init__(self, wording: Wording, styles: Styles, part: Any, width: int, brand: Branding) -> None:
        self.say, self.label, self.language = wording.say, wording.label, wording.language
        self.styles, self.part, self.width, self.brand = styles, part, width, brand
        self.printed = _Finalizer(wording.language, escape)
        self._links: dict[str, str] = {}
        self._marks = 10_000

    # Inside a paragraph ------------------------------------------------------------------------

    def text(self, value: object) -> str:
        """A text as it is printed: worded, typeset, escaped."""
        return str(self.printed(value))

    def run(
        self, value: object, *, bold: bool = False, italic: bool = False, colour: str = "", size: float = 0
    ) -> str:
        """A text with its look.

        Args:
            value: the text.
            bold: whether it is bold.
            italic: whether it is italic.
            colour: its colour as ``RRGGBB``; empty for that of the style.
            size: its size in points; 0 for that of the style.
        """
        look = "<w:b/>" * bold + "<w:i/>" * italic
        look += f'<w:color w:val="{colour}"/>' if colour else ""
        look += f'<w:sz w:val="{round(size * 2)}"/>' if size else ""
        look = f"<w:rPr>{look}</w:rPr>" if look else ""
        return f'<w:r>{look}<w:t xml:space="preserve">{self.text(value)}</w:t></w:r>'

    def soft(self, value: object) -> str:
        """A text that stands back."""
        return self.run(value, colour=SOFT, size=8)

    def code(self, value: object) -> str:
        """A name as it is written in files."""
        look = f'<w:rPr><w:rStyle w:val="{self.styles.id("Report Code")}"/></w:rPr>'
        return f'<w:r>{look}<w:t xml:space="preserve">{self.text(value)}</w:t></w:r>'

    def severity(self, name: str, label: str) -> str:
        """A severity: a mark in its colour, and its name."""
        colour = SEVERITY_COLOURS.get(name, SOFT)
        return self.run(f"■ {label}", bold=True, colour=colour)

    def link(self, anchor: str, runs: str) -> str:
        """Runs that lead to another place of the document; plain without an anchor."""
        return (
            f'<w:hyperlink w:anchor="{bookmark_name(anchor)}" w:history="1">{runs}</w:hyperlink>'
            if anchor
            else runs
        )

    def address(self, url: str, runs: str) -> str:
        """Runs that lead to a web page; plain for anything but http, https and mailto."""
        if not re.match(r"https?://|mailto:", url):
            return runs
        if url not in self._links:
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
            self._links[url] = self.part.relate_to(url, kind, is_external=True)
        return f'<w:hyperlink r:id="{self._links[url]}" w:history="1">{runs}</w:hyperlink>'

    def mark(self, anchor: str) -> str:
        """A bookmark, so that links find the place."""
        if not anchor:
            return ""
        self._marks += 1
        start = f'<w:bookmarkStart w:id="{self._marks}" w:name="{bookmark_name(anchor)}"/>'
        return f'{start}<w:bookmarkEnd w:id="{self._marks}"/>'

    # Paragraphs ------------------------------------------------------------------------------

    def paragraph(self, runs: str, style: str = "Normal", *, keep: bool = False) -> str:
        """A paragraph.

        Args:
            runs: what is in it.
            style: the name of its style.
            keep: whether it stays with what follows.
        """
        look = f'<w:pStyle w:val="{self.styles.id(style)}"/>' + "<w:keepNext/>" * keep
        return f"<w:p><w:pPr>{look}</w:pPr>{runs}</w:p>"

    def say_paragraph(self, value: object, style: str = "Normal", *, keep: bool = False) -> str:
        """A paragraph of one text."""
        return self.paragraph(self.run(value), style, keep=keep)

    def heading(self, level: int, value: object, anchor: str = "", before: str = "") -> str:
        """A heading.

        Args:
            level: 1 for the largest.
            value: its text.
            anchor: where links to it lead.
            before: runs before the text.
        """
        return self.paragraph(self.mark(anchor) + before + self.run(value), f"Heading {level}")

    def nothing(self, heading: str, sentence: str, anchor: str) -> str:
        """A section that holds a sentence only, and so begins no page.

        Args:
            heading: the key of its heading in the catalogue.
            sentence: the key of the sentence.
            anchor: where links to it lead.
        """
        style = f'<w:pStyle w:val="{self.styles.id("Heading 1")}"/>'
        look = f'{style}<w:keepNext/><w:pageBreakBefore w:val="0"/><w:spacing w:before="480"/>'
        runs = self.mark(anchor) + self.run(self.say(heading))
        return f"<w:p><w:pPr>{look}</w:pPr>{runs}</w:p>" + self.say_paragraph(self.say(sentence))

    def facts(self, pairs: Iterable[tuple[str, str]], style: str = "Report Facts") -> str:
        """Names and values on one line.

        Args:
            pairs: names, and values as runs; an empty name stands for none.
            style: the name of the style.
        """
        parts = [(self.run(f"{name} ", colour=SOFT) if name else "") + runs for name, runs in pairs if runs]
        return self.paragraph(self.run("  ·  ", colour=SOFT).join(parts), style, keep=True) if parts else ""

    def named(self, name: str, runs: str, style: str = "Report Facts") -> str:
        """A name, a colon, and what belongs to it."""
        if not runs:
            return ""
        return self.paragraph(self.run(f"{name}{self.say('colon')}", bold=True, colour=SOFT) + runs, style)

    def remarks(self, many: Iterable[str]) -> str:
        """What people decided of something, such as a waiver: a paragraph each."""
        return "".join(self.paragraph(self.run(one, bold=True), "Report Evidence") for one in many)

    def join(self, many: Iterable[str], between: str = ", ") -> str:
        """Runs with a text between them."""
        return self.run(between).join(many)

    # Tables ----------------------------------------------------------------------------------

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float]) -> str:
        """A table whose head is repeated on each page.

        Args:
            heads: the texts of its head.
            rows: for each row its cells, as paragraphs.
            shares: the widths of its columns, to each other.
        """
        widths = [round(self.width * share / sum(shares)) for share in shares]
        head = "".join(
            self.cell(self.say_paragraph(one, "Report Head"), width)
            for one, width in zip(heads, widths, strict=True)
        )
        body = "".join(self.row(cells, widths) for cells in rows)
        first = f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>" if heads else ""
        return f"{self._opening(widths)}{first}{body}</w:tbl>{self.paragraph('', 'Report Gap')}"

    def _opening(self, widths: Sequence[int]) -> str:
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.styles.id("Report Table")}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" '
            f'w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        )

    def row(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        """A row that no page break splits unless it is longer than a page."""
        inside = "".join(self.cell(cell, width) for cell, width in zip(cells, widths, strict=True))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inside}</w:tr>"

    def cell(self, content: str, width: int, ground: str = "") -> str:
        """A cell.

        Args:
            content: paragraphs.
            width: in twentieths of a point.
            ground: the colour of its ground as ``RRGGBB``.
        """
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{ground}"/>' if ground else ""
        return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'

    def entry(self, runs: str = "", mark: str = "") -> str:
        """One paragraph of a cell."""
        return self.paragraph(mark + runs, "Report Cell")

    def page_break(self) -> str:
        """Starts a new page."""
        return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
