"""Fills a Word template: Jinja tags as docxtpl knows them, in the sandbox, with the report as data.

A template is filled once, and what it prints is escaped; so a tag inside a fact is printed as it
was written and never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jinja2 import TemplateSyntaxError

from ccrules.errors import CcrulesError, InputError, Place, Problem, message
from ccrules.renderers.environment import ReportEnvironment

_PARAGRAPH = re.compile(r"<w:p(?=[ >])")
_TAGS = re.compile(r"<[^>]+>")
#: How much of a paragraph is quoted to show where an error is.
_QUOTED = 60


def fill_document(template: Any, environment: ReportEnvironment, values: dict[str, Any], file: str) -> None:
    """Fill the body, the heads and the feet of a template.

    Args:
        template: a ``docxtpl.DocxTemplate``.
        environment: the sandbox.
        values: what its tags may use.
        file: the template's name, for problems.

    Raises:
        InputError: every tag that can't be filled, as far as they can be told apart.
    """
    problems: list[Problem] = []
    document = template.docx
    body = _filled(template, template.get_xml(), environment, values, file, problems)
    if body is not None:
        root = document._element
        root.replace(root.body, body)
    for part in _running(document):
        found = _filled(template, template.xml_to_string(part._element), environment, values, file, problems)
        if found is not None:
            part._element = found
    if problems:
        raise InputError(problems)


def sources(template: Any) -> Iterator[str]:
    """The Jinja sources of the body, the heads and the feet, a line for each paragraph.

    Args:
        template: a ``docxtpl.DocxTemplate``.
    """
    yield _source(template, template.get_xml())
    for part in _running(template.docx):
        yield _source(template, template.xml_to_string(part._element))


def _source(template: Any, xml: str) -> str:
    return _PARAGRAPH.sub("\n<w:p", template.patch_xml(xml))


def _running(document: Any) -> Iterator[Any]:
    """Heads and feet."""
    for part in document.part.package.iter_parts():
        if part.content_type.endswith((".header+xml", ".footer+xml")):
            yield part


def _filled(
    template: Any,
    xml: str,
    environment: ReportEnvironment,
    values: dict[str, Any],
    file: str,
    problems: list[Problem],
) -> Any:
    from docx.oxml import parse_xml

    source = _source(template, xml)
    try:
        # Templates print numbers and texts of the report only; everything else is markup of their own.
        filled = environment.from_string(source).render(values)
        return parse_xml(filled.replace("\n<w:p", "<w:p"))
    except CcrulesError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a template does to the report is the template's problem
        problems.append(_problem(error, source, file))
        return None


def _problem(error: Exception, source: str, file: str) -> Problem:
    reason = getattr(error, "message", None) or f"{type(error).__name__}: {error}"
    what = message("the report template can't be filled in: {reason}", reason=reason)
    line = _line(error)
    text = _TAGS.sub("", source.split("\n")[line - 1]).strip() if line else ""
    place = Place(file, cell=f"“{text[:_QUOTED]}”") if text else Place(file)
    return Problem(place, what)


def _line(error: BaseException) -> int:
    """The line of the source: one for each paragraph."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    trace, line = error.__traceback__, 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
