"""From the whole assessment to what an audience may see of it.

What is let through is named here, part by part and field by field; everything else is left at its
default, so that what is added to assessments later reaches nobody until somebody decides that it may.
Renderers see the result and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ccrules import assessment as parts
from ccrules.audience.counting import Counts, counted
from ccrules.audience.masking import Masks
from ccrules.audience.pseudonyms import Pseudonyms
from ccrules.audience.reads import Sensitivity
from ccrules.audience.scanning import Scanner
from ccrules.audience.scope import Concern
from ccrules.audience.secrets import secret_words
from ccrules.audience.texts import Texts
from ccrules.audience.views import View
from ccrules.errors import message
from ccrules.facts.base import FactBase
from ccrules.ruleset.model import SEVERITIES, Method
from ccrules.text import date_text, localise, translate, typeset


def redacted(
    assessment: parts.Assessment, view: View, method: Method, base: FactBase, people: frozenset[str]
) -> parts.Assessment:
    """What an audience may see of an assessment.

    Args:
        assessment: the whole.
        view: the audience.
        method: the rulesets, which say how private each attribute is.
        base: the facts, derived attributes included.
        people: entity types whose members are people, by the vocabulary; a view may name more.
    """
    every = people | {name for name in view.people if name in method.vocabulary.types}
    return _Redaction(assessment, view, method, base, every).whole()


@dataclass(frozen=True, slots=True)
class _Kept:
    """The outcomes that concern an audience, before any of them is left out for brevity."""

    findings: tuple[parts.Finding, ...]
    passed: tuple[parts.Passed, ...]
    not_assessed: tuple[parts.NotAssessed, ...]
    not_applicable: tuple[parts.NotApplicable, ...]
    errors: tuple[parts.CheckError, ...]


class _Redaction:
    def __init__(
        self, whole: parts.Assessment, view: View, method: Method, base: FactBase, people: frozenset[str]
    ) -> None:
        self.given, self.view, self.method, self.base = whole, view, method, base
        self.language = whole.assessment.language
        self.sensitivity = Sensitivity(method, view, people)
        self.concern = Concern(view, base)
        self.masks = Masks(self.sensitivity, self.concern, Pseudonyms(base, people, view.key))
        scanner = Scanner(secret_words(base, self.sensitivity, self.concern.entity, self.language))
        self.texts = Texts(method, view, self.sensitivity, scanner, self.language)
        self.few = _checks_of_few(whole, self.sensitivity, view.least)

    def whole(self) -> parts.Assessment:
        kept, given = self.kept, self.given
        counts = counted(kept.findings, kept.passed, kept.not_assessed, kept.not_applicable, kept.errors)
        shown = self._shown(kept.findings)
        found = parts.Assessment(
            ccrules=given.ccrules,
            assessment=given.assessment.model_copy(update={"files": ()}),
            rulesets=given.rulesets,
            inference=given.inference.model_copy(update={"note": ""}),
            summary=counts.summary(),
            objectives=self._section("objectives", given.objectives),
            parameters=self._parameters(),
            topics=self._section("topics", tuple(self._topics(counts))),
            checks=tuple(self._checks(counts)),
            findings=self._section("findings", shown),
            strengths=self._section("strengths", tuple(self._strengths())),
            passed=self._section("passed", kept.passed),
            not_assessed=self._section("not_assessed", kept.not_assessed),
            not_applicable=self._section("not_applicable", kept.not_applicable),
            errors=self._section("errors", kept.errors),
            conclusions=self.conclusions,
            hypotheses=self._section("hypotheses", tuple(self._hypotheses())),
            differentials=self._section("hypotheses", tuple(self._differentials())),
            recommendations=self._section("plan", self._cut(self.plan, self.view.most_actions)),
            gaps=self._section("unknowns", self._cut(tuple(self._gaps()), self.view.most_unknowns)),
            scores=self._scores(),
        )
        notes = tuple(self._notes(shown))
        return found.model_copy(
            update={"comments": (*notes, *self._comments()), "audience": self._audience(notes)}
        )

    def _section(self, name: str, found: tuple[Any, ...]) -> tuple[Any, ...]:
        return found if name in self.view.sections else ()

    @staticmethod
    def _cut(found: tuple[Any, ...], most: int | None) -> tuple[Any, ...]:
        return found if most is None else found[:most]

    # --- outcomes --------------------------------------------------------------------

    @cached_property
    def kept(self) -> _Kept:
        given = self.given
        return _Kept(
            findings=tuple(self._finding(one) for one in given.findings if self._concerns(one)),
            passed=tuple(
                parts.Passed(check=one.check, subject=self.masks.subject(one.subject))
                for one in given.passed
                if self._concerns(one)
            ),
            not_assessed=tuple(
                parts.NotAssessed(
                    check=one.check,
                    subject=self.masks.subject(one.subject),
                    would=one.would,
                    missing=self.masks.missing(one.missing),
                )
                for one in given.not_assessed
                if self._concerns(one)
            ),
            not_applicable=tuple(
                parts.NotApplicable(
                    check=one.check,
                    subject=self.masks.subject(one.subject),
                    reason=self.texts.scanned(one.reason),
                )
                for one in given.not_applicable
                if self._concerns(one)
            ),
            errors=tuple(
                parts.CheckError(
                    check=one.check, subject=self.masks.subject(one.subject), message=self.texts.neutral
                )
                for one in given.errors
                if self._concerns(one)
            ),
        )

    def _concerns(self, one: Any) -> bool:
        if one.check in self.few or not self.concern.subject(one.subject):
            return False
        check = self.method.checks.get(one.check)
        if check is None and self.view.restricted:
            return False  # inferred from findings that may be anybody's affair
        topics = check.topics if check else getattr(one, "topics", ())
        return self.concern.topics(topics)

    def _shown(self, findings: tuple[parts.Finding, ...]) -> tuple[parts.Finding, ...]:
        """The findings without those left out for brevity."""
        severe = SEVERITIES[: SEVERITIES.index(self.view.at_least) + 1] if self.view.at_least else SEVERITIES
        return self._cut(tuple(one for one in findings if one.severity in severe), self.view.most_findings)

    @cached_property
    def _ids(self) -> frozenset[str]:
        """The ids of the findings that concern the audience, as they are in the whole assessment."""
        return frozenset(one.id for one in self.given.findings if self._concerns(one))

    def _known(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.masks.outcome(one) for one in ids if one in self._ids)

    def _finding(self, one: parts.Finding) -> parts.Finding:
        check = self.method.checks.get(one.check)
        evidence = tuple(found for item in one.evidence if (found := self._evidence(item)) is not None)
        whole = len(evidence) == len(one.evidence) and all(
            item.text != self.texts.hidden for item in evidence
        )
        shows_exposure = check is not None and self.texts.shows_exposure(check)
        return parts.Finding(
            id=self.masks.outcome(one.id),
            check=one.check,
            subject=self.masks.subject(one.subject),
            severity=one.severity,
            severity_range=one.severity_range,
            title=self.texts.check_title(one.check, one.title),
            message=self.texts.of_finding(one, check),
            exposure=one.exposure if shows_exposure else None,
            exposure_range=one.exposure_range if shows_exposure else None,
            exposure_unit=one.exposure_unit if shows_exposure else "",
            values=self.texts.values(one, check),
            parameters=self.texts.parameters(one.parameters),
            recommendations=tuple(name for name in one.recommendations if name in self._actions),
            sources=one.sources,
            evidence=evidence,
            outcomes=self._read(one.outcomes),
            confidence=one.confidence,
            doubted_by=self._known(one.doubted_by),
            doubt=self.texts.optional(one.doubt) if whole else None,
            topics=one.topics,
            advice=self.texts.advice(one, check),
            explained_by=tuple(self.masks.outcome(key) for key in one.explained_by if key in self._keys),
            waived=self._waived(one.waived),
            inferred=one.inferred,
            fragile=self.texts.optional(one.fragile) if whole else None,
        )

    def _waived(self, waived: parts.Waived | None) -> parts.Waived | None:
        """That a finding is tolerated stays; why and by whom is the client's own affair."""
        if waived is None:
            return None
        text = message("tolerated until {date}", date=waived.until) if waived.until else message("tolerated")
        return parts.Waived(until=waived.until, reason="", text=self._say(text))

    def _read(self, outcomes: Iterable[parts.OutcomeRead]) -> tuple[parts.OutcomeRead, ...]:
        """The outcomes that a finding rests on; of groups, only that there are some."""
        found = []
        for one in outcomes:
            if one.check in self.few or (one.subject is None and self.view.restricted):
                continue
            if one.subject is None or self.concern.subject(one.subject):
                subject = one.subject and self.masks.subject(one.subject)
                changed = {
                    "outcome": self.masks.outcome(one.outcome),
                    "subject": subject,
                    "sample": tuple(map(self.masks.outcome, one.sample)),
                    "title": self.texts.check_title(one.check, one.title),
                }
                found.append(one.model_copy(update=changed))
        return tuple(found)

    def _evidence(self, one: parts.Evidence) -> parts.Evidence | None:
        name = self.masks.fact(one.fact)
        grouped = one.count > 1
        if name is None or (grouped and self.view.restricted):
            return None
        kind, _, attribute = one.fact.partition("/")[0].partition(".")
        attribute = attribute or one.fact.rpartition(".")[2]
        shown: dict[str, Any] = {
            "fact": name,
            "label": one.label,
            "origin": self._origin(one.origin),
            "count": one.count,
        }
        if one.fact.endswith("[]"):
            few = self.sensitivity.hides_type(one.fact.removesuffix("[]")) and _below(
                one.value, self.view.least
            )
            value, text = ({"state": "hidden"}, self.texts.hidden) if few else (one.value, one.text)
            return parts.Evidence(**shown, value=value, text=text)
        person = self.sensitivity.hides_type(kind)
        if grouped:
            return None if person and one.count < self.view.least else parts.Evidence(**shown)
        if self.sensitivity.hides(kind, attribute) or self.texts.scanner.finds(one.text):
            return parts.Evidence(**shown, value={"state": "hidden"}, text=self.texts.hidden)
        return parts.Evidence(**shown, value=one.value, text=one.text)

    def _origin(self, origin: parts.OriginInfo | None) -> parts.OriginInfo | None:
        if origin is None or self.view.origins == "none":
            return None
        if self.view.origins == "full":
            return origin
        return parts.OriginInfo(source=origin.source if origin.source in _SOURCES else "")

    def _strengths(self) -> Iterable[parts.Strength]:
        for one in self.given.strengths:
            if self._concerns(one):
                text = self.texts.strength(one, self.method.checks.get(one.check))
                if text:
                    yield parts.Strength(check=one.check, subject=self.masks.subject(one.subject), text=text)

    # --- conclusions -----------------------------------------------------------------

    @cached_property
    def _keys(self) -> frozenset[str]:
        """The keys of the conclusions that may be shown, as they are in the whole assessment."""
        few = self._conclusions_of_few
        found = [
            one
            for one in self.given.conclusions
            if _KINDS[one.kind] in self.view.sections and one.id not in few and self._follows(one)
        ]
        firmest = sorted(found, key=lambda one: (-one.belief, one.key))
        of_kind = ([one.key for one in firmest if one.kind == kind] for kind in _KINDS)
        return frozenset(
            key for keys in of_kind for key in self._cut(tuple(keys), self.view.most_conclusions)
        )

    @cached_property
    def _conclusions_of_few(self) -> frozenset[str]:
        about: dict[str, int] = {}
        for one in self.given.conclusions:
            if self.sensitivity.hides_type(one.subject.type):
                about[one.id] = about.get(one.id, 0) + 1
        return frozenset(name for name, number in about.items() if number < self.view.least)

    def _follows(self, one: parts.Conclusion) -> bool:
        """Whether a conclusion rests on nothing that the audience may not know of."""
        if not self.concern.subject(one.subject):
            return False
        used = {name for because in one.because for name in because.findings}
        if self.view.restricted or self.view.topics:
            facts = {name for because in one.because for name in because.facts}
            return used <= self._ids and all(self.masks.fact(name) for name in facts)
        return not used or not used.isdisjoint(self._ids)

    @cached_property
    def conclusions(self) -> tuple[parts.Conclusion, ...]:
        return tuple(self._conclusion(one) for one in self.given.conclusions if one.key in self._keys)

    def _conclusion(self, one: parts.Conclusion) -> parts.Conclusion:
        return parts.Conclusion(
            id=one.id,
            key=self.masks.outcome(one.key),
            subject=self.masks.subject(one.subject),
            kind=one.kind,
            title=self.texts.conclusion(one.id, "title", one.title) or self.texts.neutral,
            body=self.texts.conclusion(one.id, "body", one.body),
            severity=one.severity,
            belief=one.belief,
            explains=self._known(one.explains),
            because=tuple(map(self._because, one.because)),
            recommendations=tuple(name for name in one.recommendations if name in self._actions),
            sources=one.sources,
        )

    def _because(self, one: parts.Because) -> parts.Because:
        return parts.Because(
            inference=one.inference,
            findings=self._known(one.findings),
            conclusions=tuple(self.masks.outcome(key) for key in one.conclusions if key in self._keys),
            facts=self.masks.facts(one.facts),
            belief=one.belief,
        )

    def _hypotheses(self) -> Iterable[parts.Hypothesis]:
        for one in self.given.hypotheses:
            if self.view.restricted or self.view.topics or one.conclusion in self._conclusions_of_few:
                continue  # what a rule waits for may be anybody's affair
            yield parts.Hypothesis(
                inference=one.inference,
                conclusion=one.conclusion,
                subject=self.masks.subject(one.subject),
                kind=one.kind,
                title=self.texts.conclusion(one.conclusion, "title", one.title) or self.texts.neutral,
                supported=one.supported,
                missing=self.masks.missing(one.missing),
            )

    def _differentials(self) -> Iterable[parts.Differential]:
        for one in self.given.differentials:
            if self.view.restricted or self.view.topics or not set(one.symptoms) <= self._ids:
                continue
            yield parts.Differential(
                symptoms=self._known(one.symptoms),
                candidates=tuple(map(self._candidate, one.candidates)),
                consequences=tuple(self.masks.outcome(key) for key in one.consequences if key in self._keys),
            )

    def _candidate(self, one: parts.Candidate) -> parts.Candidate:
        return parts.Candidate(
            id=one.id,
            conclusions=tuple(self.masks.outcome(key) for key in one.conclusions if key in self._keys),
            title=self.texts.conclusion(one.id, "title", one.title) or self.texts.neutral,
            standing=one.standing,
            belief=one.belief,
            explains=self._known(one.explains),
            rests_on=self._known(one.rests_on),
            against=tuple(name for name in one.against if name not in self.few),
            missing=self.masks.missing(one.missing),
            tells_apart=self.masks.missing(one.tells_apart),
        )

    # --- plan ------------------------------------------------------------------------

    @cached_property
    def _actions(self) -> frozenset[str]:
        """The recommendations that deal with something the audience may know of."""
        if "plan" not in self.view.sections:
            return frozenset()
        everything = not (self.view.restricted or self.view.topics or self.few)
        chosen = {
            one.id
            for one in self.given.recommendations
            if everything
            or not self._ids.isdisjoint(one.resolves)
            or not self._keys.isdisjoint(one.addresses)
        }
        if self.view.restricted:
            return frozenset(chosen)
        after = {one.id: one.after for one in self.given.recommendations}
        waiting = list(chosen)
        while waiting:
            for name in after.get(waiting.pop(), ()):
                if name not in chosen:
                    chosen.add(name)
                    waiting.append(name)
        return frozenset(chosen)

    @cached_property
    def plan(self) -> tuple[parts.Recommendation, ...]:
        chosen = [one for one in self.given.recommendations if one.id in self._actions]
        return tuple(self._action(rank, one, chosen) for rank, one in enumerate(chosen, 1))

    def _action(
        self, rank: int, one: parts.Recommendation, chosen: list[parts.Recommendation]
    ) -> parts.Recommendation:
        whole, marks = len(self._ids) == len(self.given.findings), one.review
        resolves = self._known(one.resolves)
        before = {name for other in chosen[: rank - 1] for name in other.resolves if name in self._ids}
        mine = {name for name in one.resolves if name in self._ids} - before
        left = [found for found in self.given.findings if found.id in self._ids - before - mine]
        left_worst = min((found.severity for found in left), key=SEVERITIES.index, default="")
        return parts.Recommendation(
            id=one.id,
            rank=one.rank if whole else rank,
            wave=one.wave,
            title=self.texts.action(one.id, "title", one.title) or self.texts.neutral,
            body=self.texts.action(one.id, "body", one.body),
            effort=one.effort,
            objectives=self._section("objectives", one.objectives),
            objective_titles=self._section("objectives", one.objective_titles),
            after=tuple(name for name in one.after if name in self._actions),
            owner=self.texts.action(one.id, "owner", (marks and marks.engine_owner) or one.owner),
            horizon=self.texts.action(one.id, "horizon", (marks and marks.engine_horizon) or one.horizon),
            resolves=resolves,
            addresses=tuple(self.masks.outcome(key) for key in one.addresses if key in self._keys),
            adds=one.adds if whole else len(mine),
            leaves=one.leaves if whole else len(left),
            leaves_worst=one.leaves_worst if whole else left_worst,
            prerequisite_only=one.prerequisite_only,
            priority=one.priority if whole else self._priority(len(resolves)),
            sources=one.sources,
        )

    def _priority(self, number: int) -> parts.Priority:
        """Where findings are hidden, the arithmetic would tell of them: what is shown is counted instead."""
        label = self._say(message("findings resolved"))
        return parts.Priority(value=number, terms=(parts.Term(name="resolves", value=number, label=label),))

    def _gaps(self) -> Iterable[parts.Gap]:
        checks = {one.check for one in self.kept.not_assessed}
        for one in self.given.gaps:
            name = self.masks.fact(one.fact)
            waiting = tuple(check for check in one.checks if check in checks)
            grouped = one.count > 1
            few = one.count < self.view.least and self.sensitivity.hides_type(one.fact.partition("/")[0])
            if name is None or few or not waiting or (grouped and self.view.restricted):
                continue
            yield one.model_copy(
                update={"fact": name, "sample": self.masks.facts(one.sample), "checks": waiting}
                | ({"blocks": 0} if len(waiting) < len(one.checks) else {})
            )

    # --- figures ---------------------------------------------------------------------

    def _topics(self, counts: Counts) -> Iterable[parts.TopicInfo]:
        for one in self.given.topics:
            if self.view.topics and one.id not in self.view.topics:
                continue
            found = counts.topic(one, self.method)
            if not self.view.restricted or found.covered or found.not_assessed:
                yield found

    def _checks(self, counts: Counts) -> Iterable[parts.CheckInfo]:
        for one in self.given.checks:
            if counts.has(one.id):
                yield one.model_copy(
                    update={**counts.check(one.id), "title": self.texts.check_title(one.id, one.title)}
                )

    def _parameters(self) -> tuple[parts.ParameterValue, ...]:
        if self.view.parameters == "none":
            return ()
        kept = (one for one in self.given.parameters if not self.sensitivity.hides_parameter(one.set_by))
        said = self._say(message("set for this assessment"))
        return tuple(
            one.model_copy(
                update={"set_by": one.set_by and said, "why": self.texts.scanned(one.why), "loosened": ""}
            )
            for one in kept
        )

    def _scores(self) -> parts.Scores | None:
        found = self.given.scores
        if found is None or "scores" not in self.view.sections or self.view.restricted:
            return None
        topics = (one for one in found.topics if not self.view.topics or one.id in self.view.topics)
        return parts.Scores(
            overall=self._score(found.overall),
            topics=tuple(self._score(one) for one in topics),
            weights=found.weights,
            why=found.why,
        )

    def _score(self, score: Any) -> Any:
        kept = tuple(one for one in score.contributions if one.id not in self.few)
        contributions = self._cut(kept, self.view.most_costs)
        gates = tuple(
            one.model_copy(
                update={
                    "findings": self._known(one.findings),
                    "waits_for": tuple(name for name in one.waits_for if name not in self.few),
                }
            )
            for one in score.gates
        )
        return score.model_copy(update={"contributions": contributions, "gates": gates})

    # --- what is said of the form itself ---------------------------------------------

    def _say(self, text: Any) -> str:
        return typeset(translate(text, self.language), self.language)

    def _notes(self, shown: tuple[parts.Finding, ...]) -> Iterable[str]:
        """How much is not shown, so that nobody takes a part for the whole."""
        hidden = len(self.given.findings) - (len(shown) if "findings" in self.view.sections else 0)
        if hidden == 1:
            yield self._say(message("1 finding is not shown to this audience."))
        elif hidden:
            yield self._say(message("{n} findings are not shown to this audience.", n=hidden))
        actions = len(self._cut(self.plan, self.view.most_actions)) if "plan" in self.view.sections else 0
        fewer = len(self.given.recommendations) - actions
        if fewer == 1:
            yield self._say(message("1 action is not shown to this audience."))
        elif fewer:
            yield self._say(message("{n} actions are not shown to this audience.", n=fewer))
        untold = len(self.given.conclusions) - len(self.conclusions)
        if untold == 1:
            yield self._say(message("1 conclusion is not shown to this audience."))
        elif untold:
            yield self._say(message("{n} conclusions are not shown to this audience.", n=untold))

    def _comments(self) -> Iterable[str]:
        if "comments" not in self.view.sections:
            return ()
        return (one for one in self.given.comments if not self.texts.scanner.finds(one))

    def _audience(self, notes: tuple[str, ...]) -> parts.Audience:
        classification = self._local(self.view.classification)
        editions = [
            f"ccrules {self.given.ccrules}",
            *(f"{one.name} {one.version}" for one in self.given.rulesets),
        ]
        date = date_text(self.given.assessment.date, self.language)
        line = " · ".join(part for part in (classification, *editions, date) if part)
        return parts.Audience(
            view=self.view.name,
            title=self._local(self.view.title),
            classification=classification,
            line=line,
            notes=notes,
        )

    def _local(self, text: Any) -> str:
        return typeset(localise(text, self.language), self.language)


#: Words for how something came to be known that name nobody.
_SOURCES = frozenset({"measured", "documented", "observed", "declared"})
_KINDS = {
    "cause": "causes",
    "consequence": "consequences",
    "anti-pattern": "patterns",
    "strength": "strengths",
}


def _below(value: Any, least: int) -> bool:
    number = value.get("low") if isinstance(value, dict) else value
    return not isinstance(number, int | float) or number < least


def _checks_of_few(whole: parts.Assessment, sensitivity: Sensitivity, least: int) -> frozenset[str]:
    """Checks on people of which some outcome concerns fewer of them than may be told.

    All outcomes of such a check are hidden: the others would tell who is missing.
    """
    found = set()
    for one in whole.checks:
        if sensitivity.hides_type(one.subject_type):
            numbers = (one.failed, one.assessed - one.failed, one.total - one.assessed)
            if any(0 < number < least for number in numbers):
                found.add(one.id)
    every: tuple[Any, ...] = (*whole.findings, *whole.strengths)
    about_people = (one for one in every if sensitivity.hides_type(one.subject.type))
    about = Counter(one.check for one in about_people)
    known = {one.id for one in whole.checks}
    return frozenset(found | {name for name, number in about.items() if name not in known and number < least})
