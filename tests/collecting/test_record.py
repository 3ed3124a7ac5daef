"""Records of facts: what they say, and what is made of them when they come back."""

from __future__ import annotations

import io
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from ccrules import assess
from ccrules.collecting.questions import Selection
from ccrules.collecting.record import record
from ccrules.collecting.record_confirming import Confirmation, confirm
from ccrules.collecting.record_excel import COLUMNS, excel_record
from ccrules.collecting.record_excel_reading import read_excel_record
from ccrules.collecting.record_returned import mark_of
from ccrules.collecting.record_word import word_record
from ccrules.collecting.record_word_reading import read_word_record
from ccrules.errors import InputError, UsageError
from ccrules.facts.base import Entity, FactBase
from ccrules.ruleset.model import Method
from tests.collecting.written import fact_files, said
from tests.effort import examples
from tests.facts.support import VOCABULARY, facts, mailbox, shown

METHOD = Method((), VOCABULARY)
FACTS = """\
assessment: {name: Riviera, date: 2026-10-01, status: draft, complete: [agents]}
organisation: {headcount: 40..50}
flow_map: none
agents: [{id: amina}, {id: li}]
mailboxes:
- {id: claims, tracked: no, volume_month: {value: 1200, source: measured, by: telephony report}, owner: none}
- {id: billing, tracked: unknown, channels: [email, unknown], owner: amina}
"""
SIGNED = {"name": "Jane Roe", "function": "head of service", "date": "2026-10-05"}
FORMS = ("docx", "xlsx")


def written(folder: Path, base: FactBase, form: str, language: str = "en", **more: Any) -> Path:
    path = folder / f"record.{form}"
    found = record(METHOD, base, language, **more)
    path.write_bytes(word_record(found) if form == "docx" else excel_record(found))
    return path


def back(path: Path, base: FactBase, signed: dict[str, str] | None = None, **more: Any) -> Confirmation:
    returned = read_word_record(path) if path.suffix == ".docx" else read_excel_record(path)
    return confirm(METHOD, base, returned, SIGNED if signed is None else signed, **more)


def problems(path: Path, base: FactBase, signed: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(InputError) as caught:
        back(path, base, signed)
    return [str(one).replace(path.as_posix(), path.name) for one in caught.value.problems]


def filled_in(path: Path, answers: dict[str, dict[str, str]], *, rest: str = "") -> None:
    """Fill a record in as people do: mark, correction, comment by the fact's name."""
    edit = word_rows if path.suffix == ".docx" else excel_rows
    edit(path, lambda key: answers.get(key, {"mark": rest} if rest else {}))


def word_rows(path: Path, answer: Any) -> None:
    document = docx.Document(str(path))
    for table in document.tables:
        for row in table.rows:
            cells = row.cells
            key = cells[0].text.rpartition("\n")[2]
            if len(cells) == 6:
                for name, at in (("value", 1), ("mark", 3), ("correction", 4), ("comment", 5)):
                    if name in (told := answer(key)):
                        cells[at].text = told[name]
            elif key.startswith("signature.") and (told := answer(key)):
                cells[1].text = told.get("correction", "")
    document.save(str(path))


def excel_rows(path: Path, answer: Any) -> None:
    book = load_workbook(path)
    for sheet in book.worksheets:
        for row in range(2, sheet.max_row + 1):
            key = str(sheet.cell(row, 1).value or "")
            for name, text in answer(key).items():
                sheet.cell(row, 3 if key.startswith("signature.") else COLUMNS[name]).value = text
    book.save(path)


# --- nothing lost --------------------------------------------------------------------------


@settings(max_examples=examples(60), deadline=None)
@given(fact_files(), st.sampled_from(FORMS))
def test_an_untouched_record_changes_nothing(text, form):
    base = facts(text)
    with tempfile.TemporaryDirectory() as folder:
        found = back(written(Path(folder), base, form), base)
    assert (found.changes, found.confirmed) == ([], [])
    assert said(found.base) == said(base)


@settings(max_examples=examples(60), deadline=None)
@given(fact_files())
def test_a_confirmed_record_keeps_every_fact_and_is_final(text):
    base = facts(text)
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), base, "xlsx")
        filled_in(path, {}, rest="confirmed")
        found = back(path, base)
    assert found.final
    assert found.base.header["status"] == "final"
    assert values(found.base) == values(base)


