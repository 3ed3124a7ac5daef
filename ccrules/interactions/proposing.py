"""A mapping proposed from headers and values, with question marks where nobody can guess."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from ccrules.errors import Message, Place, Problem, message
from ccrules.interactions.forms import Field_, Measures
from ccrules.interactions.guessing import (
    Look,
    decimal_sign,
    duration_unit,
    look_at,
    time_format,
)
from ccrules.interactions.loading import Raw
from ccrules.interactions.mapping import QUESTION, Column, Log, MappingForm
from ccrules.interactions.matching import choices_of, rank
from ccrules.interactions.store import Store
from ccrules.interactions.words import header_and_unit, plain_words
from ccrules.text.language import localise

#: More different words than this are no choice.
_MOST_CHOICES = 60
#: The share of rows with an id that came before, from which rows are legs of contacts.
_LEGS = 0.01


@dataclass(slots=True)
class Proposal:
    """A proposed mapping, and what a person has to say before it can be used.

    Attributes:
        form: the mapping.
        questions: what can't be guessed.
    """

    form: MappingForm
    questions: list[Problem] = field(default_factory=list)


def propose(store: Store, raws: Sequence[Raw], measures: Measures, language: str) -> Proposal:
    """Propose how files are to be read.

    Args:
        store: the files, loaded.
        raws: the files.
        measures: what there is to find in them.
        language: of the names in questions.
    """
    groups: dict[tuple[str, ...], list[Raw]] = {}
    for raw in raws:
        groups.setdefault((*raw.headers, "", _stem_channel(raw, measures)), []).append(raw)
    proposal = Proposal(MappingForm(mapping=measures.interactions, logs=[]))
    for group in groups.values():
        proposer = _Proposer(store, group, measures, proposal.questions, language)
        proposal.form.logs.append(proposer.log())
    return proposal


def _stem_channel(raw: Raw, measures: Measures) -> str:
    """What the file's name says of the field that a name may say, such as ``calls-2026.csv``."""
    words = plain_words(PurePath(raw.source.name).stem).split()
    for one in measures.fields.values():
        if one.from_name:
            for value, names in one.values.items():
                if any(name in words for name in names):
                    return value
    return ""


