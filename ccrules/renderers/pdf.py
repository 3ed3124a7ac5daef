"""The web report as PDF: tagged, with bookmarks, page numbers and a running foot; it loads nothing.

WeasyPrint makes it. Where that is missing, a Chromium, Chrome or Edge found on the machine prints
the same page.
"""

from __future__ import annotations

import html as escaping
import re
from importlib.util import find_spec
from typing import Any

from ccrules.assessment import Assessment
from ccrules.errors import NOWHERE, Problem, UsageError, message
from ccrules.renderers import html
from ccrules.renderers.branding import Branding, branding_of
from ccrules.renderers.clean import clean
from ccrules.renderers.environment import ReportEnvironment, fill
from ccrules.renderers.extras import install
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.pdf_browser import find_browser, print_with
from ccrules.renderers.report import build_report
from ccrules.renderers.wording import wording_for

FORMAT = "pdf"
EXTENSIONS = (".pdf",)
TEMPLATE = "html/print.css.jinja"

_SCRIPT = re.compile(r"<script>.*?</script>", re.DOTALL)
_ARITHMETIC = re.compile(
    r'<details class="arithmetic-of-scores"><summary>([^<]*)</summary>(.*?)</details>', re.DOTALL
)
_SILENT = re.compile(r"</?bdi>|<wbr>")
#: The day of documents whose assessment has none: the earliest a zip archive can hold.
NO_DATE = "1980-01-01"


def render(assessment: Assessment, options: RenderOptions) -> bytes:
    """Render an assessment as PDF.

    Args:
        assessment: the assessment.
        options: language, templates and branding.

    Raises:
        InputError: a template, catalogue or the branding can't be used.
        UsageError: there is neither WeasyPrint nor a browser.
    """
    return print_page(printable_page(assessment, options.on_paper()), day(assessment))


def print_page(page: str, made_on: str) -> bytes:
    """Print a web page that loads nothing.

    Args:
        page: the page.
        made_on: the day it was made, in full.

    Raises:
        UsageError: there is neither WeasyPrint nor a browser.
    """
    if find_spec("weasyprint"):
        try:
            return _with_weasyprint(page)
        except (ImportError, OSError) as error:  # installed, but a library of the system is missing
            return _with_browser(page, made_on, error)
    return _with_browser(page, made_on, None)


def printable_page(assessment: Assessment, options: RenderOptions) -> str:
    """The web report with the style of paper and what a PDF says of itself.

    Args:
        assessment: the assessment.
        options: language, templates and branding.
    """
    branding = branding_of(options)
    style = _style(assessment, options, branding)
    made = f'content="{day(assessment)}T00:00:00Z"'
    head = f'<meta name="dcterms.created" {made}><meta name="dcterms.modified" {made}>'
    if branding.name:
        head += f'<meta name="author" content="{escaping.escape(clean(branding.name))}">'
    page = _arranged(_SCRIPT.sub("", html.render(assessment, options)))
    return page.replace("</head>", f"{head}<style>{style}</style></head>", 1)


def _arranged(page: str) -> str:
    """The page for reading from front to back: how scores come about is for the end."""
    found = _ARITHMETIC.search(page)
    if found is None:
        return page
    section = f'<section id="score-arithmetic"><h2>{found[1]}</h2>{found[2]}</section>'
    head, main, tail = page.replace(found[0], "", 1).rpartition("</main>")
    return f"{head}{section}{main}{tail}" if main else page


def day(assessment: Assessment) -> str:
    """The day a document was made, for machines: that of the assessment, in full.

    Args:
        assessment: the assessment; the first day of its month or year if it has no more.
    """
    return full_day(assessment.assessment.date)


def full_day(date: str) -> str:
    """The first day of what a date means, in full.

    Args:
        date: a day, a month, a year, or nothing.
    """
    written = date or NO_DATE
    return f"{written}-01-01"[:10] if len(written) == 4 else f"{written}-01"[:10]


def _style(assessment: Assessment, options: RenderOptions, branding: Branding) -> str:
    words = wording_for(assessment, options)
    report = build_report(assessment, options, words)
    environment = ReportEnvironment(words, options.template_folders, _in_css, brand=branding)
    return fill(environment, TEMPLATE, report)


def _in_css(text: str) -> str:
    """A text inside quotes of a style sheet: whatever is no letter or digit as its number."""
    return "".join(one if one.isalnum() and one.isascii() else f"\\{ord(one):06x}" for one in text)


def _with_weasyprint(page: str) -> bytes:
    import weasyprint

    class Refusing(weasyprint.URLFetcher):  # type: ignore[misc]  # the library has no types
        """Loads what is inside the page, and nothing else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("data:"):
                raise ValueError("a report loads nothing")
            return super().fetch(url, headers)

    # These say nothing to WeasyPrint, and a long report has tens of thousands of them.
    lean = _SILENT.sub("", page)
    document = weasyprint.HTML(string=lean, url_fetcher=Refusing(allowed_protocols=("data",)))
    return bytes(document.write_pdf(pdf_tags=True, pdf_variant="pdf/ua-1"))


def _with_browser(page: str, made_on: str, reason: BaseException | None) -> bytes:
    browser = find_browser()
    if browser is None:
        what = message("PDF needs WeasyPrint, or Chromium, Chrome or Edge; none of them was found")
        raise UsageError(Problem(NOWHERE, what, install("pdf"))) from reason
    return print_with(browser, page, made_on)
