"""``ccrules explain`` on real centres, compared with texts that a person has read and approved."""

from __future__ import annotations

from pathlib import Path

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.cli.conftest import ccrules, in_english

__all__ = ["ccrules", "in_english"]

ROOT = Path(__file__).parents[2]
APPLIED = "--param=applied_min=0.68"
KNOWN = "--set=organisation.perimeter_known_share={value: 0.78, sample: 50, source: measured}"
CASES = {
    "hmrc-fail": ("examples/hmrc", "PERF-001", "attempts-answered"),
    "hmrc-fail-to-be-cleared": ("examples/hmrc", "ROUT-018"),
    "hmrc-pass": ("examples/hmrc", "KPI-011", "post-within-15-days"),
    "hmrc-undecided": ("examples/hmrc", "COMM-010"),
    "hmrc-fragile": ("examples/hmrc", "PROC-005", "procedures", APPLIED),
    "caf-du-nord-fail": ("examples/caf-du-nord", "GOV-016"),
    "caf-du-nord-pass": ("examples/caf-du-nord", "FLOW-006", "appels"),
    "caf-du-nord-undecided": ("examples/caf-du-nord", "KPI-010"),
    "caf-du-nord-fragile": ("examples/caf-du-nord", "COMM-009", KNOWN),
}


class OneFile(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT
    file_extension = "txt"


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("case", CASES)
def test_the_explanation_is_the_golden_one(case, language, ccrules, monkeypatch, snapshot):
    monkeypatch.chdir(ROOT)
    done = ccrules("explain", *CASES[case], "--lang", language)
    assert (done.code, done.err) == (0, "")
    assert done.out.replace("\\", "/") == snapshot(extension_class=OneFile)
