"""Forms of a workbook: a question a row, its answer beside it.

See :mod:`ccrules.importers.workbook_layout` for how they are read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ccrules.collecting import given
from ccrules.collecting.cell_values import STATES, said
from ccrules.collecting.questions import Question
from ccrules.collecting.sheet_choices import Choices, choices_of
from ccrules.collecting.sheets import (
    cell_at,
    height,
    letter,
    mark,
    open_up,
    small,
    write_head,
    write_note,
    write_text,
    write_value,
)
from ccrules.collecting.workbook_words import ASK, COLON, note_of, say, title_of
from ccrules.errors import message
from ccrules.facts.vocabulary import ORGANISATION, EntityType
from ccrules.importers.workbook_layout import ANSWER, FORM
from ccrules.ruleset.model import Method
from ccrules.text import yes_no

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

#: The first row of a form that holds a question.
FIRST_ROW = 3
_LABEL, _UNIT, _HELP = 2, 4, 5
_HEADS = {
    _LABEL: (message("Question"), 62),
    ANSWER: (message("Answer"), 34),
    _UNIT: (message("Unit"), 18),
    _HELP: (ASK, 28),
}


@dataclass(frozen=True, slots=True)
class FormRow:
    """One question of a form.

    Attributes:
        key: the name by which the answer is read back.
        label: what is asked.
        value: the answer that is there already, as a fact file gives it.
        offered: the answers to choose from; none if it is free.
        unit: of the answer, for people.
        help: who usually knows, or how to obtain it.
        question: the attribute that is asked for; None where it is something else.
    """

    key: str
    label: str
    value: Any = None
    offered: tuple[str, ...] = ()
    unit: str = ""
    help: str = ""
    question: Question | None = None


# --- what is asked -------------------------------------------------------------------------


def engagement_rows(method: Method, document: given.Document, language: str) -> Iterator[FormRow]:
    """The questions about the engagement: name, date, language, status, what the client aims at.

    Args:
        method: the rulesets, for the objectives they know.
        document: the facts there are; in a workbook without any, language and status are proposed.
        language: ``en`` or ``fr``.
    """
    proposed = {} if document else {"language": language, "status": "draft"}
    head = {**proposed, **given.header(document)}
    asked = {
        "name": (message("Name of the assessment"), ()),
        "date": (message("Date of the assessment"), ()),
        "language": (message("Language of the report"), ("en", "fr")),
        "status": (message("Status"), ("draft", "final")),
    }
    if head.get("confirmed"):
        asked["confirmed"] = (message("Confirmed"), ())
    for name, (label, offered) in asked.items():
        yield FormRow(f"assessment.{name}", say(label, language), head.get(name), offered)
    goals = [{"id": one["id"], "weight": one["weight"]} for one in document.get("objectives", ())]
    if method.objectives or goals:
        yield FormRow("objectives", _objectives(method, language), goals or None)


def _objectives(method: Method, language: str) -> str:
    known = ", ".join(method.objectives)
    example = message(
        "For example {text}. Known: {names}", text="[{id: satisfaction, weight: 3}]", names=known
    )
    return f"{say(message('What the client aims at, with weights'), language)}\n{say(example, language)}"


def thing_rows(
    kind: EntityType, asked: Sequence[Question], document: given.Document, language: str
) -> Iterator[FormRow]:
    """The questions about a thing that there is at most one of.

    Args:
        kind: the thing.
        asked: of which of its attributes.
        document: the facts there are.
        language: ``en`` or ``fr``.
    """
    if kind.name != ORGANISATION:
        there_is = say(message("Is there one? (If not: none)"), language)
        label = f"{title_of(kind, language)}{say(COLON, language)}{there_is}"
        yes = yes_no(True, language)
        yield FormRow(kind.name, label, given.as_such(document, kind), (yes, *STATES[language]))
    record = given.record(document, kind)
    for one in asked:
        offered = choices_of(one.attribute, language)
        value = record.get(one.attribute.name)
        yield FormRow(f"{kind.name}.{one.column}", one.text, value, offered, one.unit, one.ask, one)


# --- how it is written ---------------------------------------------------------------------


def write_form(sheet: Worksheet, rows: Iterable[FormRow], choices: Choices, language: str) -> None:
    """Make a sheet a form.

    Args:
        sheet: an empty sheet.
        rows: what it asks.
        choices: of the workbook.
        language: ``en`` or ``fr``.
    """
    begin_form(sheet, language)
    for number, one in enumerate(rows, start=FIRST_ROW):
        write_row(sheet, number, one, choices, language)


def begin_form(sheet: Worksheet, language: str) -> None:
    """Write the marker and the heading of a form, and set the widths of its columns."""
    mark(sheet, FORM)
    for column, (what, width) in _HEADS.items():
        sheet.column_dimensions[letter(column)].width = width
        write_head(cell_at(sheet, FIRST_ROW - 1, column), say(what, language))
    sheet.freeze_panes = f"{letter(ANSWER)}{FIRST_ROW}"


def write_row(sheet: Worksheet, number: int, row: FormRow, choices: Choices, language: str) -> None:
    """Write a question with its answer.

    Args:
        sheet: a form.
        number: of the row, from 1.
        row: what is asked.
        choices: of the workbook.
        language: ``en`` or ``fr``.
    """
    sheet.cell(number, 1, row.key)
    sheet.row_dimensions[number].height = 15 * max(height(row.label, 72), height(row.help, 30))
    label, answer = cell_at(sheet, number, _LABEL), cell_at(sheet, number, ANSWER)
    write_text(label, row.label)
    write_text(cell_at(sheet, number, _UNIT), row.unit, small())
    write_text(cell_at(sheet, number, _HELP), row.help, small())
    write_value(answer, said(row.value, row.question, language), row.question)
    open_up(answer)
    choices.offer(sheet, ANSWER, range(number, number + 1), row.offered)
    if row.question is not None:
        write_note(label, tuple(note_of(row.question, language)))
