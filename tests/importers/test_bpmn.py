"""BPMN process files to facts, and files that mean harm."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from ccrules.errors import InputError
from ccrules.facts.reading import read_facts
from ccrules.importers import bpmn_reader
from ccrules.importers.bpmn import read_bpmn
from ccrules.resources import rulesets_folder
from tests.facts.support import shown

EXAMPLE = Path("examples/papers/complaint.bpmn")
MODEL = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'


@pytest.fixture(scope="module")
def vocabulary():
    from ccrules import load_rulesets

    return load_rulesets(rulesets_folder() / "contact-centre").vocabulary


def wrong(path: Path, text: str | bytes) -> list[str]:
    """Everything that is wrong with a file of this content."""
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(InputError) as caught:
        read_bpmn(path)
    return [str(problem) for problem in caught.value.problems]


def test_one_drawing_tells_nothing_of_other_processes(vocabulary):
    base = read_facts([read_bpmn(EXAMPLE)], vocabulary)
    given = [one for one in base.collections.values() if one.state is None]
    assert given
    assert not any(one.complete for one in given)


def test_the_example_gives_facts_with_their_line(vocabulary):
    node = read_bpmn(EXAMPLE)
    base = read_facts([node], vocabulary)
    ids = {
        name: [one.id for one in base.collections[name].members] for name in ("process", "role", "service")
    }
    assert ids == {
        "process": ["Complaint handling", "Expert opinion"],
        "role": ["Adviser", "Team manager"],
        "service": ["Customer centre", "Claims office"],
    }
    handling, opinion = base.collections["process"].members
    assert handling.__dict__["written"] is True
    assert set(handling.__dict__["sheet_parts"]._members) == {"steps", "roles", "rules", "tools"}
    assert set(opinion.__dict__["sheet_parts"]._members) == {"steps"}
    origin = base.origin(handling, "written")
    assert origin is not None
    assert (origin.place.line, origin.source, origin.evidence) == (
        13,
        "documented",
        f"{EXAMPLE.as_posix()}:13:3",
    )
    adviser, manager = base.collections["role"].members
    assert manager.__dict__["responsibilities_written"] is True
    assert "not collected" in repr(shown(adviser.__dict__["responsibilities_written"]))
    links = {
        (one.__dict__["sender"].id, one.__dict__["receiver"].id)
        for one in base.collections["service_link"].members
    }
    assert links == {("Customer centre", "Claims office"), ("Claims office", "Customer centre")}


def test_what_is_not_mapped_is_said(vocabulary):
    notes = [str(note.what) for note in read_facts([read_bpmn(EXAMPLE)], vocabulary).notes]
    counted = next(note for note in notes if note.startswith("Complaint handling"))
    assert "steps 4, of which documented 1, decisions 1, ends 1, hand-overs between lanes 2" in counted
    for said in (
        "elements that were not mapped: text 1, textAnnotation 1",
        "layout and extensions of tools, not read: 2 elements",
        "a pool that is no service was not kept: Customer",
        "a message that joins no two services was not kept: m1",
        "nothing follows the step Archive, and it is no end",
    ):
        assert said in notes


def test_entities_are_not_read(tmp_path):
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    for head in (laughs, outside, "<!DOCTYPE x>"):
        said = wrong(tmp_path / "p.bpmn", f"{head}\n<definitions {MODEL}>&b;</definitions>")
        assert len(said) == 1
        assert "p.bpmn:1:" in said[0]
        assert "a document type, which may hold entities, is not read (take the line" in said[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no element found"),
        ("plain words", "syntax error"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "this is no XML"),
        (f"<definitions {MODEL}><process></definitions>", "mismatched tag"),
        ("<definitions/>", "this is no BPMN 2.0 file; it begins with definitions"),
        ("<mxfile><diagram/></mxfile>", "this is no BPMN 2.0 file; it begins with mxfile"),
        (f"<process {MODEL}/>", "this is no BPMN 2.0 file; it begins with process"),
        (f"<definitions {MODEL}/>", "the file holds no process"),
        ('<?xml version="1.0" encoding="utf-nine"?><x/>', "this is no XML"),
    ],
)
def test_what_is_no_process_is_refused_at_its_place(tmp_path, text, said):
    assert [said in one for one in wrong(tmp_path / "p.bpmn", text)] == [True]


def test_files_that_are_too_deep_or_too_large_are_refused(tmp_path, monkeypatch):
    deep = f"<definitions {MODEL}>" + "<process>" * 100 + "</process>" * 100 + "</definitions>"
    assert "more elements, or deeper ones" in wrong(tmp_path / "p.bpmn", deep)[0]
    monkeypatch.setattr(bpmn_reader, "MOST_ELEMENTS", 50)
    wide = f"<definitions {MODEL}><process>" + "<task/>" * 60 + "</process></definitions>"
    assert "more elements, or deeper ones" in wrong(tmp_path / "p.bpmn", wide)[0]


def test_a_drawing_without_lanes_names_or_flows_is_read(tmp_path, vocabulary):
    path = tmp_path / "p.bpmn"
    path.write_text(
        textwrap.dedent(f"""\
        <definitions {MODEL}><process id="a/b"><task id="t"/></process>
        <process id="empty"/><process id="c" name="Chat"><laneSet><lane/><lane name="Upper"><childLaneSet>
        <lane name="Lower"/></childLaneSet></lane></laneSet><subProcess id="s"><task id="u"/></subProcess>
        </process></definitions>"""),
        "utf-8",
    )
    base = read_facts([read_bpmn(path)], vocabulary)
    assert [one.id for one in base.collections["process"].members] == ["a-b", "Chat"]
    assert [one.id for one in base.collections["role"].members] == ["Lower"]
    notes = {str(note.what).partition(":")[0] for note in base.notes}
    assert {"a process without a step was not kept", "a lane without a name was not kept"} <= notes
    assert "a lane that holds others was not kept" in notes