def test_reports_say_how_many_facts_are_confirmed(tmp_path):
    path = written(tmp_path, facts(FACTS), "xlsx")
    filled_in(path, {}, rest="confirmed")
    signed = back(path, facts(FACTS)).base
    [said] = [one.text for one in assess(signed, METHOD).notes if "confirmed" in one.text]
    number = sum(any(one.confirmed for one in sources) for _, _, sources in signed.origins.told())
    assert said.startswith(f"{number} of {number} facts were confirmed by ")


def values(base: FactBase) -> dict[str, Any]:
    """What is known, without who says or confirms it."""
    found = {}
    for entity in base.entities():
        for name in entity._type.attributes:
            value = entity.__dict__[name]
            plain = value.id if isinstance(value, Entity) else shown(value)
            found[f"{entity._name}.{name}"] = sorted(map(str, plain)) if isinstance(plain, set) else plain
    for name, one in base.collections.items():
        found[f"{name}[]"] = f"{one.state} {one.complete} {one.total} {len(one.members)}"
    return found


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_same_facts_give_the_same_bytes(tmp_path, form, language):
    first = written(tmp_path, facts(FACTS), form, language).read_bytes()
    assert written(tmp_path, facts(FACTS), form, language).read_bytes() == first


# --- what people write ---------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_corrections_confirmations_and_what_is_open(tmp_path, form):
    base = facts(FACTS)
    path = written(tmp_path, base, form)
    filled_in(
        path,
        {
            "mailbox/claims.tracked": {"mark": "to correct", "correction": "yes", "comment": "since May"},
            "mailbox/claims.volume_month": {"mark": "Confirmed"},
            "mailbox/billing.channels": {"correction": "email; post"},
            "mailbox/billing.owner": {"mark": "to correct"},
            "organisation.headcount": {"correction": "48"},
        },
    )
    found = back(path, base)
    claims, billing = mailbox(found.base, "claims"), mailbox(found.base, "billing")
    assert (claims.tracked, billing.channels, found.base.organisation.headcount) == (
        True, frozenset({"email", "post"}), 48,
    )  # fmt: skip
    assert [(one.row.key, one.row.value, one.after) for one in found.changes] == [
        ("organisation.headcount", "between 40 and 50", "48"),
        ("mailbox/claims.tracked", "no", "yes"),
        ("mailbox/billing.channels", "email and perhaps more", "email and post"),
    ]
    origin = found.base.origin(claims, "tracked")
    assert (origin.source, origin.by, origin.on, origin.evidence, origin.confirmed) == (
        "declared", "Jane Roe (head of service)", "2026-10-05", path.name,
        "Jane Roe (head of service), 2026-10-05",
    )  # fmt: skip
    origin = found.base.origin(claims, "volume_month")
    assert (origin.value, origin.source, origin.by) == (1200, "measured", "telephony report")
    assert origin.confirmed == "Jane Roe (head of service), 2026-10-05"
    assert not found.final
    assert found.base.header["status"] == "draft"
    reasons = {row.key: str(why) for row, why in found.open}
    assert reasons["mailbox/billing.owner"] == "to be corrected, and nothing says how"
    assert reasons["mailbox/billing.tracked"] == "not ticked"
    assert [(row.key, text) for row, text in found.comments] == [("mailbox/claims.tracked", "since May")]