class _Proposer:
    """Finds the fields of one layout.

    Args:
        store: the files.
        group: the files that have it; the first one is looked at closely.
        measures: the fields there are.
        questions: takes what can't be guessed.
        language: of the names in questions.
    """

    def __init__(
        self, store: Store, group: list[Raw], measures: Measures, questions: list[Problem], language: str
    ) -> None:
        self.language = language
        self.store, self.group, self.measures, self.questions = store, group, measures, questions
        self.raw = group[0]
        self.units: dict[str, str] = {}
        self.plain: dict[str, tuple[str, ...]] = {}
        for header in self.raw.headers:
            without_unit, self.units[header] = header_and_unit(header)
            self.plain[header] = (plain_words(header), without_unit)
        self.looks = {header: self._look(header) for header in self.raw.headers}

    def log(self) -> Log:
        """The proposed reading of these files."""
        both = {name: self._found(self.measures.fields_of(name)) for name in self.measures.tables}
        table = self._table(both)
        found = both[table]
        columns = {name: self._column(name, header) for name, header in found.items()}
        self._required(columns, table)
        used = {one for column in columns.values() for one in (column.column, column.and_)}
        source = self.raw.source
        return Log(
            files=[raw.source.name for raw in self.group],
            rows=self._rows(table, columns),
            encoding=source.encoding if source.encoding != "utf-8" else "",
            separator=source.separator if source.kind == "text" and not source.sheet else "",
            sheet=source.sheet,
            header=source.skip if source.kind == "text" else 1,
            columns=columns,
            unused=[header for header in self.raw.headers if header not in used],
        )

    def _look(self, header: str) -> Look:
        return look_at(self.store, self.raw, [self.raw.column(header)])

    def _found(self, fields: Mapping[str, Field_]) -> dict[str, str]:
        """The header of each field: exact names first, then names with few words more."""
        ranked: list[tuple[int, int, int, str, str]] = []
        for place, (name, one) in enumerate(fields.items()):
            for number, header in enumerate(self.raw.headers):
                fit = rank(self.plain[header], one.headers)
                if fit is not None and self._fits(one, self.looks[header], self.units[header]):
                    ranked.append((fit, place, number, name, header))
        found: dict[str, str] = {}
        for *_, name, header in sorted(ranked):
            if name not in found and header not in found.values():
                found[name] = header
        return {name: found[name] for name in fields if name in found}

    def _fits(self, one: Field_, look: Look, unit: str) -> bool:
        if not look.values:
            return False
        checks: dict[str, bool] = {
            "time": look.moment or look.clock or (look.numeric and not one.second),
            "duration": (look.numeric or look.clock or look.spoken)
            and not (look.moment and not look.numeric),
            "number": look.numeric,
            "count": look.numeric and not unit,
            "flag": look.flag,
            "choice": look.distinct <= _MOST_CHOICES and self._knows(one, look),
            "name": not look.moment and not look.clock and look.distinct <= max(50, look.filled // 2),
            "text": True,
        }
        return checks[one.kind]

    def _knows(self, one: Field_, look: Look) -> bool:
        """Whether at least one word is a known one."""
        words = {name for names in one.values.values() for name in names}
        return any(plain_words(value) in words for value in look.values)

    def _table(self, both: Mapping[str, Mapping[str, str]]) -> str:
        """Rows are intervals if several of their numbers count contacts, and nothing names one."""
        fields = self.measures.fields
        counted = [name for name in both["intervals"] if fields[name].kind == "count"]
        counted = [name for name in counted if not self.looks[both["intervals"][name]].flag]
        single = [name for name in both["contacts"] if fields[name].personal or fields[name].kind == "flag"]
        return (
            "intervals" if len(counted) > len(single) and len(counted) > (1 if single else 0) else "contacts"
        )

    def _rows(self, table: str, columns: Mapping[str, Column]) -> Any:
        if table == "intervals":
            return "interval"
        identity = self.measures.tables["contacts"].identity
        if not all(name in columns and columns[name].column for name in identity):
            return "interaction"
        cut = ", ".join(self.raw.column(columns[name].column) for name in identity)
        everything = ", ".join(f"c{n}" for n in range(1, len(self.raw.headers) + 1))
        # Rows that come twice as they are don't count: they are doubles, not legs.
        extra = self.store.row(
            f"SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(DISTINCT hash({everything})) AS n "
            f"FROM {self.raw.table} WHERE hash({cut}) IN (SELECT hash({cut}) AS k FROM {self.raw.table} "
            f"WHERE ({cut}) IS NOT NULL GROUP BY k HAVING count(*) > 1) GROUP BY hash({cut}))"
        )[0]
        return "leg" if extra >= _LEGS * self.raw.account.read else "interaction"

    def _required(self, columns: dict[str, Column], table: str) -> None:
        for name, one in self.measures.fields_of(table).items():
            if not one.required or name in columns:
                continue
            if one.from_name and (said := _stem_channel(self.raw, self.measures)):
                columns[name] = Column(always=said)
                continue
            moments = [header for header in self.raw.headers if self.looks[header].moment]
            if one.kind == "time" and len(moments) == 1:  # whatever it is called
                columns[name] = self._time(one, moments[0])
                continue
            columns[name] = Column(always=QUESTION) if one.values else Column(column=QUESTION)
            hint = message("columns of the file: {names}", names=", ".join(self.raw.headers)[:300])
            known = message("one of: {names}", names=", ".join(one.values))
            what = message("no column seems to be the {label}", label=localise(one.label, self.language))
            self._ask(what, known if one.values else hint)

    def _column(self, name: str, header: str) -> Column:
        one, look = self.measures.fields[name], self.looks[header]
        if one.kind == "time":
            return self._time(one, header)
        if one.kind == "duration":
            return self._duration(one, header, look)
        if one.kind in ("number", "count"):
            return Column(column=header, decimal=self._sign(header, look, whole=one.kind == "count"))
        if one.kind == "choice":
            return Column(column=header, values=self._choices(one, header, look))
        return Column(column=header)

    def _time(self, one: Field_, header: str) -> Column:
        second = ""
        look = self.looks[header]
        if (
            one.second
            and not any(":" in value or "h" in value[8:] for value in look.values)
            and not look.epoch
        ):
            second = self._second(one, header)
        columns = [self.raw.column(header), *([self.raw.column(second)] if second else [])]
        both = look_at(self.store, self.raw, columns) if second else look
        form, example = time_format(self.store, self.raw, columns, both)
        if QUESTION in form:
            form = QUESTION
            what = message(
                "{column}: is {example} the day first or the month?", column=header, example=example
            )
            self._ask(
                what, message("write format: {a} or {b} in the mapping", a="%d/%m/%Y …", b="%m/%d/%Y …")
            )
        if both.universal and one.required:
            what = message(
                "{column} is in universal time: which hour of the day is {example}?",
                column=header, example=example,
            )  # fmt: skip
            self._ask_zone(what)
        elif both.uneven:
            what = message(
                "{column} has moments of several time zones, such as {example}: what did the clock show "
                "there?",
                column=header, example=example,
            )  # fmt: skip
            self._ask_zone(what)
        return Column.model_validate({"column": header, "and": second, "format": form})

    def _second(self, one: Field_, header: str) -> str:
        for other in self.raw.headers:
            if other != header and set(self.plain[other]) & set(one.second) and self.looks[other].clock:
                return other
        return ""

    def _duration(self, one: Field_, header: str, look: Look) -> Column:
        unit: Any = duration_unit(look, self.units[header])
        if unit == QUESTION:
            what = message("{column}: in which unit is {example}?", column=header, example=look.values[0])
            self._ask(what, message("write unit: seconds, minutes, hours, hms, hm (h:mm) or ms (mm:ss)"))
        decimal: Any = (
            self._sign(header, look) if unit in ("seconds", "minutes", "hours", "milliseconds") else "."
        )
        return Column(column=header, unit=unit, decimal=decimal)

    def _sign(self, header: str, look: Look, *, whole: bool = False) -> Any:
        sign = decimal_sign(look, whole=whole)
        if sign == QUESTION:
            example = next(one for one in look.values if "," in one)
            what = message("{column}: is {example} a thousand or a decimal?", column=header, example=example)
            self._ask(what, message("write decimal: '.' if the comma groups thousands, decimal: ',' if not"))
        return sign

    def _choices(self, one: Field_, header: str, look: Look) -> dict[str, str]:
        found = dict(choices_of(one, look.values))
        unknown = [value for value, meaning in found.items() if meaning == QUESTION]
        if unknown:
            what = message(
                "{column}: what do these mean as {label}: {values}?",
                column=header, label=localise(one.label, self.language),
                values=", ".join(unknown[:8]),
            )  # fmt: skip
            self._ask(what, message("one of: {names}", names=", ".join(one.values)))
        return found

    def _ask_zone(self, what: Message) -> None:
        """Ask where the moments of these files were noted, once for all columns."""
        file = self.raw.source.file
        if not any((one.place.file, one.place.cell) == (file, "timezone") for one in self.questions):
            self._ask(what, message("say --timezone, such as {zone}", zone="Europe/Paris"), "timezone")

    def _ask(self, what: Message, hint: Message, about: str = "") -> None:
        self.questions.append(Problem(Place(self.raw.source.file, cell=about), what, hint))
