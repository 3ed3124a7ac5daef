"""The guides' examples are read, loaded and run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ccrules import assess, load_rulesets
from ccrules.documents.yaml_reader import read_yaml
from ccrules.facts.reading import read_facts
from ccrules.pipeline import run_rule_tests
from ccrules.ruleset.model import Method
from ccrules.standards.grid import read_grids
from ccrules.standards.matrix import matrix

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```yaml (\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, kind: str) -> list[str]:
    return [body for name, body in BLOCK.findall((DOCS / page).read_text(encoding="utf-8")) if name == kind]


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ruleset of the guide, with its tests beside it."""
    folder = tmp_path_factory.mktemp("guide")
    (written,) = blocks("rulesets.md", "ruleset")
    (tests,) = blocks("rulesets.md", "tests")
    (folder / "demo.yaml").write_text(written, encoding="utf-8")
    (folder / "demo.tests.yaml").write_text(tests, encoding="utf-8")
    return folder / "demo.yaml"


@pytest.fixture(scope="module")
def method(ruleset: Path) -> Method:
    return load_rulesets(ruleset)


def test_the_ruleset_loads_without_remarks(method: Method) -> None:
    assert method.warnings == ()


def test_its_cases_pass(ruleset: Path) -> None:
    results = run_rule_tests(ruleset)
    assert len(results) == 3
    assert [difference for result in results for difference in result.differences] == []


def test_its_checks_over_outcomes_run(ruleset: Path) -> None:
    (written,) = blocks("rulesets.md", "outcomes")
    path = ruleset.parent / "correlations.yaml"
    path.write_text(written, encoding="utf-8")
    method = load_rulesets(path)
    assert method.warnings == ()
    boxes = [{"id": f"b{n}", "tracked": False, "volume_month": 10**n} for n in range(1, 8)]
    facts = {"assessment": {"name": "x"}, "organisation": {"promise_written": False}, "mailboxes": boxes}
    found = {one.id: one for one in assess(facts, method).findings}
    assert found["BOX-003"].message == "8 findings on inboxes, and no promise."
    assert found["BOX-001:mailbox/b7"].confidence == 1  # its guard reads the volume, its condition does not
    assert found["BOX-004:mailbox/b7"].doubted_by == ()


def test_its_grid_is_matched(ruleset: Path, method: Method) -> None:
    (written,) = blocks("rulesets.md", "grid")
    path = ruleset.parent / "grid.txt.yaml"
    path.write_text(written, encoding="utf-8")
    (grid,) = read_grids([path], method)
    assert [row.reach for row in matrix(grid, method)] == ["full", "part"]


@pytest.mark.parametrize("number", range(len(blocks("facts.md", "facts"))))
def test_the_facts_are_read(method: Method, number: int) -> None:
    base = read_facts([read_yaml(blocks("facts.md", "facts")[number], "facts.yaml")], method.vocabulary)
    assert base.collections["mailbox"].members
