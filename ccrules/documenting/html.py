"""Pages as HTML: no network, no script but that of the search, light and dark, for paper and phone."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ccrules.documenting.blocks import Address, Code, Link, Mark, Page, Soft
from ccrules.documenting.writing import Writing
from ccrules.renderers.clean import clean
from ccrules.renderers.environment import safe
from ccrules.resources import templates_folder
from ccrules.text.grammar import curl_apostrophes
from ccrules.text.markdown import to_html
from ccrules.version import __version__

NAMES = {"en": "English", "fr": "Français"}
ENDING = ".html"


class HtmlForm:
    """Writes pages as HTML."""

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(templates_folder() / "docs" / "html", encoding="utf-8"),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            finalize=_printed,
        )
        environment.filters |= {"code": code, "prose": _prose}
        environment.globals |= {"made_with": f"ccrules {__version__}", "names": NAMES}
        return environment

    @cached_property
    def _script(self) -> Markup:
        return safe(self._environment.get_template("search.js.jinja").render())

    def page(
        self, page: Page, pages: Sequence[Page], writing: Writing, others: Sequence[str]
    ) -> tuple[str, str]:
        """A page; see :class:`ccrules.documenting.site.Form`."""
        up = "../" * page.path.count("/")
        url = partial(_url, up)
        text = self._environment.get_template("page.html.jinja").render(
            page=page,
            navigation=[one for one in pages if one.path == one.section],
            start=pages[0],
            say=writing.say,
            language=writing.language,
            url=url,
            parts=partial(_parts, url),
            style=f"{up}{'../' if others else ''}style.css",
            others=[(one, _url(f"{up}../{one}/", page.path)) for one in others],
            script=self._script,
            fingerprint=_fingerprint(self._script),
        )
        return ENDING, text

    def landing(self, titles: Mapping[str, str]) -> tuple[str, str]:
        """The page that leads to each language."""
        rows = [(one, title, f"{one}/index{ENDING}") for one, title in titles.items()]
        return f"index{ENDING}", self._environment.get_template("landing.html.jinja").render(rows=rows)

    def files(self) -> Mapping[str, str]:
        """The style sheet."""
        return {"style.css": self._environment.get_template("style.css.jinja").render()}


def _printed(value: Any) -> Any:
    return curl_apostrophes(clean(value)) if value.__class__ is str else value


def _prose(markdown: str) -> Markup:
    """An author's Markdown, sanitised."""
    return safe(to_html(clean(curl_apostrophes(markdown))))


def _url(up: str, path: str, anchor: str = "") -> Markup:
    """The address of a page as seen from another, ready for an attribute."""
    target = f"{up}{quote(path)}{ENDING}" + (f"#{quote(anchor)}" if anchor else "")
    return safe(html.escape(target))


def code(text: str) -> Markup:
    """A name as it is written in files, with places where a long one may break."""
    escaped = html.escape(clean(text))
    for mark in ("/", ".", "_"):
        escaped = escaped.replace(mark, f"{mark}<wbr>")
    return safe(f"<code>{escaped}</code>")


def _parts(url: Any, line: Sequence[Any]) -> Markup:
    """A line of text with its links, codes and marks."""
    return safe("".join(_part(one, url) for one in line))


def _part(one: Any, url: Any) -> str:
    if isinstance(one, Code):
        return code(one.text)
    text = html.escape(_printed(one if isinstance(one, str) else one.text))
    if isinstance(one, Link):
        return f'<a href="{url(one.page, one.anchor)}">{code(one.text) if one.code else text}</a>'
    if isinstance(one, Address):
        return _address(one, text)
    if isinstance(one, Mark):
        return f'<span class="mark mark-{html.escape(one.kind)}">{text}</span>'
    return f'<span class="soft">{text}</span>' if isinstance(one, Soft) else text


def _address(one: Address, text: str) -> str:
    """A link to the outside; an address of another scheme stays text."""
    try:
        scheme = urlsplit(one.url).scheme.lower()
    except ValueError:
        scheme = ""
    if scheme not in ("http", "https"):
        return f"{text} ({html.escape(clean(one.url))})" if one.url else text
    return f'<a href="{html.escape(clean(one.url))}" rel="noopener noreferrer">{text}</a>'


def _fingerprint(script: str) -> Markup:
    """What the policy of the search page calls its script by, so that no other may run."""
    digest = hashlib.sha256(script.encode("utf-8")).digest()
    return safe(f"sha256-{base64.b64encode(digest).decode('ascii')}")
