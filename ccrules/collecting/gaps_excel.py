"""A request for facts as a workbook whose answers are read back as facts, a sheet for each person.

The sheets are forms, as :mod:`ccrules.importers.workbook_layout` describes them, so that
``ccrules assess facts.yaml request.xlsx`` takes the answers like any other facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ccrules.assessment import Assessment
from ccrules.collecting.cell_values import STATES
from ccrules.collecting.gaps import NextQuestion
from ccrules.collecting.gaps_plan import by_person
from ccrules.collecting.gaps_text import Wording
from ccrules.collecting.gaps_word import guide
from ccrules.collecting.interview_answers import identity_of
from ccrules.collecting.questions import question
from ccrules.collecting.sheet_choices import Choices, choices_of, yes_or_no
from ccrules.collecting.sheets import (
    HEAD,
    cell_at,
    content,
    empty_book,
    height,
    letter,
    mark,
    new_sheet,
    sheet_titles,
    small,
    write_head,
    write_text,
)
from ccrules.collecting.workbook_forms import FIRST_ROW, FormRow, begin_form, write_row
from ccrules.collecting.workbook_words import COLON
from ccrules.conditions.missing import TODAY
from ccrules.errors import message
from ccrules.facts.base import FactBase
from ccrules.facts.models import is_given
from ccrules.facts.vocabulary import EntityType
from ccrules.facts.writing import yaml_text
from ccrules.importers.workbook_layout import FORM
from ccrules.ruleset.model import Method
from ccrules.values import NOT_COLLECTED

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

#: The column of how long it takes to obtain an answer.
_TAKES = 6
#: What stands in a request where other forms say who knows.
_HEADS = {
    4: (message("Unit"), 18),
    5: (message("How to obtain it"), 52),
    _TAKES: (message("Takes"), 9),
}


def excel_request(
    found: Sequence[NextQuestion], assessment: Assessment, method: Method, base: FactBase, rest: int
) -> bytes:
    """Make the workbook.

    Args:
        found: the questions, ranked.
        assessment: for its name and language.
        method: the rulesets.
        base: the facts there are, for the members that are asked about.
        rest: how many more questions there are.

    Returns:
        The file's content; the same for the same arguments.
    """
    book = empty_book()
    _Request(method, assessment, base, book).write(found, rest)
    return content(book)


class _Request:
    def __init__(self, method: Method, assessment: Assessment, base: FactBase, book: Workbook) -> None:
        self.method, self.base, self.book = method, base, book
        self.wording = Wording(assessment)
        self.language = self.wording.language
        self.choices = Choices(book)

    def write(self, found: Sequence[NextQuestion], rest: int) -> None:
        groups = by_person(found)
        names = [self.wording.say(message("Read me")), *(self.wording.person(one) for one in groups)]
        titles = list(sheet_titles(names))
        self._guide(new_sheet(self.book, titles[0]), groups, titles[1:], rest)
        for title, asked in zip(titles[1:], groups.values(), strict=True):
            self._person(new_sheet(self.book, title), asked)
        self.choices.write()

    def _guide(
        self, sheet: Worksheet, groups: Mapping[str, Sequence[NextQuestion]], titles: Sequence[str], rest: int
    ) -> None:
        from openpyxl.styles import Alignment, Font

        mark(sheet, FORM)
        sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 84, 30
        sheet.cell(2, 2, self.wording.title()).font = Font(name="Calibri", size=16, bold=True, color=HEAD)
        row = 4
        for line in filter(None, (*guide(self.wording), self.wording.rest(rest))):
            write_text(cell_at(sheet, row, 2), line)
            sheet.row_dimensions[row].height = 15 * height(line, 82) + 3
            row += 1
        for title, asked in zip(titles, groups.values(), strict=True):
            row += 1
            sheet.cell(row, 2, title).font = Font(name="Calibri", bold=True)
            minutes = self.wording.minutes(sum(one.minutes for one in asked))
            count = self.wording.say(message("questions: {number}", number=len(asked)))
            sheet.cell(row, 3, f"{count}, {minutes}").alignment = Alignment(horizontal="left")

    def _person(self, sheet: Worksheet, asked: Sequence[NextQuestion]) -> None:
        begin_form(sheet, self.language)
        for column, (what, width) in _HEADS.items():
            write_head(cell_at(sheet, FIRST_ROW - 1, column), self.wording.say(what))
            sheet.column_dimensions[letter(column)].width = width
        rows = ((one, row) for one in asked for row in self._rows(one))
        for number, (one, row) in enumerate(rows, start=FIRST_ROW):
            self._row(sheet, number, one, row)

    def _row(self, sheet: Worksheet, number: int, one: NextQuestion, row: FormRow) -> None:
        """Write a question, which stands beside how to obtain the answer and how long that takes."""
        from openpyxl.styles import Alignment

        write_row(sheet, number, row, self.choices, self.language)
        sheet.row_dimensions[number].height = 15 * max(height(row.label, 66), height(row.help, 56))
        takes = "" if row.key.endswith("?") else self.wording.minutes(one.minutes)
        minutes = sheet.cell(number, _TAKES, takes or None)
        minutes.font, minutes.alignment = small(), Alignment(vertical="top")

    def _rows(self, one: NextQuestion) -> Iterator[FormRow]:
        """The rows that a question takes."""
        name = self.wording.label(one)
        about = f"{name} ({one.about})" if one.about else name
        label = f"{about}{self.wording.say(COLON)}{one.question}" if one.question else about
        owner, _, name = one.fact.rpartition(".")
        if one.fact == TODAY:
            yield FormRow(TODAY, label, help=one.obtain)
        elif one.fact.endswith("[]"):
            yield from self._list(self.method.vocabulary.types.get(one.fact[:-2]), label, one.obtain)
        elif not owner:
            yield FormRow(one.fact, label, offered=self._there(one.fact), help=one.obtain)
        else:
            yield from self._value(one, owner, name, label)

    def _there(self, name: str) -> tuple[str, ...]:
        """What is offered where it is asked whether there is a thing."""
        return (yes_or_no(self.language)[0], *STATES[self.language])

    def _list(self, kind: EntityType | None, label: str, obtain: str) -> Iterator[FormRow]:
        if kind is None:
            return
        if kind.key == ("id",):
            help_ = self.wording.say(message("(names, with ; between them, or a number)"))
            yield FormRow(f"{kind.plural}[]", f"{label} {help_}", help=obtain)
        all_ = self.wording.say(message("Are these all?"))
        about = f"{self.wording.topic(kind)}{self.wording.say(COLON)}{all_}"
        yield FormRow(f"{kind.plural}[]?", about, offered=yes_or_no(self.language), help=obtain)

    def _value(self, one: NextQuestion, owner: str, name: str, label: str) -> Iterator[FormRow]:
        kind_name, _, id = owner.partition("/")
        kind = self.method.vocabulary.types.get(kind_name)
        attribute = kind.attributes.get(name) if kind else None
        if kind is None or attribute is None or not is_given(attribute):
            return
        asked = question(kind, attribute, self.language)
        row = FormRow(
            f"{kind.name}.{asked.column}",
            label,
            offered=choices_of(attribute, self.language),
            unit=asked.unit,
            help=one.obtain,
        )
        if not id:
            yield row
            return
        for member in self._members(kind, id, name):
            shown = label if id != "*" else f"{one.label} ({member.id})"
            yield replace(row, key=f"{kind.plural}/{_identity(member)}.{asked.column}", label=shown)

    def _members(self, kind: EntityType, id: str, name: str) -> Iterator[Any]:
        """The member that is asked about; of a group all of whom it is not known."""
        members = self.base.collections[kind.name]
        if id != "*":
            found = members.by_id.get(id)
            yield from () if found is None else (found,)
            return
        yield from (one for one in members.members if one.__dict__[name] is NOT_COLLECTED)


def _identity(entity: Any) -> str:
    return str(entity.id) if entity._type.key == ("id",) else yaml_text(identity_of(entity), flow=True)
