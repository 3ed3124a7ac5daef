"""The contract's demo gives exactly the result stated there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ccrules import assess
from ccrules.assessment import Assessment
from ccrules.engine.inference import durable

DEMO = Path(__file__).parent / "demo"
FACTS, RULES = DEMO / "facts.yaml", DEMO / "demo.yaml"


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(assess(FACTS, RULES, language="en").model_dump_json(by_alias=True))
    return found


def test_one_mailbox_fails(result: dict[str, Any]) -> None:
    (finding,) = result["findings"]
    assert finding["id"] == "DEMO-001:mailbox/claims"
    assert finding["check"] == "DEMO-001"
    assert finding["subject"]["type"] == "mailbox"
    assert finding["subject"]["id"] == "claims"
    assert finding["severity"] == "high"
    assert finding["exposure"] == 1200
    assert finding["message"] == "claims is not tracked"
    assert finding["recommendations"] == ["track-mailboxes"]


def test_the_evidence_names_fact_and_place(result: dict[str, Any]) -> None:
    (evidence,) = result["findings"][0]["evidence"]
    assert evidence["fact"] == "mailbox/claims.tracked"
    assert evidence["value"] is False
    assert evidence["origin"]["line"] == 7
    assert evidence["origin"]["column"] == 5
    assert Path(evidence["origin"]["file"]) == FACTS


def test_one_mailbox_lacks_facts(result: dict[str, Any]) -> None:
    (lacking,) = result["not_assessed"]
    assert (lacking["check"], lacking["subject"]["id"], lacking["would"]) == ("DEMO-001", "billing", "")
    assert lacking["missing"] == ["mailbox/billing.tracked", "mailbox/billing.volume_month"]


def test_the_number_of_mailboxes_passes(result: dict[str, Any]) -> None:
    (passed,) = result["passed"]
    assert passed["check"] == "DEMO-002"
    assert (passed["subject"]["type"], passed["subject"]["id"]) == ("organisation", "organisation")


def test_one_consequence_is_concluded(result: dict[str, Any]) -> None:
    (conclusion,) = result["conclusions"]
    assert (conclusion["id"], conclusion["kind"], conclusion["belief"]) == (
        "lost-requests",
        "consequence",
        0.4,
    )
    assert (conclusion["subject"]["type"], conclusion["subject"]["id"]) == ("mailbox", "claims")
    (because,) = conclusion["because"]
    assert because["inference"] == "DEMO-INF-002"
    assert because["findings"] == ["DEMO-001:mailbox/claims"]


def test_the_summary_counts(result: dict[str, Any]) -> None:
    assert result["summary"] == {
        "fail": 1, "pass": 1, "not_assessed": 1, "not_applicable": 0, "error": 0, "coverage": 0.667,
    }  # fmt: skip
    assert result["schema"] == "ccrules/assessment/1"


def test_the_form_is_that_of_the_published_schema(result: dict[str, Any]) -> None:
    assert Assessment.model_validate(result).summary.passed == 1


def command(*arguments: str, seed: str = "0") -> bytes:
    """What ``ccrules assess`` prints."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"}
    words = [
        sys.executable,
        "-m",
        "ccrules",
        "assess",
        str(FACTS),
        "-r",
        str(RULES),
        "--format",
        "json",
        *arguments,
    ]
    return subprocess.run(words, check=True, capture_output=True, env=environment).stdout


def test_equal_input_gives_equal_bytes() -> None:
    first = command()
    assert first == command()
    assert first == command(seed="4711")


@pytest.mark.skipif(not durable.available(), reason="durable-rules can't be imported here")
def test_the_engines_differ_only_in_their_entry() -> None:
    one, other = (json.loads(command("--inference", engine)) for engine in ("durable", "forward"))
    assert one.pop("inference")["engine"] != other.pop("inference")["engine"]
    assert one == other


@pytest.mark.parametrize("language", ["en", "fr"])
def test_facts_may_be_a_plain_mapping(language: str) -> None:
    facts = {"mailboxes": [{"id": "claims", "tracked": False, "volume_month": 1200}]}
    found = assess(facts, RULES, language=language)
    assert [one.message for one in found.findings] == [
        {"en": "claims is not tracked", "fr": "claims n'est pas suivie"}[language]
    ]
