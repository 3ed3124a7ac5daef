"""What changed between two assessments, as one finished value with a published schema.

``ccrules diff -o x.json`` writes it and ``ccrules schema comparison`` describes it. Texts are in the
language of the later assessment, or in the one asked for.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from ccrules.assessment import Part, Subject

SCHEMA = "ccrules/comparison/1"

#: In the order in which reports show them. Each finding of either side is in one of them.
FINDING_CHANGES = (
    "new",
    "became known",
    "worsened",
    "improved",
    "resolved",
    "became unknown",
    "withdrawn",
    "persisting",
)
FindingChange = Literal[
    "new", "became known", "worsened", "improved", "resolved", "became unknown", "withdrawn", "persisting"
]
ConclusionChange = Literal["new", "gone", "stronger", "weaker", "persisting"]
ActionChange = Literal["new", "gone", "up", "down", "revalued", "persisting"]
#: What became of a value, or of a verdict: another one, or whether it is known.
ValueChange = Literal["changed", "became known", "became unknown"]
ReasonKind = Literal[
    "facts",
    "coverage",
    "subjects",
    "time",
    "thresholds",
    "rules",
    "outcomes",
    "findings",
    "objectives",
    "plan",
    "waiver",
    "review",
    "program",
]


class FactChange(Part):
    """A fact that differs; more than 20 of one attribute are grouped, as ``agent/*.skills``.

    ``before`` and ``after`` are plain JSON; null with an empty text for what was not collected.
    """

    fact: str
    label: str = ""
    before: Any = None
    after: Any = None
    before_text: str = ""
    after_text: str = ""
    change: ValueChange = "changed"
    count: int = 1
    sample: tuple[str, ...] = ()


class Reason(Part):
    """Why something is otherwise.

    ``facts``: values changed. ``coverage``: facts became known or unknown. ``subjects``: members came
    or went. ``time``: the day of the assessment. ``thresholds``: parameters. ``rules``: the definition
    of the rule. ``outcomes``: other outcomes that it reads. ``findings``: findings and conclusions that
    it rests on. ``objectives``: their weights. ``plan``: what other actions already deal with.
    ``program``: nothing but the version of ccrules differs.
    """

    kind: ReasonKind
    text: str
    facts: tuple[FactChange, ...] = ()
    ids: tuple[str, ...] = Field(
        default=(), description="parameters, findings, conclusions, subjects or objectives, as the kind says"
    )


class ChangedFinding(Part):
    """A finding of either side.

    ``before`` and ``after`` are verdicts (``fail``, ``pass``, ``not_assessed``, ``not_applicable``,
    ``error``); empty where there is no such outcome. A finding that the review has rejected is
    ``fail`` to the engine and no finding to the reader: ``withdrawn``.
    """

    id: str
    check: str
    subject: Subject
    title: str
    message: str = ""
    change: FindingChange
    before: str = ""
    after: str = ""
    severity_before: str = ""
    severity_after: str = ""
    exposure_before: int | float | None = None
    exposure_after: int | float | None = None
    exposure_unit: str = ""
    waived_before: str = Field(
        default="", description="the mark of a waiver in force; empty if there is none"
    )
    waived_after: str = ""
    reasons: tuple[Reason, ...] = ()
    explained: bool = Field(default=True, description="false for a change without any reason")
    text: str = Field(default="", description="the change in words")


class ChangedOutcome(Part):
    """An outcome that is a finding on neither side and whose verdict differs."""

    id: str
    check: str
    subject: Subject
    title: str
    change: Literal["became known", "became unknown", "changed"]
    before: str
    after: str
    reasons: tuple[Reason, ...] = ()
    explained: bool = True
    text: str = ""


class ChangedConclusion(Part):
    """A cause, consequence, anti-pattern or strength that came, went, or is held more or less firmly."""

    key: str
    id: str
    kind: str
    subject: Subject
    title: str
    change: ConclusionChange
    belief_before: float | None = None
    belief_after: float | None = None
    reasons: tuple[Reason, ...] = ()
    explained: bool = True
    text: str = ""


class ChangedAction(Part):
    """A recommendation that came, went, or stands elsewhere in the plan."""

    id: str
    title: str
    change: ActionChange
    rank_before: int | None = None
    rank_after: int | None = None
    priority_before: int | float | None = None
    priority_after: int | float | None = None
    resolves_before: int = 0
    resolves_after: int = 0
    reasons: tuple[Reason, ...] = ()
    explained: bool = True
    text: str = ""


class ChangedParameter(Part):
    """A parameter whose value differs."""

    name: str
    label: str = ""
    before: str = ""
    after: str = ""
    set_by: str = ""


class ChangedRuleset(Part):
    """A ruleset that differs; empty versions for one that is not there."""

    name: str
    version_before: str = ""
    version_after: str = ""
    sha256_before: str = ""
    sha256_after: str = ""
    checks_added: tuple[str, ...] = ()
    checks_removed: tuple[str, ...] = ()
    checks_changed: tuple[str, ...] = ()


class ChangedWaiver(Part):
    """A waiver that came, went, or stands otherwise."""

    check: str
    subject: str
    before: str = Field(default="", description="its standing; empty if it was not there")
    after: str = ""
    expires_before: str = ""
    expires_after: str = ""
    text: str = ""


class Side(Part):
    """One of the two assessments."""

    name: str = ""
    date: str = ""
    status: str = ""
    ccrules: str = ""
    coverage: float | None = None
    findings: int = 0
    waived: int = 0
    rejected: int = 0
    severities: dict[str, int] = Field(default={}, description="findings by severity")
    rulesets: tuple[str, ...] = ()


class Comparison(Part):
    """All that differs between two assessments, and why."""

    schema_: str = Field(alias="schema", description="always ``ccrules/comparison/1``")
    ccrules: str
    language: Literal["en", "fr"] = "en"
    before: Side
    after: Side
    summary: dict[str, int] = Field(description="number of findings by change")
    messages: tuple[str, ...] = Field(default=(), description="what matters most, in sentences")
    findings: tuple[ChangedFinding, ...] = ()
    conclusions: tuple[ChangedConclusion, ...] = ()
    recommendations: tuple[ChangedAction, ...] = ()
    outcomes: tuple[ChangedOutcome, ...] = ()
    facts: tuple[FactChange, ...] = Field(
        default=(), description="all facts that checks read and that differ"
    )
    parameters: tuple[ChangedParameter, ...] = ()
    rulesets: tuple[ChangedRuleset, ...] = ()
    waivers: tuple[ChangedWaiver, ...] = ()
    notes: tuple[str, ...] = Field(default=(), description="what the comparison can't tell")

    model_config = Part.model_config | {"populate_by_name": True}

    @property
    def empty(self) -> bool:
        """Whether nothing differs but what both have in common."""
        changes: list[str] = [one.change for one in self.findings]
        changes += [one.change for one in self.conclusions]
        changes += [one.change for one in self.recommendations]
        return not (
            set(changes) - {"persisting"}
            or self.outcomes
            or self.facts
            or self.parameters
            or self.rulesets
            or self.waivers
        )
