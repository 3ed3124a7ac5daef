"""A request for facts as a workbook whose answers are read back as facts, a sheet for each person.

The sheets are forms, as :mod:`ccrules.importers.workbook_layout` describes them, so that
``ccrules assess facts.yaml request.xlsx`` takes the answers like any other facts.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from ccrules.assessment import Assessment
from ccrules.collecting.cell_values import STATES
from ccrules.collecting.gaps import NextQuestion
from ccrules.collecting.gaps_plan import by_person
from ccrules.collecting.gaps_text import Wording
from ccrules.collecting.gaps_word import guide
from ccrules.collecting.interview_answers import identity_of
from ccrules.collecting.questions import question
from ccrules.collecting.workbook import WorkbookWriter, sheet_titles
from ccrules.conditions.missing import TODAY
from ccrules.documents.archives import steady
from ccrules.errors import message
from ccrules.facts.base import FactBase
from ccrules.facts.models import is_given
from ccrules.facts.vocabulary import EntityType
from ccrules.facts.writing import yaml_text
from ccrules.importers.workbook_layout import ANSWER, FORM
from ccrules.ruleset.model import Method
from ccrules.text import yes_no

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet


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
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    _Request(method, assessment, base, book).write(found, rest)
    book.properties.creator = "ccrules"
    stream = io.BytesIO()
    book.save(stream)
    return steady(stream.getvalue())


class _Request:
    def __init__(self, method: Method, assessment: Assessment, base: FactBase, book: Any) -> None:
        self.method, self.base = method, base
        self.wording = Wording(assessment)
        self.writer = WorkbookWriter(method, self.wording.language, book, {})

    def write(self, found: Sequence[NextQuestion], rest: int) -> None:
        groups = by_person(found)
        names = [self.wording.say(message("Read me")), *(self.wording.person(one) for one in groups)]
        titles = list(sheet_titles(names))
        self._guide(self.writer.new_sheet(titles[0]), groups, titles[1:], rest)
        for title, asked in zip(titles[1:], groups.values(), strict=True):
            self._person(self.writer.new_sheet(title), asked)
        self.writer.write_offers()

    def _guide(
        self, sheet: Worksheet, groups: Mapping[str, Sequence[NextQuestion]], titles: Sequence[str], rest: int
    ) -> None:
        from openpyxl.styles import Alignment, Font

        sheet["A1"] = FORM
        sheet.column_dimensions["A"].hidden, sheet.row_dimensions[1].hidden = True, True
        sheet.column_dimensions["B"].width, sheet.column_dimensions["C"].width = 84, 30
        sheet.cell(2, 2, self.wording.title()).font = Font(
            name="Calibri", size=16, bold=True, color="FF14324F"
        )
        row = 4
        for line in filter(None, (*guide(self.wording), self.wording.rest(rest))):
            cell = sheet.cell(row, 2, line)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            sheet.row_dimensions[row].height = 15 * -(-len(line) // 82) + 3
            row += 1
        for title, asked in zip(titles, groups.values(), strict=True):
            row += 1
            sheet.cell(row, 2, title).font = Font(name="Calibri", bold=True)
            minutes = self.wording.minutes(sum(one.minutes for one in asked))
            count = self.wording.say(message("questions: {number}", number=len(asked)))
            sheet.cell(row, 3, f"{count}, {minutes}").alignment = Alignment(horizontal="left")

    def _person(self, sheet: Worksheet, asked: Sequence[NextQuestion]) -> None:
        self.writer.form_head(sheet)
        heads = ((4, message("Unit"), 18), (5, message("How to obtain it"), 52), (6, message("Takes"), 9))
        for column, what, width in heads:
            self.writer.head(cast("Cell", sheet.cell(2, column)), self.wording.say(what))
            sheet.column_dimensions["ABCDEF"[column - 1]].width = width
        row = 2
        for one in asked:
            for key, label, attribute in self._rows(one):
                row += 1
                self._row(sheet, row, one, (key, label, attribute))

    def _row(self, sheet: Worksheet, row: int, one: NextQuestion, said: tuple[str, str, Any]) -> None:
        from openpyxl.styles import Alignment, Font

        key, label, attribute = said
        unit = attribute.unit if attribute is not None else ""
        self.writer.answer_row(sheet, row, key, label, unit, one.obtain, None)
        sheet.row_dimensions[row].height = 15 * max(1, -(-len(label) // 66), -(-len(one.obtain) // 56))
        takes = "" if key.endswith("?") else self.wording.minutes(one.minutes)
        minutes = sheet.cell(row, 6, takes or None)
        minutes.font, minutes.alignment = (
            Font(name="Calibri", size=9, color="FF4C5866"),
            Alignment(vertical="top"),
        )
        if attribute is not None:
            self.writer.offer_values(sheet, row, ANSWER, row, attribute.attribute)
        elif key.endswith("[]?"):
            yes = (yes_no(True, self.writer.language), yes_no(False, self.writer.language))
            self.writer.offer(sheet, row, ANSWER, row, yes)
        elif key in self.method.vocabulary.types:
            there = (yes_no(True, self.writer.language), *STATES[self.writer.language])
            self.writer.offer(sheet, row, ANSWER, row, there)

    def _rows(self, one: NextQuestion) -> Iterator[tuple[str, str, Any]]:
        """The rows that a question takes: the key of the answer, the label, what is asked if one value."""
        name = self.wording.label(one)
        about = f"{name} ({one.about})" if one.about else name
        label = f"{about}{self.wording.say(message(': '))}{one.question}" if one.question else about
        owner, _, name = one.fact.rpartition(".")
        if one.fact == TODAY:
            yield TODAY, label, None
        elif one.fact.endswith("[]"):
            yield from self._list(self.method.vocabulary.types.get(one.fact[:-2]), label)
        elif not owner:
            yield one.fact, label, None
        else:
            yield from self._value(one, owner, name, label)

    def _list(self, kind: EntityType | None, label: str) -> Iterator[tuple[str, str, Any]]:
        if kind is None:
            return
        if kind.key == ("id",):
            help_ = self.wording.say(message("(names, with ; between them, or a number)"))
            yield f"{kind.plural}[]", f"{label} {help_}", None
        all_ = self.writer.say(message("Are these all?"))
        yield f"{kind.plural}[]?", f"{self.wording.topic(kind)}{self.wording.say(message(': '))}{all_}", None

    def _value(self, one: NextQuestion, owner: str, name: str, label: str) -> Iterator[tuple[str, str, Any]]:
        kind_name, _, id = owner.partition("/")
        kind = self.method.vocabulary.types.get(kind_name)
        attribute = kind.attributes.get(name) if kind else None
        if kind is None or attribute is None or not is_given(attribute):
            return
        asked = question(kind, attribute, self.writer.language)
        several = "[]" if attribute.set else ""
        if not id:
            yield f"{kind.name}.{name}{several}", label, asked
            return
        for member in self._members(kind, id, name):
            shown = label if id != "*" else f"{one.label} ({member.id})"
            yield f"{kind.plural}/{_identity(member)}.{name}{several}", shown, asked

    def _members(self, kind: EntityType, id: str, name: str) -> Iterator[Any]:
        """The member that is asked about; of a group all of whom it is not known."""
        from ccrules.values import NOT_COLLECTED

        members = self.base.collections[kind.name]
        if id != "*":
            found = members.by_id.get(id)
            yield from () if found is None else (found,)
            return
        yield from (one for one in members.members if one.__dict__[name] is NOT_COLLECTED)


def _identity(entity: Any) -> str:
    return str(entity.id) if entity._type.key == ("id",) else yaml_text(identity_of(entity), flow=True)
