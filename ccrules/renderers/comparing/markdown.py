"""The comparison as Markdown with tables."""

from __future__ import annotations

from collections.abc import Iterator

from ccrules.following.comparison import Comparison
from ccrules.renderers.clean import clean
from ccrules.renderers.comparing.page import Section, page_of
from ccrules.renderers.markdown import escape
from ccrules.renderers.options import RenderOptions


def render(comparison: Comparison, options: RenderOptions) -> str:  # noqa: ARG001 - every form takes them
    """Write the page.

    Args:
        comparison: the comparison.
        options: not used.
    """
    page = page_of(comparison)
    lines = [f"# {_text(page.title)}", "", _text(page.subtitle), ""]
    lines += [f"| {' | '.join(_text(name) for name, _ in page.figures)} |"]
    lines += [f"|{'---:|' * len(page.figures)}"]
    lines += [f"| {' | '.join(f'**{_text(value)}**' for _, value in page.figures)} |", ""]
    for section in page.sections:
        lines += _section(section)
    return "\n".join([*lines, "---", "", _text(page.made_with)]) + "\n"


def _section(section: Section) -> Iterator[str]:
    yield from (f"## {_text(section.title)}", "")
    for sentence in section.intro:
        yield f"- {_text(sentence)}"
    if section.intro:
        yield ""
    if section.rows:
        yield f"| {' | '.join(map(_text, section.heads))} |"
        yield f"|{'---|' * len(section.heads)}"
        for row in section.rows:
            cells = ("<br>".join(_text(line) for line in cell if line) for cell in row.cells)
            yield f"| {' | '.join(cells)} |"
        yield ""


def _text(text: str) -> str:
    return escape(clean(text))
