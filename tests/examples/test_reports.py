"""The reports of the real centres, and the first pages of the invented ones, as golden files in both languages.

Write them anew with ``UPDATE_GOLDEN=1 python -m pytest tests/examples`` and read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ccrules import assess, load_rulesets
from ccrules.renderers import markdown
from ccrules.renderers.options import RenderOptions
from ccrules.ruleset.model import Method

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
CENTRES = ("hmrc", "caf-du-nord")
INVENTED = ("well-run", "drowning-in-indicators", "siloed", "outsourced", "first-visit")


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("centre", CENTRES)
def test_the_report_is_the_golden_one(
    centre: str, language: str, method: Method, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)  # places in the report are relative to the checkout
    same_as_golden(report(centre, language, method), GOLDEN / f"{centre}.{language}.md")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("centre", INVENTED)
def test_the_first_page_is_the_golden_one(
    centre: str, language: str, method: Method, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    first_pages = report(centre, language, method).split("\n## ")[:4]
    found = "\n## ".join(first_pages) + "\n"
    same_as_golden(found, GOLDEN / f"{centre}.first-page.{language}.md")


def report(centre: str, language: str, method: Method) -> str:
    assessment = assess(Path("examples") / centre, method, language=language, inference="forward")
    return markdown.render(assessment, RenderOptions(language=language))


def same_as_golden(found: str, file: Path) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(found, encoding="utf-8", newline="\n")
    assert found == file.read_text(encoding="utf-8")
