"""Words that stand for a state or a yes-or-no, in English and French, and how text is folded."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ccrules.errors import Message
from ccrules.text.grammar import without_accents
from ccrules.values import NONE, NOT_APPLICABLE, NOT_COLLECTED, UNKNOWN, State

#: What says a state when it is written without quotes. No enum may have one of these as a value.
STATE_WORDS: Mapping[str, State] = {
    "": NOT_COLLECTED,
    "~": NOT_COLLECTED,
    "unknown": UNKNOWN,
    "inconnu": UNKNOWN,
    "inconnue": UNKNOWN,
    "none": NONE,
    "aucun": NONE,
    "aucune": NONE,
    "not applicable": NOT_APPLICABLE,
    "sans objet": NOT_APPLICABLE,
}

_INITIALS = frozenset(word[:1] for word in STATE_WORDS) | frozenset(word[:1].upper() for word in STATE_WORDS)

BOOLEAN_WORDS: Mapping[str, bool] = {
    "yes": True,
    "true": True,
    "oui": True,
    "vrai": True,
    "no": False,
    "false": False,
    "non": False,
    "faux": False,
}


class BadValue(Exception):  # noqa: N818 - becomes an error as soon as somebody knows its place
    """A text that is not a value of its attribute.

    Args:
        what: what is wrong.
        hint: what to try.
    """

    def __init__(self, what: Message, hint: Message | None = None) -> None:
        super().__init__(str(what))
        self.what = what
        self.hint = hint


def folded(text: str) -> str:
    """Text without the differences that nobody means: case and the kind and number of spaces."""
    return " ".join(text.casefold().split())


def unaccented(text: str) -> str:
    """Text without accents, in lower case."""
    return without_accents(text.casefold())


WORD = re.compile(r"[^\W_]+")
"""What words are made of, digits included."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, without accents and in lower case."""
    return tuple(map(unaccented, WORD.findall(text)))


def state_of(text: str) -> State | None:
    """The state that a plain text stands for; None if it is a value.

    Args:
        text: as written, without quotes; case does not matter.
    """
    initial = text[:1]
    if initial not in _INITIALS and not initial.isspace():
        return None  # the usual case, and it is asked of every value
    return STATE_WORDS.get(folded(text))
