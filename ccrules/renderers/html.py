"""One self-contained HTML file: no network, prints well, light and dark, readable without JavaScript."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from markupsafe import Markup

from ccrules.assessment import Assessment
from ccrules.renderers.branding import branding_of
from ccrules.renderers.charts import cause_graph, diagram, priority_matrix, roadmap, topics_chart
from ccrules.renderers.charts.words import Draw
from ccrules.renderers.clean import clean
from ccrules.renderers.environment import ReportEnvironment, fill, safe
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from ccrules.renderers.report.model import Report
from ccrules.renderers.wording import Wording, wording_for
from ccrules.text import typeset
from ccrules.text.grammar import curl_apostrophes
from ccrules.text.markdown import to_html

FORMAT = "html"
EXTENSIONS = (".html", ".htm")
TEMPLATE = "html/report.html.jinja"


def render(assessment: Assessment, options: RenderOptions) -> str:
    """Render an assessment as a web page in one file.

    Args:
        assessment: the assessment.
        options: language and template folders.

    Raises:
        InputError: a template or catalogue of a template folder can't be used.
    """
    words = wording_for(assessment, options)
    report = build_report(assessment, options, words)
    return fill(_environment(words, options), TEMPLATE, report)


def _environment(words: Wording, options: RenderOptions) -> ReportEnvironment:
    draw: dict[str, Callable[..., object]] = {
        one.__name__: partial(_drawn, one, words)
        for one in (priority_matrix, topics_chart, roadmap, cause_graph)
    }
    filters = draw | {
        "markdown": lambda text: safe(to_html(curl_apostrophes(typeset(clean(text), words.language)))),
        "code": _code,
        "coordinate": _coordinate,
        "css": _css,
        "diagram": lambda found, language: safe(diagram(found, words.say, language)),
        "fingerprint": _fingerprint,
        "fragment": lambda anchor: safe(quote(anchor, safe="")),
    }
    return ReportEnvironment(words, options.template_folders, _escape, filters, branding_of(options))


def _drawn(draw: Draw, words: Wording, report: Report) -> Markup:
    """A drawing, which escapes its texts itself."""
    return safe(draw(report, words.say))


def _fingerprint(script: str) -> Markup:
    """What a policy for content calls a script by, so that no other may run."""
    digest = hashlib.sha256(str(script).encode("utf-8")).digest()
    return safe(f"sha256-{base64.b64encode(digest).decode('ascii')}")


def _css(text: str) -> Markup:
    """A text inside quotes of a style sheet: whatever is no letter or digit as its number."""
    plain = clean(text)
    return safe("".join(one if one.isascii() and one.isalnum() else f"\\{ord(one):06x}" for one in plain))


def _escape(text: str) -> str:
    return html.escape(curl_apostrophes(text))


def _code(text: str) -> Markup:
    """A name as it is written in files, with places where a long one may break."""
    escaped = html.escape(clean(text))
    for mark in ("/", ".", "_"):
        escaped = escaped.replace(mark, f"{mark}<wbr>")
    return safe(f"<code>{escaped}</code>")


def _coordinate(value: float) -> Markup:
    """A number in a drawing: it follows the machine's conventions, not the reader's."""
    return safe(f"{value:.2f}".rstrip("0").rstrip("."))
