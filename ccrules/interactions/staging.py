"""Raw text into typed rows: one table for contacts, one for intervals, whatever files they come from."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ccrules.errors import InputError, Place, Problem, message
from ccrules.interactions.account import Reason
from ccrules.interactions.forms import Field_, Measures
from ccrules.interactions.loading import Raw
from ccrules.interactions.mapping import QUESTION, Column, Log
from ccrules.interactions.mapping import Mapping as LogMapping
from ccrules.interactions.matching import choices_of
from ccrules.interactions.store import LONGEST_SHOWN, Store, quoted
from ccrules.interactions.values_sql import AMOUNT, TYPES, filled, instant_sql, value_sql
from ccrules.interactions.words import slug
from ccrules.text.language import localise

#: More different names than this are no queues, skills or people.
MOST_NAMES = 50_000
#: Letters of a masked name.
_MASK = 10


@dataclass(slots=True)
class Part:
    """A file as part of the whole.

    Attributes:
        raw: its rows as text.
        number: its number.
        layout: the number of the log in the mapping that says how to read it.
        log: that log.
    """

    raw: Raw
    number: int
    layout: int
    log: Log


@dataclass(slots=True)
class Names:
    """How names are written in facts.

    Attributes:
        key: what masks the names of people the same way in every run; without it they are numbered.
        labels: the name as the log has it, by field and id; none of people.
    """

    key: str = ""
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    masked: dict[str, dict[str, str]] = field(default_factory=dict)

    def label(self, name: str, value: str) -> str:
        """What the log calls something."""
        return self.labels.get(name, {}).get(value, value)


class Stager:
    """Fills the tables of typed rows.

    Args:
        store: the raw tables.
        parts: the files.
        measures: the fields there are.
        mapping: where they are.
        names: takes what things are called.
        language: of names in problems.
        zone: the time zone for logs whose mapping names none.
    """

    def __init__(
        self, store: Store, parts: Sequence[Part], measures: Measures, mapping: LogMapping,
        *, names: Names, language: str, zone: str,
    ) -> None:  # fmt: skip
        self.store, self.parts, self.measures, self.mapping = store, parts, measures, mapping
        self.names, self.language, self.zone = names, language, zone
        self.problems: list[Problem] = []

    def run(self) -> None:
        """Make the tables.

        Raises:
            InputError: words that nobody can place, names that are too many to be names.
        """
        words = {part.number: self._looked_up(part) for part in self.parts}
        if self.problems:
            raise InputError(self.problems)
        for name, known in self.names.masked.items():
            self.names.masked[name] = _codes(name, known, self.names.key)
        for table in self.measures.tables:
            self._create(table)
        for part in self.parts:
            tables = {name: self._word_table(part, name, pairs) for name, pairs in words[part.number].items()}
            self._insert(part, tables)
            self._unreadable(part)
            self.store.run(f"DROP TABLE {part.raw.table}")

    def _fields(self, part: Part) -> dict[str, Field_]:
        return self.measures.fields_of(self.measures.table_of(part.log.rows))

    def _create(self, table: str) -> None:
        columns = ["layout INTEGER", "file INTEGER", "record BIGINT"]
        for name, one in self.measures.fields_of(table).items():
            columns.append(f"{name} {TYPES[one.kind]}")
            if one.kind == "time":
                columns.append(f"{name}_at {AMOUNT}")
        self.store.run(f"CREATE TABLE stage_{table} ({', '.join(columns)}, unread UBIGINT)")

    def _looked_up(self, part: Part) -> dict[str, dict[str, str]]:
        """What each word of a choice or name of a file stands for."""
        found: dict[str, dict[str, str]] = {}
        for name, one in self._fields(part).items():
            column = part.log.columns.get(name)
            if column is None or one.kind not in ("choice", "name"):
                continue
            if not column.column:
                if one.personal:
                    self.names.masked.setdefault(name, {}).setdefault(slug(column.always), "")
                continue
            values = self._values(part, column, one)
            if values is None:
                continue
            if one.kind == "choice":
                found[name] = self._choices(part, name, one, column, values)
            else:
                found[name] = self._named(name, one, column, values)
        return found

    def _values(self, part: Part, column: Column, one: Field_) -> list[str] | None:
        text = filled([part.raw.column(column.column)])
        rows = self.store.rows(
            f"SELECT v FROM (SELECT DISTINCT {text} AS v FROM {part.raw.table}) WHERE v IS NOT NULL "
            f"ORDER BY v LIMIT {MOST_NAMES + 1}"
        )
        if len(rows) <= MOST_NAMES:
            return [row[0] for row in rows]
        label = localise(one.label, self.language)
        what = message(
            "{column} has more than {most} different values: too many for {label}",
            column=column.column, most=MOST_NAMES, label=label,
        )  # fmt: skip
        hint = message("take it out of the mapping, or map another column")
        self.problems.append(Problem(Place(part.raw.source.file), what, hint))
        return None

    def _choices(
        self, part: Part, name: str, one: Field_, column: Column, values: Iterable[str]
    ) -> dict[str, str]:
        found = dict(choices_of(one, values)) | {
            value: column.values[value] for value in values if value in column.values
        }
        unknown = [value for value, meaning in found.items() if meaning == QUESTION]
        if unknown:
            what = message(
                "{column}: what do these mean as {label}: {values}?", column=column.column,
                label=localise(one.label, self.language), values=", ".join(unknown[:8]),
            )  # fmt: skip
            hint = message("one of: {names}", names=", ".join(one.values))
            place = self.mapping.place("logs", part.layout, "columns", name)
            self.problems.append(Problem(place if place.line else Place(part.raw.source.file), what, hint))
        return found

    def _named(self, name: str, one: Field_, column: Column, values: Iterable[str]) -> dict[str, str]:
        found = {}
        for value in values:
            label = column.values.get(value, " ".join(value.split()))
            found[value] = slug(label)
            if one.personal:
                self.names.masked.setdefault(name, {}).setdefault(found[value], "")
            else:
                self.names.labels.setdefault(name, {}).setdefault(found[value], label)
        return found

    def _word_table(self, part: Part, name: str, pairs: Mapping[str, str]) -> str:
        table = f"words_{part.number}_{name}"
        masked = self.names.masked.get(name, {})
        pairs = {value: masked.get(said, said) for value, said in pairs.items()}
        self.store.run(f"CREATE TABLE {table} (raw VARCHAR, said VARCHAR)")
        if pairs:
            self.store.run(
                f"INSERT INTO {table} SELECT unnest($1), unnest($2)",
                [list(pairs), list(pairs.values())],
            )
        return table

    def _insert(self, part: Part, words: Mapping[str, str]) -> None:
        """Text, then values, then what could not be read, in layers of one query."""
        table, fields = self.measures.table_of(part.log.rows), self._fields(part)
        zone = part.log.timezone or self.zone
        texts, joins = ["rowid + 1 AS record"], []
        values, unread = ["record"], ["0"]
        for number, (name, one) in enumerate(fields.items()):
            column = part.log.columns.get(name)
            if column is None or not column.column:
                values += self._constant(name, one, column)
                continue
            headers = [one_ for one_ in (column.column, column.and_) if one_]
            texts.append(f"{filled([part.raw.column(header) for header in headers])} AS t_{name}")
            text = f"t_{name}"
            value = f"w_{name}.said" if name in words else value_sql(one, column, text, zone)
            if name in words:
                joins.append(f"LEFT JOIN {words[name]} AS w_{name} ON w_{name}.raw = {text}")
            values.append(f"{value} AS {name}")
            if one.kind == "time":
                values.append(f"{instant_sql(value, text, column, zone)} AS {name}_at")
            unread.append(
                f"CASE WHEN {text} IS NOT NULL AND {name} IS NULL THEN {1 << number}::UBIGINT ELSE 0 END"
            )
            values.append(text)
        names = [
            f"{name}{at}"
            for name, one in fields.items()
            for at in (("", "_at") if one.kind == "time" else ("",))
        ]
        inner = f"SELECT {', '.join(texts)} FROM {part.raw.table}"
        typed = f"SELECT {', '.join(values)} FROM ({inner}) {' '.join(joins)}"
        repeated = self._second_hour(table, fields, zone)
        self.store.run(
            f"INSERT INTO stage_{table} SELECT {part.layout}, {part.number}, record, "
            f"{', '.join(repeated.get(name, name) for name in names)}, {' + '.join(unread)} FROM ({typed})"
        )

    def _constant(self, name: str, one: Field_, column: Column | None) -> list[str]:
        if column is not None and column.always:
            value = column.always if one.kind == "choice" else slug(column.always)
            value = self.names.masked.get(name, {}).get(value, value)
            if one.kind == "name" and not one.personal:
                self.names.labels.setdefault(name, {}).setdefault(value, column.always)
            return [f"{quoted(value)} AS {name}"]
        at = [f"NULL::{AMOUNT} AS {name}_at"] if one.kind == "time" else []
        return [f"NULL::{TYPES[one.kind]} AS {name}", *at]

    def _second_hour(self, table: str, fields: Mapping[str, Field_], zone: str) -> dict[str, str]:
        """In the hour that clocks repeat, an end belongs to the first round that is not before the start."""
        begin = self.measures.tables[table].time
        if not zone:
            return {}
        found = {}
        early = f"timezone({quoted(zone)}, to_timestamp({begin}_at - 3600)) = {begin}"
        for name, one in fields.items():
            if one.kind != "time" or name == begin:
                continue
            at, local = f"{name}_at", f"timezone({quoted(zone)}, to_timestamp({name}_at {{}} 3600)) = {name}"
            found[at] = (
                f"CASE WHEN {at} - 3600 >= {begin}_at AND {at} - 3600 < {begin}_at + 7200 "
                f"AND {local.format('-')} THEN {at} - 3600 "
                f"WHEN {at} < {begin}_at AND {at} + 3600 >= {begin}_at AND ({local.format('+')} OR {early}) "
                f"THEN {at} + 3600 ELSE {at} END"
            )
        return found

    def _unreadable(self, part: Part) -> None:
        """Tell of values that could not be read; the rows stay, but for those without a moment."""
        table, fields = self.measures.table_of(part.log.rows), self._fields(part)
        begin = self.measures.tables[table].time
        where = f"FROM stage_{table} AS s WHERE s.file = {part.number} AND s.unread"
        any_ = self.store.row(f"SELECT bit_or(s.unread) {where} > 0")[0] or 0
        for number, (name, one) in enumerate(fields.items()):
            if not any_ >> number & 1:
                continue
            column = part.log.columns[name].column
            rows = self.store.row(f"SELECT count(*) {where} & {1 << number} > 0")[0]
            examples = self.store.rows(
                f"SELECT s.record, left(r.{part.raw.column(column)}, {LONGEST_SHOWN}) "
                f"FROM stage_{table} AS s "
                f"JOIN {part.raw.table} AS r ON r.rowid = s.record - 1 WHERE s.file = {part.number} "
                f"AND s.unread & {1 << number} > 0 ORDER BY s.record LIMIT 3"
            )
            shown = tuple(f"{record}: {text}" for record, text in examples) if not one.personal else ()
            aside = name == begin
            says = (
                message("no readable date in {column}", column=column)
                if aside
                else message("{column} can't be read (the row is used without it)", column=column)
            )
            part.raw.account.reasons.append(Reason(says, rows, shown, kept=not aside))


def _codes(name: str, known: Iterable[str], key: str) -> dict[str, str]:
    """With a key a code that only its holder can tell; without one a number that says nothing."""
    if key:
        digests = {
            one: hmac.new(key.encode(), one.encode(), hashlib.sha256).hexdigest()[:_MASK]
            for one in sorted(known)
        }
        return {one: f"{name}-{digest}" for one, digest in digests.items()}
    order = sorted(known, key=lambda one: hashlib.sha256(one.encode()).digest())
    width = max(3, len(str(len(order))))
    return {one: f"{name}-{number:0{width}}" for number, one in enumerate(order, 1)}
