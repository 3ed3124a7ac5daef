"""What a finding rests on beside facts, in every format: outcomes of other checks, figures in doubt."""

from __future__ import annotations

import json

import pytest

from ccrules import assess, load_rulesets
from ccrules.renderers.options import RenderOptions
from tests.renderers.reading import DOCUMENTS, plain, rendered

RULES = load_rulesets(
    {
        "ruleset": "small",
        "version": "1",
        "entities": {
            "box": {
                "plural": "boxes",
                "attributes": {
                    "volume": {"type": "number", "label": {"en": "Volume", "fr": "Volume"}},
                    "tracked": {"type": "bool"},
                },
            }
        },
        "checks": [
            {
                "id": "ODD",
                "title": {"en": "Impossible volume", "fr": "Volume impossible"},
                "for": "box",
                "when": "box.volume > 100",
                "severity": "low",
                "doubts": "box.volume",
            },
            {
                "id": "BUSY",
                "title": {"en": "Busy box", "fr": "Boîte chargée"},
                "for": "box",
                "when": "box.volume > 10",
                "severity": "low",
            },
            {
                "id": "CALM",
                "title": {"en": "Untracked box", "fr": "Boîte non suivie"},
                "for": "box",
                "when": "not box.tracked",
                "severity": "low",
            },
            {
                "id": "BOTH",
                "title": {"en": "Busy all the same", "fr": "Chargée malgré tout"},
                "over": "outcomes",
                "when": 'any(o.failed for o in outcomes if o.check == "BUSY")'
                ' and any(not o.failed for o in outcomes if o.check == "CALM")',
                "severity": "high",
            },
        ],
    }
)


def assessed(language: str, boxes: int = 1):
    rows = [{"id": f"b{n}", "volume": 500, "tracked": True} for n in range(boxes)]
    return assess({"assessment": {"name": "x"}, "boxes": rows}, RULES, language=language)


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize(
    ("language", "rests", "doubt"),
    [
        (
            "en",
            "Rests on: Busy box (b0), Untracked box (b0, passed)",
            "Rests on a figure in doubt: “Volume” of b0 (see Impossible volume (ODD b0)); confidence 50%",
        ),
        (
            "fr",
            "Repose sur : Boîte chargée (b0), Boîte non suivie (b0, en ordre)",
            "Repose sur un chiffre incertain : « Volume » de b0 (voir Volume impossible (ODD b0)) ; confiance : 50 %",
        ),
    ],
)
def test_a_report_says_what_a_finding_rests_on(name, language, rests, doubt):
    text = plain(name, rendered(name, assessed(language), RenderOptions(width=250)))
    assert rests in text
    assert doubt in text


def test_json_names_them_by_id():
    data = json.loads(rendered("json", assessed("en")))
    found = {one["id"]: one for one in data["findings"]}
    both = found["BOTH"]
    assert (both["confidence"], both["doubted_by"]) == (0.5, ["ODD:box/b0"])
    assert [(one["outcome"], one["verdict"]) for one in both["outcomes"]] == [
        ("BUSY:box/b0", "fail"),
        ("CALM:box/b0", "pass"),
    ]
    assert "confidence" not in found["ODD:box/b0"]


def test_of_many_outcomes_of_a_check_a_report_names_the_first():
    text = plain("markdown", rendered("markdown", assessed("en", boxes=20)))
    assert "Busy box (b0, b1, b2 and 17 more), Untracked box (b0, b1, b2 and 17 more, passed)" in text
    text = plain("markdown", rendered("markdown", assessed("en", boxes=30)))
    assert "Busy box (30), Untracked box (30, passed)" in text
