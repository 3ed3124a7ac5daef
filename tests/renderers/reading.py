"""Rendered reports reduced to what a reader sees."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

from ccrules.renderers import html as html_renderer
from ccrules.renderers import json as json_renderer
from ccrules.renderers import markdown as markdown_renderer
from ccrules.renderers import terminal as terminal_renderer
from ccrules.renderers.options import RenderOptions

RENDERERS = {
    module.FORMAT: module for module in (html_renderer, json_renderer, markdown_renderer, terminal_renderer)
}
#: Formats made for reading, as opposed to JSON.
DOCUMENTS = ("html", "markdown", "terminal")
OPTIONS = RenderOptions(width=100)


def rendered(name, assessment, options=OPTIONS):
    """The document as text."""
    document = RENDERERS[name].render(assessment, options)
    assert isinstance(document, str)
    return document


def plain(name, document):
    """What a reader sees, on one line, with plain spaces and apostrophes."""
    if name == "html":
        document = html.unescape(
            re.sub(r"<(?:style|script)>.*?</(?:style|script)>|<[^>]+>", "", document, flags=re.DOTALL)
        )
    if name == "markdown":
        document = html.unescape(re.sub(r"\\([^\w\s])", r"\1", document))
    return flat(document)


def flat(text):
    """A text on one line with plain spaces and apostrophes."""
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ")).strip()


class Page(HTMLParser):
    """The elements of a page with their attributes, in order."""

    VOID = frozenset({"meta", "br", "rect", "link", "img", "wbr", "input", "hr"})

    def __init__(self, document):
        super().__init__()
        self.elements = []
        self.open = []
        self.feed(document)
        self.close()
        assert not self.open, f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open, f"closed without being open: {tag}"
        assert self.open[-1] == tag, f"{tag} closed inside {self.open}"
        self.open.pop()

    def named(self, *tags):
        """Attributes of all elements of these kinds."""
        return [attributes for tag, attributes in self.elements if tag in tags]
