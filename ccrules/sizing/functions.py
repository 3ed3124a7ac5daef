"""The formulas as functions of the condition language.

A formula refuses what it doesn't cover; a condition needs an answer for every value that a fact
may still have. So where more work comes in than people can do, these functions give the limit of
the formula: nobody is answered in time. A number of people that is not whole, such as 12.5, counts
as 12 during one half of the interval and 13 during the other. Each says in which direction it moves
with each argument, so that an interval of facts gives an interval of results. Loads beyond
:data:`~ccrules.sizing.scope.MOST` count as that.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from ccrules.conditions.functions import PluginFunction
from ccrules.sizing import chance, erlang, patience
from ccrules.sizing.scope import MOST, need_amount

RISING, FALLING = "rising", "falling"


def queue_load(contacts: float, minutes: float, handling_seconds: float) -> float:
    """Contacts in progress on average, in erlangs: see :func:`~ccrules.sizing.erlang.offered_load`."""
    return erlang.offered_load(contacts, minutes, handling_seconds)


def queue_work_hours(contacts: float, handling_seconds: float) -> float:
    """Hours of work in contacts: as many as one person needs for all of them."""
    return contacts * handling_seconds / 3600


def queue_agents(
    contacts: float, minutes: float, handling_seconds: float, target: float, threshold_seconds: float
) -> int:
    """The least number of people with which the target is met, by Erlang C."""
    load = _load(contacts, minutes, handling_seconds)
    return erlang.agents_needed(load, handling_seconds, target, threshold_seconds)


def queue_service_level(
    contacts: float, minutes: float, handling_seconds: float, agents: float, threshold_seconds: float
) -> float:
    """The share answered within the threshold, by Erlang C; 0 if the queue grows without end."""
    load = _load(contacts, minutes, handling_seconds)
    if load == 0:
        return 1.0

    def at(whole: int) -> float:
        if whole <= load:
            return 0.0
        return erlang.service_level(load, whole, handling_seconds, threshold_seconds)

    return _between(at, agents)


def queue_abandonment(
    contacts: float, minutes: float, handling_seconds: float, agents: float, patience_seconds: float
) -> float:
    """The share of contacts that give up, by Erlang A; all of them if nobody is there."""
    load = _load(contacts, minutes, handling_seconds)
    endless = patience.MOST_PATIENCE * handling_seconds

    def at(whole: int) -> float:
        if whole == 0:
            return 1.0 if load else 0.0
        found = patience.with_patience(load, whole, handling_seconds, min(patience_seconds, endless))
        return found.abandoned

    return _between(at, agents)


def queue_blocking(contacts: float, minutes: float, holding_seconds: float, lines: int) -> float:
    """The share of contacts that find all lines busy, by Erlang B."""
    load = _load(contacts, minutes, holding_seconds)
    return erlang.erlang_b(load, min(lines, MOST)) if load else 0.0


def _load(contacts: float, minutes: float, handling_seconds: float) -> float:
    return min(float(MOST), erlang.offered_load(contacts, minutes, handling_seconds))


def _between(at: Callable[[int], float], agents: float) -> float:
    """A result for a number of people that need not be whole."""
    need_amount("agents", agents)
    whole = math.floor(min(agents, MOST))
    part = min(agents, MOST) - whole
    low = at(whole)
    return low + part * (at(whole + 1) - low) if part else low


#: What the plugin hook ``ccrules_functions`` gives for the bundled rulesets.
FUNCTIONS = (
    PluginFunction(
        name="queue_load",
        call=queue_load,
        arguments=("number", "number", "number"),
        returns="number",
        minimum=0,
        unit="FTE",
        monotone=(RISING, FALLING, RISING),
    ),
    PluginFunction(
        name="queue_work_hours",
        call=queue_work_hours,
        arguments=("number", "number"),
        returns="number",
        minimum=0,
        unit="hours",
        monotone=(RISING, RISING),
    ),
    PluginFunction(
        name="queue_agents",
        call=queue_agents,
        arguments=("number", "number", "number", "number", "number"),
        returns="int",
        minimum=0,
        maximum=MOST,
        unit="FTE",
        monotone=(RISING, FALLING, RISING, RISING, FALLING),
    ),
    PluginFunction(
        name="queue_service_level",
        call=queue_service_level,
        arguments=("number", "number", "number", "number", "number"),
        returns="number",
        minimum=0,
        maximum=1,
        unit="ratio",
        monotone=(FALLING, RISING, FALLING, RISING, RISING),
    ),
    PluginFunction(
        name="queue_abandonment",
        call=queue_abandonment,
        arguments=("number", "number", "number", "number", "number"),
        returns="number",
        minimum=0,
        maximum=1,
        unit="ratio",
        monotone=(RISING, FALLING, RISING, FALLING, FALLING),
    ),
    PluginFunction(
        name="queue_blocking",
        call=queue_blocking,
        arguments=("number", "number", "number", "int"),
        returns="number",
        minimum=0,
        maximum=1,
        unit="ratio",
        monotone=(RISING, FALLING, RISING, FALLING),
    ),
    PluginFunction(
        name="gap_beyond_chance",
        call=chance.gap_beyond_chance,
        arguments=("number", "int", "number", "int"),
        returns="number",
        minimum=0,
        maximum=1,
        unit="ratio",
        monotone=("", RISING, "", RISING),
    ),
)
