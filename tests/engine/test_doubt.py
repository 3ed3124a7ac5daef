"""Figures in doubt lower the confidence of what rests on them, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ccrules import assess, load_rulesets
from ccrules.assessment import Assessment, Finding
from ccrules.pipeline import explain
from ccrules.ruleset.model import Method
from tests.effort import examples

ENTITIES: dict[str, Any] = {
    "organisation": {"attributes": {"size": {"type": "int"}}},
    "indicator": {
        "plural": "indicators",
        "attributes": {
            "value": {"type": "number", "label": {"en": "Value", "fr": "Valeur"}},
            "target": {"type": "number"},
            "gap": {"type": "number", "derive": "indicator.target - indicator.value"},
        },
    },
}
COHERENCE: list[dict[str, Any]] = [
    {
        "id": "COH-1",
        "title": {"en": "Impossible value", "fr": "Valeur impossible"},
        "for": "indicator",
        "when": "indicator.value > 100",
        "severity": "low",
        "doubts": ["indicator.value"],
    },
    {
        "id": "COH-2",
        "title": "Round value",
        "for": "indicator",
        "when": "indicator.value > 100 and indicator.value == 500",
        "severity": "low",
        "doubts": "indicator.value",
        "doubt": "0.4",
    },
]
RESTING: list[dict[str, Any]] = [
    {
        "id": "HIGH",
        "title": "High",
        "for": "indicator",
        "when": "indicator.value > 50",
        "severity": "high",
        "recommend": ["lower"],
    },
    {"id": "GAP", "title": "Gap", "for": "indicator", "when": "indicator.gap < 0", "severity": "low"},
    {
        "id": "TARGET",
        "title": "Target",
        "for": "indicator",
        "when": "indicator.target > 1",
        "severity": "low",
    },
    {
        "id": "ANY",
        "title": "Any",
        "when": "organisation.size > 1 or any(i.value > 50 for i in indicators)",
        "severity": "low",
    },
]
OVER: list[dict[str, Any]] = [
    {
        "id": f"OVER-{n}",
        "title": "Over",
        "severity": "low",
        "over": "outcomes",
        "when": f'count(o for o in outcomes if o.check == "HIGH" and o.failed) >= {n}',
    }
    for n in (1, 2, 3)
]
INFERENCES: list[dict[str, Any]] = [
    {
        "id": "I-1",
        "when": [{"finding": "HIGH", "as": "h"}],
        "conclude": {"id": "cause", "kind": "cause", "for": "h", "title": "Cause", "belief": "0.8"},
        "explains": ["HIGH"],
        "recommend": ["lower"],
    }
]


def method(*checks: Mapping[str, Any]) -> Method:
    return load_rulesets(
        {
            "ruleset": "doubtful",
            "version": "1",
            "entities": ENTITIES,
            "checks": [*COHERENCE, *RESTING, *OVER, *checks],
            "inferences": INFERENCES,
            "recommendations": [{"id": "lower", "title": "Lower", "effort": "low"}],
        }
    )


def facts(*values: Any, size: int = 1) -> dict[str, Any]:
    rows = [{"id": f"i{n}", "value": value, "target": 10} for n, value in enumerate(values)]
    return {"assessment": {"name": "x"}, "organisation": {"size": size}, "indicators": rows}


def found(result: Assessment, name: str) -> Finding:
    return next(one for one in result.findings if one.id == name)


def test_what_rests_on_a_figure_in_doubt_is_believed_less() -> None:
    result = assess(facts(60, 200), method())
    sure, doubtful = found(result, "HIGH:indicator/i0"), found(result, "HIGH:indicator/i1")
    assert (sure.confidence, sure.doubted_by, sure.doubt) == (1, (), None)
    assert (doubtful.confidence, doubtful.doubted_by) == (0.5, ("COH-1:indicator/i1",))
    assert doubtful.doubt == "“Value” (see Impossible value (COH-1 i1)); confidence 50%"


def test_several_doubts_multiply() -> None:
    doubtful = found(assess(facts(500), method()), "HIGH:indicator/i0")
    assert doubtful.confidence == pytest.approx(0.2)
    assert doubtful.doubted_by == ("COH-1:indicator/i0", "COH-2:indicator/i0")


def test_a_doubt_goes_through_derived_attributes_and_no_further() -> None:
    result = assess(facts(200), method())
    assert found(result, "GAP:indicator/i0").confidence == 0.5
    assert found(result, "TARGET:indicator/i0").confidence == 1


def test_a_check_that_doubts_a_figure_speaks_about_it() -> None:
    result = assess(facts(500), method())
    assert [found(result, f"COH-{n}:indicator/i0").confidence for n in (1, 2)] == [1, 1]


def test_what_does_not_need_the_figure_is_not_lowered() -> None:
    rules = method()
    assert found(assess(facts(200), rules), "ANY").confidence == 0.5
    assert found(assess(facts(200, size=3), rules), "ANY").confidence == 0.5  # both parts hold
    assert found(assess(facts(20, size=3), rules), "ANY").confidence == 1


def test_a_finding_over_outcomes_is_as_sure_as_its_weakest_link() -> None:
    result = assess(facts(60, 200, 500), method())
    links = [found(result, f"OVER-{n}") for n in (1, 2, 3)]
    assert [one.confidence for one in links] == [1, 0.5, pytest.approx(0.2)]
    assert [one.doubted_by for one in links] == [
        (), ("COH-1:indicator/i1",), ("COH-1:indicator/i2", "COH-2:indicator/i2"),
    ]  # fmt: skip


def test_a_doubt_under_a_fact_and_under_an_outcome_counts_once() -> None:
    both = {
        "id": "BOTH",
        "title": "Both",
        "over": "outcomes",
        "when": 'any(o.failed for o in outcomes if o.check == "HIGH") and any(i.value > 150 for i in indicators)',
        "severity": "low",
    }
    assert found(assess(facts(200), method(both)), "BOTH").confidence == 0.5


def test_the_exposure_of_an_outcome_rests_on_its_figures() -> None:
    exposed = {
        "id": "EXPOSED",
        "title": "Exposed",
        "for": "indicator",
        "when": "indicator.target > 1",
        "exposure": "indicator.value",
        "severity": "low",
    }
    total = {
        "id": "TOTAL",
        "title": "Total",
        "over": "outcomes",
        "when": 'sum(o.exposure for o in outcomes if o.check == "EXPOSED" and o.failed) > 5',
        "severity": "low",
    }
    result = assess(facts(200), method(exposed, total))
    assert found(result, "EXPOSED:indicator/i0").confidence == 1
    assert found(result, "TOTAL").confidence == 0.5


def test_beliefs_and_priorities_follow() -> None:
    rules = method()
    believed = {one.key: one.belief for one in assess(facts(60, 200), rules).conclusions}
    assert believed == {"cause:indicator/i0": 0.8, "cause:indicator/i1": 0.4}
    sure, doubtful = assess(facts(60), rules), assess(facts(200), rules)
    assert sure.recommendations[0].priority.formula == "4 × 1 × 1 / 1 = 4"
    assert doubtful.recommendations[0].priority.formula == "4 × 1 × 0.5 × 1 / 1 = 2"
    terms = {one.name: one.value for one in doubtful.recommendations[0].priority.terms}
    assert terms["confidence"] == 0.5


def test_an_anti_pattern_that_was_concluded_is_as_sure_as_it_is_believed() -> None:
    rules = load_rulesets(
        {
            "ruleset": "doubtful",
            "version": "1",
            "entities": ENTITIES,
            "checks": RESTING[:1],
            "inferences": [
                {
                    "id": "I-1",
                    "when": {"finding": "HIGH"},
                    "conclude": {
                        "id": "odd",
                        "kind": "anti-pattern",
                        "title": "Odd",
                        "belief": "0.7",
                        "severity": "low",
                    },
                }
            ],
            "recommendations": [{"id": "lower", "title": "Lower", "effort": "low"}],
        }
    )
    assert found(assess(facts(60), rules), "odd").confidence == 0.7


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Rests on a figure in doubt: “Value” (see Impossible value (COH-1 i0)); confidence 50%"),
        ("fr", "Repose sur un chiffre incertain : « Valeur » (voir Valeur impossible (COH-1 i0)) ; confiance : 50 %"),
    ],
)  # fmt: skip
def test_an_explanation_says_so(language: str, line: str) -> None:
    text = explain(facts(200), method(), "HIGH", language=language).text
    assert line in text.replace("\u00a0", " ").replace("\u202f", " ")


# --- properties --------------------------------------------------------------------------

FACTORS = st.sampled_from([0.0, 0.25, 0.5, 0.75])


def _confidence(factors: Sequence[float | None], needed: int) -> float:
    """The confidence of "so many of these", where each may be doubted by a check of its own."""
    checks = [
        {
            "id": f"D-{n}",
            "title": "Doubt",
            "for": "indicator",
            "when": f'indicator == "i{n}" and indicator.target > 0',
            "severity": "low",
            "doubts": "indicator.value",
            "doubt": str(factor),
        }
        for n, factor in enumerate(factors)
        if factor is not None
    ]
    over = {
        "id": "SO-MANY",
        "title": "So many",
        "over": "outcomes",
        "when": f'count(o for o in outcomes if o.check == "HIGH" and o.failed) >= {needed}',
        "severity": "low",
    }
    rules = load_rulesets(
        {
            "ruleset": "doubtful",
            "version": "1",
            "entities": ENTITIES,
            "checks": [*RESTING[:1], *checks, over],
            "recommendations": [{"id": "lower", "title": "Lower", "effort": "low"}],
        }
    )
    return found(assess(facts(*[60] * len(factors)), rules), "SO-MANY").confidence


@settings(max_examples=examples(100), deadline=None)
@given(factors=st.lists(st.none() | FACTORS, min_size=1, max_size=4), data=st.data())
def test_so_many_of_these_are_as_sure_as_the_last_one_needed(
    factors: list[float | None], data: st.DataObject
) -> None:
    needed = data.draw(st.integers(1, len(factors)))
    surest_first = sorted((1.0 if one is None else one for one in factors), reverse=True)
    assert _confidence(factors, needed) == pytest.approx(surest_first[needed - 1])
