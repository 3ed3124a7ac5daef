"""A workbook that asks for facts, empty or with those that are there; see the layout's module.

Each list of the vocabulary has a sheet, and so have the organisation and whatever there is one
of. Labels and questions are in the chosen language, cells that take a choice offer it, and what
must not be changed is protected, without a password. Nothing is computed in cells.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from ccrules.collecting.cell_values import STATES, in_cell, said
from ccrules.collecting.questions import EVERYTHING, Question, Selection, asked
from ccrules.documents.archives import steady
from ccrules.errors import Message, message
from ccrules.facts.base import FactBase
from ccrules.facts.vocabulary import ORGANISATION, Attribute, EntityType
from ccrules.facts.writing import written_document
from ccrules.importers.workbook_layout import (
    ANSWER,
    FORM,
    HEADING_ROWS,
    LIST_COLUMNS,
    LISTS,
    PRIVATE,
)
from ccrules.ruleset.model import Method
from ccrules.text import localise, translate, typeset, yes_no
from ccrules.text.formats import RATIO_UNITS

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.dimensions import ColumnDimension
    from openpyxl.worksheet.worksheet import Worksheet

#: The last row of a list whose cells offer choices.
LAST_ROW = 2_000
_WIDEST = 46
_HEAD, _PAPER, _SOFT, _LINE = "FF14324F", "FFF3F6F9", "FF4C5866", "FFD5DBE2"


def fact_workbook(
    method: Method, language: str, selection: Selection = EVERYTHING, base: FactBase | None = None
) -> bytes:
    """Make the workbook.

    Args:
        method: the rulesets; their vocabulary is what can be said.
        language: ``en`` or ``fr``.
        selection: which questions it asks.
        base: facts that it holds already; what they say is there whatever the selection.

    Returns:
        The file's content; the same for the same arguments.
    """
    from openpyxl import Workbook  # slow to import, so only here

    book = Workbook()
    book.remove(book.worksheets[0])
    document = written_document(base) if base is not None else {}
    WorkbookWriter(method, language, book, document).write(asked(method, language, selection, document))
    book.properties.creator = "ccrules"
    stream = io.BytesIO()
    book.save(stream)
    return steady(stream.getvalue())


def sheet_titles(wished: Iterable[str]) -> Iterator[str]:
    """Titles that a workbook takes: up to 31 characters, none of them twice, without special signs.

    Args:
        wished: the titles wished for, in order.
    """
    seen: set[str] = set()
    for title in wished:
        plain = "".join("-" if sign in "[]:*?/\\" else sign for sign in title).strip("'_ ")[:31] or "-"
        found, number = plain, 1
        while found.casefold() in seen:
            number += 1
            found = f"{plain[: 30 - len(str(number))]} {number}"
        seen.add(found.casefold())
        yield found


@dataclass
class WorkbookWriter:
    """Writes all sheets of one workbook."""

    method: Method
    language: str
    book: Workbook
    document: Mapping[str, Any]
    _choices: dict[tuple[str, ...], str] = field(default_factory=dict)

    def write(self, asked: Mapping[str, Sequence[Question]]) -> None:
        """Write the sheets."""
        kinds = [self.method.vocabulary[name] for name in asked]
        forms = [kind for kind in kinds if kind.singleton]
        lists = [kind for kind in kinds if not kind.singleton]
        names = [self.say(text) for text in (_GUIDE, _ENGAGEMENT, _LISTS)]
        names += [self._title(kind) for kind in (*forms, *lists)]
        titles = list(sheet_titles(names))
        self._guide(self.new_sheet(titles[0]), lists)
        self._engagement(self.new_sheet(titles[1]))
        sheets = dict(zip((kind.name for kind in (*forms, *lists)), titles[3:], strict=True))
        for kind in forms:
            self._form(self.new_sheet(sheets[kind.name]), kind, asked[kind.name])
        if lists:
            self._lists(self.new_sheet(titles[2]), lists)
        for kind in lists:
            self._list(self.new_sheet(sheets[kind.name]), kind, asked[kind.name])
        if self._choices:
            self.write_offers()

    def say(self, what: Message) -> str:
        """A sentence in the language of the workbook; what is to be typed stays as it is typed."""
        said = typeset(translate(what, self.language), self.language)
        for value in map(str, what.values.values()):
            said = said.replace(typeset(value, self.language), value)
        return said

    def _title(self, kind: EntityType) -> str:
        if kind.name == ORGANISATION:
            return self.say(_ORGANISATION)
        text = kind.label if kind.singleton else kind.label_plural
        return localise(text, self.language) or (kind.plural or kind.name).replace("_", " ")

    def new_sheet(self, title: str) -> Worksheet:
        """Begin a sheet, protected but for what is opened."""
        from openpyxl.worksheet.properties import PageSetupProperties

        sheet: Worksheet = self.book.create_sheet(title)
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight = 0  # as many pages as it takes, each as wide as the sheet
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.protection.sheet = True
        for allowed in ("formatCells", "formatColumns", "formatRows", "insertRows", "deleteRows", "sort"):
            setattr(sheet.protection, allowed, False)  # False: not forbidden
        sheet.row_dimensions[2].height = 32
        return sheet

    # --- the guide and the engagement --------------------------------------------------

    def _guide(self, sheet: Worksheet, lists: Sequence[EntityType]) -> None:
        from openpyxl.styles import Alignment, Font

        sheet["A1"] = FORM
        sheet.column_dimensions["A"].hidden = True
        sheet.column_dimensions["B"].width = 100
        for row, (text, size) in enumerate(_guide_lines(bool(lists)), start=2):
            cell = sheet.cell(row, 2, self.say(text))
            cell.font = Font(name="Calibri", size=size, bold=size > 11, color=_HEAD if size > 11 else None)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = (size + 6) * -(-len(str(cell.value)) // 103)
        sheet.row_dimensions[1].hidden = True

    def _engagement(self, sheet: Worksheet) -> None:
        """Name, date, language, status, and what the client aims at."""
        head = self.document.get("assessment", {})
        self.form_head(sheet)
        rows = [
            ("assessment.name", message("Name of the assessment"), head.get("name"), ()),
            ("assessment.date", message("Date of the assessment"), head.get("date"), ()),
            ("assessment.language", message("Language of the report"), self._language(head), ("en", "fr")),
            (
                "assessment.status",
                message("Status"),
                head.get("status", "" if self.document else "draft"),
                ("draft", "final"),
            ),
        ]
        if head.get("confirmed"):
            rows.append(("assessment.confirmed", message("Confirmed"), head["confirmed"], ()))
        for row, (key, label, value, offered) in enumerate(rows, start=3):
            self.answer_row(sheet, row, key, self.say(label), "", "", value)
            if offered:
                self.offer(sheet, row, ANSWER, row, offered)
        goals = [f"{one['id']}={one['weight']}" for one in self.document.get("objectives", ())]
        if self.method.objectives or goals:
            self._objectives(sheet, len(rows) + 3)

    def _language(self, head: Mapping[str, Any]) -> str | None:
        """That of the facts; in a new workbook its own."""
        return head.get("language") if self.document else self.language

    def _objectives(self, sheet: Worksheet, row: int) -> None:
        given = [{"id": one["id"], "weight": one["weight"]} for one in self.document.get("objectives", ())]
        known = ", ".join(self.method.objectives)
        help_ = self.say(
            message("For example {text}. Known: {names}", text="[{id: satisfaction, weight: 3}]", names=known)
        )
        self.answer_row(
            sheet,
            row,
            "objectives",
            f"{self.say(message('What the client aims at, with weights'))}\n{help_}",
            "",
            "",
            given or None,
        )

    # --- forms ---------------------------------------------------------------------------

    def form_head(self, sheet: Worksheet) -> None:
        """Make a sheet a form: its marker, its heading and the widths of its columns."""
        sheet["A1"] = FORM
        sheet.column_dimensions["A"].hidden = True
        sheet.row_dimensions[1].hidden = True
        heads = {2: (_QUESTION, 62), ANSWER: (_ANSWER, 34), 4: (_UNIT, 18), 5: (_ASK, 28)}
        for column, (what, width) in heads.items():
            sheet.column_dimensions[_letter(column)].width = width
            self.head(_cell(sheet, 2, column), self.say(what))
        sheet.freeze_panes = "C3"

    def _form(self, sheet: Worksheet, kind: EntityType, asked: Sequence[Question]) -> None:
        self.form_head(sheet)
        given = self.document.get(kind.name)
        row = 3
        if kind.name != ORGANISATION:
            there_is = self.say(message("Is there one? (If not: none)"))
            label = f"{self._title(kind)}{self.say(message(': '))}{there_is}"
            there = True if given == {} else None
            self.answer_row(sheet, row, kind.name, label, "", "", given if isinstance(given, str) else there)
            self.offer(sheet, row, ANSWER, row, (yes_no(True, self.language), *STATES[self.language]))
            row += 1
        record = given if isinstance(given, Mapping) else {}
        for one in asked:
            key = f"{kind.name}.{self._column_name(one.attribute)}"
            self.answer_row(sheet, row, key, one.text, one.unit, one.ask, record.get(one.attribute.name), one)
            self.offer_values(sheet, row, ANSWER, row, one.attribute)
            row += 1

    def answer_row(  # noqa: PLR0917 - the cells of a row, left to right
        self, sheet: Worksheet, row: int, key: str, label: str, unit: str, ask: str, value: Any,
        asked: Question | None = None,
    ) -> None:  # fmt: skip
        """Ask a question in a row of a form."""
        from openpyxl.styles import Alignment, Font

        sheet.cell(row, 1, key)
        of_label = sum(-(-len(line) // 72) for line in label.split("\n"))
        sheet.row_dimensions[row].height = 15 * max(1, of_label, -(-len(ask) // 30))
        for column, text in ((2, label), (4, unit), (5, ask)):
            cell = sheet.cell(row, column, text or None)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if column > ANSWER:
                cell.font = Font(name="Calibri", color=_SOFT, size=9)
        answer = _cell(sheet, row, ANSWER)
        _put(answer, self._said(value, asked), asked)
        self._open(answer)
        if asked is not None:
            self._note(_cell(sheet, row, 2), asked)

    # --- lists ---------------------------------------------------------------------------

    def _list(self, sheet: Worksheet, kind: EntityType, asked: Sequence[Question]) -> None:
        columns: list[tuple[str, str, Question | None]] = [(f"{kind.plural}[]", self.say(_ID), None)]
        columns += [(self._column_name(one.attribute), one.label, one) for one in asked]
        for column, (key, label, one) in enumerate(columns, start=1):
            self._column(sheet, column, key, label, one)
        members = _members(self.document.get(kind.plural))
        for row, record in enumerate(members, start=HEADING_ROWS + 1):
            for column, (_, _, one) in enumerate(columns, start=1):
                name = "id" if one is None else one.attribute.name
                cell = _cell(sheet, row, column)
                _put(cell, self._said(record.get(name), one), one)
                self._open(cell)
        for column, (_, _, one) in enumerate(columns, start=1):
            self._open(sheet.column_dimensions[_letter(column)])
            if one is not None:
                self.offer_values(sheet, HEADING_ROWS + 1, column, LAST_ROW, one.attribute)
        sheet.column_dimensions["A"].hidden = kind.key != ("id",)  # it only names the list then
        sheet.row_dimensions[1].hidden = True
        sheet.freeze_panes = f"B{HEADING_ROWS + 1}"

    def _column(self, sheet: Worksheet, column: int, key: str, label: str, one: Question | None) -> None:
        from openpyxl.styles import Alignment, Font

        sheet.cell(1, column, key)
        head = _cell(sheet, 2, column)
        self.head(head, label)
        about = sheet.cell(HEADING_ROWS, column)
        about.value = self._example(one) if one else self.say(_ID_HELP)
        about.alignment = Alignment(wrap_text=True, vertical="top")
        about.font = Font(name="Calibri", color=_SOFT, size=9, italic=True)
        sheet.column_dimensions[_letter(column)].width = min(_WIDEST, max(16, len(label) + 4))
        if one is not None:
            self._note(head, one)

    def _lists(self, sheet: Worksheet, kinds: Sequence[EntityType]) -> None:
        """Which lists are complete, and what is known of them by number."""
        sheet.cell(1, 1, LISTS)
        heads = {2: _LIST, 3: _COMPLETE, 4: _TOTAL, 5: _ATTRIBUTE, 6: _VALUE, 7: _COUNT}
        for column, what in heads.items():
            self.head(_cell(sheet, 2, column), self.say(what))
            sheet.column_dimensions["ABCDEFG"[column - 1]].width = 26
        sheet.column_dimensions["A"].hidden = True
        sheet.row_dimensions[1].hidden = True
        row = HEADING_ROWS + 1
        for kind in kinds:
            for told in self._told(kind):
                sheet.cell(row, LIST_COLUMNS["collection"], kind.plural)
                sheet.cell(row, 2, self._title(kind))
                for name, value in told.items():
                    _put(_cell(sheet, row, LIST_COLUMNS[name]), value, None)
                for column in range(LIST_COLUMNS["complete"], LIST_COLUMNS["count"] + 1):
                    self._open(_cell(sheet, row, column))
                row += 1
        words = (yes_no(True, self.language), yes_no(False, self.language), *STATES[self.language])
        self.offer(sheet, HEADING_ROWS + 1, LIST_COLUMNS["complete"], row, words)
        sheet.freeze_panes = f"C{HEADING_ROWS + 1}"

    def _told(self, kind: EntityType) -> Iterator[dict[str, Any]]:
        given, head = self.document.get(kind.plural), self.document.get("assessment", {})
        first: dict[str, Any] = {}
        if isinstance(given, str):
            first["complete"] = STATES[self.language][STATES["en"].index(given)]
        elif kind.plural in head.get("partial", ()):
            first["complete"] = yes_no(False, self.language)
        elif kind.plural in head.get("complete", ()):
            first["complete"] = yes_no(True, self.language)
        elif given == []:
            first["complete"] = STATES[self.language][STATES["en"].index("none")]
        counts = given.get("counts", {}) if isinstance(given, Mapping) else {}
        if isinstance(given, Mapping):
            first["total"] = given.get("total")
        rows = [
            {"attribute": name, "value": value, "count": number}
            for name, values in counts.items()
            for value, number in values.items()
        ]
        yield {**first, **(rows[0] if rows else {})}
        yield from rows[1:]

    # --- cells ---------------------------------------------------------------------------

    def _said(self, value: Any, one: Question | None) -> Any:
        """A value in the words that the cell offers."""
        return said(value, one, self.language)

    @staticmethod
    def _column_name(attribute: Attribute) -> str:
        return f"{attribute.name}[]" if attribute.set else attribute.name

    def _example(self, one: Question) -> str:
        attribute = one.attribute
        if attribute.series:
            kind = message("values by month, such as {text}", text="{2026-06: 85 %, 2026-07: 83 %}")
        elif attribute.set:
            kind = message("several, with ; between them")
        else:
            kind = _EXAMPLES.get(attribute.type, message("text"))
        return ", ".join(part for part in (self.say(kind), one.unit) if part)

    def _note(self, cell: Cell, one: Question) -> None:
        from openpyxl.comments import Comment

        lines = [one.text, *self._known(one.attribute)]
        if one.obtain:
            lines.append(f"{self.say(_OBTAIN)} {one.obtain}")
        if one.ask:
            lines.append(f"{self.say(_ASK)}{self.say(message(': '))}{one.ask}")
        note = Comment("\n".join(lines), "ccrules")
        note.width, note.height = 320, 40 + 18 * sum(-(-len(line) // 50) + 1 for line in lines)
        cell.comment = note

    def _known(self, attribute: Attribute) -> Iterator[str]:
        """The choices of a set, which a cell can't offer because it holds several of them."""
        if attribute.set and attribute.type == "enum":
            labels = (localise(attribute.labels.get(value, {}), self.language) for value in attribute.values)
            named = zip(labels, attribute.values, strict=True)
            yield " · ".join(label or value for label, value in named)

    def head(self, cell: Cell, text: str) -> None:
        """Write the heading of a column."""
        from openpyxl.styles import Alignment, Font, PatternFill

        cell.value = text or None
        cell.font = Font(name="Calibri", bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", start_color=_HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="center")

    @staticmethod
    def _open(cells: Cell | ColumnDimension) -> None:
        """Let a cell, or all cells of a column that are not written, be filled in."""
        from openpyxl.styles import Alignment, Border, PatternFill, Protection, Side

        side = Side("thin", color=_LINE)
        cells.protection = Protection(locked=False)
        cells.border = Border(side, side, side, side)
        cells.fill = PatternFill("solid", start_color=_PAPER)
        cells.alignment = Alignment(wrap_text=True, vertical="top")

    # --- choices -------------------------------------------------------------------------

    def offer_values(
        self, sheet: Worksheet, first: int, column: int, last: int, attribute: Attribute
    ) -> None:
        """Offer the values and states of an attribute in the cells of a column, if there is a choice."""
        states = STATES[self.language]
        if attribute.set or attribute.series:
            return
        words: tuple[str, ...]
        if attribute.type == "bool":
            words = (yes_no(True, self.language), yes_no(False, self.language))
        elif attribute.type == "enum":
            words = tuple(
                localise(attribute.labels.get(value, {}), self.language) or value
                for value in attribute.values
            )
        else:
            return
        self.offer(sheet, first, column, last, (*words, *states))

    def offer(self, sheet: Worksheet, first: int, column: int, last: int, words: tuple[str, ...]) -> None:
        """A drop-down list; other words can be written, with a warning."""
        from openpyxl.worksheet.datavalidation import DataValidation

        letter = _letter(self._place_of(words))
        formula = f"'{PRIVATE}choices'!${letter}$1:${letter}${len(words)}"
        rule = DataValidation("list", formula1=formula, allow_blank=True, errorStyle="warning")
        name = _letter(column)
        rule.add(f"{name}{first}:{name}{last}")
        sheet.add_data_validation(rule)

    def _place_of(self, words: tuple[str, ...]) -> int:
        """The column of the hidden sheet that holds a choice, from 1."""
        self._choices.setdefault(words, "")
        return list(self._choices).index(words) + 1

    def write_offers(self) -> None:
        """Write the hidden sheet with the choices; last of all."""
        sheet = self.book.create_sheet(f"{PRIVATE}choices")
        sheet.sheet_state = "hidden"
        for column, words in enumerate(self._choices, start=1):
            for row, word in enumerate(words, start=1):
                sheet.cell(row, column, word)


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast("Cell", sheet.cell(row, column))  # none of them is merged


def _members(given: Any) -> list[Mapping[str, Any]]:
    found = given.get("list", []) if isinstance(given, Mapping) else given
    return found if isinstance(found, list) else []


def _put(cell: Cell, value: Any, one: Question | None) -> None:
    """Write a value so that it is read to the same; text never becomes a formula."""
    value = in_cell(value)
    if value is None:
        return
    if isinstance(value, str):
        cell.value, cell.data_type = value, "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
        return
    cell.value = value
    if one is not None and one.attribute.unit in RATIO_UNITS and isinstance(value, float):
        cell.number_format = "0.0 %"


_GUIDE = message("Read me")
_ENGAGEMENT = message("Assessment")
_ORGANISATION = message("Organisation")
_LISTS = message("Lists")
_QUESTION, _ANSWER, _UNIT = message("Question"), message("Answer"), message("Unit")
_ASK = message("Who knows")
_OBTAIN = message("How to obtain it:")
_ID, _ID_HELP = message("Name or number"), message("each one once")
_LIST, _COMPLETE, _TOTAL = message("List"), message("Is this list complete?"), message("How many in all")
_ATTRIBUTE, _VALUE, _COUNT = message("Of these, by"), message("Value"), message("How many have it")
_EXAMPLES: Mapping[str, Message] = {
    "bool": message("yes or no"),
    "int": message("a number, or 40..50"),
    "number": message("a number, or 40..50"),
    "date": message("a date: 2026-10-01, 2026-10 or 2026"),
    "duration": message("6 months, 20 s, weekly"),
    "ref": message("its name on its own sheet"),
    "enum": message("choose from the list"),
}


def _guide_lines(has_lists: bool) -> Iterator[tuple[Message, int]]:
    yield message("How to fill in this workbook"), 16
    yield (
        message(
            "Fill in what you know; leave the rest empty. An empty cell means that nobody has asked yet."
        ),
        11,
    )
    yield (
        message(
            "unknown: asked, and nobody could tell. none: there is none. not applicable: makes no sense here."
        ),
        11,
    )
    yield (
        message("A number may be a range (40..50, >= 1000). Write 85 % or 0.85, and dates as 2026-10-01."),
        11,
    )
    yield (
        message("Point at a question to see how to obtain the answer; cells with a choice offer a list."),
        11,
    )
    if has_lists:
        yield (
            message(
                "Each sheet with rows is a list: one row each, with a name of its own in the first column."
            ),
            11,
        )
        yield (
            message(
                "On the sheet of lists, say of each list whether it is complete. "
                "If you only know numbers, give these there."
            ),
            11,
        )
    yield (
        message(
            "With its source a value is written {text}",
            text="{value: 1200, source: measured, by: telephony report}",
        ),
        11,
    )
    yield message("Then: ccrules validate facts.xlsx, and ccrules assess facts.xlsx -o report.html"), 11
