"""What a client fills in survives: to the file, to the next workbook, through sorting and added rows."""

from __future__ import annotations

import datetime
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ccrules.assessment import FollowUp
from ccrules.errors import InputError
from ccrules.follow_up.entries import with_follow_up
from ccrules.follow_up.files import follow_up_text, read_follow_up
from ccrules.follow_up.workbook import FilledPlan, read_plan
from ccrules.renderers import markdown, xlsx
from ccrules.renderers.options import RenderOptions
from ccrules.testing.report_samples import samples

ASSESSMENT = samples()["rich"]()
IDS = {
    "action": [one.id for one in ASSESSMENT.recommendations],
    "finding": [one.id for one in ASSESSMENT.findings],
    "unknown": [one.fact for one in ASSESSMENT.gaps],
}
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=30).map(
    lambda text: " ".join(text.split())
)


@st.composite
def follow_ups(draw):
    found = []
    for kind, ids in IDS.items():
        for name in draw(st.lists(st.sampled_from(ids), unique=True, max_size=3)):
            one = FollowUp(
                kind=kind,
                id=name,
                status=draw(st.sampled_from(["to do", "in progress", "done", "dropped"])),
                owner=draw(TEXTS),
                due=draw(st.one_of(st.just(""), st.dates(datetime.date(2020, 1, 1)).map(str))),
                comment=draw(TEXTS),
            )
            if one.owner or one.due or one.comment or one.status != "to do":
                found.append(one)
    for number in range(draw(st.integers(0, 2))):
        title = draw(TEXTS.filter(bool))
        found.append(FollowUp(kind="action", id=f"added-{number + 1}", title=title, standing="added"))
    return found


def told(entries):
    return {
        (one.kind, one.id): (one.status, one.owner, one.due, one.comment, one.standing) for one in entries
    }


def book_of(entries, language="en"):
    return xlsx.render(with_follow_up(ASSESSMENT, entries), RenderOptions(language=language))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(follow_ups(), st.sampled_from(["en", "fr"]))
def test_nothing_is_lost_between_workbook_file_and_workbook(tmp_path, entries, language):
    plan, text = tmp_path / "plan.xlsx", tmp_path / "follow-up.yaml"
    plan.write_bytes(book_of(entries, language))
    read = read_plan(plan)
    assert told(read.entries) == told(entries)
    text.write_text(follow_up_text(read), encoding="utf-8")
    again = read_follow_up(text)
    assert {key: one[:4] for key, one in told(again.entries).items()} == {
        key: one[:4] for key, one in told(entries).items()
    }
    assert book_of(again.entries, language) == book_of(read.entries, language)


def columns(sheet):
    return {cell.value: cell.column for cell in sheet[1] if cell.value}


def edited(tmp_path, change, entries=()):
    book = load_workbook(io.BytesIO(book_of(entries)))
    sheet = book.worksheets[1]
    change(sheet, columns(sheet))
    book.save(tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def test_rows_may_be_sorted_and_columns_moved(tmp_path):
    def shuffle(sheet, at):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        heads = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=2)]
        for number, row in enumerate([*heads, *reversed(rows)], start=1):
            for column, value in enumerate(reversed(row), start=1):
                sheet.cell(number, column).value = value

    entries = [FollowUp(kind="action", id=IDS["action"][1], owner="M. Diaz", due="2026-12-31", status="done")]
    assert told(read_plan(edited(tmp_path, shuffle, entries)).entries) == told(entries)


def test_a_row_without_an_identifier_is_an_action_of_the_clients_own(tmp_path):
    def add(sheet, at):
        sheet.cell(sheet.max_row + 1, at["action.action"]).value = "Call the union"

    read = read_plan(edited(tmp_path, add))
    assert [(one.title, one.standing) for one in read.entries] == [("Call the union", "added")]
    shown = markdown.render(with_follow_up(ASSESSMENT, read.entries), RenderOptions())
    assert "Call the union: added by hand, to do" in shown


def test_what_cannot_be_read_is_named_by_sheet_and_cell(tmp_path):
    def spoil(sheet, at):
        sheet.cell(3, at["action.due"]).value = "next week"
        sheet.cell(4, at["action.due"]).value = "03/04/2026"
        sheet.cell(5, at["action.status"]).value = "nearly"
        sheet.cell(6, at["action.owner"]).value = "=A1"

    with pytest.raises(InputError) as error:
        read_plan(edited(tmp_path, spoil))
    said = [str(one).removeprefix(tmp_path.as_posix() + "/") for one in error.value.problems]
    assert [line.partition(" (")[0] for line in said] == [
        "plan.xlsx:Action plan!F6: the formula has no value",
        "plan.xlsx:Action plan!G3: next week is no day that can be told",
        "plan.xlsx:Action plan!G4: 03/04/2026 is no day that can be told",
        "plan.xlsx:Action plan!H5: nearly is no status",
    ]
    assert "(write 2026-04-03 or 2026-03-04)" in said[2]


def test_identifiers_that_the_plan_never_had_and_rows_that_are_gone_are_said(tmp_path):
    def confuse(sheet, at):
        sheet.cell(3, at["action.id"]).value = "actoin-0"
        sheet.cell(3, at["action.action"]).value = None
        sheet.cell(3, at["action.owner"]).value = "M. Diaz"

    read = read_plan(edited(tmp_path, confuse))
    assert [str(one).partition(": ")[2] for one in read.remarks] == [
        "the plan has nothing called actoin-0 (did you mean action-0?)",
        "the row of action-0 is gone (what was filled in there is lost)",
    ]
    assert [(one.id, one.owner, one.standing) for one in read.entries] == [("actoin-0", "M. Diaz", "gone")]


def test_the_same_identifier_filled_in_twice_is_a_problem(tmp_path):
    def double(sheet, at):
        for name in ("id", "action"):
            sheet.cell(4, at[f"action.{name}"]).value = sheet.cell(3, at[f"action.{name}"]).value
        sheet.cell(4, at["action.owner"]).value = "somebody else"

    with pytest.raises(InputError, match="action-0 is there twice and filled in differently"):
        read_plan(edited(tmp_path, double))


def test_a_workbook_that_is_no_plan_is_refused(tmp_path):
    from openpyxl import Workbook

    Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(InputError, match="this is no action plan that can be read back"):
        read_plan(tmp_path / "other.xlsx")


def test_a_follow_up_file_gets_all_its_problems_at_once(tmp_path):
    file = tmp_path / "f.yaml"
    file.write_text(
        "follow_up: {name: x}\nactions:\n  - {id: a, status: nearly, due: soon}\n  - {titel: b}\n  - {id: a}\n"
    )
    with pytest.raises(InputError) as error:
        read_follow_up(file)
    said = [str(one).partition(f"{file.as_posix()}:")[2].partition(" (")[0] for one in error.value.problems]
    assert said == [
        "3:21: nearly is no status",
        "3:34: soon is no day that can be told",
        "4:5: the entry has no id",
        "4:6: there is no key titel",
        "5:5: a is there twice",
    ]


def test_what_the_assessment_has_no_more_is_kept_and_marked():
    gone = FollowUp(kind="action", id="of-last-year", title="Of last year", status="done", owner="M. Diaz")
    found = with_follow_up(ASSESSMENT, [gone]).follow_up
    assert [(one.id, one.standing) for one in found] == [("of-last-year", "gone")]
    text = follow_up_text(FilledPlan("x", "", found))
    assert "of-last-year" in text
