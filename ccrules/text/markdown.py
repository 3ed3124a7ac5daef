"""Markdown of rulesets and comments, made safe: as HTML, or as plain text for a terminal.

The ``markdown`` package takes quadratic time on some inputs and passes raw HTML through by
design. So texts beyond a size are shown as they are, and everything is sanitised afterwards.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from html.parser import HTMLParser

import markdown
import nh3
from markdown.extensions.tables import TableExtension

#: The longest text that is taken for Markdown, in characters.
MAX_LENGTH = 20_000
#: How many brackets a text may open: the package is quadratic in them.
MAX_BRACKETS = 500
#: How many tags a text may open, and how many underlined headings it may have, for the same reason.
MAX_TAGS = 300
#: How many quotes and lists a line may open.
MAX_NESTING = 12

_TAGS = {
    "p", "br", "hr", "strong", "em", "code", "pre", "ul", "ol", "li", "blockquote", "a",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href", "title"}, "th": {"align"}, "td": {"align"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto"}
_NESTED = re.compile(rf"^[ \t]*(?:(?:>|[-*+]|\d+[.)])[ \t]*){{{MAX_NESTING},}}", re.MULTILINE)
_INDENTED = re.compile(r"^(?: {48}|\t{12})", re.MULTILINE)
_RUN = re.compile(r"([*_`])\1{20,}")
_UNDERLINED = re.compile(r"^[=-]+[ ]*$", re.MULTILINE)
_LIST_AFTER_TEXT = re.compile(r"^(?!(?:[-*+]|\d+[.)])\s)(\S.*)\n(?=(?:[-*+]|1[.)])[ ]+\S)", re.MULTILINE)


def to_html(text: str) -> str:
    """Render Markdown as safe HTML.

    Only plain formatting, lists, tables and links to ``http``, ``https`` and ``mailto`` remain;
    headings start at level three, so that they stay below those of a report. A text beyond the
    caps of this module is shown as it is written.

    Args:
        text: the Markdown.

    Returns:
        HTML without scripts, styles, images or anything that loads from a network.
    """
    if not text.strip():
        return ""
    if _too_much(text):
        return _as_written(text)
    try:
        # Authors expect a list to start right below its sentence, as in CommonMark.
        rendered = _converter().convert(_LIST_AFTER_TEXT.sub(r"\1\n\n", text))
    except (RecursionError, ValueError):
        return _as_written(text)
    return nh3.clean(
        _lower_headings(rendered),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
        clean_content_tags={"script", "style"},
    )


def _too_much(text: str) -> bool:
    if len(text) > MAX_LENGTH or text.count("[") > MAX_BRACKETS:
        return True
    if text.count("<") > MAX_TAGS or len(_UNDERLINED.findall(text)) > MAX_TAGS:
        return True
    return any(pattern.search(text) for pattern in (_NESTED, _INDENTED, _RUN))


def _as_written(text: str) -> str:
    paragraphs = re.split(r"\n\s*\n", html.escape(text.strip(), quote=False))
    return "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _converter() -> markdown.Markdown:
    # A converter keeps state while it works, so threads must not share one.
    return markdown.Markdown(extensions=[TableExtension(use_align_attribute=True), "sane_lists"])


def _lower_headings(rendered: str) -> str:
    def lowered(found: re.Match[str]) -> str:
        return f"{found[1]}{min(6, int(found[2]) + 2)}"

    return re.sub(r"(</?h)([1-6])(?=[ >])", lowered, rendered)


@lru_cache(maxsize=512)
def to_text(text: str) -> str:
    """Render Markdown as plain text: paragraphs apart, bullets, link addresses in brackets.

    Args:
        text: the Markdown.
    """
    reader = _TextReader()
    reader.feed(to_html(text))
    reader.close()
    return reader.text()


class _TextReader(HTMLParser):
    """Turns the few tags that :func:`to_html` lets through into plain text."""

    _BLOCKS = frozenset({"p", "h3", "h4", "h5", "h6", "pre", "blockquote", "table", "hr"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._lists: list[int | None] = []
        self._link = ""
        self._literal = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._open_list(tag, dict(attrs).get("start"))
        elif tag == "li":
            self._pieces.append(self._bullet())
        elif tag in self._BLOCKS and not self._lists:
            self._pieces.append("\n\n")
        elif tag in ("br", "tr"):
            self._pieces.append("\n")
        elif tag in ("td", "th"):
            self._pieces.append("  ")
        elif tag == "a":
            self._link = dict(attrs).get("href") or ""
        self._literal = self._literal or tag == "pre"

    def _open_list(self, tag: str, start: str | None) -> None:
        if not self._lists:
            self._pieces.append("\n\n")
        self._lists.append(int(start or 1) if tag == "ol" else None)

    def _bullet(self) -> str:
        indent = "  " * max(0, len(self._lists) - 1)
        count = self._lists[-1] if self._lists else None
        if count is None:
            return f"\n{indent}• "
        self._lists[-1] = count + 1
        return f"\n{indent}{count}. "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._pieces.append("" if self._lists else "\n\n")
        elif tag == "a" and self._link:
            self._pieces.append(f" ({self._link})")
            self._link = ""
        elif tag == "pre":
            self._literal = False

    def handle_data(self, data: str) -> None:
        if self._literal:
            self._pieces.append(data)
        else:
            self._pieces.append(re.sub(r"\s+", " ", data))

    def text(self) -> str:
        lines = [line.rstrip() for line in "".join(self._pieces).split("\n")]
        joined = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
        return re.sub(r"\n\n(?=[ ]*(?:•|[2-9]\d*\.) )", "\n", joined)
