"""CSV, SARIF, JUnit and the workbook, as other programs read them."""

from __future__ import annotations

import csv
import io
import json
from xml.etree.ElementTree import fromstring

import jsonschema
import pytest
from openpyxl import load_workbook

from ccrules.assessment import Waived
from ccrules.renderers import csv as csv_renderer
from ccrules.renderers import junit, sarif, xlsx
from ccrules.renderers.options import RenderOptions
from ccrules.testing.report_samples import samples as contract_samples
from tests.renderers import samples
from tests.renderers.rich import rich

OPTIONS = RenderOptions()
#: What of SARIF 2.1.0 is used, as its published schema has it.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"enum": ["2.1.0"]},
        "runs": {"type": "array", "items": {"$ref": "#/$defs/run"}},
    },
    "$defs": {
        "message": {
            "type": "object",
            "required": ["text"],
            "properties": {"text": {"type": "string", "minLength": 1}},
        },
        "region": {
            "type": "object",
            "additionalProperties": False,
            "properties": {name: {"type": "integer", "minimum": 1} for name in ("startLine", "startColumn")},
        },
        "result": {
            "type": "object",
            "required": [
                "message",
                "ruleId",
                "ruleIndex",
                "kind",
                "level",
                "locations",
                "partialFingerprints",
            ],
            "properties": {
                "kind": {"enum": ["fail", "open"]},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "rank": {"type": "number", "minimum": 0, "maximum": 100},
                "message": {"$ref": "#/$defs/message"},
                "locations": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "properties": {
                            "logicalLocations": {"type": "array"},
                            "message": {"$ref": "#/$defs/message"},
                            "physicalLocation": {
                                "type": "object",
                                "required": ["artifactLocation"],
                                "properties": {"region": {"$ref": "#/$defs/region"}},
                            },
                        },
                    },
                },
                "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
            },
        },
        "run": {
            "type": "object",
            "required": ["tool", "results"],
            "properties": {
                "results": {"type": "array", "items": {"$ref": "#/$defs/result"}},
                "invocations": {"type": "array", "items": {"required": ["executionSuccessful"]}},
                "tool": {
                    "required": ["driver"],
                    "properties": {
                        "driver": {
                            "required": ["name"],
                            "properties": {
                                "rules": {
                                    "uniqueItems": True,
                                    "items": {"required": ["id", "shortDescription", "help"]},
                                }
                            },
                        }
                    },
                },
            },
        },
    },
}


def rows(assessment, language=""):
    text = csv_renderer.render(assessment, RenderOptions(language=language))
    assert text.startswith("\ufeff")
    dialect = ";" if (language or assessment.assessment.language) == "fr" else ","
    return list(csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=dialect))


def test_csv_has_one_row_for_each_outcome_in_the_documented_columns():
    found = rows(rich("en"))
    assert tuple(found[0]) == csv_renderer.COLUMNS
    counts = {
        name: sum(row["outcome"] == name for row in found) for name in {row["outcome"] for row in found}
    }
    assessment = rich("en")
    assert counts["fail"] == len(assessment.findings)
    assert counts["pass"] == len(assessment.passed)
    assert counts["not_assessed"] == len(assessment.not_assessed)
    assert counts["not_applicable"] == len(assessment.not_applicable)


def test_a_waiver_in_force_is_marked_in_every_form_for_tools():
    made = rich("en")
    waived = made.findings[0].model_copy(
        update={"waived": Waived(reason="agreed", text="waived until the end of June", until="2026-06-30")}
    )
    marked = made.model_copy(update={"findings": (waived, *made.findings[1:])})
    said = "waived until the end of June"
    assert rows(marked)[0]["marks"] == said
    assert all(row["marks"] == "" for row in rows(made))
    assert said in junit.render(marked, RenderOptions()).decode()
    assert said in sarif.render(marked, RenderOptions())


def test_csv_in_french_opens_in_a_french_excel():
    share = next(row for row in rows(rich("fr")) if row["check"] == "FLOW-004")
    assert share["exposure"] == "0,27"


def test_no_cell_of_a_csv_file_is_a_formula():
    for row in rows(samples.hostile()):
        for cell in row.values():
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")), cell


@pytest.mark.parametrize("name", ["rich", "empty", "unknown", "hostile", "right-to-left"])
def test_sarif_is_what_its_schema_wants(name):
    log = json.loads(sarif.render(contract_samples()[name](), OPTIONS))
    jsonschema.validate(log, SARIF)
    run = log["runs"][0]
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(ids) == len(set(ids))
    assert all(ids[one["ruleIndex"]] == one["ruleId"] for one in run["results"])


def test_sarif_points_at_lines_and_keeps_fingerprints():
    first, again = (json.loads(sarif.render(rich(language), OPTIONS)) for language in ("en", "fr"))
    results = first["runs"][0]["results"]
    assert results[0]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "riviera.yaml"},
        "region": {"startLine": 12, "startColumn": 5},
    }
    prints = [one["partialFingerprints"] for one in results]
    assert prints == [one["partialFingerprints"] for one in again["runs"][0]["results"]]
    assert len({str(one) for one in prints}) == len(prints)
    assert {one["level"] for one in results} == {"error", "warning", "note", "none"}


def test_junit_says_failed_skipped_and_broken_as_continuous_integration_reads_it():
    assessment = rich("en")
    root = fromstring(junit.render(assessment, OPTIONS))
    assert int(root.get("failures")) == len(list(root.iter("failure"))) == len(assessment.findings)
    skipped = [one.get("message") for one in root.iter("skipped")]
    assert len(skipped) == len(assessment.not_assessed) + len(assessment.not_applicable)
    assert any("mailbox/travel.tracked" in message for message in skipped)
    assert int(root.get("tests")) == len(list(root.iter("testcase")))
    broken = samples.skeleton(
        errors=(
            {"check": "PY-1", "subject": samples.subject(), "message": "division by zero", "hint": "line 3"},
        )
    )
    error = next(fromstring(junit.render(broken, OPTIONS)).iter("error"))
    assert (error.get("message"), error.text) == ("division by zero", "line 3")


@pytest.fixture(scope="module")
def book():
    return load_workbook(io.BytesIO(xlsx.render(samples.hostile(), OPTIONS)))


def test_no_cell_of_a_workbook_is_a_formula(book):
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    triggers = [
        cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))
    ]
    assert triggers
    assert all(cell.quotePrefix for cell in triggers)


def test_tables_of_a_workbook_can_be_filtered_and_filled_in(book):
    plan = book.worksheets[1]
    assert plan.auto_filter.ref
    assert plan.freeze_panes == "D3"
    assert {one.type for one in plan.data_validations.dataValidation} == {"list", "date"}
    assert plan.row_dimensions[1].hidden
    assert len(plan.conditional_formatting) >= 2


def test_a_workbook_has_the_same_bytes_every_time():
    assert xlsx.render(rich("fr"), OPTIONS) == xlsx.render(rich("fr"), OPTIONS)
