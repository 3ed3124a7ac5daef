"""The functions a condition may call; nothing else can be called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

#: Functions over the members of a collection, set or series.
AGGREGATES = frozenset(
    {
        "count",
        "any",
        "all",
        "sum",
        "mean",
        "min",
        "max",
        "median",
        "share",
        "distinct",
        "names",
        "consecutive",
    }
)
#: Functions that ask about the state of a fact rather than its value.
STATES = frozenset({"exists", "known", "cannot_tell"})
#: Functions over the values of a series.
SERIES = frozenset({"latest", "previous"})
#: Functions over dates.
DATES = frozenset({"age", "days_between"})

BUILTIN = AGGREGATES | STATES | SERIES | DATES


@dataclass(frozen=True, slots=True)
class PluginFunction:
    """A function that a plugin adds to the condition language.

    It is called with definite values only; with an argument that is not known its result is
    unknown between the bounds, unless ``handles_unknown`` says that it takes
    :class:`~ccrules.values.NotPlain` arguments itself.

    Attributes:
        name: the name in conditions, a Python identifier.
        call: the function; must be pure.
        arguments: declared type names: ``bool int number text date duration``.
        returns: one of the same names.
        minimum: lowest result; None if unbounded.
        maximum: highest result; None if unbounded.
        unit: of a number returned.
        handles_unknown: whether it is also called with values that are not plain.
        plugin: the plugin it comes from.
    """

    name: str
    call: Callable[..., Any]
    arguments: tuple[str, ...]
    returns: str
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""
    handles_unknown: bool = False
    plugin: str = ""
