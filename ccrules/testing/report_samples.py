"""Assessments that every renderer must cope with, made without running a method."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from ccrules import assessment as a

#: Strings that an attacker, a spreadsheet or an accident may put into facts and texts.
HOSTILE = (
    "<script>alert(1)</script>",
    '=HYPERLINK("https://evil.example")',
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "{{ 7*7 }}{% for x in range(3) %}x{% endfor %}",
    "../../etc/passwd",
    "\x1b[31mred\x1b[0m\x00\x07",
    "abc\u202egnp.exe",
    "]]> --> </style> & <b>bold</b>",
    "# heading | cell | **bold** [link](javascript:alert(1))",
)
RIGHT_TO_LEFT = ("שלום עולם", "مرحبا بالعالم", "لا أحد يتابع البريد")
LONG_WORDS = ("W" * 400, "Donaudampfschifffahrtsgesellschaft" * 8, "mailbox/" + "x" * 300)
#: Findings of the largest sample.
MANY = 2_000
_SEVERITIES = ("critical", "high", "medium", "low", "info")


def samples() -> Mapping[str, Callable[[], a.Assessment]]:
    """What makes each assessment, by its name."""
    return {
        "rich": lambda: assessment(12, text=lambda n: f"Text {n} of the sample"),
        "rich-fr": lambda: assessment(12, text=lambda n: f"Texte n° {n} de l'exemple", language="fr"),
        "empty": lambda: assessment(0),
        "unknown": lambda: assessment(0, unknown=6),
        "many": lambda: assessment(MANY, per_check=50, actions=40),
        "hostile": lambda: assessment(len(HOSTILE), text=lambda n: HOSTILE[n % len(HOSTILE)]),
        "right-to-left": lambda: assessment(6, text=lambda n: RIGHT_TO_LEFT[n % len(RIGHT_TO_LEFT)]),
        "long-words": lambda: assessment(6, text=lambda n: LONG_WORDS[n % len(LONG_WORDS)]),
    }


def assessment(
    findings: int,
    *,
    text: Callable[[int], str] = lambda n: f"Text {n}",
    per_check: int = 1,
    actions: int = 5,
    unknown: int = 3,
    language: Literal["en", "fr"] = "en",
) -> a.Assessment:
    """An assessment with everything in it that reports show.

    Args:
        findings: how many; with none there are no causes and no actions either.
        text: the text of the n-th thing.
        per_check: findings of one check.
        actions: recommendations, if there are findings.
        unknown: missing facts, each with a check that waits for it.
        language: ``en`` or ``fr``.
    """
    found = tuple(_finding(n, text, per_check) for n in range(findings))
    plan = tuple(_action(n, text, found[n::actions]) for n in range(min(actions, findings)))
    causes = tuple(_cause(n, text, found[n : n + 3]) for n in range(min(3, findings)))
    gaps = tuple(_gap(n, text) for n in range(unknown))
    names = dict.fromkeys([one.check for one in found])
    checks = [_check(name, per_check, 0) for name in names] + [
        _check(f"OPEN-{n}", 0, 1) for n in range(unknown)
    ]
    total = findings + unknown
    return a.Assessment(
        ccrules="0.1.0",
        assessment=a.Head(name=text(0), date="2026-10-01", language=language, files=("facts.yaml",)),
        rulesets=(a.RulesetUsed(name="sample", version="1.0.0", sha256="ab" * 32),),
        inference=a.InferenceUsed(engine="forward", facts=0, fired=len(causes)),
        summary=a.Summary.model_validate(
            {
                "fail": findings,
                "pass": 0,
                "not_assessed": unknown,
                "not_applicable": 0,
                "error": 0,
                "coverage": round(findings / total, 3) if total else None,
            }
        ),
        checks=tuple(checks),
        findings=found,
        not_assessed=tuple(_open(n) for n in range(unknown)),
        conclusions=causes,
        recommendations=plan,
        gaps=gaps,
        comments=tuple(f"Comment {n}: {text(n)}" for n in range(2 if total else 0)),
    )


def _check(name: str, failed: int, waiting: int) -> a.CheckInfo:
    return a.CheckInfo(
        id=name,
        title=f"Check {name}",
        ruleset="sample",
        subject_type="mailbox",
        subject_label="mailboxes",
        subject_label_one="mailbox",
        assessed=failed,
        failed=failed,
        total=failed + waiting,
    )


def _finding(n: int, text: Callable[[int], str], per_check: int) -> a.Finding:
    check = f"SAMPLE-{n // per_check:03}"
    origin = a.OriginInfo(file="facts.yaml", line=10 + n, column=5, source="measured", by="M. Diaz")
    return a.Finding.model_validate(
        {
            "id": f"{check}:mailbox/box-{n}",
            "check": check,
            "subject": a.Subject(type="mailbox", id=f"box-{n}", label=f"Box {n}"),
            "severity": _SEVERITIES[n % 5],
            "title": f"Check {check}",
            "message": f"Finding {n}: {text(n)}",
            "exposure": float(100 + n),
            "exposure_unit": "contacts/month",
            "evidence": (
                a.Evidence(
                    fact=f"mailbox/box-{n}.tracked", value=False, text="no", label="Tracked", origin=origin
                ),
            ),
            "recommendations": (f"action-{n % 5}",),
        }
    )  # fmt: skip


def _action(n: int, text: Callable[[int], str], resolved: tuple[a.Finding, ...]) -> a.Recommendation:
    priority = a.Priority(
        value=50.0 - n, terms=(a.Term(name="severity", value=3, label="severity"),), formula="3 × 1 / 1"
    )
    return a.Recommendation(
        id=f"action-{n}",
        rank=n + 1,
        wave=1 + n // 20,
        title=f"Action {n}: {text(n)}",
        body=f"Do what action {n} says.",
        effort="low",
        owner="head of service",
        resolves=tuple(one.id for one in resolved),
        adds=len(resolved),
        priority=priority,
    )


def _cause(n: int, text: Callable[[int], str], explained: tuple[a.Finding, ...]) -> a.Conclusion:
    names = tuple(one.id for one in explained)
    return a.Conclusion(
        id=f"cause-{n}",
        key=f"cause-{n}",
        subject=a.Subject(type="organisation", id="organisation"),
        kind="cause",
        title=f"Cause {n}: {text(n)}",
        belief=0.5 + n / 10,
        explains=names,
        because=(a.Because(inference=f"INF-{n}", findings=names, belief=0.5),),
    )


def _open(n: int) -> a.NotAssessed:
    box = a.Subject(type="mailbox", id=f"open-{n}", label=f"Open box {n}")
    return a.NotAssessed(check=f"OPEN-{n}", subject=box, missing=(f"mailbox/open-{n}.attribute_{n}",))


def _gap(n: int, text: Callable[[int], str]) -> a.Gap:
    return a.Gap(
        fact=f"mailbox/open-{n}.attribute_{n}",
        label=f"Missing fact {n}",
        question=f"Question {n}: {text(n)}?",
        ask="head of service",
        checks=(f"OPEN-{n}",),
        blocks=1,
    )
