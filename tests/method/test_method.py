"""The account of the method is complete and fresh, and the express depth keeps its promise."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    words = [sys.executable, str(ROOT / "docs" / "method" / script), *arguments]
    return subprocess.run(
        words, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_every_entry_is_accounted_for_and_the_page_is_fresh() -> None:
    done = run("build.py", "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, done.stdout, "")


def test_sixty_questions_touch_every_area_and_decide_sixty_checks() -> None:
    first = run("depth.py").stdout.splitlines()[0]
    words = first.replace("(", " ").replace(",", " ").split()
    assert words[0] == "express:"
    assert int(words[1]) <= 60
    assert "15 of 15 areas" in first
    assert int(first.rpartition("areas, ")[2].split()[0]) >= 60
