"""Rows grouped and aggregated: every measure of every group, over all of it or by period."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ccrules.errors import Message, Place, message
from ccrules.interactions.deriving import Layout
from ccrules.interactions.forms import BUILT_IN, FactRule, Given, Measures
from ccrules.interactions.store import Store
from ccrules.interactions.values_sql import names_in, with_differences

Group = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One measure of one group, perhaps of one period.

    Attributes:
        value: the number; None if there is none.
        sample: on how many observations it rests.
        known: how many rows have the value.
        of: how many should have it.
    """

    value: float | None
    sample: int
    known: int
    of: int


@dataclass(slots=True)
class Row:
    """One group of rows: what it consists of, and its measures by period (``""`` for all of it).

    Attributes:
        layouts: where its rows come from.
        rows: how many.
        first: its first moment.
        last: its last moment.
        cells: measures by period.
    """

    layouts: tuple[int, ...]
    rows: int
    first: str
    last: str
    cells: dict[str, dict[str, Cell]] = field(default_factory=dict)


class Grouper:
    """Asks the tables for groups.

    Args:
        store: the tables.
        measures: the formulas.
        layouts: by table, what each layout of rows has.
        place: the file of measures, for problems in its formulas.
        cut: is told what is left out because there are too many groups.
    """

    def __init__(
        self,
        store: Store,
        measures: Measures,
        layouts: Mapping[str, Mapping[int, Layout]],
        place: Place,
        cut: Callable[[str, Message, str], None],
    ) -> None:
        self.store, self.measures, self.layouts = store, measures, layouts
        self.place, self.cut = place, cut

    def apart(self, rule: FactRule) -> set[Group]:
        """Groups of which several tables hold different parts, so that none of them can tell of the whole."""
        if len(self.layouts) < 2:
            return set()
        first, second = (self._parts_of(rule, table) for table in self.layouts)
        return {key for key in first.keys() & second.keys() if first[key] != second[key]}

    def _parts_of(self, rule: FactRule, table: str) -> dict[Group, tuple[str, ...]]:
        """What each group consists of in a table: the queues of a channel, for example."""
        if not self.applies(rule, table):
            return {}
        keys = {name for one in self.measures.tables.values() for name in one.identity}
        shared = keys & {*self.measures.fields_of("contacts")} & {*self.measures.fields_of("intervals")}
        begin = self.measures.tables[table].time
        parts = [f"coalesce({name}, '')" for name in sorted(shared - {begin, *rule.by})] or ["''"]
        by = "".join(f"{name}, " for name in rule.by)
        filled = " AND ".join([f"({rule.where})", *(f"{name} IS NOT NULL" for name in rule.by)])
        rows = self.store.rows(
            f"SELECT {by}list_sort(list(DISTINCT concat_ws(' ', {', '.join(parts)}))) FROM {table} "
            f"WHERE {filled} {'GROUP BY ALL' if by else 'HAVING count(*) > 0'}"
        )
        return {row[:-1]: tuple(row[-1]) for row in rows}

    def applies(self, rule: FactRule, table: str) -> bool:
        """Whether a table has what a rule groups and filters by."""
        there = set().union(*(layout.fields for layout in self.layouts[table].values()))
        foreign = {*self.measures.fields} - {*self.measures.fields_of(table)}
        unknown = any(name not in there and name not in BUILT_IN for name in rule.by)
        return not (names_in(rule.where) & foreign or unknown)

    def groups(self, rule: FactRule, table: str, wanted: Mapping[str, Given]) -> dict[Group, Row]:
        """All groups of a rule, with the measures wanted."""
        overs: dict[str, list[str]] = {}
        for given in wanted.values():
            overs.setdefault(given.over, []).append(given.measure)
        found: dict[Group, Row] = {}
        for over in ("", *(one for one in overs if one)):
            self._query(rule, table, over, sorted(set(overs.get(over, ()))), found)
        return found

    def _query(
        self, rule: FactRule, table: str, over: str, names: Sequence[str], found: dict[Group, Row]
    ) -> None:
        parts, checked = [], []
        for name in names:
            computed = self.measures.measures[name].of_table(table)
            assert computed is not None
            known = computed.known or computed.sample
            formulas = (computed.is_, computed.sample, known, computed.of or known)
            checked += [(with_differences(formula), name) for formula in formulas]
            parts += [f"({with_differences(formula)})::DOUBLE" for formula in formulas]
        self.store.check_all(checked, table, self.place)
        keys = [*rule.by, over] if over else [*rule.by]
        filled = " AND ".join([f"({rule.where})", *(f"{name} IS NOT NULL" for name in keys)])
        head = [*keys, "list_sort(list(DISTINCT layout))", "count(*)"]
        begin = self.measures.tables[table].time
        head += [f"min({begin})::VARCHAR", f"max({begin})::VARCHAR"]
        group = f"GROUP BY {', '.join(map(str, range(1, len(keys) + 1)))}" if keys else ""
        limit = rule.most or self.measures.most_groups
        most = f"ORDER BY count(*) DESC, ALL LIMIT {limit + 1}" if keys and not over else ""
        order = most.replace(", ALL", "".join(f", {n}" for n in range(1, len(keys) + 1)))
        rows = self.store.rows(
            f"SELECT {', '.join([*head, *parts])} FROM {table} WHERE {filled} {group} {order}"
        )
        if most and len(rows) > limit:
            rows = rows[:-1]
            reason = message("only the {count} largest are written", count=limit)
            self.cut(f"{rule.for_} by {', '.join(rule.by)}", reason, "")
        for row in sorted(rows, key=lambda row: tuple(map(str, row[: len(keys)]))):
            self._keep(found, row, names, len(rule.by), over)

    def _keep(
        self, found: dict[Group, Row], row: tuple[Any, ...], names: Sequence[str], width: int, over: str
    ) -> None:
        key, period = row[:width], str(row[width]) if over else ""
        start = width + bool(over)
        layouts, rows, first, last = row[start : start + 4]
        if not over and rows:
            found[key] = Row(tuple(layouts), rows, first, last)
        if key not in found:
            return
        cells = found[key].cells.setdefault(f"{over}:{period}" if over else "", {})
        for number, name in enumerate(names):
            value, sample, known, of = row[start + 4 + 4 * number : start + 8 + 4 * number]
            bad = value is None or math.isnan(value) or math.isinf(value)
            cells[name] = Cell(None if bad else value, int(sample or 0), int(known or 0), int(of or 0))
