"""Numbers as people write them: ``1 200``, ``0,85``, ``85 %``, ``1200 contacts/month``."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from ccrules.errors import message
from ccrules.facts.units import PERCENT_WORDS, RATIO_UNITS, canonical_unit
from ccrules.facts.words import BadValue, folded

#: Space, no-break, narrow no-break, thin and figure space: all of them group thousands.
SPACES = " \u00a0\u202f\u2009\u2007"
_AMOUNT = re.compile(
    rf"(?P<sign>[+\-\u2212]?)"
    rf"(?P<whole>[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?![0-9])|[0-9]+|(?=\.[0-9]))"
    r"(?:(?P<mark>[.,])(?P<decimals>[0-9]+))?"
    r"(?:[eE](?P<exponent>[+-]?[0-9]+))?"
)
_UNIT = re.compile(r"[^\W\d_]|[€$£]")
_MORE_GROUPS = re.compile(r"(?:[.,][0-9]+)+")
_MOST_DIGITS = 300


class Amount(NamedTuple):
    """A number as written, taken apart.

    Attributes:
        digits: sign and digits with a point, without grouping.
        exponent: power of ten.
        whole: whether neither a decimal mark nor an exponent was written.
        rest: what follows the number, such as a unit.
    """

    digits: str
    exponent: int
    whole: bool
    rest: str


def read_amount(text: str) -> Amount | None:
    """Take the number at the start of a text apart; None if it does not start with one.

    Args:
        text: without surrounding white space.

    Raises:
        BadValue: a comma that may group thousands or mark decimals.
    """
    found = _AMOUNT.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    _refuse_ambiguous_comma(found, rest)
    sign = "-" if found["sign"] in ("-", "\u2212") else ""
    whole = re.sub(f"[{SPACES}]", "", found["whole"]) or "0"
    digits = sign + whole + ("." + found["decimals"] if found["mark"] else "")
    exponent = found["exponent"]
    if len(digits) > _MOST_DIGITS or len(exponent or "") > 4:
        raise _too_large()
    return Amount(digits, int(exponent or 0), not found["mark"] and exponent is None, rest.strip())


def _refuse_ambiguous_comma(found: re.Match[str], rest: str) -> None:
    """``1,200`` is 1200 to some and 1.2 to others; ``0,850`` and ``1 234,567`` are clear."""
    if found["mark"] is None or found["exponent"]:
        return
    written = found[0]
    if more := _MORE_GROUPS.match(rest):
        written += more[0]
        what = message("{text} is not a number", text=written)
        raise BadValue(what, message("write {text}", text=_without_grouping(written)))
    whole, decimals = found["whole"], found["decimals"]
    if found["mark"] == "," and len(decimals) == 3 and len(whole) <= 3 and not whole.startswith("0"):
        sign = found["sign"]
        raise BadValue(
            message("{text} can be read in two ways", text=written),
            message(
                "write {whole} or {decimal}",
                whole=f"{sign}{whole}{decimals}",
                decimal=f"{sign}{float(f'{whole}.{decimals}'):g}",
            ),
        )


def _without_grouping(written: str) -> str:
    """``1,200.5`` as ``1200.5``, ``1.200.000`` as ``1200000``."""
    last = max(written.rfind(","), written.rfind("."))
    if written.count(written[last]) > 1:
        return re.sub(f"[,.{SPACES}]", "", written)
    return re.sub(f"[,.{SPACES}]", "", written[:last]) + "." + written[last + 1 :]


def _too_large() -> BadValue:
    return BadValue(message("the number is too large"), message("check the digits and the exponent"))


def value_of(amount: Amount, shift: int = 0) -> int | float:
    """The value of an amount; a whole number without shift stays an int.

    Args:
        amount: the number taken apart.
        shift: power of ten to multiply with, done on the text so that 12.3 % is exactly 0.123.

    Raises:
        BadValue: beyond the range of a float.
    """
    if amount.whole and not shift:
        return int(amount.digits)
    value = float(f"{amount.digits}e{amount.exponent + shift}")
    if not math.isfinite(value):
        raise _too_large()
    return value or 0.0  # -0.0 is no separate fact


def parse_number(text: str, unit: str = "", *, whole: bool = False) -> int | float:
    """Read a number, perhaps with its unit behind it.

    Args:
        text: as written.
        unit: the unit the number is wanted in; a percentage is read as a share of one.
        whole: whether only whole numbers are allowed.

    Raises:
        BadValue: not a number, another unit, not a whole number, too large.
    """
    amount = read_amount(text.strip())
    if amount is None:
        raise _no_number(text, unit)
    value = value_of(amount, _shift(amount, text, unit, whole=whole))
    if whole and isinstance(value, float):
        if not value.is_integer():
            raise _no_whole_number(text)
        return int(value)
    return value


def _shift(amount: Amount, text: str, unit: str, *, whole: bool) -> int:
    """-2 for a percentage, 0 otherwise; refuses what is not the wanted unit."""
    if not amount.rest:
        return 0
    if folded(amount.rest) in PERCENT_WORDS:
        if unit not in RATIO_UNITS:
            raise _bad_unit(amount.rest, unit)
        if whole:
            raise _no_whole_number(text)
        return -2
    if not _UNIT.match(amount.rest):
        raise _no_number(text, unit)
    if canonical_unit(amount.rest) != canonical_unit(unit):
        raise _bad_unit(amount.rest, unit)
    return 0


def _no_whole_number(text: str) -> BadValue:
    what = message("{text} is not a whole number", text=short(text))
    return BadValue(what, message("write it like 12 or 1 200"))


def _bad_unit(written: str, unit: str) -> BadValue:
    what = message("bad unit: {unit}", unit=short(written))
    if not unit:
        return BadValue(what, message("write the number alone"))
    return BadValue(what, message("write the number in {unit}", unit=unit))


def _no_number(text: str, unit: str) -> BadValue:
    what = message("{text} is not a number", text=short(text))
    if re.match(r"[0-9]+:[0-9]", text.strip()) and unit:
        return BadValue(what, message("write the number in {unit}", unit=unit))
    return BadValue(what, message("write it like 1200, 1 200 or 0.85; a range like 40..50"))


def short(text: str) -> str:
    """A text cut to what a message can show."""
    return text if len(text) <= 40 else text[:39] + "…"
