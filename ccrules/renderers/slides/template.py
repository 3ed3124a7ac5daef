"""The default deck, made afresh from code: wide slides in the colours and fonts of a branding."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from ccrules.renderers.branding import Branding

FONT = "Arial"
_WIDE, _HIGH = 12_192_000, 6_858_000
_POINT = 12_700
_FOOT, _NUMBER, _DATE = 15, 13, 16


def default_deck(brand: Branding) -> bytes:
    """The default deck as a PowerPoint file without slides.

    Args:
        brand: its fonts and colours.
    """
    from pptx import Presentation

    deck = Presentation()
    _widen(deck)
    _theme(deck, brand)
    _master(deck)
    _title_slide(next(one for one in deck.slide_layouts if one.name == "Title Slide"))
    stream = BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _widen(deck: Any) -> None:
    """From four to three to sixteen to nine: every shape keeps its share of the width."""
    scale = _WIDE / deck.slide_width
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    for owner in (deck.slide_master, *deck.slide_layouts):
        for shape in owner.shapes:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * scale), round(shape.width * scale)


def _theme(deck: Any, brand: Branding) -> None:
    part = next(
        one.target_part for one in deck.slide_master.part.rels.values() if one.reltype.endswith("/theme")
    )
    theme = part.blob.decode("utf-8")
    fonts = {"major": brand.headings or brand.body or FONT, "minor": brand.body or FONT}
    for kind, font in fonts.items():
        theme = re.sub(rf'(<a:{kind}Font>\s*<a:latin typeface=")[^"]*', rf"\g<1>{font}", theme)
    for name, colour in (("accent1", brand.primary), ("accent2", brand.accent), ("dk2", brand.primary)):
        theme = re.sub(rf"<a:{name}>.*?</a:{name}>", _theme_colour(name, colour), theme, flags=re.DOTALL)
    part._blob = theme.encode("utf-8")


def _theme_colour(name: str, colour: str) -> str:
    return f'<a:{name}><a:srgbClr val="{colour.lstrip("#").upper()}"/></a:{name}>'


def _master(deck: Any) -> None:
    from pptx.enum.text import MSO_ANCHOR

    master = deck.slide_master
    title = next(one for one in master.placeholders if one.placeholder_format.idx == 0)
    _place(title, 44, 22, 872, 66)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    style = master._element.find(".//{*}titleStyle/{*}lvl1pPr")
    style.set("algn", "l")
    look = style.find("{*}defRPr")
    look.set("sz", "2600")
    look.set("b", "1")
    scheme = look.find(".//{*}schemeClr")
    scheme.set("val", "accent1")
    for one in (master, *deck.slide_layouts):
        _running(one)


def _running(owner: Any) -> None:
    """Foot on the left, number on the right; the day stands in the foot."""
    for one in list(owner.placeholders):
        kind = one.placeholder_format.type
        if kind == _DATE:
            one._element.getparent().remove(one._element)
        elif kind == _FOOT:
            _place(one, 44, 508, 760, 20)
            _small(one, "l")
        elif kind == _NUMBER:
            _place(one, 836, 508, 80, 20)
            _small(one, "r")


def _small(shape: Any, align: str) -> None:
    from pptx.oxml import parse_xml

    body = shape._element.txBody
    levels = body.find("{*}lstStyle")
    for old in list(levels):
        levels.remove(old)
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    colour = '<a:solidFill><a:srgbClr val="4C5866"/></a:solidFill>'
    levels.append(
        parse_xml(
            f'<a:lvl1pPr xmlns:a="{space}" algn="{align}"><a:defRPr sz="900">{colour}</a:defRPr></a:lvl1pPr>'
        )
    )


def _title_slide(layout: Any) -> None:
    """The first slide: a ground in the firm's colour, the title on it."""
    from pptx.enum.dml import MSO_THEME_COLOR

    layout.background.fill.solid()
    layout.background.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    for one in layout.placeholders:
        if one.placeholder_format.idx == 0:
            _place(one, 60, 150, 840, 130)
            _white(one, 3600)
        elif one.placeholder_format.idx == 1:
            _place(one, 60, 300, 840, 120)
            _white(one, 1800)


def _white(shape: Any, size: int) -> None:
    from pptx.oxml import parse_xml

    levels = shape._element.txBody.find("{*}lstStyle")
    for old in list(levels):
        levels.remove(old)
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    colour = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
    levels.append(
        parse_xml(
            f'<a:lvl1pPr xmlns:a="{space}" marL="0" indent="0" algn="l"><a:buNone/>'
            f'<a:defRPr sz="{size}">{colour}</a:defRPr></a:lvl1pPr>'
        )
    )


def _place(shape: Any, left: float, top: float, width: float, height: float) -> None:
    shape.left, shape.top = round(left * _POINT), round(top * _POINT)
    shape.width, shape.height = round(width * _POINT), round(height * _POINT)
