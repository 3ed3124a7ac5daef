"""Pages as Markdown, for repositories and wikis."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from ccrules.documenting import blocks as b
from ccrules.documenting.writing import Writing
from ccrules.renderers.clean import clean
from ccrules.renderers.markdown import body, code_span, escape

NAMES = {"en": "English", "fr": "Français"}
ENDING = ".md"

#: The scheme of a link in an author's Markdown that is neither a page's nor an address for mail.
_OTHER_SCHEME = re.compile(r"\]\(\s*(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)

Lines = Iterator[str]
#: The address of a page, and of an anchor on it, from where it is linked.
Url = Callable[[str, str], str]


class MarkdownForm:
    """Writes pages as Markdown."""

    def page(
        self, page: b.Page, pages: Sequence[b.Page], writing: Writing, others: Sequence[str]
    ) -> tuple[str, str]:
        """A page; see :class:`ccrules.documenting.site.Form`."""
        up = "../" * page.path.count("/")
        url = partial(_url, up)
        writer = _Writer(url, writing)
        top = [f"[{plain(one.title)}]({url(one.path, '')})" for one in pages if one.path == one.section]
        top += [f"[{NAMES[one]}]({_url(f'{up}../{one}/', page.path, '')})" for one in others]
        lines = [" · ".join(top), "", f"# {plain(page.title)}", ""]
        if page.kicker or page.name:
            name = code_span(page.name) if page.name else ""
            lines += [f"{plain(page.kicker)} {name}".strip(), ""]
        for block in page.blocks:
            lines += [*writer.lines(block), ""]
        text = "\n".join(one.rstrip() for one in lines)
        return ENDING, re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"

    def landing(self, titles: Mapping[str, str]) -> tuple[str, str]:
        """The page that leads to each language."""
        rows = [f"- [{NAMES[one]}: {plain(title)}]({one}/index{ENDING})" for one, title in titles.items()]
        first = plain(next(iter(titles.values())))
        return f"index{ENDING}", "\n".join([f"# {first}", "", *rows, ""])

    def files(self) -> Mapping[str, str]:
        """None."""
        return {}


def _url(up: str, path: str, anchor: str) -> str:
    return f"{up}{quote(path)}{ENDING}" + (f"#{quote(anchor)}" if anchor else "")


class _Writer:
    """Writes the blocks of one page.

    Args:
        url: the address of a page, and of an anchor on it, from there.
        writing: the language.
    """

    def __init__(self, url: Url, writing: Writing) -> None:
        self._url, self._writing = url, writing
        self._forms: Mapping[str, Callable[[Any], Lines]] = {
            "heading": self._heading,
            "paragraph": self._paragraph,
            "prose": self._prose,
            "items": self._items,
            "listing": self._listing,
            "table": self._table,
            "pairs": self._pairs,
            "example": self._example,
            "index": self._index,
        }

    def lines(self, block: b.Block) -> Lines:
        """One block as Markdown."""
        return self._forms[block.kind](block)

    def _prose(self, block: b.Prose) -> Lines:
        yield _OTHER_SCHEME.sub("](", body(clean(block.markdown)))

    def _line(self, line: b.Line) -> str:
        return " ".join("".join(self._part(one) for one in line).split("\n")).strip()

    def _part(self, one: b.Part) -> str:
        if isinstance(one, str):
            return _inner(one)
        if isinstance(one, b.Code):
            return code_span(one.text)
        if isinstance(one, b.Link):
            text = code_span(one.text) if one.code else plain(one.text)
            return f"[{text}]({self._url(one.page, one.anchor)})"
        if isinstance(one, b.Address) and one.url.startswith(("https://", "http://")):
            return f"[{plain(one.text)}]({re.sub(r'[()<>|]|[^!-~]', '', one.url)})"
        return f"**{plain(one.text)}**" if isinstance(one, b.Mark) else _inner(one.text)

    def _heading(self, block: b.Heading) -> Lines:
        yield f'<a id="{quote(block.anchor)}"></a>'
        yield ""
        yield f"{'#' * block.level} {plain(block.text)}"

    def _paragraph(self, block: b.Paragraph) -> Lines:
        text = self._line(block.line)
        yield f"> {text}" if block.role == "warning" else text

    def _items(self, block: b.Items) -> Lines:
        for item in block.items:
            yield from self._item(item, 0)

    def _item(self, item: b.Item, depth: int) -> Lines:
        yield f"{'  ' * depth}- {self._line(item.line)}"
        for below in item.items:
            yield from self._item(below, depth + 1)

    def _listing(self, block: b.Listing) -> Lines:
        if block.label:
            yield f"{plain(block.label)}"
            yield ""
        yield from _fenced(block.text)

    def _table(self, block: b.Table) -> Lines:
        yield f"| {' | '.join(plain(one) for one in block.head)} |"
        yield f"|{'|'.join('---' for _ in block.head)}|"
        for row in block.rows:
            yield f"| {' | '.join(self._line(cell).replace('|', '&#124;') for cell in row.cells)} |"

    def _pairs(self, block: b.Pairs) -> Lines:
        for name, line in block.rows:
            yield f"- **{plain(name)}**{self._writing.label('docs', 'colon')}{self._line(line)}"

    def _example(self, block: b.Example) -> Lines:
        yield f"- **{plain(block.name)}**"
        yield from (f"  - {self._line(line)}" for line in block.verdicts)
        if block.settings:
            yield f"  - {self._line(block.settings)}"
        yield ""
        yield from _fenced(block.facts, "  ")

    def _index(self, block: b.Index) -> Lines:
        group = ""
        for entry in block.entries:
            if entry.group != group:
                group = entry.group
                yield ""
                yield f"## {plain(group)}"
                yield ""
            yield f"- {self._part(entry.link)} {code_span(entry.name)}"


def _inner(text: str) -> str:
    """A text inside a line, with its spaces at both ends."""
    return plain(text) if text.strip() else text


def plain(text: str) -> str:
    """A text that Markdown prints as it is."""
    return escape(clean(text))


def _fenced(text: str, indent: str = "") -> Lines:
    runs = [len(found) for found in re.findall(r"`+", text)]
    fence = "`" * max(3, *(run + 1 for run in runs)) if runs else "```"
    yield f"{indent}{fence}yaml"
    yield from (f"{indent}{one}" for one in clean(text).split("\n"))
    yield f"{indent}{fence}"
