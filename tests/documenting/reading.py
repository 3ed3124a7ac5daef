"""What is in the files of a site: texts, ids, links and tags."""

from __future__ import annotations

import posixpath
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

INLINE = {"a", "code", "span", "strong", "em", "wbr"}


class Seen(HTMLParser):
    """A page as a browser reads it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.ids, self.links, self.tags, self.attributes, self._text = [], [], [], [], []
        self.feed(content.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self._text.append("" if tag in INLINE else " ")
        self.attributes += [(tag, name, value) for name, value in attrs]
        given = dict(attrs)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given[name] for name in ("href", "action", "src") if given.get(name)]

    def handle_endtag(self, tag):
        self._text.append("" if tag in INLINE else " ")

    def handle_data(self, data):
        self._text.append(data)

    @property
    def text(self):
        return " ".join("".join(self._text).split())


def broken_links(files):
    """Links inside a site that lead nowhere, ids that stand twice on a page."""
    pages = {name: _read(name, content) for name, content in files.items()}
    found = [
        f"{name}: {id} twice" for name, (ids, _) in pages.items() for id in set(ids) if ids.count(id) > 1
    ]
    for name, (_, links) in pages.items():
        for link in links:
            parts = urlsplit(link)
            if parts.scheme:
                continue
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
            target = target if parts.path else name
            known = pages[target][0] if target in pages else None
            if known is None or (parts.fragment and unquote(parts.fragment) not in known):
                found.append(f"{name}: {link}")
    return found


def _read(name, content):
    if name.endswith(".md"):
        text = re.sub(r"```.*?```", "", content.decode(), flags=re.DOTALL)
        return re.findall(r'<a id="(.*?)">', text), re.findall(r"\]\(([^)\s]+)\)", text)
    seen = Seen(content) if name.endswith(".html") else None
    return (seen.ids, seen.links) if seen else ([], [])
