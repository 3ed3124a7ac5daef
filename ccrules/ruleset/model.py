"""What a loaded method is made of; every part knows where it was written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ccrules.conditions.checker import SEVERITY
from ccrules.conditions.written import Written
from ccrules.errors import NOWHERE, Message, Place
from ccrules.facts.trust import Trust
from ccrules.facts.vocabulary import LocalText, Vocabulary
from ccrules.ruleset.diagram_rules import DiagramRules
from ccrules.ruleset.score_rules import ScoreRules

#: From worst to mildest.
SEVERITIES = tuple(reversed(SEVERITY.values))
EFFORTS = ("low", "medium", "high")
#: What the confidence of a finding is multiplied by if it rests on a figure in doubt.
CONFIDENCE_IN_DOUBT = 0.5


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from.

    Attributes:
        title: the publication.
        section: the part of it.
        url: an address, if it is public.
        note: a remark on how the rule follows from it.
    """

    title: str
    section: str = ""
    url: str = ""
    note: LocalText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Superseded:
    """What a field held before somebody changed it.

    Attributes:
        value: what it held.
        place: where it was set.
    """

    value: Any
    place: Place


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number, text or choice of the method that a client may set inside bounds.

    Attributes:
        name: a Python identifier.
        type: an attribute type other than ``ref``.
        default: the value unless somebody sets another.
        unit: the unit of a number.
        minimum: lowest allowed value; None if unbounded.
        maximum: highest allowed value; None if unbounded. Bounds of durations are in seconds.
        bounds_at: where the bounds were last set.
        values: the values of an enum.
        labels: labels of enum values.
        label: its name for people.
        why: the reason of the default.
        sources: where the default comes from; empty if it is the ruleset's own.
        set_by: who set ``value``: a ruleset's name, ``--param`` …; empty for the default.
        value: the value in force, of Python type bool, int, float, str or Duration.
        loosened: the reason why its bounds were made wider; empty if they were not.
        loosened_by: the ruleset or profile that made them wider.
        place: where it was declared or last set.
        set_at: the place of each field that an override or the user set, by field.
        set_before: of each such field, who set it before and to what, the earliest first.
    """

    name: str
    type: str
    default: Any
    value: Any
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    bounds_at: Place = NOWHERE
    values: tuple[str, ...] = ()
    labels: Mapping[str, LocalText] = field(default_factory=dict)
    label: LocalText = field(default_factory=dict)
    why: LocalText = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    set_by: str = ""
    loosened: LocalText = field(default_factory=dict)
    loosened_by: str = ""
    place: Place = NOWHERE
    set_at: Mapping[str, Place] = field(default_factory=dict)
    set_before: Mapping[str, tuple[Superseded, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One question put to each subject of a type, or to the organisation.

    Attributes:
        id: stable and unique over all rulesets of an assessment.
        ruleset: the name of the ruleset that defines it.
        title: what is wrong when it fails, in a few words.
        when: true if the anti-pattern is there; None for a Python check.
        subject: the entity type it is put to; empty for the organisation as a whole.
        applies: guard; a subject for which it is false is not applicable.
        let: named expressions, in order, visible in ``when``, severity, exposure and texts.
        severity: one of :data:`SEVERITIES` or an expression with these names.
        exposure: a number that says how much is exposed, such as a volume.
        message: what the finding says, a template.
        strength: what is said when it passes, a template; empty if nothing.
        advice: what good looks like, a template; may be empty.
        recommend: ids of recommendations.
        topics: what it is about, among the ruleset's topics.
        over_outcomes: whether it reads the outcomes of other checks (a later stratum).
        doubts: the attributes of its subject, as ``type.attribute``, that are in doubt where it fails.
        doubt: what the confidence of a finding that rests on one of them is multiplied by; None if
            nothing is in doubt.
        sources: where it comes from.
        run: the Python function of a Python check.
        needs: the attributes a Python check reads, as ``type.attribute``.
        off: the reason if an override switched it off; empty otherwise.
        deprecated: what to use instead, if it is to go; empty otherwise.
        question: its expressions, type-checked (``ccrules.conditions.checker.Question``); None for
            a Python check.
        python_terms: of a Python check those beside its function (``ccrules.conditions.checker.Terms``).
        place: where it was declared.
        set_at: the place of each field that an override set, by field.
        set_before: of each such field, who set it before and to what, the earliest first.
    """

    id: str
    ruleset: str
    title: LocalText
    severity: Written
    when: Written | None = None
    subject: str = ""
    applies: Written | None = None
    let: Mapping[str, Written] = field(default_factory=dict)
    exposure: Written | None = None
    message: LocalText = field(default_factory=dict)
    strength: LocalText = field(default_factory=dict)
    advice: LocalText = field(default_factory=dict)
    recommend: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    over_outcomes: bool = False
    doubts: tuple[Written, ...] = ()
    doubt: float | None = None
    sources: tuple[Source, ...] = ()
    run: Callable[..., Any] | None = None
    needs: tuple[str, ...] = ()
    off: LocalText = field(default_factory=dict)
    deprecated: LocalText = field(default_factory=dict)
    question: Any = field(default=None, compare=False)
    python_terms: Any = field(default=None, compare=False)
    place: Place = NOWHERE
    set_at: Mapping[str, Place] = field(default_factory=dict)
    set_before: Mapping[str, tuple[Superseded, ...]] = field(default_factory=dict)

    @property
    def terms(self) -> Any:
        """Its type-checked expressions, whether a condition or a Python function judges."""
        return self.python_terms if self.question is None else self.question


