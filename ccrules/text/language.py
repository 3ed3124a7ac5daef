"""Choosing the language of a text, and saying messages in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ccrules.errors import NOWHERE, Message, Problem, UsageError, message

#: The languages in which ccrules itself speaks.
LANGUAGES = ("en", "fr")


def known_language(name: str) -> str:
    """A language in which ccrules speaks.

    Args:
        name: ``en`` or ``fr``.

    Raises:
        UsageError: any other.
    """
    if name not in LANGUAGES:
        what = message("there is no language {name}", name=name)
        raise UsageError(Problem(NOWHERE, what, message("choose en or fr")))
    return name


def localise(text: Mapping[str, str], language: str) -> str:
    """Pick the wording of a localised text.

    Args:
        text: wording by language; a single text has the key ``""``.
        language: the language wanted.

    Returns:
        The wanted language, else the single text, else English, else the first there is;
        an empty string if there is none.
    """
    for wanted in (language, "", "en"):
        if wanted in text:
            return text[wanted]
    return next(iter(text.values()), "")


def translate(message: Message, language: str) -> str:
    """Say a message in a language.

    Args:
        message: the message; values that are messages themselves are said in the same language.
        language: ``en`` or ``fr``.

    Returns:
        The sentence; in English if the catalogue has no wording for it.
    """
    template = _catalogue(language).get(message.template, message.template)
    values = {name: _said(value, language) for name, value in message.values.items()}
    return template.format(**values)


def _catalogue(language: str) -> Mapping[str, str]:
    if language != "fr":
        return {}
    from ccrules.locale.fr import FRENCH

    return FRENCH


def _said(value: object, language: str) -> Any:
    if isinstance(value, Message):
        return translate(value, language)
    if isinstance(value, list | tuple):
        return ", ".join(str(_said(item, language)) for item in value)
    if isinstance(value, str | int | float):
        return value
    from ccrules.text.formats import duration  # help needs no durations, and starts sooner
    from ccrules.values import Duration

    return duration(value, language) if isinstance(value, Duration) else value
