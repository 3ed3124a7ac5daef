"""What the values of a column look like, and which questions only a person can answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ccrules.interactions.loading import Raw
from ccrules.interactions.store import Store, quoted
from ccrules.interactions.words import EMPTY, NO, YES

#: Rows and different values looked at to tell what a column holds.
SAMPLED, DISTINCT = 60_000, 1_500
#: The share of values that have to fit.
ENOUGH = 0.95

_NUMBER = re.compile(r"[-+]?\d[\d\s\u00a0\u202f.,']*%?")
_CLOCK = re.compile(r"-?\d{1,4}:\d{2}(:\d{2}([.,]\d+)?)?")
_SPOKEN = re.compile(
    r"(?i)(pt)?(\d+\s*(h|hours?|heures?|m|mn|min|mins|minutes?|s|sec|secs|seconds?|secondes?)\s*)+\d*"
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?)?")
_OFFSET = re.compile(r"\d{2}:\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$")
#: Offsets of one place over the year, and the share of its days on which clocks change, at most.
_OFFSETS, _CHANGES = 2, 0.02
_DATED = re.compile(
    r"(?P<a>\d{1,4})(?P<sep>[/.\-])(?P<b>\d{1,2})(?P=sep)(?P<c>\d{1,4})"
    r"(?P<gap>[ T]+|\s*-\s*|)(?P<time>\d{1,2}[:h]\d{2}(:\d{2})?)?\s*(?P<half>[AaPp][Mm])?"
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a column looks like.

    Attributes:
        values: different values, most frequent first, at most :data:`DISTINCT`.
        distinct: how many different values there are among the sample.
        filled: how many of the sampled rows have a value.
    """

    values: tuple[str, ...]
    distinct: int
    filled: int

    def share(self, pattern: re.Pattern[str]) -> float:
        """Which share of the values a pattern matches in full."""
        return sum(bool(pattern.fullmatch(one)) for one in self.values) / max(len(self.values), 1)

    @property
    def numeric(self) -> bool:
        """Whether all are numbers."""
        return self.share(_NUMBER) >= ENOUGH

    @property
    def clock(self) -> bool:
        """Whether all are lengths or times such as ``0:01:20``."""
        return self.share(_CLOCK) >= ENOUGH

    @property
    def spoken(self) -> bool:
        """Whether all are lengths such as ``1m 20s``."""
        return not self.numeric and self.share(_SPOKEN) >= ENOUGH

    @property
    def flag(self) -> bool:
        """Whether all are yes or no."""
        return 0 < len(self.values) <= 4 and all(one.lower() in YES | NO for one in self.values)

    @property
    def moment(self) -> bool:
        """Whether all are dates, with or without a time."""
        return self.share(_ISO) >= ENOUGH or self.share(_DATED) >= ENOUGH or self.epoch != ""

    @property
    def epoch(self) -> str:
        """Whether all are seconds or milliseconds since 1970."""
        if self.values and all(one.isdigit() and len(one) in (10, 13) for one in self.values):
            return "epoch" if len(self.values[0]) == 10 else "epoch_ms"
        return ""

    @property
    def has_offset(self) -> bool:
        """Whether moments say how far they are from universal time."""
        return bool(self.values) and all(_OFFSET.search(one) for one in self.values[:50])

    @property
    def uneven(self) -> bool:
        """Whether moments are told from several places, so that their hours can't be compared.

        Of one place there are at most two offsets, and both on one day only when clocks change.
        """
        days: dict[str, set[str]] = {}
        for one in self.values:
            found = _OFFSET.search(one)
            if ":" in one:
                days.setdefault(one[:10], set()).add(_plain_offset(found[1] if found else ""))
        offsets = set().union(*days.values())
        both = sum(len(one) > 1 for one in days.values())
        return len(offsets) > 1 and (
            len(offsets) > _OFFSETS or "" in offsets or both > _CHANGES * len(days) + 1
        )

    @property
    def universal(self) -> bool:
        """Whether all moments are in universal time, so that local hours can't be told."""
        return bool(self.epoch) or (
            self.has_offset and all(re.search(r"(Z|[+-]00(:?00)?)$", one) for one in self.values)
        )


def _plain_offset(written: str) -> str:
    """An offset in one spelling: ``+01`` and ``+0100`` as ``+01:00``, ``Z`` as ``+00:00``."""
    if written in ("", "Z"):
        return "+00:00" if written else ""
    digits = written[1:].replace(":", "").ljust(4, "0")
    return f"{written[0]}{digits[:2]}:{digits[2:]}".replace("-00:00", "+00:00")


