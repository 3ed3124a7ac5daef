"""The contract of renderers: every form shows the same findings, causes, plan, unknowns and comments.

An author of a renderer tests it in a few lines::

    from ccrules.testing.report_samples import samples
    from ccrules.testing.reports import contract_problems

    @pytest.mark.parametrize("name", samples())
    def test_the_contract(name):
        assert contract_problems(our_renderer, samples()[name]()) == []

What a form leaves out on purpose is declared as data, with the reason:
:data:`EXCEPTIONS` for the forms of ccrules.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import fromstring

from ccrules.assessment import Assessment
from ccrules.errors import InputError
from ccrules.renderers.cells import plain_body
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report.findings import MAX_BLOCKS
from ccrules.renderers.report.reading import MAX_ROWS
from ccrules.verifying.passages import passages

if TYPE_CHECKING:
    from ccrules.hookspecs import Renderer

#: Wide enough for a terminal to show long names in full.
_WIDE = 1_000
#: So many findings are rendered twice, to see whether the documents are equal.
_FEW = 100
_OUTCOMES_ONLY = "it holds one entry for each outcome and nothing of the report around them"
#: What each form leaves out, by the name of the format and the kind of content, with the reason.
EXCEPTIONS: Mapping[str, Mapping[str, str]] = {
    "csv": {
        "causes": "only those that findings name",
        "plan": "only what findings recommend",
        "questions": _OUTCOMES_ONLY,
        "comments": _OUTCOMES_ONLY,
    },
    "sarif": {
        "causes": "only those that findings name",
        "plan": "only what findings recommend",
        "questions": _OUTCOMES_ONLY,
        "comments": _OUTCOMES_ONLY,
    },
    "junit": {
        "causes": _OUTCOMES_ONLY,
        "plan": "only what findings recommend",
        "questions": _OUTCOMES_ONLY,
        "comments": _OUTCOMES_ONLY,
    },
    "terminal": {"further findings": "it names their subjects, not what is said of each"},
    "pptx": {
        "further findings": "a summary: it says how many there are",
        "findings": "a summary: it shows the most serious and says how many there are",
        "plan": "a summary: it shows the first and says how many more there are",
        "causes": "a summary: it shows those that explain most",
        "unknowns": "a summary: it says how many there are",
        "questions": "a summary: it asks the first",
        "comments": "a summary: it is made to be spoken to",
    },
}


def contract_problems(
    renderer: Renderer,
    assessment: Assessment,
    exceptions: Mapping[str, str] | None = None,
    options: RenderOptions | None = None,
) -> list[str]:
    """What a renderer does not show though it should.

    Args:
        renderer: the renderer.
        assessment: what it is given; see :mod:`ccrules.testing.report_samples`.
        exceptions: kinds of content that this form leaves out, with the reason; by default those
            declared for the format.
        options: how to render.

    Returns:
        One line for each text that is missing; none if the contract is kept.
    """
    chosen = options or RenderOptions(width=_WIDE)
    document = renderer.render(assessment, chosen)
    few = len(assessment.findings) <= _FEW
    if few and document != renderer.render(assessment, chosen):
        return ["the same assessment gives another document the second time"]
    left_out = EXCEPTIONS.get(renderer.FORMAT, {}) if exceptions is None else exceptions
    shown = letters(" ".join(visible_text(document, renderer)))
    return [
        f"{kind}: {text[:80]!r} is not shown"
        for kind, text in contents(assessment)
        if kind not in left_out and letters(text) not in shown
    ]


def contents(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """What every form of a report must show: the kind of content, and the text.

    Args:
        assessment: the assessment.
    """
    counts = Counter(one.check for one in assessment.findings)
    fits = len(counts) <= MAX_BLOCKS and max(counts.values(), default=0) <= MAX_ROWS
    yield from (("findings" if fits else "further findings", one.message) for one in assessment.findings)
    yield from (("findings", one.check) for one in assessment.findings)
    yield from (("causes", one.title) for one in assessment.conclusions)
    yield from (("plan", one.title) for one in assessment.recommendations)
    yield from (("unknowns", one.check) for one in assessment.not_assessed)
    yield from (("unknowns", one.subject.label or one.subject.type) for one in assessment.not_assessed)
    yield from (("questions", one.question) for one in assessment.gaps)
    yield from (("comments", plain_body(one)) for one in assessment.comments)


def letters(text: str) -> str:
    """Only the letters and digits of a text, which no form may change, wrap or escape."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in plain if one.isalnum())


def visible_text(document: str | bytes, renderer: Renderer) -> Iterator[str]:
    """What a reader finds in a rendered document.

    Args:
        document: what a renderer gave.
        renderer: which one; its extensions tell how to read the document.
    """
    content = document.encode("utf-8", "replace") if isinstance(document, str) else document
    suffix = renderer.EXTENSIONS[0] if renderer.EXTENSIONS else ".txt"
    if suffix in (".json", ".sarif"):
        yield from _strings(json.loads(content))
        return
    if suffix == ".xml":
        for element in fromstring(content).iter():  # noqa: S314 - it was made a moment ago
            yield from (element.text or "", *element.attrib.values())
        return
    try:
        yield from (one.text for one in passages(content, f"report{suffix}", suffix))
    except InputError:
        yield content.decode("utf-8", "replace")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
