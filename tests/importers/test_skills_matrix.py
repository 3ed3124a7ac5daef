"""Skills matrices in their usual shapes to facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ccrules.errors import InputError
from ccrules.facts.base import FactBase
from ccrules.facts.reading import read_facts
from ccrules.importers.skills_matrix import read_skills_matrix
from ccrules.values import NotPlain, PartialSet

PAPERS = Path("examples/papers")


@pytest.fixture(scope="module")
def vocabulary():
    from ccrules import load_rulesets

    return load_rulesets().vocabulary


@pytest.fixture
def read(tmp_path, vocabulary):
    """Reads a matrix given as text."""

    def reader(text: str) -> FactBase:
        path = tmp_path / "matrix.csv"
        path.write_text(text, "utf-8")
        return read_facts([read_skills_matrix(path)], vocabulary)

    return reader


def test_one_matrix_tells_nothing_of_other_teams(read):
    base = read("Name,Phone,Mail\nAna,x,\nLi,,x\n")
    assert [
        (len(base.collections[name].members), base.collections[name].complete) for name in ("agent", "skill")
    ] == [(2, False), (2, False)]


def skills(base: FactBase) -> dict[str, Any]:
    """The skills of each person, sorted; with ``…`` if there may be more."""
    found = {}
    for agent in base.collections["agent"].members:
        value = agent.__dict__["skills"]
        if isinstance(value, PartialSet):
            found[agent.id] = [*sorted(one.id for one in value._members), "…"]
        else:
            found[agent.id] = None if isinstance(value, NotPlain) else sorted(one.id for one in value)
    return found


def notes(base: FactBase) -> list[str]:
    return [str(note.what) for note in base.notes]


def test_a_grid_with_levels(vocabulary):
    base = read_facts([read_skills_matrix(PAPERS / "skills-matrix.csv")], vocabulary)
    assert skills(base) == {
        "A. Novak": ["Home claims", "Motor claims"],
        "B. Otieno": ["Motor claims"],
        "C. Lindqvist": ["Complaints", "Home claims"],
        "D. Castellan": ["Complaints", "Home claims"],
        "E. Mbeki": ["Complaints", "…"],
    }
    assert "levels up to 4: from 3 on somebody works alone" in notes(base)
    assert "a column that was not mapped: Comment" in notes(base)
    novak = base.collections["agent"].members[0]
    origin = base.origin(novak, "skills")
    assert origin is not None
    assert (origin.place.line, origin.place.column, origin.source) == (3, 17, "documented")
    assert origin.evidence == "examples/papers/skills-matrix.csv:3:17"
    assert novak.__dict__["team"].id == "claims"


def test_key_functions_with_holders_and_back_ups(vocabulary):
    base = read_facts([read_skills_matrix(PAPERS / "back-ups.csv")], vocabulary)
    roles = {one.id: one for one in base.collections["role"].members}
    assert [one.id for one in roles["Qualité"].__dict__["holders"]] == ["D. Castellan"]
    assert roles["Qualité"].__dict__["stand_in"].id == "E. Mbeki"
    assert isinstance(roles["Gestion des flux"].__dict__["stand_in"], NotPlain)
    assert "only the first back-up of a key function is kept, not C. Lindqvist" in notes(base)


def test_marks_in_french_and_a_grid_turned_round(read):
    base = read("Compétence;Critique;Ana;Luc;Zoé\nFraude;oui;x;S;en formation\nDevis;;;T;\n")
    assert skills(base) == {"Ana": ["Fraude"], "Luc": ["Devis", "Fraude"], "Zoé": []}
    assert [one.__dict__["critical"] is True for one in base.collections["skill"].members] == [True, False]
    assert "back-ups are people who hold the skill: 1" in notes(base)


def test_a_row_for_each_person_and_skill(read):
    base = read("Name,Skill,Level\nAna,Fraud,expert\nAna,Quotes,beginner\nLuc,Fraud,?\n,Quotes,3\n")
    assert skills(base) == {"Ana": ["Fraud"], "Luc": ["…"]}
    assert "a row without a name was not read: Quotes | 3" in notes(base)
    assert skills(read("Name,Skill\nAna,Fraud\nAna,Quotes\n")) == {"Ana": ["Fraud", "Quotes"]}


def test_holders_of_skills(read):
    base = read("Skill;Holder;Back-up\nFraud;Ana;Luc, Zoé\nQuotes;Luc;-\n")
    assert skills(base) == {"Ana": ["Fraud", "…"], "Luc": ["Fraud", "Quotes", "…"], "Zoé": ["Fraud", "…"]}


@pytest.mark.parametrize(
    ("marks", "held"),
    [("1;0", 1), ("3;1", 1), ("5;2", 1), ("80 %;60 %", 1), ("4/4;2/4", 1), ("U;L", 1), ("O;I", 1), ("✓;-", 1)],
)  # fmt: skip
def test_scales(read, marks, held):
    first, second = marks.split(";")
    base = read(f"Name;Fraud\nAna;{first}\nLuc;{second}\n")
    assert [len(found) for found in skills(base).values()] == [held, 0]


def test_a_mark_that_nobody_understands_stays_open(read):
    base = read("Name;Fraud;Quotes\nAna;x;qqq\nLuc;;x\n")
    assert skills(base) == {"Ana": ["Fraud", "…"], "Luc": ["Quotes"]}
    assert "the mark qqq is not understood; whether the skill is held stays open" in notes(base)


def test_a_workbook_with_its_cells(tmp_path, vocabulary):
    book = Workbook()
    sheet = book.active
    sheet.title = "Équipe"
    for row in (["Skills 2026"], ["Nom", "Fraude", "Devis"], ["Ana", 3, 1.0], ["Luc", None, 2]):
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    book.create_sheet("Notes").append(["nothing", "here"])
    hidden = book.create_sheet("Old")
    hidden.append(["a", "b"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "matrix.xlsx"
    book.save(path)
    base = read_facts([read_skills_matrix(path)], vocabulary)
    assert skills(base) == {"Ana": ["Fraude"], "Luc": ["Devis"]}
    origin = base.origin(base.collections["agent"].members[0], "skills")
    assert origin is not None
    assert origin.place.cell == "Équipe!B3"
    for said in (
        "only the first sheet is read, so this one was not",
        "the sheet is hidden, so it was not read",
    ):
        assert said in notes(base)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("m.csv", b"", "no people and skills are found here"),
        ("m.csv", b"only one line;x\n", "no people and skills are found here"),
        ("m.xlsx", b"no zip", "this is no Excel workbook"),
        ("m.pdf", b"%PDF", "files of the kind .pdf can't be read here"),
    ],
)
def test_what_is_no_matrix_is_refused(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_skills_matrix(path)
    assert said in str(caught.value)


def remarks(base: FactBase) -> list[str]:
    return [f"{one.place.line}: {one.what}" for one in base.notes]


def test_totals_are_nobody_and_stretch_no_scale(read):
    base = read("Nom;Auto;Vie;Total\nAna;4;1;5\nLi;2;3;5\nTotal;6;4;10\nNombre de titulaires;1;1;\n")
    assert skills(base) == {"Ana": ["Auto"], "Li": ["Vie"]}
    assert {one.id for one in base.collections["skill"].members} == {"Auto", "Vie"}
    assert "4: a row that adds up others was not read: Total | 6 | 4 | 10" in remarks(base)
    assert "1: a column that was not mapped: Total" in remarks(base)


def test_what_stands_beside_skills_is_no_skill(read):
    base = read("Nom;Date d'entrée;ETP;Auto\nAna;;0.8;3\nLi;2024-01-01;1;1\n")
    assert skills(base) == {"Ana": ["Auto"], "Li": []}
    assert {one.id for one in base.collections["skill"].members} == {"Auto"}


def test_a_person_in_two_rows_is_said(read):
    base = read("Nom;Auto;Vie\nAna;x;\nLi;;x\nAna;;x\n")
    assert skills(base)["Ana"] == ["Auto", "Vie"]
    assert "4: Ana is there twice; the rows are put together" in remarks(base)
