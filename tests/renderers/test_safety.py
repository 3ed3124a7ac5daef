"""Facts and texts from strangers: shown as they are written, and obeyed by nobody."""

from __future__ import annotations

import re

import pytest

from ccrules.renderers.options import RenderOptions
from ccrules.text.markdown import to_html
from tests.renderers import samples
from tests.renderers.reading import DOCUMENTS, Page, plain, rendered
from tests.renderers.rich import rich


@pytest.fixture(scope="module")
def page():
    return Page(rendered("html", samples.hostile()))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_hostile_strings_are_printed_as_they_are(name):
    document = rendered(name, samples.hostile(), RenderOptions(width=4_000))
    text = plain(name, document)
    for harmless in (
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
        "{% for x in range(10) %}",
        "[bold red]markup[/]",
        "שלום",
    ):
        assert harmless in text
    assert "49" not in text
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", document)


def test_the_page_runs_nothing_but_its_own_script(page):
    assert len(page.named("script")) == 1
    assert not page.named("iframe", "object", "embed", "img", "link", "form", "base")
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]


def test_links_lead_inside_the_page_or_to_the_web(page):
    for attributes in page.named("a"):
        assert re.match(r"#|https?://|mailto:", attributes.get("href", "#"))


@pytest.mark.parametrize("sample", [rich("en"), rich("fr"), samples.hostile(), samples.many(30)])
def test_the_page_loads_nothing_from_a_network(sample):
    document = rendered("html", sample)
    page = Page(document)
    assert not [
        attributes for _, attributes in page.elements if {"src", "srcset", "data", "poster"} & set(attributes)
    ]
    style = re.search(r"<style>(.*?)</style>", document, re.DOTALL)[1]
    assert "@import" not in style
    assert set(re.findall(r"url\(([^)]*)\)", style)) <= {"#hatch"}
    policy = next(one for one in page.named("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy["content"].startswith("default-src 'none'")


def test_markdown_makes_no_headings_tables_or_links_of_facts():
    document = rendered("markdown", samples.hostile())
    assert "\n# heading" not in document
    html = to_html(document[:19_000])
    assert "javascript:" not in re.sub(r"&[a-z#0-9]+;", "", " ".join(re.findall(r'href="([^"]*)"', html)))
    wanted = {len(line.split("|")) for line in document.split("\n") if line.startswith("|---")}
    rows = {len(line.split("|")) for line in document.split("\n") if line.startswith("| ")}
    assert rows <= wanted | {7}  # the head of the report has one column per figure


def test_terminal_has_no_escape_codes_without_colour_and_only_colours_with_it():
    assert "\x1b" not in rendered("terminal", samples.hostile())
    coloured = rendered("terminal", samples.hostile(), RenderOptions(width=100, colour=True))
    assert "\x1b[" in coloured
    assert not re.sub("\x1b\\[[0-9;]*m", "", coloured).count("\x1b")
