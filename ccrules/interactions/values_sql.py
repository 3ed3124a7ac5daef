"""The SQL that turns a column of text into values of a field's kind; what can't be read becomes null."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ccrules.interactions.forms import Field_
from ccrules.interactions.mapping import Column
from ccrules.interactions.store import quoted
from ccrules.interactions.words import EMPTY, NO, YES

AMOUNT = "DECIMAL(18,3)"
TYPES = {
    "time": "TIMESTAMP", "duration": AMOUNT, "number": AMOUNT, "count": "BIGINT", "flag": "BOOLEAN",
    "choice": "VARCHAR", "name": "VARCHAR", "text": "UBIGINT",
}  # fmt: skip

_SCALE = {"seconds": "1", "minutes": "60", "hours": "3600", "milliseconds": "0.001"}
_CLOCKS = {
    "hms": (r"^(-?)(\d+):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3})\d*)?$", (3600, 60, 1)),
    "hm": (r"^(-?)(\d+):(\d{1,2})$", (3600, 60)),
    "ms": (r"^(-?)(\d+):(\d{1,2})(?:[.,]\d+)?$", (60, 1)),
}
_SPOKEN = ((r"(?i)(\d+)\s*h", 3600), (r"(?i)(\d+)\s*(?:mn|min|m)(?:[^s]|$)", 60), (r"(?i)(\d+)\s*s", 1))
_HAS_OFFSET = r"\d{2}:\d{2}.*([Zz]|[+-]\d{2}(:?\d{2})?)$"


def filled(columns: Sequence[str]) -> str:
    """The text of a column, or of two joined by a blank; null where it says nothing."""
    text = f"trim({columns[0]})" if len(columns) == 1 else f"trim(concat_ws(' ', {', '.join(columns)}))"
    empty = ", ".join(map(quoted, EMPTY))
    return f"CASE WHEN lower({text}) NOT IN ({empty}) THEN {text} END"


def value_sql(one: Field_, column: Column, text: str, zone: str) -> str:
    """The value of a field, from text.

    Args:
        one: the field; choices and names are looked up elsewhere.
        column: how it is written.
        text: the SQL of the text.
        zone: the time zone of the log; empty if it does not matter.
    """
    if one.kind == "time":
        return _moment(text, column.format or "iso", zone)
    if one.kind == "duration":
        return f"CAST({_length(text, column)} AS {AMOUNT})"
    if one.kind == "number":
        return f"TRY_CAST({_number(text, column.decimal)} AS {AMOUNT})"
    if one.kind == "count":
        amount = _number(text, column.decimal)
        return f"CASE WHEN {amount} = floor({amount}) THEN TRY_CAST({amount} AS BIGINT) END"
    if one.kind == "flag":
        yes, no = (f"lower({text}) IN ({_words(words)})" for words in (YES, NO))
        return f"CASE WHEN {yes} THEN true WHEN {no} THEN false END"
    return f"hash(lower({text}))"


def _words(words: frozenset[str]) -> str:
    return ", ".join(quoted(word) for word in sorted(words))


def _number(text: str, decimal: str) -> str:
    """A number without blanks and thousands; per cent is a share of one."""
    group = "." if decimal == "," else ","
    plain = f"replace(regexp_replace({text}, '[\\s\\x{{00A0}}\\x{{202F}}'']', '', 'g'), '{group}', '')"
    plain = f"replace({plain}, ',', '.')" if decimal == "," else plain
    share = f"TRY_CAST(rtrim({plain}, '%') AS DOUBLE) / 100"
    return f"CASE WHEN {plain} LIKE '%\\%' ESCAPE '\\' THEN {share} ELSE TRY_CAST({plain} AS DOUBLE) END"


def _length(text: str, column: Column) -> str:
    unit = column.unit or "seconds"
    if unit in _SCALE:
        return f"TRY_CAST(({_number(text, column.decimal)}) * {_SCALE[unit]} AS {AMOUNT})"
    if unit == "words":
        return _spoken(text)
    pattern, weights = _CLOCKS[unit]
    parts = " + ".join(
        f"{weight} * TRY_CAST(regexp_extract({text}, {quoted(pattern)}, {n}) AS BIGINT)"
        for n, weight in enumerate(weights, 2)
    )
    sign = f"CASE WHEN {text} LIKE '-%' THEN -1 ELSE 1 END"
    return f"CASE WHEN regexp_matches({text}, {quoted(pattern)}) THEN {sign} * ({parts}) END"


def _spoken(text: str) -> str:
    parts = " + ".join(
        f"{weight} * coalesce(TRY_CAST(regexp_extract({text}, {quoted(pattern)}, 1) AS BIGINT), 0)"
        for pattern, weight in _SPOKEN
    )
    anything = " OR ".join(f"regexp_matches({text}, {quoted(pattern)})" for pattern, _ in _SPOKEN)
    return f"CASE WHEN {anything} THEN {parts} END"


def _moment(text: str, form: str, zone: str) -> str:
    """A local time. What says its offset is turned into the local time of the zone, or kept as written."""
    if form in ("epoch", "epoch_ms"):
        scale = "1000000" if form == "epoch" else "1000"
        return _local(f"make_timestamp(TRY_CAST({text} AS BIGINT) * {scale})", zone)
    if form == "excel":
        days = f"TRY_CAST(replace({text}, ',', '.') AS DOUBLE)"
        return f"TIMESTAMP '1899-12-30' + to_milliseconds(CAST(round({days} * 86400000) AS BIGINT))"
    if form == "iso":
        written = (
            f"TRY_CAST(regexp_replace({text}, '\\s*([Zz]|[+-]\\d{{2}}(:?\\d{{2}})?)$', '') AS TIMESTAMP)"
        )
        universal = f"TRY_CAST(TRY_CAST({text} AS TIMESTAMPTZ) AS TIMESTAMP)"
        with_offset = _local(universal, zone) if zone else written
        return (
            f"CASE WHEN regexp_matches({text}, {quoted(_HAS_OFFSET)}) THEN {with_offset} "
            f"ELSE TRY_CAST({text} AS TIMESTAMP) END"
        )
    formats = ", ".join(quoted(one.strip()) for one in form.split("|"))
    return f"try_strptime({text}, [{formats}])"


def _local(universal: str, zone: str) -> str:
    """The local time of a moment in universal time."""
    return f"timezone({quoted(zone)}, timezone('UTC', {universal}))" if zone else universal


def instant_sql(one: str, text: str, column: Column, zone: str) -> str:
    """Seconds since 1970 of a field, so that differences are right across clock changes.

    Args:
        one: the SQL of its local time.
        text: the SQL of its text.
        column: how it is written.
        zone: the time zone of the log.
    """
    exact = f"CAST(epoch_ms({{}}) * CAST(0.001 AS DECIMAL(4,3)) AS {AMOUNT})"
    if (column.format or "iso") == "iso":
        universal = f"TRY_CAST(TRY_CAST({text} AS TIMESTAMPTZ) AS TIMESTAMP)"
        plain = _universal(one, zone)
        return exact.format(
            f"CASE WHEN regexp_matches({text}, {quoted(_HAS_OFFSET)}) THEN {universal} ELSE {plain} END"
        )
    if column.format in ("epoch", "epoch_ms"):
        return exact.format(_moment(text, column.format, ""))
    return exact.format(_universal(one, zone))


def _universal(local: str, zone: str) -> str:
    return f"timezone('UTC', timezone({quoted(zone)}, {local}))" if zone else local


def with_differences(formula: str) -> str:
    """``seconds(a, b)`` written out: the difference of two moments."""
    return re.sub(r"\bseconds\(\s*(\w+)\s*,\s*(\w+)\s*\)", r"(\2_at - \1_at)", formula)


def names_in(formula: str) -> set[str]:
    """The names that a formula mentions, texts in quotes left out."""
    return set(re.findall(r"[a-z_][a-z0-9_]*", re.sub(r"'[^']*'", "", formula)))
