"""What a report is made of. Every text is already worded; templates only lay it out.

Lists that may be long come in two parts: what the body shows, and the rest for the annex.
Nothing is lost between them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ccrules.renderers.options import SHORT
from ccrules.renderers.report.score_board import ScoreBoard


@dataclass(frozen=True, slots=True)
class Reference:
    """Something of the report named elsewhere in it.

    Attributes:
        title: its name for people.
        id: its id in the assessment.
        anchor: where it stands in the document; empty if nowhere.
        note: a remark in a few words, such as how many.
    """

    title: str
    id: str = ""
    anchor: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A publication.

    Attributes:
        text: title and section.
        url: an http address, or empty.
    """

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A name and a value."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """One fact under a verdict.

    Attributes:
        label: the attribute's name for people.
        fact: its public name.
        value: the value for people.
        origin: where it was written and by whom; empty if it is derived.
    """

    label: str
    fact: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Row:
    """One finding.

    Attributes:
        id: the finding's id.
        anchor: where it stands.
        subject: the subject's name.
        message: what is said of it.
        severity: critical, high, medium, low or info.
        severity_label: the same for people, with the range if it is undecided.
        exposure: the exposure for people; empty if none.
        proofs: the facts under it.
        explanation: lines of the full explanation, indented by depth; only if asked for.
        fragile: what may turn it inside the margin of a measured fact; empty if it is firm.
        doubt: the figures in doubt that it rests on, and how sure it is; empty if there are none.
        marks: the waiver in force and the consultant's verdict, in words.
        outcomes: the outcomes of other checks that it rests on, or the first of many.
        resolved_by: ranks of the actions that resolve it.
    """

    id: str
    anchor: str
    subject: str
    message: str
    severity: str
    severity_label: str
    exposure: str
    proofs: tuple[Proof, ...]
    explanation: tuple[Line, ...] = ()
    fragile: str = ""
    doubt: str = ""
    marks: tuple[str, ...] = ()
    outcomes: tuple[Reference, ...] = ()
    resolved_by: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation."""

    depth: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """All findings of one check.

    Attributes:
        check: the check's id.
        anchor: where the block stands.
        title: what is wrong.
        severity: the worst severity.
        severity_label: the same for people.
        count: "5 mailboxes out of 12"; empty for a check of the whole organisation.
        inferred: whether it is an anti-pattern that only a combination shows.
        exposure: what all its findings expose together; empty if not known.
        rows: findings shown in the body.
        rest: findings shown in the annex.
        more: "and 7 more"; empty if all are in the body.
        advice: what good looks like.
        actions: recommendations.
        causes: conclusions that explain it.
        parameters: thresholds it used.
        sources: publications it comes from.
        topics: names of its topics.
        about: what its findings are about, such as mailboxes.
    """

    check: str
    anchor: str
    title: str
    severity: str
    severity_label: str
    count: str
    inferred: bool
    exposure: str
    rows: tuple[Row, ...]
    rest: tuple[Row, ...]
    more: str
    advice: str
    actions: tuple[Reference, ...]
    causes: tuple[Reference, ...]
    parameters: tuple[Pair, ...]
    sources: tuple[Link, ...]
    topics: tuple[str, ...]
    about: str = ""

    @property
    def all_rows(self) -> tuple[Row, ...]:
        """Every finding of the check."""
        return self.rows + self.rest

    @property
    def single(self) -> bool:
        """Whether there is one finding and no need of a table."""
        return len(self.rows) == 1 and not self.rest


