"""Texts and ids of a ruleset are data: they can't add tags, scripts, files elsewhere or links that run."""

from __future__ import annotations

import re

import pytest

from ccrules import pipeline
from ccrules.documenting.examples import Examples
from ccrules.documenting.paths import file_names
from ccrules.documenting.site import FORMATS, LANGUAGES, site
from tests.documenting.reading import Seen, broken_links

EVIL = "</code></pre><script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1)) \u202e"
ALLOWED = {
    "html", "head", "meta", "title", "link", "body", "a", "header", "div", "p", "form", "label", "input", "nav", "ul",
    "ol", "li", "main", "h1", "h2", "h3", "h4", "dl", "dt", "dd", "code", "span", "figure", "figcaption", "pre",
    "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "footer", "wbr", "strong", "em", "br", "script",
}  # fmt: skip
RULESET = {
    "ruleset": "evil",
    "version": "1.0.0",
    "title": EVIL,
    "topics": {"evil": EVIL},
    "entities": {
        "box": {
            "plural": "boxes",
            "label": EVIL,
            "label_plural": EVIL,
            "attributes": {
                "open": {"type": "bool", "label": EVIL, "question": EVIL, "ask": EVIL, "obtain": EVIL}
            },
        }
    },
    "parameters": {
        "most": {
            "type": "int",
            "default": 1,
            "label": EVIL,
            "why": EVIL,
            "source": [
                {"title": EVIL, "section": EVIL, "url": 'https://x.example/"><script>alert(1)</script>'}
            ],
        }
    },
    "checks": [
        {
            "id": id,
            "topics": ["evil"],
            "title": EVIL,
            "for": "box",
            "when": "box.open",
            "severity": "high",
            "message": EVIL,
            "strength": EVIL,
            "advice": EVIL,
            "recommend": ["do"],
            "source": [{"title": EVIL, "url": "javascript:alert(1)"}],
        }
        for id in ("EVIL-1", "evil-1", "con", "NUL.x", "a..b")
    ],
    "inferences": [
        {
            "id": "I",
            "when": [{"finding": "EVIL-1"}],
            "conclude": {"id": "PRN", "kind": "cause", "title": EVIL, "body": EVIL, "belief": 0.5},
        }
    ],
    "recommendations": [
        {"id": "do", "title": EVIL, "body": EVIL, "effort": "low", "owner": EVIL, "horizon": EVIL}
    ],
}


@pytest.fixture(scope="module")
def files():
    return site(pipeline.load_rulesets(RULESET), Examples(), LANGUAGES, FORMATS)


def test_no_text_becomes_a_tag_or_an_attribute(files):
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        seen = Seen(content)
        assert set(seen.tags) <= ALLOWED, name
        assert seen.tags.count("script") == (1 if name.endswith("search.html") else 0)
        assert [name for _, name, _ in seen.attributes if name.startswith("on") or name == "style"] == []


def test_no_link_runs_anything(files):
    for name, content in files.items():
        found = Seen(content).links if name.endswith(".html") else []
        assert [link for link in found if link.lower().startswith(("javascript:", "data:"))] == []
        assert not name.endswith(".md") or not re.search(rb"\]\(\s*javascript:", content)


def test_hidden_marks_of_direction_are_shown(files):
    assert [name for name, content in files.items() if "\u202e" in content.decode()] == []


def test_raw_tags_are_text_in_markdown(files):
    for name, content in files.items():
        if name.endswith(".md"):
            assert b"<script" not in content, name
            assert b"<img" not in content, name


def test_files_stay_in_the_folder_and_links_find_them(files):
    assert [name for name in files if ".." in name.split("/") or name.startswith("/")] == []
    assert len({name.casefold() for name in files}) == len(files)
    assert (
        broken_links({name: content for name, content in files.items() if name.endswith((".html", ".css"))})
        == []
    )


def test_file_names_suit_every_file_system():
    names = file_names(["A-1", "a-1", "con", "../x", "a/b", "a b", "…", "x" * 300, "NUL.txt"])
    assert len({name.casefold() for name in names.values()}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9._-]{1,90}", name) for name in names.values())
    assert not any(
        name.startswith(".") or re.match(r"(con|nul)(\.|$)", name, re.IGNORECASE) for name in names.values()
    )
    assert names["A-1"] == "A-1"
