"""Text to the value of an attribute: plain, a state, or a range."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from ccrules.errors import Message, did_you_mean, message
from ccrules.facts.amounts import parse_number, short
from ccrules.facts.spelling import Names
from ccrules.facts.times import read_date, read_duration
from ccrules.facts.units import RATIO_UNITS, seconds_in
from ccrules.facts.vocabulary import Attribute
from ccrules.facts.words import BOOLEAN_WORDS, BadValue, folded, state_of
from ccrules.values import NONE, NOT_APPLICABLE, Duration, Interval, State, ends

_RANGE = re.compile(r"(.*?\S)\s*(?:\.{2,3}|…)\s*(\S.*)", re.DOTALL)
_BOUND = re.compile(r"(>=|<=|≥|≤|>|<)\s*(.+)", re.DOTALL)
_BARE_NUMBER = re.compile(r"[+\-\u2212]?[0-9][0-9.,\s]*")
_UNIT_BEHIND = re.compile(r"[+\-\u2212]?[0-9][0-9.,\s]*([^0-9.,\s].*)", re.DOTALL)

ParseOne = Callable[[str], Any]


class TextParser:
    """Reads the texts that one attribute can hold; built once, used for every value.

    Args:
        attribute: its name, type, unit, bounds and values; for a set or a series, of one element.
    """

    def __init__(self, attribute: Attribute) -> None:
        self.attribute = attribute
        self._parse: ParseOne = _PARSERS[attribute.type](attribute)

    def parse(self, text: str, *, quoted: bool = False) -> Any:
        """Read one text.

        Args:
            text: as written, without quotes.
            quoted: whether quotes make a text of what would be a state.

        Returns:
            A plain value, an interval or a state; for a reference the id as text.

        Raises:
            BadValue: not a value of this attribute, or a state it cannot have.
        """
        state = state_of(text) if len(text) <= 20 else None
        if state is not None:
            if not quoted:
                return allowed_state(self.attribute, state)
            if self.attribute.type not in ("text", "ref"):
                raise BadValue(
                    message("{text} in quotes is a text", text=text or '""'),
                    message("take the quotes away to say a state"),
                )
        value = self._parse(text)
        if value.__class__ is not str:
            check_bounds(self.attribute, value, text)
        return value


def parse_date(text: str) -> datetime.date | Interval | None:
    """A date or partial date; None if the text is neither."""
    try:
        return read_date(text)
    except BadValue:
        return None


def parse_duration(text: str) -> Duration | None:
    """A duration or rhythm; None if the text is neither."""
    try:
        return read_duration(text)
    except BadValue:
        return None


def allowed_state(attribute: Attribute, state: State) -> Any:
    """The state, if the attribute may be in it; no entry at all is the empty set.

    Raises:
        BadValue: ``none`` or ``not applicable`` where the vocabulary rules it out.
    """
    if state is NONE:
        if attribute.set:
            return frozenset()
        if not attribute.optional:
            what = message("{attribute} always has a value, so it can't be none", attribute=attribute.name)
            raise BadValue(what, message("write unknown, or declare the attribute optional"))
    if state is NOT_APPLICABLE and attribute.always_applicable:
        what = message("{attribute} always applies, so it can't be not applicable", attribute=attribute.name)
        raise BadValue(what, message("write unknown if nobody could tell"))
    return state


def _bool_parser(_: Attribute) -> ParseOne:
    def parse(text: str) -> bool:
        found = BOOLEAN_WORDS.get(folded(text))
        if found is None:
            what = message("{text} is neither yes nor no", text=short(text))
            raise BadValue(what, message("write yes or no, oui or non, unknown if nobody could tell"))
        return found

    return parse


def _text_parser(_: Attribute) -> ParseOne:
    return str


def _ref_parser(_: Attribute) -> ParseOne:
    def parse(text: str) -> str:
        found = normal(text.strip())
        if not found:
            raise BadValue(message("a reference can't be empty"), message("write the id, none or unknown"))
        return found

    return parse


def normal(text: str) -> str:
    """Text in the normal form in which ids are compared (Unicode NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _enum_parser(attribute: Attribute) -> ParseOne:
    names = Names({value: [value, *attribute.labels.get(value, {}).values()] for value in attribute.values})

    def parse(text: str) -> str:
        found = names.find(text.strip())
        if found is None:
            what = message("{text} is not a value of {attribute}", text=short(text), attribute=attribute.name)
            raise BadValue(what, names.suggestion(text))
        return found

    return parse


def _number_parser(attribute: Attribute) -> ParseOne:
    whole = attribute.type == "int"
    unit = attribute.unit

    def parse(text: str) -> Any:
        return parse_number(text, unit, whole=whole)

    return _with_ranges(parse, whole=whole)


def _date_parser(_: Attribute) -> ParseOne:
    return _with_ranges(read_date)


def _duration_parser(_: Attribute) -> ParseOne:
    return _with_ranges(read_duration)


_PARSERS: dict[str, Callable[[Attribute], ParseOne]] = {
    "bool": _bool_parser,
    "int": _number_parser,
    "number": _number_parser,
    "text": _text_parser,
    "enum": _enum_parser,
    "date": _date_parser,
    "duration": _duration_parser,
    "ref": _ref_parser,
}


def _with_ranges(parse_one: ParseOne, *, whole: bool = False) -> ParseOne:
    def parse(text: str) -> Any:
        written = text.strip()
        if found := _BOUND.fullmatch(written):
            return _one_sided(found[1], parse_one(found[2]), whole=whole)
        if found := _RANGE.fullmatch(written):
            return _between(_with_unit_of(found[1], found[2]), found[2], parse_one)
        return parse_one(written)

    return parse


def _with_unit_of(low: str, high: str) -> str:
    """``3`` of ``3..6 months`` as ``3 months``."""
    if not _BARE_NUMBER.fullmatch(low):
        return low
    found = _UNIT_BEHIND.fullmatch(high)
    return f"{low} {found[1]}" if found else low


def _between(low_text: str, high_text: str, parse_one: ParseOne) -> Any:
    low, high = ends(parse_one(low_text))[0], ends(parse_one(high_text))[1]
    if low > high:
        what = message("the range begins after its end: {low}..{high}", low=low_text, high=high_text)
        raise BadValue(what, message("write the lower bound first"))
    return low if low == high else Interval(low, high)


def _one_sided(sign: str, bound: Any, *, whole: bool) -> Interval:
    low, high = ends(bound)
    is_open = sign in "<>"
    if whole and is_open:
        low, high, is_open = low + 1, high - 1, False
    if sign in (">=", "≥"):
        return Interval(low, None)
    if sign == ">":
        return Interval(low if whole else high, None, low_open=is_open)
    if sign == "<":
        return Interval(None, high if whole else low, high_open=is_open)
    return Interval(None, high)


def check_bounds(attribute: Attribute, value: Any, text: str) -> None:
    """Refuse a number or duration that the attribute cannot have.

    Args:
        attribute: its minimum and maximum, in its unit (durations without a unit: seconds).
        value: what was read.
        text: as written, for the hint.

    Raises:
        BadValue: outside the bounds, at least in part.
    """
    minimum, maximum = attribute.minimum, attribute.maximum
    if minimum is None and maximum is None:
        return
    low, high = (None if end is None else _comparable(attribute, end) for end in ends(value))
    if minimum is not None and _reaches_below(low, high, minimum, value):
        what = message("{text} is below the minimum {bound}", text=short(text), bound=_bound(minimum))
        raise BadValue(what, message("give a value from {bound} on", bound=_bound(minimum)))
    if maximum is not None and _reaches_above(low, high, maximum, value):
        what = message("{text} is above the maximum {bound}", text=short(text), bound=_bound(maximum))
        at_most = message("give a value up to {bound}", bound=_bound(maximum))
        raise BadValue(what, _percent_hint(attribute, high, text) or at_most)


def _reaches_below(low: Any, high: Any, minimum: float, value: Any) -> bool:
    if low is not None and low < minimum:
        return True
    return high is not None and (high < minimum or (high == minimum and _open(value, "_high_open")))


def _reaches_above(low: Any, high: Any, maximum: float, value: Any) -> bool:
    if high is not None and high > maximum:
        return True
    return low is not None and (low > maximum or (low == maximum and _open(value, "_low_open")))


def _open(value: Any, side: str) -> bool:
    return isinstance(value, Interval) and bool(getattr(value, side))


def _comparable(attribute: Attribute, end: Any) -> Any:
    return end.length / seconds_in(attribute.unit) if isinstance(end, Duration) else end


def _bound(value: float) -> str:
    return f"{value:.12g}"


def _percent_hint(attribute: Attribute, high: Any, text: str) -> Message | None:
    """Somebody who writes 85 for a share most likely means 85 %."""
    share = attribute.unit in RATIO_UNITS and attribute.maximum == 1 and _BARE_NUMBER.fullmatch(text.strip())
    if share and high is not None and 1 < high <= 100:
        return did_you_mean(f"{text.strip()} %")
    return None
