"""A workbook that asks for facts, empty or with those that are there; see the layout's module.

Each list of the vocabulary has a sheet, and so have the organisation and whatever there is one
of. Labels and questions are in the chosen language, cells that take a choice offer it, and what
must not be changed is protected, without a password. Nothing is computed in cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ccrules.collecting.given import members
from ccrules.collecting.questions import EVERYTHING, Selection, asked
from ccrules.collecting.sheet_choices import Choices
from ccrules.collecting.sheets import content, empty_book, new_sheet, sheet_titles
from ccrules.collecting.workbook_forms import engagement_rows, thing_rows, write_form
from ccrules.collecting.workbook_guide import write_guide
from ccrules.collecting.workbook_lists import list_columns, write_list, write_lists
from ccrules.collecting.workbook_words import say, title_of
from ccrules.errors import message
from ccrules.facts.base import FactBase
from ccrules.facts.vocabulary import EntityType
from ccrules.facts.writing import written_document
from ccrules.ruleset.model import Method


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
    document = written_document(base) if base is not None else {}
    questions = asked(method, language, selection, document)
    kinds = [method.vocabulary[name] for name in questions]
    things, lists = [one for one in kinds if one.singleton], [one for one in kinds if not one.singleton]
    book = empty_book()
    sheets = (new_sheet(book, title) for title in sheet_titles(_titles(things, lists, language)))
    choices = Choices(book)
    write_guide(next(sheets), language, lists=bool(lists))
    write_form(next(sheets), engagement_rows(method, document, language), choices, language)
    for kind in things:
        rows = thing_rows(kind, questions[kind.name], document, language)
        write_form(next(sheets), rows, choices, language)
    if lists:
        write_lists(next(sheets), lists, document, choices, language)
    for kind in lists:
        columns = tuple(list_columns(kind, questions[kind.name], language))
        write_list(next(sheets), columns, members(document, kind), choices, language)
    choices.write()
    return content(book)


def _titles(things: Iterable[EntityType], lists: Sequence[EntityType], language: str) -> Iterator[str]:
    """The titles of all sheets, in order."""
    yield from (say(message("Read me"), language), say(message("Assessment"), language))
    yield from (title_of(kind, language) for kind in things)
    if lists:
        yield say(message("Lists"), language)
        yield from (title_of(kind, language) for kind in lists)
