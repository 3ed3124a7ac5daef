"""Sets of possible outcomes: the domain in which conditions are evaluated when facts are missing.

A condition's value is a mask over TRUE, FALSE and NA. Numbers, dates, ages and durations are
:class:`Range`; text, choices and references are :class:`Choice`; sets are :class:`SomeSet`.
Each of the three may also be absent (``none``) or not applicable (``na``).
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from typing import Any

from ccrules.conditions.types import Type
from ccrules.facts.vocabulary import Attribute
from ccrules.values import (
    NONE,
    NOT_APPLICABLE,
    Computed,
    Duration,
    Interval,
    NotPlain,
    OneOf,
    PartialSet,
    State,
    add_duration,
)

TRUE, FALSE, NA = 1, 2, 4
EITHER = TRUE | FALSE
ANYTHING = TRUE | FALSE | NA

Mask = int


@total_ordering
@dataclass(frozen=True, slots=True)
class Age:
    """How old a date is; compared with a duration by the calendar.

    Attributes:
        since: the date.
        today: the day of the assessment.
    """

    since: datetime.date
    today: datetime.date

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Duration):
            return math.isfinite(other.seconds) and add_duration(self.since, other) == self.today
        return isinstance(other, Age) and self.days == other.days

    def __lt__(self, other: object) -> bool:
        if isinstance(other, Duration):
            return not math.isfinite(other.seconds) or self.today < add_duration(self.since, other)
        return self.days < other.days if isinstance(other, Age) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.days)

    @property
    def days(self) -> int:
        """Age in days; negative for a date to come."""
        return (self.today - self.since).days


@dataclass(frozen=True, slots=True)
class Range:
    """A number, date, age or duration between two bounds, both always present.

    Attributes:
        low: lower bound (``-inf``, ``date.min`` … where there is none).
        high: upper bound.
        low_open: whether ``low`` itself is excluded.
        high_open: whether ``high`` itself is excluded.
        none: whether it may be known to be absent.
        na: whether it may be not applicable.
        empty: whether there is no value at all, so that only ``none`` or ``na`` remain.
    """

    low: Any
    high: Any
    low_open: bool = False
    high_open: bool = False
    none: bool = False
    na: bool = False
    empty: bool = False

    @property
    def decided(self) -> bool:
        """Whether there is exactly one outcome."""
        if self.empty:
            return self.none != self.na
        return bool(self.low == self.high) and not self.none and not self.na

    @property
    def may_leave(self) -> bool:
        """Whether it may be absent or not applicable, so that an aggregate skips it."""
        return self.none or self.na


@dataclass(frozen=True, slots=True)
class Choice:
    """Text, a choice or a reference among candidates.

    Attributes:
        candidates: the possible values; None if it can be anything.
        none: whether it may be known to be absent.
        na: whether it may be not applicable.
    """

    candidates: tuple[Any, ...] | None
    none: bool = False
    na: bool = False

    @property
    def decided(self) -> bool:
        """Whether there is exactly one outcome."""
        if self.candidates is None:
            return False
        return len(self.candidates) + self.none + self.na == 1

    @property
    def may_leave(self) -> bool:
        """Whether it may be absent or not applicable, so that an aggregate skips it."""
        return self.none or self.na

    @property
    def empty(self) -> bool:
        """Whether there is no value at all."""
        return self.candidates == ()


@dataclass(frozen=True, slots=True)
class SomeSet:
    """A set of which some members are known.

    Attributes:
        must: the members that are surely in it.
        open: whether there may be more.
        na: whether it may be not applicable.
        empty: whether it surely is not applicable.
    """

    must: frozenset[Any]
    open: bool = False
    na: bool = False
    empty: bool = False

    @property
    def decided(self) -> bool:
        """Whether there is exactly one outcome."""
        return self.empty or (not self.open and not self.na)


Possible = Mask | Range | Choice | SomeSet

NO_RANGE = Range(0, 0, na=True, empty=True)
NO_CHOICE = Choice((), na=True)
NO_SET = SomeSet(frozenset(), na=True, empty=True)

#: Widest bounds by kind.
WIDEST: dict[str, tuple[Any, Any]] = {
    "number": (-math.inf, math.inf),
    "date": (datetime.date.min, datetime.date.max),
    "duration": (Duration(), Duration(seconds=math.inf)),
    "age": (Age(datetime.date.max, datetime.date.min), Age(datetime.date.min, datetime.date.max)),
}


def decided(value: Possible) -> bool:
    """Whether a value has exactly one outcome."""
    if value.__class__ is int:
        return value in (TRUE, FALSE, NA)
    return value.decided  # type: ignore[union-attr]  # masks were handled above


def not_applicable(kind: str) -> Possible:
    """The value that is surely not applicable, for a kind of type."""
    if kind == "bool":
        return NA
    if kind in WIDEST:
        return NO_RANGE
    return NO_SET if kind in ("set", "names", "series") else NO_CHOICE


def join(left: Possible, right: Possible) -> Possible:
    """Everything that either of two values can be."""
    if isinstance(left, int) and isinstance(right, int):
        return left | right
    if isinstance(left, Range) and isinstance(right, Range):
        return _join_ranges(left, right)
    if isinstance(left, Choice) and isinstance(right, Choice):
        both = None
        if left.candidates is not None and right.candidates is not None:
            both = left.candidates + tuple(c for c in right.candidates if c not in left.candidates)
        return Choice(both, left.none or right.none, left.na or right.na)
    assert isinstance(left, SomeSet)
    assert isinstance(right, SomeSet)
    return _join_sets(left, right)


def _join_ranges(left: Range, right: Range) -> Range:
    none, na = left.none or right.none, left.na or right.na
    if left.empty or right.empty:
        base = right if left.empty else left
        return Range(base.low, base.high, base.low_open, base.high_open, none, na, base.empty)
    low_open = left.low_open and right.low_open if left.low == right.low else (
        left.low_open if left.low < right.low else right.low_open
    )  # fmt: skip
    high_open = left.high_open and right.high_open if left.high == right.high else (
        left.high_open if left.high > right.high else right.high_open
    )  # fmt: skip
    return Range(min(left.low, right.low), max(left.high, right.high), low_open, high_open, none, na)


def _join_sets(left: SomeSet, right: SomeSet) -> SomeSet:
    if left.empty or right.empty:
        base = right if left.empty else left
        return SomeSet(base.must, base.open, True, base.empty)
    must = left.must & right.must
    more = left.open or right.open or left.must != right.must
    return SomeSet(must, more, left.na or right.na)


# --- from facts ------------------------------------------------------------------------


def point(value: Any) -> Range:
    """A single number, date, age or duration."""
    return Range(value, value)


def lift_plain(kind: str, value: Any) -> Possible:
    """The possible value that a plain value stands for, by the kind of its type."""
    if kind == "bool":
        return TRUE if value else FALSE
    if kind in WIDEST:
        return Range(value, value)
    if kind == "set":
        return SomeSet(value)
    return Choice((value,))


def lift(attribute: Attribute, type_: Type, value: Any) -> Possible:
    """What an attribute's stored value can be.

    Args:
        attribute: the attribute.
        type_: its type, or the type of one element of its series.
        value: plain, or not.
    """
    if not isinstance(value, NotPlain):
        return lift_plain(type_.kind, value)
    if isinstance(value, Computed):
        found: Possible = value._possible
        return found
    if isinstance(value, State):
        return _lift_state(attribute, type_, value)
    if isinstance(value, Interval):
        return _lift_interval(type_, value, attribute.minimum, attribute.maximum)
    if isinstance(value, PartialSet):
        return SomeSet(value._members, open=True)
    assert isinstance(value, OneOf)
    return _lift_candidates(attribute, type_, value)


def _lift_state(attribute: Attribute, type_: Type, state: State) -> Possible:
    if state is NOT_APPLICABLE:
        return not_applicable(type_.kind)
    if state is not NONE:
        return universe(attribute, type_)
    if type_.kind == "bool":
        return NA
    if type_.kind == "set":
        return SomeSet(frozenset())
    return Range(0, 0, none=True, empty=True) if type_.kind in WIDEST else Choice((), none=True)


def _lift_interval(
    type_: Type, value: Interval, minimum: float | None = None, maximum: float | None = None
) -> Range:
    """A range; where the interval has no bound of its own it ends where the attribute does."""
    lowest, highest = _widest(type_.kind, minimum, maximum)
    low = lowest if value._low is None else value._low
    high = highest if value._high is None else value._high
    if type_.integer:
        return _whole(low, high, value)
    return Range(low, high, value._low_open, value._high_open)


def _whole(low: Any, high: Any, value: Interval) -> Range:
    """The whole numbers of an interval: above 2 means from 3 on."""
    if math.isfinite(low):
        low = math.floor(low) + 1 if value._low_open else math.ceil(low)
    if math.isfinite(high):
        high = math.ceil(high) - 1 if value._high_open else math.floor(high)
    return Range(low, high)


def _lift_candidates(attribute: Attribute, type_: Type, value: OneOf) -> Possible:
    found: Possible | None = None
    for candidate in value._candidates:
        one = lift(attribute, type_, candidate)
        found = one if found is None else join(found, one)
    assert found is not None
    return found


@lru_cache(maxsize=4096)
def _universe(
    kind: str, values: tuple[str, ...], low: float | None, high: float | None, none: bool, na: bool
) -> Possible:
    if kind == "bool":
        return ANYTHING if na or none else EITHER
    if kind in WIDEST:
        return Range(*_widest(kind, low, high), none=none, na=na)
    if kind == "set":
        return SomeSet(frozenset(), open=True, na=na)
    return Choice(values if kind == "enum" else None, none, na)


def _widest(kind: str, minimum: float | None, maximum: float | None) -> tuple[Any, Any]:
    """The widest bounds of a kind, inside those that an attribute sets for numbers."""
    lowest, highest = WIDEST[kind]
    if kind != "number":
        return lowest, highest
    return lowest if minimum is None else minimum, highest if maximum is None else maximum


def universe(attribute: Attribute, type_: Type) -> Possible:
    """All that an attribute allows: the value of one that nobody collected."""
    return _universe(
        type_.kind,
        attribute.values,
        attribute.minimum,
        attribute.maximum,
        attribute.optional,
        not attribute.always_applicable,
    )


def anything(type_: Type) -> Possible:
    """All values of a type, for members of a set of which nothing is known."""
    if type_.kind == "bool":
        return EITHER
    if type_.kind in WIDEST:
        return Range(*WIDEST[type_.kind])
    if type_.kind == "set":
        return SomeSet(frozenset(), open=True)
    return Choice(type_.values or None)


# --- logic -----------------------------------------------------------------------------


def _table(combine: Any) -> tuple[tuple[Mask, ...], ...]:
    """Lift an operation on single outcomes to masks."""
    single = (TRUE, FALSE, NA)
    return tuple(
        tuple(
            _union(combine(a, b) for a in single if a & left for b in single if b & right)
            for right in range(8)
        )
        for left in range(8)
    )


def _union(masks: Iterable[Mask]) -> Mask:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _and(left: Mask, right: Mask) -> Mask:
    if FALSE in (left, right):
        return FALSE
    return NA if NA in (left, right) else TRUE


def _or(left: Mask, right: Mask) -> Mask:
    if TRUE in (left, right):
        return TRUE
    return NA if NA in (left, right) else FALSE


AND = _table(_and)
OR = _table(_or)
#: not: T and F change places, NA stays.
NOT = tuple((mask & NA) | (FALSE if mask & TRUE else 0) | (TRUE if mask & FALSE else 0) for mask in range(8))


def outcome(can_be_true: bool, can_be_false: bool, na: bool = False) -> Mask:
    """A mask from three questions."""
    return (TRUE if can_be_true else 0) | (FALSE if can_be_false else 0) | (NA if na else 0)


# --- comparisons -----------------------------------------------------------------------


def round12(value: Any) -> Any:
    """Round to 12 significant digits; monotone, so intervals stay sound."""
    if value.__class__ is int or not math.isfinite(value):
        return value
    return float(f"{value:.12g}")


def rounded(value: Range) -> Range:
    """Round both bounds; open bounds close, because rounding may reach them."""
    return Range(round12(value.low), round12(value.high), False, False, value.none, value.na, value.empty)


def compare(operator: str, left: Range, right: Range) -> Mask:
    """Compare two ranges; ``==`` with none is false, ordering with none is not applicable."""
    na = left.na or right.na
    if operator in ("==", "!="):
        mask = _equal(left, right)
        return mask if operator == "==" else NOT[mask]
    na = na or left.none or right.none
    if left.empty or right.empty:
        return NA if na else 0
    if operator in (">", ">="):
        left, right = right, left
    return _below(left, right, strict=operator in ("<", ">")) | (NA if na else 0)


def _below(left: Range, right: Range, strict: bool) -> Mask:
    """``left < right`` (or ``<=``): what is possible for some pair of values."""
    touching_low = left.low == right.high and not (left.low_open or right.high_open)
    touching_high = left.high == right.low and not (left.high_open or right.low_open)
    can_be_true = left.low < right.high or (not strict and touching_low)
    can_be_false = right.low < left.high or (strict and touching_high)
    return outcome(can_be_true, can_be_false)


def _none_beside(absent: Range | Choice, other: Range | Choice) -> bool:
    """Whether one side may be absent while the other is not inapplicable."""
    return absent.none and (other.none or not other.empty)


def _equal(left: Range, right: Range) -> Mask:
    na = left.na or right.na
    mask = NA if na else 0
    if _none_beside(left, right) or _none_beside(right, left):
        mask |= FALSE
    if left.empty or right.empty:
        return mask
    same = left.low == left.high == right.low == right.high
    touching = _touch(left, right)
    return mask | outcome(touching, not same)


def _touch(left: Range, right: Range) -> bool:
    if left.high < right.low or right.high < left.low:
        return False
    if left.high == right.low:
        return not (left.high_open or right.low_open)
    if right.high == left.low:
        return not (right.high_open or left.low_open)
    return True


def same_choice(left: Choice, right: Choice) -> Mask:
    """``==`` of texts, choices or references."""
    mask = NA if left.na or right.na else 0
    if _none_beside(left, right) or _none_beside(right, left):
        mask |= FALSE
    if left.empty or right.empty:
        return mask
    if left.candidates is None or right.candidates is None:
        return mask | EITHER
    overlap = any(candidate in right.candidates for candidate in left.candidates)
    single = len(left.candidates) == len(right.candidates) == 1
    return mask | outcome(overlap, not (single and overlap))


def same_mask(left: Mask, right: Mask) -> Mask:
    """``==`` of two conditions."""
    mask = NA if (left | right) & NA else 0
    sides = (left & EITHER, right & EITHER)
    if 0 in sides:
        return mask
    return mask | outcome(
        bool(sides[0] & sides[1]), sides[0] == EITHER or sides[1] == EITHER or sides[0] != sides[1]
    )


def contains(item: Choice | Range, container: SomeSet) -> Mask:
    """``item in container``; false for none."""
    mask = NA if item.na or container.na else 0
    if item.none and not container.empty:
        mask |= FALSE
    if item.empty or container.empty:
        return mask
    candidates = _candidates(item)
    if candidates is None:
        return mask | outcome(bool(container.must) or container.open, True)
    missing = [candidate for candidate in candidates if candidate not in container.must]
    return mask | outcome(container.open or len(missing) < len(candidates), bool(missing))


def _candidates(item: Choice | Range) -> tuple[Any, ...] | None:
    if isinstance(item, Choice):
        return item.candidates
    return (item.low,) if item.low == item.high else None


# --- arithmetic ------------------------------------------------------------------------


def arithmetic(operator: str, left: Range, right: Range) -> Range:
    """``+ - * /`` on ranges; none and not applicable make the result not applicable."""
    na = left.may_leave or right.may_leave
    if left.empty or right.empty:
        return NO_RANGE
    if operator == "/":
        return _divide(left, right, na)
    if operator == "*":
        return _multiply(left, right, na)
    if operator == "-":
        right = Range(-right.high, -right.low, right.high_open, right.low_open)
    return Range(
        _finite_sum(left.low, right.low, -math.inf),
        _finite_sum(left.high, right.high, math.inf),
        left.low_open or right.low_open,
        left.high_open or right.high_open,
        na=na,
    )


def _finite_sum(left: Any, right: Any, otherwise: float) -> Any:
    total = left + right
    return otherwise if total != total else total  # noqa: PLR0124 - not a number differs from itself


def _multiply(left: Range, right: Range, na: bool) -> Range:
    if left.low == left.high == 0 or right.low == right.high == 0:
        return Range(0, 0, na=na)
    corners = [_times(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    return Range(min(corners), max(corners), na=na)


def _times(left: Any, right: Any) -> Any:
    """A product in which nothing times infinity is nothing."""
    return 0 if left == 0 or right == 0 else left * right


def _divide(left: Range, right: Range, na: bool) -> Range:
    """The hull over divisors other than zero, and not applicable where zero is possible."""
    zero_inside = right.low < 0 < right.high
    zero_low = right.low == 0 and not right.low_open
    zero_high = right.high == 0 and not right.high_open
    na = na or zero_inside or zero_low or zero_high
    if right.low == right.high == 0:
        return NO_RANGE
    if left.low == left.high == 0:
        return Range(0, 0, na=na)
    if zero_inside:
        return Range(-math.inf, math.inf, na=na)
    inverse = [_over(bound, right) for bound in (right.low, right.high)]
    corners = [
        _quotient(a, b, i)
        for a in (left.low, left.high)
        for b, i in zip((right.low, right.high), inverse, strict=True)
    ]
    return Range(min(corners), max(corners), na=na)


def _over(bound: Any, divisor: Range) -> float:
    """1/bound, where zero stands for the limit from the divisor's side."""
    if bound == 0:
        return math.inf if divisor.high > 0 else -math.inf
    return 0.0 if math.isinf(bound) else 1 / bound


def _quotient(dividend: Any, divisor: Any, inverse: float) -> Any:
    if dividend == 0 or inverse == 0:
        return 0
    if divisor == 0 or math.isinf(dividend):
        return dividend * inverse
    return dividend / divisor
