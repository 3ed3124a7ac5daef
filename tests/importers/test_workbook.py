"""Workbooks that people made or mended by hand, and those that nobody should open."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from ccrules.errors import InputError
from ccrules.facts.reading import read_facts
from ccrules.importers import excel_files
from ccrules.importers.workbook import read_workbook
from ccrules.values import Duration
from tests.facts.support import VOCABULARY, mailbox, shown


def saved(folder: Path, book: Workbook, name: str = "facts.xlsx") -> Path:
    path = folder / name
    book.save(path)
    return path


def made(folder: Path, title: str, rows: list[list[Any]]) -> Path:
    """A workbook with one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return saved(folder, book)


def read(path: Path) -> Any:
    return read_facts([read_workbook(path)], VOCABULARY)


def problems(path: Path) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(path)
    return [str(one).replace(path.as_posix(), path.name) for one in caught.value.problems]


def test_a_sheet_made_by_hand_is_a_list_by_its_title_and_first_row(tmp_path):
    rows = [
        ["id", "Suivie", "Volume mensuel", "level", "opened_on"],
        ["claims", "non", 1200, "Faible", datetime.date(2026, 3, 1)],
    ]
    base = read(made(tmp_path, "mailboxes", rows))
    box = mailbox(base, "claims")
    assert (box.tracked, box.volume_month, box.level, box.opened_on) == (
        False,
        1200,
        "low",
        datetime.date(2026, 3, 1),
    )
    assert base.origin(box, "tracked").place.cell == "mailboxes!B2"


@pytest.mark.parametrize(
    ("cell", "attribute", "value"),
    [
        (0.85, "answered", 0.85),
        ("0,85", "answered", 0.85),
        ("85 %", "answered", 0.85),
        ("inconnu", "answered", "<unknown>"),
        ("aucun", "answered", "<none>"),
        ("sans objet", "answered", "<not applicable>"),
        ("40..50", "people", ("[", 40, 50, "]")),
        (0.1 + 0.2, "answered", 0.3),
        (True, "tracked", True),
        ("email; post", "channels[]", {"email", "post"}),
        ("email; unknown", "channels[]", {"email", "…"}),
        ("[email, unknown]", "channels", {"email", "…"}),
        ("{value: 12, source: measured}", "people", 12),
        (datetime.timedelta(days=7), "rhythm", Duration(days=7)),
        ('{value: "unknown"}', "comment", "unknown"),
        ("=1+1 is no formula", "comment", "=1+1 is no formula"),
    ],
)  # fmt: skip
def test_what_a_cell_says(tmp_path, cell, attribute, value):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "mailboxes"
    sheet.append(["id", attribute])
    sheet.append(["m", cell])
    if isinstance(cell, str):
        sheet["B2"].data_type = "s"
    found = getattr(mailbox(read(saved(tmp_path, book))), attribute.removesuffix("[]"))
    assert shown(found) == value


def test_empty_rows_and_cells_say_nothing(tmp_path):
    base = read(made(tmp_path, "mailboxes", [["id", "people"], ["a", None], [None, None], ["b", 2]]))
    assert [one.id for one in base.collections["mailbox"].members] == ["a", "b"]
    assert shown(mailbox(base, "a").people) == "<not collected>"


def test_a_number_as_id(tmp_path):
    base = read(made(tmp_path, "mailboxes", [["id"], [3]]))
    assert mailbox(base, "3").id == "3"


def test_every_problem_has_its_cell(tmp_path):
    rows = [["id", "people", "people", None], ["m", "many", 3, "?"], ["m", -1, None, None]]
    found = problems(made(tmp_path, "mailboxes", rows))
    assert any(one.startswith("facts.xlsx:mailboxes!C1: ") and "twice" in one for one in found)
    assert any(one.startswith("facts.xlsx:mailboxes!D1: ") and "no name" in one for one in found)


def test_a_misspelt_sheet_or_column_gets_a_suggestion(tmp_path):
    assert "mailboxes" in problems(made(tmp_path, "mailboxs", [["id"], ["m"]]))[0]
    found = problems(made(tmp_path, "mailboxes", [["id", "traked"], ["m", "yes"]]))
    assert "mailboxes!B" in found[0]
    assert "tracked" in found[0]


def test_a_formula_without_a_value(tmp_path):
    found = problems(made(tmp_path, "mailboxes", [["id", "people"], ["m", "=1+1"]]))
    hint = "(open the workbook in Excel or LibreOffice and save it, or write the value)"
    assert found == [f"facts.xlsx:mailboxes!B2: the formula has no value {hint}"]


def test_an_error_value(tmp_path):
    assert "#N/A" in problems(made(tmp_path, "mailboxes", [["id", "people"], ["m", "#N/A"]]))[0]


def test_merged_cells_and_hidden_sheets_are_refused(tmp_path):
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "mailboxes"
    sheet.append(["id", "people"])
    sheet.append(["a", 3])
    sheet.append(["b", None])
    sheet.merge_cells("B2:B3")
    book.create_sheet("agents").sheet_state = "hidden"
    found = problems(saved(tmp_path, book))
    assert [one.partition(" (")[0] for one in found] == [
        "facts.xlsx:agents: the sheet is hidden, so nobody can tell whether it counts",
        "facts.xlsx:mailboxes!B2: the cells B2:B3 are merged",
    ]


def test_a_cell_far_out(tmp_path):
    book = Workbook()
    book.worksheets[0].title = "mailboxes"
    book.worksheets[0]["XFD1048576"] = 1
    assert "1048576" in problems(saved(tmp_path, book))[0]


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(excel_files, "MOST_UNPACKED", 1_000_000)
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2_000_000)
    assert "unpacks to 2 MB" in problems(path)[0]


@pytest.mark.parametrize("content", [b"", b"no workbook", b"PK\x03\x04 broken"])
def test_what_is_no_workbook(tmp_path, content):
    path = tmp_path / "facts.xlsx"
    path.write_bytes(content)
    assert problems(path) == ["facts.xlsx: this is no Excel workbook (save it as .xlsx)"]


def test_an_archive_of_something_else(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("hello.txt", "hello")
    path = tmp_path / "facts.xlsx"
    path.write_bytes(stream.getvalue())
    assert "can't be read" in problems(path)[0]


def test_a_broken_list_in_a_cell_has_its_cell(tmp_path):
    found = problems(made(tmp_path, "mailboxes", [["id", "channels"], ["m", "[email"]]))
    assert all(one.startswith("facts.xlsx:mailboxes!B2: ") for one in found)
