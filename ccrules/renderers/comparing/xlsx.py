"""The comparison as a workbook: a sheet for each section, nothing calculated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccrules.documents.archives import saved
from ccrules.following.comparison import Comparison
from ccrules.renderers.cells import cell_text
from ccrules.renderers.comparing.page import Page, Section, page_of
from ccrules.renderers.options import RenderOptions

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_WIDTHS = (16, 60, 34, 70)
_HEAD = "FF14324F"
#: Names of sheets are no longer, and hold none of these characters.
_LONGEST, _FORBIDDEN = 31, str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def render(comparison: Comparison, options: RenderOptions) -> bytes:  # noqa: ARG001 - every form takes them
    """Write the workbook.

    Args:
        comparison: the comparison.
        options: not used.
    """
    from openpyxl import Workbook  # slow to import

    page = page_of(comparison)
    book = Workbook()
    book.remove(book.worksheets[0])
    taken: set[str] = set()
    for section in page.sections:
        _sheet(book, page, section, _name(section.title, taken))
    book.properties.creator = "ccrules"
    book.properties.title = cell_text(page.title)
    return saved(book)


def _name(title: str, taken: set[str]) -> str:
    """A name for a sheet that no other has."""
    name = cell_text(title).translate(_FORBIDDEN)[:_LONGEST].strip(" '")
    number = 1
    while name.lower() in taken:
        number += 1
        name = f"{name[: _LONGEST - 3]} {number}"
    taken.add(name.lower())
    return name


def _sheet(book: Workbook, page: Page, section: Section, name: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    lines = (
        [*section.intro]
        if section.heads
        else [page.title, page.subtitle, *_figures(page), "", *section.intro]
    )
    for line in lines:
        sheet.append([cell_text(line)])
    if section.heads:
        sheet.append([cell_text(head) for head in section.heads])
        head = sheet.max_row
        for cell in sheet[head]:
            cell.font = Font(bold=True, color="FFFFFFFF")
            cell.fill = PatternFill("solid", start_color=_HEAD)
        for row in section.rows:
            sheet.append([cell_text("\n".join(line for line in cell if line)) for cell in row.cells])
        sheet.freeze_panes = f"A{head + 1}"
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(section.heads))}{sheet.max_row}"
    widths = _WIDTHS if len(section.heads) == len(_WIDTHS) else _WIDTHS[1:]
    for at in range(max(1, len(section.heads))):
        sheet.column_dimensions[get_column_letter(at + 1)].width = widths[at] if section.heads else 110
    for cells in sheet.iter_rows():
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type


def _figures(page: Page) -> list[str]:
    return [f"{name}{page.colon}{value}" for name, value in page.figures]
