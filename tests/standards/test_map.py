"""Grids: read with their mistakes, matched with a method, and with what an assessment says."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess, load_rulesets
from ccrules.cli import run
from ccrules.errors import InputError
from ccrules.ruleset.model import Method
from ccrules.standards.grid import RELATIONS, Answer, Grid, read_grids
from ccrules.standards.matrix import REACHES, STATES, matrix, unmapped
from tests.effort import examples

RULES: dict[str, Any] = {
    "ruleset": "demo",
    "version": "1.0.0",
    "entities": {
        "box": {"plural": "boxes", "attributes": {"good": {"type": "bool"}, "ok": {"type": "bool"}}}
    },
    "checks": [
        {
            "id": "A",
            "aliases": ["OLD"],
            "title": "A",
            "for": "box",
            "when": "not box.good",
            "severity": "high",
        },
        {"id": "B", "title": "B", "for": "box", "when": "not box.ok", "severity": "low", "recommend": "do"},
        {"id": "C", "title": "C", "when": "count(b for b in boxes) > 9", "severity": "info"},
    ],
    "inferences": [
        {"id": "I", "when": {"finding": "A"}, "conclude": {"id": "why", "kind": "cause", "title": "W"}}
    ],
    "recommendations": [{"id": "do", "title": "Do", "effort": "low"}],
}
FACTS = {"boxes": [{"id": "x", "good": "no", "ok": "yes"}, {"id": "y", "good": "yes"}]}


@pytest.fixture(scope="module")
def method() -> Method:
    return load_rulesets([RULES])


def grid(folder: Path, mapping: str, clauses: str = '["1", "2"]') -> Path:
    path = folder / "grid.yaml"
    path.write_text(f"grid: g\nclauses: {clauses}\nmapping: {mapping}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("mapping", "reach"),
    [
        ('{"1": {equal: A}}', "full"),
        ('{"1": {part of: [A, B]}}', "part"),
        ('{"1": {contributes to: [do, why]}}', "contribution"),
        ('{"1": {equal: why, part of: A}}', "full"),
        ('{"2": {equal: A}}', "none"),
    ],
)
def test_how_far_a_clause_is_answered(mapping: str, reach: str, method: Method, tmp_path: Path) -> None:
    (read,) = read_grids([grid(tmp_path, mapping)], method)
    assert matrix(read, method)[0].reach == reach
    assert matrix(read, method)[0].state == ""


@pytest.mark.parametrize(
    ("mapping", "state", "weakest"),
    [
        ('{"1": {equal: [C]}}', "pass", ("C",)),
        ('{"1": {equal: [C], part of: B}}', "not_assessed", ("B",)),
        ('{"1": {part of: [OLD, B, C]}}', "fail high", ("A",)),
        ('{"1": {equal: C, contributes to: A}}', "pass", ("C",)),
        ('{"1": {equal: why}}', "", ()),
    ],
)
def test_a_clause_stands_as_its_weakest_link(
    mapping: str, state: str, weakest: tuple[str, ...], method: Method, tmp_path: Path
) -> None:
    (read,) = read_grids([grid(tmp_path, mapping)], method)
    row = matrix(read, method, assess(FACTS, method))[0]
    assert (row.state, row.weakest) == (state, weakest)


@settings(max_examples=examples(60), deadline=None)
@given(st.sets(st.sampled_from("ABC")), st.sampled_from("ABC"))
def test_one_more_check_never_makes_a_clause_stronger(some: set[str], more: str) -> None:
    method = load_rulesets([RULES])
    found = assess(FACTS, method)

    def state(names: set[str]) -> int:
        answers = tuple(Answer("part of", "check", name) for name in sorted(names))
        read = Grid("g", {}, "", "", {"1": {}}, {"1": answers})
        return STATES.index(matrix(read, method, found)[0].state or STATES[-1])

    assert state(some | {more}) <= state(some)


def test_checks_that_answer_nothing_are_told(method: Method, tmp_path: Path) -> None:
    read = read_grids([grid(tmp_path, '{"1": {equal: A}}')], method)
    assert unmapped(read, method) == ["B", "C"]


def test_a_check_switched_off_answers_nothing(tmp_path: Path) -> None:
    off = {"ruleset": "firm", "version": "1", "override": {"checks": {"A": {"off": "not here"}}}}
    method = load_rulesets([RULES, off])
    (read,) = read_grids([grid(tmp_path, '{"1": {equal: A}}')], method)
    assert matrix(read, method)[0].reach == "none"


def test_every_mistake_is_told_at_its_place(method: Method, tmp_path: Path) -> None:
    path = grid(tmp_path, '{"3": {equal: A}, "1": {part of: [D, dou], equals: A}}')
    with pytest.raises(InputError) as caught:
        read_grids([path], method)
    assert [str(one).removeprefix(f"{path}:") for one in caught.value.problems] == [
        "3:53: unknown key 'equals' (did you mean equal?)"
    ]
    path = grid(tmp_path, '{"3": {equal: A}, "1": {part of: [D, wy]}}')
    with pytest.raises(InputError) as caught:
        read_grids([path], method)
    assert [str(one).removeprefix(f"{path}:") for one in caught.value.problems] == [
        "3:11: the grid has no clause '3' (known: 1, 2)",
        "3:44: there is no check, conclusion or recommendation 'D' (known: A, B, C, why, do)",
        "3:47: there is no check, conclusion or recommendation 'wy' (did you mean why?)",
    ]


def test_words_for_every_relation_reach_and_state() -> None:
    from ccrules.cli import rules_map_text as text

    assert (set(text._RELATIONS), set(text._REACHES), set(text._STATES)) == (
        set(RELATIONS),
        set(REACHES),
        set(STATES),
    )


class TestCommand:
    GRID = "examples/grid/grid.yaml"

    def test_the_example_with_facts_in_french(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["rules", "map", "examples/riviera", "--grid", self.GRID, "--lang", "fr"]) == 0
        out = capsys.readouterr().out
        assert "5 exigences : en totalité 1, en partie 2, contribution seule 1, sans réponse 1" in out
        assert "| 1.1 | Chaque demande est suivie jusqu'à sa réponse | en totalité | équivalent" in out
        assert "échoue, critique | ROUT-001 |" in out
        assert out.count("| aucun contrôle n'en décide |") == out.count("| sans réponse |") + out.count(
            "| contribution seule |"
        )

    def test_a_clause_that_only_a_conclusion_answers_is_not_passed_over(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for name, data in (("rules", RULES), ("facts", FACTS)):
            (tmp_path / f"{name}.json").write_text(json.dumps(data), encoding="utf-8")
        words = ["-r", str(tmp_path / "rules.json"), "--grid", str(grid(tmp_path, '{"1": {part of: why}}'))]
        assert run(["rules", "map", str(tmp_path / "facts.json"), *words]) == 0
        assert "| in part | part of it: why | no check decides it |" in capsys.readouterr().out
        assert run(["rules", "map", *words]) == 0
        assert "no check decides it" not in capsys.readouterr().out

    def test_csv_and_json(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["rules", "map", "--grid", self.GRID, "-o", str(tmp_path / "m.csv")]) == 0
        lines = list(csv.DictReader(io.StringIO((tmp_path / "m.csv").read_text(encoding="utf-8-sig"))))
        assert [(one["clause"], one["id"]) for one in lines][:2] == [
            ("1.1", "ROUT-001"),
            ("1.1", "inventory-entry-points"),
        ]
        assert run(["rules", "map", "--grid", self.GRID, "--format", "json"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert [one["reach"] for one in data["grids"][0]["clauses"]] == [
            "full",
            "part",
            "part",
            "contribution",
            "none",
        ]

    def test_csv_opens_in_a_french_spreadsheet(self, tmp_path: Path) -> None:
        assert run(["rules", "map", "--grid", self.GRID, "--lang", "fr", "-o", str(tmp_path / "m.csv")]) == 0
        assert (tmp_path / "m.csv").read_bytes().startswith("\ufeffgrid;clause;title;".encode())

    def test_without_a_grid(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["rules", "map"]) == 2
        assert (
            "--grid FILE is missing (a grid is a file with grid:, clauses: and mapping:)"
            in capsys.readouterr().err
        )
