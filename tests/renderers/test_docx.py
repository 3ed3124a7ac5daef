"""The report as a Word document."""

from __future__ import annotations

import re
import time
import zipfile
from io import BytesIO

import pytest

from ccrules.errors import InputError
from ccrules.renderers import docx
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from ccrules.renderers.wording import wording
from ccrules.text import typeset
from tests.renderers import samples
from tests.renderers.reading import flat
from tests.renderers.rich import rich

Document = pytest.importorskip("docx").Document
pytest.importorskip("docxtpl")


def rendered(assessment, **options):
    return docx.render(assessment, RenderOptions(**options))


def text_of(content):
    """All paragraphs of the body, tables included, on one line."""
    body = Document(BytesIO(content)).element.body
    paragraphs = (
        "".join(node.text or " " for node in one.iter() if node.tag.endswith(("}t", "}br")))
        for one in body.iter()
        if one.tag.endswith("}p")
    )
    return flat(" ".join(paragraphs))


@pytest.fixture(scope="module", params=["en", "fr"])
def assessment(request):
    return rich(request.param)


@pytest.fixture(scope="module")
def document(assessment):
    return rendered(assessment)


def said(text, assessment):
    return flat(typeset(text, assessment.assessment.language))


def test_with_full_annexes_it_shows_everything_the_report_says(assessment):
    text = text_of(rendered(assessment, annex="full"))
    report = build_report(assessment, RenderOptions())
    for finding in assessment.findings:
        assert said(finding.message, assessment) in text
        assert finding.check in text
    for one in (*report.causes, *report.consequences, *report.patterns):
        assert said(one.title, assessment) in text
        assert all(ground.rule in text for ground in one.grounds)
    for wave in report.waves:
        assert all(said(action.title, assessment) in text for action in wave.all_actions)
    for one in (*report.unknowns, *report.more_unknowns):
        assert one.fact in text
    for move in report.executive.moves:
        assert said(move.effect, assessment) in text


def test_with_short_annexes_it_leaves_out_what_passed_and_the_arithmetic_and_says_where_they_are(
    document, assessment
):
    short, full = text_of(document), text_of(rendered(assessment, annex="full"))
    report = build_report(assessment, RenderOptions())
    say = wording(report.language).say
    for told in (say("short.annex"), say("short.passed", n=len(report.passed))):
        assert said(told, assessment) in short
        assert said(told, assessment) not in full
    for heading in ("heading.passed", "heading.not_applicable", "heading.annex_plan"):
        assert said(say(heading), assessment) in full
        assert said(say(heading), assessment) not in short
    assert len(short) < len(full)


def test_headings_tables_and_pictures_are_words_own(document):
    opened = Document(BytesIO(document))
    styles = {paragraph.style.name for paragraph in opened.paragraphs}
    assert {"Heading 1", "Heading 2", "Heading 3", "Title"} <= styles
    assert opened.tables
    assert opened.inline_shapes
    assert all(shape._inline.docPr.get("descr") for shape in opened.inline_shapes)


def test_contents_are_a_field_that_lists_the_headings(document):
    xml = Document(BytesIO(document)).element.body.xml
    assert 'TOC \\o "1-2"' in xml
    names = set(re.findall(r'w:name="(_Toc\d+)"', xml))
    assert names
    assert names == set(re.findall(r'w:anchor="(_Toc\d+)"', xml))


def test_links_lead_somewhere_and_ids_are_unique(document):
    xml = Document(BytesIO(document)).element.body.xml
    names = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', xml)
    assert len(names) == len(set(names))
    assert set(re.findall(r'w:anchor="([^"]+)"', xml)) <= set(names)
    ids = re.findall(r'<w:bookmarkStart [^>]*w:id="(\d+)"', xml)
    assert len(ids) == len(set(ids))


