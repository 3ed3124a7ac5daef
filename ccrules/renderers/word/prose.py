"""Markdown of rulesets and comments as paragraphs of a Word document."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from ccrules.renderers.clean import clean
from ccrules.renderers.word.markup import Writer
from ccrules.text.markdown import to_html

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BLOCKS = frozenset({"p", "h3", "h4", "h5", "h6", "pre", "blockquote", "li", "tr"})


def prose(writer: Writer, markdown: str, style: str = "Normal") -> str:
    """An author's Markdown as paragraphs, lists and links.

    Args:
        writer: what it is written with.
        markdown: the text.
        style: the style of plain paragraphs.
    """
    if not markdown.strip():
        return ""
    reader = _Paragraphs(writer, style)
    reader.feed(to_html(clean(markdown)))
    reader.close()
    reader.flush()
    return "".join(reader.done)


class _Paragraphs(HTMLParser):
    """Turns the few tags that safe Markdown has into paragraphs."""

    def __init__(self, writer: Writer, style: str) -> None:
        super().__init__(convert_charrefs=True)
        self.done: list[str] = []
        self._writer, self._plain = writer, style
        self._runs: list[str] = []
        self._lists: list[int | None] = []
        self._looks: list[str] = []
        self._link = ""
        self._first = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a paragraph, a list or a look."""
        if tag in _BLOCKS:
            self.flush()
        if tag in ("ul", "ol"):
            self.flush()
            self._lists.append(1 if tag == "ol" else None)
        elif tag == "li":
            self._first = True
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""
        elif tag in ("strong", "em", "code", "th", "h3", "h4", "h5", "h6"):
            self._looks.append(tag)
        elif tag in ("td", "br"):
            self._runs.append(self._writer.run("  " if tag == "td" else "\n"))

    def handle_endtag(self, tag: str) -> None:
        """Close it again."""
        if tag in _BLOCKS:
            self.flush()
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "a":
            self._link = ""
        if tag in self._looks:
            self._looks.remove(tag)

    def handle_data(self, data: str) -> None:
        """A piece of text in its look."""
        text = _BLANKS.sub(" ", data)  # as web pages show it: lines of the source are no lines
        if not text.strip() and not self._runs:
            return
        strong = bool({"strong", "th", "h3", "h4", "h5", "h6"} & set(self._looks))
        code = "code" in self._looks
        run = (
            self._writer.code(text)
            if code
            else self._writer.run(text, bold=strong, italic="em" in self._looks)
        )
        self._runs.append(self._writer.address(self._link, run) if self._link else run)

    def flush(self) -> None:
        """End a paragraph."""
        if self._runs:
            self.done.append(self._writer.paragraph(self._mark() + "".join(self._runs), self._style()))
        self._runs = []

    def _style(self) -> str:
        if not self._lists or self._plain == "Report Cell":
            return self._plain
        return "List Bullet" if self._lists[-1] is None else "Report Step"

    def _mark(self) -> str:
        """The number of a step: Word's own numbering would go on from list to list."""
        if not self._lists or not self._first:
            return ""
        self._first = False
        count = self._lists[-1]
        if count is None:
            return self._writer.run("• ") if self._plain == "Report Cell" else ""
        self._lists[-1] = count + 1
        number = self._writer.run(f"{count}.")
        return number + (self._writer.run(" ") if self._plain == "Report Cell" else "<w:r><w:tab/></w:r>")
