"""The action plan as a workbook that the client fills in and ``ccrules plan read`` reads back.

Nothing is calculated in its cells, and no text becomes a formula. What it says by colour it says in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, cast

from ccrules.assessment import Assessment
from ccrules.documents.archives import saved
from ccrules.renderers.cells import cell_text, plain_body
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.plan_layout import KINDS, MARK, OPEN_COLUMNS, REGISTER, STATUSES
from ccrules.renderers.report import build_report
from ccrules.renderers.report.model import Report
from ccrules.renderers.report.reading import Reading
from ccrules.renderers.wording import wording_for
from ccrules.renderers.xlsx_sheets import Column, Sheet, Value, sheets
from ccrules.ruleset.model import SEVERITIES
from ccrules.text import typeset

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

FORMAT = "xlsx"
EXTENSIONS = (".xlsx",)

#: Rows below the last one in which the client's own actions find lists and colours too.
SPARE_ROWS = 200
_HEAD, _PAPER, _SOFT, _LINE = "FF14324F", "FFFFF9E8", "FF4C5866", "FFD5DBE2"
#: Background and letters by severity and by status; both words are there as well.
_SHADES = {
    "critical": ("FFF6D5D5", "FF7A1020"),
    "high": ("FFFBE3D0", "FF7A3A08"),
    "medium": ("FFFFF3CC", "FF5F4A00"),
    "low": ("FFE3EEF8", "FF173F63"),
    "info": ("FFEDEFF2", "FF39424C"),
    "in progress": ("FFE3EEF8", "FF173F63"),
    "done": ("FFDDF0DF", "FF17501F"),
    "dropped": ("FFE6E6E6", "FF55585C"),
}
_LINE_HEIGHT, _HIGHEST = 14.5, 260.0
_FIRST = 3  # the first row of a table; above it stand the hidden names and the headings


def render(assessment: Assessment, options: RenderOptions) -> bytes:
    """Render an assessment as a workbook.

    Args:
        assessment: the assessment.
        options: language and template folders.
    """
    from openpyxl import Workbook  # slow to import, so only here

    words = wording_for(assessment, options)
    report = build_report(assessment, options, words)
    reading = Reading(assessment, words)
    book = Workbook()
    book.remove(book.worksheets[0])
    _Writer(reading, report, book).write()
    book.properties.creator = "ccrules"
    book.properties.title = cell_text(report.title)
    return saved(book)


class _Writer:
    """Writes all sheets of one workbook."""

    def __init__(self, reading: Reading, report: Report, book: Workbook) -> None:
        self.reading, self.report, self.book = reading, report, book
        self._styles: dict[tuple[bool, str, bool], Any] = {}

    def write(self) -> None:
        """Write the sheets."""
        self._readme()
        register: list[tuple[str, str, str, str]] = []
        for sheet in sheets(self.reading, self.report):
            self._table(sheet)
            register += self._registered(sheet)
        self._register(register)
        self.book.active = 0

    def _say(self, key: str) -> str:
        return typeset(self.reading.say(key), self.reading.language)

    # --- the first sheet -----------------------------------------------------------------

    def _readme(self) -> None:
        from openpyxl.styles import Alignment, Font

        sheet = self._sheet("readme")
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", sheet.PAPERSIZE_A4
        sheet.column_dimensions["A"].width = 78  # as wide as the paper
        for row, (text, level) in enumerate(self._lines(), start=1):
            cell = _cell(sheet, row, 1)
            _put(cell, typeset(text, self.reading.language))
            size = {1: 18, 2: 13}.get(level, 11)
            cell.font = Font(size=size, bold=level in (1, 2), color=_HEAD if level in (1, 2) else None)
            cell.alignment = Alignment(wrap_text=True, vertical="top", indent=int(level == 3))
            sheet.row_dimensions[row].height = (size - 9) * 2 + _height((text,), [82])

    def _lines(self) -> Iterator[tuple[str, int]]:
        """Texts with their level: 1 title, 2 heading, 3 in a list, 0 otherwise."""
        report, say = self.report, self._say
        yield report.title, 1
        yield " · ".join(part for part in (report.draft, report.date, report.subtitle) if part), 0
        counts = [f"{one.name}{say('colon')}{one.value}" for one in report.figures]
        yield ", ".join([f"{say('figure.coverage')}{say('colon')}{report.coverage}", *counts]), 0
        if report.progress:
            yield f"{say('follow_up.heading')}{say('colon')}{report.progress}", 0
        yield say("heading.messages"), 2
        yield from ((text, 3) for text in report.messages)
        if report.scores:
            yield say("heading.scores"), 2
            yield from ((f"{one.title}{say('colon')}{one.text}", 3) for one in report.scores.lines)
        if report.comments:
            yield say("cell.comments"), 2
            yield from ((plain_body(text), 3) for text in report.comments)
        yield say("guide.title"), 2
        yield from ((text, 3) for text in self._guide())
        for part in report.by_hand:
            yield part.title, 2
            yield from ((f"{one.text} {one.origin}".strip(), 3) for one in part.remarks)
        if report.notes or report.errors:
            yield say("cell.notes"), 2
            yield from ((f"{one.text} {one.origin}".strip(), 3) for one in (*report.notes, *report.errors))
        yield f"{say('label.made_with')}{say('colon')}{report.made_with}", 0

    def _guide(self) -> Iterator[str]:
        words = ", ".join(self.reading.wording.label("status", key) for key in STATUSES)
        for key in ("fill", "sort", "add", "status", "read"):
            yield self.reading.say(f"guide.{key}", **({"words": words} if key == "status" else {}))

    # --- tables --------------------------------------------------------------------------

    def _sheet(self, key: str) -> Worksheet:
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet: Worksheet = self.book.create_sheet(self.reading.say(f"sheet.{key}")[:31])
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
        sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the sheet
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        if self.report.marked and sheet.oddFooter is not None:
            sheet.oddFooter.center.text = cell_text(self.report.marked).replace("&", "&&")
        return sheet

    def _table(self, table: Sheet) -> None:
        sheet = self._sheet(table.key)
        for number, column in enumerate(table.columns, start=1):
            self._column(sheet, table, number, column)
        styles = [self._style(column, table) for column in table.columns]
        widths = [column.width for column in table.columns]
        for row, cells in enumerate(table.rows, start=_FIRST):
            sheet.row_dimensions[row].height = _height(cells, widths)
            for number, value in enumerate(cells, start=1):
                cell = _cell(sheet, row, number)
                _styled(cell, styles[number - 1])
                _put(cell, value)
        sheet.row_dimensions[1].hidden = True
        sheet.row_dimensions[2].height = 46
        last = _letter(len(table.columns))
        sheet.auto_filter.ref = f"A2:{last}{max(_FIRST, len(table.rows) + _FIRST - 1)}"
        title = {"plan": 4, "findings": 3, "causes": 3, "unknowns": 2, "not_assessed": 3}.get(table.key, 2)
        sheet.freeze_panes = f"{_letter(title)}{_FIRST}"
        sheet.print_title_rows = "2:2"
        self._helps(sheet, table)

    def _column(self, sheet: Worksheet, table: Sheet, number: int, column: Column) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill

        sheet.cell(1, number, f"{table.kind}.{column.name}" if table.kind else column.name)
        head = _cell(sheet, 2, number)
        _put(head, self._say(f"cell.{column.name}"))
        head.font = Font(bold=True, color="FFFFFFFF")
        head.fill = PatternFill("solid", start_color=_HEAD)
        head.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[_letter(number)].width = column.width

    def _style(self, column: Column, table: Sheet) -> Any:
        """The style of a column's cells, made once: making one is slow, copying one is not."""
        key = (bool(table.kind) and column.name in OPEN_COLUMNS, column.form, column.name == "id")
        if key not in self._styles:
            self._styles[key] = self._made_style(*key)
        return self._styles[key]

    def _made_style(self, is_open: bool, form: str, is_name: bool) -> Any:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        sheet = self.book.worksheets[0]
        cell = _cell(sheet, 1, 30)  # only its style is used, and it is empty again afterwards
        side = Side("thin", color=_LINE)
        cell.border = Border(side, side, side, side)
        cell.alignment = Alignment(wrap_text=not is_name, vertical="top")
        if form:
            cell.number_format = form
        if is_open:
            cell.fill = PatternFill("solid", start_color=_PAPER)
        if is_name:
            cell.font = Font(size=9, color=_SOFT)
        style = _style_of(cell)
        del sheet._cells[1, 30]
        return style

    # --- lists and colours ---------------------------------------------------------------

    def _helps(self, sheet: Worksheet, table: Sheet) -> None:
        names = [column.name for column in table.columns]
        last = _FIRST + len(table.rows) - 1 + (SPARE_ROWS if table.kind == "action" else 0)
        if last < _FIRST:
            return
        for number, name in enumerate(names, start=1):
            cells = f"{_letter(number)}{_FIRST}:{_letter(number)}{last}"
            if name == "status":
                self._offer(sheet, cells)
                self._shade(sheet, cells, {STATUSES[key]: self._label("status", key) for key in STATUSES})
            elif name == "due":
                self._dated(sheet, cells)
            elif name in ("severity", "worst"):
                self._shade(sheet, cells, {one: self._label("severity", one) for one in SEVERITIES})

    def _label(self, group: str, name: str) -> str:
        return self.reading.wording.label(group, name)

    def _offer(self, sheet: Worksheet, cells: str) -> None:
        """A drop-down list of the statuses."""
        from openpyxl.worksheet.datavalidation import DataValidation

        words = ",".join(self._label("status", key) for key in STATUSES)
        rule = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
        rule.error, rule.errorTitle = words.replace(",", ", "), self._say("cell.status")
        rule.add(cells)
        sheet.add_data_validation(rule)

    def _dated(self, sheet: Worksheet, cells: str) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation

        rule = DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True)
        rule.showErrorMessage, rule.error, rule.errorTitle = True, "2026-12-31", self._say("cell.due")
        rule.add(cells)
        sheet.add_data_validation(rule)

    @staticmethod
    def _shade(sheet: Worksheet, cells: str, words: dict[str, str]) -> None:
        from openpyxl.formatting.rule import CellIsRule
        from openpyxl.styles import Font, PatternFill

        for name, word in words.items():
            if name not in _SHADES:
                continue
            paper, ink = _SHADES[name]
            fill = PatternFill("solid", start_color=paper, end_color=paper)
            rule = CellIsRule(  # type: ignore[no-untyped-call]  # its stubs have no types here
                "equal", [f'"{word}"'], font=Font(color=ink, bold=True), fill=fill
            )
            sheet.conditional_formatting.add(cells, rule)

    # --- the register --------------------------------------------------------------------

    def _registered(self, table: Sheet) -> Iterator[tuple[str, str, str, str]]:
        """What a table was written about: kind, id, title, standing."""
        kind = next((one for one in KINDS if one == table.kind), None)
        if kind is None:
            return
        names = [column.name for column in table.columns]
        title = names.index({"action": "action", "finding": "message", "unknown": "fact"}[kind])
        told = {(one.kind, one.id): one.standing for one in self.reading.assessment.follow_up}
        for row in table.rows:
            name = str(row[-1])
            yield kind, name, str(row[title]), told.get((kind, name), "current")

    def _register(self, rows: Sequence[tuple[str, str, str, str]]) -> None:
        sheet = self.book.create_sheet(REGISTER)
        sheet.sheet_state = "hidden"
        head = self.reading.assessment.assessment
        words = [self._label("status", key) for key in STATUSES]
        for number, text in enumerate((MARK, head.name, head.date, self.reading.language, *words), start=1):
            _put(_cell(sheet, 1, number), text)
        for row, cells in enumerate(rows, start=2):
            for number, text in enumerate(cells, start=1):
                _put(_cell(sheet, row, number), text)


def _height(cells: Sequence[Value], widths: Sequence[int]) -> float:
    """The height of a row, in points, in which texts find room; not all programs work it out."""
    texts = zip(cells, widths, strict=True)
    lines = (
        max(
            sum(len(line) // width + 1 for line in text.split("\n"))
            for text, width in texts
            if isinstance(text, str)
        )
        if any(isinstance(text, str) for text in cells)
        else 1
    )
    return min(_LINE_HEIGHT * lines + 2, _HIGHEST)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast("Cell", sheet.cell(row, column))  # none of them is merged


def _style_of(cell: Any) -> Any:
    """All that openpyxl knows of a cell's looks; it has no public way to take it over as a whole."""
    return copy(cell._style)


def _styled(cell: Any, style: Any) -> None:
    cell._style = copy(style)


def _put(cell: Cell, value: Value) -> None:
    """Write a value; text never becomes a formula."""
    if isinstance(value, str):
        if value:
            text = cell_text(value)
            cell.value, cell.data_type = text, "s"
            if text.startswith(("=", "+", "-", "@")):
                cell.quotePrefix = True
    elif value is not None and (not isinstance(value, float) or abs(value) < float("inf")):
        cell.value = value
