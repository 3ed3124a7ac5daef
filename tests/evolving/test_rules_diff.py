"""Two versions of a method compared, and past facts replayed under both."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ccrules import assess, load_rulesets
from ccrules.cli import run
from ccrules.evolving.edits import edits
from ccrules.evolving.replay import Flip, Version, flips
from ccrules.ruleset.model import Method

RULES = """\
ruleset: demo
version: 1.0.0
topics: [inbox]
objectives: [cost]
entities:
  mailbox:
    plural: mailboxes
    attributes:
      tracked: {type: bool}
      volume: {type: number, min: 0}
      busy: {type: bool, derive: mailbox.volume > params.busy_from}
parameters:
  busy_from: {type: int, default: 100, min: 1}
  most: {type: int, default: 1, min: 1}
checks:
  - {id: BOX-1, title: Not followed, for: mailbox, when: mailbox.busy and not mailbox.tracked, severity: high,
     recommend: [follow]}
  - {id: BOX-2, title: Too many, when: count(m for m in mailboxes) > params.most, severity: low, recommend: [merge]}
inferences:
  - {id: I-1, when: [{finding: BOX-1}], conclude: {id: lost, kind: consequence, title: Lost, belief: 0.5}}
recommendations:
  - {id: follow, title: Follow, effort: low}
  - {id: merge, title: Merge, effort: high}
