"""Libraries that only some formats need: where one is missing, how to get it is said."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ccrules.errors import NOWHERE, Message, Problem, UsageError, message


def needed(extra: str, *modules: str) -> tuple[Any, ...]:
    """Import what a format needs.

    Args:
        extra: the extra of the package that brings it.
        modules: names of modules.

    Returns:
        The modules.

    Raises:
        UsageError: one is missing; the hint is the line that installs it.
    """
    try:
        return tuple(import_module(name) for name in modules)
    except (ImportError, OSError) as error:  # OSError: a library of the system that it can't find
        what = message(
            "this format needs {library}, which is not installed", library=_library(error, modules)
        )
        raise UsageError(Problem(NOWHERE, what, install(extra))) from error


def install(extra: str) -> Message:
    """The line that installs an extra."""
    return message("install it: {command}", command=f"pip install 'ccrules[{extra}]'")


def _library(error: BaseException, modules: tuple[str, ...]) -> str:
    return getattr(error, "name", None) or modules[0]
