"""The embedding example runs as its own program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_another_program_can_ask(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, ROOT / "examples" / "embed" / "audit_tool.py"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "ROUT-001" in done.stdout
    assert done.stderr == ""


def test_importing_the_package_loads_no_engine() -> None:
    code = "import sys, ccrules; print(sorted(n for n in sys.modules if n.split('.')[0] in {'pydantic', 'jinja2', 'durable', 'rich', 'yaml', 'pluggy'}))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
