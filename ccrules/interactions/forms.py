"""The form of a file of measures: which keys there are and what each may hold.

Scalars arrive as text, as in rulesets; the numbers and flags among them are read here.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from ccrules.ruleset.schema import Filled, Flag, Local

#: The folder beside a ruleset's files, and the file in it.
FOLDER, FILE = "interactions", "measures.yaml"

#: Fields that every row has, whatever the log; formulas and ``by`` may use them.
BUILT_IN = frozenset({
    "file", "record", "month", "day", "hour", "weekday", "intraday", "interval_minutes", "log_end",
    "usual_first", "usual_last", "leg_count", "came_back", "busy_hour", "busy_weeks",
})  # fmt: skip
TABLES = ("contacts", "intervals")

Kind = Literal["time", "duration", "number", "count", "flag", "choice", "name", "text"]
Row = Literal["interaction", "leg", "interval"]
Take = Literal["series", "mean", "lowest", "highest", "last", "variation"]

_NAME = re.compile(r"[a-z][a-z0-9_]*")


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise PydanticCustomError("name", "not a name of small letters, digits and _")
    return value


def _sql(value: str) -> str:
    """One expression, not a statement: what could end it or hide its end is refused."""
    if ";" in value or "--" in value or "/*" in value:
        raise PydanticCustomError("formula", "a formula is one expression, without ; and comments")
    return value


def _table(value: str) -> str:
    if value not in TABLES:
        raise PydanticCustomError("name", "neither contacts nor intervals")
    return value


def _measured(value: Any) -> Any:
    return {"measure": value} if isinstance(value, str) else value


Name = Annotated[str, AfterValidator(_name)]
Formula = Annotated[Filled, AfterValidator(_sql)]
TableName = Annotated[str, AfterValidator(_table)]


class Form(BaseModel):
    """A mapping whose unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Setting(Form):
    """What no log tells and a person has to say.

    Attributes:
        kind: a duration in seconds, or a number.
        default: what holds if nobody says.
        label: what it is.
    """

    kind: Literal["duration", "number"] = "number"
    default: str = ""
    label: Local


class Table(Form):
    """A table that rows of several logs are gathered in.

    Attributes:
        rows: the kinds of rows that go into it.
        time: the field that says when a row happened.
        identity: the fields that tell one row from another.
    """

    rows: list[Row]
    time: Name
    identity: list[Name]


class Field_(Form):  # noqa: N801 - Field is pydantic's own
    """A field that a log may have.

    Attributes:
        tables: where it belongs.
        kind: what its values are.
        label: what it is called.
        headers: what columns with it are called, in any language, in small letters without accents.
        second: what a further column with the time of day is called.
        values: for choices, each value with the words for it.
        required: whether nothing can be told without it.
        personal: whether it names people: it is masked, or never written.
        from_name: whether the name of the file may say it.
        combine: which value several legs of one contact give together.
    """

    tables: list[Name]
    kind: Kind
    label: Local
    headers: list[str] = []
    second: list[str] = []
    values: dict[str, list[str]] = {}
    required: Flag = False
    personal: Flag = False
    from_name: Flag = False
    combine: Literal["first", "last", "sum", "any"] = "first"


class Legs(Form):
    """How several rows with one id become one contact; see :mod:`ccrules.interactions.contacts`."""

    place: Formula


class Derived(Form):
    """A field worked out from others; one of the lists in ``from`` must be there.

    Attributes:
        from_: what is needed.
        is_: the formula.
        per: fields by whose values rows are gathered; the formula is then an aggregate over them.
    """

    from_: list[list[Name]] = Field(alias="from")
    is_: Formula = Field(alias="is")
    per: list[Name] = []


class Implausible(Form):
    """Rows that can't be right, and what becomes of them."""

    id: Name
    table: Name
    when: Formula
    does: Literal["set_aside", "blank", "note"]
    fields: list[Name] = []
    says: Local


class Inconclusive(Form):
    """What a whole log can't tell, judged by group: the measures it blocks are not written."""

    id: Name
    table: Name
    by: list[Name] = []
    where: Formula = "true"
    least: int = 1
    when: Formula
    blocks: list[Name]
    says: Local


class Computed(Form):
    """A measure's formula for one table.

    Attributes:
        is_: the aggregate.
        needs: fields without which it says nothing, beside those that ``is`` names.
        sample: how many observations it rests on.
        known: how many rows have the value; the sample if left out.
        of: how many rows should have it.
    """

    is_: Formula = Field(alias="is")
    needs: list[Name] = []
    sample: Formula = "count(*)"
    known: str = ""
    of: str = ""


class Measure(Form):
    """What is measured, per table.

    Attributes:
        formula: the definition in words.
        counts: whether it is a number of contacts, which rows set aside make too small.
        digits: decimals kept.
        unit: ``duration`` if it is a time in seconds and the fact is a duration.
        source: ``declared`` for what a person said in the mapping.
        contacts: the formula over contacts.
        intervals: the formula over intervals.
    """

    formula: Local
    counts: Flag = False
    digits: int = 0
    unit: Literal["", "duration"] = ""
    source: Literal["measured", "declared"] = "measured"
    contacts: Computed | None = None
    intervals: Computed | None = None

    def of_table(self, table: str) -> Computed | None:
        """The formula over one table; None if that table can't tell."""
        return self.contacts if table == "contacts" else self.intervals


class Given(Form):
    """How one attribute gets its value: a measure, perhaps over periods."""

    measure: Name
    over: Literal["", "month", "day", "hour"] = ""
    take: Take = "series"
    least: int = 1
    at_least: Flag = False


class FactRule(Form):
    """Facts of one entity type, one entity per group of rows.

    Attributes:
        most: how many groups are kept, the largest ones; as everywhere if it is 0.
    """

    for_: Name = Field(alias="for")
    complete: Flag = False
    by: list[Name] = []
    where: Formula = "true"
    id: str = ""
    values: dict[Name, str] = {}
    least: int = 1
    most: int = 0
    measures: dict[Name, Annotated[Given, BeforeValidator(_measured)]]
    only_with: list[Name] = []


class Gathered(Form):
    """References the other way round: what an entity is referred to by.

    Attributes:
        for_: the entity type that is referred to.
        attribute: its attribute that lists who refers to it.
        of: the entity type that refers.
        by: the attribute that does.
    """

    for_: Name = Field(alias="for")
    attribute: Name
    of: Name
    by: Name


class Measures(Form):
    """A whole file of measures.

    Attributes:
        interactions: its name, which mappings refer to.
    """

    interactions: Filled
    settings: dict[Name, Setting] = {}
    edge_days: int = 3
    set_aside_max: float = 0.05
    missing_max: float = 0.02
    most_groups: int = 300
    tables: dict[TableName, Table]
    fields: dict[Name, Field_]
    legs: Legs | None = None
    derived: dict[TableName, dict[Name, Derived]] = {}
    implausible: list[Implausible] = []
    inconclusive: list[Inconclusive] = []
    measures: dict[Name, Measure]
    facts: list[FactRule]
    gathered: list[Gathered] = []

    def fields_of(self, table: str) -> dict[str, Field_]:
        """The fields that rows of a table may have."""
        return {name: field for name, field in self.fields.items() if table in field.tables}

    def table_of(self, rows: str) -> str:
        """The table that rows of a kind go into."""
        return next(name for name, table in self.tables.items() if rows in table.rows)