"""
FACTS: dict[str, Any] = {
    "mailboxes": [{"id": "a", "tracked": "no", "volume": 150}, {"id": "b", "tracked": "yes", "volume": 90}]
}


def test_every_kind_has_a_word() -> None:
    from ccrules.cli import rules_diff_text
    from ccrules.evolving.edits import KINDS

    assert set(rules_diff_text._KINDS) == set(KINDS)


def version(folder: Path, *changes: tuple[str, str], name: str = "v2.yaml") -> Method:
    text = RULES
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_rulesets(path)


def replayed(folder: Path, *changes: tuple[str, str]) -> list[Flip]:
    methods = version(folder, name="v1.yaml"), version(folder, *changes)
    before, after = (Version(method, assess(FACTS, method)) for method in methods)
    return flips(before, after, edits(*methods))


def told(found: list[Flip]) -> list[tuple[str, str, str, list[str], tuple[str, ...]]]:
    return [
        (
            f"{one.name} {one.subject}".strip(),
            one.before,
            one.after,
            [edit.name for edit in one.edits],
            one.through,
        )
        for one in found
    ]


def test_nothing_differs_from_itself(tmp_path: Path) -> None:
    assert edits(version(tmp_path), version(tmp_path)) == []
    assert replayed(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "kind", "name", "way", "field"),
    [
        (("severity: low", "severity: info"), "check", "BOX-2", "changed", ("severity", "low", "info")),
        (("title: Too many", "title: Many"), "check", "BOX-2", "changed", ("title", "Too many", "Many")),
        (("default: 100", "default: 200"), "parameter", "busy_from", "changed", ("default", "100", "200")),
        (("belief: 0.5", "belief: 0.6"), "inference", "I-1", "changed", ("belief", "0.5", "0.6")),
        (("effort: high", "effort: low"), "recommendation", "merge", "changed", ("effort", "high", "low")),
        (
            ("tracked: {type: bool}", "tracked: {type: bool, optional: yes}"),
            *("attribute", "mailbox.tracked", "changed", ("optional", "", "yes")),
        ),
    ],
)  # fmt: skip
def test_a_field_that_differs_is_told_with_both_values(
    change: tuple[str, str], kind: str, name: str, way: str, field: tuple[str, ...], tmp_path: Path
) -> None:
    (edit,) = edits(version(tmp_path, name="v1.yaml"), version(tmp_path, change))
    assert (edit.kind, edit.name, edit.way) == (kind, name, way)
    assert [(one.name, one.before, one.after) for one in edit.fields] == [field]
    assert edit.fields[0].place.file.endswith("v2.yaml")


def test_spaces_and_places_are_no_difference(tmp_path: Path) -> None:
    assert (
        edits(version(tmp_path), version(tmp_path, ("mailbox.busy and", "\n       mailbox.busy   and"))) == []
    )


def test_added_removed_and_renamed(tmp_path: Path) -> None:
    after = version(
        tmp_path,
        ("id: BOX-2,", "id: BOX-3, aliases: [BOX-2],"),
        ("  - {id: I-1, when: [{finding: BOX-1}]", "  - {id: I-2, when: [{finding: BOX-1}]"),
    )
    found = edits(version(tmp_path, name="v1.yaml"), after)
    assert [(one.kind, one.name, one.way, one.was) for one in found] == [
        ("check", "BOX-3", "renamed", "BOX-2"),
        ("inference", "I-1", "removed", ""),
        ("inference", "I-2", "added", ""),
    ]


class TestReplays:
    def test_a_parameter_behind_a_derived_attribute_is_responsible(self, tmp_path: Path) -> None:
        assert told(replayed(tmp_path, ("default: 100", "default: 200"))) == [
            ("BOX-1 mailbox/a", "fail high", "pass", ["busy_from"], ()),
            ("lost organisation", "0.500", "", [], ("BOX-1",)),
            ("follow", "1", "", [], ("BOX-1",)),
            ("merge", "2", "1", [], ("follow",)),
        ]

    def test_of_several_edits_only_those_are_named_that_an_outcome_turns_on(self, tmp_path: Path) -> None:
        found = replayed(
            tmp_path,
            ("default: 1,", "default: 2,"),
            ("severity: high", "severity: critical"),
            ("Lost", "Gone"),
        )
        assert told(found)[:2] == [
            ("BOX-1 mailbox/a", "fail high", "fail critical", ["BOX-1"], ()),
            ("BOX-2 organisation", "fail low", "pass", ["most"], ()),
        ]

    def test_a_renamed_check_that_says_the_same_does_not_flip(self, tmp_path: Path) -> None:
        assert replayed(tmp_path, ("id: BOX-2,", "id: BOX-3, aliases: [BOX-2],")) == []

    def test_a_new_check_and_a_rule_that_is_gone(self, tmp_path: Path) -> None:
        new = "checks:\n  - {id: NEW-1, title: N, when: params.most < 5, severity: info}\n"
        found = replayed(
            tmp_path, ("checks:\n", new), ("inferences:\n", "inferences: []\n#"), ("  - {id: I-1", "#")
        )
        assert told(found) == [
            ("NEW-1 organisation", "", "fail info", ["NEW-1"], ()),
            ("lost organisation", "0.500", "", ["I-1"], ()),
        ]


def test_every_flip_of_the_bundled_method_has_a_reason(tmp_path: Path) -> None:
    """Thresholds moved one by one: whatever comes out otherwise is told why."""
    before = load_rulesets("contact-centre")
    numbers = [
        one
        for one in before.parameters.values()
        if one.type == "int" and one.maximum and one.value < one.maximum
    ]
    assert len(numbers) > 5
    after = load_rulesets("contact-centre", parameters={one.name: str(one.value + 1) for one in numbers})
    facts = "examples/riviera"
    found = flips(
        Version(before, assess(facts, before)), Version(after, assess(facts, after)), edits(before, after)
    )
    assert found
    assert all(one.edits or one.through for one in found)


class TestCommand:
    def run(self, *arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
        code = run([*arguments])
        out = capsys.readouterr()
        return code, out.out, out.err

    def test_text_and_json(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        version(tmp_path, name="v1.yaml")
        version(tmp_path, ("default: 100", "default: 200"), ("1.0.0", "2.0.0"))
        facts = tmp_path / "facts.json"
        facts.write_text(json.dumps(FACTS), encoding="utf-8")
        words = ["rules", "diff", str(tmp_path / "v1.yaml"), str(tmp_path / "v2.yaml"), str(facts)]
        code, out, _ = self.run(*words, capsys=capsys)
        assert code == 0
        assert "demo 1.0.0 → 2.0.0" in out
        assert "default: 100 → 200" in out
        assert "BOX-1 mailbox/a: fail high → pass" in out
        assert "because parameter busy_from was changed" in out
        french = self.run(*words, "--lang", "fr", capsys=capsys)[1]
        assert "en raison de : paramètre busy_from (modifié)" in french.replace("\N{NO-BREAK SPACE}", " ")
        assert "~ modifié" in french
        assert "parameter" not in french
        data = json.loads(self.run(*words, "--format", "json", capsys=capsys)[1])
        assert data["schema"] == "ccrules/rules-diff/1"
        assert data["replays"][0]["flips"][0]["edits"] == [
            {"kind": "parameter", "name": "busy_from", "way": "changed"}
        ]

    def test_another_id_for_the_same_is_told_with_what_to_do(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        version(tmp_path, name="v1.yaml")
        version(tmp_path, ("id: BOX-2, title: Too many", "id: BOX-9, title: Many"))
        words = ["rules", "diff", str(tmp_path / "v1.yaml"), str(tmp_path / "v2.yaml")]
        out = self.run(*words, capsys=capsys)[1]
        assert "it says what BOX-2 said: if it is the same, add aliases: [BOX-2]" in out
        found = json.loads(self.run(*words, "--format", "json", capsys=capsys)[1])["edits"]
        assert [(one["name"], one["way"], one["like"]) for one in found] == [
            ("BOX-2", "removed", None),
            ("BOX-9", "added", "BOX-2"),
        ]

    def test_what_several_removed_ones_said_is_like_none_of_them(self, tmp_path: Path) -> None:
        first = version(tmp_path, ("id: follow, title: Follow", "id: follow, title: Merge"), name="v1.yaml")
        second = version(
            tmp_path,
            ("recommend: [follow]", "recommend: [a]"),
            ("recommend: [merge]", "recommend: [a]"),
            ("  - {id: follow, title: Follow, effort: low}\n", ""),
            ("id: merge", "id: a"),
        )
        added = [one for one in edits(first, second) if one.way == "added"]
        assert [(one.name, one.like) for one in added] == [("a", "")]

    def test_a_ruleset_on_top_is_replayed_with_both(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        version(tmp_path, name="v1.yaml")
        version(tmp_path, ("default: 100", "default: 200"), ("1.0.0", "2.0.0"))
        firm = tmp_path / "firm.yaml"
        firm.write_text(
            "ruleset: firm\nversion: 1\nextends: demo\noverride: {parameters: {most: 5}}\n", encoding="utf-8"
        )
        words = ["rules", "diff", str(tmp_path / "v1.yaml"), str(tmp_path / "v2.yaml"), "-r", str(firm)]
        code, out, _ = self.run(*words, capsys=capsys)
        assert (code, "default: 100 → 200" in out, "firm 1 → 1" in out) == (0, True, True)

    def test_a_ruleset_that_is_not_there(self, capsys: pytest.CaptureFixture[str]) -> None:
        code, _, err = self.run("rules", "diff", "contact-center", "contact-centre", capsys=capsys)
        assert code == 2
        assert "did you mean contact-centre" in err
