"""What an explanation holds: the tree, values with their origin, parameters with who set them, why not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ccrules import pipeline
from ccrules.errors import UsageError
from tests.explaining.support import explained


def ruleset(when: str, applies: str = "", **more: Any) -> dict[str, Any]:
    check: dict[str, Any] = {
        "id": "C", "title": {"en": "Untracked", "fr": "Non suivie"}, "for": "box", "when": when,
        "severity": "low", "message": "m",
    }  # fmt: skip
    if applies:
        check["applies"] = applies
    return {
        "ruleset": "small",
        "version": "1.0.0",
        "entities": {
            "team": {"plural": "teams", "attributes": {"size": {"type": "int", "min": 0}}},
            "box": {
                "plural": "boxes",
                "label": "Box",
                "label_plural": "Boxes",
                "attributes": {
                    "tracked": {"type": "bool", "changeable": True},
                    "volume": {"type": "number", "min": 0, "unit": "contacts/month"},
                    "team": {"type": "ref", "to": "team"},
                    "busy": {"type": "bool", "derive": "box.volume > 100"},
                },
            },
        },
        "parameters": {"limit": {"type": "int", "default": 3, "min": 0, "max": 99, "why": "x"}},
        "checks": [check | more],
    }


def box(**values: Any) -> dict[str, Any]:
    return {"boxes": [{"id": "a", **values}]}


class TestTree:
    def test_groups_keep_their_structure_and_not_moves_down_to_the_parts(self):
        found = explained(
            ruleset("not (box.tracked or box.volume > 5 and box.busy)"), box(tracked=True, volume=9), "C"
        )
        top = found.data[0]["parts"][-1]["parts"][0]
        assert (top["join"], top["outcome"]) == ("and", "false")
        assert [one["text"] for one in top["parts"]] == ["box.tracked", "box.volume > 5 and box.busy"]
        assert top["parts"][1]["join"] == "or"
        assert [one["sentence"] for one in top["parts"][1]["parts"]] == [
            "“volume” (9 contacts per month) is above 5",
            "“busy” is no",
        ]

    def test_groups_of_one_kind_merge(self):
        found = explained(
            ruleset("box.tracked or (box.busy or box.volume > 5)"), box(tracked=True, volume=9), "C"
        )
        assert len(found.data[0]["parts"][-1]["parts"][0]["parts"]) == 3

    def test_a_derived_fact_is_explained_by_what_it_is_computed_from(self):
        found = explained(ruleset("box.busy"), box(volume=120), "C")
        inner = found.data[0]["parts"][-1]["parts"][0]["parts"][0]
        assert inner["sentence"] == "“volume” (120 contacts per month) is above 100"
        assert inner["facts"][0]["value"] == 120

    def test_a_name_is_replaced_by_its_expression_and_stays_beside_it(self):
        found = explained(
            ruleset("n > 1", let={"n": "count(b for b in boxes if b.tracked)"}),
            box(tracked=True),
            "C",
            code=True,
        )
        assert "There" not in found.text
        assert "The number of boxes where “tracked” is yes (1) is at most 1" in found.text
        assert "rule: n > 1" in found.text

    def test_what_takes_many_words_is_named_inside_a_calculation(self):
        found = explained(
            ruleset("n - m > 1", let={"n": "count(boxes)", "m": "count(b for b in boxes if b.tracked)"}),
            box(tracked=True), "C",
        )  # fmt: skip
        assert "“n” − “m” (0) is at most 1" in found.text
        assert "“m” = The number of boxes where “tracked” is yes: 1" in found.text

    def test_rows_say_what_counts_and_are_cut(self):
        boxes = [{"id": f"b{n}", "tracked": n % 2 == 0, "volume": n} for n in range(60)]
        found = explained(ruleset("count(b for b in boxes if b.tracked) > 1"), {"boxes": boxes}, "C", "b1")
        assert "counted: 30 of 60" in found.text
        assert found.text.count("✓ b") == 10
        assert "… and 20 more" in found.text
        data = found.data[0]["parts"][-1]["parts"][0]["parts"][0]
        assert (data["counted"], len(data["rows"]), data["more_rows"]) == (30, 20, 10)

    def test_members_that_nobody_listed_are_open(self):
        facts = {"assessment": {"partial": ["boxes"]}, **box(tracked=True)}
        found = explained(ruleset("count(b for b in boxes if b.tracked) > 1"), facts, "C", "a")
        assert "counted: 1; open: 1" in found.text
        assert "? members that nobody listed" in found.text

    def test_members_known_by_number_are_counted(self):
        facts = {
            "boxes": {"total": 9, "counts": {"tracked": {"yes": 7}}, "list": [{"id": "a", "tracked": True}]}
        }
        found = explained(ruleset("count(b for b in boxes if b.tracked) > 1"), facts, "C", "a")
        assert "counted: 7 of 9" in found.text

    def test_marks_say_what_holds(self):
        found = explained(ruleset("box.tracked or box.volume > 5"), box(tracked=True), "C")
        assert "✓ At least one of these holds:" in found.text
        assert "✓ “tracked” is yes" in found.text
        assert "? It is open whether “volume” (not collected) is above 5" in found.text
        assert found.text.endswith("✓ holds   ✗ does not hold   ? open   – not applicable\n")


class TestFactsAndParameters:
    def test_facts_have_value_unit_and_origin(self, tmp_path):
        file = tmp_path / "facts.yaml"
        file.write_text(
            "boxes:\n- id: a\n  volume: {value: 9, source: measured, by: Zoe}\n", encoding="utf-8"
        )
        method = pipeline.load_rulesets(ruleset("box.volume > 5"))
        found = pipeline.explain([file], method, "C")
        fact = found.data[0]["parts"][-1]["parts"][0]["facts"][0]
        assert fact == {
            "fact": "box/a.volume",
            "label": "volume",
            "sentence": "“volume”: 9 contacts per month",
            "value": 9,
            "shown": "9 contacts per month",
            "unit": "contacts/month",
            "origin": {"file": str(file), "line": 3, "column": 3, "source": "measured", "by": "Zoe"},
        }
        assert f"[{file}:3:3, measured, Zoe]" in found.text

    @pytest.mark.parametrize(
        ("more", "said", "set_by"),
        [
            ({}, "“limit” (3, default of the ruleset)", ""),
            ({"parameters": {"limit": "7"}}, "“limit” (7, set with --param)", "--param"),
        ],
    )
    def test_parameters_say_who_set_them(self, more, said, set_by):
        found = explained(ruleset("box.volume > params.limit"), box(volume=9), "C", **more)
        assert said in found.text
        part = found.data[0]["parts"][-1]["parts"][0]
        assert part["parameters"][0]["set_by"] == set_by

    def test_a_ruleset_that_overrides_a_parameter_is_named(self, tmp_path):
        base = tmp_path / "small.yaml"
        base.write_text(json.dumps(ruleset("box.volume > params.limit")), encoding="utf-8")
        own = {
            "ruleset": "firm",
            "version": "1.0.0",
            "extends": ["small.yaml"],
            "override": {"parameters": {"limit": 7}},
        }
        mine = tmp_path / "firm.yaml"
        mine.write_text(json.dumps(own), encoding="utf-8")
        method = pipeline.load_rulesets([mine])
        found = pipeline.explain(box(volume=9), method, "C", language="fr")
        assert "valeur fixée par le référentiel firm" in found.text


class TestWhyNot:
    def test_a_pass_names_the_parts_that_stop_it(self):
        found = explained(ruleset("box.volume > 5 and not box.tracked"), box(tracked=True, volume=9), "C")
        assert [[one["text"] for one in stop] for stop in found.data[0]["why_not"]] == [["not box.tracked"]]
        assert "What stops it:\n    - “tracked” is yes" in found.text

    def test_alternatives_are_told_apart(self):
        found = explained(ruleset("box.volume > 50 or not box.tracked"), box(tracked=True, volume=9), "C")
        assert "What stops it (were any one of these otherwise, it would fail):" in found.text
        assert len(found.data[0]["why_not"]) == 2

    def test_parts_that_stop_it_together(self):
        found = explained(ruleset("box.volume > 50 and not box.tracked"), box(tracked=True, volume=9), "C")
        assert "What stops it (were all of these otherwise, it would fail):" in found.text
        assert [len(stop) for stop in found.data[0]["why_not"]] == [2]

    def test_the_guard_counts(self):
        found = explained(ruleset("not box.tracked", "box.volume > 50"), box(tracked=False, volume=9), "C")
        assert found.data[0]["verdict"] == "not_applicable"
        assert [[one["text"] for one in stop] for stop in found.data[0]["why_not"]] == [["box.volume > 50"]]

    def test_a_fail_has_none(self):
        found = explained(ruleset("not box.tracked"), box(tracked=False), "C")
        assert "why_not" not in found.data[0]

    def test_an_undecided_check_names_open_parts_with_the_facts_they_wait_for(self):
        facts = box(tracked="unknown")
        found = explained(ruleset("box.volume > 5 or not box.tracked or box.busy"), facts, "C")
        assert [(one["text"], one["missing"]) for one in found.data[0]["waits"]] == [
            ("box.volume > 5", ["box/a.volume"]),
            ("not box.tracked", ["box/a.tracked"]),
            ("box.busy", ["box/a.volume"]),
        ]
        waits = found.text[found.text.index("What is open") :]
        assert waits.index("is above 5") < waits.index("“busy”") < waits.index("“volume” of a [box/a.volume]")

    def test_a_part_that_does_not_matter_waits_for_nothing(self):
        found = explained(ruleset("box.volume > 5 and (box.tracked or box.busy)"), box(tracked=True), "C")
        assert [one["text"] for one in found.data[0]["waits"]] == ["box.volume > 5"]

    def test_the_verdict_in_case_it_applies(self):
        found = explained(ruleset("not box.tracked", "box.volume > 5"), box(tracked=False), "C")
        assert found.data[0]["would"] == "fail"
        assert "Box a: not assessed (if it applies: fails)" in found.text

    def test_many_missing_facts_are_grouped(self):
        boxes = [{"id": f"b{n}"} for n in range(30)]
        found = explained(ruleset("count(b for b in boxes if b.tracked) > 40 or any(b.tracked for b in boxes)"),
                          {"boxes": boxes}, "C", "b0")  # fmt: skip
        assert found.data[0]["missing"][0]["count"] == 30
        assert "[box/*.tracked] (30 facts, such as box/b0.tracked" in found.text


class TestWhoIsExplained:
    def test_all_subjects_or_one(self):
        facts = {"boxes": [{"id": "a", "tracked": False}, {"id": "b", "tracked": True}]}
        assert len(explained(ruleset("box.tracked"), facts, "C").data) == 2
        assert len(explained(ruleset("box.tracked"), facts, "C", "box/b").data) == 1

    def test_a_subject_that_there_is_not(self):
        with pytest.raises(UsageError, match="has no subject z"):
            explained(ruleset("box.tracked"), box(tracked=True), "C", "z")

    def test_a_check_that_is_switched_off(self, tmp_path):
        base = tmp_path / "small.yaml"
        base.write_text(json.dumps(ruleset("box.tracked")), encoding="utf-8")
        own = {"ruleset": "firm", "version": "1.0.0", "extends": ["small.yaml"],
               "override": {"checks": {"C": {"off": "not here"}}}}  # fmt: skip
        mine = tmp_path / "firm.yaml"
        mine.write_text(json.dumps(own), encoding="utf-8")
        with pytest.raises(UsageError, match="switched off: not here"):
            pipeline.explain(box(tracked=True), pipeline.load_rulesets([mine]), "C")

    def test_members_that_nobody_listed(self):
        found = explained(ruleset("box.tracked"), {}, "C")
        assert "Not assessed for members that nobody listed; missing: box[]" in found.text
        assert found.data == ()

    def test_none_at_all(self):
        assert "there are none" in explained(ruleset("box.tracked"), {"boxes": []}, "C").text.lower()


def test_the_assessment_carries_the_same_on_demand():
    method = pipeline.load_rulesets(ruleset("not box.tracked"))
    facts = {"boxes": [{"id": "a", "tracked": False}, {"id": "b", "tracked": True}, {"id": "c"}]}
    plain = pipeline.assess(facts, method)
    assert not any(one.explanation for one in (*plain.findings, *plain.passed, *plain.not_assessed))
    full = pipeline.assess(facts, method, explain=True)
    alone = pipeline.explain(facts, method, "C")
    found = [one.explanation for one in (*full.findings, *full.not_assessed, *full.passed)]
    assert found == list(alone.data)


def test_the_report_prints_the_sentences(tmp_path: Path):
    from ccrules.renderers import html, markdown
    from ccrules.renderers.options import RenderOptions

    method = pipeline.load_rulesets(ruleset("not box.tracked"))
    full = pipeline.assess(box(tracked=False), method, explain=True)
    for renderer in (html, markdown):
        document = renderer.render(full, RenderOptions())
        assert "“tracked” is no" in document
        assert "“tracked” became yes (now no)" in document