@dataclass(frozen=True, slots=True)
class Premise:
    """One positive pattern of an inference rule.

    Attributes:
        kind: ``finding``, ``passed``, ``not_assessed``, ``fact`` or ``conclusion``.
        name: the check, entity type or conclusion it speaks of.
        alias: the name other patterns join on (``as``); empty if existential.
        where: attribute values a fact must have, as plain Python values.
        same: joins: own field to ``alias`` or ``alias.field``.
        place: where it was written.
    """

    kind: str
    name: str
    alias: str = ""
    where: Mapping[str, Any] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Inference:
    """A rule from findings, facts and conclusions to a conclusion.

    Attributes:
        id: stable and unique.
        ruleset: the name of the ruleset that defines it.
        alternatives: conjunctions of premises, one of which must hold (``any`` and
            ``at_least`` are expanded on load).
        conclusion: the id of what is concluded.
        kind: ``cause``, ``consequence``, ``anti-pattern`` or ``strength``.
        about: the alias whose subject the conclusion is about; empty for the organisation.
        subject: the entity type that it is about; ``organisation`` for the whole.
        title: the conclusion in a few words.
        body: more on it, Markdown template; may be empty.
        belief: how far the premises, if certain, support the conclusion, 0 to 1.
        severity: of an anti-pattern; empty otherwise.
        explains: checks whose findings the conclusion explains.
        recommend: ids of recommendations.
        sources: where it comes from.
        place: where it was declared.
    """

    id: str
    ruleset: str
    alternatives: tuple[tuple[Premise, ...], ...]
    conclusion: str
    kind: str
    title: LocalText
    belief: float
    about: str = ""
    subject: str = ""
    body: LocalText = field(default_factory=dict)
    severity: str = ""
    explains: tuple[str, ...] = ()
    recommend: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Something to do.

    Attributes:
        id: stable and unique.
        ruleset: the name of the ruleset that defines it.
        title: an action in a few words, starting with a verb.
        body: steps, who, how one sees that it worked; Markdown template.
        effort: one of :data:`EFFORTS`.
        objectives: ids of objectives it serves.
        after: ids of recommendations that must come first.
        owner: the role that leads it.
        horizon: by when, as written.
        sources: where it comes from.
        place: where it was declared.
        set_at: the place of each field that an override set, by field.
        set_before: of each such field, who set it before and to what, the earliest first.
    """

    id: str
    ruleset: str
    title: LocalText
    effort: str
    body: LocalText = field(default_factory=dict)
    objectives: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    owner: LocalText = field(default_factory=dict)
    horizon: LocalText = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    place: Place = NOWHERE
    set_at: Mapping[str, Place] = field(default_factory=dict)
    set_before: Mapping[str, tuple[Superseded, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RulesetInfo:
    """A ruleset's head.

    Attributes:
        name: its name.
        version: its version.
        title: its name for people.
        sha256: hash over the files it was read from.
        files: the files, in order.
    """

    name: str
    version: str
    title: LocalText
    sha256: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """Changes that belong together and that an engagement chooses by name.

    Attributes:
        name: its name.
        title: its name for people.
        why: for whom it is meant.
        extends: the profiles that are applied before it.
        chosen: whether it is applied.
        place: where it was first declared.
    """

    name: str
    title: LocalText
    why: LocalText
    extends: tuple[str, ...]
    chosen: bool
    place: Place


@dataclass(frozen=True, slots=True)
class LockInfo:
    """The lock that rulesets were held to.

    Attributes:
        file: the name of the file.
        sha256: hash of its content.
    """

    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd but usable.

    Attributes:
        code: stable: ``R001`` and so on.
        place: where.
        what: what is odd.
        hint: what to do about it.
        of: the id or name of what it is about; may be empty.
    """

    code: str
    place: Place
    what: Message
    hint: Message | None = None
    of: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        return f"{where}{self.code} {self.what}" + (f" ({self.hint})" if self.hint else "")


