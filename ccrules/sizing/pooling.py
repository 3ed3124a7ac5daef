"""What it brings, or costs, to let people handle several kinds of contacts instead of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ccrules.sizing.erlang import agents_needed, offered_load
from ccrules.sizing.scope import need_amount


@dataclass(frozen=True, slots=True)
class Contacts:
    """One kind of contacts in one interval, the same interval for all kinds compared.

    Attributes:
        contacts: that arrive in the interval.
        minutes: length of the interval.
        handling_seconds: average handling time by people who handle only these.
    """

    contacts: float
    minutes: float
    handling_seconds: float


@dataclass(frozen=True, slots=True)
class Pooling:
    """People needed for the same contacts, the same target and the same interval.

    Attributes:
        apart: if each kind has people of its own.
        together: if everybody handles every kind, slower by the extra time.
    """

    apart: int
    together: int

    @property
    def gain(self) -> int:
        """People that pooling saves; negative if it costs some."""
        return self.apart - self.together


def pooling(
    kinds: Sequence[Contacts], target: float, threshold_seconds: float, extra_time: float = 0
) -> Pooling:
    """Size the same contacts twice with Erlang C: apart, and all in one queue.

    One queue of contacts that take equally long never needs more people than several, as nobody is
    free in one while somebody waits in another; unless those who know everything take longer than
    those who know one thing. Handling times that differ are averaged, by contacts; the formula takes
    the mixture for exponential, which flatters the pool where they differ much.

    Args:
        kinds: the kinds of contacts.
        target: the share to be answered in time, the same for all.
        threshold_seconds: how long one may wait and still count as answered in time.
        extra_time: by how much longer a pooled person takes, as a share of the handling time.

    Raises:
        NotCovered: figures outside the formula.

    Source:
        D. R. Smith, W. Whitt, "Resource sharing for efficiency in traffic systems", Bell System
        Technical Journal 60 (1981), for the gain without extra time.
    """
    need_amount("extra_time", extra_time)
    loads = [offered_load(one.contacts, one.minutes, one.handling_seconds) for one in kinds]
    apart = sum(
        agents_needed(load, one.handling_seconds, target, threshold_seconds)
        for load, one in zip(loads, kinds, strict=True)
    )
    arrivals = sum(one.contacts / one.minutes for one in kinds)
    if not arrivals:
        return Pooling(apart, 0)
    load = sum(loads) * (1 + extra_time)
    return Pooling(apart, agents_needed(load, load * 60 / arrivals, target, threshold_seconds))
