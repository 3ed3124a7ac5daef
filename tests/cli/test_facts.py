"""``ccrules facts``: workbooks that ask, and facts from one kind of file to another."""

from __future__ import annotations

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
        (("template", "-o", "facts.csv"), "ends in .xlsx"),
        (("template", "-o", "facts.xlsx", "--theme", "inbox governence"), "inbox governance"),
        (("convert", "facts.yaml", "-o", "facts.json"), "can't be written as .json"),
        (("template", "-o", "no/such/facts.xlsx"), "no/such"),
    ):
        done = ccrules("facts", *arguments, *DEMO)
        assert (done.code, said in done.err) == (2, True), done
    assert not list(demo.glob("facts.[cxj]*"))


def test_a_broken_workbook_is_named_with_its_cell(demo, ccrules):
    ccrules("facts", "template", "facts.yaml", "-o", "facts.xlsx", *DEMO)
    book = load_workbook(demo / "facts.xlsx")
    book["mailboxes"]["C4"] = "many"
    book.save(demo / "facts.xlsx")
    done = ccrules("validate", "facts.xlsx", *DEMO)
    assert done.code == 2
    assert done.err.startswith("facts.xlsx:mailboxes!C4: ")
