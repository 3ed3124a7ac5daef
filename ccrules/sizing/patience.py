"""Erlang A: contacts that wait, and give up when they have waited too long.

As Erlang C, but each customer has a patience of their own, exponentially distributed. Whoever
gives up is lost and does not come back. There is an answer for every load: where more work comes
in than people can do, giving up is what keeps the queue from growing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from ccrules.errors import message
from ccrules.sizing.scope import MOST, NotCovered, need_amount, need_load, need_people, need_share, need_time

#: States that are less likely than this, against the likeliest, add nothing that shows.
NEGLIGIBLE = 1e-20
#: Beyond this many handling times of patience nobody gives up, for all practical purposes.
MOST_PATIENCE = 10_000


@dataclass(frozen=True, slots=True)
class Queue:
    """What a queue that customers may leave comes to, on average.

    Attributes:
        waiting: share of contacts not answered at once.
        abandoned: share of contacts that give up.
        wait_seconds: average wait of all contacts, those who give up included.
        occupancy: share of their time that people spend on contacts.
    """

    waiting: float
    abandoned: float
    wait_seconds: float
    occupancy: float


@dataclass(frozen=True, slots=True)
class _States:
    """Sums over the numbers of contacts present, in units of the likeliest state.

    Attributes:
        total: of all states.
        waiting: of those in which a contact that arrives has to wait.
        queued: of the same, times contacts in the queue.
        busy: of all, times people busy.
        all_busy_log: logarithm of the state in which all are busy and nobody waits.
    """

    total: float
    waiting: float
    queued: float
    busy: float
    all_busy_log: float


def with_patience(load: float, agents: int, handling_seconds: float, patience_seconds: float) -> Queue:
    """What becomes of contacts that may give up.

    The stationary probabilities of the birth and death process with death rates min(j, n)/h +
    max(j − n, 0)/p, summed from the likeliest state outwards, so that no sum overflows. The share
    that gives up is the queue divided by patience and arrivals; the wait follows from the queue by
    Little's law.

    Args:
        load: contacts in progress if nobody waited or gave up, in erlangs.
        agents: people present.
        handling_seconds: average handling time.
        patience_seconds: average time after which a customer who is not answered gives up.

    Raises:
        NotCovered: figures outside the formula, or patience without end (that is Erlang C).

    Source:
        C. Palm, "Research on telephone traffic carried by full availability groups", Tele 1 (1957);
        O. Garnett, A. Mandelbaum, M. Reiman, "Designing a call center with impatient customers",
        Manufacturing & Service Operations Management 4 (2002).
    """
    ratio = _impatience(load, agents, handling_seconds, patience_seconds)
    if load == 0:
        return Queue(0.0, 0.0, 0.0, 0.0)
    states = _states(load, agents, ratio)
    queued = states.queued / states.total
    return Queue(
        waiting=min(1.0, states.waiting / states.total),
        abandoned=min(1.0, queued * ratio / load),
        wait_seconds=queued * handling_seconds / load,
        occupancy=min(1.0, states.busy / states.total / agents),
    )


def answered_in_time(
    load: float, agents: int, handling_seconds: float, patience_seconds: float, threshold_seconds: float
) -> float:
    """The share of all contacts that are answered within a threshold; who gave up was not.

    One minus those who give up, minus those who are answered later. The latter are the integral,
    beyond the threshold, of the density of the wait a patient customer would have times the share
    that is still there, which has a closed form with an incomplete gamma function.

    Args:
        load: contacts in progress if nobody waited or gave up, in erlangs.
        agents: people present.
        handling_seconds: average handling time.
        patience_seconds: average time after which a customer who is not answered gives up.
        threshold_seconds: how long one may wait and still count as answered in time.

    Raises:
        NotCovered: figures outside the formula.

    Source:
        F. Baccelli, G. Hebuterne, "On queues with impatient customers" (1981), for the density; S. Zeltyn,
        A. Mandelbaum, "Call centers with impatient customers", Queueing Systems 51 (2005).
    """
    need_amount("threshold_seconds", threshold_seconds)
    ratio = _impatience(load, agents, handling_seconds, patience_seconds)
    if load == 0:
        return 1.0
    states = _states(load, agents, ratio)
    abandoned = states.queued / states.total * ratio / load
    late = _answered_late(load, agents, ratio, threshold_seconds / handling_seconds, states)
    return min(1.0, max(0.0, 1 - abandoned - late))


def agents_needed_with_patience(
    load: float, handling_seconds: float, patience_seconds: float, target: float, threshold_seconds: float
) -> int:
    """The least number of people with which the target is met, by :func:`answered_in_time`.

    Args:
        load: contacts in progress if nobody waited or gave up, in erlangs.
        handling_seconds: average handling time.
        patience_seconds: average time after which a customer who is not answered gives up.
        target: the share of all contacts to be answered in time, between 0 and 1.
        threshold_seconds: how long one may wait and still count as answered in time.

    Returns:
        People present and available. 0 if nothing arrives.

    Raises:
        NotCovered: figures outside the formula.
    """
    need_share("target", target)
    if load == 0:
        return 0

    def is_met(agents: int) -> bool:
        found = answered_in_time(load, agents, handling_seconds, patience_seconds, threshold_seconds)
        return found >= target

    low, high = 0, 1
    while high < MOST and not is_met(high):
        low, high = high, min(2 * high, MOST)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_met(middle) else (middle, high)
    return high


def _impatience(load: float, agents: int, handling_seconds: float, patience_seconds: float) -> float:
    """Handling time divided by patience; everything checked on the way."""
    need_load(load)
    need_people("agents", agents, least=1)
    need_time("handling_seconds", handling_seconds)
    need_time("patience_seconds", patience_seconds)
    if patience_seconds > MOST_PATIENCE * handling_seconds:
        what = message("a patience of {seconds} seconds is endless", seconds=patience_seconds)
        raise NotCovered(what, message("use Erlang C, in which nobody gives up"))
    return handling_seconds / patience_seconds


# --- the states ------------------------------------------------------------------------


def _states(load: float, agents: int, ratio: float) -> _States:
    likeliest = _likeliest(load, agents, ratio)
    total = waiting = queued = busy = 0.0
    all_busy_log = -math.inf
    for present, weight in _weights(load, agents, ratio, likeliest):
        total += weight
        busy += weight * min(present, agents)
        if present >= agents:
            waiting += weight
            queued += weight * (present - agents)
        if present == agents and weight > 0:
            all_busy_log = math.log(weight)
    if all_busy_log == -math.inf and likeliest > agents:
        all_busy_log = -_queue_log(load / ratio, agents / ratio, likeliest - agents)
    return _States(total, waiting, queued, busy, all_busy_log)


def _likeliest(load: float, agents: int, ratio: float) -> int:
    """The state beyond which contacts leave faster than they arrive."""
    return int(load) if load <= agents else agents + int((load - agents) / ratio)


def _leaving(present: int, agents: int, ratio: float) -> float:
    """How fast contacts leave a state, answered or not, per handling time."""
    return present if present <= agents else agents + (present - agents) * ratio


def _weights(load: float, agents: int, ratio: float, likeliest: int) -> Iterator[tuple[int, float]]:
    """States with their probability against that of the likeliest, downwards and then upwards."""
    present, weight = likeliest, 1.0
    while present >= 0 and weight > NEGLIGIBLE:
        yield present, weight
        weight *= _leaving(present, agents, ratio) / load
        present -= 1
    present = likeliest + 1
    weight = load / _leaving(present, agents, ratio)
    while weight > NEGLIGIBLE:
        yield present, weight
        present += 1
        weight *= load / _leaving(present, agents, ratio)


# --- the threshold ---------------------------------------------------------------------


def _answered_late(load: float, agents: int, ratio: float, threshold: float, states: _States) -> float:
    """The share answered after the threshold, which is given in handling times."""
    patient = math.exp(-ratio * threshold)
    if load / ratio * patient == 0:
        return 0.0
    free_log = states.all_busy_log - math.log(states.total) + math.log(agents / load)
    moved = load * (1 - patient) / ratio - agents * threshold
    return math.exp(free_log + moved + _series_log(load / ratio * patient, agents / ratio))


def _series_log(load: float, agents: float) -> float:
    """Logarithm of Σ y^j / ((x+1)…(x+j)) over j ≥ 1, with y the load and x the people."""
    top = max(1, int(load - agents))
    total, term, step = 0.0, 1.0, top
    while step >= 1 and term > NEGLIGIBLE:
        total += term
        term *= (agents + step) / load
        step -= 1
    step, term = top + 1, load / (agents + top + 1)
    while term > NEGLIGIBLE:
        total += term
        step += 1
        term *= load / (agents + step)
    return _queue_log(load, agents, top) + math.log(total)


def _queue_log(load: float, agents: float, steps: int) -> float:
    """Logarithm of y^j / ((x+1)…(x+j)) for one j."""
    return steps * math.log(load) + math.lgamma(agents + 1) - math.lgamma(agents + steps + 1)
