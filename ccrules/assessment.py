"""The assessment: one finished, immutable value. Renderers see it and nothing else.

Its JSON form has a published schema with a version (``ccrules schema assessment``). Texts
are already in the language of the assessment; numbers, dates and durations in ``values``
are plain JSON, intervals are ``{"low": …, "high": …}``, sets are sorted lists.

Order of the lists: findings by severity (worst first), then exposure (largest first, unknown
last), then check and subject; everything else by check, conclusion or inference id, then
subject; recommendations by rank.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WrapValidator

SCHEMA = "ccrules/assessment/1"


class Part(BaseModel):
    """Base of all parts: immutable, nothing unknown slips in."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


Made = TypeVar("Made", bound=Part)


class Block(Generic[Made]):
    """Parts that are made in one way, when they are asked for.

    Args:
        count: how many there are.
        given: what they are made from, in order.
        make: makes one.
    """

    def __init__(self, count: int, given: Callable[[], Sequence[Any]], make: Callable[[Any], Made]) -> None:
        self.count, self.make, self._given = count, make, given

    @cached_property
    def given(self) -> Sequence[Any]:
        """What the parts are made from."""
        return self._given()


class Many(Sequence[Made]):
    """Many parts of an assessment, each made when it is asked for.

    150 checks of 20,000 subjects have three million outcomes, of which a report names few. They
    are all here, but none takes memory for longer than somebody looks at it.

    Args:
        blocks: the parts, in order.
    """

    def __init__(self, blocks: Iterable[Block[Made]]) -> None:
        self._blocks = tuple(block for block in blocks if block.count)
        self._ends = tuple(accumulate(block.count for block in self._blocks))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Made]:
        for block in self._blocks:
            yield from map(block.make, block.given)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self[one] for one in range(*index.indices(len(self))))
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(index)
        at = bisect_right(self._ends, place)
        block = self._blocks[at]
        return block.make(block.given[place - self._ends[at]])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Many | tuple):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, (tuple(self),)

    def __repr__(self) -> str:
        return f"<{len(self)} parts>"


