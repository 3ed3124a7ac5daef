"""A small assessment in which everything occurs once: what templates are tried with."""

from __future__ import annotations

from ccrules.assessment import Assessment

_SUBJECT = {"type": "mailbox", "id": "claims", "label": "Claims <& co>"}
_WHOLE = {"type": "organisation", "id": "organisation", "label": ""}
_FACT = "mailbox/claims.tracked"
_SOURCE = {"title": "A publication", "section": "Chapter 1", "url": "https://example.org/"}
_ORIGIN = {"file": "facts.yaml", "line": 7, "column": 5, "source": "measured", "by": "", "on": ""}
_TAGS = "{{ 7 * 7 }} {% if x %}"


def sample(language: str) -> Assessment:
    """An assessment with a finding, a cause, a plan, missing facts and texts that look like tags.

    Args:
        language: ``en`` or ``fr``.
    """
    return Assessment.model_validate(
        {
            "ccrules": "0.0.0",
            "assessment": {
                "name": f"Sample {_TAGS}",
                "date": "2026-10-01",
                "language": language,
                "files": ("facts.yaml",),
            },
            "rulesets": [{"name": "sample", "version": "1.0.0", "sha256": "00" * 32}],
            "inference": {"engine": "forward", "facts": 3, "fired": 1},
            "summary": {
                "fail": 1,
                "passed": 1,
                "not_assessed": 1,
                "not_applicable": 1,
                "error": 0,
                "coverage": 0.667,
            },
            "checks": [_check("X-1", 1), _check("X-2", 0), _check("X-3", 0), _check("X-4", 0)],
            "topics": [{"id": "inbox", "title": "Inbox", "fail": 1, "passed": 1, "not_assessed": 1}],
            "findings": [_finding()],
            "strengths": [{"check": "X-2", "subject": _WHOLE, "text": "Something is good"}],
            "passed": [{"check": "X-2", "subject": _WHOLE}],
            "not_assessed": [{"check": "X-3", "subject": _SUBJECT, "missing": [_FACT]}],
            "not_applicable": [{"check": "X-4", "subject": _WHOLE, "reason": "There is none"}],
            "gaps": [
                {
                    "fact": _FACT,
                    "label": "Tracked",
                    "question": "Is it?",
                    "ask": "manager",
                    "checks": ["X-3"],
                    "blocks": 1,
                }
            ],
            "conclusions": [_conclusion("cause"), _conclusion("consequence")],
            "hypotheses": [
                {
                    "inference": "X-INF-2",
                    "conclusion": "perhaps",
                    "subject": _WHOLE,
                    "title": "Perhaps",
                    "kind": "cause",
                    "missing": [_FACT],
                }
            ],
            "recommendations": [_action()],
            "notes": [{"text": "A note"}],
            "comments": ["**A comment**\n\n- one\n- two"],
            "parameters": [{"name": "limit", "value": 3}],
        }
    )


def _check(name: str, failed: int) -> dict[str, object]:
    return {
        "id": name,
        "title": f"Check {name}",
        "ruleset": "sample",
        "subject_type": "mailbox",
        "subject_label": "mailboxes",
        "subject_label_one": "mailbox",
        "assessed": 1,
        "failed": failed,
        "total": 1,
        "topics": ["inbox"],
    }


def _finding() -> dict[str, object]:
    proof = {"fact": _FACT, "value": False, "text": "no", "label": "Tracked", "origin": _ORIGIN}
    return {
        "id": "X-1:mailbox/claims",
        "check": "X-1",
        "subject": _SUBJECT,
        "severity": "high",
        "title": "Check X-1",
        "message": f"Claims is not tracked {_TAGS}",
        "exposure": 1200,
        "recommendations": ["act"],
        "evidence": [proof],
        "topics": ["inbox"],
        "sources": [_SOURCE],
    }


def _conclusion(kind: str) -> dict[str, object]:
    because = {"inference": "X-INF-1", "findings": ["X-1:mailbox/claims"], "belief": 0.6}
    return {
        "id": f"a-{kind}",
        "key": f"a-{kind}",
        "subject": _WHOLE,
        "kind": kind,
        "title": f"A {kind}",
        "belief": 0.6,
        "explains": ["X-1:mailbox/claims"],
        "because": [because],
        "recommendations": ["act"],
    }


def _action() -> dict[str, object]:
    return {
        "id": "act",
        "rank": 1,
        "wave": 1,
        "title": "Do something",
        "body": "1. First\n2. Then",
        "effort": "low",
        "owner": "manager",
        "horizon": "within a month",
        "resolves": ["X-1:mailbox/claims"],
        "addresses": ["a-cause"],
        "priority": {"value": 3.0, "formula": "3 / 1", "terms": [{"name": "severity", "value": 3}]},
        "sources": [_SOURCE],
        "adds": 1,
        "leaves": 0,
    }
