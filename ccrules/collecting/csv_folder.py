"""A folder of CSV files that asks for facts, empty or with those that are there.

One file for each list and each form, as :mod:`ccrules.importers.csv_facts` reads them, and one to
read first. French files are cut by semicolons and have decimal commas, as spreadsheets expect there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ccrules.collecting import given
from ccrules.collecting.cell_values import STATES, in_cell, said, state_word
from ccrules.collecting.questions import EVERYTHING, Question, Selection, asked
from ccrules.errors import Message, message
from ccrules.facts.base import FactBase
from ccrules.facts.models import RecordModel, record_model
from ccrules.facts.vocabulary import ORGANISATION, EntityType
from ccrules.facts.writing import HEADER, written_document
from ccrules.ruleset.model import Method
from ccrules.text import localise, translate, typeset, yes_no
from ccrules.text.csv_tables import csv_table

#: The file to read first; its ending keeps it from being taken for facts.
README = "README.txt"
#: A text that a spreadsheet would compute; an apostrophe keeps it a text.
_FORMULA = re.compile(r"'*[=+\-@]")
_FORM = {
    "en": ("fact", "question", "answer", "unit", "who knows"),
    "fr": ("fait", "question", "réponse", "unité", "qui sait"),
}
_LISTS = {
    "en": ("list", "label", "complete", "total", "attribute", "value", "count"),
    "fr": ("liste", "libellé", "complète", "total", "attribut", "valeur", "nombre"),
}


def csv_files(
    method: Method, language: str, selection: Selection = EVERYTHING, base: FactBase | None = None
) -> dict[str, bytes]:
    """Make the files.

    Args:
        method: the rulesets; their vocabulary is what can be said.
        language: ``en`` or ``fr``.
        selection: which questions they ask.
        base: facts that they hold already; what they say is there whatever the selection.

    Returns:
        Content by name; the same for the same arguments.
    """
    document = written_document(base) if base is not None else {}
    writer = _Writer(method, language, document)
    return writer.files(asked(method, language, selection, document))


@dataclass
class _Writer:
    """Writes all files of one folder."""

    method: Method
    language: str
    document: given.Document

    def files(self, asked: Mapping[str, Sequence[Question]]) -> dict[str, bytes]:
        """The content of each file."""
        kinds = [self.method.vocabulary[name] for name in asked]
        found = {"assessment.csv": self._table(_FORM[self.language], self._engagement())}
        for kind in (one for one in kinds if one.singleton):
            rows = self._form(kind, asked[kind.name])
            found[f"{kind.name}.csv"] = self._table(_FORM[self.language], rows)
        lists = [one for one in kinds if not one.singleton]
        if lists:
            rows = (row for kind in lists for row in self._told(kind))
            found["lists.csv"] = self._table(_LISTS[self.language], rows)
        for kind in lists:
            found[f"{kind.plural}.csv"] = self._list(kind, asked[kind.name])
        readme = "\r\n".join(self._say(line) for line in _readme(self.language))
        return {**found, README: b"\xef\xbb\xbf" + f"{readme}\r\n".encode()}

    def _say(self, what: Message) -> str:
        text = translate(what, self.language)
        return text if what.values else typeset(text, self.language)

    def _table(self, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
        return csv_table(header, rows, self.language).encode()

    # --- forms ---------------------------------------------------------------------------

    def _engagement(self) -> Iterator[list[str]]:
        head = given.header(self.document)
        labels = (_NAME, _DATE, _LANGUAGE, _STATUS)
        for name, title in zip(HEADER, labels, strict=True):
            default = "draft" if name == "status" and not self.document else None
            yield self._row(f"assessment.{name}", self._say(title), head.get(name, default))
        if head.get("confirmed"):
            yield self._row("assessment.confirmed", self._say(message("Confirmed")), head["confirmed"])
        goals = list(self.document.get("objectives", ()))
        if goals or self.method.objectives:
            known = ", ".join(self.method.objectives)
            label = self._say(_OBJECTIVES)
            yield self._row("objectives", label, goals or None, unit=f"({known})" if known else "")

    def _form(self, kind: EntityType, asked: Sequence[Question]) -> Iterator[list[str]]:
        if kind.name != ORGANISATION:
            there_is = self._say(message("Is there one? (If not: none)"))
            label = f"{localise(kind.label, self.language) or kind.name} - {there_is}"
            yield self._row(kind.name, label, given.as_such(self.document, kind))
        record = given.record(self.document, kind)
        for one in asked:
            value = record.get(one.attribute.name)
            yield self._row(f"{kind.name}.{one.column}", one.text, value, one, one.unit, one.ask)

    def _row(
        self, key: str, label: str, value: Any, one: Question | None = None, unit: str = "", ask: str = ""
    ) -> list[str]:
        return [key, _safe(label), self._cell(value, one), _safe(unit), _safe(ask)]

    # --- lists ---------------------------------------------------------------------------

    def _list(self, kind: EntityType, asked: Sequence[Question]) -> bytes:
        model = record_model(self.method.vocabulary, kind)
        columns: list[tuple[str, str, Question | None]] = [("id", "id", None)] if kind.key == ("id",) else []
        columns += [(one.attribute.name, self._heading(model, one), one) for one in asked]
        rows = (
            [self._cell(record.get(name), one) for name, _, one in columns]
            for record in given.members(self.document, kind)
        )
        return self._table((label for _, label, _ in columns), rows)

    def _heading(self, model: RecordModel, one: Question) -> str:
        """The label, if it names the attribute and nothing else; its name otherwise."""
        label = localise(one.attribute.label, self.language)
        found = label if label and model.names.find(label) == one.attribute.name else one.attribute.name
        return f"{found} []" if one.attribute.set else found

    def _told(self, kind: EntityType) -> Iterator[list[str]]:
        """What is known of a list as such, and a count a row."""
        complete = given.completeness(self.document, kind, self.language) or ""
        total = given.total(self.document, kind)
        known = given.as_such(self.document, kind) if total is None else total
        label = localise(kind.label_plural, self.language) or kind.plural.replace("_", " ")
        first = [kind.plural, _safe(label), complete, self._cell(known, None)]
        for counted in given.counts(self.document, kind) or [("", "", "")]:
            yield [*first, *(self._cell(one, None) for one in counted)]
            first[2:] = ["", ""]

    # --- cells ---------------------------------------------------------------------------

    def _cell(self, value: Any, one: Question | None) -> str:
        """A value as the text of a cell."""
        found = in_cell(said(value, one, self.language))
        if found is None:
            return ""
        if isinstance(found, str):
            return _safe(found)
        if one is not None and one.in_percent and isinstance(found, float):
            percent = format((Decimal(repr(found)) * 100).normalize(), "f")
            return f"{_decimal(percent, self.language)} %"
        return _decimal(repr(found), self.language)


def _decimal(text: str, language: str) -> str:
    """With a decimal comma in French; three decimals would look like thousands, so a zero follows."""
    if language != "fr" or "e" in text or "." not in text:
        return text
    whole, _, decimals = text.partition(".")
    return f"{whole},{decimals}{'0' if len(decimals) == 3 else ''}"


def _safe(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


_NAME, _DATE = message("Name of the assessment"), message("Date of the assessment")
_LANGUAGE, _STATUS = message("Language of the report"), message("Status")
_OBJECTIVES = message("What the client aims at, with weights")


def _readme(language: str) -> Iterator[Message]:
    unknown, none, beside = (state_word(name, language) for name in STATES["en"])
    yes, no = yes_no(True, language), yes_no(False, language)
    yield message("How to fill in these files")
    yield message(
        "Each file is a table. assessment.csv and the files with a column of answers hold a question a row; "
        "every other file is a list with a row for each member, named in its first column."
    )
    yield message(
        "Fill in what you know; leave the rest empty. An empty cell means that nobody has asked yet."
    )
    yield message("{word}: asked, and nobody could tell.", word=unknown)
    yield message("{word}: there is none.", word=none)
    yield message("{word}: makes no sense here.", word=beside)
    yield message("Questions of yes or no are answered {yes} or {no}.", yes=yes, no=no)
    yield message("A number may be a range: {examples}", examples="40..50, >= 1000")
    yield message("Dates: {examples}", examples="2026-10-01, 2026-10, 2026")
    yield message("Where [] stands behind a column's name, several values may stand, with ; between them.")
    yield message("With its source a value is written {text}", text="{value: 1200, source: measured}")
    yield message(
        "lists.csv says of each list whether it is complete ({yes} or {no}), how many members it has in all, "
        "and how many of them have a certain value.",
        yes=yes,
        no=no,
    )
    yield message("An apostrophe before = + - @ keeps a spreadsheet from taking a text for a formula.")
    yield message(
        "A spreadsheet may turn dates such as 2026-10 into others: let it open all columns as text, "
        "or use the workbook instead."
    )
    yield message("Then: ccrules validate FOLDER, and ccrules assess FOLDER -o report.html")
