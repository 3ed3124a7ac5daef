"""Queueing formulas: how many people a load needs, who waits, who gives up, what pooling brings.

The formulas take plain numbers with the units their arguments are named after, and refuse what
they don't cover (:class:`~ccrules.sizing.scope.NotCovered`). ``functions`` makes them functions
of the condition language. ``docs/sizing.md`` says what each assumes.
"""

from __future__ import annotations

from ccrules.sizing.erlang import (
    agents_needed,
    average_wait,
    erlang_b,
    erlang_c,
    lines_needed,
    occupancy,
    offered_load,
    service_level,
)
from ccrules.sizing.patience import Queue, agents_needed_with_patience, answered_in_time, with_patience
from ccrules.sizing.pooling import Contacts, Pooling, pooling
from ccrules.sizing.scope import NotCovered

__all__ = [
    "Contacts",
    "NotCovered",
    "Pooling",
    "Queue",
    "agents_needed",
    "agents_needed_with_patience",
    "answered_in_time",
    "average_wait",
    "erlang_b",
    "erlang_c",
    "lines_needed",
    "occupancy",
    "offered_load",
    "pooling",
    "service_level",
    "with_patience",
]
