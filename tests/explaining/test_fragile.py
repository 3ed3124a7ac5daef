"""Firm or fragile: verdicts that turn inside the margin of a measured fact say so, with the value."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ccrules import pipeline
from ccrules.assembly.explaining import fragility
from ccrules.facts.sampling import sampled
from ccrules.renderers import html, markdown, terminal
from ccrules.renderers import json as as_json
from ccrules.renderers.options import RenderOptions

RULESET: dict[str, Any] = {
    "ruleset": "small",
    "version": "1.0.0",
    "entities": {
        "box": {
            "plural": "boxes",
            "attributes": {
                "part": {"type": "number", "unit": "ratio", "min": 0, "max": 1, "label": {"en": "Known", "fr": "Connu"}},
                "other": {"type": "number", "unit": "ratio", "min": 0, "max": 1},
                "volume": {"type": "number", "min": 0, "unit": "contacts/month"},
                "seen": {"type": "date"},
                "low": {"type": "bool", "derive": "box.part < 0.8"},
            },
        }
    },
    "checks": [
        {"id": "PART", "title": "t", "for": "box", "when": "box.part < 0.8", "severity": "low", "message": "m"},
        {"id": "DERIVED", "title": "t", "for": "box", "when": "box.low", "severity": "low", "message": "m"},
        {"id": "BOTH", "title": "t", "for": "box", "when": "box.part + box.other < 1.6", "severity": "low", "message": "m"},
        {"id": "VOLUME", "title": "t", "for": "box", "when": "box.volume > 100", "severity": "low", "message": "m"},
        {"id": "SEEN", "title": "t", "for": "box", "when": "box.seen < '2026-01-01'", "severity": "low", "message": "m"},
    ],
}  # fmt: skip


def assessed(values: dict[str, Any], language: str = "en", **more: Any) -> Any:
    facts = {"assessment": {"date": "2026-10-01"}, "boxes": [{"id": "a", **values}]}
    return pipeline.assess(facts, RULESET, language=language, **more)


def fragile(values: dict[str, Any], check: str, language: str = "en") -> tuple[str, str | None]:
    """The verdict of a check and what may turn it."""
    found = assessed(values, language)
    for verdict in ("findings", "passed", "not_assessed"):
        for one in getattr(found, verdict):
            if one.check == check:
                return verdict, one.fragile
    raise AssertionError(check)


class TestSampling:
    @pytest.mark.parametrize(
        ("ratio", "size", "bounds"),
        [(0.5, 10, (0.2366, 0.7634)), (0.0, 20, (0.0, 0.1611)), (1.0, 20, (0.8389, 1.0)), (0.81, 100, (0.7222, 0.8749))],
    )  # fmt: skip
    def test_known_intervals(self, ratio, size, bounds):
        assert sampled(ratio, size) == pytest.approx(bounds, abs=2e-4)

    @given(st.floats(0, 1), st.integers(1, 10**6))
    def test_the_ratio_lies_inside_and_larger_samples_say_more(self, ratio, size):
        low, high = sampled(ratio, size)
        assert 0 <= low <= ratio + 1e-4
        assert ratio - 1e-4 <= high <= 1
        narrow = sampled(ratio, size * 100)
        assert narrow[1] - narrow[0] <= high - low + 2e-4


class TestSamples:
    def test_a_finding_that_may_be_chance_says_where_it_turns(self):
        assert fragile({"part": {"value": 0.78, "sample": 50}}, "PART") == (
            "findings",
            (
                "“Known” was 78% in a sample of 50, so it may be anything between 64.8% and 87.3%; "
                "with at least 80% the check passes"
            ),
        )

    def test_a_pass_as_well_in_french(self):
        verdict, text = fragile({"part": {"value": 0.82, "sample": 50}}, "PART", "fr")
        assert verdict == "passed"
        assert text.replace("\u202f", " ").replace("\u00a0", " ") == (
            "« Connu » : 82 % sur un échantillon de 50, la vraie valeur peut aller de 69,2 % à 90,2 % ; "
            "avec moins de 80 %, le contrôle est en échec"
        )

    def test_a_large_sample_makes_it_firm(self):
        assert fragile({"part": {"value": 0.78, "sample": 5000}}, "PART") == ("findings", None)

    def test_no_sample_no_doubt(self):
        assert fragile({"part": 0.799}, "PART") == ("findings", None)

    def test_only_ratios_have_a_sampling_error(self):
        assert fragile({"volume": {"value": 101, "sample": 3}}, "VOLUME") == ("findings", None)

    def test_a_derived_fact_hands_it_on(self):
        verdict, text = fragile({"part": {"value": 0.78, "sample": 50}}, "DERIVED")
        assert verdict == "findings"
        assert "with at least 80% the check passes" in text

    def test_several_facts_may_turn_it_only_together(self):
        values = {"part": {"value": 0.7, "sample": 1000}, "other": {"value": 0.868, "sample": 1000}}
        assert fragile(values, "BOTH") == (
            "findings",
            "Several measured values, each inside its margin, may together turn the verdict",
        )


class TestTolerances:
    def test_a_verdict_that_turns_inside_the_tolerance_says_where(self):
        verdict, text = fragile({"volume": {"value": 103, "tolerance": 10}}, "VOLUME")
        assert verdict == "findings"
        assert text == (
            "“volume” was given as 103 contacts per month with a margin, so it may be anything between "
            "93 contacts per month and 113 contacts per month; with at most 100 contacts per month the check passes"
        )

    def test_a_tolerance_that_turns_nothing_leaves_it_firm(self):
        assert fragile({"volume": {"value": 150, "tolerance": 10}}, "VOLUME") == ("findings", None)

    def test_dates(self):
        verdict, text = fragile({"seen": {"value": "2026-01-10", "tolerance": "1 month"}}, "SEEN")
        assert verdict == "passed"
        assert text.endswith("with 31 December 2025 or earlier the check fails")


def test_explanations_say_it_first_behind_the_tree():
    method = pipeline.load_rulesets(RULESET)
    found = pipeline.explain({"boxes": [{"id": "a", "part": {"value": 0.78, "sample": 50}}]}, method, "PART")
    assert "  Fragile: “Known” was 78% in a sample of 50" in found.text
    assert found.data[0]["fragile"].startswith("“Known” was 78%")


def test_the_report_shows_it_everywhere():
    found = assessed({"part": {"value": 0.78, "sample": 50}, "volume": {"value": 103, "tolerance": 10}})
    for renderer in (html, markdown, terminal):
        text = " ".join(renderer.render(found, RenderOptions(width=100)).split())
        assert "with at least 80% the check passes" in text
        assert "with at most 100 contacts per month the check passes" in text
    data = json.loads(as_json.render(found, RenderOptions()))
    assert [one.get("fragile") is not None for one in data["findings"]] == [True, True, True]


def test_firm_outcomes_have_no_key():
    data = json.loads(as_json.render(assessed({"part": 0.7}), RenderOptions()))
    assert "fragile" not in data["findings"][0]


def test_nothing_is_run_again_where_nothing_was_measured(monkeypatch):
    monkeypatch.setattr(fragility, "_of_check", None)
    assert assessed({"part": 0.7}).findings
