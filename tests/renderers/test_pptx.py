"""The summary as slides."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from ccrules import assess, load_rulesets
from ccrules.errors import InputError
from ccrules.renderers import pptx
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from ccrules.text import typeset
from tests.renderers import samples
from tests.renderers.reading import flat
from tests.renderers.rich import rich

Presentation = pytest.importorskip("pptx").Presentation


def rendered(assessment, **options):
    return pptx.render(assessment, RenderOptions(**options))


def shapes(content):
    return [shape for slide in Presentation(BytesIO(content)).slides for shape in slide.shapes]


def texts(content):
    found = []
    for shape in shapes(content):
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return flat(" ".join(found))


def noted(content):
    slides = Presentation(BytesIO(content)).slides
    return flat(" ".join(slide.notes_slide.notes_text_frame.text for slide in slides))


@pytest.fixture(scope="module", params=["en", "fr"])
def assessment(request):
    return rich(request.param)


@pytest.fixture(scope="module")
def deck(assessment):
    return rendered(assessment)


def test_it_tells_messages_causes_and_actions(deck, assessment):
    text = texts(deck)
    report = build_report(assessment, RenderOptions())
    language = assessment.assessment.language
    said = [
        *(one.title for one in report.executive.messages),
        *(one.title for one in report.causes[:6]),
        *(one.action.title for one in report.executive.moves),
        *(one.fact for one in report.executive.lacks),
        *report.executive.otherwise,
    ]
    for one in said:
        assert flat(typeset(one, language)) in text


def test_the_notes_name_the_findings_behind_a_slide(deck, assessment):
    notes = noted(deck)
    worst = build_report(assessment, RenderOptions()).blocks[0]
    assert worst.rows[0].id in notes
    assert worst.rows[0].proofs[0].fact in notes


def test_nothing_lies_outside_its_slide(deck):
    opened = Presentation(BytesIO(deck))
    for shape in shapes(deck):
        assert shape.left >= 0
        assert shape.left + shape.width <= opened.slide_width
        high = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
        assert shape.top + high <= opened.slide_height


def test_waivers_and_the_review_are_shown():
    given = Path(__file__).parents[2] / "examples" / "follow-up"
    method = load_rulesets([given / "inbox.yaml"])
    made = assess(
        given / "autumn.yaml",
        method,
        inference="forward",
        waivers=given / "waivers.yaml",
        review=given / "review.yaml",
    )
    report = build_report(made, RenderOptions())
    deck = rendered(made)
    text, notes = texts(deck), noted(deck)
    marks = [mark for block in report.blocks for row in block.all_rows for mark in row.marks]
    assert len(marks) > 2
    for mark in marks:
        assert flat(typeset(mark, "en")) in notes
    shown = [
        *(report.blocks[0].rows[0].marks),
        *(one.text for part in report.by_hand for one in part.remarks),
    ]
    shown += [mark for wave in report.waves for one in wave.all_actions for mark in one.marks]
    for said in shown:
        assert flat(typeset(said, "en")) in text


def test_equal_input_gives_equal_bytes(deck, assessment):
    assert rendered(assessment) == deck


@pytest.mark.parametrize("hostile", samples.HOSTILE)
def test_what_a_client_writes_is_printed(hostile):
    finding = rich().findings[0].model_copy(update={"message": hostile, "title": hostile})
    whole = rich().model_copy(update={"findings": (finding,)})
    assert texts(rendered(whole))


def test_long_words_stay_on_their_slide():
    finding = rich().findings[0].model_copy(update={"message": "W" * 400, "title": "W" * 300})
    test_nothing_lies_outside_its_slide(rendered(rich().model_copy(update={"findings": (finding,)})))


def test_odd_assessments_have_a_deck_too():
    for assessment in (samples.empty(), samples.all_unknown("fr"), samples.many(300)):
        test_nothing_lies_outside_its_slide(rendered(assessment))


def test_a_firms_deck_gives_its_layouts_and_keeps_none_of_its_slides(tmp_path):
    own = Presentation()
    own.slides.add_slide(own.slide_layouts[0]).shapes.title.text = "How to use this deck"
    own.slide_layouts[5].name = "Titre seul"
    own.save(tmp_path / "firm.pptx")
    deck = rendered(rich(), templates=(tmp_path / "firm.pptx",))
    opened = Presentation(BytesIO(deck))
    assert opened.slide_width == own.slide_width
    assert "How to use" not in texts(deck)
    assert {slide.slide_layout.name for slide in opened.slides} == {"Title Slide", "Titre seul"}


def test_what_is_no_deck_is_refused(tmp_path):
    (tmp_path / "firm.pptx").write_bytes(b"no archive")
    with pytest.raises(InputError):
        rendered(rich(), templates=(tmp_path / "firm.pptx",))
