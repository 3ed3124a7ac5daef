"""The page: complete, accessible, and usable without JavaScript."""

from __future__ import annotations

import datetime
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


def test_drawings_are_hidden_from_screen_readers_because_words_stand_beside_them(page):
    assert all(one.get("aria-hidden") == "true" for one in page.named("svg"))


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
    assert next(one for one in page.named("div") if one.get("class") == "filter")["hidden"] is None
    assert not [one for tag, one in page.elements if tag in ("section", "article", "tr") and "hidden" in one]


def test_severity_does_not_depend_on_colour():
    document = rendered("html", rich())
    for word in ("Critical", "High", "Medium", "Low"):
        assert f"</svg>{word}" in document


def test_the_day_of_printing_is_there_only_on_request():
    assert "Printed on" not in rendered("html", rich())
    printed = rendered("html", rich(), RenderOptions(today=datetime.date(2026, 11, 2)))
    assert "Printed on 2 November 2026" in printed