def look_at(store: Store, raw: Raw, columns: Sequence[str]) -> Look:
    """Look at a column, or at two joined by a blank."""
    text = columns[0] if len(columns) == 1 else f"trim(concat_ws(' ', {', '.join(columns)}))"
    empty = ", ".join(map(quoted, EMPTY))
    step = max(1, raw.account.read // SAMPLED)
    rows = store.rows(
        f"SELECT v, count(*) FROM (SELECT trim({text}) AS v FROM {raw.table} WHERE rowid % {step} = 0) "
        f"WHERE v IS NOT NULL AND lower(v) NOT IN ({empty}) GROUP BY v ORDER BY count(*) DESC, v"
    )
    return Look(tuple(str(row[0]) for row in rows[:DISTINCT]), len(rows), sum(row[1] for row in rows))


def time_format(store: Store, raw: Raw, columns: Sequence[str], look: Look) -> tuple[str, str]:
    """How moments are written.

    Returns:
        The format, ``?`` if day and month can't be told apart, and an example.
    """
    example = look.values[0] if look.values else ""
    if look.epoch:
        return look.epoch, example
    if look.share(_ISO) >= ENOUGH:
        return "iso", example
    shapes = [found for one in look.values if (found := _DATED.fullmatch(one))]
    if not shapes:
        return ("excel", example) if look.numeric else ("?", example)
    order = _order(store, raw, columns, shapes[0])
    formats = {_format(found, order): None for found in shapes}
    return (
        ("?", example) if order == "?" else (" | ".join(sorted(formats, key=lambda f: (-len(f), f))), example)
    )


def _order(store: Store, raw: Raw, columns: Sequence[str], shape: re.Match[str]) -> str:
    """Which part is the day: judged by the greatest numbers in the whole file."""
    if len(shape["a"]) == 4:
        return "ymd"
    cut = r"^\s*(\d{1,2})[/.\-](\d{1,2})[/.\-]"
    text = f"concat_ws(' ', {', '.join(columns)})"
    first, second = store.row(
        f"SELECT max(try_cast(regexp_extract({text}, {quoted(cut)}, 1) AS INT)), "
        f"max(try_cast(regexp_extract({text}, {quoted(cut)}, 2) AS INT)) FROM {raw.table}"
    )
    if (first or 0) > 12 and (second or 0) > 12:
        return "?"
    if (first or 0) > 12:
        return "dmy"
    if (second or 0) > 12:
        return "mdy"
    # Day and month above their point are written with dots nowhere but in day-first countries.
    return "dmy" if shape["sep"] == "." else "?"


def _format(found: re.Match[str], order: str) -> str:
    year = "%Y" if 4 in (len(found["a"]), len(found["c"])) else "%y"
    codes = {"y": year, "m": "%m", "d": "%d", "?": "?"}
    date = found["sep"].join(codes[part] for part in (order if order != "?" else "???"))
    if not found["time"]:
        return date
    clock = "%I" if found["half"] else "%H"
    mark = "h" if "h" in found["time"] else ":"
    seconds = ":%S" if found["time"].count(":") == 2 else ""
    half = " %p" if found["half"] else ""
    return f"{date}{found['gap'] or ' '}{clock}{mark}%M{seconds}{half}"


def decimal_sign(look: Look, *, whole: bool = False) -> str:
    """The decimal sign of numbers; ``?`` if ``1,234`` may be either.

    Args:
        look: the values.
        whole: whether only whole numbers make sense, so that a sign can only group thousands.
    """
    signed = [one for one in look.values if "," in one or "." in one]
    both = next((one for one in signed if "," in one and "." in one), "")
    if both:
        return max(",.", key=both.rindex)
    for sign in ",.":
        grouped = [one for one in signed if sign in one]
        if grouped and all(re.search(rf"^[-+]?\d{{1,3}}(\{sign}\d{{3}})+%?$", one) for one in grouped):
            several = any(one.count(sign) > 1 for one in grouped)
            if several or whole:
                return "." if sign == "," else ","
            return "?" if sign == "," else "."
    return "," if any("," in one for one in signed) else "."


def duration_unit(look: Look, said: str) -> str:
    """How lengths of time are written; ``?`` if it can't be told.

    Args:
        look: the values.
        said: the unit that the header names.
    """
    if look.clock:
        three = sum(one.count(":") == 2 for one in look.values) * 2 >= len(look.values)
        return "hms" if three else said if said in ("ms", "hm") else _two_parts(look)
    if look.spoken:
        return "words"
    if said in ("seconds", "minutes", "hours", "milliseconds"):
        return said
    numbers = sorted(float(one) for one in look.values if one.replace("-", "").isdigit())
    # Nobody counts minutes one by one up to a hundred and more: whole numbers that high are seconds.
    if len(numbers) > ENOUGH * len(look.values) and numbers and numbers[len(numbers) * 9 // 10] >= 90:
        return "seconds"
    return "?"


def _two_parts(look: Look) -> str:
    """``12:40``: minutes if there are more before the colon than a day has hours."""
    return "ms" if any(int(one.split(":")[0]) > 23 for one in look.values) else "?"