@dataclass(frozen=True, slots=True)
class Action:
    """One recommendation in the plan.

    Attributes:
        id: its id.
        anchor: where it stands.
        rank: its place in the whole plan.
        wave: when it comes.
        title: what to do.
        body: steps, Markdown.
        effort: low, medium or high.
        effort_label: the same for people.
        worst: the worst severity among the findings it resolves; empty if none.
        owner: who leads it.
        horizon: by when.
        objectives: names of objectives it serves.
        after: actions that come first.
        resolves: what it resolves, one entry per check.
        addresses: causes and other conclusions it addresses.
        enabling: whether it is there only because others need it.
        value: its priority.
        benefit: what it resolves, weighed, without the effort.
        formula: the arithmetic in full.
        terms: the terms of the arithmetic.
        sources: publications it comes from.
        progress: how it stands, as the client tells it; empty unless a plan was given.
        marks: what the review says of it, and which of its findings are waived or rejected.
    """

    id: str
    anchor: str
    rank: int
    wave: int
    title: str
    body: str
    effort: str
    effort_label: str
    worst: str
    owner: str
    horizon: str
    objectives: tuple[str, ...]
    after: tuple[Reference, ...]
    resolves: tuple[Reference, ...]
    addresses: tuple[Reference, ...]
    enabling: bool
    value: str
    benefit: float
    formula: str
    terms: tuple[Pair, ...]
    sources: tuple[Link, ...]
    progress: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wave:
    """Actions that can start together.

    Attributes:
        number: 1 for the first.
        title: its name.
        actions: what the body shows.
        rest: what only the annex shows.
        more: "and 3 more"; empty if all are in the body.
    """

    number: int
    title: str
    actions: tuple[Action, ...]
    rest: tuple[Action, ...]
    more: str

    @property
    def all_actions(self) -> tuple[Action, ...]:
        """Every action of the wave."""
        return self.actions + self.rest


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line of the priority matrix: a severity, and the actions by effort.

    Attributes:
        severity: the severity; empty for actions that resolve no finding.
        label: the severity for people.
        cells: for each effort from low to high, the actions.
    """

    severity: str
    label: str
    cells: tuple[tuple[Reference, ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """What one action adds to those before it.

    Attributes:
        action: the action; its note is its rank.
        effort: its effort for people.
        added: how many findings it is the first to resolve.
        left: how many findings stay open after it.
        worst: the worst severity among these; empty if none stays.
        worst_label: the same for people.
    """

    action: Reference
    effort: str
    added: int
    left: int
    worst: str
    worst_label: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule under a conclusion, with everything it fired on.

    Attributes:
        rule: the rule's id.
        belief: how far it supports the conclusion.
        premises: what it rests on.
    """

    rule: str
    belief: str
    premises: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """A conclusion.

    Attributes:
        key: its key.
        anchor: where it stands.
        title: the conclusion.
        kind: cause, consequence, anti-pattern or strength.
        subject: what it is about; empty for the organisation.
        belief: how firmly it is held.
        belief_share: the same from 0 to 1.
        body: more on it, Markdown.
        explains: findings it explains, one entry per check.
        explains_count: "7 findings"; empty if none.
        grounds: what it rests on.
        actions: recommendations.
        sources: publications it comes from.
        marks: what lowers the belief in it, and what it loses if the review is right.
        resolved_by: ranks of the actions that address it.
    """

    key: str
    anchor: str
    title: str
    kind: str
    subject: str
    belief: str
    belief_share: float
    body: str
    explains: tuple[Reference, ...]
    explains_count: str
    grounds: tuple[Ground, ...]
    actions: tuple[Reference, ...]
    sources: tuple[Link, ...]
    resolved_by: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rival:
    """One of several causes that would explain the same symptoms.

    Attributes:
        title: the cause.
        anchor: where it stands, if it was concluded.
        standing: ``concluded``, ``possible`` or ``ruled out``.
        standing_label: the same for people.
        belief: how firmly it is held; empty unless concluded.
        explains: how many of the symptoms: "2 of 3".
        grounds: findings that speak for it.
        against: checks that would speak for it but passed.
        facts: what would settle it, best what no other cause waits for.
    """

    title: str
    anchor: str
    standing: str
    standing_label: str
    belief: str
    explains: str
    grounds: tuple[Reference, ...]
    against: tuple[Reference, ...]
    facts: str


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Symptoms that several causes would explain.

    Attributes:
        symptoms: one entry per check.
        rivals: the causes, the best explanation first, those ruled out last.
        more: "and 3 more causes are possible"; empty if all are there.
        consequences: what follows from them if nothing changes.
    """

    symptoms: tuple[Reference, ...]
    rivals: tuple[Rival, ...]
    more: str
    consequences: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A missing fact, or a group of one attribute.

    Attributes:
        fact: its public name.
        label: its name for people.
        question: what to ask.
        ask: whom to ask.
        blocks: "blocks 7 checks".
        blocks_number: how many outcomes wait for it.
        checks: the first checks that wait.
        more_checks: "and 7 more"; empty if all are there.
        about: the members it is missing for, if it is a group.
        number: how many facts it stands for.
    """

    fact: str
    label: str
    question: str
    ask: str
    blocks: str
    blocks_number: int
    checks: tuple[Reference, ...]
    more_checks: str
    about: str
    number: int


