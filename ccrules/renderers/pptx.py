"""The summary as a PowerPoint deck, in the default look or in a firm's own template deck."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from ccrules.assessment import Assessment
from ccrules.errors import InputError
from ccrules.renderers.branding import branding_of
from ccrules.renderers.charts import cause_graph, topics_chart
from ccrules.renderers.charts.causes import ON_A_SLIDE
from ccrules.renderers.clean import clean
from ccrules.renderers.docx import template_file
from ccrules.renderers.extras import needed
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.pdf import day
from ccrules.renderers.report import Report, build_report
from ccrules.renderers.slides.deck import Deck
from ccrules.renderers.slides.story import Story
from ccrules.renderers.slides.template import default_deck
from ccrules.renderers.word.package import describe, read_template, timeless, unreadable
from ccrules.renderers.word.pictures import as_png, logo_bytes
from ccrules.renderers.wording import Wording, wording_for
from ccrules.text import typeset
from ccrules.text.grammar import curl_apostrophes

FORMAT = "pptx"
EXTENSIONS = (".pptx",)
#: Where a template folder has its own.
TEMPLATE = "pptx/report.pptx"
#: Pixels of a picture that fills a slide.
_PIXELS = 2000


def render(assessment: Assessment, options: RenderOptions) -> bytes:
    """Render the summary of an assessment as a deck of slides.

    Args:
        assessment: the assessment.
        options: language, templates and branding.

    Raises:
        InputError: a template, catalogue or the branding can't be used.
        UsageError: the libraries for PowerPoint are missing.
    """
    needed("slides", "pptx", "resvg_py")
    words = wording_for(assessment, options)
    report = build_report(assessment, options, words)
    brand = branding_of(options).marking(report.marked)
    file = template_file(options, EXTENSIONS[0], TEMPLATE)
    presentation = _opened(read_template(file) if file else default_deck(brand), file)
    marked = report.marked or brand.marked(words.language)
    foot = " · ".join(one for one in (marked, report.draft, report.title, report.date) if one)
    deck = Deck(presentation, _printed(words, foot))
    logo = logo_bytes(brand.logo) if brand.logo else None
    below = [report.subtitle, report.date, *(one for one in (marked, report.draft) if one)]
    lines = [_printed(words, one) for one in (words.say("title.kicker"), *below) if one]
    deck.cover(_printed(words, report.title), lines, logo, report.made_with)
    Story(deck, report, words.say, lambda text: _printed(words, text)).tell(
        lambda told: _pictures(told, words)
    )
    describe(presentation.core_properties, report.title, brand.name, report.language, day(assessment))
    stream = BytesIO()
    presentation.save(stream)
    return timeless(stream.getvalue())


def _printed(words: Wording, text: str) -> str:
    """A text as it is printed: typeset, and without what no file of this kind can hold."""
    kept = "".join(one for one in clean(text) if one not in "\ufffe\uffff")
    return curl_apostrophes(typeset(kept, words.language))


def _pictures(story: Story, words: Wording) -> None:
    """Charts that say more than a table."""
    report: Report = story.report
    for title, drawing in (
        ("heading.topics", topics_chart(report, words.say)),
        ("heading.causes", cause_graph(report, words.say, most=ON_A_SLIDE)),
    ):
        if drawing:
            slide = story.deck.slide(_printed(words, words.say(title)), "")
            story.deck.picture(slide, as_png(drawing, _PIXELS), words.say(title))


def _opened(content: bytes, file: Path | None) -> Any:
    from pptx import Presentation
    from pptx.exc import PackageNotFoundError

    try:
        return Presentation(BytesIO(content))
    except (KeyError, ValueError, PackageNotFoundError) as error:
        raise InputError(unreadable(file or Path(TEMPLATE))) from error
