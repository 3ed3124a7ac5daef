"""``ccrules facts``: workbooks that ask, and facts from one kind of file to another."""

from __future__ import annotations

import json

from openpyxl import load_workbook

DEMO = ("-r", "demo.yaml")


def answers(path, sheet):
    """The cells of a sheet that are filled in, by name."""
    cells = (cell for row in load_workbook(path)[sheet].iter_rows() for cell in row)
    return {cell.coordinate: cell.value for cell in cells if cell.value is not None}


def test_an_empty_workbook_asks_in_the_chosen_language(demo, ccrules):
    assert ccrules("facts", "template", "-o", "facts.xlsx", *DEMO, "--lang", "fr").code == 0
    book = load_workbook(demo / "facts.xlsx")
    assert book.sheetnames[:3] == ["Lisez-moi", "Diagnostic", "Organisation"]
    assert "Listes" in book.sheetnames
    assert book["mailboxes"].protection.sheet
    assert not book["mailboxes"].column_dimensions["B"].protection.locked
    choices = {rule.formula1 for rule in book["mailboxes"].data_validations.dataValidation}
    assert any(choice.startswith("'_choices'!") for choice in choices)


def test_an_empty_workbook_is_a_fact_file_that_says_nothing(demo, ccrules):
    ccrules("facts", "template", "-o", "facts.xlsx", *DEMO)
    done = ccrules("assess", "facts.xlsx", *DEMO, "--format", "json")
    assert (done.code, '"fail": 0' in done.out, '"not_assessed": 2' in done.out) == (0, True, True)


def test_facts_go_to_a_workbook_and_back(demo, ccrules):
    assert ccrules("facts", "template", "facts.yaml", "-o", "facts.xlsx", *DEMO).code == 0
    assert ccrules("facts", "convert", "facts.xlsx", "-o", "again.yaml", *DEMO).code == 0
    first = ccrules("assess", "facts.yaml", *DEMO, "--format", "markdown").out
    again = ccrules("assess", "again.yaml", *DEMO, "--format", "markdown").out
    assert [line for line in first.splitlines() if "yaml" not in line] == [
        line for line in again.splitlines() if "yaml" not in line
    ]


def test_a_finding_leads_back_to_its_cell(demo, ccrules):
    ccrules("facts", "template", "facts.yaml", "-o", "facts.xlsx", *DEMO)
    done = ccrules("assess", "facts.xlsx", *DEMO, "--format", "json")
    assert '"cell": "mailboxes!B4"' in done.out


def test_a_workbook_holds_what_is_answered_though_nobody_asks_for_it(demo, ccrules):
    done = ccrules("facts", "template", "facts.yaml", "-o", "facts.xlsx", *DEMO, "--depth", "express")
    assert done.code == 2  # the demo has no question for a first visit
    assert "no question is left" in done.err
    assert ccrules("facts", "convert", "facts.yaml", "-o", "facts.xlsx", *DEMO).code == 0
    assert "claims" in answers(demo / "facts.xlsx", "mailboxes").values()


def test_bad_usage_writes_nothing(demo, ccrules):
    for arguments, said in (
        (("template", "-o", "facts.csv"), "facts can't be written as .csv (write -o facts/)"),
        (("template", "-o", "facts.xlsx", "--theme", "inbox governence"), "inbox governance"),
        (
            ("convert", "facts.yaml", "-o", "facts.toml"),
            "facts can't be written as .toml (write -o facts.yaml)",
        ),
        (("convert", "facts.yaml", "-o", "no/such/"), "no/such"),
        (("convert", "facts.yaml", "-o", "."), "the folder is not empty"),
        (("convert", "facts.yaml", "-o", "facts.yaml/"), "this is a file"),
        (("record", "facts.yaml", "-o", "record.pdf"), "a record can't be written as .pdf"),
        (("record", "facts.yaml", "-o", "record.docx", "--by", "Li"), "--by, --on, --final go with --read"),
        (("record", "facts.yaml", "--read", "a.pdf", "-o", "b.yaml"), "Word document or an Excel workbook"),
        (("template", "-o", "no/such/facts.xlsx"), "no/such"),
    ):
        done = ccrules("facts", *arguments, *DEMO)
        assert (done.code, said in done.err) == (2, True), done
    assert not [*demo.glob("facts.[cxjt]*"), *demo.glob("record*"), *demo.glob("b.yaml")]


def test_facts_go_to_csv_files_and_back(demo, ccrules):
    assert ccrules("facts", "convert", "facts.yaml", "-o", "table", *DEMO, "--lang", "fr").code == 0
    assert (demo / "table" / "README.txt").read_text("utf-8-sig").startswith("Comment remplir")
    assert ccrules("facts", "convert", "table", "-o", "again.json", *DEMO).code == 0
    assert ccrules("facts", "convert", "facts.yaml", "-o", "first.json", *DEMO).code == 0
    assert (demo / "again.json").read_text("utf-8") == (demo / "first.json").read_text("utf-8")
    assert json.loads((demo / "first.json").read_text("utf-8"))["mailboxes"]


def test_an_empty_folder_of_csv_files_says_nothing(demo, ccrules):
    assert ccrules("facts", "template", "-o", "asked", "--format", "csv", *DEMO).code == 0
    done = ccrules("assess", "asked", *DEMO, "--format", "json")
    assert (done.code, '"fail": 0' in done.out, '"not_assessed": 2' in done.out) == (0, True, True)