def test_equal_input_gives_equal_bytes_without_the_day_of_today(assessment, document):
    assert rendered(assessment) == document
    with zipfile.ZipFile(BytesIO(document)) as package:
        assert {one.date_time for one in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = Document(BytesIO(document)).core_properties
    assert (properties.created.year, properties.created.month, properties.created.day) == (2026, 10, 1)


@pytest.mark.parametrize("hostile", samples.HOSTILE)
def test_what_a_client_writes_is_printed_and_never_run(hostile):
    finding = rich().findings[0].model_copy(update={"message": hostile, "title": hostile})
    whole = rich().model_copy(update={"findings": (finding,), "comments": (hostile,)})
    text = text_of(rendered(whole))
    if "{" in hostile or "<" in hostile:
        assert flat(hostile) in text


def test_odd_assessments_have_a_document_too():
    for assessment in (samples.empty(), samples.all_unknown("fr")):
        assert "Riviera" in text_of(rendered(assessment))


def template(path, *paragraphs):
    document = Document()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(path)
    return path


def test_a_firms_own_template_is_filled(tmp_path):
    own = template(
        tmp_path / "firm.docx",
        "Our firm on {{ report.title }}",
        "{%p for block in report.blocks %}",
        "{{ loop.index }}. {{ block.title }}",
        "{%p endfor %}",
        "{{p part.plan }}",
    )
    text = text_of(rendered(rich(), templates=(own,)))
    assert text.startswith("Our firm on Riviera claims 1. ")
    assert "Executive summary" not in text
    assert build_report(rich(), RenderOptions()).waves[0].actions[0].title in text


def test_a_template_folder_may_hold_one(tmp_path):
    (tmp_path / "docx").mkdir()
    template(tmp_path / "docx" / "report.docx", "Only {{ report.date }}")
    assert text_of(rendered(rich(), template_folders=(tmp_path,))).startswith("Only 1 October 2026")


@pytest.mark.parametrize(
    "tag",
    [
        "{{ report.nothing }}",
        "{{ 1 / 0 }}",
        "{% if %}",
        "{{ ''.__class__ }}",
        "{{ report.title.__class__.mro() }}",
    ],
)
def test_a_broken_template_is_reported_with_the_paragraph(tmp_path, tag):
    own = template(tmp_path / "firm.docx", "first", f"Second {tag}")
    with pytest.raises(InputError) as caught:
        rendered(rich(), templates=(own,))
    (problem,) = caught.value.problems
    assert problem.place.file == str(own)
    assert "Second" in problem.place.cell


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_word_file_is_refused(tmp_path, content):
    path = tmp_path / "firm.docx"
    path.write_bytes(content)
    with pytest.raises(InputError):
        rendered(rich(), templates=(path,))


def test_its_time_grows_with_the_findings_and_no_faster():
    def seconds(count):
        assessment = samples.many(count)
        start = time.process_time()
        rendered(assessment)
        return time.process_time() - start

    seconds(20)
    assert seconds(1600) < 8 * seconds(400) + 0.5


def test_a_diagram_with_nothing_on_it_has_no_picture():
    diagram = {"id": "map", "title": "The empty map", "columns": ("one", "two")}
    whole = type(samples.empty()).model_validate(
        samples.empty().model_dump(by_alias=True) | {"diagrams": (diagram,)}
    )
    content = rendered(whole)
    assert not Document(BytesIO(content)).inline_shapes


def test_a_section_that_holds_nothing_begins_no_page():
    paragraphs = Document(BytesIO(docx.render(samples.empty(), RenderOptions()))).paragraphs
    nothing = wording("en").say("intro.no_causes")
    at = next(number for number, one in enumerate(paragraphs) if one.text == nothing)
    assert paragraphs[at - 1].style.name == "Heading 1"
    assert paragraphs[at - 1].paragraph_format.page_break_before is False


def test_lines_of_the_source_leave_no_gaps():
    action = (
        rich().recommendations[0].model_copy(update={"body": "1. Ask the head\n   of service.\n2. Decide."})
    )
    made = rich().model_copy(update={"recommendations": (action,)})
    said = [one.text for one in Document(BytesIO(docx.render(made, RenderOptions()))).paragraphs]
    assert "1.\tAsk the head of service." in said
