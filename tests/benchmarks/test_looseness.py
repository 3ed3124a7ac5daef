"""The figures on how much of the grammar is tried, and how often a verdict is open for nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import looseness
from tests.conditions import constructs


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A page of its own, and few examples."""
    page = tmp_path / "conditions.md"
    page.write_text(f"before\n{looseness.START}\nold\n{looseness.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(looseness, "PAGE", page)
    monkeypatch.setattr(looseness, "EXAMPLES", 40)
    return page


def test_the_table_is_put_between_its_marks_and_checked(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert looseness.main(["--check"]) == 1
    assert "run python -m benchmarks.looseness --write" in capsys.readouterr().err
    assert looseness.main(["--write"]) == 0
    assert looseness.main(["--check"]) == 0
    written = page.read_text(encoding="utf-8")
    assert written.startswith("before\n")
    assert written.endswith("after\n")
    assert "Of 40 verdicts:" in written


def test_every_run_gives_the_same(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert page.exists()
    runs = []
    for _ in range(2):
        assert looseness.main(["--coverage"]) == 0
        runs.append(capsys.readouterr().out)
    assert runs[0] == runs[1]


def test_the_guide_has_a_line_for_every_construct() -> None:
    guide = looseness.PAGE.read_text(encoding="utf-8")
    table = guide.partition(looseness.START)[2].partition(looseness.END)[0]
    rows = re.findall(r"^\| (.+?) \| (\d+) \|", table, re.MULTILINE)
    assert {name for name, _ in rows} == constructs.everything()
    assert min(int(number) for _, number in rows) >= 50
