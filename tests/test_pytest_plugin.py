"""Rule tests as items of pytest: collected where rulesets are named, and nowhere else."""

from __future__ import annotations

import pytest

from tests.cli.conftest import RULESET, TESTS

pytest_plugins = "pytester"

BAD = TESTS.replace("DEMO-002: pass", "DEMO-002: fail").replace("untracked", "wrong")


@pytest.fixture
def demo(pytester, monkeypatch):
    """The demo with two cases beside it, and a YAML file of somebody else."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    folder = pytester.mkdir("rules")
    (folder / "demo.yaml").write_text(RULESET, encoding="utf-8")
    (folder / "demo.tests.yaml").write_text(TESTS + BAD, encoding="utf-8")
    other = pytester.mkdir("other")
    (other / "x.tests.yaml").write_text("{not: ours", encoding="utf-8")
    return pytester


def run(demo, *arguments):
    """As its user runs it; in this process, modules would be imported anew beside their old selves."""
    return demo.runpytest_subprocess("-p", "ccrules.pytest_plugin", "-p", "no:cacheprovider", *arguments)


def test_nothing_is_collected_unless_rulesets_are_named(demo):
    result = run(demo)
    assert result.ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_cases_are_items_and_differences_are_told_with_their_place(demo):
    result = run(demo, "--ccrules-rulesets", "rules/demo.yaml", "-v")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "rules/demo.tests.yaml::an untracked mailbox PASSED*",
            "rules/demo.tests.yaml::an wrong mailbox FAILED*",
            "*demo.tests.yaml:6:28: DEMO-002 on organisation: expected fail, got pass*",
        ]
    )
    assert "Traceback" not in result.stdout.str()


def test_rulesets_may_stand_in_the_configuration(demo):
    demo.makeini("[pytest]\nccrules_rulesets =\n    rules\n")
    run(demo, "rules").assert_outcomes(passed=1, failed=1)


def test_one_case_can_be_chosen(demo):
    node = "rules/demo.tests.yaml::an untracked mailbox"
    run(demo, "--ccrules-rulesets", "rules", node).assert_outcomes(passed=1)
    run(demo, "--ccrules-rulesets", "rules", "-k", "wrong").assert_outcomes(failed=1, deselected=1)


def test_cases_of_one_name_are_told_apart(demo):
    (demo.path / "rules" / "demo.tests.yaml").write_text(TESTS + TESTS, encoding="utf-8")
    result = run(demo, "--ccrules-rulesets", "rules", "-v")
    result.stdout.fnmatch_lines(["*::an untracked mailbox PASSED*", "*::an untracked mailbox [[]2] PASSED*"])


def test_a_broken_ruleset_is_an_error_of_its_test_files(demo):
    (demo.path / "rules" / "demo.yaml").write_text(RULESET + "chekcs: []\n", encoding="utf-8")
    result = run(demo, "--ccrules-rulesets", "rules")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*unknown key 'chekcs'*"])
    assert "Traceback" not in result.stdout.str()


def test_wrong_facts_fail_their_case_only(demo):
    wrong = TESTS.replace("tracked: no", "trakced: no").replace("untracked", "misspelt")
    (demo.path / "rules" / "demo.tests.yaml").write_text(TESTS + wrong, encoding="utf-8")
    result = run(demo, "--ccrules-rulesets", "rules")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*trakced*"])
