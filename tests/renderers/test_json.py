"""The JSON form of an assessment."""

from __future__ import annotations

import json

from ccrules import assessment as a
from tests.renderers import samples
from tests.renderers.reading import rendered
from tests.renderers.rich import rich


def test_it_reads_back_as_the_same_assessment():
    for assessment in (rich(), rich("fr"), samples.empty(), samples.many(20)):
        assert a.Assessment.model_validate_json(rendered("json", assessment)) == assessment


def test_what_other_tools_rely_on_is_always_there():
    found = json.loads(rendered("json", samples.empty()))
    assert list(found)[:6] == ["schema", "ccrules", "assessment", "rulesets", "inference", "summary"]
    for name in (
        "findings",
        "strengths",
        "passed",
        "not_assessed",
        "not_applicable",
        "errors",
        "conclusions",
    ):
        assert found[name] == []
    assert found["hypotheses"] == found["recommendations"] == []
    assert list(found["summary"]) == ["fail", "pass", "not_assessed", "not_applicable", "error", "coverage"]
    assert found["summary"]["coverage"] is None


def test_a_finding_has_its_keys_even_when_they_are_empty():
    finding = a.Finding(id="C", check="C", subject=samples.subject(), severity="low", title="t", message="m")
    found = json.loads(rendered("json", samples.skeleton(findings=(finding,))))["findings"][0]
    assert found == {
        "id": "C",
        "check": "C",
        "subject": {"type": "organisation", "id": "organisation"},
        "severity": "low",
        "title": "t",
        "message": "m",
        "exposure": None,
        "values": {},
        "parameters": {},
        "recommendations": [],
        "sources": [],
        "evidence": [],
    }


def test_numbers_and_text_stay_what_they_are():
    finding = a.Finding(
        id="C",
        check="C",
        subject=samples.subject("x", None),
        severity="low",
        title="é",
        message="«\u202f»",
        exposure=1200.0,
        values={"share": 0.25, "all": float("inf"), "flag": True},
    )
    text = rendered("json", samples.skeleton(findings=(finding,)))
    assert '"exposure": 1200,' in text
    assert '"title": "é"' in text
    assert text.endswith("}\n")
    found = json.loads(text)["findings"][0]
    assert found["values"] == {"share": 0.25, "all": None, "flag": True}
    assert found["subject"] == {"type": "x", "id": None}


def test_half_a_character_does_not_break_the_file():
    text = rendered("json", samples.hostile())
    assert json.loads(text.encode("utf-8"))["comments"][-1] == "\ud800 lone"
