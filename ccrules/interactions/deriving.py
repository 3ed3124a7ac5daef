"""Judged rows into the tables that measures are computed from: legs joined, further fields worked out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ccrules.errors import Place
from ccrules.interactions.forms import Derived, Measures
from ccrules.interactions.mapping import SettingValue
from ccrules.interactions.settings import setting_layer
from ccrules.interactions.staging import Part
from ccrules.interactions.store import Store
from ccrules.interactions.values_sql import AMOUNT, with_differences

#: Formulas over windows of rows.
_LOOKS_AROUND = re.compile(r"(?i)\bover\s*\(")
_WEEKDAYS = "['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']"


@dataclass(slots=True)
class Layout:
    """What rows of one layout have, and when they happened.

    Attributes:
        fields: fields that have a value, derived ones included.
        files: the names of its files.
        first: its first day.
        last: its last day.
        aside: the share of its rows set aside, rows that came twice left out.
    """

    fields: set[str] = field(default_factory=set)
    files: list[str] = field(default_factory=list)
    first: datetime.date | None = None
    last: datetime.date | None = None
    aside: float = 0.0


class Deriver:
    """Makes the table of one kind of rows.

    Args:
        store: the judged rows.
        measures: how fields are worked out.
        table: which table.
        parts: the files in it.
        settings: values of settings.
        place: the file of measures, for problems in its formulas.
    """

    def __init__(
        self, store: Store, measures: Measures, table: str, parts: Sequence[Part],
        settings: Mapping[str, Sequence[SettingValue]], place: Place,
    ) -> None:  # fmt: skip
        self.store, self.measures, self.table, self.parts = store, measures, table, parts
        self.settings, self.place = settings, place
        self.fields = measures.fields_of(table)
        self.begin = measures.tables[table].time
        self.layouts: dict[int, Layout] = {}
        self.made: list[str] = []

    def run(self) -> dict[int, Layout]:
        """Make the table, named as in the measures.

        Returns:
            What each layout has.
        """
        self._joined()
        self._describe_layouts()
        query = "joined"
        for layer in (self._built_in(), setting_layer(self.measures, self.settings, self.fields)):
            query = f"(SELECT *, {layer} FROM {query})" if layer else query
        columns = {*self.fields, *(f"{name}_at" for name, one in self.fields.items() if one.kind == "time")}
        for name, derived in self.measures.derived.get(self.table, {}).items():
            self.store.check(with_differences(derived.is_), query, self.place, name)
            able = self._able(name, derived)
            formula = self._guarded(name, derived, able, known=name in columns)
            if derived.per and able:
                query = self._gathered(query, name, derived, able)
            elif _LOOKS_AROUND.search(formula):
                query = self._beside(query, name, formula)
            else:
                how = f"* REPLACE ({formula} AS {name})" if name in columns else f"*, {formula} AS {name}"
                query = f"(SELECT {how} FROM {query})"
            columns.add(name)
        self.store.run(f"CREATE TABLE {self.table} AS SELECT * FROM {query}")
        for table in self.made:
            self.store.run(f"DROP TABLE {table}")
        return self.layouts

    def _able(self, name: str, derived: Derived) -> list[int]:
        """Layouts that have what a formula needs; from now on they have its result."""
        able = [
            n for n, one in self.layouts.items() if any(set(need) <= one.fields for need in derived.from_)
        ]
        for number in able:
            self.layouts[number].fields.add(name)
        return able

    def _guarded(self, name: str, derived: Derived, able: Sequence[int], *, known: bool) -> str:
        """The formula, for rows of layouts that have what it needs."""
        if not able:
            return name if known else "NULL"
        return f"CASE WHEN layout IN ({_numbers(able)}) THEN {with_differences(derived.is_)} END"

    def _beside(self, query: str, name: str, formula: str) -> str:
        """A formula that looks at other rows sorts them, so it is computed without the columns it ignores."""
        column = f"column_{name}"
        self.store.run(f"CREATE TABLE {column} AS SELECT file, record, {formula} AS {name} FROM {query}")
        self.made.append(column)
        return f"(SELECT * FROM {query} JOIN {column} USING (file, record))"

    def _gathered(self, query: str, name: str, derived: Derived, able: Sequence[int]) -> str:
        """What rows with the same values have in common, beside each of them."""
        column, keys = f"column_{name}", ", ".join(derived.per)
        self.store.run(
            f"CREATE TABLE {column} AS SELECT {keys}, {with_differences(derived.is_)} AS {name} FROM {query} "
            f"WHERE layout IN ({_numbers(able)}) GROUP BY {keys}"
        )
        self.made.append(column)
        return (
            f"(SELECT * REPLACE (CASE WHEN layout IN ({_numbers(able)}) THEN {name} END AS {name}) "
            f"FROM {query} LEFT JOIN {column} USING ({keys}))"
        )

    def _joined(self) -> None:
        """Legs of one contact become one row; all other rows stay as they are."""
        judged = f"judged_{self.table}"
        legs = sorted({part.layout for part in self.parts if part.log.rows == "leg"})
        plain = ["layout", "file", "record"]
        for name, one in self.fields.items():
            plain += [name, f"{name}_at"] if one.kind == "time" else [name]
        lone = (
            f"SELECT {', '.join(plain)}, NULL::BIGINT AS leg_count, NULL::BOOLEAN AS came_back FROM {judged} "
            f"WHERE fault = 0 AND (layout NOT IN ({_numbers(legs)}) OR {self._identity()} IS NULL)"
        )
        if not legs or self.measures.legs is None:
            self.store.run(f"CREATE OR REPLACE VIEW joined AS {lone}")
            self.made.append(judged)
        else:
            many = self._one_of_many(judged, legs, plain[3:])
            self.store.run(f"CREATE TABLE joined_{self.table} AS {lone} UNION ALL BY NAME {many}")
            self.store.run(f"CREATE OR REPLACE VIEW joined AS SELECT * FROM joined_{self.table}")
            self.store.run(f"DROP TABLE {judged}")
            self.made.append(f"joined_{self.table}")
        for part in self.parts:
            found = self.store.row(f"SELECT count(*) FROM joined WHERE file = {part.number}")[0]
            part.raw.account.contacts = found

    def _identity(self) -> str:
        return self.measures.tables[self.table].identity[0]

    def _one_of_many(self, judged: str, legs: Iterable[int], names: Iterable[str]) -> str:
        assert self.measures.legs is not None
        place, order = self.measures.legs.place, f"{self.begin}_at, file, record"
        self.store.check(place, judged, self.place, "legs")
        parts = []
        for name in names:
            one = self.fields[name.removesuffix("_at") if name not in self.fields else name]
            how = {"sum": "sum({n})", "any": "bool_or({n})"}.get(
                one.combine, f"{one.combine}({{n}} ORDER BY {order}) FILTER ({{n}} IS NOT NULL)"
            )
            kind = f"::{AMOUNT}" if one.combine == "sum" and one.kind != "count" else ""
            kind = "::BIGINT" if one.combine == "sum" and one.kind == "count" else kind
            parts.append(f"{how.format(n=name)}{kind} AS {name}" if name != self._identity() else name)
        first = [f"first({name} ORDER BY {order}) AS {name}" for name in ("file", "record")]
        grouped = (
            f"SELECT layout, {', '.join(first)}, {', '.join(parts)}, count(*) AS leg_count, "
            f"list({place} ORDER BY {order}) AS places FROM {judged} WHERE fault = 0 "
            f"AND layout IN ({_numbers(legs)}) AND {self._identity()} IS NOT NULL "
            f"GROUP BY layout, {self._identity()}"
        )
        moved = "list_filter(places, lambda x, i: i = 1 OR x <> places[i - 1])"
        return (
            f"SELECT * EXCLUDE (places), len({moved}) > len(list_distinct(places)) AS came_back "
            f"FROM ({grouped})"
        )

    def _describe_layouts(self) -> None:
        for part in self.parts:
            layout = self.layouts.setdefault(part.layout, Layout())
            layout.fields |= {name for name in part.log.columns if name in self.fields}
            layout.fields |= {"leg_count", "came_back"} if part.log.rows == "leg" else set()
            layout.fields |= set(self.settings)
            layout.files.append(part.raw.source.name)
        rows = self.store.rows(
            f"SELECT layout, min({self.begin})::DATE::VARCHAR, max({self.begin})::DATE::VARCHAR FROM joined "
            f"GROUP BY layout"
        )
        for number, first, last in rows:
            self.layouts[number].first = datetime.date.fromisoformat(first)
            self.layouts[number].last = datetime.date.fromisoformat(last)
        for number, layout in self.layouts.items():
            accounts = [part.raw.account for part in self.parts if part.layout == number]
            read = sum(one.read for one in accounts)
            again = sum(
                r.rows for one in accounts for r in one.reasons if str(r.says) == "the same row again"
            )
            aside = sum(one.set_aside for one in accounts) - again
            layout.aside = aside / max(read - again, 1)

    def _built_in(self) -> str:
        """Fields that every row has; see :data:`ccrules.interactions.forms.BUILT_IN`."""
        begin = self.begin
        timed = self.store.rows(
            f"SELECT file FROM joined GROUP BY file "
            f"HAVING count(*) FILTER ({begin}::TIME <> TIME '00:00') > 0"
        )
        ends = self.store.rows(f"SELECT layout, {self._latest()} FROM joined GROUP BY layout ORDER BY layout")
        cases = " ".join(f"WHEN {number} THEN {end}::{AMOUNT}" for number, end in ends if end is not None)
        weekday, hour, weeks = self._busiest()
        parts = [
            f"strftime({begin}, '%Y-%m') AS month",
            f"strftime({begin}, '%Y-%m-%d') AS day",
            f"strftime({begin}, '%H') AS hour",
            f"({_WEEKDAYS})[isodow({begin})] AS weekday",
            f"file IN ({_numbers(row[0] for row in timed)}) AS intraday",
            f"{self._lengths()} AS interval_minutes",
            f"CASE layout {cases} END AS log_end" if cases else f"NULL::{AMOUNT} AS log_end",
            f"isodow({begin}) = {weekday} AND hour({begin}) = {hour} AS busy_hour",
            f"{weeks} AS busy_weeks",
        ]
        return ", ".join(parts)

    def _latest(self) -> str:
        """The last moment that any field of a row tells."""
        moments = [f"max({name}_at)" for name, one in self.fields.items() if one.kind == "time"]
        return f"greatest({', '.join(moments)})"

    def _busiest(self) -> tuple[int, int, int]:
        """Weekday and hour with most rows, and how many such weekdays the rows span."""
        rows = self.store.rows(
            f"SELECT isodow({self.begin}), hour({self.begin}), count(*) AS n FROM joined "
            f"GROUP BY ALL ORDER BY n DESC, 1, 2 LIMIT 1"
        )
        first, last = self.store.row(
            f"SELECT min({self.begin})::DATE::VARCHAR, max({self.begin})::DATE::VARCHAR FROM joined"
        )
        if not rows:
            return 1, 0, 1
        weekday, hour, _ = rows[0]
        days = (
            datetime.date.fromisoformat(last).toordinal() - datetime.date.fromisoformat(first).toordinal() + 1
        )
        start = datetime.date.fromisoformat(first)
        weeks = sum((start + datetime.timedelta(n)).isoweekday() == weekday for n in range(min(days, 4000)))
        return weekday, hour, max(weeks, 1)

    def _lengths(self) -> str:
        """Minutes between neighbouring intervals of a file."""
        if "interval" not in {part.log.rows for part in self.parts}:
            return "NULL::BIGINT"
        rows = self.store.rows(
            f"SELECT file, min(d) FROM (SELECT file, date_diff('minute', lag({self.begin}) OVER "
            f"(PARTITION BY file ORDER BY {self.begin}), {self.begin}) AS d FROM "
            f"(SELECT DISTINCT file, {self.begin} FROM joined)) WHERE d > 0 GROUP BY file ORDER BY file"
        )
        cases = " ".join(f"WHEN {number} THEN {minutes}" for number, minutes in rows)
        return f"CASE file {cases} END" if cases else "NULL::BIGINT"


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join(map(str, numbers)) or "-1"
