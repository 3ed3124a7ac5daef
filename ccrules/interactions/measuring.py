"""Measures computed and turned into facts, each with its evidence; what can't be concluded says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ccrules.errors import Message, Place, message
from ccrules.facts.vocabulary import Attribute
from ccrules.interactions.account import LeftOut
from ccrules.interactions.deriving import Layout
from ccrules.interactions.forms import FactRule, Given, Inconclusive, Measure, Measures
from ccrules.interactions.grouping import Group, Grouper, Row
from ccrules.interactions.staging import Names
from ccrules.interactions.store import Store
from ccrules.interactions.taking import Left, Taker
from ccrules.interactions.values_sql import names_in, with_differences
from ccrules.text.language import localise

#: A value of a field by which rows are grouped that holds for all of them.
_ALL = "*"


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
        self.taker = Taker(measures, layouts)
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
            (self._group_label(group), localise(one.rule.says, self.language))
            for blocked in self.blocked.values()
            for one in blocked
            for group in one.groups
        ]

    def _group_label(self, group: Mapping[str, Any]) -> str:
        """What people call a group of rows; nothing for all of them."""
        return ", ".join(self._value_label(*one) for one in group.items() if one[1] != _ALL)

    def _value_label(self, name: str, value: Any) -> str:
        known = (one[name].labels for one in self.attributes.values() if name in one)
        return next((localise(one[value], self.language) for one in known if value in one), str(value))

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
        self, rule: FactRule, table: str, group: Mapping[str, Any], row: Row, given: Given,
        attribute: Attribute | None,
    ) -> dict[str, Any]:  # fmt: skip
        if attribute is None:
            raise Left(message("the vocabulary does not know this attribute"))
        if row.rows < rule.least:
            raise Left(message("fewer than {count} rows", count=rule.least))
        measure = self.measures.measures[given.measure]
        self._require(table, group, row, given.measure, measure)
        value, sample = self.taker.take(table, row, given, attribute)
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
        missing = [one for n in row.layouts for one in self._missing(table, needed, self.layouts[table][n])]
        if missing:
            labels = dict.fromkeys(map(self._field_label, sorted(set(missing))))
            raise Left(message("the log has no {fields}", fields=", ".join(labels)))
        for blocked in self.blocked[table]:
            if name in blocked.rule.blocks and any(
                all(group.get(k, v) == v for k, v in one.items()) for one in blocked.groups
            ):
                raise Left(localise(blocked.rule.says, self.language))
        aside = max(self.layouts[table][n].aside for n in row.layouts)
        if measure.counts and aside > self.measures.set_aside_max:
            share = f"{100 * aside:.1f} %"
            raise Left(message("{share} of the rows are set aside: numbers would be too small", share=share))

    def _missing(
        self, table: str, needed: Iterable[str], layout: Layout, above: frozenset[str] = frozenset()
    ) -> Iterator[str]:
        """What a layout lacks; of a field that is worked out, what the shortest way to it lacks."""
        derived = self.measures.derived.get(table, {})
        for name in (one for one in needed if one not in layout.fields):
            from_ = derived[name].from_ if name in derived and name not in above else ()
            ways = [[*self._missing(table, way, layout, above | {name})] for way in from_]
            yield from min(filter(None, ways), key=len, default=[name])

    def _field_label(self, name: str) -> str:
        known = self.measures.fields.get(name) or self.measures.settings.get(name)
        return localise(known.label, self.language) if known else name

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


def _filled(template: str, group: Mapping[str, Any]) -> str:
    for name, value in group.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template


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
