"""A firm's own templates and words."""

from __future__ import annotations

import pytest

from ccrules.errors import InputError
from ccrules.renderers.options import RenderOptions
from tests.renderers.reading import rendered
from tests.renderers.rich import rich


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def with_folder(folder, name="html"):
    return rendered(name, rich(), RenderOptions(template_folders=(folder,)))


def test_one_part_can_be_replaced(tmp_path):
    write(tmp_path, "html/cover.html.jinja", "<header>Our firm: {{ report.title }}, {{ '<b>' }}</header>")
    document = with_folder(tmp_path)
    assert "<header>Our firm: Riviera claims, &lt;b&gt;</header>" in document
    assert "Untracked mailbox" in document


def test_the_built_in_template_can_be_extended(tmp_path):
    cover = "{% block cover %}\n# {{ report.title }} by Us\n{% endblock %}\n"
    source = '{% extends "builtin/markdown/report.md.jinja" %}\n' + cover
    write(tmp_path, "markdown/report.md.jinja", source)
    document = with_folder(tmp_path, "markdown")
    assert document.startswith("# Riviera claims by Us\n")
    assert "## Findings" in document


def test_words_can_be_replaced_and_the_first_folder_wins(tmp_path):
    write(tmp_path, "a/shared/en.toml", '[heading]\nfindings = "What we saw"\n')
    write(tmp_path, "b/shared/en.toml", '[heading]\nfindings = "Observations"\ncauses = "Why"\n')
    options = RenderOptions(width=100, template_folders=(tmp_path / "a", tmp_path / "b"))
    for name in ("html", "markdown", "terminal"):
        document = rendered(name, rich(), options)
        assert "What we saw" in document
        assert "Observations" not in document
        assert "Why" in document


def problem_of(folder):
    with pytest.raises(InputError) as caught:
        with_folder(folder)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    "source", ["\n{{ report.nothing }}", "\n{{ 1 / 0 }}", "\n{% if %}", "\n{{ nobody() }}"]
)
def test_a_broken_template_is_reported_with_file_and_line(tmp_path, source):
    path = write(tmp_path, "html/cover.html.jinja", source)
    place = problem_of(tmp_path).place
    assert (place.file, place.line) == (str(path), 2)


def test_a_part_that_is_missing_is_reported(tmp_path):
    write(tmp_path, "html/cover.html.jinja", "{% include 'html/nothing.jinja' %}")
    assert "html/nothing.jinja" in str(problem_of(tmp_path))


@pytest.mark.parametrize(
    "source",
    [
        "{{ report.__class__.__mro__ }}",
        "{{ say.__globals__ }}",
        "{{ report.title.format.__self__ }}",
        "{{ ''.__class__ }}",
        "{{ report.__init__.__globals__ }}",
        "{{ cycler.__init__ }}",
        "{{ lipsum() }}",
        "{{ range(10) }}",
        "{{ report.blocks.append(1) }}",
        "{{ report.title.format_map({}) }}",
    ],
)
def test_a_template_can_not_leave_the_sandbox(tmp_path, source):
    write(tmp_path, "html/cover.html.jinja", source)
    assert problem_of(tmp_path)


@pytest.mark.parametrize("source", ["a = [", "a = 3", "a = '{{ x'", "\udcff"])
def test_a_broken_catalogue_is_reported_with_its_file(tmp_path, source):
    path = tmp_path / "shared" / "en.toml"
    path.parent.mkdir()
    path.write_bytes(source.encode("utf-8", "surrogateescape"))
    assert problem_of(tmp_path).place.file == str(path)
