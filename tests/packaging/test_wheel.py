"""What is built from the checkout works elsewhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    options = ["--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([sys.executable, "-m", "build", *options, str(CHECKOUT)], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_it_holds_the_data_and_nothing_of_the_checkout_but_the_package(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert "ccrules/_data/rulesets/contact-centre/ruleset.yaml" in names
    assert any(name.startswith("ccrules/_data/templates/html/") for name in names)
    assert {name.split("/")[0] for name in names} == {"ccrules", "ccrules-0.1.0.dist-info"}
    assert not [name for name in names if name.endswith((".pyc", ".tmp"))]


def test_it_runs_from_another_folder(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "facts.yaml").write_text("mailboxes: [{id: claims, tracked: no}]\n", encoding="utf-8")
    code = "import ccrules, sys; print(ccrules.__file__); from ccrules.cli import run; sys.exit(run())"
    done = subprocess.run(
        [sys.executable, "-c", code, "assess", "facts.yaml", "-o", "report.html", "-o", "report.json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert Path(done.stdout.strip()).is_relative_to(tmp_path / "site")
    assert "ROUT-001:mailbox/claims" in (tmp_path / "report.json").read_text(encoding="utf-8")


def project() -> dict:
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))


#: Extras that a user installs; the others are for tests.
USERS = ("word", "slides", "pdf", "logs")


def test_all_extras_are_in_the_extra_all():
    (every,) = project()["project"]["optional-dependencies"]["all"]
    assert every == f"ccrules[{','.join(USERS)}]"


def test_every_package_that_is_imported_is_declared_and_the_other_way_round():
    import ast

    imported = set()
    for file in (CHECKOUT / "ccrules").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                imported.add(node.module.split(".")[0])
    ours = imported - set(sys.stdlib_module_names) - {"ccrules"}
    distributions = {"yaml": "pyyaml", "durable_rules_engine": "durable-rules", "durable": "durable-rules"}
    distributions |= {"docx": "python-docx", "pptx": "python-pptx", "resvg_py": "resvg-py"}
    extras = project()["project"]["optional-dependencies"]
    wanted = [*project()["project"]["dependencies"], *(one for extra in USERS for one in extras[extra])]
    declared = {re.split("[><=;]", name)[0] for name in wanted}
    by_name = {"durable-rules", "resvg-py", "pypdf"}  # imported by name, because it is not there everywhere
    parts = {"markupsafe", "pydantic_core"}  # of jinja2 and pydantic
    parts |= {"pytest", "_pytest", "hypothesis"}  # who tests rulesets and plugins brings them
    assert {distributions.get(name, name) for name in ours} - parts | by_name == declared


def test_the_readme_has_the_test_line_that_the_ci_runs():
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    assert "python -m pytest" in readme


def test_every_module_has_its_place_in_the_layers():
    contract = project()["tool"]["importlinter"]["contracts"][0]
    placed = {name.strip() for layer in contract["layers"] for name in layer.split("|")}
    found = {path.stem for path in (CHECKOUT / "ccrules").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert found - {"__init__", "__pycache__"} == placed
