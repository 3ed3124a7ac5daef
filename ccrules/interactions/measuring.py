"""Measures computed and turned into facts, each with its evidence; what can't be concluded says why."""

from __future__ import annotations

import calendar
import datetime
import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ccrules.errors import Message, Place, message
from ccrules.facts.vocabulary import Attribute
from ccrules.interactions.account import LeftOut
from ccrules.interactions.deriving import Layout
from ccrules.interactions.forms import FactRule, Given, Inconclusive, Measure, Measures
from ccrules.interactions.grouping import Cell, Group, Grouper, Row
from ccrules.interactions.staging import Names
from ccrules.interactions.store import Store
from ccrules.interactions.values_sql import names_in, with_differences
from ccrules.text.language import localise

#: A day in seconds.
_DAY = 86_400


class Left(Exception):  # noqa: N818 - no error: it only carries the reason
    """A value that can't be concluded, with the reason."""

    def __init__(self, reason: Message | str) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(slots=True)
class _Blocked:
    rule: Inconclusive
    groups: list[dict[str, Any]]


class Measurer:
    """Computes the facts.

    Args:
        store: the tables.
        measures: the formulas.
        layouts: by table, what each layout of rows has.
        attributes: the vocabulary: attributes by entity type.
        names: what things are called.
        language: of the evidence.
        place: the file of measures, for problems in its formulas.
    """

    def __init__(
        self, store: Store, measures: Measures, layouts: Mapping[str, Mapping[int, Layout]],
        attributes: Mapping[str, Mapping[str, Attribute]], *, names: Names, language: str, place: Place,
    ) -> None:  # fmt: skip
        self.store, self.measures, self.layouts = store, measures, layouts
        self.attributes, self.names, self.language, self.place = attributes, names, language, place
        self.left: dict[tuple[str, str], LeftOut] = {}
        self.grouper = Grouper(store, measures, layouts, place, self._leave)
        self.blocked = {table: self._blocked(table) for table in layouts}
        self.remarks: list[str] = []

    def run(self, tick: Callable[[int, int], None]) -> dict[str, dict[str, dict[str, Any]]]:
        """Compute all facts.

        Returns:
            Values in their long form, by entity type, id and attribute.
        """
        found: dict[str, dict[str, dict[str, Any]]] = {}
        for number, rule in enumerate(self.measures.facts):
            tick(number, len(self.measures.facts))
            if rule.for_ not in self.attributes:
                self._leave(rule.for_, message("the vocabulary knows no {name}", name=rule.for_), "")
                continue
            apart = self.grouper.apart(rule)
            for table in self.layouts:
                for name, record in self._records(rule, table, apart).items():
                    _merge(found.setdefault(rule.for_, {}).setdefault(name, {}), record)
        self._gather(found)
        return {kind: dict(sorted(members.items())) for kind, members in found.items() if members}

    def _gather(self, found: dict[str, dict[str, dict[str, Any]]]) -> None:
        """References the other way round, over what is written."""
        for one in self.measures.gathered:
            lists: dict[str, list[str]] = {}
            for name, record in found.get(one.of, {}).items():
                if one.by in record:
                    lists.setdefault(record[one.by], []).append(name)
            for name, members in lists.items():
                record = found.setdefault(one.for_, {}).setdefault(name, {})
                record[one.attribute] = {"value": sorted(members), "source": "measured"}

    # -- what a whole log can't tell

    def _blocked(self, table: str) -> list[_Blocked]:
        found = []
        for rule in self.measures.inconclusive:
            if rule.table != table:
                continue
            self.store.check(f"{with_differences(rule.when)}", table, self.place, rule.id)
            keys = "".join(f"{name}, " for name in rule.by)
            rows = self.store.rows(
                f"SELECT {keys}count(*) FROM {table} WHERE {rule.where} GROUP BY ALL "
                f"HAVING count(*) >= {rule.least} AND ({with_differences(rule.when)}) ORDER BY ALL"
            )
            if rows:
                found.append(_Blocked(rule, [dict(zip(rule.by, row, strict=False)) for row in rows]))
        return found

    def remarkable(self) -> list[tuple[str, str]]:
        """For the account: what a log can't tell, and of which group."""
        return [
            (", ".join(str(value) for value in group.values()), localise(one.rule.says, self.language))
            for blocked in self.blocked.values()
            for one in blocked
            for group in one.groups
        ]

    # -- groups of rows

    def _records(self, rule: FactRule, table: str, apart: set[Group]) -> dict[str, dict[str, Any]]:
        wanted = {
            name: given
            for name, given in rule.measures.items()
            if self.measures.measures[given.measure].of_table(table)
        }
        if not wanted or not self.grouper.applies(rule, table):
            return {}
        self.store.check(rule.where, table, self.place, rule.for_)
        groups = self.grouper.groups(rule, table, wanted)
        found: dict[str, dict[str, Any]] = {}
        for key, row in groups.items():
            group = dict(zip(rule.by, key, strict=True))
            if key in apart:
                reason = message("several logs hold different parts of it, which can't be added up")
                self._leave(rule.for_, reason, _filled(rule.id, group) if rule.id else rule.for_)
                continue
            record = self._record(rule, table, group, row, wanted)
            if record:
                found[_filled(rule.id, group) if rule.id else ""] = record
        return found

    # -- one entity

    def _record(
        self, rule: FactRule, table: str, group: Mapping[str, Any], row: Row, wanted: Mapping[str, Given]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        what = _filled(rule.id, group) if rule.id else rule.for_
        known = self.attributes[rule.for_]
        for attribute, given in wanted.items():
            name = f"{rule.for_}.{attribute}"
            try:
                found[attribute] = self._value(rule, table, group, row, given, known.get(attribute))
            except Left as left:
                self._leave(name, left.reason, what)
        if not found or any(name not in found for name in rule.only_with):
            return {}
        values = {
            name: self._text(text, group, known.get(name))
            for name, text in rule.values.items()
            if name in known
        }
        return {**values, **found}

    def _text(self, template: str, group: Mapping[str, Any], attribute: Attribute | None) -> str:
        labels = attribute is not None and attribute.type == "text"
        return _filled(template, {k: self.label(k, v) if labels else v for k, v in group.items()})

    def label(self, name: str, value: Any) -> Any:
        """What the log calls a value of a field; derived fields keep the names of what they come from."""
        for candidate in (name, *self.names.labels):
            if value in self.names.labels.get(candidate, {}):
                return self.names.labels[candidate][value]
        return value

    def _value(
        self,
        rule: FactRule,
        table: str,
        group: Mapping[str, Any],
        row: Row,
        given: Given,
        attribute: Attribute | None,
    ) -> dict[str, Any]:
        if attribute is None:
            raise Left(message("the vocabulary does not know this attribute"))
        if row.rows < rule.least:
            raise Left(message("fewer than {count} rows", count=rule.least))
        measure = self.measures.measures[given.measure]
        self._require(table, group, row, given.measure, measure)
        if given.over:
            value, sample = self._over(table, row, given, measure)
        else:
            cell = self._cell(row.cells[""][given.measure])
            assert cell.value is not None
            value, sample = self._finished(cell.value, measure, attribute), cell.sample
        if given.at_least:
            value = f">= {value}"
        found = {"value": value, "source": measure.source}
        if measure.source == "declared":
            return found
        if sample:
            found["sample"] = sample
        files = ", ".join(name for n in row.layouts for name in self.layouts[table][n].files)
        return {
            **found,
            "by": files,
            "on": row.last[:10],
            "evidence": self._evidence(rule, table, group, row, given),
        }

    def _require(self, table: str, group: Mapping[str, Any], row: Row, name: str, measure: Measure) -> None:
        """Raise if the logs of a group can't tell."""
        computed = measure.of_table(table)
        assert computed is not None
        known = {*self.measures.fields, *self.measures.derived.get(table, {}), *self.measures.settings}
        needed = {*computed.needs, *(names_in(with_differences(computed.is_)) & known)}
        needed |= {one.removesuffix("_at") for one in names_in(computed.is_) if one.endswith("_at")} & known
        missing = sorted(
            one for one in needed if any(one not in self.layouts[table][n].fields for n in row.layouts)
        )
        if missing:
            raise Left(message("the log has no {fields}", fields=", ".join(map(self._field_label, missing))))
        for blocked in self.blocked[table]:
            if name in blocked.rule.blocks and any(
                all(group.get(k, v) == v for k, v in one.items()) for one in blocked.groups
            ):
                raise Left(localise(blocked.rule.says, self.language))
        aside = max(self.layouts[table][n].aside for n in row.layouts)
        if measure.counts and aside > self.measures.set_aside_max:
            share = f"{100 * aside:.1f} %"
            raise Left(message("{share} of the rows are set aside: numbers would be too small", share=share))

    def _field_label(self, name: str) -> str:
        if name in self.measures.fields:
            return localise(self.measures.fields[name].label, self.language)
        if name in self.measures.settings:
            return localise(self.measures.settings[name].label, self.language)
        for derived in self.measures.derived.values():
            if name in derived:
                return self._field_label(derived[name].from_[0][-1])
        return name

    def _cell(self, cell: Cell) -> Cell:
        """A cell whose value rests on nearly all rows it should rest on."""
        if cell.value is None or (cell.of and not cell.known):
            raise Left(message("no row has a value"))
        if cell.of and cell.known < (1 - self.measures.missing_max) * cell.of:
            share = f"{100 * (1 - cell.known / cell.of):.1f} %"
            raise Left(message("{share} of the rows lack a value", share=share))
        return cell

    def _finished(self, value: float, measure: Measure, attribute: Attribute | None) -> Any:
        if measure.unit == "duration":
            return _duration(value)
        rounded = round(float(value), measure.digits)
        found = int(rounded) if measure.digits == 0 or rounded.is_integer() else rounded
        low = attribute.minimum if attribute else None
        high = attribute.maximum if attribute else None
        if (low is not None and found < low) or (high is not None and found > high):
            raise Left(message("{value} lies outside what the attribute allows", value=found))
        return found

    # -- over periods

    def _over(self, table: str, row: Row, given: Given, measure: Measure) -> tuple[Any, int]:
        cells = {
            period.partition(":")[2]: values[given.measure]
            for period, values in row.cells.items()
            if period.startswith(f"{given.over}:") and given.measure in values
        }
        if given.over == "month":
            cells = {period: cell for period, cell in cells.items() if self._whole(period, table, row)}
            if not cells:
                raise Left(message("the log holds no whole month"))
        elif given.over == "hour" and not any(period != "00" for period in cells):
            raise Left(message("the log has no hours"))
        kept = {
            p: self._cell(c)
            for p, c in sorted(cells.items())
            if c.sample >= given.least and c.value is not None
        }
        if not kept:
            raise Left(message("no period has {count} observations", count=given.least))
        sample = sum(cell.sample for cell in kept.values())
        return _TAKES[given.take](self, kept, measure), sample

    def _whole(self, month: str, table: str, row: Row) -> bool:
        """Whether the logs of a group reach from the begin of a month to its end."""
        year, number = map(int, month.split("-"))
        edge = datetime.timedelta(self.measures.edge_days)
        begin = datetime.date(year, number, 1)
        end = begin.replace(day=calendar.monthrange(year, number)[1])
        spans = [(self.layouts[table][n].first, self.layouts[table][n].last) for n in row.layouts]
        return all(first and last and first <= begin + edge and last >= end - edge for first, last in spans)

    def _series(self, cells: Mapping[str, Cell], measure: Measure) -> dict[str, Any]:
        return {period: self._finished(cell.value or 0, measure, None) for period, cell in cells.items()}

    def _mean(self, cells: Mapping[str, Cell], measure: Measure) -> Any:
        return round(statistics.fmean(cell.value or 0 for cell in cells.values()), max(measure.digits, 1))

    def _variation(self, cells: Mapping[str, Cell], _: Measure) -> float:
        values = [cell.value or 0 for cell in cells.values()]
        mean = statistics.fmean(values)
        if len(values) < 3 or not mean:
            raise Left(message("fewer than three whole months"))
        return round(statistics.pstdev(values) / mean, 4)

    def _picked(self, which: Callable[[Iterable[float]], float]) -> Any:
        return lambda cells, measure: self._finished(
            which([c.value or 0 for c in cells.values()]), measure, None
        )

    # -- evidence

    def _evidence(self, rule: FactRule, table: str, group: Mapping[str, Any], row: Row, given: Given) -> str:
        """The formula in words, the period, the query."""
        measure = self.measures.measures[given.measure]
        computed = measure.of_table(table)
        assert computed is not None
        tests = [f"{name} = '{value}'" for name, value in group.items()]
        tests += [rule.where] if rule.where != "true" else []
        where = f" where {' and '.join(tests)}" if tests else ""
        per = f" per {given.over}, {given.take}" if given.over else ""
        aside = max(self.layouts[table][n].aside for n in row.layouts)
        parts = [
            localise(measure.formula, self.language),
            f"{row.first[:10]}..{row.last[:10]}",
            f"select {' '.join(computed.is_.split())} from {table}{where}{per}",
        ]
        if aside:
            # Never rounded to nothing.
            share = f"{max(100 * aside, 0.01):.2f} %"
            parts.append(
                f"{share} des lignes écartées" if self.language == "fr" else f"{share} of rows set aside"
            )
        return "; ".join(parts)

    def _leave(self, fact: str, reason: Message | str, sample: str) -> None:
        key = (fact, str(reason))
        before = self.left.get(key)
        self.left[key] = LeftOut(
            fact, reason, (before.count if before else 0) + 1, before.sample if before else sample
        )


_TAKES: Mapping[str, Callable[[Measurer, Mapping[str, Cell], Measure], Any]] = {
    "series": lambda one, cells, measure: one._series(cells, measure),
    "mean": lambda one, cells, measure: one._mean(cells, measure),
    "variation": lambda one, cells, measure: one._variation(cells, measure),
    "lowest": lambda one, cells, measure: one._picked(min)(cells, measure),
    "highest": lambda one, cells, measure: one._picked(max)(cells, measure),
    "last": lambda one, cells, measure: one._finished(cells[max(cells)].value or 0, measure, None),
}


def _filled(template: str, group: Mapping[str, Any]) -> str:
    for name, value in group.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template


def _duration(seconds: float) -> str:
    """In the largest unit that still tells something: days from two days, hours from two hours."""
    for unit, length in (("days", _DAY), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{int(seconds // length)} {unit}"
    return f"{int(max(seconds, 0))} s"


def _merge(record: dict[str, Any], other: Mapping[str, Any]) -> None:
    """What two tables say of one entity: values that differ are sources that differ."""
    for name, value in other.items():
        before = record.get(name)
        if before is None:
            record[name] = value
        elif isinstance(before, dict) and isinstance(value, dict) and not _same(before, value):
            known = before.get("any_of", [before])
            if not isinstance(value.get("value"), dict):
                record[name] = {"any_of": [*known, value]}


def _same(before: Mapping[str, Any], value: Mapping[str, Any]) -> bool:
    return any(one.get("value") == value.get("value") for one in before.get("any_of", [before]))
