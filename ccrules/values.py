"""What one attribute can hold: plain values, and values that are not plainly known.

A plain value is an ordinary Python object (bool, int, float, str, ``date``, ``Duration``,
an entity, a ``frozenset`` of these). Everything else derives from :class:`NotPlain`, whose
every operation raises :class:`Undecided`: compiled conditions run on plain operators, and
touching something that is not plainly known sends them to the set-valued evaluator. For
that to be safe no container may hold such an object where ``in`` or ``min`` would find it by
identity, which is why an incomplete set is itself a :class:`PartialSet`.

Attribute names start with an underscore, because ``x.owner.name`` on a missing owner must
raise as well, whatever the vocabulary calls its attributes.
"""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import total_ordering
from typing import Any, NoReturn

#: Mean length of a Gregorian month (365.2425 / 12 days) in seconds; orders durations only.
SECONDS_PER_MONTH = 2_629_746
SECONDS_PER_DAY = 86_400


class Undecided(TypeError):  # noqa: N818 - a signal of the evaluator, not a user's error
    """Raised by any operation on a value that is not plainly known.

    A TypeError, as Python raises for what can't be hashed or compared.
    """


def _undecided(*_: object) -> NoReturn:
    raise Undecided


class NotPlain:
    """Base of all values that plain operators must not touch."""

    __slots__ = ()

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        raise Undecided

    __bool__ = __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = _undecided
    __hash__ = _undecided  # never to be found in a set or a dictionary
    __iter__ = __len__ = __contains__ = __getitem__ = __float__ = __int__ = __index__ = _undecided
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _undecided
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _undecided
    __pow__ = __rpow__ = __neg__ = __pos__ = __abs__ = __round__ = _undecided


class State(NotPlain):
    """One of the four states in which an attribute has no value to compute with."""

    __slots__ = ("_word",)

    def __init__(self, word: str) -> None:
        self._word = word

    def __repr__(self) -> str:
        return f"<{self._word}>"

    def __reduce__(self) -> str:
        return self._word.upper().replace(" ", "_")  # copies and pickles are the state itself


#: Known to be absent: no owner.
NONE = State("none")
#: Asked, and nobody could tell.
UNKNOWN = State("unknown")
#: Nobody has asked yet; the same as leaving the attribute out.
NOT_COLLECTED = State("not collected")
#: The question makes no sense for this subject.
NOT_APPLICABLE = State("not applicable")


class Interval(NotPlain):
    """A number, date or duration known to lie between two bounds.

    Args:
        low: lower bound; None if there is none.
        high: upper bound; None if there is none.
        low_open: True if the lower bound itself is excluded.
        high_open: True if the upper bound itself is excluded.
    """

    __slots__ = ("_high", "_high_open", "_low", "_low_open")

    def __init__(self, low: Any, high: Any, low_open: bool = False, high_open: bool = False) -> None:
        self._low, self._high = low, high
        self._low_open, self._high_open = low_open, high_open

    def __repr__(self) -> str:
        left, right = "(" if self._low_open else "[", ")" if self._high_open else "]"
        return f"{left}{self._low}, {self._high}{right}"


def ends(value: Any) -> tuple[Any, Any]:
    """Lower and upper bound of an interval, None where there is none; a plain value is both."""
    return (value._low, value._high) if isinstance(value, Interval) else (value, value)


class OneOf(NotPlain):
    """Text, a choice, a yes/no or a reference known to be one of several (sources differ).

    Args:
        candidates: the possible plain values, at least two, in a stable order; may hold NONE.
    """

    __slots__ = ("_candidates",)

    def __init__(self, candidates: tuple[Any, ...]) -> None:
        self._candidates = candidates

    def __repr__(self) -> str:
        return f"one of {self._candidates}"


class Computed(NotPlain):
    """A derived attribute that is not plainly known: what the evaluator found possible.

    Args:
        possible: a value of ``ccrules.conditions.possible``, or a mask of outcomes.
        failure: what a plugin's function raised, if that is why it is not known; whatever needs
            the value raises it again.
    """

    __slots__ = ("_failure", "_possible")

    def __init__(self, possible: Any, failure: Exception | None = None) -> None:
        self._possible, self._failure = possible, failure

    def __repr__(self) -> str:
        return f"computed {self._possible}"


class PartialSet(NotPlain):
    """A set known to be incomplete: ``[a, unknown]``.

    Args:
        members: what is known to be in it.
    """

    __slots__ = ("_members",)

    def __init__(self, members: frozenset[Any]) -> None:
        self._members = members

    def __repr__(self) -> str:
        return f"{sorted(map(str, self._members))} and perhaps more"


@total_ordering
@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time or a rhythm, in calendar months, days and seconds.

    Durations are ordered by mean length (a month counts 30.436875 days), which is enough to
    tell weekly from monthly; :func:`add_duration` does exact calendar arithmetic.
    """

    months: int = 0
    days: int = 0
    seconds: float = 0

    @property
    def length(self) -> float:
        """Mean length in seconds."""
        return self.months * SECONDS_PER_MONTH + self.days * SECONDS_PER_DAY + self.seconds

    def __eq__(self, other: object) -> bool:
        return self.length == other.length if isinstance(other, Duration) else NotImplemented

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Duration):
            return NotImplemented
        return self.length < other.length

    def __hash__(self) -> int:
        return hash(self.length)


def add_duration(day: datetime.date, duration: Duration) -> datetime.date:
    """Add a duration to a date by the calendar: 31 August and 6 months is the end of February.

    Args:
        day: the start.
        duration: what to add; seconds count in whole days.

    Returns:
        The date, held inside the range that Python's ``date`` can express.
    """
    month_index = day.year * 12 + day.month - 1 + duration.months
    year, month = divmod(month_index, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return datetime.date.max if year > datetime.MAXYEAR else datetime.date.min
    last = calendar.monthrange(year, month + 1)[1]
    shifted = datetime.date(year, month + 1, min(day.day, last))
    try:
        return shifted + datetime.timedelta(days=duration.days, seconds=duration.seconds)
    except OverflowError:
        return datetime.date.max if duration.days > 0 else datetime.date.min


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series.

    Attributes:
        when: the period's date or partial date as an interval; None in a series without dates.
        value: the value, plain or not.
    """

    when: datetime.date | Interval | None
    value: Any


class Series(tuple[Point, ...]):
    """The values of an attribute over time, oldest first."""

    __slots__ = ()

    def values(self) -> Iterator[Any]:
        """The values alone, oldest first."""
        return (point.value for point in self)
