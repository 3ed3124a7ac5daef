"""What the formulas cover; everything else is refused in words."""

from __future__ import annotations

import math

from ccrules.errors import NOWHERE, Message, Problem, UsageError, message

#: Most contacts in progress, and most people or lines, that the formulas are used for.
MOST = 100_000


class NotCovered(UsageError):  # noqa: N818 - it names what is wrong with the figures
    """Figures for which a queueing formula has no answer, or a wrong one.

    Args:
        what: what is not covered.
        hint: what would be.
    """

    def __init__(self, what: Message, hint: Message) -> None:
        super().__init__(Problem(NOWHERE, what, hint))


def need_amount(name: str, value: float) -> None:
    """Refuse a number that is negative, infinite or none at all.

    Args:
        name: the argument, as the caller knows it.
        value: 0 or more.

    Raises:
        NotCovered: it isn't.
    """
    if not (math.isfinite(value) and value >= 0):
        what = message("{name} is {value}, and must be 0 or more", name=name, value=value)
        raise NotCovered(what, message("check the sign and the unit"))


def need_time(name: str, value: float) -> None:
    """Refuse a time that is not above 0.

    Args:
        name: the argument, as the caller knows it.
        value: a length of time.

    Raises:
        NotCovered: it is 0, negative or infinite.
    """
    if not (math.isfinite(value) and value > 0):
        what = message("{name} is {value}, and must be more than 0", name=name, value=value)
        raise NotCovered(what, message("check the sign and the unit"))


def need_load(load: float) -> None:
    """Refuse a load that is negative or beyond any contact centre.

    Args:
        load: contacts in progress on average, in erlangs.

    Raises:
        NotCovered: it is.
    """
    need_amount("load", load)
    if load > MOST:
        what = message(
            "a load of {load} erlangs is beyond the {most} the formulas are used for", load=load, most=MOST
        )
        raise NotCovered(what, message("check the unit of the handling time and of the interval"))


def need_people(name: str, value: int, least: int = 0) -> None:
    """Refuse people or lines that are no whole number from the least to :data:`MOST`.

    Args:
        name: the argument, as the caller knows it.
        value: a number of people or lines.
        least: the lowest that makes sense.

    Raises:
        NotCovered: it is something else.
    """
    if value != int(value) or not least <= value <= MOST:
        what = message(
            "{name} is {value}, and must be a whole number from {least} to {most}",
            name=name, value=value, least=least, most=MOST,
        )  # fmt: skip
        raise NotCovered(what, message("a formula counts whole people; work out both neighbours and compare"))


def need_share(name: str, value: float) -> None:
    """Refuse a target that is no share, or that only endlessly many people reach.

    Args:
        name: the argument, as the caller knows it.
        value: more than 0 and less than 1.

    Raises:
        NotCovered: it isn't.
    """
    if not 0 < value < 1:
        what = message("{name} is {value}, and must lie between 0 and 1", name=name, value=value)
        raise NotCovered(what, message("no number of people answers everybody at once: ask for 0.99 at most"))


def need_capacity(load: float, agents: int) -> None:
    """Refuse a queue that grows without end.

    Args:
        load: contacts in progress on average, in erlangs.
        agents: people present.

    Raises:
        NotCovered: the work that comes in fills all of them, or more.
    """
    if load >= agents:
        what = message(
            "{load} erlangs of work for {agents} people: the queue grows without end",
            load=load,
            agents=agents,
        )
        raise NotCovered(
            what, message("take more people, or a formula in which customers give up (Erlang A)")
        )
