"""Findings as SARIF 2.1.0, which code hosts and editors show beside the lines of the fact files.

Failed checks are results of kind ``fail``, checks that could not be assessed of kind ``open``; what passed
and what does not apply are counted in the properties of the run. Each finding keeps its fingerprint as long
as it keeps its check and subject.

Reference: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from ccrules.assessment import Assessment, Evidence, Finding, NotAssessed, OriginInfo, Subject
from ccrules.renderers.clean import clean
from ccrules.renderers.options import RenderOptions
from ccrules.renderers.report.marks import finding_marks
from ccrules.renderers.report.reading import Reading, worst_first
from ccrules.renderers.wording import wording_for
from ccrules.ruleset.model import SEVERITIES

FORMAT = "sarif"
EXTENSIONS = (".sarif",)

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS: Mapping[str, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "note",
    "info": "note",
}
"""The level of a result by the severity of the finding."""
RANKS: Mapping[str, float] = {"critical": 95.0, "high": 80.0, "medium": 55.0, "low": 30.0, "info": 5.0}
"""The rank of a result, from 0 to 100, by the severity of the finding."""
FINGERPRINT = "ccrules/v1"
#: Facts of one finding that are named as places.
MAX_PLACES = 20


def render(assessment: Assessment, options: RenderOptions) -> str:
    """Render the findings of an assessment as SARIF.

    Args:
        assessment: the assessment.
        options: language and template folders.
    """
    words = wording_for(assessment, options)
    reading = Reading(assessment, words)
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(reading)]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _run(reading: Reading) -> dict[str, Any]:
    a = reading.assessment
    checks = dict.fromkeys([*(one.check for one in a.findings), *(one.check for one in a.not_assessed)])
    index = {check: number for number, check in enumerate(checks)}
    worst = _worst(a.findings)
    results = [_finding(reading, one, index) for one in a.findings]
    results += [_open(reading, one, index) for one in a.not_assessed]
    return {
        "tool": {
            "driver": {
                "name": "ccrules",
                "semanticVersion": a.ccrules,
                "language": reading.language,
                "rules": [_rule(reading, check, worst.get(check, "")) for check in checks],
            },
            "extensions": [{"name": _text(one.name), "version": _text(one.version)} for one in a.rulesets],
        },
        "language": reading.language,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(reading)],
        "results": results,
        "properties": _counts(reading) | _classification(reading),
    }


def _classification(reading: Reading) -> dict[str, str]:
    """Who may see it, when, and in which version, of a form for an audience."""
    audience = reading.assessment.audience
    return {"classification": _text(audience.line)} if audience and audience.line else {}


def _text(text: str) -> str:
    return clean(text)


def _message(text: str) -> dict[str, str]:
    return {"text": _text(text) or "-"}


def _worst(findings: Iterable[Finding]) -> dict[str, str]:
    worst: dict[str, str] = {}
    for one in findings:
        worst[one.check] = min(worst.get(one.check, one.severity), one.severity, key=worst_first)
    return worst


def _rule(reading: Reading, check: str, severity: str) -> dict[str, Any]:
    """A check, with what good looks like and what to do as its help."""
    info, title = reading.checks.get(check), reading.check_title(check)
    found = next((one for one in reading.assessment.findings if one.check == check), None)
    rule: dict[str, Any] = {"id": _text(check), "shortDescription": _message(title)}
    if severity:
        rule["defaultConfiguration"] = {"level": LEVELS[severity], "rank": RANKS[severity]}
    parts = _help(reading, title, found) if found else [title]
    rule["help"] = {
        "text": _text("\n".join(parts)),
        "markdown": "\n\n".join(_escaped(part) for part in parts),
    }
    topics = reading.topic_names(info.topics) if info else ()
    rule["properties"] = {
        "tags": list(dict.fromkeys(map(_text, topics))),
        "ruleset": info.ruleset if info else "",
    }
    return rule


def _help(reading: Reading, title: str, found: Finding) -> list[str]:
    colon, parts = reading.say("colon"), [title]
    if found.advice:
        parts.append(f"{reading.say('label.advice')}{colon}{found.advice}")
    actions = [one.title for one in reading.action_references(found.recommendations)]
    if actions:
        parts.append(f"{reading.say('label.actions')}{colon}{reading.say('semicolon').join(actions)}")
    parts += [f"{reading.say('label.source')}{colon}{one.text}" for one in reading.links(found.sources)]
    return parts


def _escaped(text: str) -> str:
    """A text that Markdown shows as it is."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>#|!~" else sign for sign in _text(text))