@dataclass(frozen=True, slots=True)
class Member:
    """A subject without a verdict.

    Attributes:
        subject: its name.
        note: what is known all the same: the verdict if the check applies, or the reason.
        facts: the facts that are missing for it.
        explanation: lines of the full explanation; only if asked for.
        named: false for members of a collection that nobody listed.
    """

    subject: str
    note: str = ""
    facts: str = ""
    explanation: tuple[Line, ...] = ()
    named: bool = True


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects with one outcome of one check.

    Attributes:
        check: the check's id.
        anchor: where the group stands.
        title: the check.
        count: how many subjects, in words.
        note: what they have in common: a reason, or the facts that would settle them.
        members: subjects in the body.
        rest: subjects in the annex.
        more: "and 7 more"; empty if all are in the body.
        topics: names of the check's topics.
        about: what it is about, such as mailboxes.
    """

    check: str
    anchor: str
    title: str
    count: str
    note: str
    members: tuple[Member, ...]
    rest: tuple[Member, ...]
    more: str
    topics: tuple[str, ...] = ()
    about: str = ""

    @property
    def all_members(self) -> tuple[Member, ...]:
        """Every subject of the group."""
        return self.members + self.rest


@dataclass(frozen=True, slots=True)
class Hunch:
    """A rule that would conclude something if missing facts were known."""

    rule: str
    title: str
    kind: str
    supported: str
    facts: str


@dataclass(frozen=True, slots=True)
class Topic:
    """How one topic of the method came out.

    Attributes:
        title: its name.
        counts: fail, passed, not assessed, not applicable, error.
        covered: whether anything of it could be assessed.
        worst: the worst severity found; empty if none.
        worst_label: the same for people.
    """

    title: str
    fail: int
    passed: int
    not_assessed: int
    not_applicable: int
    error: int
    covered: bool
    worst: str
    worst_label: str

    @property
    def total(self) -> int:
        """All outcomes that count for coverage."""
        return self.fail + self.passed + self.not_assessed + self.error


@dataclass(frozen=True, slots=True)
class Strong:
    """Something good, and the check or conclusion that shows it."""

    text: str
    shown_by: str
    subject: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A note with the place it speaks of."""

    text: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ByHand:
    """What people decided of the findings: waivers, what the review rejected, how far it went.

    Attributes:
        id: names the part.
        title: its heading.
        remarks: one for each decision.
    """

    id: str
    title: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """What facts set by hand change.

    Attributes:
        settings: the facts, in a sentence.
        groups: what clears, appears and changes, each with its heading.
    """

    settings: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One message.

    Attributes:
        title: the message in one sentence.
        text: what carries it.
    """

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Lack:
    """Something nobody has said yet.

    Attributes:
        fact: the fact, with the members it is missing for.
        question: what to ask.
        ask: whom to ask; empty if the method does not say.
        change: what the answer could change, in a sentence.
    """

    fact: str
    question: str
    ask: str
    change: str


@dataclass(frozen=True, slots=True)
class Move:
    """One of the actions to decide on.

    Attributes:
        action: the action; its note is its rank.
        owner: who leads it; empty if the method does not say.
        horizon: by when; empty likewise.
        effort: low, medium or high.
        effort_label: the same for people.
        effect: what it is expected to change, in a sentence.
    """

    action: Reference
    owner: str
    horizon: str
    effort: str
    effort_label: str
    effect: str


@dataclass(frozen=True, slots=True)
class Executive:
    """The executive summary.

    Attributes:
        opening: how much could be answered.
        strengths: what holds; empty if nothing is known to.
        messages: up to three messages.
        unknown: what is not known, in one paragraph.
        lacks: the facts that would change most.
        open_causes: causes that can't be excluded yet, in a sentence; empty if there are none.
        moves: up to seven actions.
        more_moves: what the rest of the plan adds; empty if there is none.
        expected: what the actions are expected to change, one sentence each.
        otherwise: what happens if nothing is done, one sentence each.
    """

    opening: str
    strengths: str
    messages: tuple[Point, ...]
    unknown: str
    lacks: tuple[Lack, ...]
    open_causes: str
    moves: tuple[Move, ...]
    more_moves: str
    expected: tuple[str, ...]
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """An entity on a diagram.

    Attributes:
        id: ``type/id``.
        column: its column, from 1.
        title: its name.
        text: how large it is; empty if nobody knows.
        size: the same as a number; None if nobody knows.
        notes: what else is told of it.
        open: references whose end nobody knows.
        findings: how many findings are about it.
        worst: the worst severity among them; empty if there are none.
        worst_label: the same for people.
        anchor: where the worst finding stands.
    """

    id: str
    column: int
    title: str
    text: str
    size: float | None
    notes: tuple[str, ...]
    open: tuple[str, ...]
    findings: int
    worst: str
    worst_label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection on a diagram.

    Attributes:
        source: where it begins, as ``type/id``.
        target: where it ends.
        source_title: where it begins, for people.
        target_title: where it ends, for people.
        label: what it means.
        size: how much flows; None if nobody knows.
        text: the same for people.
    """

    source: str
    target: str
    source_title: str
    target_title: str
    label: str
    size: float | None
    text: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """A picture of the facts.

    Attributes:
        id: its id.
        title: its heading.
        intro: what it shows.
        columns: what each column holds.
        spots: the entities.
        links: the connections.
        more: what was too much to be drawn; empty if everything is there.
    """

    id: str
    title: str
    intro: str
    columns: tuple[str, ...]
    spots: tuple[Spot, ...]
    links: tuple[Connection, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report; see the parts for what they hold.

    Attributes:
        language: of every text in it.
        title: the name of the assessment.
        subtitle: the method's name.
        date: the day of the assessment in words.
        draft: a word if the facts are a draft; empty otherwise.
        printed: the day of printing in words; empty unless asked for.
        coverage: in per cent, in words.
        coverage_share: from 0 to 1; None if nothing applied.
        figures: the counts of outcomes, for the head of the report.
        objectives: what the client aims at, with weights.
        messages: three to six sentences, what matters first.
        executive: the summary for a management committee.
        unknowns: missing facts, most blocking first, for the body.
        more_unknowns: the rest.
        waves: the plan.
        matrix: the priority matrix.
        efforts: names of the efforts, from low to high.
        steps: what each of the first actions adds, and what stays open after it.
        more_steps: what the others add; empty if there are no others.
        topics: the topics of the method.
        severities: counts of findings by severity, worst first.
        diagrams: pictures of the facts, with the findings on them.
        abouts: what checks are put to, such as mailboxes, each once.
        blocks: findings in the body, one block per check.
        more_blocks: blocks that only the annex shows.
        causes: causes.
        rivalries: competing causes side by side.
        consequences: consequences.
        patterns: anti-patterns that only a combination shows.
        strengths: strengths.
        passed: what passed.
        not_assessed: what was not assessed.
        not_applicable: what makes no sense here.
        errors: checks that broke.
        hypotheses: rules that wait for facts.
        notes: what the reader must know.
        comments: the consultant's own remarks, Markdown.
        parameters: parameters in force.
        rulesets: rulesets with version and hash.
        engine: what ran the inference.
        files: the fact files.
        made_with: program and schema.
        what_if: what facts set by hand change; None if there are none.
        progress: how many actions are done, as the client tells it; empty unless a plan was given.
        followed: what is followed though this assessment does not call for it.
        by_hand: waivers and the review as a whole; none unless they were given.
        annex: how much of the annexes was asked for: ``full``, ``short``, or nothing.
    """

    language: str
    title: str
    subtitle: str
    date: str
    draft: str
    printed: str
    coverage: str
    coverage_share: float | None
    figures: tuple[Pair, ...]
    objectives: tuple[Pair, ...]
    messages: tuple[str, ...]
    executive: Executive
    unknowns: tuple[Unknown, ...]
    more_unknowns: tuple[Unknown, ...]
    waves: tuple[Wave, ...]
    matrix: tuple[MatrixRow, ...]
    efforts: tuple[str, ...]
    steps: tuple[Step, ...]
    more_steps: str
    topics: tuple[Topic, ...]
    severities: tuple[Pair, ...]
    diagrams: tuple[Diagram, ...]
    abouts: tuple[str, ...]
    blocks: tuple[Block, ...]
    more_blocks: tuple[Block, ...]
    causes: tuple[Cause, ...]
    rivalries: tuple[Rivalry, ...]
    consequences: tuple[Cause, ...]
    patterns: tuple[Cause, ...]
    strengths: tuple[Strong, ...]
    passed: tuple[Group, ...]
    not_assessed: tuple[Group, ...]
    not_applicable: tuple[Group, ...]
    errors: tuple[Remark, ...]
    hypotheses: tuple[Hunch, ...]
    notes: tuple[Remark, ...]
    comments: tuple[str, ...]
    parameters: tuple[Pair, ...]
    rulesets: tuple[Pair, ...]
    engine: Pair
    files: tuple[str, ...]
    made_with: str
    what_if: Contrast | None = None
    progress: str = ""
    followed: tuple[Remark, ...] = ()
    scores: ScoreBoard | None = None
    marked: str = ""
    by_hand: tuple[ByHand, ...] = ()
    annex: str = ""

    @property
    def short(self) -> bool:
        """Whether the annexes are short: what supports the report line by line is left out."""
        return self.annex == SHORT
