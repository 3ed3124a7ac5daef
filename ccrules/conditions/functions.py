"""The functions a condition may call; nothing else can be called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from ccrules.facts.vocabulary import Attribute, AttributeType

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
#: Functions that ask about the sources of a fact; of two equal values one may have sources that differ.
SOURCES = frozenset({"differ"})
#: Functions over graphs, and ``edges`` itself; a loop over pairs is the last argument of each.
GRAPHS = frozenset(
    {"edges", "reaches", "hops", "shortest_path", "on_cycle", "shortest_cycle", "connected", "separates"}
)

BUILTIN = AGGREGATES | STATES | SERIES | DATES | SOURCES | GRAPHS


@dataclass(frozen=True, slots=True)
class PluginFunction:
    """A function that a plugin adds to the condition language.

    It is called with definite values only. Where an argument is not known, the result is what
    ``monotone`` lets one conclude from the ends of the argument, or unknown between the bounds;
    ``handles_unknown`` says that it takes :class:`~ccrules.values.NotPlain` arguments itself.

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
        monotone: for each argument ``rising`` if the result never falls as the argument grows,
            ``falling`` if it never rises, ``""`` if neither is so; may be left out.
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
    monotone: tuple[str, ...] = ()

    @property
    def result(self) -> Attribute:
        """What it returns, as an attribute that always has a value."""
        return Attribute(
            self.name,
            cast("AttributeType", self.returns),
            minimum=self.minimum,
            maximum=self.maximum,
            unit=self.unit,
            optional=False,
            always_applicable=True,
        )


#: What ``monotone`` may say of an argument.
DIRECTIONS = ("rising", "falling", "")
#: Types whose values have an order.
ORDERED = frozenset({"int", "number", "date", "duration"})
