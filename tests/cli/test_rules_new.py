"""A new ruleset tests, lints and assesses at once, as a folder and as a package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from ccrules import assess
from ccrules.cli import run

LAYOUTS = pytest.mark.parametrize(
    ("options", "rules"),
    [
        (("--folder", "--extends", "none"), "ruleset"),
        ((), "our_firm/ruleset"),
    ],
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@LAYOUTS
def test_its_tests_pass_and_lint_has_nothing_to_say(
    options: tuple[str, ...], rules: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "new", "our-firm", *options]) == 0
    path = f"our-firm/{rules}"
    assert run(["rules", "test", "-r", path, "--coverage"]) == 0
    assert run(["rules", "lint", "-r", path]) == 0
    out = capsys.readouterr().out
    assert "passed: 4, failed: 0" in out
    assert "remarks: 0" in out
    assert "OUR-001:mailbox/claims" in {one.id for one in assess("our-firm/facts.yaml", path).findings}


def test_every_mutant_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    run(["rules", "new", "our-firm", "--folder", "--extends", "none"])
    assert run(["rules", "test", "-r", "our-firm/ruleset", "--mutate", "--min-score", "100"]) == 0


@LAYOUTS
def test_editors_can_check_its_files(options: tuple[str, ...], rules: str) -> None:
    run(["rules", "new", "our-firm", *options])
    schemas = Path("our-firm") / rules / "schemas"
    facts, ruleset = (_validator(schemas / f"{name}.schema.json") for name in ("facts", "ruleset"))
    ruleset.validate(_yaml(Path("our-firm") / rules / "ruleset.yaml"))
    facts.validate(_yaml(Path("our-firm/facts.yaml")))
    offered = json.dumps(ruleset.schema["$defs"]["CheckForm"]["properties"]["recommend"])  # type: ignore[index]  # a mapping
    assert "our-name-stand-ins" in offered
    for file, modeline in (
        (f"{rules}/ruleset.yaml", "schemas/ruleset"),
        ("facts.yaml", f"{rules}/schemas/facts"),
    ):
        first = (Path("our-firm") / file).read_text(encoding="utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema={modeline}.schema.json"


def _validator(path: Path) -> jsonschema.Draft202012Validator:
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def _yaml(path: Path) -> Any:
    return json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))


def test_the_package_installs_and_its_own_tests_pass(tmp_path: Path) -> None:
    """Installed as its users would, into a folder of its own, and found by its entry point."""
    run(["rules", "new", "our-firm", "--extends", "none"])
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
    ]
    subprocess.run([*pip, "--target", "installed", "./our-firm"], check=True)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    ccrules = [sys.executable, "-m", "ccrules"]
    shown = subprocess.run([*ccrules, "plugins"], env=environment, check=True, capture_output=True, text=True)
    assert "our-firm" in shown.stdout
    words = [
        *ccrules,
        "assess",
        "our-firm/facts.yaml",
        "-r",
        "our-firm",
        "-o",
        "report.html",
        "-o",
        "report.json",
    ]
    subprocess.run(words, env=environment, check=True, capture_output=True)
    assert "Prepared with the method Our firm" in Path("report.html").read_text(encoding="utf-8")
    tests = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(tests, env=environment, cwd="our-firm", capture_output=True, text=True, check=False)
    assert "6 passed" in done.stdout, done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["Our Firm"], "a ruleset can't be called 'Our Firm' (use small letters, digits and hyphens: our-firm)"),
        (["contact-centre"], "there is a ruleset called contact-centre already"),
        (["x", "--extends", "contact-center"], "there is no ruleset called 'contact-center' (did you mean contact-centre?)"),
        (["x", "-o", "there"], "there: there is something here already"),
    ],
)  # fmt: skip
def test_what_it_refuses(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("there").mkdir()
    Path("there/file").write_text("mine", encoding="utf-8")
    assert run(["rules", "new", *words]) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in Path().iterdir()) == ["there"]
