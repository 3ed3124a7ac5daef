"""The page: complete, accessible, and usable without JavaScript."""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
from itertools import pairwise
from urllib.parse import unquote

import pytest

from ccrules.renderers.options import RenderOptions
from tests.renderers import samples
from tests.renderers.reading import Page, rendered
from tests.renderers.rich import rich

SAMPLES = {
    "en": rich("en"),
    "fr": rich("fr"),
    "empty": samples.empty(),
    "many": samples.many(300),
    "hostile": samples.hostile(),
}


@pytest.fixture(scope="module", params=SAMPLES)
def page(request):
    return Page(rendered("html", SAMPLES[request.param]))


def test_ids_are_unique_and_every_inner_link_has_its_target(page):
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {unquote(one["href"][1:]) for one in page.named("a") if one.get("href", "").startswith("#")}
    assert targets <= set(ids)


def test_headings_go_down_one_level_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in page.elements if tag in ("h1", "h2", "h3", "h4")]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_landmarks_language_and_skip_link(page):
    tags = [tag for tag, _ in page.elements]
    assert all(tags.count(tag) == 1 for tag in ("main", "nav", "footer"))
    assert page.named("html")[0]["lang"] in ("en", "fr")
    assert next(one for one in page.named("a"))["class"] == "skip"
    assert page.named("nav")[0]["aria-label"]


@pytest.mark.parametrize("sample", [rich("en"), samples.many(300), samples.empty()])
def test_tables_have_captions_and_headers_with_scope(sample):
    page = Page(rendered("html", sample))
    tags = [tag for tag, _ in page.elements]
    assert tags.count("table") == tags.count("caption")
    assert all(attributes.get("scope") in ("col", "row") for attributes in page.named("th"))


def test_drawings_say_what_they_show_or_are_hidden_because_words_stand_beside_them(page):
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    for one in page.named("svg"):
        if one.get("aria-hidden") != "true":
            assert one["role"] == "img"
            assert set(one["aria-labelledby"].split()) <= ids


@pytest.mark.parametrize("chart", ["topics", "matrix", "roadmap", "causes"])
def test_a_rich_report_has_every_drawing_with_its_figures_in_words(chart):
    document = rendered("html", rich("en"))
    assert f'id="chart-{chart}-title"' in document
    assert f'id="chart-{chart}-desc"' in document


def test_an_empty_report_has_no_drawing():
    assert 'id="chart-' not in rendered("html", samples.empty())


def test_drawings_use_plain_numbers_in_every_language():
    numbers = [
        one[name]
        for one in Page(rendered("html", rich("fr"))).named("rect")
        for name in ("x", "y", "width", "height")
        if name in one
    ]
    assert numbers
    assert all(float(number) >= 0 for number in numbers)


def test_nothing_needs_javascript():
    page = Page(rendered("html", rich()))
    needing = [one for tag, one in page.elements if one.get("role") == "search" or one.get("class") == "tick"]
    assert needing
    assert all("hidden" in one for one in needing)
    assert not [one for tag, one in page.elements if tag in ("section", "article", "tr") and "hidden" in one]


def test_only_the_script_of_the_page_may_run():
    document = rendered("html", rich())
    script = re.search(r"<script>(.*?)</script>", document, re.DOTALL)[1]
    fingerprint = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{fingerprint}'" in document
    assert "default-src 'none'" in document
    assert document.count("<script") == 1


def test_severity_does_not_depend_on_colour():
    document = rendered("html", rich())
    for word in ("Critical", "High", "Medium", "Low"):
        assert f"</svg>{word}" in document


def test_the_day_of_printing_is_there_only_on_request():
    assert "Printed on" not in rendered("html", rich())
    printed = rendered("html", rich(), RenderOptions(today=datetime.date(2026, 11, 2)))
    assert "Printed on 2 November 2026" in printed
