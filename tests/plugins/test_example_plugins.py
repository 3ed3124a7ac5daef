"""What all three example plugins are: installed, listed, linted, tested by their own tests, and scored."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
HOOKS = {
    "ccrules-example-firm": ["ccrules_rulesets"],
    "ccrules-house-style": ["ccrules_template_folders"],
    "ccrules-service-desk": [
        "ccrules_checks", "ccrules_functions", "ccrules_importers", "ccrules_rulesets",
    ],
}  # fmt: skip
WITH_RULES = {"ccrules-example-firm": "example-firm", "ccrules-service-desk": "service-desk"}


@pytest.mark.parametrize("name", HOOKS)
def test_it_is_listed_and_nothing_fails(name, python, tmp_path):
    done = python(name, tmp_path, "-m", "ccrules", "plugins")
    short = name.removeprefix("ccrules-")
    listed = re.search(rf"^{short} [\d.]+ \({name}\)\n((?:  \w+\n?)+)", done.stdout, re.MULTILINE)
    assert listed
    assert listed[1].split() == HOOKS[name]
    assert (done.returncode, done.stderr, "Failed:" in done.stdout) == (0, "", False)


@pytest.mark.parametrize("name", HOOKS)
def test_its_own_tests_pass(name, python, tmp_path):
    """Copied, so that the tests see the installed package and not the one beside them."""
    folder = tmp_path / "tests"
    folder.mkdir()
    source = CHECKOUT / "plugins" / name
    for file in (*source.glob("tests/*.py"), *source.glob("*.yaml"), *source.glob("*.csv")):
        target = folder if file.parent.name == "tests" else tmp_path
        (target / file.name).write_bytes(file.read_bytes())
    done = python(name, tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    assert done.returncode == 0, done.stdout
    assert re.search(r"\d+ passed", done.stdout)


@pytest.mark.parametrize(("name", "ruleset"), WITH_RULES.items())
def test_lint_has_nothing_to_say(name, ruleset, python, tmp_path):
    done = python(name, tmp_path, "-m", "ccrules", "rules", "lint", "-r", ruleset)
    assert (done.returncode, done.stdout, done.stderr) == (0, "remarks: 0\n", "")


@pytest.mark.parametrize(("name", "ruleset"), WITH_RULES.items())
def test_the_mutation_score_is_the_one_its_readme_states(name, ruleset, python, tmp_path):
    done = python(name, tmp_path, "-m", "ccrules", "rules", "test", "--mutate", "-r", ruleset)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"mutants noticed: ([\d,]+) of ([\d,]+)", done.stdout)
    assert found
    stated = (CHECKOUT / "plugins" / name / "README.md").read_text(encoding="utf-8")
    score = "All of the {1} mutants" if found[1] == found[2] else "{0} of the {1} mutants"
    assert score.format(found[1], found[2]) in stated
