"""A mapping: where the fields are in one firm's files, and what no log can tell."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from ccrules.documents import Node, read_document
from ccrules.errors import InputError, Place, Problem, message, suggestion
from ccrules.interactions.forms import Form, Measures, Row
from ccrules.ruleset.nodes import place_of
from ccrules.ruleset.schema import Filled
from ccrules.ruleset.shape import read_form

#: What stands in a proposed mapping where somebody has to answer.
QUESTION = "?"

Unit = Literal["", "seconds", "minutes", "hours", "milliseconds", "hms", "hm", "ms", "words", "?"]


def _column(value: Any) -> Any:
    return {"column": value} if isinstance(value, str) else value


def _settings(value: Any) -> Any:
    return [{"value": value}] if isinstance(value, str) else value


class Column(Form):
    """Where one field is, and how it is written.

    Attributes:
        column: the header, exactly as in the file.
        and_: the header of a second column with the time of day.
        always: a value that holds for all rows, where no column gives it.
        format: for moments: ``iso``, ``epoch``, ``epoch_ms``, ``excel``, or codes such as ``%d/%m/%Y %H:%M``.
        unit: for durations: what a number counts, or ``hms`` (h:mm:ss), ``hm``, ``ms`` (mm:ss), ``words``.
        decimal: the decimal sign, ``.`` or ``,``.
        values: what the file's words mean; for names, what they are to be called.
    """

    column: str = ""
    and_: str = Field(default="", alias="and")
    always: str = ""
    format: str = ""
    unit: Unit = ""
    decimal: Literal[".", ",", "?"] = "."
    values: dict[str, str] = Field(default={})


class SettingValue(Form):
    """The value of a setting, for all rows or for those whose fields have given values."""

    value: Filled
    for_: dict[str, str] = Field(default={}, alias="for")


class Log(Form):
    """How files of one layout are read."""

    files: list[str] = Field(default=[])
    rows: Row | Literal["?"]
    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header: int = 1
    timezone: str = ""
    columns: dict[str, Annotated[Column, BeforeValidator(_column)]]
    unused: list[str] = Field(default=[])


class MappingForm(Form):
    """A mapping file."""

    mapping: str = ""
    settings: dict[str, Annotated[list[SettingValue], BeforeValidator(_settings)]] = Field(default={})
    logs: list[Log]


@dataclass(frozen=True)
class Mapping:
    """A mapping and where it was written.

    Attributes:
        form: what it says.
        node: its tree, for places; None if it was proposed.
        file: its name.
    """

    form: MappingForm
    node: Node | None = None
    file: str = ""
    chosen: dict[str, int] = field(default_factory=dict)

    def place(self, *steps: str | int) -> Place:
        """Where something stands."""
        return place_of(self.node, *steps) if self.node is not None else Place(self.file)

    def with_settings(self, settings: dict[str, list[SettingValue]]) -> Mapping:
        """The same with further settings, which come before its own."""
        form = self.form.model_copy(update={"settings": {**self.form.settings, **settings}})
        return replace(self, form=form)


def read_mapping(path: Path, measures: Measures) -> Mapping:
    """Read a mapping.

    Args:
        path: the file.
        measures: what it maps to.

    Raises:
        InputError: everything wrong in it, open questions among it.
    """
    node = read_document(path)
    problems: list[Problem] = []
    form = read_form(node, MappingForm, problems)
    if form is None:
        raise InputError(problems)
    mapping = Mapping(form, node, path.as_posix())
    problems = _problems(mapping, measures)
    if problems:
        raise InputError(problems)
    return mapping


def _problems(mapping: Mapping, measures: Measures) -> list[Problem]:
    found: list[Problem] = []
    for name in mapping.form.settings:
        if name not in measures.settings:
            what = message("there is no setting {name}", name=name)
            found.append(Problem(mapping.place("settings", name), what, suggestion(name, measures.settings)))
    for number, log in enumerate(mapping.form.logs):
        if log.rows == QUESTION:
            found.append(_open(mapping, "logs", number, "rows"))
            continue
        known = measures.fields_of(measures.table_of(log.rows))
        for name, column in log.columns.items():
            found += _column_problems(mapping, (number, name), column, known)
        found += _missing(mapping, number, log, known)
    return found


def _column_problems(
    mapping: Mapping, where: tuple[int, str], column: Column, known: dict[str, Any]
) -> list[Problem]:
    number, name = where
    steps = ("logs", number, "columns", name)
    if name not in known:
        what = message("there is no field {name}", name=name)
        return [Problem(mapping.place(*steps), what, suggestion(name, known))]
    found = [
        _open(mapping, *steps, key)
        for key in ("column", "always", "format", "unit", "decimal")
        if getattr(column, key) == QUESTION
    ]
    found += [
        _open(mapping, *steps, "values", word) for word, value in column.values.items() if value == QUESTION
    ]
    if not column.column and not column.always:
        what = message("{name} has neither a column nor a value for all rows", name=name)
        found.append(Problem(mapping.place(*steps), what, message("write column: or always:")))
    choices = known[name].values
    for word, value in column.values.items():
        if choices and value not in choices and value != QUESTION:
            what = message("{value} is no value of {name}", value=value, name=name)
            found.append(Problem(mapping.place(*steps, "values", word), what, suggestion(value, choices)))
    if choices and column.always and column.always not in choices and column.always != QUESTION:
        what = message("{value} is no value of {name}", value=column.always, name=name)
        found.append(Problem(mapping.place(*steps, "always"), what, suggestion(column.always, choices)))
    return found


def _missing(mapping: Mapping, number: int, log: Log, known: dict[str, Any]) -> list[Problem]:
    hint = message("say in which column it is, or always: for all rows")
    return [
        Problem(mapping.place("logs", number, "columns"), message("{name} is missing", name=name), hint)
        for name, one in known.items()
        if one.required and name not in log.columns
    ]


def _open(mapping: Mapping, *steps: str | int) -> Problem:
    what = message(
        "this question is still open: {name}", name=".".join(str(step) for step in steps[2:]) or "rows"
    )
    return Problem(mapping.place(*steps), what, message("write the answer instead of the question mark"))


def named(log: Log, name: str) -> bool:
    """Whether a log names a file: exactly, or by a pattern such as ``calls-*.csv``."""
    return any(name == one or fnmatchcase(name, one) for one in log.files)


def log_for(form: MappingForm, name: str, headers: list[str]) -> int | None:
    """Which log of a mapping a file is.

    Args:
        form: the mapping.
        name: the file's name without its folder.
        headers: its columns.

    Returns:
        The number of the first log that names the file and whose columns it has; if none names it,
        the first that names no file and whose columns it has.
    """
    there = set(headers)

    def fits(log: Log) -> bool:
        wanted = {one for column in log.columns.values() for one in (column.column, column.and_) if one}
        return wanted <= there

    naming = [n for n, log in enumerate(form.logs) if named(log, name)]
    if naming:
        return next((n for n in naming if fits(form.logs[n])), None)
    return next((n for n, log in enumerate(form.logs) if not log.files and fits(log)), None)
