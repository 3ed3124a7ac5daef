"""A Word template: its tags, its styles, and one filling with the sample."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import TemplateSyntaxError

from ccrules.errors import CcrulesError, Place, Problem, message
from ccrules.renderers import docx
from ccrules.renderers.branding import PLAIN
from ccrules.renderers.environment import ReportEnvironment
from ccrules.renderers.extras import needed
from ccrules.renderers.linting.names import name_problems, report_names
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.sample import sample
from ccrules.renderers.word.filling import sources
from ccrules.renderers.word.markup import escape
from ccrules.renderers.word.package import read_template
from ccrules.renderers.word.pictures import CHARTS
from ccrules.renderers.word.pieces import PIECES
from ccrules.renderers.word.styles import Styles
from ccrules.renderers.wording import wording

_TAGS = re.compile(r"<[^>]+>")
#: What the tags of a Word template may use besides the report.
VALUES: dict[str, Any] = {
    "part": frozenset(PIECES),
    "chart": frozenset(CHARTS),
    "classification": None,
    "footer": None,
    "logo": None,
}


def word_problems(path: Path, options: RenderOptions) -> Iterator[Problem]:
    """What is wrong or missing in a Word template.

    Args:
        path: the template.
        options: the language, and folders with wording of a firm's own.
    """
    (docxtpl,) = needed("word", "docxtpl")
    try:
        read_template(path)
        template = docxtpl.DocxTemplate(BytesIO(path.read_bytes()))
        template.init_docx()
        found = list(_tags(template, path, options)) + list(_styles(template, path))
    except CcrulesError as error:
        found = list(error.problems)
    except (KeyError, ValueError) as error:
        found = [Problem(Place(str(path)), message("this is no {kind} file", kind=str(error)[:40]))]
    yield from found
    yield from _filled(path, options) if not any(one.place.cell for one in found) else ()


def _styles(template: Any, path: Path) -> Iterator[Problem]:
    for name in Styles(template.docx, PLAIN).missing:
        what = message("the template has no style {name}", name=name)
        yield Problem(Place(str(path)), what, message("add it in Word; until then a similar one is used"))


def _tags(template: Any, path: Path, options: RenderOptions) -> Iterator[Problem]:
    words = wording(options.language, options.template_folders)
    environment = ReportEnvironment(words, options.template_folders, escape)
    environment.filters["prose"] = str
    for source in sources(template):
        try:
            tree = environment.parse(source)
        except TemplateSyntaxError as error:
            yield Problem(_place(path, source, error.lineno), message("{reason}", reason=error.message))
            continue
        for line, what, hint in name_problems(tree, environment, report_names() | VALUES):
            yield Problem(_place(path, source, line), what, hint)


def _place(path: Path, source: str, line: int) -> Place:
    lines = source.split("\n")
    text = _TAGS.sub("", lines[line - 1]).strip() if 0 < line <= len(lines) else ""
    return Place(str(path), cell=f"“{text[:60]}”")


def _filled(path: Path, options: RenderOptions) -> Iterator[Problem]:
    for language in ("en", "fr"):
        try:
            docx.render(sample(language), replace(options, language=language, templates=(path,)))
        except CcrulesError as error:
            yield from error.problems
