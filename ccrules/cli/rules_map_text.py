"""The matrix of a grid as Markdown, CSV and JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ccrules.cli.terminal import say
from ccrules.errors import Message, message
from ccrules.renderers.cells import harmless
from ccrules.ruleset.model import Method
from ccrules.standards.grid import RELATIONS, Grid
from ccrules.standards.matrix import REACHES, Row
from ccrules.text import localise
from ccrules.text.csv_tables import csv_table

Rows = Sequence[tuple[Grid, list[Row]]]


@dataclass(frozen=True, slots=True)
class Matrix:
    """What every form shows.

    Attributes:
        rows: the rows of each grid.
        method: for the titles of checks.
        unmapped: the checks that answer no clause.
        language: ``en`` or ``fr``.
    """

    rows: Rows
    method: Method
    unmapped: Sequence[str]
    language: str


_REACHES: Mapping[str, Message] = {
    "none": message("not answered"),
    "contribution": message("contribution only"),
    "part": message("in part"),
    "full": message("in full"),
}
_STATES: Mapping[str, Message] = {
    "fail critical": message("fails, critical"),
    "fail high": message("fails, high"),
    "fail medium": message("fails, medium"),
    "fail low": message("fails, low"),
    "fail info": message("fails, for information"),
    "error": message("broken"),
    "not_assessed": message("not assessed"),
    "pass": message("passes"),
    "not_applicable": message("not applicable"),
}
_RELATIONS: Mapping[str, Message] = {
    "equal": message("equal"),
    "part of": message("part of it"),
    "contributes to": message("contributes"),
}


def as_markdown(matrix: Matrix) -> str:
    """One table for each grid, with how far it is answered, and the checks that answer nothing."""
    blocks = ["\n".join(_table(grid, found, matrix.language)) for grid, found in matrix.rows]
    if matrix.unmapped:
        what = say(message("{count} checks answer no clause:", count=len(matrix.unmapped)), matrix.language)
        blocks.append(f"{what} {', '.join(matrix.unmapped)}")
    return "\n\n".join(blocks) + "\n"


def _table(grid: Grid, rows: Sequence[Row], language: str) -> Iterator[str]:
    yield f"# {_cell(localise(grid.title, language))}{f' ({_cell(grid.edition)})' if grid.edition else ''}"
    yield ""
    counts = Counter(row.reach for row in rows)
    said = [
        f"{say(_REACHES[reach], language)} {counts[reach]}" for reach in reversed(REACHES) if counts[reach]
    ]
    yield say(message("{count} clauses: {said}", count=len(rows), said=", ".join(said)), language)
    yield ""
    heads = (
        message("Clause"),
        message("Title"),
        message("Answered"),
        message("By"),
        message("State"),
        message("Weakest link"),
    )
    yield "| " + " | ".join(say(head, language) for head in heads) + " |"
    yield "|---" * len(heads) + "|"
    for row in rows:
        yield "| " + " | ".join(map(_cell, _cells(row, grid, language))) + " |"
    if grid.rights:
        yield f"\n{_cell(grid.rights)}"


def _cells(row: Row, grid: Grid, language: str) -> tuple[str, ...]:
    return (
        row.clause,
        localise(grid.clauses[row.clause], language),
        say(_REACHES[row.reach], language),
        "; ".join(_answers(row, language)),
        _state(row, language),
        ", ".join(row.weakest) if row.state not in ("pass", "not_applicable") else "",
    )


def _state(row: Row, language: str) -> str:
    """How the clause stands; where facts were given it is said as well that no check looks at it."""
    if row.state:
        return say(_STATES[row.state], language)
    return "" if row.counts is None else say(message("no check decides it"), language)


def _answers(row: Row, language: str) -> Iterator[str]:
    for relation in RELATIONS:
        names = [one.id for one in row.answers if one.relation == relation]
        if names:
            yield f"{say(_RELATIONS[relation], language)}: {', '.join(names)}"


def _cell(text: str) -> str:
    """A text that neither ends a cell of a table nor starts anything in it."""
    return "".join(f"\\{sign}" if sign in "\\|`*_[]<>#" else sign for sign in " ".join(text.split()))


def as_csv(matrix: Matrix) -> str:
    """One line for each clause and what answers it; a clause that nothing answers has one line."""
    header = ("grid", "clause", "title", "reach", "relation", "kind", "id", "answer", "state", "weakest")
    lines = (
        line
        for grid, found in matrix.rows
        for row in found
        for line in _lines(grid, row, matrix.method, matrix.language)
    )
    return csv_table(header, (map(harmless, line) for line in lines), matrix.language)


def _lines(grid: Grid, row: Row, method: Method, language: str) -> Iterator[tuple[str, ...]]:
    head = (grid.name, row.clause, localise(grid.clauses[row.clause], language), row.reach)
    tail = (row.state, " ".join(row.weakest))
    for one in row.answers:
        yield (*head, one.relation, one.kind, one.id, _title(one.kind, one.id, method, language), *tail)
    if not row.answers:
        yield (*head, "", "", "", "", *tail)


def _title(kind: str, name: str, method: Method, language: str) -> str:
    if kind == "conclusion":
        found: Iterable[Any] = (rule for rule in method.inferences.values() if rule.conclusion == name)
        return localise(next(iter(found)).title, language)
    known: Mapping[str, Any] = method.checks if kind == "check" else method.recommendations
    return localise(known[name].title, language)


def as_json(matrix: Matrix) -> str:
    """The same as JSON (``ccrules/grid-matrix/1``)."""
    data = {
        "schema": "ccrules/grid-matrix/1",
        "rulesets": [{"name": one.name, "version": one.version} for one in matrix.method.rulesets],
        "grids": [
            {
                "grid": grid.name,
                "title": localise(grid.title, matrix.language),
                "edition": grid.edition or None,
                "clauses": [_data(row, grid, matrix.language) for row in found],
            }
            for grid, found in matrix.rows
        ],
        "unmapped": list(matrix.unmapped),
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _data(row: Row, grid: Grid, language: str) -> dict[str, Any]:
    return {
        "clause": row.clause,
        "title": localise(grid.clauses[row.clause], language) or None,
        "reach": row.reach,
        "answers": [{"relation": one.relation, "kind": one.kind, "id": one.id} for one in row.answers],
        "state": row.state or None,
        "weakest": list(row.weakest),
        "counts": dict(row.counts) if row.counts is not None else None,
    }
