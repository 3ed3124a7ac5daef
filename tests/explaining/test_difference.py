"""What if: facts set by hand, and what they clear, bring and change."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ccrules import pipeline
from ccrules.assembly.difference import difference, difference_lines
from ccrules.renderers import html, markdown, terminal
from ccrules.renderers import json as as_json
from ccrules.renderers.options import RenderOptions
from tests.cli.conftest import FACTS, RULESET, ccrules, demo, in_english

__all__ = ["ccrules", "demo", "in_english"]

ENTITIES: dict[str, Any] = {
    "box": {
        "plural": "boxes",
        "attributes": {"tracked": {"type": "bool"}, "volume": {"type": "number", "min": 0}},
    }
}
METHOD: dict[str, Any] = {
    "ruleset": "small",
    "version": "1.0.0",
    "entities": ENTITIES,
    "checks": [
        {"id": "C", "title": {"en": "Untracked", "fr": "Non suivie"}, "for": "box", "when": "not box.tracked",
         "severity": "low", "message": "m", "recommend": ["track"]},
        {"id": "D", "title": {"en": "Large", "fr": "Grande"}, "for": "box", "when": "box.volume > 9",
         "severity": "low", "message": "m", "applies": "box.tracked"},
        {"id": "E", "title": "Two boxes", "when": "count(boxes) > 5", "severity": "low", "message": "m"},
    ],
    "inferences": [
        {"id": "I", "when": [{"finding": "C", "as": "f"}], "explains": ["C"],
         "conclude": {"id": "lost", "kind": "cause", "title": {"en": "Lost", "fr": "Perdu"}, "belief": 0.5, "for": "f"}},
    ],
    "recommendations": [
        {"id": "track", "title": {"en": "Track it", "fr": "La suivre"}, "body": "x", "effort": "low"}
    ],
}  # fmt: skip


def what_if(*settings: str, language: str = "en") -> Any:
    facts = {"boxes": [{"id": "a", "tracked": False}, {"id": "b", "tracked": True, "volume": 3}]}
    return pipeline.assess(facts, METHOD, settings=settings, language=language).what_if


def test_findings_causes_and_actions_that_clear():
    found = what_if("box/a.tracked=yes")
    assert [(one.kind, one.id) for one in found.cleared] == [
        ("finding", "C:box/a"),
        ("conclusion", "lost:box/a"),
        ("recommendation", "track"),
    ]
    assert [one.text for one in found.cleared] == [
        "Untracked, a: fails → passes",
        "Cause: Lost, a",
        "Action: Track it",
    ]
    assert [(one.id, one.before, one.after) for one in found.changed] == [
        ("D:box/a", "not_applicable", "not_assessed")
    ]
    assert found.appeared == ()


def test_findings_causes_and_actions_that_appear():
    found = what_if("box/a.tracked=yes", "box/b.volume=10")
    assert [one.text for one in found.appeared] == ["Large, b: passes → fails"]
    back = what_if("box/b.tracked=no")
    assert [one.id for one in back.appeared] == ["C:box/b", "lost:box/b"]


def test_in_french():
    found = what_if("box/a.tracked=yes", language="fr")
    assert list(difference_lines(found, "fr")) == [
        "Et si box/a.tracked=yes",
        "  Disparaissent\u00a0:",
        "    - Non suivie, a\u00a0: en échec → en ordre",
        "    - Cause\u00a0: Perdu, a",
        "    - Action\u00a0: La suivre",
        "  Changent aussi\u00a0:",
        "    - Grande, a\u00a0: sans objet → non évalué",
    ]


def test_a_setting_that_changes_nothing_says_so():
    found = what_if("box/a.tracked=no")
    assert (found.cleared, found.appeared, found.changed) == ((), (), ())
    assert list(difference_lines(found, "en")) == ["What if box/a.tracked=no", "  Nothing else would change."]


def test_without_settings_there_is_no_difference():
    assert what_if() is None


def test_it_is_a_pure_function_of_two_assessments():
    one = pipeline.assess({"boxes": []}, METHOD)
    assert difference(one, one, ()).cleared == ()


@pytest.mark.parametrize("renderer", [terminal, markdown, html])
def test_reports_have_a_section(renderer):
    facts = {"boxes": [{"id": "a", "tracked": False}]}
    found = pipeline.assess(facts, METHOD, settings=["box/a.tracked=yes"])
    text = renderer.render(found, RenderOptions(width=100))
    assert "What if" in text
    assert "Untracked, a: fails → passes" in text
    plain = renderer.render(pipeline.assess(facts, METHOD), RenderOptions(width=100))
    assert "What if" not in plain.replace("What if these actions were done?", "")  # what the web page asks


def test_json_has_it_only_if_there_is_one():
    facts = {"boxes": [{"id": "a", "tracked": False}]}
    plain = json.loads(as_json.render(pipeline.assess(facts, METHOD), RenderOptions()))
    assert "what_if" not in plain
    found = pipeline.assess(facts, METHOD, settings=["box/a.tracked=yes"])
    data = json.loads(as_json.render(found, RenderOptions()))["what_if"]
    assert data["settings"] == ["box/a.tracked=yes"]
    assert data["cleared"][0] == {
        "kind": "finding", "id": "C:box/a", "title": "Untracked",
        "subject": {"type": "box", "id": "a", "label": "a"},
        "before": "fail", "after": "pass", "text": "Untracked, a: fails → passes",
    }  # fmt: skip


class TestCommands:
    SET = ("--set", "mailbox/claims.tracked=yes", "-r", "demo.yaml", "--lang", "en")

    def test_assess_shows_what_settings_change(self, demo, ccrules):
        done = ccrules("assess", "facts.yaml", *self.SET, "--format", "json")
        found = json.loads(done.out)["what_if"]
        assert [one["id"] for one in found["cleared"]] == [
            "DEMO-001:mailbox/claims",
            "lost-requests:mailbox/claims",
            "track-mailboxes",
        ]

    def test_explain_shows_what_settings_change(self, demo, ccrules):
        done = ccrules("explain", "facts.yaml", "DEMO-001", "claims", *self.SET)
        assert (done.code, done.err) == (0, "")
        assert "“tracked” is yes  [--set]" in done.out
        assert (
            "What if mailbox/claims.tracked=yes\n  This clears:\n    - Untracked mailbox, claims: fails → passes"
            in done.out
        )

    def test_explain_can_print_the_rule(self, demo, ccrules):
        plain = ccrules("explain", "facts.yaml", "-r", "demo.yaml", "DEMO-001", "claims", "--lang", "en")
        coded = ccrules(
            "explain", "facts.yaml", "-r", "demo.yaml", "DEMO-001", "claims", "--lang", "en", "--code"
        )
        assert "rule: not mailbox.tracked" not in plain.out
        assert "rule: not mailbox.tracked" in coded.out

    def test_the_demo_itself_is_as_it_was(self, demo, ccrules):
        assert "tracked: no" in FACTS
        assert "DEMO-001" in RULESET
        done = ccrules("explain", "facts.yaml", "-r", "demo.yaml", "DEMO-001", "billing", "--lang", "fr")
        assert "billing\u00a0: non évalué" in done.out
