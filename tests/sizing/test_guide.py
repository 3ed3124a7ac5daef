"""What docs/sizing.md shows is what comes out."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from ccrules import Assessment, assess

PAGE = Path(__file__).parents[2] / "docs" / "sizing.md"
TEXT = PAGE.read_text(encoding="utf-8")


def block(kind: str) -> str:
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return str(found)


def test_the_examples_in_python_run() -> None:
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert (failed, tried > 10) == (0, True)


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    path = tmp_path_factory.mktemp("guide") / "facts.yaml"
    path.write_text(block("yaml facts"), encoding="utf-8")
    return assess([path], ["contact-centre"])


def test_the_worked_example_finds_what_it_says(assessed: Assessment) -> None:
    found = {one.check: one for one in assessed.findings}
    (line,) = block("text").splitlines()
    first = found["SIZE-001"]
    assert line == f"SIZE-001 {first.severity}: {first.message}"
    assert {"SIZE-001", "SIZE-002", "SIZE-007", "COH-003", "COH-005"} <= set(found)
    assert "28 people" in found["SIZE-007"].message
    assert "between 39 and 40" in found["SIZE-007"].message
    assert "77%" in found["COH-005"].message
    assert "65%" in found["COH-005"].message
    assert found["COH-005"].confidence == 0.5
    assert "people-at-the-wrong-hours" in {one.id for one in assessed.conclusions}
    assert not assessed.errors
