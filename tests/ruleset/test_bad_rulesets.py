"""What is wrong with a ruleset is told at the key or the value, with what to try."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.ruleset.support import CHECKS, HEAD, VOCABULARY, marked_problems, places_of

BEFORE = {
    "nothing": "",
    "head": HEAD,
    "vocabulary": HEAD + VOCABULARY,
    "checks": HEAD + VOCABULARY + CHECKS,
}
CASES = yaml.safe_load(Path(__file__).with_name("bad_rulesets.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_mistake_is_told_at_its_place_with_a_hint(case: dict[str, str], tmp_path: Path) -> None:
    marks, found = marked_problems(tmp_path, BEFORE[case["after"]] + case["text"])
    assert places_of(found) == marks
    assert case["says"] in str(found[0].what)
    assert case.get("hint", "") in str(found[0].hint)


def test_a_folder_without_a_head_is_told_by_its_name(tmp_path: Path) -> None:
    marks, (problem,) = marked_problems(tmp_path, "checks: []\n")
    assert not marks
    assert problem.place.file.endswith("ruleset.yaml")
    assert "no file says what the ruleset is called" in str(problem.what)
    assert "version: 0.1.0" in str(problem.hint)
