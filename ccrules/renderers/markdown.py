"""The report as one Markdown file, for repositories, wikis and text diffs."""

from __future__ import annotations

import re

from ccrules.assessment import Assessment
from ccrules.renderers.branding import branding_of
from ccrules.renderers.clean import clean
from ccrules.renderers.environment import ReportEnvironment, fill, safe
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report import build_report
from ccrules.renderers.wording import Wording, wording_for
from ccrules.text import typeset

FORMAT = "markdown"
EXTENSIONS = (".md", ".markdown")
TEMPLATE = "markdown/report.md.jinja"

_MARKS = re.compile(r"([\\`*\[\]~])|(?<!\w)_|_(?!\w)")
_LINE_START = re.compile(r"^(\s*)([#>+-]|\d+[.)])(?=\s)")
_FENCE = re.compile(r"`+")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", "|": "&#124;"})
_HEADING = re.compile(r"^(#{1,6})(?=\s)", re.MULTILINE)


def render(assessment: Assessment, options: RenderOptions) -> str:
    """Render an assessment as Markdown with tables.

    Args:
        assessment: the assessment.
        options: language and template folders.

    Raises:
        InputError: a template or catalogue of a template folder can't be used.
    """
    words = wording_for(assessment, options)
    report = build_report(assessment, options, words)
    filled = fill(_environment(words, options), TEMPLATE, report)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in filled.split("\n"))).strip() + "\n"


def _environment(words: Wording, options: RenderOptions) -> ReportEnvironment:
    filters = {
        "code": lambda text: safe(code_span(text)),
        "body": lambda text: safe(body(typeset(clean(text), words.language))),
        "url": lambda address: safe(re.sub(r"[()\s<>|]", "", clean(address))),
    }
    return ReportEnvironment(words, options.template_folders, escape, filters, branding_of(options))


def escape(text: str) -> str:
    """Escape a text so that Markdown prints it as it is, on one line, also in a table cell."""
    one_line = " ".join(text.split("\n"))
    escaped = _MARKS.sub(lambda found: f"\\{found[0]}", one_line).translate(_HTML)
    return _LINE_START.sub(r"\1\\\2", escaped).replace("](", "]\\(")


def code_span(text: str) -> str:
    """A name or an expression as it is written in files, on one line."""
    one_line = " ".join(clean(text).split()).replace("|", "¦")
    longest = max((len(run) for run in _FENCE.findall(one_line)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {one_line} {fence}" if longest else f"`{one_line}`"


def body(text: str) -> str:
    """An author's own Markdown: without raw HTML, its headings below those of the report."""
    plain = re.sub(r"<(?!https?://|mailto:)", "&lt;", text.strip())
    return _HEADING.sub(lambda found: "#" * min(6, len(found[1]) + 3), plain)