@pytest.mark.parametrize("form", FORMS)
def test_what_is_confirmed_once_stays_confirmed(tmp_path, form):
    base = facts(FACTS)
    path = written(tmp_path, base, form)
    filled_in(path, {"flow_map": {"mark": ""}}, rest="confirmed")
    first = back(path, base)
    assert [row.key for row, _ in first.open] == ["flow_map"]
    path = written(tmp_path, first.base, form)
    filled_in(path, {"flow_map": {"mark": "x"}})
    second = back(path, first.base)
    assert second.final
    assert second.base.header["partial"] == ("mailbox",)
    assert dict(second.base.header["confirmed"]).keys() >= {"flow_map", "agents", "assessment.name"}
    assert back(path, first.base, final=True).final


@pytest.mark.parametrize("form", FORMS)
def test_lists_and_the_engagement_are_corrected_too(tmp_path, form):
    base = facts(FACTS)
    path = written(tmp_path, base, form, "fr")
    answers = {
        "mailbox[]": "Il n'y en a pas d'autres",
        "agent[]": "7",
        "flow_map": "oui",
        "assessment.date": "2026-10-02",
        "assessment.name": "Riviera 2",
    }
    filled_in(path, {key: {"mark": "☒ À corriger", "correction": text} for key, text in answers.items()})
    found = back(path, base).base
    assert found.collections["mailbox"].complete
    assert found.collections["agent"].total == 7
    assert found.singletons["flow_map"]._type.name == "flow_map"
    assert (found.header["name"], found.header["date"]) == ("Riviera 2", "2026-10-02")


def test_facts_nobody_collected_can_be_given(tmp_path):
    base = facts(FACTS)
    path = written(tmp_path, base, "docx", every=True)
    filled_in(path, {"mailbox/claims.level": {"correction": "High level"}})
    assert mailbox(back(path, base).base, "claims").level == "high"


def test_a_record_of_some_topics_or_people_holds_their_facts_alone():
    found = record(METHOD, facts(FACTS), "en", Selection(ask="nobody"))
    assert found.rows == ()


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("☐ Confirmed\n☐ To correct", ""), ("☒ Confirmed\n☐ To correct", "confirmed"), ("☐ Confirmé\n☑ À corriger", "to correct"),
        ("☒ Confirmed\n☒ To correct", None), ("OK", "confirmed"), ("oui.", "confirmed"), ("À CORRIGER", "to correct"),
        ("", ""), ("perhaps", None), ("x", "confirmed"),
    ],
)  # fmt: skip
def test_what_is_ticked(text, mark):
    assert mark_of(text) == mark


# --- what is wrong -------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_every_problem_has_its_place(tmp_path, form):
    base = facts(FACTS)
    path = written(tmp_path, base, form)
    filled_in(
        path,
        {
            "mailbox/claims.tracked": {"correction": "perhaps"},
            "mailbox/claims.volume_month": {"mark": "confirmed", "correction": "1300"},
            "mailbox/claims.owner": {"correction": "aminna"},
            "mailbox/billing.tracked": {"mark": "who knows"},
            "agent[]": {"correction": "amina"},
        },
    )
    found = problems(path, base)
    first = {"docx": "record.docx:table 5 row 2: ", "xlsx": "record.xlsx:Facts!F12: "}[form]
    assert found[0].startswith(first)
    for words in (
        "amina is no correction of a list (write these are all",
        "perhaps is neither yes nor no (write yes or no",
        "the fact is ticked as confirmed and corrected at once (keep one of the two)",
        "aminna is not among the agents (did you mean amina?)",
        "it can't be told whether the fact is confirmed or to be corrected",
    ):
        assert sum(words in one for one in found) == 1, words
    assert len(found) == 5


@pytest.mark.parametrize("form", FORMS)
def test_a_record_must_be_signed_to_count(tmp_path, form):
    base = facts(FACTS)
    path = written(tmp_path, base, form)
    filled_in(path, {"flow_map": {"mark": "confirmed"}})
    assert [one.partition(" (")[0] for one in problems(path, base, {})] == [
        f"{path.name}: the record is not signed: Date is missing",
        f"{path.name}: the record is not signed: Name is missing",
    ]
    signed = {"signature.name": "Li", "signature.date": "2026-10-07"}
    filled_in(path, {key: {"correction": text} for key, text in signed.items()})
    found = back(path, base, {})
    assert (found.who, found.when) == ("Li", "2026-10-07")


