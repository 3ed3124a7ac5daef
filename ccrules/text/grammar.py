"""Plurals, elision and spacing: what makes a generated sentence read as if it were written."""

from __future__ import annotations

import re
import unicodedata

from ccrules.errors import Message
from ccrules.text.language import translate
from ccrules.values import Interval, NotPlain

#: U+202F, narrow: thousands, before ``; ? ! %``.
THIN = "\u202f"
#: U+00A0: before ``:``, inside « », between a number and its unit.
HARD = "\u00a0"

#: Words that take no elision although they start with a vowel's sound or letter.
_ASPIRATED_WORDS = """
hache hacker haie haine hall halle halte hameau hamster hanche handball handicap handicapé handicapée
handicapés handicapées hangar hardware harcèlement hareng haricot harnais hasard hâte hausse haut haute
hautes hauteur hauteurs hauts havre helpdesk help-desk héros hibou hiérarchie hiérarchies hiérarchique
hiérarchiques hi-fi hit hobby hockey hollandais hollandaise honte hors hotline hot-line houle housse hub
hubs huit huitaine huitième hurlement hutte onze onzième oui yaourt yacht yoga
"""
_ASPIRATED = frozenset(_ASPIRATED_WORDS.split())
_ELIDED = {
    "de": "d'",
    "que": "qu'",
    "le": "l'",
    "la": "l'",
    "ne": "n'",
    "se": "s'",
    "je": "j'",
    "me": "m'",
    "te": "t'",
    "ce": "c'",
    "jusque": "jusqu'",
    "lorsque": "lorsqu'",
    "puisque": "puisqu'",
    "quoique": "quoiqu'",
}
_VOWELS = frozenset("aàâäæeéèêëiîïoôöœuùûüyÿ")


def inside(label: str) -> str:
    """A label inside a sentence: ``Mailboxes`` as ``mailboxes``, but ``SMS`` as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def without_accents(text: str) -> str:
    """Letters without the marks on them: ``Élevé`` as ``Eleve``."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text)
    return "".join(part for part in parts if not unicodedata.combining(part))


def plural(count: object, one: str, many: str, language: str) -> str:
    """Choose between singular and plural.

    French has the singular below two (0 and 1.5 as well), English at exactly one.

    Args:
        count: a number, or an interval of numbers.
        one: the singular.
        many: the plural.
        language: ``en`` or ``fr``.
    """
    if isinstance(count, Interval):
        count = count._high if count._high is not None else 2
    if isinstance(count, NotPlain) or not isinstance(count, int | float):
        return many
    singular = abs(count) < 2 if language == "fr" else abs(count) == 1
    return one if singular else many


def elide(word: str, following: str) -> str:
    """Join a French short word with what follows: ``de`` and ``agent`` give ``d'agent``.

    Args:
        word: ``de``, ``que``, ``le``, ``la`` … ; others are never elided.
        following: what comes after it; an aspirated h, ``onze`` and digits prevent elision.
    """
    short = _ELIDED.get(word.lower())
    if short is None or not _takes_elision(following):
        return f"{word} {following}"
    return (short.capitalize() if word[:1].isupper() else short) + following


def _takes_elision(following: str) -> bool:
    first = re.search(r"[^\W_]+(?:-[^\W_]+)*", following)
    if first is None:
        return False
    word = first[0].lower()
    if word in _ASPIRATED or word.split("-")[0] in _ASPIRATED:
        return False
    if word[0] == "y":
        return len(word) == 1 or word[1] not in _VOWELS
    return word[0] in _VOWELS or word[0] == "h"


#: What spacing never touches: code, addresses, HTML entities, times and ratios.
_PROTECTED = r"(?P<kept>```[\s\S]*?(?:```|\Z)|`[^`\n]*`|\b[a-z][a-z0-9+.-]*://\S+|\bmailto:\S+|&[A-Za-z#0-9]+;|\d+:\d+)"
_AFTER = r"(?=[\s»”\")\]*_.,]|$)"
_BEFORE = r"(?<=[\w»”\")\]*%€’…])"
_FRENCH_SPACES = tuple(
    (marks, re.compile(f"{_PROTECTED}|{pattern}"), replacement)
    for marks, pattern, replacement in (
        (";?!", rf"{_BEFORE}[ \u00a0\u202f]?(?P<mark>[;?!]+){_AFTER}", f"{THIN}{{}}"),
        (":", rf"{_BEFORE}[ \u00a0\u202f]?(?P<mark>:){_AFTER}", f"{HARD}{{}}"),
        ("%", r"(?<=\d)[ \u00a0]?(?P<mark>%)(?!\w)", f"{THIN}{{}}"),
        ("«", r"(?P<mark>«)[ \u202f]?(?=[^\s\u00a0])", f"{{}}{HARD}"),
        ("»", r"(?<=[^\s\u00a0])[ \u202f]?(?P<mark>»)", f"{HARD}{{}}"),
    )
)
_STRAIGHT = re.compile(rf"{_PROTECTED}|(?<=\w)(?P<mark>')(?=[\w«“])")


def worded(message: Message, language: str) -> str:
    """A message as it is printed: in a language, with the spaces that belong there.

    Args:
        message: the message.
        language: ``en`` or ``fr``.
    """
    return typeset(translate(message, language), language)


def typeset(text: str, language: str) -> str:
    """Set the no-break spaces that French wants before ``: ; ? ! %`` and inside « ».

    Code spans, addresses and times such as 18:30 stay as they are; so does any other language.
    Doing it twice changes nothing.

    Args:
        text: the text, plain or Markdown.
        language: its language.
    """
    if language != "fr":
        return text
    for marks, pattern, replacement in _FRENCH_SPACES:
        if any(mark in text for mark in marks):
            text = _outside_protected(pattern, replacement, text)
    return text


def curl_apostrophes(text: str) -> str:
    """Set typographic apostrophes between letters, but not in code spans and addresses.

    Args:
        text: the text, plain or Markdown.
    """
    return _outside_protected(_STRAIGHT, "’", text) if "'" in text else text


def _outside_protected(pattern: re.Pattern[str], replacement: str, text: str) -> str:
    return pattern.sub(lambda found: found["kept"] or replacement.format(found["mark"]), text)