def test_a_record_is_written_and_taken_up(demo, ccrules):
    assert ccrules("facts", "record", "facts.yaml", "-o", "record.xlsx", *DEMO).code == 0
    book = load_workbook(demo / "record.xlsx")
    sheet = book["Facts"]
    for row in range(3, sheet.max_row + 1):
        sheet.cell(row, 6).value = "confirmed"
    book.save(demo / "record.xlsx")
    read = ("facts", "record", "facts.yaml", "--read", "record.xlsx", "-o", "signed.yaml", *DEMO)
    done = ccrules(*read)
    assert (done.code, done.out, (demo / "signed.yaml").exists()) == (2, "", False)
    assert "the record is not signed: Name is missing" in done.err
    done = ccrules(*read, "--by", "Li", "--on", "2026-10-05")
    assert (done.code, done.out.splitlines()[-1]) == (0, "The facts are final.")
    assert "confirmed: Li, 2026-10-05" in (demo / "signed.yaml").read_text("utf-8")
    assert ccrules("validate", "signed.yaml", *DEMO).code == 0


def test_a_broken_workbook_is_named_with_its_cell(demo, ccrules):
    ccrules("facts", "template", "facts.yaml", "-o", "facts.xlsx", *DEMO)
    book = load_workbook(demo / "facts.xlsx")
    book["mailboxes"]["C4"] = "many"
    book.save(demo / "facts.xlsx")
    done = ccrules("validate", "facts.xlsx", *DEMO)
    assert done.code == 2
    assert done.err.startswith("facts.xlsx:mailboxes!C4: ")


PEOPLE = """\
agents: [{id: amina.roy}, {id: Jean Dupont}]
mailboxes:
  - {id: claims, tracked: no, volume_month: 1200, owner: {value: amina.roy, source: declared, by: Jean Dupont}}
"""


def test_names_in_ids_are_a_warning_once(demo, ccrules):
    (demo / "people.yaml").write_text(PEOPLE, "utf-8")
    for command in ("validate", "assess"):
        done = ccrules(command, "people.yaml", *DEMO)
        assert (done.code, done.err.count("amina.roy")) == (0, 1)
        assert done.err.startswith("people.yaml:1:11: agents: ids that look like a name")
    assert ccrules("validate", "facts.yaml", *DEMO).err == ""


def test_personal_data_are_listed(demo, ccrules):
    (demo / "people.yaml").write_text(PEOPLE, "utf-8")
    listed = ccrules("facts", "privacy", "people.yaml", *DEMO, "--lang", "fr").out
    assert "identifiants de personnes : 2\n  agent.id : 2 (people.yaml:1:11" in listed
    data = json.loads(ccrules("facts", "privacy", "people.yaml", *DEMO, "--format", "json").out)
    assert [(one["kind"], one["count"]) for one in data] == [("people", 2), ("author", 1)]
    assert ccrules("facts", "privacy", "facts.yaml", *DEMO).out == "no personal data was found\n"


def test_facts_without_names_give_the_same_verdicts(demo, ccrules):
    (demo / "people.yaml").write_text(PEOPLE, "utf-8")
    names = ("facts", "anonymise", "people.yaml", *DEMO)
    done = ccrules(*names, "-o", "shared.yaml", "--key", "key.yaml")
    assert (done.code, done.out) == (0, "names replaced: 2; every verdict is as it was\n")
    shared = (demo / "shared.yaml").read_text("utf-8")
    assert "owner:\n    value: agent-01\n    source: declared\n    by: agent-02" in shared
    key = (demo / "key.yaml").read_text("utf-8")
    assert key == "agent:\n  amina.roy: agent-01\n  Jean Dupont: agent-02\n"
    assert ccrules(*names, "-o", "again.yaml", "--key", "key.yaml").code == 0
    assert (demo / "again.yaml").read_text("utf-8") == shared
    assert (demo / "key.yaml").read_text("utf-8") == key


def test_a_broken_key_or_target_writes_nothing(demo, ccrules):
    (demo / "key.yaml").write_text("agent: {ann: agent-01, ben: agent-01}\nauthor: [x]\n", "utf-8")
    done = ccrules("facts", "anonymise", "facts.yaml", *DEMO, "-o", "new.yaml", "--key", "key.yaml")
    assert (done.code, (demo / "new.yaml").exists()) == (2, False)
    assert "key.yaml:1:29: agent-01 is given twice" in done.err
    assert "key.yaml:2:9: this is no key to pseudonyms" in done.err
    done = ccrules("facts", "anonymise", "facts.yaml", *DEMO, "-o", "new.txt")
    assert done.code == 2
    assert "facts can't be written as .txt" in done.err


NAMING = """\
ruleset: naming
version: 1.0.0
entities: {agent: {plural: agents, attributes: {newcomer: {type: bool}}}}
checks: [{id: N-1, title: Amina, for: agent, when: agent.id == "amina.roy", severity: low}]
"""


def test_names_that_a_verdict_rests_on_are_not_taken_away(demo, ccrules):
    (demo / "naming.yaml").write_text(NAMING, "utf-8")
    (demo / "people.yaml").write_text("agents: [{id: amina.roy}]\n", "utf-8")
    done = ccrules("facts", "anonymise", "people.yaml", "-r", "naming.yaml", "-o", "new.yaml")
    assert (done.code, (demo / "new.yaml").exists()) == (2, False)
    assert "new.yaml: without names other verdicts come of: N-1 (these checks" in done.err
