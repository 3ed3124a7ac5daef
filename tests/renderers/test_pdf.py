"""The report as PDF."""

from __future__ import annotations

import re
import zlib

import pytest

from ccrules.errors import UsageError
from ccrules.renderers import pdf, pdf_browser
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.sample import sample
from tests.renderers import samples


@pytest.fixture(scope="module")
def document():
    pytest.importorskip("weasyprint")
    return pdf.render(sample("fr"), RenderOptions())


def unpacked(document):
    """The document with its streams unpacked, as far as they are packed."""
    parts = [document]
    for found in re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", document, re.DOTALL):
        try:
            parts.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_it_is_tagged_and_says_its_language_title_and_day(document):
    inside = unpacked(document)
    assert document.startswith(b"%PDF-1.7")
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"/Outlines", b"/Lang (fr)", b"/CreationDate (D:20261001"):
        assert mark in inside


def test_equal_input_gives_equal_bytes(document):
    assert pdf.render(sample("fr"), RenderOptions()) == document


def test_nothing_is_loaded(tmp_path, monkeypatch):
    import weasyprint

    asked = []
    monkeypatch.setattr(weasyprint.URLFetcher, "fetch", lambda _, url, __=None: asked.append(url))
    secret = tmp_path / "secret.png"
    secret.write_bytes(b"x")
    comment = f'![x]({secret.as_uri()}) <img src="{secret.as_uri()}"> ![y](https://evil.example/x.png)'
    pdf.render(samples.empty().model_copy(update={"comments": (comment,)}), RenderOptions())
    assert not [url for url in asked if not url.startswith("data:")]


def test_without_library_and_browser_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    monkeypatch.setattr(pdf, "find_browser", lambda: None)
    with pytest.raises(UsageError) as caught:
        pdf.render(samples.empty(), RenderOptions())
    assert "ccrules[pdf]" in str(caught.value.problems[0].hint)


def test_a_browser_prints_where_the_library_is_missing(monkeypatch):
    if pdf_browser.find_browser() is None:
        pytest.skip("no browser here")
    monkeypatch.setattr(pdf, "find_spec", lambda _: None)
    first, second = (pdf.render(samples.empty(), RenderOptions()) for _ in range(2))
    assert first.startswith(b"%PDF")
    assert first == second


def test_a_browser_that_fails_is_named(tmp_path):
    with pytest.raises(UsageError) as caught:
        pdf_browser.print_with(str(tmp_path / "nothing"), "<p>x</p>", "2026-10-01")
    assert "nothing" in str(caught.value.problems[0].what)


@pytest.mark.parametrize(
    ("written", "day"), [("2026", "2026-01-01"), ("2026-10", "2026-10-01"), ("", "1980-01-01")]
)
def test_the_day_of_a_document_is_that_of_the_assessment(written, day):
    whole = samples.empty()
    head = whole.assessment.model_copy(update={"date": written or None})
    assert pdf.day(whole.model_copy(update={"assessment": head})) == day
