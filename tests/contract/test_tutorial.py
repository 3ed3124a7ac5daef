"""The tutorial for authors says what comes out, in every block."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "write-a-ruleset.md"


@pytest.fixture(scope="module")
def replay() -> ModuleType:
    spec = importlib.util.spec_from_file_location("replay", PAGE.with_name("replay.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_command_prints_what_the_page_says(replay: ModuleType) -> None:
    """``python docs/replay.py`` writes the page anew."""
    written = PAGE.read_text(encoding="utf-8")
    assert replay.replayed(PAGE, replay.quick_environment).splitlines() == written.splitlines()
