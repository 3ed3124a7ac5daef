"""Pictures in a Word document: logos and charts, drawings turned into PNG on the way."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from ccrules.renderers.branding import Logo
from ccrules.renderers.extras import needed

#: Pixels of a drawing for each point of the page: sharp on paper, small in the file.
SHARPNESS = 2.5
_POINT = 12_700


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


def logo_bytes(logo: Logo) -> bytes:
    """A logo as Word and PowerPoint take it."""
    return as_png(logo.content.decode("utf-8"), 900) if logo.kind == "image/svg+xml" else logo.content
