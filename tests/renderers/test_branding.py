"""A firm's name, logo, colours and fonts."""

from __future__ import annotations

from io import BytesIO

import pytest

from ccrules.errors import InputError
from ccrules.renderers import docx, html, pptx
from ccrules.renderers.branding import PLAIN, branding_of, contrast, contrast_problems, read_branding
from ccrules.renderers.options import RenderOptions
from tests.renderers.rich import rich

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="#0a5"/></svg>'
WHOLE = """
name = "Our <firm>"
logo = "logo.svg"
classification = {en = "Confidential", fr = "Confidentiel"}
[colours]
primary = "#004433"
accent = "#005544"
[fonts]
headings = "Georgia"
body = "Verdana"
"""


@pytest.fixture
def file(tmp_path):
    (tmp_path / "logo.svg").write_text(SVG, "utf-8")
    (tmp_path / "branding.toml").write_text(WHOLE, "utf-8")
    return tmp_path / "branding.toml"


def test_it_is_read(file):
    found = read_branding(file)
    assert (found.name, found.primary, found.headings, found.marked("fr")) == (
        "Our <firm>", "#004433", "Georgia", "Confidentiel",
    )  # fmt: skip
    assert found.logo.address.startswith("data:image/svg+xml;base64,")


def test_a_template_folder_may_hold_it_and_an_option_wins(file, tmp_path):
    assert branding_of(RenderOptions(template_folders=(file.parent,))).primary == "#004433"
    (tmp_path / "other.toml").write_text('[colours]\nprimary = "#111111"\n', "utf-8")
    options = RenderOptions(template_folders=(file.parent,), branding=tmp_path / "other.toml")
    assert branding_of(options).primary == "#111111"
    assert branding_of(RenderOptions()) == PLAIN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nme = 'x'", "name"),
        ("name = 3", "text"),
        ("[colours]\nprimary = 'red'", "red"),
        ("[colours]\nprimry = '#000000'", "colours.primary"),
        ("[fonts]\nbody = 'x\"; } body { display: none'", "font"),
        ("logo = '../none.png'", "none.png"),
        ("logo = 'page.svg'", "page.svg"),
        ("logo = 'text.png'", "text.png"),
        ("name = ]", "TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path, text, said):
    (tmp_path / "page.svg").write_text(SVG.replace("<rect", '<image href="/etc/passwd"/><rect'), "utf-8")
    (tmp_path / "text.png").write_text("no picture", "utf-8")
    path = tmp_path / "branding.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_branding(path)
    (problem,) = caught.value.problems
    assert said in f"{problem.what} {problem.hint}"
    assert problem.place.line


def test_every_problem_is_said_at_once(tmp_path):
    path = tmp_path / "branding.toml"
    path.write_text("nme = 'x'\n[colours]\nprimary = 'red'\naccent = 'blue'\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_branding(path)
    assert [problem.place.line for problem in caught.value.problems] == [1, 3, 4]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ff0000", "#ff0000", 1)],
)
def test_contrast_is_that_of_the_guidelines(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_the_built_in_colours_have_contrast_enough():
    assert not contrast_problems(PLAIN, "")


def test_every_document_wears_it(file):
    options = RenderOptions(branding=file)
    page = html.render(rich(), options)
    assert "--cover: #004433" in page
    assert 'alt="Our &lt;firm&gt;"' in page
    document = pytest.importorskip("docx").Document(BytesIO(docx.render(rich(), options)))
    assert document.styles["Heading 1"].font.name == "Georgia"
    assert str(document.styles["Heading 1"].font.color.rgb) == "004433"
    assert "Our <firm>" in document.sections[0].header.paragraphs[0].text
    assert "Confidential" in document.sections[0].footer.paragraphs[0].text
    deck = pytest.importorskip("pptx").Presentation(BytesIO(pptx.render(rich(), options)))
    assert any(shape.shape_type == 13 for shape in deck.slides[0].shapes)
    theme = next(
        rel.target_part for rel in deck.slide_master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    assert b'<a:accent1><a:srgbClr val="004433"/>' in theme.blob
