"""What somebody types in an interview: commands, states, and values in the form of a fact file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from ccrules.collecting.interview_answers import as_written
from ccrules.errors import NOWHERE, InputError, Message, Problem, message
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.words import BOOLEAN_WORDS, folded, state_of
from ccrules.facts.writing import Quoted
from ccrules.text import localise
from ccrules.values import NONE, NOT_APPLICABLE, UNKNOWN, State

LATER, BACK, QUIT, EXPLAIN = "later", "back", "quit", "explain"

#: What is done instead of answering, in both languages.
COMMANDS: Mapping[str, str] = {
    "": LATER,
    "later": LATER,
    "plus tard": LATER,
    "back": BACK,
    "retour": BACK,
    "q": QUIT,
    "quit": QUIT,
    "quitter": QUIT,
    "?": EXPLAIN,
    "why": EXPLAIN,
    "pourquoi": EXPLAIN,
}

#: What people say when they can't tell, beside the words of fact files.
_CANNOT_TELL = frozenset(
    ("don't know", "dont know", "i don't know", "ne sait pas", "ne sais pas", "je ne sais pas")
)

#: Control characters, and halves of characters.
_ODD = ("Cc", "Cs")
_PAIR = re.compile(r"[^:]+:\s")
_SEMICOLON, _COMMA = re.compile(r"\s*;\s*"), re.compile(r"\s*[;,]\s*")
#: In whose values a comma can only separate.
_WORDY = ("text", "ref", "enum")


def command_of(text: str) -> str | None:
    """What a line asks for, if it is no answer.

    Args:
        text: the line.
    """
    return COMMANDS.get(_apostrophes(folded(text)))


def state_word(text: str) -> State | None:
    """The state that an answer says; None if it is a value."""
    if _apostrophes(folded(text)) in _CANNOT_TELL:
        return UNKNOWN
    return state_of(text)


def refuse_odd_characters(text: str) -> None:
    """Refuse what a keyboard sends by mistake, and text in another encoding.

    Raises:
        InputError: control characters, or bytes that are no text.
    """
    if any(letter == "\N{REPLACEMENT CHARACTER}" or unicodedata.category(letter) in _ODD for letter in text):
        what = message("the answer holds characters that can't be read")
        raise InputError(Problem(NOWHERE, what, message("type it again; a file of answers is in UTF-8")))


#: How a state is written.
_WRITTEN = {id(UNKNOWN): "unknown", id(NONE): "none", id(NOT_APPLICABLE): "not applicable"}


def value_of(attribute: Attribute, text: str) -> Any:
    """An answer in the form of a fact file; whether it is right, the readers of fact files say.

    Args:
        attribute: what is asked.
        text: what was typed.

    Raises:
        InputError: brackets that don't match.
    """
    state = state_word(text)
    if state is not None:
        return _WRITTEN[id(state)]
    if text.startswith(("[", "{")) and (attribute.set or attribute.series or _is_long_form(text)):
        return _yaml(text)
    if attribute.series:
        return _series(text)
    if attribute.set:
        separator = _COMMA if attribute.type in _WORDY else _SEMICOLON
        return [_one(attribute, part) for part in separator.split(text) if part]
    return _one(attribute, text)


def _one(attribute: Attribute, text: str) -> Any:
    if attribute.type in ("text", "ref") and len(text) > 1 and text[0] == text[-1] == '"':
        inner = text[1:-1]
        return Quoted(inner) if state_of(inner) is not None else inner
    if attribute.type == "enum" and text.isdecimal() and text not in attribute.values:
        return _choice(attribute, int(text), text)
    return _WRITTEN[id(UNKNOWN)] if state_word(text) is UNKNOWN else text


def _choice(attribute: Attribute, number: int, text: str) -> str:
    """The value by its number in the list that was shown."""
    return attribute.values[number - 1] if 0 < number <= len(attribute.values) else text


def _series(text: str) -> Any:
    if _PAIR.match(text):
        return _yaml(f"{{{text}}}")
    return _SEMICOLON.split(text)


def _is_long_form(text: str) -> bool:
    return bool(re.match(r"\{\s*(value|any_of)\s*:", text))


def _yaml(text: str) -> Any:
    from ccrules.documents.yaml_reader import read_yaml  # imports PyYAML

    return as_written(read_yaml(text, ""))


def with_source(attribute: Attribute, value: Any, by: str, on: str) -> Any:
    """A value in its long form.

    Args:
        attribute: what it is a value of.
        value: as a fact file gives it.
        by: who said it; empty if not told.
        on: when; empty if not told.
    """
    told = {name: text for name, text in (("by", by), ("on", on)) if text}
    if not told or (attribute.owns and not attribute.set):
        return value
    if isinstance(value, dict) and "any_of" in value:
        return value
    if isinstance(value, dict) and "value" in value:
        return {**value, **{name: text for name, text in told.items() if name not in value}}
    return {"value": value, **told}


def yes_or_no(text: str) -> bool:
    """A plain yes or no.

    Raises:
        InputError: neither.
    """
    found = BOOLEAN_WORDS.get(folded(text), {"y": True, "o": True, "n": False}.get(folded(text)))
    if found is None:
        what = message("{text} is neither yes nor no", text=text)
        raise InputError(Problem(NOWHERE, what, message("yes or no")))
    return found


def ids_of(text: str) -> list[str]:
    """The members that an answer names."""
    return [part for part in _COMMA.split(text) if part]


# --- what may be answered ----------------------------------------------------------------------

_FORMS: Mapping[str, Message] = {
    "bool": message("yes or no"),
    "int": message("a number, or 40..50"),
    "number": message("a number, or 40..50"),
    "date": message("a date: 2026-10-01, 2026-10 or 2026"),
    "duration": message("6 months, 20 s, weekly"),
    "text": message("text"),
}


def form_of(attribute: Attribute, known: list[str]) -> Message:
    """What an answer looks like.

    Args:
        attribute: what is asked.
        known: for a reference, what it can refer to.
    """
    if attribute.type == "ref":
        one = message("an id: {names}", names=known) if known else message("an id")
    elif attribute.type == "enum":
        one = message("choose from the list")
    else:
        one = _FORMS[attribute.type]
    if attribute.series:
        return message("values by month, such as {text}", text=_example(attribute))
    return message("{one}; several with ; between them", one=one) if attribute.set else one


def _example(attribute: Attribute) -> str:
    if attribute.unit in ("%", "ratio", "share"):
        return "2026-06: 85 %, 2026-07: 83 %"
    return "2026-06: 120, 2026-07: 95"


def choices_of(attribute: Attribute, language: str) -> list[str]:
    """The values of a choice, numbered, in the language of the interview."""
    if attribute.type != "enum":
        return []
    labels = (localise(attribute.labels.get(value, {}), language) or value for value in attribute.values)
    return [f"{number}  {label}" for number, label in enumerate(labels, start=1)]


def _apostrophes(text: str) -> str:
    return text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
