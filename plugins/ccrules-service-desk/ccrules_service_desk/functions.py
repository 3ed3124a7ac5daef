"""Functions for conditions."""

from __future__ import annotations

from ccrules.author import function

#: Days of a month, averaged over the year.
DAYS_PER_MONTH = 30.4
MINUTES_PER_DAY = 24 * 60


@function(arguments=["number", "number"], returns="number", minimum=0, monotone=["rising", "falling"])
def days_to_clear(open_tickets: float, solved_month: float) -> float:
    """How many days of work the open tickets are, at the pace of the last month.

    It is called with known numbers only. The more are open, the longer it takes, and the more are
    solved, the shorter; so an interval of open tickets gives an interval of days, which may be
    enough for a verdict. Where nothing is solved, it takes a day longer than any number can say:
    a hundred years.
    """
    if open_tickets <= 0:
        return 0.0
    return min(DAYS_PER_MONTH * open_tickets / solved_month, 36_500.0) if solved_month > 0 else 36_500.0


@function(arguments=["number"], returns="number", minimum=0, maximum=43_776, monotone=["falling"])
def minutes_down(availability: float) -> float:
    """How many minutes of a month a service is down, at an availability between 0 and 1."""
    return min(max(1 - availability, 0.0), 1.0) * DAYS_PER_MONTH * MINUTES_PER_DAY
