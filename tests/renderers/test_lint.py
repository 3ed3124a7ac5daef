"""``ccrules report lint`` and ``template``."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from ccrules.cli import run
from ccrules.renderers.linting import lint_template
from ccrules.renderers.options import RenderOptions

OPTIONS = RenderOptions(language="en")


def said(path):
    return [str(problem) for problem in lint_template(path, OPTIONS)]


def word(path, *paragraphs):
    document = pytest.importorskip("docx").Document()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(path)
    return path


@pytest.mark.parametrize("name", ["report.docx", "deck.pptx"])
def test_the_default_templates_are_written_and_clean(tmp_path, name, capsys):
    path = str(tmp_path / name)
    assert run(["report", "template", path]) == 0
    assert run(["report", "lint", path]) == 0
    assert "problems: 0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("{{ reprot.title }}", "did you mean report?"),
        ("{{ report.titel }}", "did you mean title?"),
        ("{{ part.finding }}", "did you mean findings?"),
        ("{{ chart.topic }}", "did you mean topics?"),
        (
            "{% for b in report.blocks %}{% for r in b.rows %}{{ r.subjekt }}{% endfor %}{% endfor %}",
            "did you mean subject?",
        ),
        ("{% if report.draft %}{{ report.waves[0].titel }}{% endif %}", "did you mean title?"),
        ("{{ report.title|upperr }}", "did you mean upper?"),
        ("{% if report.title is definedd %}x{% endif %}", "did you mean defined?"),
        ("{% if report.title %}", "endif"),
        ("{{ report.blocks[99].title }}", "no element 99"),
    ],
)
def test_a_wrong_tag_is_found_with_its_paragraph(tmp_path, tag, expected):
    (problem,) = said(word(tmp_path / "firm.docx", "First", f"Second {tag}"))
    assert expected in problem
    assert "Second" in problem


def test_a_missing_style_is_found(tmp_path):
    path = word(tmp_path / "firm.docx", "{{ report.title }}")
    document = pytest.importorskip("docx").Document(path)
    document.styles["Heading 2"].delete()
    document.save(path)
    assert any("Heading 2" in problem for problem in said(path))


def write(folder, **files):
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_a_folder_of_templates_is_looked_through(tmp_path):
    source = '{% extends "below/html/report.html.jinja" %}\n{% block covr %}{% endblock %}\n{{ x }}{{ report.titel|u }}\n'
    write(tmp_path, html__report_DOT_html_DOT_jinja=source)
    write(tmp_path, shared__en_DOT_toml='[heading]\nfindngs = "x"\n')
    write(tmp_path, branding_DOT_toml='[colours]\nprimary = "#ffee00"\n')
    found = "\n".join(said(tmp_path))
    for expected in (
        "findings?",
        "no block covr",
        "there is no x",
        "report.titel",
        "filter u",
        "contrast of 1.2",
    ):
        assert expected in found
    assert "report.html.jinja:2:1" in found


def test_a_folder_that_changes_one_block_is_clean_and_used(tmp_path):
    source = '{% extends "bundled/html/report.html.jinja" %}\n{% block cover %}<header>{{ report.title }}</header>{% endblock %}\n'
    assert said(write(tmp_path, html__report_DOT_html_DOT_jinja=source)) == []


def test_layers_build_on_each_other(tmp_path):
    from ccrules.renderers import markdown
    from tests.renderers.rich import rich

    cover = '{% extends "below/markdown/report.md.jinja" %}{% block cover %}NAME {{ super() }}{% endblock %}'
    folders = tuple(
        write(tmp_path / name, markdown__report_DOT_md_DOT_jinja=cover.replace("NAME", name))
        for name in ("firm", "pack")
    )
    document = markdown.render(rich(), RenderOptions(template_folders=folders))
    assert document.startswith("firm pack # Riviera claims")


def test_what_is_no_template_is_refused(tmp_path, capsys):
    (tmp_path / "x.txt").write_text("x", "utf-8")
    assert run(["report", "lint", str(tmp_path / "x.txt")]) == 2
    assert run(["report", "lint", str(tmp_path / "none.docx")]) == 2
    assert run(["report", "template", str(tmp_path / "x.txt")]) == 2
    assert "x.txt" in capsys.readouterr().err


def test_a_file_of_another_kind_is_named(tmp_path):
    for name in ("x.docx", "x.pptx"):
        (tmp_path / name).write_text("x", "utf-8")
        assert len(said(tmp_path / name)) == 1


def test_the_page_of_names_is_up_to_date():
    build = runpy.run_path("docs/templates/build.py")
    assert Path("docs/templates.md").read_text("utf-8") == build["page"]()
