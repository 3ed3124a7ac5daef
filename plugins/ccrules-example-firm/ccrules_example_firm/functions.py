"""Functions for conditions."""

from __future__ import annotations

from ccrules.author import function

#: Days of a month on which mail arrives, averaged over the year.
DAYS_PER_MONTH = 30.4


@function(arguments=["number", "number"], returns="number", minimum=0, monotone=["rising", ""])
def backlog_days(waiting: float, volume_month: float) -> float:
    """How many days of arrivals are waiting; none where nothing arrives.

    It is called with known numbers only. The more are waiting, the longer it takes, so a backlog
    of 200 to 300 gives an interval of days, which may be enough for a verdict. If the volume is not
    known, neither is the result, and the check says which fact is missing.
    """
    return DAYS_PER_MONTH * waiting / volume_month if volume_month else 0.0
