"""Passages of web pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from ccrules.errors import Place
from ccrules.verifying.passages import Headings, Passage

_SILENT = frozenset({"script", "style", "template", "head"})
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "wbr",
        "rect",
        "path",
        "circle",
    }
)
#: Elements that stand inside a line of text.
_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "em", "i", "kbd", "label", "mark", "q", "s",
        "small", "span", "strong", "sub", "sup", "time", "tspan", "u", "var", "wbr",
    }
)  # fmt: skip
#: Attributes that a reader is told as well.
_SPOKEN = ("aria-label", "alt", "title")
#: The marks on the scale of a drawing.
_SCALE = frozenset({"0%", "25%", "50%", "75%", "100%"})
#: Blanks of the source; spaces inside numbers are none.
_BLANKS = re.compile(r"[ \t\r\n\f]+")
#: What stands close by is at most so long.
_NEAR = 500
#: Labels before and behind one of a drawing that count as close by.
_BESIDE = 4


class _Element:
    """An element with what is in it."""

    __slots__ = ("_text", "children", "line", "parent", "spoken", "tag")

    def __init__(self, tag: str, parent: _Element | None, line: int) -> None:
        self.tag, self.parent, self.line = tag, parent, line
        self.children: list[_Element | str] = []
        self.spoken: list[str] = []
        self._text: str | None = None

    def text(self) -> str:
        """All text in it."""
        if self._text is None:
            parts = [one if isinstance(one, str) else _spaced(one) for one in self.children]
            self._text = "".join([*(f"{one} " for one in self.spoken), *parts])
        return self._text


def _spaced(element: _Element) -> str:
    return "" if element.tag == "wbr" else f" {element.text()} "


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Element("", None, 0)
        self._at = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, self._at, self.getpos()[0])
        element.spoken = [value for name, value in attrs if name in _SPOKEN and value]
        self._at.children.append(element)
        if tag not in _VOID:
            self._at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        at: _Element | None = self._at
        while at is not None and at.tag != tag:
            at = at.parent
        if at is not None and at.parent is not None:
            self._at = at.parent

    def handle_data(self, data: str) -> None:
        self._at.children.append(data)


def read(content: bytes, file: str, _: str) -> Iterator[Passage]:
    """The passages of a page; without scripts and styles.

    Args:
        content: of the file.
        file: its name for places.
    """
    tree = _Tree()
    tree.feed(content.decode("utf-8", "replace"))
    tree.close()
    yield from _passages(tree.root, file, Headings())


def _passages(element: _Element, file: str, headings: Headings) -> Iterator[Passage]:
    if element.tag in _SILENT or _is_scale(element):
        return
    if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        headings.take(int(element.tag[1]), element.text())
    for spoken in element.spoken:
        yield _passage(spoken, element, file, headings)
    line = ""
    for child in element.children:
        if isinstance(child, str):
            line += child
        elif child.tag == "wbr":
            continue
        elif child.tag in _INLINE and not _has_blocks(child):
            line += _spaced(child)
        else:
            if line.strip():
                yield _passage(line, element, file, headings)
            line = ""
            yield from _passages(child, file, headings)
    if line.strip():
        yield _passage(line, element, file, headings)


def _is_scale(element: _Element) -> bool:
    return element.tag == "text" and element.text().strip().replace("\u202f", "") in _SCALE


def _has_blocks(element: _Element) -> bool:
    return any(
        isinstance(one, _Element) and (one.tag not in _INLINE or _has_blocks(one)) for one in element.children
    )


def _passage(text: str, element: _Element, file: str, headings: Headings) -> Passage:
    place, said = Place(file, element.line, 1), _BLANKS.sub(" ", text).strip()
    if element.tag == "text" and element.parent is not None:
        return Passage(said, " ".join(_beside(element, element.parent)), place, drawn=True)
    rows = _ancestors(element, ("tr", "table", "svg", "figcaption"))
    caption = next((one.text() for one in _captions(rows.get("table"))), "")
    around = _head_of(rows["tr"]) if "tr" in rows else _around(element)
    drawn = "svg" in rows or "figcaption" in rows
    behind = _behind(element) if "tr" in rows else ""
    return Passage(said, f"{headings.text()} {caption} {around}", place, drawn, behind)


def _head_of(row: _Element) -> str:
    """What a row of a table is about: its head, or else its first two cells."""
    cells = [one for one in row.children if isinstance(one, _Element)]
    heads = [one for one in cells if one.tag == "th"] or cells[:2]
    return " ".join(one.text() for one in heads)


def _behind(element: _Element) -> str:
    """Of the first cell of a row, what the next one says."""
    row = element.parent.children if element.parent is not None else []
    cells = [one for one in row if isinstance(one, _Element) and one.tag in ("td", "th")]
    first = len(cells) > 1 and cells[0] is element
    return _BLANKS.sub(" ", cells[1].text()).strip() if first else ""


def _around(element: _Element) -> str:
    """The largest part of the page around an element that is not long."""
    around = element
    while around.parent is not None and len(around.parent.text()) <= _NEAR:
        around = around.parent
    return around.text()


def _beside(element: _Element, parent: _Element) -> Iterator[str]:
    """The labels beside one of a drawing, in the order in which they were drawn."""
    labels = [one for one in parent.children if isinstance(one, _Element) and one.text().strip()]
    if len(labels) < _BESIDE and parent.parent is not None:
        return iter((_ancestors(element, ("svg",)).get("svg", parent).text(),))
    at = labels.index(element) if element in labels else 0
    return (one.text() for one in labels[max(0, at - _BESIDE) : at + _BESIDE + 1])


def _ancestors(element: _Element, tags: tuple[str, ...]) -> dict[str, _Element]:
    found: dict[str, _Element] = {}
    at: _Element | None = element
    while at is not None:
        if at.tag in tags:
            found.setdefault(at.tag, at)
        at = at.parent
    return found


def _captions(table: _Element | None) -> Iterator[_Element]:
    if table is not None:
        yield from (one for one in table.children if isinstance(one, _Element) and one.tag == "caption")