@pytest.mark.parametrize(
    ("language", "written_by_hand", "day"),
    [
        ("fr", "5/10/2026", "2026-10-05"),
        ("fr", "05.10.2026", "2026-10-05"),
        ("en", "25/10/2026", "2026-10-25"),
        ("en", "10-25-2026", "2026-10-25"),
        ("en", "in October", "in October"),
        ("en", "10/5/2026", None),
    ],
)
def test_the_day_of_the_signature(tmp_path, language, written_by_hand, day):
    base = facts(FACTS)
    path = written(tmp_path, base, "xlsx", language=language)
    filled_in(path, {"flow_map": {"mark": "confirmed"}})
    signed = {"name": "Li", "date": written_by_hand}
    if day is None:
        (problem,) = problems(path, base, signed)
        assert "10/5/2026 can be read in two ways (write year-month-day" in problem
    else:
        assert back(path, base, signed).when == day


@pytest.mark.parametrize("text", ["c'est tout", "Ce sont toutes.", "that's all", "these are all", "complète"])
def test_a_list_is_complete_in_many_words(tmp_path, text):
    base = facts("assessment: {status: draft}\nmailboxes: [{id: a}]")
    path = written(tmp_path, base, "xlsx")
    filled_in(path, {"mailbox[]": {"mark": "to correct", "correction": text}})
    assert back(path, base).base.collections["mailbox"].complete


@pytest.mark.parametrize("form", FORMS)
def test_a_value_written_over_is_told(tmp_path, form):
    base = facts(FACTS)
    path = written(tmp_path, base, form)
    filled_in(path, {"mailbox/claims.tracked": {"value": "yes"}})
    (problem,) = problems(path, base)
    assert "the value that we noted was overwritten: yes (restore it" in problem


@pytest.mark.parametrize("form", FORMS)
def test_facts_that_changed_meanwhile_are_not_confirmed_by_an_old_record(tmp_path, form):
    path = written(tmp_path, facts(FACTS), form)
    filled_in(path, {}, rest="confirmed")
    now = facts(FACTS.replace("tracked: no", "tracked: yes").replace("id: billing", "id: invoices"))
    found = back(path, now)
    notes = [str(one) for one in found.notes]
    assert notes[0] == "The facts have changed since this record was made."
    assert "mailbox/billing.tracked is no longer among the facts." in notes
    moved = {row.key: (then, row.value) for row, then in found.moved}
    assert moved["mailbox/claims.tracked"] == ("no", "yes")
    assert "mailbox/claims.tracked" in {row.key for row, _ in found.open}
    assert not found.base.origin(mailbox(found.base, "claims"), "tracked").confirmed


def test_deleted_and_doubled_rows_are_told(tmp_path):
    base = facts(FACTS)
    path = written(tmp_path, base, "docx")
    document = docx.Document(str(path))
    table = document.tables[-2]
    row = table.rows[3]._tr
    row.getparent().remove(row)
    document.save(str(path))
    found = back(path, base)
    assert "Rows of the record that were deleted: 1." in map(str, found.notes)
    assert [str(why) for _, why in found.open].count("not in the document") == 1
    table = (document := docx.Document(str(path))).tables[-2]
    table._tbl.append(docx.oxml.parse_xml(table.rows[4]._tr.xml))
    document.save(str(path))
    assert "is given twice, first at record.docx:table 6 row 5" in problems(path, base)[0]


def test_merged_cells_and_rows_without_a_fact_in_word(tmp_path):
    base = facts(FACTS)
    path = written(tmp_path, base, "docx")
    document = docx.Document(str(path))
    table = document.tables[-2]
    table.rows[3].cells[1].merge(table.rows[3].cells[2])
    table.rows[4].cells[0].text = "My own fact"
    table.rows[4].cells[4].text = "3"
    document.save(str(path))
    found = problems(path, base)
    assert [one.partition(" (")[0] for one in found] == [
        "record.docx:table 6 row 4: the cells of this row are merged, or some are missing",
        "record.docx:table 6 row 5: the row says of no fact what it is about",
    ]


