"""The next best questions of real facts."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from ccrules import assess, load_facts, load_rulesets
from ccrules.collecting.gaps import next_questions
from ccrules.collecting.gaps_excel import excel_request
from ccrules.collecting.gaps_plan import meetings
from ccrules.collecting.gaps_sets import deciding_sets
from ccrules.collecting.gaps_word import word_plan, word_request
from ccrules.errors import InputError

FACTS = {
    "assessment": {"name": "A", "date": "2026-10-01", "status": "final"},
    "mailboxes": [{"id": "claims", "volume_month": 10}, {"id": "billing", "tracked": "no"}],
}
RULESET = {
    "ruleset": "demo",
    "version": "1.0.0",
    "entities": {
        "mailbox": {
            "plural": "mailboxes",
            "attributes": {
                "tracked": {
                    "type": "bool",
                    "question": "Is it tracked?",
                    "ask": "head of service",
                    "depth": "express",
                },
                "volume_month": {
                    "type": "number",
                    "ask": "analyst",
                    "question": "How many?",
                    "depth": "full",
                },
            },
        }
    },
    "checks": [
        {
            "id": "A-1",
            "title": "Untracked",
            "for": "mailbox",
            "when": "not mailbox.tracked",
            "severity": "high",
        },
        {
            "id": "A-2",
            "title": "Much and untracked",
            "for": "mailbox",
            "when": "mailbox.volume_month > 5 and not mailbox.tracked",
            "severity": "high",
        },
    ],
}


@pytest.fixture(scope="module")
def method():
    return load_rulesets(RULESET)


def test_the_fact_that_settles_most_comes_first(method):
    found = next_questions(assess(FACTS, method), method)
    assert [(one.rank, one.fact, one.alone, one.waiting) for one in found] == [
        (1, "mailbox/claims.tracked", 2, 2),
        (2, "mailbox/billing.volume_month", 1, 1),
    ]
    assert (found[0].question, found[0].ask) == ("Is it tracked?", "head of service")
    assert found[0].checks == ("Untracked", "Much and untracked")


def test_only_what_somebody_knows(method):
    found = next_questions(assess(FACTS, method), method, "ANALYST")
    assert [(one.rank, one.fact) for one in found] == [(1, "mailbox/billing.volume_month")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_request_to_send(tmp_path, run_ccrules, language):
    done = run_ccrules("facts", "gaps", "examples/hmrc", "--limit", "5", "--lang", language)
    assert done.returncode == 0
    assert done.stdout.startswith("# ")
    assert done.stdout.count("**") == 10
    assert "flow/calls" in done.stdout or "`indicator" in done.stdout


def test_everything_missing_is_asked_for_sometime(run_ccrules):
    done = run_ccrules("facts", "gaps", "examples/caf-du-nord", "--limit", "0", "--format", "json")
    asked = {one["fact"] for one in json.loads(done.stdout)}
    method = load_rulesets()
    result = assess(load_facts([Path("examples/caf-du-nord")], method), method)
    missing = {
        one if isinstance(one, str) else one.fact for entry in result.not_assessed for one in entry.missing
    }
    assert missing <= asked


# --- drafts ----------------------------------------------------------------------------------

DRAFT = {
    **FACTS,
    "assessment": {"name": "A", "date": "2026-10-01", "status": "draft"},
}


def test_a_draft_begins_with_what_decides_something_not_with_whole_lists(method):
    found = next_questions(assess(DRAFT, method), method)
    assert found[0].fact == "mailbox/claims.tracked"
    lists = next(one for one in found if one.fact == "mailbox[]")
    assert (lists.alone, lists.waiting, lists.rank) == (0, 2, 3)
    assert (lists.ask, lists.topic, lists.minutes) == ("head of service", "mailboxes", 15)


def test_severity_decides_between_questions_of_equal_reach():
    checks = [
        {"id": f"B-{number}", "title": "T", "when": f"organisation.{name}", "severity": severity}
        for number, (name, severity) in enumerate([("a", "low"), ("b", "critical"), ("c", "medium")])
    ]
    attributes = {name: {"type": "bool"} for name in "abc"}
    method = load_rulesets(
        {"ruleset": "b", "version": "1.0.0", "entities": {"organisation": {"attributes": attributes}},
         "checks": checks}
    )  # fmt: skip
    found = next_questions(assess({"assessment": {"date": "2026-10-01"}}, method), method)
    assert [one.fact[-1] for one in found] == ["b", "c", "a"]


# --- sets and plans --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def several():
    """Checks that need two facts, one of which needs a third."""
    whens = {"C-1": "x and y", "C-2": "x and y", "C-3": "x and y and z", "C-4": "x", "C-5": "p and q"}
    named = {
        id: " and ".join(f"organisation.{one}" for one in when.split(" and ")) for id, when in whens.items()
    }
    return load_rulesets(
        {
            "ruleset": "c",
            "version": "1.0.0",
            "entities": {
                "organisation": {"attributes": {name: {"type": "bool", "ask": "boss"} for name in "xyzpq"}}
            },
            "checks": [
                {"id": id, "title": f"T{id}", "when": when, "severity": "low", "recommend": ["act"]}
                for id, when in named.items()
            ],
            "recommendations": [{"id": "act", "title": "Act", "body": "…", "effort": "low"}],
        }
    )


def test_the_smallest_sets_that_decide_something_together(several):
    result = assess({"assessment": {"date": "2026-10-01"}, "organisation": {}}, several)
    found = deciding_sets(result, several)
    assert [("".join(name[-1] for name in one.facts), one.outcomes) for one in found] == [
        ("xy", 2),
        ("pq", 1),
    ]
    assert found[0].checks == ("TC-1", "TC-2")


def test_a_plan_of_interviews(method):
    plan = meetings(next_questions(assess(FACTS, method), method))
    assert [(one.person, one.minutes, [topic.name for topic in one.topics]) for one in plan] == [
        ("head of service", 2, ["mailboxes"]),
        ("analyst", 10, ["mailboxes"]),
    ]


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_the_plan_as_text(run_ccrules, form):
    done = run_ccrules("facts", "gaps", "examples/first-visit", "--plan", "--format", form, "--limit", "6")
    assert done.returncode == 0, done.stderr
    if form == "json":
        plan = json.loads(done.stdout)
        assert sum(len(topic["facts"]) for one in plan["meetings"] for topic in one["topics"]) == 6
        assert all(len(one["facts"]) > 1 for one in plan["sets"])
    else:
        assert "## 1. " in done.stdout


# --- documents -------------------------------------------------------------------------------


def request(folder: Path, facts, method, language: str = "en") -> Path:
    base = load_facts(facts, method)
    result = assess(base, method, language=language)
    path = folder / "request.xlsx"
    path.write_bytes(excel_request(next_questions(result, method), result, method, base, 0))
    assert path.read_bytes() == excel_request(next_questions(result, method), result, method, base, 0)
    return path


def answered(path: Path, answers: dict[str, object]) -> None:
    book = load_workbook(path)
    left = dict(answers)
    for sheet in book.worksheets:
        for row in range(1, sheet.max_row + 1):
            if sheet.cell(row, 1).value in left:
                sheet.cell(row, 3).value = left.pop(sheet.cell(row, 1).value)
    assert not left
    book.save(path)


@pytest.mark.parametrize(
    ("answers", "complete"),
    [
        ({"mailboxes/claims.tracked": "yes"}, False),
        ({"mailboxes[]": "claims; billing; post"}, False),
        ({"mailboxes[]": "claims; billing; post", "mailboxes[]?": "no"}, False),
        ({"mailboxes[]": "claims; billing; post", "mailboxes[]?": "yes"}, True),
        ({"mailboxes/claims.tracked": "yes", "mailboxes[]?": "yes"}, True),
    ],
)
def test_a_request_closes_a_list_only_if_it_is_said(tmp_path, method, answers, complete):
    """Also beside facts that are final and do not give the list."""
    path = request(tmp_path, DRAFT, method)
    answered(path, answers)
    final = tmp_path / "final.yaml"
    final.write_text("assessment: {date: 2026-10-01, status: final}", encoding="utf-8")
    assert load_facts([final, path], method).collections["mailbox"].complete is complete
    log = tmp_path / "log.yaml"
    log.write_text("assessment: {excerpt: [mailboxes]}\nmailboxes: [{id: claims}]", encoding="utf-8")
    for files in ([log, path], [path, log]):
        assert load_facts(files, method).collections["mailbox"].complete is complete


@pytest.mark.parametrize("language", ["en", "fr"])
def test_answers_in_a_request_are_facts(tmp_path, method, language):
    path = request(tmp_path, DRAFT, method, language)
    answers = {
        "mailboxes/claims.tracked": "oui",
        "mailboxes/billing.volume_month": 12.5,
        "mailboxes[]": "claims; post",
        "mailboxes[]?": "yes",
    }
    answered(path, answers)
    source = tmp_path / "facts.json"
    source.write_text(json.dumps(DRAFT), encoding="utf-8")
    base = load_facts([source, path], method)
    boxes = base.collections["mailbox"]
    assert [one.id for one in boxes.members] == ["claims", "billing", "post"]
    assert boxes.complete
    assert (boxes.by_id["claims"].tracked, boxes.by_id["billing"].volume_month) == (True, 12.5)
    assert base.origin(boxes.by_id["claims"], "tracked").place.cell.endswith("!C3")


@pytest.mark.parametrize(("text", "total", "state"), [(7, 7, None), ("12", 12, None), ("none", None, None)])
def test_a_list_by_number_or_state(tmp_path, method, text, total, state):
    path = request(tmp_path, {"assessment": {"date": "2026-10-01"}}, method)
    answered(path, {"mailboxes[]": text})
    boxes = load_facts([path], method).collections["mailbox"]
    assert (boxes.total, boxes.state, boxes.members) == (total, state, ())


def test_a_wrong_answer_has_its_cell(tmp_path, method):
    path = request(tmp_path, DRAFT, method)
    answered(path, {"mailboxes/claims.tracked": "perhaps"})
    with pytest.raises(InputError) as caught:
        load_facts([path], method)
    assert "!C3: perhaps is neither yes nor no" in str(caught.value)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_word_documents(method, language):
    result = assess(DRAFT, method, language=language)
    found = next_questions(result, method)
    content = word_request(found, result, 3)
    assert content == word_request(found, result, 3)
    cells = [cell.text for table in Document(io.BytesIO(content)).tables for cell in table._cells]
    assert cells[:5] == [*{"en": ["No.", "Question", "How to obtain it", "Takes", "Answer"],
                           "fr": ["N°", "Question", "Comment l'obtenir", "Durée", "Réponse"]}[language]]  # fmt: skip
    assert any(one.startswith("Tracked – claims\nIs it") for one in cells)
    plan = word_plan(meetings(found), deciding_sets(result, method), result)
    assert plan == word_plan(meetings(found), deciding_sets(result, method), result)
    assert len(Document(io.BytesIO(plan)).tables) == 2


def test_a_document_by_its_name(tmp_path, run_ccrules):
    path = tmp_path / "demande.xlsx"
    done = run_ccrules("facts", "gaps", "examples/first-visit", "-o", str(path), "--lang", "fr")
    assert (done.returncode, done.stdout) == (0, "")
    assert load_workbook(path).worksheets[0].title == "Lisez-moi"


def test_documents_need_a_file_of_the_right_kind(run_ccrules):
    done = run_ccrules("facts", "gaps", "examples/first-visit", "--format", "docx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "docx goes to a file (write -o request.docx)" in done.stderr
    done = run_ccrules("facts", "gaps", "examples/first-visit", "--plan", "-o", "plan.xlsx")
    assert "the plan is written as Markdown, JSON or a Word document" in done.stderr
