"""The example plugin, installed as a user would install it, and run from another folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]

FACTS = """\
assessment: {name: A centre, date: 2026-10-01, language: fr, status: draft}
mailboxes:
  - {id: claims, address: jane.doe@example.org, tracked: yes, owner: none, backlog: 400, volume_month: 1000}
  - {id: billing, address: billing@example.org, tracked: yes, backlog: unknown, volume_month: 500}
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """A folder with the plugin installed in it."""
    target = tmp_path_factory.mktemp("site")
    plugin = CHECKOUT / "plugins" / "ccrules-example-firm"
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--target", str(target)]
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(plugin)], check=True)
    return target


@pytest.fixture
def ccrules(site, tmp_path):
    (tmp_path / "facts.yaml").write_text(FACTS, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(CHECKOUT)]), "LANG": "C"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "ccrules", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run


def assessment(done: subprocess.CompletedProcess[str]) -> dict:
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_it_is_listed(ccrules):
    listed = ccrules("plugins").stdout
    assert (
        "example-firm 1.0.0 (ccrules-example-firm)\n  ccrules_checks\n  ccrules_functions\n  ccrules_rulesets"
        in listed
    )
    assert "Failed:" not in listed


def test_its_own_tests_pass(ccrules):
    done = ccrules("rules", "test", "-r", "example-firm")
    assert (done.returncode, done.stdout, done.stderr) == (0, "passed: 3, failed: 0\n", "")


def test_checks_of_all_three_origins_run_together(ccrules):
    found = assessment(ccrules("assess", "facts.yaml", "-r", "example-firm", "--format", "json"))
    by_id = {one["id"]: one for one in found["findings"]}
    assert by_id["FIRM-001:mailbox/claims"]["severity"] == "high"
    assert by_id["FIRM-101:mailbox/claims"]["title"] == "Boîte mail au nom d'une personne"
    assert by_id["FIRM-001:mailbox/claims"]["exposure"] == 1000
    assert by_id["ROUT-002:mailbox/claims"]["severity"] == "high"
    missing = [one["missing"] for one in found["not_assessed"] if one["check"] == "FIRM-001"]
    assert ["mailbox/billing.backlog"] in missing
    assert [one["name"] for one in found["rulesets"]] == ["contact-centre", "example-firm"]


def test_its_checks_stay_out_of_other_rulesets(ccrules, tmp_path):
    (tmp_path / "facts.yaml").write_text("mailboxes: [{id: claims, tracked: no}]\n", encoding="utf-8")
    found = assessment(ccrules("assess", "facts.yaml", "-r", "contact-centre", "--format", "json"))
    assert "FIRM-101" not in {one["id"] for one in found["checks"]}


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
    assert "ruleset.yaml:20:7]" in severity
    assert "  set_by" in shown
