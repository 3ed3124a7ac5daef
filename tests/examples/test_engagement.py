"""The engagement of ``examples/engagement``, played from the first visit to six months later."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ccrules import load_facts, load_rulesets
from ccrules.cli import run
from tests.effort import EFFORT

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "engagement"
ACTS = ("first_visit", "gaps", "interview", "logs", "record", "final", "plan", "later")


@pytest.fixture(scope="module", params=["fr", "en"] if EFFORT in {"thorough", "explore"} else ["fr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def out(language: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp(f"engagement-{language}")


@pytest.fixture(scope="module")
def played(out: Path, language: str) -> Iterator[dict[str, Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        from play import play

        yield play(out, language, quick=True)
    for name in ("play", "stage", "hands", "guides"):
        sys.modules.pop(name, None)


def test_facts_that_are_asked_for_decide_more_and_more(played: dict[str, Any]) -> None:
    acts = ("first_visit", "gaps", "interview", "final")
    decided = [played[act]["fail"] + played[act]["pass"] for act in acts]
    assert decided == sorted(set(decided))
    assert played["first_visit"]["coverage"] < 0.12
    assert decided[-1] > 3 * decided[0]


def test_answers_are_taken_and_signed(played: dict[str, Any], out: Path) -> None:
    assert 55 <= played["first_visit"]["cells"] <= 70
    assert played["interview"]["left"] == []
    assert played["record"]["corrected"] == 2
    assert played["first_visit"]["status"] == "draft"
    assert played["final"]["status"] == "final"


def test_nothing_that_was_said_is_lost_on_the_way(played: dict[str, Any], out: Path) -> None:
    method = load_rulesets()
    before = load_facts([out / "express.xlsx", out / "request.xlsx", out / "interview.yaml"], method)
    after = load_facts(out / "signed.yaml", method)
    corrected = {"flow/fines.oldest_wait", "flow/amendes.oldest_wait"}
    corrected |= {"report/monthly-dashboard.indicator_count", "report/tableau-mensuel.indicator_count"}
    was, found = _values(before), _values(after)
    assert len(was) > 65
    assert {name: found.get(name) for name in was if name not in corrected} == {
        name: value for name, value in was.items() if name not in corrected
    }
    assert {name for name in was if found[name] != was[name]} == corrected & set(was)


def _values(base: Any) -> dict[str, Any]:
    return {
        f"{entity._name}.{name}": _told(entity.__dict__[name])
        for entity in base.entities()
        for name in entity._type.attributes
        if base.origin(entity, name) is not None
    }


def _told(value: Any) -> str:
    """As text, because intervals don't compare; a set in one order."""
    return str(sorted(map(repr, value))) if isinstance(value, frozenset) else repr(value)


def test_the_plan_comes_back_and_is_carried_on(played: dict[str, Any], out: Path) -> None:
    assert sorted(played["plan"]["found"]) == sorted(played["plan"]["wanted"])
    followed = json.loads((out / "autumn.json").read_text(encoding="utf-8"))["follow_up"]
    told = json.dumps(followed)
    assert all(action in told for action in played["plan"]["wanted"])


def test_every_change_of_a_finding_is_explained(played: dict[str, Any], out: Path) -> None:
    found = json.loads((out / "changes.json").read_text(encoding="utf-8"))["findings"]
    changed = [one for one in found if one["change"] != "persisting"]
    assert {"resolved", "improved"} <= {one["change"] for one in changed}
    assert [one["id"] for one in changed if not one.get("reasons")] == []
    assert "FLOW-001" in {one["id"] for one in changed if one["change"] == "resolved"}


def test_what_is_waived_and_judged_stays_visible(played: dict[str, Any], out: Path, language: str) -> None:
    assert len(played["later"]["judged"]) == 2
    found = json.loads((out / "autumn.json").read_text(encoding="utf-8"))
    waived = [one["id"] for one in found["findings"] if one.get("waived")]
    assert [one.partition(":")[0] for one in waived] == ["ROUT-001"]
    assert "PILOT-005" in json.dumps(found["review"])


def test_only_slow_reports_are_left_out(played: dict[str, Any], out: Path) -> None:
    left_out = [command.split()[command.split().index("-o") + 1] for command in played["skipped"]]
    assert left_out == ["final.docx", "final.pptx", "board.pdf"]
    for name in ("draft.html", "request.docx", "record.docx", "final.html", "board.html", "changes.xlsx"):
        assert (out / name).stat().st_size > 1000


def test_the_guide_shows_what_the_engagement_says(played: dict[str, Any], language: str) -> None:
    import guides

    text = guides.guide(language).read_text(encoding="utf-8")
    assert guides.current(text, played) == text, "run python examples/engagement/guides.py"
    assert text.count("<!-- act: ") == len(ACTS)


def test_the_commands_of_the_guide_are_run(
    played: dict[str, Any], out: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import guides

    monkeypatch.chdir(out)
    told = guides.commands(guides.guide(language).read_text(encoding="utf-8"))
    others = [command for command in told if command not in guides.played(played)]
    assert len(told) > len(others) >= 2
    assert [run(shlex.split(command)[1:]) for command in others] == [0] * len(others)


def test_both_guides_tell_the_same_story(played: dict[str, Any]) -> None:
    import guides

    told = [guides.guide(language).read_text(encoding="utf-8") for language in guides.LANGUAGES]
    results = [[re.findall(r"\d+", line) for line in text.splitlines() if line[:1] == "→"] for text in told]
    headings = [re.findall(r"^(#+) (\d*)", text, re.MULTILINE) for text in told]
    files = [
        [re.findall(r"[\w-]+\.\w+", line) for line in text.splitlines() if line[:1] == "$"] for text in told
    ]
    assert len(results[0]) == 5
    assert (results[0], headings[0], files[0]) == (results[1], headings[1], files[1])


def test_the_readme_shows_lines_of_the_guide() -> None:
    guide = (ROOT / "docs" / "guide-consultants.en.md").read_text(encoding="utf-8").splitlines()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```text\n(.*?)```", readme, re.DOTALL)
    assert [line for line in shown.splitlines() if line not in guide] == []
