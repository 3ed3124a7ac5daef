"""Erlang B and Erlang C: contacts that find all lines busy, and contacts that wait.

Both assume contacts that arrive at random and independently at a constant rate (Poisson), and
people who all handle all contacts. Erlang B turns away who finds nobody free; Erlang C lets
everybody wait as long as it takes, in the order of arrival, and assumes handling times that are
exponentially distributed. A *load* is contacts in progress on average, in erlangs: contacts per
second times seconds of handling.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

from ccrules.sizing.scope import (
    MOST,
    need_amount,
    need_capacity,
    need_load,
    need_people,
    need_share,
    need_time,
)


def offered_load(contacts: float, minutes: float, handling_seconds: float) -> float:
    """The work that contacts bring: how many would be in progress if nobody ever waited.

    Args:
        contacts: that arrive in the interval.
        minutes: length of the interval.
        handling_seconds: average time one contact takes, after-contact work included.

    Returns:
        Erlangs.

    Raises:
        NotCovered: negative contacts, or a time that is not above 0.
    """
    need_amount("contacts", contacts)
    need_time("minutes", minutes)
    need_time("handling_seconds", handling_seconds)
    return contacts * handling_seconds / (minutes * 60)


def erlang_b(load: float, lines: int) -> float:
    """The share of contacts that find all lines busy and are turned away.

    B(0) = 1, B(n) = a·B(n−1) / (n + a·B(n−1)): the usual recursion, every step of which is a
    share, so that it neither overflows nor loses digits.

    Args:
        load: contacts in progress if none were turned away, in erlangs.
        lines: lines, or people if nobody may wait.

    Raises:
        NotCovered: a load or a number of lines outside the formula.

    Source:
        A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in
        automatic telephone exchanges", Elektroteknikeren 13 (1917).
    """
    need_load(load)
    need_people("lines", lines)
    blocked = 1.0
    for count in range(1, int(lines) + 1):
        blocked = _next_blocked(blocked, load, count)
    return blocked


def _next_blocked(blocked: float, load: float, count: int) -> float:
    return load * blocked / (count + load * blocked)


def _waiting(blocked: float, load: float, agents: int) -> float:
    """Erlang C from Erlang B of the same load and people."""
    return blocked / (1 - load / agents * (1 - blocked))


def erlang_c(load: float, agents: int) -> float:
    """The share of contacts that have to wait.

    C = B / (1 − ρ(1 − B)), with B from :func:`erlang_b` and ρ = load / agents.

    Args:
        load: contacts in progress on average, in erlangs.
        agents: people present.

    Raises:
        NotCovered: a load that fills everybody, or figures outside the formula.

    Source:
        A. K. Erlang (1917), see :func:`erlang_b`.
    """
    need_load(load)
    need_people("agents", agents, least=1)
    need_capacity(load, agents)
    return _waiting(erlang_b(load, agents), load, agents)


def service_level(load: float, agents: int, handling_seconds: float, threshold_seconds: float) -> float:
    """The share of contacts answered within a threshold, if nobody gives up.

    1 − C·e^(−(n − a)·t / h), the distribution of waiting times in the order of arrival.

    Args:
        load: contacts in progress on average, in erlangs.
        agents: people present.
        handling_seconds: average handling time.
        threshold_seconds: how long one may wait and still count as answered in time.

    Raises:
        NotCovered: a load that fills everybody, or figures outside the formula.

    Source:
        A. K. Erlang (1917), see :func:`erlang_b`.
    """
    need_time("handling_seconds", handling_seconds)
    need_amount("threshold_seconds", threshold_seconds)
    waits = erlang_c(load, agents)
    return _in_time(waits, load, agents, threshold_seconds / handling_seconds)


def _in_time(waits: float, load: float, agents: int, threshold: float) -> float:
    return 1 - waits * math.exp(-(agents - load) * threshold)


def average_wait(load: float, agents: int, handling_seconds: float) -> float:
    """The average wait of all contacts, those answered at once included: C·h / (n − a).

    Args:
        load: contacts in progress on average, in erlangs.
        agents: people present.
        handling_seconds: average handling time.

    Returns:
        Seconds.

    Raises:
        NotCovered: a load that fills everybody, or figures outside the formula.

    Source:
        A. K. Erlang (1917), see :func:`erlang_b`.
    """
    need_time("handling_seconds", handling_seconds)
    return erlang_c(load, agents) * handling_seconds / (agents - load)


def occupancy(load: float, agents: int) -> float:
    """The share of their time that people spend on contacts: load / agents.

    Args:
        load: contacts in progress on average, in erlangs.
        agents: people present.

    Raises:
        NotCovered: a load that fills everybody: then nobody is ever free, and some contacts are lost.
    """
    need_load(load)
    need_people("agents", agents, least=1)
    need_capacity(load, agents)
    return load / agents


@lru_cache(maxsize=10_000)  # the same intervals come again with every assessment
def agents_needed(
    load: float, handling_seconds: float, target: float, threshold_seconds: float, most_occupancy: float = 1
) -> int:
    """The least number of people with which the target is met, by :func:`service_level`.

    Args:
        load: contacts in progress on average, in erlangs.
        handling_seconds: average handling time.
        target: the share to be answered in time, between 0 and 1.
        threshold_seconds: how long one may wait and still count as answered in time.
        most_occupancy: the share of their time that people may spend on contacts.

    Returns:
        People present and available; holidays, breaks and training come on top. 0 if nothing arrives.

    Raises:
        NotCovered: figures outside the formula.
    """
    need_load(load)
    need_time("handling_seconds", handling_seconds)
    need_share("target", target)
    need_amount("threshold_seconds", threshold_seconds)
    need_time("most_occupancy", most_occupancy)
    if load == 0:
        return 0
    for agents, waits in _rising(load):
        in_time = _in_time(waits, load, agents, threshold_seconds / handling_seconds)
        if in_time >= target and load <= most_occupancy * agents:
            return agents
    return MOST


def _rising(load: float) -> Iterator[tuple[int, float]]:
    """Numbers of people that keep up with a load, each with the share that waits."""
    blocked = 1.0
    for agents in range(1, MOST):
        blocked = _next_blocked(blocked, load, agents)
        if agents > load:
            yield agents, _waiting(blocked, load, agents)


def lines_needed(load: float, most_blocked: float) -> int:
    """The least number of lines with which no more than a share of contacts is turned away.

    Args:
        load: contacts in progress if none were turned away, in erlangs; waiting holds a line too.
        most_blocked: the share that may be turned away, between 0 and 1.

    Raises:
        NotCovered: figures outside the formula.
    """
    need_load(load)
    need_share("most_blocked", most_blocked)
    blocked, lines = 1.0, 0
    while blocked > most_blocked:
        lines += 1
        blocked = _next_blocked(blocked, load, lines)
    return lines
