"""Which language the commands speak."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

LANGUAGES = ("en", "fr")
DEFAULT = "en"


def spoken_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of messages: ``--lang``, else the environment's.

    Args:
        arguments: the command line, not parsed yet: help and usage errors need a language too.
        environment: the environment's variables.
    """
    return _asked(arguments) or _of_environment(environment)


def _asked(arguments: Sequence[str]) -> str:
    """What ``--lang`` of a command line says; empty if there is none that is known."""
    values = [following for word, following in pairwise(arguments) if word == "--lang"]
    values += [word.removeprefix("--lang=") for word in arguments if word.startswith("--lang=")]
    return _first_known(reversed(values), default="")


def _of_environment(environment: Mapping[str, str]) -> str:
    """The language of the locale; ``LANGUAGE`` comes first unless the locale is the plain C one."""
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environment[name] for name in names if environment.get(name)), "")
    if locale.partition(".")[0] in {"", "C", "POSIX"}:
        return DEFAULT
    wanted = [name for name in environment.get("LANGUAGE", "").split(":") if name]
    return _first_known([*wanted, locale], default=DEFAULT)


def _first_known(names: Iterable[str], default: str) -> str:
    return next((name[:2].lower() for name in names if _is_known(name)), default)


def _is_known(name: str) -> bool:
    return name[:2].lower() in LANGUAGES and not name[2:3].isalpha()
