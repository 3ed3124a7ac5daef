"""The report as a Word document, in the default template or in a firm's own."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from ccrules.assessment import Assessment
from ccrules.errors import InputError
from ccrules.renderers.branding import Branding, branding_of
from ccrules.renderers.environment import ReportEnvironment, safe
from ccrules.renderers.extras import needed
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.pdf import day
from ccrules.renderers.report import Report, build_report
from ccrules.renderers.word.contents import fill_contents
from ccrules.renderers.word.filling import fill_document
from ccrules.renderers.word.markup import Writer, escape
from ccrules.renderers.word.on_demand import OnDemand
from ccrules.renderers.word.package import describe, read_template, timeless, unreadable
from ccrules.renderers.word.pictures import CHARTS, chart, logo_bytes, picture
from ccrules.renderers.word.pieces import PIECES
from ccrules.renderers.word.prose import prose
from ccrules.renderers.word.styles import Styles
from ccrules.renderers.word.template import default_template
from ccrules.renderers.wording import wording_for

FORMAT = "docx"
EXTENSIONS = (".docx",)
#: Where a template folder has its own.
TEMPLATE = "docx/report.docx"
_TWIPS = 635
_LOGO_WIDTH = 130


def render(assessment: Assessment, options: RenderOptions) -> bytes:
    """Render an assessment as a Word document.

    Args:
        assessment: the assessment.
        options: language, templates and branding.

    Raises:
        InputError: a template, catalogue or the branding can't be used.
        UsageError: the libraries for Word are missing.
    """
    needed("word", "docx", "docxtpl", "resvg_py")
    words = wording_for(assessment, options)
    report = build_report(assessment, options.on_paper(), words)
    brand = branding_of(options).marking(report.marked)
    file = template_file(options, ".docx", TEMPLATE)
    template = _opened(file, brand)
    document = template.docx
    styles = Styles(document, brand)
    writer = Writer(words, styles, document.part, _line_width(document), brand)
    environment = ReportEnvironment(words, options.template_folders, escape, brand=brand)
    environment.filters["prose"] = lambda text: safe(prose(writer, text))
    fill_document(template, environment, values(writer, report), str(file or TEMPLATE))
    fill_contents(document._element.body, writer)
    describe(document.core_properties, report.title, brand.name, report.language, day(assessment))
    return _saved(document)


def template_file(options: RenderOptions, extension: str, name: str) -> Path | None:
    """The template to use: one that was asked for, or the first in a template folder; None for the default.

    Args:
        options: templates and template folders.
        extension: of the template, with the dot.
        name: where a template folder has it.
    """
    asked = [file for file in options.templates if file.suffix.lower() == extension]
    there = [folder / name for folder in options.template_folders if (folder / name).is_file()]
    return next(iter([*reversed(asked), *there]), None)


def values(writer: Writer, report: Report) -> dict[str, Any]:
    """What the tags of a Word template may use.

    Args:
        writer: what parts are written with.
        report: the report.
    """
    brand = writer.brand
    marked = report.marked or brand.marked(writer.language)
    return {
        "report": report,
        "part": OnDemand(PIECES, lambda name: safe(PIECES[name](writer, report))),
        "chart": OnDemand(CHARTS, lambda name: safe(chart(writer, report, name))),
        "classification": marked,
        "footer": " · ".join(one for one in (marked, report.draft, report.date, report.subtitle) if one),
        "logo": safe(_logo(writer, brand)),
    }


def _logo(writer: Writer, brand: Branding) -> str:
    if brand.logo is None:
        return writer.paragraph("")
    return writer.paragraph(picture(writer.part, logo_bytes(brand.logo), _LOGO_WIDTH, 1, brand.name))


def _opened(file: Path | None, brand: Branding) -> Any:
    from docxtpl import DocxTemplate

    content = read_template(file) if file else default_template(brand)
    template = DocxTemplate(BytesIO(content))
    try:
        template.init_docx()
        template.docx.part  # noqa: B018 - a file of another kind fails here
    except (KeyError, ValueError, BadZipFile) as error:
        raise InputError(unreadable(file or Path(TEMPLATE))) from error
    return template


def _line_width(document: Any) -> int:
    """The width of a line of text, in twentieths of a point."""
    section = document.sections[-1]
    return int((section.page_width - section.left_margin - section.right_margin) // _TWIPS)


def _saved(document: Any) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return timeless(stream.getvalue())
