"""The guide to lint: every code has a section, and every example gives just that remark."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from ccrules import assess
from ccrules.cli import run
from ccrules.ruleset.cases import read_cases
from ccrules.ruleset.lint import lint
from ccrules.ruleset.model import Method, Remark
from ccrules.ruleset.remarks import CODES
from tests.ruleset.support import HEAD, load, write

PAGE = (Path(__file__).parents[2] / "docs" / "lint.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml (R\d+)\n(.*?)```", PAGE, re.DOTALL)
VOCABULARY = """\
entities:
  mailbox: {plural: mailboxes, attributes: {tracked: {type: bool}, volume: {type: number, min: 0}}}
"""


def linted(folder: Path, text: str) -> list[Remark]:
    """What lint says of a ruleset whose checks all have a test, but for those that are there to lack one."""
    method = load(write(folder, HEAD + VOCABULARY + text))
    tested = [name for name in method.checks if name != "UNTESTED"]
    expected = dict.fromkeys(tested, "not_assessed")
    cases = [{"name": "n", "facts": {}, "expect": expected}] if tested else []
    return lint(method, read_cases(method, [write(folder, yaml.safe_dump(cases), "x.tests.yaml")]))


def test_every_code_has_a_section() -> None:
    assert re.findall(r"^## (R\d+)", PAGE, re.MULTILINE) == list(CODES)
    elsewhere = {"R006", "R010", "R018", "R025", "R026", "R027"}  # these need more than checks
    assert {code for code, _ in EXAMPLES} == set(CODES) - elsewhere


@pytest.mark.parametrize(("code", "text"), EXAMPLES, ids=[code for code, _ in EXAMPLES])
def test_an_example_gives_its_remark_and_no_other(code: str, text: str, tmp_path: Path) -> None:
    found = linted(tmp_path, text)
    assert {one.code for one in found} == {code}
    assert all(one.place.line and one.hint for one in found)


def remarks(folder: Path, *checks: str) -> list[str]:
    """What is said of checks compared with one another, without places and hints."""
    text = "checks:\n" + "".join(f"  - {{title: T, for: mailbox, severity: low, {one}}}\n" for one in checks)
    return [f"{one.code} {one.what}" for one in linted(folder, text) if "R012" <= one.code <= "R017"]


class TestComparedChecks:
    def test_the_facts_of_a_contradiction_are_shown(self, tmp_path: Path) -> None:
        found = remarks(tmp_path, "id: A, when: mailbox.volume < 50", "id: B, when: mailbox.volume >= 50")
        facts = "A: mailboxes: [{id: example, volume: 0}]; B: mailboxes: [{id: example, volume: 50}]"
        assert found == [f"R016 whatever mailbox.volume is, one of A, B fails; for example {facts}"]

    def test_the_facts_shown_do_make_them_fail(self, tmp_path: Path) -> None:
        checks = ("id: A, when: mailbox.volume < 50", "id: B, when: mailbox.volume >= 50")
        (found,) = remarks(tmp_path, *checks)
        method: Method = load(tmp_path / "ruleset.yaml")
        for name, facts in re.findall(r"([AB]): (mailboxes: \[\{.*?\}\])", found):
            assert [one.check for one in assess(yaml.safe_load(facts), method).findings] == [name]

    def test_yes_and_no_contradict(self, tmp_path: Path) -> None:
        checks = ("id: A, when: mailbox.tracked", "id: B, when: not mailbox.tracked")
        assert remarks(tmp_path, *checks) == ["R016 whatever the facts, A or B fails"]

    @pytest.mark.parametrize(
        "checks",
        [
            (
                "id: A, applies: mailbox.tracked, when: mailbox.volume < 5",
                "id: B, applies: not mailbox.tracked, when: mailbox.volume >= 5",
            ),
            (
                "id: A, when: mailbox.tracked and mailbox.volume < 5",
                "id: B, when: mailbox.tracked and mailbox.volume >= 5",
            ),
            ("id: A, when: mailbox.volume < 5", "id: B, when: mailbox.volume > 9"),
            ("id: A, when: mailbox.volume < 5", "id: B, when: 5 <= mailbox.volume < 9"),
            (
                "id: A, applies: mailbox.tracked, when: mailbox.volume > 5",
                "id: B, applies: not mailbox.tracked, when: mailbox.volume > 5",
            ),
            (
                "id: A, when: mailbox.volume < 5 or mailbox.tracked",
                "id: B, when: mailbox.volume >= 5 or mailbox.tracked",
            ),
        ],
    )
    def test_bands_that_leave_room_and_other_subjects_are_no_mistake(
        self, checks: tuple[str, ...], tmp_path: Path
    ) -> None:
        assert remarks(tmp_path, *checks) == []

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("count(m for m in mailboxes if m.tracked) > 3", "3 < count(n for n in mailboxes if n.tracked)"),
            (
                "mailbox.tracked and mailbox.volume > 3",
                "mailbox.volume > 3 and (mailbox.tracked and mailbox.tracked)",
            ),
            ("not (mailbox.volume < 3)", "mailbox.volume >= 3"),
            ("not (not mailbox.tracked)", "mailbox.tracked"),
        ],
    )
    def test_the_same_said_otherwise_is_the_same(self, one: str, other: str, tmp_path: Path) -> None:
        found = remarks(tmp_path, f'id: A, when: "{one}"', f'id: B, when: "{other}"')
        assert found[0] == "R012 B asks the same as A"

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (
                "count(m for m in mailboxes if m.tracked) > 3",
                "count(m for m in mailboxes if not m.tracked) > 3",
            ),
            ("mailbox.volume - 3 > 0", "3 - mailbox.volume > 0"),
            ("mailbox.volume > 3", "mailbox.volume >= 3 and mailbox.tracked"),
        ],
    )
    def test_what_differs_is_not_the_same(self, one: str, other: str, tmp_path: Path) -> None:
        found = remarks(tmp_path, f'id: A, when: "{one}"', f'id: B, when: "{other}"')
        assert not any("R012" in line for line in found)


class TestCommand:
    def test_what_is_accepted_is_counted_and_not_told(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = "checks: [{id: A, title: T, for: mailbox, when: not mailbox.tracked, severity: low}]\n"
        accept = (
            "lint: [{code: R011, of: mailbox.volume, why: printed elsewhere}, {code: R005, why: a sketch}]\n"
        )
        path = write(tmp_path, HEAD + VOCABULARY + text + accept)
        assert run(["rules", "lint", "-r", str(path)]) == 0
        assert capsys.readouterr().out == "remarks: 0; accepted with a reason: 2\n"

    def test_json_and_sarif_tell_the_same(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        text = "checks: [{id: A, title: T, for: mailbox, when: not mailbox.tracked, severity: low}]\n"
        path = write(tmp_path, HEAD + VOCABULARY + text)
        assert run(["rules", "lint", "-r", str(path), "--format", "json"]) == 1
        data = json.loads(capsys.readouterr().out)
        assert [(one["code"], one["of"], one["line"]) for one in data["remarks"]] == [
            ("R011", "mailbox.volume", 4),
            ("R005", "A", 5),
        ]
        assert run(["rules", "lint", "-r", str(path), "--format", "sarif", "--lang", "fr"]) == 1
        log = json.loads(capsys.readouterr().out)
        assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["R011", "R005"]
        assert "A n'a pas de test" in log["runs"][0]["results"][1]["message"]["text"]

    def test_of_what_is_extended_only_if_asked(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = "checks: [{id: A, title: T, for: mailbox, when: not mailbox.tracked, severity: low}]\n"
        write(tmp_path, HEAD + VOCABULARY + text, "base.yaml")
        firm = write(tmp_path, "ruleset: firm\nversion: 1\nextends: base.yaml\n", "firm.yaml")
        assert run(["rules", "lint", "-r", str(firm)]) == 0
        assert run(["rules", "lint", "-r", str(firm), "--all"]) == 1
        assert "R005 A" in capsys.readouterr().out
