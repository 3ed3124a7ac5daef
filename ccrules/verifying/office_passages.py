"""Passages of Word documents and slides, read from their parts without a library."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
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
        headings = Headings()
        parents = {child: parent for parent in root.iter() for child in parent}
        slide = _text(root)[:_NEAR] if name.startswith("ppt/") else ""
        paragraphs = (
            element for element in root.iter() if _tag(element) == "p" and not _is_fallback(element, parents)
        )
        last = 0
        for number, paragraph in enumerate(paragraphs, start=1):
            text, last = without_number(_PLACE.sub("", _text(paragraph)) if slide else _text(paragraph), last)
            level = _level(paragraph)
            if level and text.strip():
                headings.take(level, text)
            if text.strip():
                near = " ".join((headings.text(), slide, _row(paragraph, parents), text))
                yield Passage(text, near, Place(file, cell=f"{name.rpartition('/')[2]} {number}"))


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


def _is_fallback(element: Element, parents: dict[Element, Element]) -> bool:
    """Whether it repeats, for old programs, what stands there in another way; or is inside a paragraph."""
    at = parents.get(element)
    while at is not None:
        if _tag(at) == "Fallback":
            return True
        at = parents.get(at)
    return False


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


def _row(paragraph: Element, parents: dict[Element, Element]) -> str:
    """The row of a table that a paragraph stands in."""
    at = parents.get(paragraph)
    while at is not None:
        if _tag(at) == "tr":
            return " ".join(_text(one) for one in at.iter() if _tag(one) == "p")[:_NEAR]
        at = parents.get(at)
    return ""
