"""Compiled templates that were kept make the same pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules import kept as kept_module
from ccrules.renderers.environment import ReportEnvironment
from ccrules.renderers.options import RenderOptions
from tests.renderers.reading import rendered
from tests.renderers.rich import rich

pytestmark = pytest.mark.usefixtures("compiled")
FORMATS = pytest.mark.parametrize("name", ["html", "markdown"])


def page(name: str, language: str = "en", *folders: Path) -> str:
    return rendered(name, rich(language), RenderOptions(language=language, template_folders=folders))


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("compiled once more")


@FORMATS
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_is_the_same_with_and_without(name, language, monkeypatch):
    first = page(name, language)
    with monkeypatch.context() as patch:
        patch.setenv(kept_module.SWITCH, "off")
        assert page(name, language) == first
    monkeypatch.setattr(ReportEnvironment, "compile", refuse)
    assert page(name, language) == first


@FORMATS
def test_languages_do_not_mix(name, monkeypatch):
    kept_pages = [page(name, language) for language in ("en", "fr", "en", "fr")]
    monkeypatch.setenv(kept_module.SWITCH, "off")
    assert kept_pages == [page(name, language) for language in ("en", "fr")] * 2


def test_a_firm_s_words_and_brand_show_in_templates_kept_before(tmp_path, monkeypatch):
    page("html")
    firm = tmp_path / "firm"
    (firm / "shared").mkdir(parents=True)
    (firm / "shared" / "en.toml").write_text('[heading]\nfindings = "What we saw"\n', "utf-8")
    (firm / "branding.toml").write_text('[colours]\nprimary = "#123abc"\n', "utf-8")
    own = page("html", "en", firm)
    assert "What we saw" in own
    assert "--cover: #123abc" in own
    monkeypatch.setenv(kept_module.SWITCH, "off")
    assert page("html", "en", firm) == own


def test_templates_of_a_firm_are_not_kept(tmp_path, compiled):
    cover = tmp_path / "firm" / "html" / "cover.html.jinja"
    cover.parent.mkdir(parents=True)
    cover.write_text("<header>Ours: {{ report.title }}</header>", "utf-8")
    assert "<header>Ours: Riviera claims</header>" in page("html", "en", tmp_path / "firm")
    cover.write_text("<header>Theirs: {{ report.title }}</header>", "utf-8")
    assert "<header>Theirs: Riviera claims</header>" in page("html", "en", tmp_path / "firm")
    assert not [one for one in compiled.rglob("*") if "cover" in one.name]


def test_a_changed_template_is_compiled_anew(tmp_path, monkeypatch):
    folder = tmp_path / "templates"
    source = folder / "html" / "report.html.jinja"
    source.parent.mkdir(parents=True)
    monkeypatch.setattr("ccrules.renderers.environment.templates_folder", lambda: folder)
    for text in ("one", "two"):
        source.write_text(text, "utf-8")
        assert page("html") == text


def test_the_place_of_a_mistake_is_told_of_kept_code_too(tmp_path, monkeypatch):
    from ccrules.errors import InputError

    folder = tmp_path / "templates"
    source = folder / "html" / "report.html.jinja"
    source.parent.mkdir(parents=True)
    source.write_text("one\n{{ report.nothing }}", "utf-8")
    monkeypatch.setattr("ccrules.renderers.environment.templates_folder", lambda: folder)
    told = []
    for _ in range(2):
        with pytest.raises(InputError) as caught:
            page("html")
        told.append(caught.value.problems)
    assert told[0] == told[1]
    assert (told[0][0].place.file, told[0][0].place.line) == (source.as_posix(), 2)