def test_tracked_changes_count_as_accepted(tmp_path):
    base = facts(FACTS)
    path = written(tmp_path, base, "docx")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document(str(path))
    cell = document.tables[-2].rows[3].cells[4].paragraphs[0]._p
    for tag, text in (("del", "<w:delText>no</w:delText>"), ("ins", "<w:t>yes</w:t>")):
        xml = f'<w:{tag} {space} w:id="1" w:author="a"><w:r>{text}</w:r></w:{tag}>'
        cell.append(docx.oxml.parse_xml(xml))
    document.save(str(path))
    found = back(path, base)
    assert [(one.row.key, one.after) for one in found.changes] == [("mailbox/claims.tracked", "yes")]
    assert "tracked changes" in str(found.notes[0])


def test_ticked_boxes_of_word(tmp_path):
    base = facts(FACTS)
    path = written(tmp_path, base, "docx")
    document = docx.Document(str(path))
    box = document.tables[-2].rows[3]._tr.xpath(".//*[local-name()='checked']")[0]
    box.set("{http://schemas.microsoft.com/office/word/2010/wordml}val", "1")
    document.save(str(path))
    assert [row.key for row in back(path, base).confirmed] == ["mailbox/claims.tracked"]


# --- hostile documents ---------------------------------------------------------------------


def with_part(path: Path, name: str, content: bytes) -> None:
    stream = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    path.write_bytes(stream.getvalue())


def test_bombs_and_programs_are_refused(tmp_path, monkeypatch):
    base = facts(FACTS)
    path = written(tmp_path, base, "docx")
    with_part(path, "word/vbaProject.bin", b"\0")
    assert "the document holds a program: word/vbaProject.bin" in problems(path, base)[0]
    monkeypatch.setattr("ccrules.collecting.record_word_reading.MOST_UNPACKED", 1_000_000)
    path = written(tmp_path, base, "docx")
    with_part(path, "word/media/image.png", b" " * 2_000_000)
    assert "the document unpacks to 2 MB" in problems(path, base)[0]


def test_what_lies_outside_is_not_fetched(tmp_path):
    base = facts(FACTS)
    path = written(tmp_path, base, "docx")
    document = docx.Document(str(path))
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    document.part.relate_to("http://192.0.2.1/template.dotm", kind, is_external=True)
    document.save(str(path))
    assert back(path, base).confirmed == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("content", [b"", b"no document", b"PK\x03\x04 broken"])
def test_what_is_no_document(tmp_path, form, content):
    path = tmp_path / f"record.{form}"
    path.write_bytes(content)
    assert len(problems(path, facts(FACTS))) == 1


def test_another_document_is_no_record(tmp_path):
    path = tmp_path / "record.docx"
    document = docx.Document()
    document.add_paragraph("Hello")
    document.save(str(path))
    assert "this is no record of facts, or its tables are gone" in problems(path, facts(FACTS))[0]


def test_without_python_docx_the_line_to_install_it_is_said(tmp_path, monkeypatch):
    path = written(tmp_path, facts(FACTS), "docx")
    monkeypatch.setitem(sys.modules, "docx", None)
    for use in (lambda: written(tmp_path, facts(FACTS), "docx"), lambda: back(path, facts(FACTS))):
        with pytest.raises(UsageError, match=r"pip install 'ccrules\[word\]'"):
            use()


def test_entities_are_not_expanded(tmp_path):
    path = written(tmp_path, facts(FACTS), "docx")
    other = tmp_path / "record2.docx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "word/document.xml":
                head = b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><w:document'
                content = content.replace(b"<w:document", head, 1)
                content = content.replace(b">mailbox/claims.tracked<", b">mailbox/claims.tracked&f;<")
            new.writestr(info, content)
    found = back(other, facts(FACTS))
    assert "mailbox/claims.tracked" in {row.key for row, _ in found.open}