@dataclass(frozen=True, slots=True)
class Accepted:
    """Remarks that authors know of and want as it is.

    Attributes:
        code: the code of the remarks.
        of: ids or names that they are about; none for all.
        why: the reason.
        ruleset: whose remarks are meant.
        place: where this was said.
    """

    code: str
    of: tuple[str, ...]
    why: LocalText
    ruleset: str
    place: Place


@dataclass(frozen=True, slots=True)
class Method:
    """All rulesets of an assessment, merged and checked.

    Attributes:
        rulesets: the rulesets, bases first.
        vocabulary: the entity types.
        parameters: by name, with the value in force.
        checks: by id, in order of declaration.
        inferences: by id.
        recommendations: by id.
        topics: what the method covers: id to text.
        objectives: what clients may aim at: id to text.
        catalogue: entries of a catalogue, each with the checks, conclusions or recommendations it led to.
        template_folders: folders with templates of the rulesets' own.
        functions: functions of plugins that conditions may call, by name.
        warnings: what is odd but usable.
        accepted: remarks of lint that authors want as it is.
        derived: the type-checked expressions of computed attributes, by entity type and attribute.
        profiles: by name, those that were chosen among them.
        aliases: ids given up, by kind (check, inference, conclusion, recommendation), each with the one
            that holds now.
        lock: the lock that its rulesets were held to; None if there is none.
        outcome_vocabulary: the entity types and that of outcomes, for checks over outcomes; None
            if there are none.
        scores: how topics and the whole are scored; None if nothing is.
        diagrams: pictures of the facts for reports, by id.
        trust: how much facts are worth by their source and age.
    """

    rulesets: tuple[RulesetInfo, ...]
    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)
    inferences: Mapping[str, Inference] = field(default_factory=dict)
    recommendations: Mapping[str, Recommendation] = field(default_factory=dict)
    topics: Mapping[str, LocalText] = field(default_factory=dict)
    objectives: Mapping[str, LocalText] = field(default_factory=dict)
    catalogue: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    template_folders: tuple[str, ...] = ()
    warnings: tuple[Remark, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    derived: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    lock: LockInfo | None = None
    outcome_vocabulary: Vocabulary | None = None
    scores: ScoreRules | None = None
    diagrams: Mapping[str, DiagramRules] = field(default_factory=dict)
    trust: Trust = field(default_factory=Trust)

    def current(self, kind: str, name: str) -> str:
        """The id that holds now for an id of a kind, which may have been given up."""
        return self.aliases.get(kind, {}).get(name, name)

    def vocabulary_of(self, check: Check) -> Vocabulary:
        """The entity types that a check can speak of."""
        over = self.outcome_vocabulary if check.over_outcomes else None
        return self.vocabulary if over is None else over
