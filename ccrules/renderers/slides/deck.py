"""A deck of slides made from a template: its layouts by name or kind, its theme's fonts and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from ccrules.renderers.slides.fit import fitting, height, shortened

_POINT = 12_700
#: Names under which decks have the two layouts that are needed, and their kind in the file.
LAYOUTS = {
    "title": ("title slide", "diapositive de titre", "titre"),
    "titleOnly": ("title only", "titre seul", "titre uniquement"),
}
_FOOT, _NUMBER = 15, 13
INK, SOFT, LINE_COLOUR = "18212C", "4C5866", "D5DBE2"
#: The space after a paragraph of a cell, in points.
CELL_GAP = 1.5
TITLE_SIZES = (26.0, 24.0, 22.0, 20.0)


@dataclass(frozen=True, slots=True)
class Area:
    """Room on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text with its look; colours are ``RRGGBB``, or ``primary`` for that of the theme."""

    text: str
    size: float = 14
    bold: bool = False
    colour: str = INK


#: A paragraph: its pieces.
Paragraph = Sequence[Run]


class Deck:
    """The slides as they are made.

    Args:
        presentation: the template, opened; its own slides are taken out.
        foot: the text at the foot of each slide.
    """

    def __init__(self, presentation: Any, foot: str) -> None:
        self._deck, self._foot = presentation, foot
        _without_slides(presentation)
        self.area = self._area()

    def _area(self) -> Area:
        """The room below the title of a slide with nothing else on it."""
        wide, high = self._deck.slide_width / _POINT, self._deck.slide_height / _POINT
        title = next((one for one in layout(self._deck, "titleOnly").placeholders if _is_title(one)), None)
        if title is None or title.width is None:
            return Area(48, 100, wide - 96, high - 150)
        top = (title.top + title.height) / _POINT + 8
        return Area(title.left / _POINT, top, title.width / _POINT, high - top - 42)

    def cover(self, title: str, lines: Sequence[str], logo: bytes | None, notes: str) -> None:
        """The first slide.

        Args:
            title: the title.
            lines: what stands below it.
            logo: a picture; None if there is none.
            notes: for the speaker.
        """
        slide = self._deck.slides.add_slide(layout(self._deck, "title"))
        if slide.shapes.title is not None:
            slide.shapes.title.text_frame.text = title
        others = [one for one in slide.placeholders if not _is_title(one)]
        if others:
            others[0].text_frame.text = "\n".join(lines)
        for one in others[1:]:
            one._element.getparent().remove(one._element)
        if logo is not None:
            slide.shapes.add_picture(BytesIO(logo), *_emu(self.area.left, 36), height=round(48 * _POINT))
        slide.notes_slide.notes_text_frame.text = notes

    def slide(self, title: str, notes: str) -> Any:
        """A slide with a title and room below.

        Args:
            title: the title; set smaller if it is long, cut if it is very long.
            notes: for the speaker.
        """
        slide = self._deck.slides.add_slide(layout(self._deck, "titleOnly"))
        self._title(slide, title)
        for one in list(slide.placeholders):
            if not _is_title(one):
                one._element.getparent().remove(one._element)
        self._running(slide)
        slide.notes_slide.notes_text_frame.text = notes
        return slide

    def _title(self, slide: Any, title: str) -> None:
        from pptx.util import Pt

        if slide.shapes.title is None:
            self.text(slide, Area(self.area.left, 24, self.area.width, 60), [[Run(title, 24, bold=True)]])
            return
        room = self.area.width - 16
        size = fitting(title, room, TITLE_SIZES, 2, bold=True)
        frame = slide.shapes.title.text_frame
        frame.text = shortened(title, room, size, 2, bold=True)
        if size != TITLE_SIZES[0]:
            frame.paragraphs[0].runs[0].font.size = Pt(size)

    def _running(self, slide: Any) -> None:
        """Foot and number: a slide has them only if they are copied from its layout."""
        from copy import deepcopy

        for one in slide.slide_layout.placeholders:
            if one.placeholder_format.type in (_FOOT, _NUMBER):
                copied = deepcopy(one._element)
                slide.shapes._spTree.append(copied)
                if one.placeholder_format.type == _FOOT:
                    slide.shapes[-1].text_frame.text = self._foot

    def text(self, slide: Any, area: Area, paragraphs: Sequence[Paragraph], gap: float = 0) -> Any:
        """A box of text.

        Args:
            slide: the slide.
            area: where it stands.
            paragraphs: what is in it.
            gap: the space after each paragraph, in points.
        """
        shape = slide.shapes.add_textbox(*_emu(area.left, area.top, area.width, area.height))
        fill_frame(shape.text_frame, paragraphs, gap)
        return shape

    def picture(self, slide: Any, png: bytes, text: str) -> None:
        """A picture as large as there is room, in the middle.

        Args:
            slide: the slide.
            png: the picture.
            text: what it shows, for those who can't see it.
        """
        shape = slide.shapes.add_picture(BytesIO(png), 0, 0)
        scale = min(self.area.width * _POINT / shape.width, self.area.height * _POINT / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        shape.left = round((self.area.left + self.area.width / 2) * _POINT - shape.width / 2)
        shape.top = round(self.area.top * _POINT)
        shape._element.nvPicPr.cNvPr.set("descr", text)

    def table(
        self,
        slide: Any,
        heads: Sequence[str],
        rows: Sequence[Sequence[Sequence[Paragraph]]],
        widths: Sequence[float],
    ) -> None:
        """A table that can be edited as one.

        Args:
            slide: the slide.
            heads: of its columns.
            rows: for each row its cells, for each cell its paragraphs.
            widths: of its columns in points.
        """
        frame = slide.shapes.add_table(
            len(rows) + 1, len(heads), *_emu(self.area.left, self.area.top, sum(widths), 20 * (len(rows) + 1))
        )
        table = frame.table
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = round(wide * _POINT)
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            _cell(cell, [[Run(head, 11, bold=True, colour="FFFFFF")]], head=True)
        for row, cells in zip(list(table.rows)[1:], rows, strict=True):
            for cell, paragraphs in zip(row.cells, cells, strict=True):
                _cell(cell, paragraphs)
            row.height = round(row_height(cells, widths) * _POINT)
        table.rows[0].height = round(24 * _POINT)


def row_height(cells: Sequence[Sequence[Paragraph]], widths: Sequence[float]) -> float:
    """How high a row of a table is, in points.

    Args:
        cells: for each cell its paragraphs.
        widths: of the columns in points.
    """
    return 6 + max(
        paragraphs_height(one, wide - 13, CELL_GAP) for one, wide in zip(cells, widths, strict=True)
    )


def paragraphs_height(paragraphs: Sequence[Paragraph], room: float, gap: float = 0) -> float:
    """How high paragraphs are, in points.

    Args:
        paragraphs: what is written.
        room: how wide a line may be, in points.
        gap: the space after each, in points.
    """
    return sum(_paragraph_height(one, room) + gap for one in paragraphs)


def _paragraph_height(paragraph: Paragraph, room: float) -> float:
    size = max((run.size for run in paragraph), default=12)
    return height("".join(run.text for run in paragraph), room, size, bold=any(run.bold for run in paragraph))


def fill_frame(frame: Any, paragraphs: Sequence[Paragraph], gap: float = 0) -> None:
    """Put paragraphs into a shape or a cell.

    Args:
        frame: its frame of text.
        paragraphs: what is written.
        gap: the space after each, in points.
    """
    from pptx.util import Pt

    frame.word_wrap = True
    for number, paragraph in enumerate(paragraphs):
        target = frame.paragraphs[0] if not number else frame.add_paragraph()
        target.space_after = Pt(gap)
        for piece in paragraph:
            run = target.add_run()
            run.text, run.font.size, run.font.bold = piece.text, Pt(piece.size), piece.bold
            _colour(run.font.color, piece.colour)


def _cell(cell: Any, paragraphs: Sequence[Paragraph], *, head: bool = False) -> None:
    from pptx.enum.text import MSO_ANCHOR
    from pptx.util import Pt

    cell.margin_left = cell.margin_right = Pt(6)
    cell.margin_top = cell.margin_bottom = Pt(3)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE if head else MSO_ANCHOR.TOP
    cell.fill.solid()
    _colour(cell.fill.fore_color, "primary" if head else "FFFFFF")
    fill_frame(cell.text_frame, paragraphs, 0 if head else CELL_GAP)
    if not head:
        _underline(cell)


def _underline(cell: Any) -> None:
    """A thin line below a cell."""
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    fill = f'<a:solidFill><a:srgbClr val="{LINE_COLOUR}"/></a:solidFill>'
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(f'<a:lnB xmlns:a="{space}" w="6350">{fill}</a:lnB>'))


def _colour(target: Any, colour: str) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.dml import MSO_THEME_COLOR

    if colour == "primary":
        target.theme_color = MSO_THEME_COLOR.ACCENT_1
    else:
        red, green, blue = bytes.fromhex(colour)
        target.rgb = RGBColor(red, green, blue)  # type: ignore[no-untyped-call]  # the library has no types


def layout(presentation: Any, kind: str) -> Any:
    """A layout by one of its usual names, or else by its kind, or else any with a title.

    Args:
        presentation: the deck.
        kind: ``title`` or ``titleOnly``.
    """
    layouts = list(presentation.slide_layouts)
    named = [one for one in layouts if one.name.strip().lower() in LAYOUTS[kind]]
    typed = [one for one in layouts if one._element.get("type") == kind]
    titled = [one for one in layouts if any(map(_is_title, one.placeholders))]
    return next(iter([*named, *typed, *titled, *layouts]))


def _is_title(placeholder: Any) -> bool:
    return bool(placeholder.placeholder_format.idx == 0)


def _without_slides(presentation: Any) -> None:
    """Take out the slides of a template: they show how it is used, and are not for the client."""
    listed = presentation.slides._sldIdLst
    for one in list(listed):
        presentation.part.drop_rel(one.rId)
        listed.remove(one)


def _emu(*points: float) -> tuple[int, ...]:
    return tuple(round(one * _POINT) for one in points)
