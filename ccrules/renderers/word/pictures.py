"""Pictures in a Word document: logos and charts, drawings turned into PNG on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from ccrules.renderers.branding import Logo
from ccrules.renderers.charts import cause_graph, priority_matrix, roadmap, topics_chart
from ccrules.renderers.extras import needed
from ccrules.renderers.report.model import Report
from ccrules.renderers.word.markup import Writer

#: Pixels of a drawing for each point of the page: sharp on paper, small in the file.
SHARPNESS = 2.5
_POINT = 12_700
#: Every chart by its name in templates, with the key of its title.
CHARTS: Mapping[str, tuple[Callable[..., str], str]] = {
    "topics": (topics_chart, "heading.topics"),
    "causes": (cause_graph, "heading.causes"),
    "matrix": (priority_matrix, "heading.matrix"),
    "roadmap": (roadmap, "heading.plan"),
}
_FIRST = 100


def as_png(drawing: str, width: int) -> bytes:
    """A drawing as PNG; nothing outside it is loaded.

    Args:
        drawing: SVG.
        width: of the picture in pixels.
    """
    (resvg,) = needed("word", "resvg_py")
    return bytes(resvg.svg_to_bytes(svg_string=drawing, width=width))


def picture(part: Any, content: bytes, width: float, number: int, text: str) -> str:
    """A picture in a line of text.

    Args:
        part: the part of the document it belongs to.
        content: PNG or JPEG.
        width: in points.
        number: unique in the document.
        text: what it shows, for those who can't see it.
    """
    inline = part.new_pic_inline(BytesIO(content), width=round(width * _POINT), height=None)
    inline.docPr.set("id", str(number))
    inline.docPr.set("name", f"picture {number}")
    inline.docPr.set("descr", text)
    return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"


def chart(writer: Writer, report: Report, name: str) -> str:
    """A chart as a paragraph of the width of a line; nothing where there is nothing to draw.

    Args:
        writer: what it is written with.
        report: what it shows.
        name: one of :data:`CHARTS`.
    """
    draw, title = CHARTS[name]
    return drawn(writer, draw(report, writer.say), _FIRST + tuple(CHARTS).index(name), writer.say(title))


def drawn(writer: Writer, drawing: str, number: int, text: str) -> str:
    """A drawing as a paragraph of the width of a line; nothing where there is nothing to draw.

    Args:
        writer: what it is written with.
        drawing: SVG.
        number: unique in the document.
        text: what it shows, for those who can't see it.
    """
    if not drawing:
        return ""
    points = writer.width / 20
    png = as_png(drawing, round(points * SHARPNESS))
    return writer.paragraph(picture(writer.part, png, points, number, text))


def logo_bytes(logo: Logo) -> bytes:
    """A logo as Word and PowerPoint take it."""
    return as_png(logo.content.decode("utf-8"), 900) if logo.kind == "image/svg+xml" else logo.content
