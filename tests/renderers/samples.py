"""Assessments made by hand, so that renderers are tested without the stages before them."""

from __future__ import annotations

from ccrules import assessment as a

SEVERITIES = ("critical", "high", "medium", "low", "info")

#: Strings that an attacker, a spreadsheet or an accident may put into facts.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}",
    "{% for x in range(10) %}{{ x }}{% endfor %}",
    "[click](javascript:alert(1)) ![i](https://evil.example/x.png)",
    "# heading\n\n- list\n\n| a | b |\n|---|---|",
    "**bold** _it_ `code` ~~gone~~",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07",
    "[bold red]markup[/] [link=https://evil.example]x[/link]",
    "abc\u202egnp.exe",
    "שלום עולם مرحبا",
    "W" * 3000,
    '=HYPERLINK("https://evil.example")',
    "]]> --> </style> </details>",
    "\ud800 lone",
)


def subject(kind: str = "organisation", name: str | None = None, label: str = "") -> a.Subject:
    """A subject; without a name the organisation."""
    return a.Subject(type=kind, id=name or ("organisation" if kind == "organisation" else None), label=label)


def summary(
    fail: int = 0, passed: int = 0, not_assessed: int = 0, not_applicable: int = 0, error: int = 0
) -> a.Summary:
    """A summary with its coverage."""
    whole = fail + passed + not_assessed + error
    coverage = round((fail + passed) / whole, 3) if whole else None
    return a.Summary(
        fail=fail,
        passed=passed,
        not_assessed=not_assessed,
        not_applicable=not_applicable,
        error=error,
        coverage=coverage,
    )


def skeleton(language: str = "en", **parts: object) -> a.Assessment:
    """An assessment with nothing in it but what is given."""
    base: dict[str, object] = {
        "ccrules": "0.1.0",
        "assessment": a.Head(name="Riviera", date="2026-10-01", language=language, files=("facts.yaml",)),
        "rulesets": (a.RulesetUsed(name="demo", version="1.0.0", sha256="ab" * 32),),
        "inference": a.InferenceUsed(engine="forward", facts=0, fired=0),
        "summary": summary(),
    }
    return a.Assessment.model_validate(base | parts)


def evidence(fact: str, value: object, text: str, label: str, line: int) -> a.Evidence:
    """A fact with its place."""
    origin = a.OriginInfo(
        file="riviera.yaml", line=line, column=5, source="measured", by="M. Diaz", on="2026-09"
    )
    return a.Evidence(fact=fact, value=value, text=text, label=label, origin=origin)


def empty(language: str = "en") -> a.Assessment:
    """A method that has nothing to say of what was described."""
    return skeleton(language)


def all_unknown(language: str = "en") -> a.Assessment:
    """Three checks, and no fact to decide any of them."""
    checks = tuple(
        a.CheckInfo(
            id=f"X-{n}",
            title=f"Check {n}",
            ruleset="demo",
            subject_type="mailbox",
            subject_label="mailboxes",
            total=1,
        )
        for n in range(3)
    )
    open_ones = tuple(
        a.NotAssessed(check=check.id, subject=subject("mailbox"), missing=("mailbox[]",)) for check in checks
    )
    gaps = (a.Gap(fact="mailbox[]", label="mailboxes", checks=tuple(one.id for one in checks), blocks=3),)
    topics = (a.TopicInfo(id="inbox", title="Inbox", not_assessed=3),)
    return skeleton(
        language,
        summary=summary(not_assessed=3),
        checks=checks,
        not_assessed=open_ones,
        gaps=gaps,
        topics=topics,
    )


def many(count: int = 2000) -> a.Assessment:
    """Many findings of few and of many checks, each with evidence."""
    findings = tuple(_numbered(n) for n in range(count))
    names = dict.fromkeys(finding.check for finding in findings)
    checks = tuple(
        a.CheckInfo(
            id=name,
            title=f"Check {name}",
            ruleset="demo",
            subject_type="agent",
            subject_label="agents",
            subject_label_one="agent",
            assessed=count,
            failed=count,
            total=count,
        )
        for name in names
    )
    actions = tuple(_numbered_action(n) for n in range(40))
    return skeleton(findings=findings, checks=checks, recommendations=actions, summary=summary(fail=count))


