"""What ``ccrules rules show`` and ``rules list`` tell of a method: each field with its file, and what belongs together."""

from __future__ import annotations

import pytest

BASE = """\
ruleset: base
version: 1.0.0
entities:
  box:
    plural: boxes
    attributes:
      open: {type: bool}
      volume: {type: number, min: 0, unit: contacts/month}
      half: {type: number, derive: box.volume / 2, unit: contacts/month}
parameters:
  most: {type: int, default: 2, min: 1, max: 9, why: Enough.}
checks:
  - {id: A, title: First, for: box, when: not box.open, severity: high if box.half > 3 else low}
  - {id: B, title: Second, when: count(b for b in boxes) > params.most, severity: low}
inferences:
  - {id: I, when: [{at_least: {n: 2, of: [{finding: A}, {finding: B}, {passed: B}]}}], conclude: {id: mess, kind: cause, title: Mess}}
  - {id: J, when: [{any: [{finding: A}, {finding: B}]}], conclude: {id: mess, kind: cause, title: Mess}}
"""
FIRM = """\
ruleset: firm
version: 1.0.0
extends: [base.yaml]
entities: {box: {attributes: {sealed: {type: bool}}}}
profiles: {small: {title: Small, parameters: {most: 4}}}
override:
  parameters:
    most: 3
  checks:
    A: {severity: high if box.sealed else medium}
"""


@pytest.fixture
def show(tmp_path, ccrules, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "firm.yaml").write_text(FIRM, encoding="utf-8")

    def told(*names: str) -> list[str]:
        done = ccrules("rules", "show", *names, "-r", "firm.yaml")
        assert (done.code, done.err) == (0, "")
        return [" ".join(line.split()) for line in done.out.splitlines()]

    return told


def test_only_what_an_override_set_is_told_at_the_override(show):
    lines = show("most", "--origin")
    assert lines[0] == "most base.yaml:11:3"
    assert lines[1:9] == [
        "type int [base.yaml:11:3]",
        "default 2 [base.yaml:11:3]",
        "value 3 [firm.yaml:8:11]",
        "before: 2 [base.yaml:11:3]",
        "minimum 1 [base.yaml:11:3]",
        "maximum 9 [base.yaml:11:3]",
        "why Enough. [base.yaml:11:3]",
        "set_by firm [firm.yaml:8:11]",
    ]


def test_every_override_before_is_told(show):
    lines = show("most", "--origin", "--profile", "small")
    at = lines.index("value 4 [firm.yaml:5:53]")
    assert lines[at + 1 : at + 3] == ["before: 3 [firm.yaml:8:11]", "before: 2 [base.yaml:11:3]"]
    assert lines[0] == "most base.yaml:11:3"


def test_alternatives_are_told_as_they_are_meant(show):
    assert "when (finding A and finding B) or (finding A and passed B) or (finding B and passed B)" in show(
        "I"
    )
    assert "when finding A or finding B" in show("J")


def test_a_conclusion_is_shown_with_every_rule_that_leads_to_it(show):
    assert [line.split()[0] for line in show("mess") if "base.yaml" in line] == ["I", "J"]


def test_an_entity_type_is_shown_with_who_declared_which_attribute(show):
    lines = show("box", "--origin")
    assert ".volume number, contacts/month [base.yaml:8:7]" in lines
    assert ".sealed bool [firm.yaml:4:31]" in lines


def test_an_attribute_is_shown_with_the_checks_that_read_it(show):
    assert "checks A" in show("box.open")
    assert "minimum 0" in show("box.volume")
    assert not [
        line for line in show("box.volume") if line.startswith("checks")
    ]  # the override reads no half


def test_a_profile_is_shown(show):
    assert show("small")[0] == "small firm.yaml:5:19"


def test_severities_are_listed_by_their_names(show, ccrules):
    out = ccrules("rules", "list", "-r", "firm.yaml").out
    assert "  A  high, medium  First\n  B  low           Second\n" in out
