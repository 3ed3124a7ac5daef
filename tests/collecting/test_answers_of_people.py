"""What workbooks and interviews make of answers as people give them."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from ccrules import load_facts, load_rulesets
from ccrules.collecting.questions import Selection, is_asked_of
from ccrules.collecting.workbook import fact_workbook
from ccrules.ruleset.model import Method

Answer = Callable[[dict[str, str]], Path]


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets()


@pytest.fixture
def request_with(tmp_path: Path) -> Answer:
    def write(answers: dict[str, str]) -> Path:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet.append(["#form"])
        sheet.append([None, "Question", "Answer"])
        for key, answer in answers.items():
            sheet.append([key, "asked", answer])
        book.save(tmp_path / "request.xlsx")
        return tmp_path / "request.xlsx"

    return write


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "facts.yaml"
    file.write_text("assessment: {status: draft}\nmeetings: [{id: morning}]\n", encoding="utf-8")
    return file


def test_a_request_may_complete_a_list_whose_members_another_file_holds(
    draft: Path, request_with: Answer, method: Method
) -> None:
    base = load_facts([draft, request_with({"meetings[]?": "yes"})], method)
    found = base.collections["meeting"]
    assert found.complete
    assert [one.id for one in found.members] == ["morning"]


def test_none_in_a_request_is_an_answer_also_in_a_draft(
    draft: Path, request_with: Answer, method: Method
) -> None:
    base = load_facts([draft, request_with({"evaluations[]": "none"})], method)
    assert base.collections["evaluation"].complete
    assert base.collections["evaluation"].members == ()


def test_a_new_workbook_is_of_its_own_language_and_names_the_choices_of_sets(method: Method) -> None:
    book = load_workbook(BytesIO(fact_workbook(method, "fr", Selection("express"))))
    answers = {str(row[0].value): row for sheet in book.worksheets for row in sheet.iter_rows()}
    assert answers["assessment.language"][2].value == "fr"
    note = answers["organisation.channels[]"][1].comment
    assert note is not None
    assert "Accueil physique" in note.text


@pytest.mark.parametrize("ask", ["quality lead", "responsable qualité", "QUALITE"])
def test_lists_are_asked_of_those_who_know_them(ask: str, method: Method) -> None:
    kind = method.vocabulary["evaluation"]
    assert is_asked_of(kind, "quality lead", Selection(ask=ask), "en")
    assert not is_asked_of(kind, "quality lead", Selection(ask="team manager"), "en")
