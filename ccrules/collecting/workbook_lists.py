"""Lists of a workbook: an entity a row, an attribute a column; and the sheet about the lists as such.

See :mod:`ccrules.importers.workbook_layout` for how they are read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ccrules.collecting import given
from ccrules.collecting.cell_values import STATES, said
from ccrules.collecting.questions import Question
from ccrules.collecting.sheet_choices import Choices, choices_of, yes_or_no
from ccrules.collecting.sheets import (
    cell_at,
    letter,
    mark,
    open_up,
    small,
    write_head,
    write_note,
    write_text,
    write_value,
)
from ccrules.collecting.workbook_words import help_of, note_of, say, title_of
from ccrules.errors import message
from ccrules.facts.vocabulary import EntityType
from ccrules.importers.workbook_layout import EXCERPT, HEADING_ROWS, LIST_COLUMNS, LISTS

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FIRST_ROW = HEADING_ROWS + 1
#: The last row of a list whose cells offer choices.
_LAST_ROW = 2_000
_WIDEST = 46
#: The headings of the sheet about lists, from its second column on.
_HEADS = (
    message("List"),
    message("Is this list complete?"),
    message("How many in all"),
    message("Of these, by"),
    message("Value"),
    message("How many have it"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Attributes:
        key: the name by which it is read back.
        name: what it holds, as a fact file names it.
        label: the same for people.
        help: how values are written.
        question: the attribute that is asked for; None for the names of members.
        hidden: whether it is of no use to people.
    """

    key: str
    name: str
    label: str
    help: str
    question: Question | None = None
    hidden: bool = False


# --- a list --------------------------------------------------------------------------------


def list_columns(kind: EntityType, asked: Sequence[Question], language: str) -> Iterator[Column]:
    """The columns of a list: the members' names, then what is asked of them.

    Args:
        kind: what is listed.
        asked: of which attributes.
        language: ``en`` or ``fr``.
    """
    label, once = message("Name or number"), message("each one once")
    unnamed = kind.key != ("id",)  # the column only says then which list it is
    yield Column(f"{kind.plural}[]", "id", say(label, language), say(once, language), hidden=unnamed)
    for one in asked:
        yield Column(one.column, one.attribute.name, one.label, help_of(one, language), one)


def write_list(
    sheet: Worksheet,
    columns: Sequence[Column],
    members: Iterable[Mapping[str, Any]],
    choices: Choices,
    language: str,
) -> None:
    """Make a sheet a list.

    Args:
        sheet: an empty sheet.
        columns: what it asks.
        members: those that are known already, as a fact file gives them.
        choices: of the workbook.
        language: ``en`` or ``fr``.
    """
    for number, column in enumerate(columns, start=1):
        _write_head(sheet, number, column, language)
    for row, record in enumerate(members, start=_FIRST_ROW):
        for number, column in enumerate(columns, start=1):
            cell = cell_at(sheet, row, number)
            write_value(cell, said(record.get(column.name), column.question, language), column.question)
            open_up(cell)
    for number, column in enumerate(columns, start=1):
        open_up(sheet.column_dimensions[letter(number)])
        if column.question is not None:
            offered = choices_of(column.question.attribute, language)
            choices.offer(sheet, number, range(_FIRST_ROW, _LAST_ROW + 1), offered)
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = f"B{_FIRST_ROW}"


def _write_head(sheet: Worksheet, number: int, column: Column, language: str) -> None:
    sheet.cell(1, number, column.key)
    head = cell_at(sheet, HEADING_ROWS - 1, number)
    write_head(head, column.label)
    write_text(cell_at(sheet, HEADING_ROWS, number), column.help, small(italic=True))
    sheet.column_dimensions[letter(number)].width = min(_WIDEST, max(16, len(column.label) + 4))
    sheet.column_dimensions[letter(number)].hidden = column.hidden
    if column.question is not None:
        write_note(head, tuple(note_of(column.question, language)))


# --- the lists as such ---------------------------------------------------------------------


def write_lists(
    sheet: Worksheet,
    kinds: Iterable[EntityType],
    document: given.Document,
    choices: Choices,
    language: str,
) -> None:
    """Make a sheet that of the lists: which are complete, and what is known of them by number.

    Args:
        sheet: an empty sheet.
        kinds: what is listed.
        document: the facts there are.
        choices: of the workbook.
        language: ``en`` or ``fr``.
    """
    mark(sheet, LISTS)
    for column, what in enumerate(_HEADS, start=2):
        write_head(cell_at(sheet, HEADING_ROWS - 1, column), say(what, language))
        sheet.column_dimensions[letter(column)].width = 26
    row, excerpts = _FIRST_ROW, given.header(document).get("excerpt", ())
    for kind in kinds:
        for told in _told(kind, document, language):
            sheet.cell(row, LIST_COLUMNS["collection"], kind.plural)
            sheet.cell(row, 2, title_of(kind, language))
            for column, value in enumerate(told, start=LIST_COLUMNS["complete"]):
                cell = cell_at(sheet, row, column)
                write_value(cell, value)
                open_up(cell)
            row += 1
    offered = (*yes_or_no(language), *STATES[language], *([EXCERPT[language]] if excerpts else []))
    choices.offer(sheet, LIST_COLUMNS["complete"], range(_FIRST_ROW, row + 1), offered)
    sheet.freeze_panes = f"C{_FIRST_ROW}"


def _told(kind: EntityType, document: given.Document, language: str) -> Iterator[tuple[Any, ...]]:
    """What is known of a list as such: whether it is complete, its total, and a count a row."""
    told = (_complete(kind, document, language), given.total(document, kind))
    for counted in given.counts(document, kind) or [(None, None, None)]:
        yield *told, *counted
        told = (None, None)


def _complete(kind: EntityType, document: given.Document, language: str) -> Any:
    """Whether a list is complete, or the state it is in."""
    state, complete = given.as_such(document, kind), given.completeness(document, kind, language)
    return complete if state in (None, "none") and complete is not None else said(state, None, language)
