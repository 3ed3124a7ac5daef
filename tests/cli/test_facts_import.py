"""``ccrules facts import``: facts from papers."""

from __future__ import annotations

from tests.importers.test_bpmn import MODEL

RULES = """\
ruleset: small
version: 1.0.0
entities:
  agent: {plural: agents, attributes: {skills: {type: ref, to: skill, set: true}}}
  skill: {attributes: {critical: {type: bool}}}
  process:
    plural: processes
    attributes:
      written: {type: bool}
      sheet_parts: {type: enum, set: true, values: [steps, roles, rules, tools]}
checks:
  - {id: S-1, title: No process, when: "count(p for p in processes) == 0", severity: low}
"""
PAPER = f'<definitions {MODEL}><process id="refund"><task id="t"/></process></definitions>'


def test_papers_become_a_fact_file(demo, ccrules):
    (demo / "small.yaml").write_text(RULES, "utf-8")
    (demo / "skills.csv").write_text("Name;Fraud;Age\nAna;x;\nLuc;;old\n", "utf-8")
    (demo / "refund.bpmn").write_text(PAPER, "utf-8")
    rules = ("-r", "small.yaml")
    done = ccrules("facts", "import", "--as", "skills-matrix", "skills.csv", "-o", "s.yaml", *rules)
    assert (done.code, done.out) == (0, "facts: 2 (agents 2, skills 1)\n")
    assert "skills.csv:1:12: a column that was not mapped: Age" in done.err
    done = ccrules("facts", "import", "refund.bpmn", "-o", "b.yaml", *rules)
    assert (done.code, done.out) == (0, "facts: 2 (processes 1)\n")
    assert "refund: steps 1, of which documented 0" in done.err
    assert "evidence: refund.bpmn:1:66" in (demo / "b.yaml").read_text("utf-8")
    assert ccrules("validate", "s.yaml", "b.yaml", *rules).code == 0
    assert ccrules("assess", "refund.bpmn", *rules).code == 0  # and directly


def test_bad_papers_write_nothing(demo, ccrules):
    (demo / "small.yaml").write_text(RULES, "utf-8")
    (demo / "bad.bpmn").write_text("<!DOCTYPE x><x/>", "utf-8")
    rules = ("-r", "small.yaml")
    for arguments, said in (
        (("bad.bpmn",), "bad.bpmn:1:"),
        (("--as", "bpnm", "bad.bpmn"), "did you mean bpmn?"),
        (("--as", "skills-matrix", "none.csv"), "none.csv: there is no such file"),
        (("--as", "bpmn", "bad.bpmn", "-o", "x.csv"), "can't be written as .csv"),
    ):
        done = ccrules("facts", "import", "-o", "x.yaml", *arguments, *rules)
        assert (done.code, said in done.err) == (2, True), done.err
        assert not (demo / "x.yaml").exists()
