"""The example of a firm's own method, installed as a user would install it, and run from another folder."""

from __future__ import annotations

import json
import subprocess

import pytest

FACTS = """\
assessment: {name: A centre, date: 2026-10-01, language: fr, status: draft}
mailboxes:
  - {id: claims, personal_address: yes, tracked: yes, owner: none, backlog: 400, volume_month: 1000}
  - {id: billing, personal_address: no, tracked: yes, backlog: unknown, volume_month: 500}
"""


@pytest.fixture
def ccrules(python, tmp_path):
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    return lambda *arguments: python("ccrules-example-firm", tmp_path, "-m", "ccrules", *arguments)


def assessment(done: subprocess.CompletedProcess[str]) -> dict:
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_its_own_tests_pass(ccrules):
    done = ccrules("rules", "test", "-r", "example-firm")
    assert (done.returncode, done.stdout, done.stderr) == (0, "passed: 18, failed: 0\n", "")


def test_its_own_checks_and_those_of_the_base_run_together(ccrules):
    found = assessment(ccrules("assess", "facts.yaml", "-r", "example-firm", "--format", "json"))
    by_id = {one["id"]: one for one in found["findings"]}
    assert by_id["FIRM-001:mailbox/claims"]["severity"] == "high"
    assert by_id["FIRM-003:mailbox/claims"]["title"] == "Boîte mail au nom d'une personne"
    assert by_id["FIRM-001:mailbox/claims"]["exposure"] == 1000
    assert by_id["ROUT-002:mailbox/claims"]["severity"] == "high"
    missing = [one["missing"] for one in found["not_assessed"] if one["check"] == "FIRM-001"]
    assert ["mailbox/billing.backlog"] in missing
    assert [one["name"] for one in found["rulesets"]] == ["contact-centre", "example-firm"]


def test_its_checks_stay_out_of_other_rulesets(ccrules, tmp_path):
    (tmp_path / "facts.yaml").write_text("mailboxes: [{id: claims, tracked: no}]\n", encoding="utf-8")
    found = assessment(ccrules("assess", "facts.yaml", "-r", "contact-centre", "--format", "json"))
    assert "FIRM-001" not in {one["id"] for one in found["checks"]}


def test_its_template_is_used_with_its_ruleset_only(ccrules, tmp_path):
    assert ccrules("assess", "facts.yaml", "-r", "example-firm", "-o", "firm.html").returncode == 0
    assert "Établi par le cabinet Exemple" in (tmp_path / "firm.html").read_text(encoding="utf-8")
    (tmp_path / "facts.yaml").write_text("mailboxes: [{id: claims, tracked: no}]\n", encoding="utf-8")
    assert ccrules("assess", "facts.yaml", "-o", "plain.html").returncode == 0
    assert "Example Firm" not in (tmp_path / "plain.html").read_text(encoding="utf-8")


def test_what_it_overrides_says_where(ccrules):
    shown = ccrules("rules", "show", "ROUT-002", "min_holders", "-r", "example-firm", "--origin").stdout
    (severity,) = [line for line in shown.splitlines() if line.strip().startswith("severity")]
    assert "high  [" in severity
    assert "ruleset.yaml:36:7]" in severity
    assert "  set_by" in shown


def test_an_id_that_was_changed_is_still_found(ccrules):
    done = ccrules("explain", "facts.yaml", "FIRM-101", "mailbox/claims", "-r", "example-firm")
    assert (done.returncode, done.stderr) == (0, "")
    assert "FIRM-003" in done.stdout


@pytest.mark.parametrize(("profile", "severity"), [("first-year", "medium"), ("leading", "high")])
def test_the_ladder_can_be_climbed(ccrules, profile, severity):
    """Twelve days of mail wait."""
    done = ccrules("assess", "facts.yaml", "-r", "example-firm", "--profile", profile, "--format", "json")
    severities = {one["id"]: one["severity"] for one in assessment(done)["findings"]}
    assert severities["FIRM-001:mailbox/claims"] == severity
