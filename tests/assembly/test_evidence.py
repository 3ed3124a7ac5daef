"""The facts under a finding, of the kinds that are no attribute of anybody."""

from __future__ import annotations

from pathlib import Path

from ccrules import assess

RULES = {
    "ruleset": "demo",
    "version": "1.0.0",
    "entities": {"charter": {"singleton": True, "attributes": {"signed": {"type": "bool"}}}},
    "checks": [
        {"id": "A", "title": "No charter", "when": "not exists(charter)", "severity": "low"},
        {"id": "B", "title": "A charter nobody signed", "when": "not charter.signed", "severity": "low"},
        {"id": "C", "title": "There is one", "when": "exists(charter)", "severity": "info"},
    ],
}


def found(folder: Path, facts: str) -> dict[str, list[tuple[str, object, str, int]]]:
    path = folder / "facts.yaml"
    path.write_text(facts, encoding="utf-8")
    return {
        one.check: [(e.fact, e.value, e.text, e.origin.line if e.origin else 0) for e in one.evidence]
        for one in assess(path, [RULES]).findings
    }


def test_what_there_is_not_is_the_evidence_with_its_place(tmp_path: Path) -> None:
    facts = "assessment: {name: x}\ncharter: none\n"
    assert found(tmp_path, facts) == {"A": [("charter", None, "none", 2)]}


def test_that_there_is_one_is_evidence_too(tmp_path: Path) -> None:
    facts = "assessment: {name: x}\ncharter: {signed: no}\n"
    assert found(tmp_path, facts) == {
        "B": [("charter.signed", False, "no", 2)],
        "C": [("charter", True, "yes", 2)],
    }