def _finding(reading: Reading, one: Finding, index: Mapping[str, int]) -> dict[str, Any]:
    result = _result(one.check, index) | {
        "kind": "fail",
        "level": LEVELS[one.severity],
        "rank": RANKS[one.severity],
        "message": _message(one.message or one.title),
        "locations": _places(reading, one),
        "partialFingerprints": {FINGERPRINT: fingerprint(one.id)},
    }
    if one.waived is not None:
        said = _text(one.waived.text)
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": said}]
    result["properties"] = {
        "id": _text(one.id),
        "title": _text(one.title),
        "severity": one.severity,
        "confidence": one.confidence,
        "causes": _titles(reading.conclusion_references(one.explained_by)),
        "recommendations": _titles(reading.action_references(one.recommendations)),
        "exposure": one.exposure,
        "exposureUnit": _text(one.exposure_unit),
        "marks": list(map(_text, finding_marks(one))),
    }
    return result


def _titles(references: Iterable[Any]) -> list[str]:
    return list(dict.fromkeys(_text(one.title) for one in references))


def _open(reading: Reading, one: NotAssessed, index: Mapping[str, int]) -> dict[str, Any]:
    facts = reading.fact_names(one.missing, len(one.missing))
    said = f"{reading.check_title(one.check)} ({reading.say('outcome.not_assessed')}, "
    said += f"{reading.subject(one.subject)}). {reading.say('label.facts')}{reading.say('colon')}{facts}"
    name = f"open:{one.check}:{one.subject.type}/{one.subject.id}"
    return _result(one.check, index) | {
        "kind": "open",
        "level": "none",
        "message": _message(said),
        "locations": [_logical(reading, one.subject)],
        "partialFingerprints": {FINGERPRINT: fingerprint(name)},
    }


def _result(check: str, index: Mapping[str, int]) -> dict[str, Any]:
    return {"ruleId": _text(check), "ruleIndex": index[check]}


def fingerprint(name: str) -> str:
    """What a result is known by from one run to the next.

    Args:
        name: what it is, whatever its place and wording.
    """
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def _places(reading: Reading, one: Finding) -> list[dict[str, Any]]:
    """Where the facts under a finding were written; first of all what it is about."""
    logical = _logical(reading, one.subject)["logicalLocations"]
    written = [
        _place(reading, fact) for fact in one.evidence[:MAX_PLACES] if fact.origin and fact.origin.file
    ]
    if not written:
        return [{"logicalLocations": logical}]
    return [{**written[0], "logicalLocations": logical}, *written[1:]]


def _logical(reading: Reading, subject: Subject) -> dict[str, Any]:
    name = subject.type if subject.id is None else f"{subject.type}/{subject.id}"
    return {
        "logicalLocations": [
            {"name": _text(reading.subject(subject)), "fullyQualifiedName": _text(name), "kind": subject.type}
        ]
    }


def _place(reading: Reading, fact: Evidence) -> dict[str, Any]:
    origin = fact.origin
    assert origin is not None
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(origin.file)}}
    region = _region(origin)
    if region:
        place["region"] = region
    value = fact.text or reading.value(fact.value)
    where = f" [{origin.cell}]" if origin.cell else ""
    return {"physicalLocation": place, "message": _message(f"{fact.fact} = {value}{where}")}


def _uri(file: str) -> str:
    return quote(_text(file).replace("\\", "/"), safe="/")


def _region(origin: OriginInfo) -> dict[str, int]:
    if not origin.line:
        return {}
    return {"startLine": origin.line, **({"startColumn": origin.column} if origin.column else {})}


def _invocation(reading: Reading) -> dict[str, Any]:
    """The run itself, with the checks that broke."""
    broken = [
        {
            "level": "error",
            "descriptor": {"id": _text(one.check)},
            "message": _message(
                reading.say(
                    "error.check",
                    check=reading.check_title(one.check),
                    subject=reading.subject(one.subject),
                    reason=" ".join(part for part in (one.message, one.hint) if part),
                )
            ),
        }
        for one in reading.assessment.errors
    ]
    return {"executionSuccessful": True, "toolExecutionNotifications": broken}


def _counts(reading: Reading) -> dict[str, Any]:
    summary, a = reading.assessment.summary, reading.assessment
    found = [one.severity for one in a.findings]
    return {
        "assessment": _text(a.assessment.name),
        "date": _text(a.assessment.date),
        "fail": summary.fail,
        "pass": summary.passed,
        "notAssessed": summary.not_assessed,
        "notApplicable": summary.not_applicable,
        "error": summary.error,
        "coverage": summary.coverage,
        "severities": {name: found.count(name) for name in SEVERITIES if name in found},
    }
