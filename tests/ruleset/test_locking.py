"""A lock holds the rulesets of an engagement to what they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from ccrules import assess, load_rulesets
from ccrules.cli import run
from ccrules.errors import InputError
from ccrules.ruleset.locking import lock_text
from tests.ruleset.support import HEAD, write

RULES = HEAD + "checks: [{id: A-1, title: T, when: 1 > 2, severity: low}]\n"


def locked(folder: Path) -> tuple[Path, Path]:
    """A ruleset, and the lock of it."""
    rules = write(folder, RULES, "rules.yaml")
    return rules, write(folder, lock_text(load_rulesets(rules), "0.1.0"), "ccrules.lock")


def test_the_same_files_are_held_to_their_lock_and_the_assessment_carries_it(tmp_path: Path) -> None:
    rules, lock = locked(tmp_path)
    found = assess({}, load_rulesets(rules, lock=lock))
    assert found.lock is not None
    assert (found.lock.file, len(found.lock.sha256)) == ("ccrules.lock", 64)
    assert assess({}, load_rulesets(rules)).lock is None


def test_changed_lacking_and_added_rulesets_are_all_told(tmp_path: Path) -> None:
    rules, lock = locked(tmp_path)
    write(tmp_path, RULES.replace("low", "high"), "rules.yaml")
    with pytest.raises(InputError, match=r"test 1\.0\.0 is not the test 1\.0\.0 that is locked"):
        load_rulesets(rules, lock=lock)
    other = write(tmp_path, RULES.replace("ruleset: test", "ruleset: other"), "other.yaml")
    with pytest.raises(InputError) as caught:
        load_rulesets(other, lock=lock)
    assert [str(one.what) for one in caught.value.problems] == [
        "other is loaded, but not locked",
        "test is locked, but not loaded",
    ]


@pytest.mark.parametrize(
    "text", ["", "lock = 2\nruleset = []", "lock = 1\nruleset = 7", "\x00", "lock = [[["]
)
def test_what_is_no_lock_is_refused(text: str, tmp_path: Path) -> None:
    rules, _ = locked(tmp_path)
    with pytest.raises(InputError, match="this is not a lock"):
        load_rulesets(rules, lock=write(tmp_path, text, "bad.lock"))


def test_a_lock_that_is_not_there_is_told(tmp_path: Path) -> None:
    rules, _ = locked(tmp_path)
    with pytest.raises(InputError, match="the lock can't be read"):
        load_rulesets(rules, lock=tmp_path / "none.lock")


def test_profiles_and_widened_bounds_are_said_in_the_assessment(tmp_path: Path) -> None:
    text = (
        "parameters: {most: {type: int, default: 3, max: 5, label: {en: Most boxes}}}\n"
        "profiles: {start: {title: Start-up, why: a young centre, parameters: {most: {max: 9, default: 8, loosen: many sites}}}}\n"
    )
    method = load_rulesets(write(tmp_path, RULES + text, "rules.yaml"), profiles=["start"])
    found = assess({}, method)
    assert [(one.name, one.title) for one in found.profiles] == [("start", "Start-up")]
    assert [one.text for one in found.notes] == [
        "the profile Start-up applies (a young centre)",
        "test (start) widened the bounds of Most boxes: many sites",
    ]
    assert found.parameters[0].loosened == "many sites"


def test_the_tests_of_rulesets_are_held_to_it_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules, lock = locked(tmp_path)
    assert run(["rules", "test", "-r", str(rules), "--lock", str(lock)]) == 0
    write(tmp_path, RULES.replace("low", "high"), "rules.yaml")
    assert run(["rules", "test", "-r", str(rules), "--lock", str(lock)]) == 2
    assert "is not the test 1.0.0 that is locked" in capsys.readouterr().err
