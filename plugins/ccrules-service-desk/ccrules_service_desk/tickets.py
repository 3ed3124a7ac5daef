"""Exports of ticket tools, in CSV or Excel, to tickets and the services they are about.

Columns are known by their usual headers in English and French; what isn't mapped is remarked on.
Each fact keeps its line as its origin, so a finding leads back to the export.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ccrules.documents import Mapping, Node, Scalar, Sequence, Source
from ccrules.errors import InputError, Place, Problem, message
from ccrules.facts.spelling import slug
from ccrules.importers import Importer
from ccrules.importers.csv_text import Cell
from ccrules.importers.tables import Table, read_table

#: The attribute that a column gives, by its header; `slug` takes case, accents and signs away.
HEADERS = {
    "id": ("number", "key", "ticket", "id", "ticket id", "numero", "reference"),
    "service": ("service", "business service", "affected service", "application", "service concerne"),
    "priority": ("priority", "priorite"),
    "opened_on": ("opened", "opened at", "created", "created at", "ouvert le", "cree le"),
    "solved_on": ("resolved", "resolved at", "solved", "closed", "resolu le", "clos le"),
    "reopened": ("reopened", "reopen count", "rouvert", "reouvertures"),
    "reassignments": ("reassignments", "reassignment count", "reaffectations"),
    "summary": ("summary", "short description", "title", "subject", "resume", "objet", "description courte"),
}
_COLUMNS = {slug(header): name for name, headers in HEADERS.items() for header in headers}
#: What tools call the four priorities; of "1 - Critical" the first part that stands here counts.
PRIORITIES = {
    **dict.fromkeys(("1", "p1", "critical", "critique", "blocker", "highest"), "critical"),
    **dict.fromkeys(("2", "p2", "high", "haute", "elevee"), "high"),
    **dict.fromkeys(("3", "p3", "medium", "moderate", "moyenne"), "medium"),
    **dict.fromkeys(("4", "5", "p4", "p5", "low", "basse", "faible", "lowest", "planning"), "low"),
}
#: What an empty cell means: a ticket without a date of solution is open.
EMPTY = {"solved_on": "none", "reopened": "no", "reassignments": "0"}


def read_tickets(path: Path) -> Node:
    """Read an export into the tree that a fact file in YAML would give.

    Args:
        path: a CSV file or a workbook; its first row holds the headers.

    Raises:
        InputError: it can't be read, or it has no column of ticket numbers.
    """
    table = read_table(path)
    names = _named(table, path)
    tickets = [dict(_facts(row, names)) for row in table.rows[1:]]
    table.source.remarks = tuple(table.remarks)
    return _document(table.source, [one for one in tickets if one.get("id")])


TICKETS = Importer("tickets", (), read_tickets)
"""Never chosen by a file's ending: a CSV file is a fact file unless somebody says otherwise."""


def _named(table: Table, path: Path) -> list[str]:
    """The attribute of each column; empty for one that is left aside."""
    header = table.rows[0] if table.rows else []
    names = [_COLUMNS.get(slug(cell.text), "") for cell in header]
    if "id" not in names:
        what = message("{reason}", reason="no column holds the numbers of tickets")
        hint = message("known: {names}", names=", ".join(HEADERS["id"]))
        raise InputError(Problem(Place(path.as_posix(), 1, 1), what, hint))
    left = [cell.text for cell, name in zip(header, names, strict=True) if not name and cell.text]
    if left:
        what = message("{reason}", reason=f"columns left aside: {', '.join(left)}")
        table.remarks.append(Problem(table.source.place(header[0].start), what))
    return names


def _facts(row: list[Cell], names: list[str]) -> Iterator[tuple[str, Cell]]:
    for cell, name in zip(row, names, strict=False):
        text = _said(name, cell.text) if cell.text else EMPTY.get(name, "")
        if name and text:
            yield name, Cell(cell.start, text)


def _said(name: str, text: str) -> str:
    """What a cell says in the words of the vocabulary; anything else stays, and is refused later."""
    if name == "priority":
        return next((PRIORITIES[part] for part in slug(text).split("_") if part in PRIORITIES), text)
    if name in ("opened_on", "solved_on"):
        return text.replace("T", " ").split(" ")[0]
    if name == "reopened" and text.isdecimal():
        return "yes" if int(text) else "no"
    return slug(text).replace("_", "-") if name == "service" else text


def _document(source: Source, tickets: list[dict[str, Cell]]) -> Node:
    services = {one["service"].text: {"id": one["service"]} for one in tickets if "service" in one}
    root = Mapping(source, 0)
    for name, members in (("services", list(services.values())), ("tickets", tickets)):
        listed = Sequence(source, 0)
        listed.items.extend(_entry(source, one) for one in members)
        root.entries.append((_scalar(source, Cell(0, name)), listed))
    return root


def _entry(source: Source, facts: dict[str, Cell]) -> Mapping:
    start = facts["id"].start
    entry = Mapping(source, start)
    for name, cell in facts.items():
        entry.entries.append((_scalar(source, Cell(start, name)), _scalar(source, cell)))
    return entry


def _scalar(source: Source, cell: Cell) -> Scalar:
    return Scalar(source, cell.start, cell.text, "", cell.text)
