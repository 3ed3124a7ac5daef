"""The guide's examples of cases hold for the guide's ruleset, and its tables name every operator."""

from __future__ import annotations

from pathlib import Path

from ccrules.pipeline import rule_tests
from ccrules.ruleset.expectations import DETAILS
from ccrules.testing.mutation import mutate
from tests.contract.test_guides import DOCS, blocks


def test_the_long_form_holds(tmp_path: Path) -> None:
    (ruleset,), (cases,) = blocks("rulesets.md", "ruleset"), blocks("rulesets.md", "cases")
    (tmp_path / "demo.yaml").write_text(ruleset, encoding="utf-8")
    (tmp_path / "demo.tests.yaml").write_text(cases, encoding="utf-8")
    (result,) = rule_tests(tmp_path / "demo.yaml").run()
    assert [str(one) for one in result.differences] == []


def test_every_detail_and_every_kind_of_mutant_is_described() -> None:
    page = (DOCS / "rulesets.md").read_text(encoding="utf-8")
    suite = rule_tests()
    checks = {check.id for check in suite.checks[:20]}
    kinds = {one.mutant.kind for one in mutate(suite, checks).trials}
    assert kinds >= {"comparison", "number", "severity", "applies", "operand"}
    assert [name for name in (*DETAILS, *kinds) if f"`{name}`" not in page] == []
