"""Passages of Word documents and slides, read from their parts without a library.

On a slide, what stands close by is its title, and for a cell the heads of its column and its row, for
any other text the shape it stands in: a slide of many figures would vouch for each of them.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element, ParseError, fromstring

from ccrules.errors import InputError, Place, Problem, message
from ccrules.verifying.passages import Headings, Passage, without_number

#: At the end of a slide's title, its place among several that carry on a table.
_PLACE = re.compile(r" \(\d+/\d+\)$")
#: What all parts of a document may unpack to, in bytes.
MOST_UNPACKED = 200_000_000
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|ppt/slides/slide\d+\.xml")
_STYLE = re.compile(r"(?:heading|titre|title|berschrift)\D*(\d?)", re.IGNORECASE)
#: Fields whose results are pages, not figures.
_PAGES = re.compile(r"\s*(PAGE|NUMPAGES|PAGEREF|SECTIONPAGES)\b")
_NEAR = 1_500


def read(content: bytes, file: str, _: str) -> Iterator[Passage]:
    """The passages of a document or of slides.

    Args:
        content: of the file.
        file: its name for places.

    Raises:
        InputError: it is neither.
    """
    for name, root in _roots(content, file):
        around = _around_on_a_slide if name.startswith("ppt/") else _around_in_a_document
        parents = {child: parent for parent in root.iter() for child in parent}
        paragraphs = [one for one in root.iter() if _tag(one) == "p" and not _is_fallback(one, parents)]
        yield from _part(paragraphs, name, file, parents, around(root, parents))


_Parents = Mapping[Element, Element]
#: Tells what stands close by a paragraph with a text.
_Around = Callable[[Element, str], str]


def _part(
    paragraphs: Iterable[Element], name: str, file: str, parents: _Parents, around: _Around
) -> Iterator[Passage]:
    last = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        said = _text(paragraph)
        text, last = without_number(_PLACE.sub("", said) if name.startswith("ppt/") else said, last)
        near = around(paragraph, text)
        if text.strip():
            place = Place(file, cell=f"{name.rpartition('/')[2]} {number}")
            yield Passage(text, near, place, behind=_behind(_ancestor(paragraph, "tc", parents), parents))


def _around_in_a_document(_: Element, parents: _Parents) -> _Around:
    headings = Headings()

    def around(paragraph: Element, text: str) -> str:
        level = _level(paragraph)
        if level and text.strip():
            headings.take(level, text)
        row = _ancestor(paragraph, "tr", parents)
        said = "" if row is None else " ".join(_text(one) for one in row.iter() if _tag(one) == "p")[:_NEAR]
        return f"{headings.text()} {said} {text}"

    return around


def _around_on_a_slide(root: Element, parents: _Parents) -> _Around:
    shapes = [one for one in root.iter() if _tag(one) == "sp"]
    title = " ".join(_text(one) for one in shapes if any(map(_is_title, one.iter())))

    def around(paragraph: Element, text: str) -> str:
        row, shape = _ancestor(paragraph, "tr", parents), _ancestor(paragraph, "sp", parents)
        if row is not None:
            return " ".join((title, *_heads(_ancestor(paragraph, "tc", parents), row, parents[row]), text))
        return " ".join((title, text if shape is None else _text(shape)[:_NEAR]))

    return around


def _is_title(element: Element) -> bool:
    return _tag(element) == "ph" and element.get("type") in ("title", "ctrTitle")


def _heads(cell: Element | None, row: Element, table: Element) -> Iterator[str]:
    """What heads the column of a cell, and what its row is about: the first lines of its first two cells."""
    rows = [[one for one in line if _tag(one) == "tc"] for line in table if _tag(line) == "tr"]
    cells = [one for one in row if _tag(one) == "tc"]
    if cell in cells and cells.index(cell) < len(rows[0]):
        yield _text(rows[0][cells.index(cell)])
    for one in cells[:2]:
        yield _first_line(one)


def _roots(content: bytes, file: str) -> Iterator[tuple[str, Element]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise _broken(file)
            names = sorted(filter(_PARTS.fullmatch, archive.namelist()), key=_in_order)
            for name in names:
                # expat itself refuses entities that expand without end, and the size is bounded above
                yield name, fromstring(archive.read(name))  # noqa: S314 - see above
    except (zipfile.BadZipFile, ParseError, ValueError, NotImplementedError):
        raise _broken(file) from None
    if not names:
        raise _broken(file)


def _broken(file: str) -> InputError:
    what = message("this is no document that can be read")
    return InputError(Problem(Place(file), what, message("save it as .docx or .pptx")))


def _in_order(name: str) -> tuple[bool, int, str]:
    number = re.search(r"(\d+)\.xml$", name)
    return "document" not in name, int(number[1]) if number else 0, name


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _is_fallback(element: Element, parents: _Parents) -> bool:
    """Whether it repeats, for old programs, what stands there in another way; or is inside a paragraph."""
    return _ancestor(element, "Fallback", parents) is not None


def _text(element: Element) -> str:
    """The text of a paragraph, without numbers of pages."""
    pieces: list[str] = []
    field, result = "", False
    for one in element.iter():
        tag = _tag(one)
        if tag == "fldChar":
            kind = next((value for name, value in one.attrib.items() if name.endswith("fldCharType")), "")
            field, result = ("", False) if kind != "separate" else (field, True)
        elif tag == "instrText":
            field += one.text or ""
        elif tag == "t" and not (result and _PAGES.match(field)):
            pieces.append(one.text or "")
        elif tag in ("tab", "br", "cr", "p"):
            pieces.append(" ")
    return "".join(pieces)


def _level(paragraph: Element) -> int:
    for one in paragraph.iter():
        if _tag(one) == "pStyle":
            name = next(iter(one.attrib.values()), "")
            found = _STYLE.match(name)
            return int(found[1] or 1) if found else 0
    return 0


def _behind(cell: Element | None, parents: _Parents) -> str:
    """Of the first cell of a row, the first line of the next one."""
    cells = [] if cell is None else [one for one in parents[cell] if _tag(one) == "tc"]
    return _first_line(cells[1]) if len(cells) > 1 and cell is cells[0] else ""


def _first_line(cell: Element) -> str:
    return next((_text(one) for one in cell.iter() if _tag(one) == "p"), "")


def _ancestor(element: Element, tag: str, parents: _Parents) -> Element | None:
    """The nearest element of a kind that one stands in."""
    at = parents.get(element)
    while at is not None and _tag(at) != tag:
        at = parents.get(at)
    return at
