"""What a workbook for facts says of lists, things and questions, in a client's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ccrules.collecting.questions import Question
from ccrules.collecting.sheet_choices import values_of
from ccrules.errors import Message, message
from ccrules.facts.vocabulary import ORGANISATION, EntityType
from ccrules.text import localise, typeset, worded

COLON = message(": ")
#: Who is asked, as a heading and in notes.
ASK = message("Who knows")
_FORMS: Mapping[str, Message] = {
    "bool": message("yes or no"),
    "int": message("a number, or 40..50"),
    "number": message("a number, or 40..50"),
    "date": message("a date: 2026-10-01, 2026-10 or 2026"),
    "duration": message("6 months, 20 s, weekly"),
    "ref": message("its name on its own sheet"),
    "enum": message("choose from the list"),
}


def say(what: Message, language: str) -> str:
    """A sentence as it is set; what is to be typed stays as it is typed."""
    said = worded(what, language)
    for value in map(str, what.values.values()):
        said = said.replace(typeset(value, language), value)
    return said


def title_of(kind: EntityType, language: str) -> str:
    """The name of a list or thing, as the title of its sheet."""
    if kind.name == ORGANISATION:
        return say(message("Organisation"), language)
    label = kind.label if kind.singleton else kind.label_plural
    return localise(label, language) or (kind.plural or kind.name).replace("_", " ")


def help_of(asked: Question, language: str) -> str:
    """How the values of a column are written, with their unit."""
    attribute = asked.attribute
    if attribute.series:
        form = message("values by month, such as {text}", text="{2026-06: 85 %, 2026-07: 83 %}")
    elif attribute.set:
        form = message("several, with ; between them")
    else:
        form = _FORMS.get(attribute.type, message("text"))
    return ", ".join(filter(None, (say(form, language), asked.unit)))


def note_of(asked: Question, language: str) -> Iterator[str]:
    """The lines of the note on a question: what is asked, how to obtain it, who knows."""
    yield asked.text
    if asked.attribute.set and (values := values_of(asked.attribute, language)):
        yield " · ".join(values)  # a cell can't offer them, because it holds several
    if asked.obtain:
        yield f"{say(message('How to obtain it:'), language)} {asked.obtain}"
    if asked.ask:
        yield f"{say(ASK, language)}{say(COLON, language)}{asked.ask}"