def _numbered(n: int) -> a.Finding:
    check = f"BIG-{n % 40:03}" if n % 2 else "BIG-ALL"
    return a.Finding(
        id=f"{check}:agent/agent{n}",
        check=check,
        subject=subject("agent", f"agent{n}"),
        severity=SEVERITIES[n % 5],
        title=f"Check {check}",
        message=f"agent{n} lacks something",
        exposure=float(n) if n % 3 else None,
        evidence=tuple(
            evidence(f"agent/agent{n}.skill{k}", k, str(k), f"skill {k}", k + 1) for k in range(3)
        ),
    )


def _numbered_action(n: int) -> a.Recommendation:
    priority = a.Priority(
        value=40.0 - n, terms=(a.Term(name="severity", value=3, label="severity"),), formula="3 × 1 / 1"
    )
    return a.Recommendation(
        id=f"action-{n}", rank=n + 1, wave=1 + n // 20, title=f"Action {n}", effort="low", priority=priority
    )


def hostile() -> a.Assessment:
    """Every hostile string in every place a fact or a text can reach."""
    findings = tuple(_hostile_finding(n, text) for n, text in enumerate(HOSTILE))
    return skeleton(
        assessment=a.Head(name=HOSTILE[0], date="{{ 7*7 }}", files=(HOSTILE[1],)),
        findings=findings,
        passed=tuple(a.Passed(check="H-P", subject=subject("mailbox", text)) for text in HOSTILE),
        not_assessed=tuple(
            a.NotAssessed(check="H-N", subject=subject("mailbox", text), missing=(f"mailbox/{text}.tracked",))
            for text in HOSTILE
        ),
        not_applicable=tuple(
            a.NotApplicable(check="H-A", subject=subject("mailbox", text), reason=text) for text in HOSTILE
        ),
        errors=tuple(
            a.CheckError(check="H-E", subject=subject(), message=text, hint=text) for text in HOSTILE
        ),
        strengths=tuple(a.Strength(check="H-P", subject=subject(), text=text) for text in HOSTILE),
        conclusions=tuple(_hostile_conclusion(n, text, findings[n].id) for n, text in enumerate(HOSTILE)),
        hypotheses=tuple(
            a.Hypothesis(inference="I", conclusion="c", subject=subject(), title=text, missing=(text,))
            for text in HOSTILE
        ),
        differentials=tuple(
            a.Differential(
                symptoms=(findings[n].id,),
                candidates=(a.Candidate(id=text, title=text, standing="ruled out", against=(text,)),),
            )
            for n, text in enumerate(HOSTILE)
        ),
        recommendations=tuple(_hostile_action(n, text, findings[n].id) for n, text in enumerate(HOSTILE)),
        gaps=tuple(
            a.Gap(fact=text, label=text, question=text, ask=text, checks=("H-N",), blocks=1)
            for text in HOSTILE
        ),
        notes=tuple(a.Note(text=text) for text in HOSTILE),
        comments=HOSTILE,
        summary=summary(fail=len(HOSTILE), passed=1, not_assessed=1),
        parameters=tuple(
            a.ParameterValue(name=f"p{n}", value=text, label=text) for n, text in enumerate(HOSTILE)
        ),
        topics=tuple(
            a.TopicInfo(id=f"t{n}", title=text, fail=1, covered=True) for n, text in enumerate(HOSTILE)
        ),
    )


def _hostile_finding(n: int, text: str) -> a.Finding:
    return a.Finding(
        id=f"H-{n}:mailbox/{text}",
        check=f"H-{n}",
        subject=subject("mailbox", text),
        severity="high",
        title=text,
        message=text,
        exposure_unit=text,
        exposure=1.0,
        evidence=(evidence(f"mailbox/{text}.owner", text, text, text, 1),),
        sources=(a.SourceInfo(title=text, section=text, url=f"javascript:{n}"),),
        advice=text,
    )


def _hostile_conclusion(n: int, text: str, finding: str) -> a.Conclusion:
    return a.Conclusion(
        id=f"c{n}",
        key=f"c{n}",
        subject=subject(),
        kind="cause",
        title=text,
        body=text,
        belief=0.5,
        explains=(finding,),
        because=(a.Because(inference="I", findings=(finding,), facts=(text,)),),
    )


def _hostile_action(n: int, text: str, finding: str) -> a.Recommendation:
    priority = a.Priority(value=1, terms=(a.Term(name="severity", value=1, label=text),), formula=text)
    return a.Recommendation(
        id=f"r{n}",
        rank=n + 1,
        wave=1,
        title=text,
        body=text,
        effort="low",
        resolves=(finding,),
        priority=priority,
    )
