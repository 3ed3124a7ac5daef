"""Grids: the clauses of a standard, a label or a firm's own questionnaire, and what answers each.

A grid is a file of whoever has the right to its text; none ships with ccrules. Clauses may have
titles or be bare numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from ccrules.documents import Node, read_document
from ccrules.errors import InputError, Place, Problem, message, suggestion
from ccrules.facts.vocabulary import LocalText
from ccrules.ruleset.model import Method
from ccrules.ruleset.nodes import entries, find, items, key_place
from ccrules.ruleset.schema import Filled, Form, Id, Local, Names, Plain
from ccrules.ruleset.shape import read_form

#: How a check or a recommendation answers a clause, the strongest first.
RELATIONS = ("equal", "part of", "contributes to")
KINDS = ("check", "conclusion", "recommendation")


def _bare(value: Any) -> Any:
    return {number: {} for number in value} if isinstance(value, list) else value


class AnswerForm(Form):
    """What answers a clause."""

    equal: Names = Field((), description="asks the same")
    part_of: Names = Field((), alias="part of", description="asks a part of it")
    contributes_to: Names = Field((), alias="contributes to", description="helps, without asking it")


class GridForm(Form):
    """A file with a grid."""

    grid: Id = Field(description="its name")
    title: Local = Field({})
    edition: Plain | None = None
    rights: Filled | None = Field(None, description="who owns the text, and under which licence it is used")
    clauses: Annotated[
        dict[Filled, Local], BeforeValidator(_bare, json_schema_input_type=list[str] | dict[str, Any])
    ] = Field(description="number to title, or numbers alone", min_length=1)
    mapping: dict[Filled, AnswerForm] = Field({}, description="clause to what answers it")


@dataclass(frozen=True, slots=True)
class Answer:
    """Something of a method that answers a clause.

    Attributes:
        relation: one of :data:`RELATIONS`.
        kind: one of :data:`KINDS`.
        id: the check, conclusion or recommendation, by the id that holds now.
    """

    relation: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid, mapped to a method.

    Attributes:
        name: its name.
        title: its name for people.
        edition: which edition it is; empty if not said.
        rights: who owns the text.
        clauses: number to title, in their order.
        answers: what answers each clause, the strongest relation first; none for some.
    """

    name: str
    title: LocalText
    edition: str
    rights: str
    clauses: Mapping[str, LocalText]
    answers: Mapping[str, tuple[Answer, ...]] = field(default_factory=dict)


def read_grids(files: Iterable[Path], method: Method) -> list[Grid]:
    """Read grids.

    Args:
        files: one grid each.
        method: whose checks, conclusions and recommendations they name.

    Raises:
        InputError: with every problem: files of another shape, clauses that a grid does not have,
            and names that lead nowhere.
    """
    problems: list[Problem] = []
    grids = [grid for file in files if (grid := _read(file, method, problems))]
    if problems:
        raise InputError(problems)
    return grids


def _read(file: Path, method: Method, problems: list[Problem]) -> Grid | None:
    try:
        node = read_document(file)
    except InputError as error:
        problems.extend(error.problems)
        return None
    form = read_form(node, GridForm, problems)
    if form is None:
        return None
    problems.extend(_unknown_clauses(form, node))
    answers = {
        clause: tuple(_answers(below, method, problems)) for clause, _, below in entries(node, "mapping")
    }
    return Grid(
        name=form.grid,
        title=form.title or {"": form.grid},
        edition=form.edition or "",
        rights=form.rights or "",
        clauses=form.clauses,
        answers=answers,
    )


def _unknown_clauses(form: GridForm, node: Node) -> Iterator[Problem]:
    for clause in form.mapping:
        if clause not in form.clauses:
            what = message("the grid has no clause '{name}'", name=clause)
            yield Problem(key_place(node, "mapping", clause), what, suggestion(clause, list(form.clauses)))


def _answers(node: Node, method: Method, problems: list[Problem]) -> Iterator[Answer]:
    for relation in RELATIONS:
        for item in items(find(node, relation)):
            found = _named(str(getattr(item, "text", "")), method)
            if found is None:
                problems.append(_unknown(str(getattr(item, "text", "")), item.place, method))
            else:
                yield Answer(relation, *found)


def _known(method: Method) -> dict[str, Iterable[str]]:
    concluded = dict.fromkeys(rule.conclusion for rule in method.inferences.values())
    return {"check": method.checks, "conclusion": concluded, "recommendation": method.recommendations}


def _named(name: str, method: Method) -> tuple[str, str] | None:
    for kind, known in _known(method).items():
        current = method.current(kind, name)
        if current in known:
            return kind, current
    return None


def _unknown(name: str, place: Place, method: Method) -> Problem:
    every = [one for known in _known(method).values() for one in known]
    what = message("there is no check, conclusion or recommendation '{name}'", name=name)
    return Problem(place, what, suggestion(name, every))