class Late(Mapping[str, Any]):
    """A part that only some look at, made when somebody does.

    Args:
        make: makes it.
    """

    def __init__(self, make: Callable[[], Mapping[str, Any]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, Any]:
        return self._make()

    def __getitem__(self, name: str) -> Any:
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    def __reduce__(self) -> tuple[Any, ...]:
        return dict, (dict(self),)

    def __repr__(self) -> str:
        return "<made late>"


def _as_late(value: Any, validate: Callable[[Any], Any]) -> Any:
    return value if isinstance(value, Late) else validate(value)


def _as_given(value: Any, validate: Callable[[Any], Any]) -> Any:
    return value if isinstance(value, Many) else tuple(validate(value))


def _in_full(value: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(value)


class Subject(Part):
    """What an outcome is about.

    ``id`` is null where a collection was not collected, so that its members have no names.
    """

    type: str
    id: str | None
    label: str = Field(default="", description="the name for people")


class OriginInfo(Part):
    """Where a value was written."""

    file: str = ""
    line: int = 0
    column: int = 0
    cell: str = ""
    source: str = ""
    by: str = ""
    on: str = ""
    evidence: str = ""


class Evidence(Part):
    """A fact a verdict rests on; more than 20 of one attribute are grouped."""

    fact: str
    value: Any = None
    text: str = Field(default="", description="the value for people, with unit")
    label: str = Field(default="", description="the attribute's name for people")
    origin: OriginInfo | None = None
    count: int = 1
    sample: tuple[str, ...] = ()


class MissingGroup(Part):
    """More than 20 missing facts of one attribute."""

    fact: str
    count: int
    sample: tuple[str, ...]


Missing = str | MissingGroup


class SourceInfo(Part):
    """The publication a rule comes from."""

    title: str
    section: str = ""
    url: str = ""


class ParameterValue(Part):
    """A parameter that a verdict used."""

    name: str
    value: Any
    text: str = ""
    label: str = ""
    unit: str = ""
    set_by: str = Field(default="", description="empty for the ruleset's default")
    why: str = ""
    loosened: str = Field(default="", description="why its bounds were made wider; empty if they were not")
    sources: tuple[SourceInfo, ...] = ()


class OutcomeRead(Part):
    """An outcome that a finding over outcomes rests on; more than 20 of one check are grouped."""

    outcome: str = Field(description="id of the finding, or what it would be; of a group that of the check")
    check: str
    subject: Subject | None = Field(default=None, description="null for a group")
    verdict: Literal["fail", "pass", "not_applicable"]
    title: str = Field(default="", description="the check's title")
    count: int = 1
    sample: tuple[str, ...] = ()


class Waived(Part):
    """A waiver in force for a finding, which stands all the same."""

    until: str = Field(default="", description="the last day; empty for a waiver without an end")
    reason: str
    owner: str = ""
    approver: str = ""
    text: str = Field(description="the whole of it for people")


class Reviewed(Part):
    """What the consultant says of a finding or a recommendation, beside what the engine says."""

    verdict: Literal["accept", "reject", "regrade", "change", "comment"]
    reason: str = ""
    comment: str = ""
    by: str = ""
    on: str = ""
    engine_severity: str = Field(
        default="", description="of a finding that was regraded, the engine's severity"
    )
    engine_rank: int | None = Field(
        default=None, description="of a recommendation, its rank before the review"
    )
    engine_owner: str = ""
    engine_horizon: str = ""
    text: str = Field(description="the whole of it for people")


class Finding(Part):
    """A check that failed for a subject."""

    id: str
    check: str
    subject: Subject
    severity: Literal["critical", "high", "medium", "low", "info"]
    severity_range: tuple[str, str] | None = Field(
        default=None, description="lowest and highest, if undecided"
    )
    title: str
    message: str
    exposure: int | float | None = None
    exposure_range: tuple[int | float | None, int | float | None] | None = None
    exposure_unit: str = ""
    values: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    recommendations: tuple[str, ...] = ()
    sources: tuple[SourceInfo, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    outcomes: tuple[OutcomeRead, ...] = Field(
        default=(), description="of a check over outcomes, those it rests on"
    )
    confidence: float = Field(
        default=1.0, description="less than 1 if it rests on a figure in doubt; of an inferred one its belief"
    )
    doubted_by: tuple[str, ...] = Field(
        default=(), description="ids of the findings that lower the confidence"
    )
    doubt: str | None = Field(default=None, description="the figures in doubt that it rests on, in words")
    topics: tuple[str, ...] = ()
    advice: str = ""
    explained_by: tuple[str, ...] = Field(default=(), description="keys of conclusions")
    waived: Waived | None = Field(default=None, description="the waiver in force, if there is one")
    review: Reviewed | None = Field(
        default=None, description="the consultant's verdict; ``severity`` is then that of the consultant"
    )
    inferred: bool = Field(default=False, description="an anti-pattern that only a combination shows")
    fragile: str | None = Field(
        default=None, description="a measured fact that may turn the verdict inside its margin, and where"
    )
    explanation: dict[str, Any] | None = None


class Strength(Part):
    """Something good that a passed check or a conclusion shows."""

    check: str
    subject: Subject
    text: str


class Passed(Part):
    """A check that holds for a subject whatever the missing facts turn out to be."""

    check: str
    subject: Subject
    fragile: str | None = Field(
        default=None, description="a measured fact that may turn the verdict inside its margin, and where"
    )
    explanation: dict[str, Any] | None = None


class NotAssessed(Part):
    """A check that lacks facts."""

    check: str
    subject: Subject
    would: Literal["fail", "pass", ""] = Field(
        default="", description="the verdict if the check turns out to apply; empty if open too"
    )
    missing: tuple[Missing, ...]
    explanation: dict[str, Any] | None = None


class NotApplicable(Part):
    """A check that makes no sense for a subject, with the reason."""

    check: str
    subject: Subject
    reason: str


class CheckError(Part):
    """A check that broke; the run went on."""

    check: str
    subject: Subject
    message: str
    hint: str = ""


class CheckInfo(Part):
    """What a report needs to know of a check, whatever came of it."""

    id: str
    title: str
    ruleset: str
    subject_type: str
    subject_label: str = Field(default="", description="the subject's type for people, plural")
    subject_label_one: str = Field(default="", description="the subject's type for people, singular")
    topics: tuple[str, ...] = ()
    assessed: int = Field(default=0, description="subjects that failed or passed")
    failed: int = 0
    total: int = Field(default=0, description="all outcomes but not applicable")
    sources: tuple[SourceInfo, ...] = ()


class Because(Part):
    """One firing of an inference rule."""

    inference: str
    findings: tuple[str, ...] = ()
    conclusions: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    not_assessed: tuple[str, ...] = ()
    belief: float = Field(default=0.0, description="rule belief x least belief of the premises")


class Conclusion(Part):
    """What the inference stage concluded.

    ``key`` is the id, followed by ``:type/id`` where the conclusion has a subject.
    """

    id: str
    key: str
    subject: Subject
    kind: Literal["cause", "consequence", "anti-pattern", "strength"]
    title: str
    body: str = ""
    severity: str = ""
    belief: float
    doubt: str | None = Field(
        default=None, description="why it is believed less than its rules alone would say; only if it is"
    )
    explains: tuple[str, ...] = Field(default=(), description="ids of findings")
    because: tuple[Because, ...] = ()
    rejected: tuple[str, ...] = Field(
        default=(), description="findings that it rests on or explains and that the review rejected"
    )
    recommendations: tuple[str, ...] = ()
    sources: tuple[SourceInfo, ...] = ()


class Hypothesis(Part):
    """An inference rule stopped only by undecided premises."""

    inference: str
    conclusion: str
    subject: Subject
    kind: str = ""
    title: str
    supported: bool = Field(default=False, description="whether at least one premise holds")
    missing: tuple[Missing, ...] = ()


class Candidate(Part):
    """A cause that would explain symptoms, beside others that would.

    ``concluded``: a rule for it fired. ``possible``: a rule waits for facts and something supports
    it. ``ruled out``: every rule for it needs something that was looked for and is not there.
    """

    id: str = Field(description="of the conclusion")
    conclusions: tuple[str, ...] = Field(default=(), description="keys of conclusions")
    title: str
    standing: Literal["concluded", "possible", "ruled out"]
    belief: float | None = None
    explains: tuple[str, ...] = Field(default=(), description="the symptoms it would explain")
    rests_on: tuple[str, ...] = Field(default=(), description="ids of findings that speak for it")
    against: tuple[str, ...] = Field(default=(), description="checks that would speak for it but passed")
    missing: tuple[Missing, ...] = Field(default=(), description="facts that further rules for it wait for")
    tells_apart: tuple[Missing, ...] = Field(
        default=(), description="those of the missing facts that no other candidate waits for"
    )


class Differential(Part):
    """Symptoms that several causes would explain, with these causes side by side."""

    symptoms: tuple[str, ...] = Field(description="ids of findings")
    candidates: tuple[Candidate, ...] = Field(description="concluded, then possible, then ruled out")
    consequences: tuple[str, ...] = Field(default=(), description="keys of what is concluded from them")


class Term(Part):
    """One term of a priority."""

    name: str
    value: int | float
    label: str = ""


class Priority(Part):
    """Why an action stands where it stands; ``formula`` gives the arithmetic in full."""

    value: int | float
    terms: tuple[Term, ...]
    formula: str = ""


class Recommendation(Part):
    """An action, with what it resolves and where it stands in the plan."""

    id: str
    rank: int
    wave: int
    title: str
    body: str = Field(default="", description="Markdown")
    effort: Literal["low", "medium", "high"]
    objectives: tuple[str, ...] = ()
    objective_titles: tuple[str, ...] = Field(
        default=(), description="the objectives for people, in the same order"
    )
    after: tuple[str, ...] = ()
    owner: str = ""
    horizon: str = ""
    resolves: tuple[str, ...] = Field(default=(), description="ids of findings")
    addresses: tuple[str, ...] = Field(default=(), description="keys of conclusions")
    adds: int = Field(default=0, description="findings that it resolves and no action before it does")
    leaves: int = Field(default=0, description="findings that neither it nor any action before it resolves")
    leaves_worst: str = Field(
        default="", description="the worst severity among these; empty if there are none"
    )
    prerequisite_only: bool = Field(default=False, description="listed only because another needs it")
    waived: tuple[str, ...] = Field(default=(), description="findings among ``resolves`` that are waived")
    rejected: tuple[str, ...] = Field(
        default=(), description="findings it would resolve, had the review not rejected them"
    )
    review: Reviewed | None = None
    priority: Priority
    sources: tuple[SourceInfo, ...] = ()


class RulesetUsed(Part):
    """A ruleset of the assessment."""

    name: str
    version: str
    sha256: str
    title: str = ""


class ProfileUsed(Part):
    """A profile that was chosen, or one that it extends."""

    name: str
    title: str = ""
    why: str = ""


class LockUsed(Part):
    """The lock that the rulesets were held to."""

    file: str
    sha256: str


class InferenceUsed(Part):
    """Which engine ran, how many facts went in and how many rules fired."""

    engine: str
    facts: int
    fired: int
    note: str = ""


class Summary(Part):
    """Counts of outcomes; coverage = (fail + pass) / (fail + pass + not assessed + error).

    ``coverage`` is null when no check applied at all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, populate_by_name=True)

    fail: int
    passed: int = Field(alias="pass")
    not_assessed: int
    not_applicable: int
    error: int
    coverage: float | None


class TopicInfo(Part):
    """How far a topic of the method was covered."""

    id: str
    title: str
    fail: int = 0
    passed: int = 0
    not_assessed: int = 0
    not_applicable: int = 0
    error: int = 0
    covered: bool = Field(default=False, description="whether any check of it was assessed")


class ObjectiveInfo(Part):
    """An objective the client set."""

    id: str
    title: str
    weight: float


class Gap(Part):
    """A missing fact, or a group of one attribute, and what waits for it."""

    fact: str
    label: str = ""
    question: str = ""
    ask: str = ""
    count: int = 1
    sample: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    blocks: int = Field(default=0, description="outcomes that wait for it")


class Head(Part):
    """What was assessed."""

    name: str = ""
    date: str = ""
    language: Literal["en", "fr"] = "en"
    status: str = "final"
    files: tuple[str, ...] = ()


class FactSource(Part):
    """One of several sources of a fact."""

    value: Any = None
    text: str = Field(default="", description="the value for people, with unit")
    source: str = ""
    by: str = ""
    on: str = ""
    until: str = ""
    evidence: str = ""
    confidence: float = Field(default=1.0, description="how far the ruleset relies on such a source")
    stale: bool = False
    origin: OriginInfo | None = None


class Conflict(Part):
    """A fact of which the sources differ; it is assessed as anything that one of them may mean."""

    fact: str
    subject: Subject
    label: str = Field(default="", description="the attribute's name for people")
    spread: str = Field(description="what the sources leave possible, for people")
    sources: tuple[FactSource, ...] = Field(description="those that the ruleset prefers in front")
    text: str = Field(description="the whole of it for people")


class StaleFact(Part):
    """A fact that is older than it can be relied on; it stays a fact and is believed less."""

    fact: str
    subject: Subject
    label: str = Field(default="", description="the attribute's name for people")
    on: str = ""
    until: str = ""
    valid_for: str = Field(default="", description="how long such a fact can be relied on")
    text: str = Field(description="why, for people")
    origin: OriginInfo | None = None


class Note(Part):
    """Something the reader must know: a conflict between sources, a member nothing is known of."""

    text: str
    origin: OriginInfo | None = None


class Shift(Part):
    """Something that is otherwise if facts are.

    ``before`` and ``after`` are verdicts of a check, such as ``fail`` and ``pass``; empty for
    conclusions and recommendations.
    """

    kind: Literal["finding", "outcome", "conclusion", "recommendation"]
    id: str
    title: str
    subject: Subject | None = None
    before: str = ""
    after: str = ""
    text: str = Field(description="the whole of it for people")


class DiagramNode(Part):
    """An entity of a diagram."""

    subject: Subject
    column: int = Field(description="from 1 on the left")
    size: int | float | None = Field(default=None, description="how large it is; null if nobody knows")
    text: str = Field(default="", description="the same for people, with unit")
    notes: tuple[str, ...] = Field(default=(), description="what else is told of it")
    open: tuple[str, ...] = Field(default=(), description="references whose end nobody knows, for people")


class DiagramEdge(Part):
    """A connection of a diagram, from ``type/id`` to ``type/id``."""

    source: str
    target: str
    label: str = ""
    size: int | float | None = None
    text: str = ""


class DiagramInfo(Part):
    """A picture of the facts, as the method declares it."""

    id: str
    title: str
    intro: str = ""
    columns: tuple[str, ...] = Field(description="what each column holds, for people")
    nodes: tuple[DiagramNode, ...] = ()
    edges: tuple[DiagramEdge, ...] = ()
    left_out: int = Field(default=0, description="entities that are too many to be drawn")


class WhatIf(Part):
    """How the assessment differs from the one without the facts that were set by hand."""

    settings: tuple[str, ...]
    cleared: tuple[Shift, ...] = Field(default=(), description="findings, causes and actions that go")
    appeared: tuple[Shift, ...] = Field(default=(), description="findings, causes and actions that come")
    changed: tuple[Shift, ...] = Field(default=(), description="other outcomes that change")


class FollowUp(Part):
    """What has become of an action, a finding or a missing fact, as the client tells it.

    ``gone``: it was in an earlier plan and this assessment has it no more. ``added``: an action of the
    client's own.
    """

    kind: Literal["action", "finding", "unknown"]
    id: str
    title: str = ""
    status: Literal["to do", "in progress", "done", "dropped"] = "to do"
    owner: str = ""
    due: str = Field(default="", description="a day, such as 2026-12-31")
    comment: str = ""
    standing: Literal["current", "gone", "added"] = "current"


class ScoreContribution(Part):
    """What one check of a topic, or one topic of the whole, brings to a score and costs it.

    ``costs``: points lost at best and at worst. What all of them cost at best, taken from 100, is the
    highest score before gates; what they cost at worst, the lowest.
    """

    id: str = Field(description="of the check or the topic")
    title: str
    weight: float
    held: tuple[float, float] = Field(description="least and greatest share of the weight, 0 to 1")
    costs: tuple[float, float] = Field(description="points, at best and at worst")
    counts: Literal["surely", "perhaps"] = Field(
        default="surely", description="perhaps: it may turn out not to apply"
    )
    severity: str = Field(default="", description="of a check, the worst that it can have")
    fail: int = 0
    passed: int = 0
    not_assessed: int = 0
    error: int = 0


class ScoreGate(Part):
    """Findings that hold a score down whatever the average says."""

    id: str
    title: str
    cap: float
    state: Literal["tripped", "possible", "clear"]
    findings: tuple[str, ...] = Field(default=(), description="ids of the findings that trip it")
    waits_for: tuple[str, ...] = Field(default=(), description="checks that may still trip it")
    text: str = ""


class ScoreGap(Part):
    """How far a score is from what a profile aims at; never below zero."""

    target: str = Field(description="id of the profile")
    title: str
    aim: float
    gap: tuple[float, float] = Field(description="least and greatest, in points")
    standing: Literal["reached", "open", "missed"]
    text: str = ""


class Score(Part):
    """A score from 0 to 100, as an interval: every completion of what is not known lies in it.

    ``low`` and ``high`` are null where no check applies. Never show one without ``coverage``: ``text``
    says all of it.
    """

    low: float | None
    high: float | None
    coverage: float | None = Field(description="share of outcomes decided, 0 to 1")
    text: str = Field(description="the whole of it for people")
    before_gates: tuple[float, float] | None = Field(default=None, description="only if a gate may matter")
    gates: tuple[ScoreGate, ...] = ()
    gaps: tuple[ScoreGap, ...] = ()
    contributions: tuple[ScoreContribution, ...] = Field(default=(), description="the costliest first")
    arithmetic: tuple[str, ...] = Field(
        default=(), description="how the two ends come about before gates, in words"
    )


class TopicScore(Score):
    """The score of a topic."""

    id: str
    title: str


class Scores(Part):
    """How the method scores what was found; only if a ruleset says how."""

    overall: Score
    topics: tuple[TopicScore, ...]
    weights: dict[str, float] = Field(description="what a check weighs, by the worst severity it can have")
    why: str = Field(default="", description="the reason of the weights")


class WaiverUsed(Part):
    """A waiver, whether it is in force, and what it names.

    ``not known``: it has dates and the assessment has none, or one too rough to tell.
    """

    check: str
    subject: str = Field(description="``mailbox/claims``, or ``all``")
    reason: str
    owner: str = ""
    approver: str = ""
    start: str = Field(default="", description="the first day; empty for a waiver that always was")
    expires: str = Field(default="", description="the last day; empty for a waiver without an end")
    standing: Literal["in force", "not yet", "expired", "not known"]
    expires_soon: bool = False
    findings: tuple[str, ...] = Field(default=(), description="ids of the findings it names")
    text: str = Field(description="what there is to say of it")
    origin: OriginInfo | None = None


class UnusedEntry(Part):
    """An entry of a review that names nothing of the assessment."""

    kind: Literal["finding", "recommendation"]
    id: str
    verdict: str
    reason: str = ""
    text: str
    origin: OriginInfo | None = None


class ReviewUsed(Part):
    """The consultant's review as a whole; each mark stands with what it is about."""

    accepted: int = 0
    rejected: int = 0
    regraded: int = 0
    changed: int = 0
    commented: int = 0
    not_reviewed: int = Field(default=0, description="findings and recommendations without a verdict")
    findings: tuple[Finding, ...] = Field(default=(), description="those rejected, as the engine gave them")
    recommendations: tuple[Recommendation, ...] = Field(
        default=(), description="those rejected, as the engine gave them"
    )
    unused: tuple[UnusedEntry, ...] = ()
    remarks: tuple[str, ...] = Field(default=(), description="what the review leaves at odds with itself")


class Definition(Part):
    """What decides a check, an inference or a recommendation, so that two assessments can be compared.

    ``sha256`` is taken over what it is defined by, texts left out. ``reads`` are facts by attribute
    (``mailbox.tracked``), collections (``mailbox[]``) and ``assessment.date``.
    """

    sha256: str
    condition: str = ""
    reads: tuple[str, ...] = ()
    own: tuple[str, ...] = Field(
        default=(), description="those among ``reads`` that it reads of nothing but its subject"
    )
    parameters: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = Field(default=(), description="checks whose outcomes it reads")


class AttributeInfo(Part):
    """What is needed to print values of an attribute."""

    label: str = ""
    unit: str = ""
    type: str = ""
    values: dict[str, str] = Field(default={}, description="labels of the values of a choice")
    privacy: str = Field(default="", description="``public``, ``client``, ``personal`` or ``internal``")


class Audience(Part):
    """For whom this form of the assessment was made, and what it leaves out."""

    view: str
    title: str = ""
    classification: str = ""
    line: str = Field(default="", description="what stands on each page: classification, versions, date")
    notes: tuple[str, ...] = Field(default=(), description="how much is not shown; also among the comments")
    hidden: tuple[str, ...] = Field(default=(), description="sections that are no part of the form")


_Mapped = WrapValidator(_as_late)


class Assessment(Part):
    """The whole result."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, populate_by_name=True)

    schema_: str = Field(default=SCHEMA, alias="schema")
    ccrules: str
    assessment: Head
    rulesets: tuple[RulesetUsed, ...]
    profiles: tuple[ProfileUsed, ...] = Field(default=(), description="only if any was chosen")
    lock: LockUsed | None = Field(default=None, description="only if the rulesets were held to one")
    inference: InferenceUsed
    summary: Summary
    objectives: tuple[ObjectiveInfo, ...] = ()
    parameters: tuple[ParameterValue, ...] = ()
    topics: tuple[TopicInfo, ...] = ()
    checks: tuple[CheckInfo, ...] = ()
    findings: tuple[Finding, ...] = ()
    strengths: tuple[Strength, ...] = ()
    passed: Annotated[
        Sequence[Passed], WrapValidator(_as_given), PlainSerializer(_in_full, return_type=tuple[Passed, ...])
    ] = ()
    not_assessed: Annotated[
        Sequence[NotAssessed],
        WrapValidator(_as_given),
        PlainSerializer(_in_full, return_type=tuple[NotAssessed, ...]),
    ] = ()
    not_applicable: Annotated[
        Sequence[NotApplicable],
        WrapValidator(_as_given),
        PlainSerializer(_in_full, return_type=tuple[NotApplicable, ...]),
    ] = ()
    errors: tuple[CheckError, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    differentials: tuple[Differential, ...] = Field(default=(), description="competing causes side by side")
    recommendations: tuple[Recommendation, ...] = ()
    gaps: tuple[Gap, ...] = Field(default=(), description="missing facts, most blocking first")
    conflicts: tuple[Conflict, ...] = Field(default=(), description="facts of which the sources differ")
    stale: tuple[StaleFact, ...] = Field(default=(), description="facts older than they can be relied on")
    notes: tuple[Note, ...] = ()
    what_if: WhatIf | None = Field(default=None, description="only if facts were set by hand")
    scores: Scores | None = Field(default=None, description="only if a ruleset says how to score")
    diagrams: tuple[DiagramInfo, ...] = Field(default=(), description="pictures of the facts")
    comments: tuple[str, ...] = ()
    audience: Audience | None = Field(default=None, description="only if the form is for an audience")
    waivers: tuple[WaiverUsed, ...] = Field(default=(), description="only if waivers were given")
    review: ReviewUsed | None = Field(default=None, description="only if a review was given")
    facts: Annotated[Mapping[str, Any], _Mapped, PlainSerializer(dict, return_type=dict[str, Any])] = Field(
        default={},
        description="the facts that checks read, by public name; a collection ``type[]`` with its members",
    )
    attributes: Annotated[
        Mapping[str, AttributeInfo], _Mapped, PlainSerializer(dict, return_type=dict[str, AttributeInfo])
    ] = Field(default={}, description="of these facts, by ``type.attribute``")
    definitions: Annotated[
        Mapping[str, Definition], _Mapped, PlainSerializer(dict, return_type=dict[str, Definition])
    ] = Field(
        default={},
        description="by ``check/ID``, ``inference/ID`` and ``recommendation/ID``: what decides them",
    )
    aliases: dict[str, dict[str, str]] = Field(
        default={}, description="ids given up, by kind, each with the one that holds now"
    )
    follow_up: tuple[FollowUp, ...] = Field(
        default=(), description="what has become of earlier actions; only if a plan was given"
    )
