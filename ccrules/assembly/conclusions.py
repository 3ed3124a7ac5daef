"""Conclusions with the reasons they rest on, hypotheses, and anti-patterns that only a combination shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ccrules import assessment as parts
from ccrules.assembly.context import Context
from ccrules.assembly.lowered import Lowered
from ccrules.engine.inference import Conclusion, Firing, Hypothesis
from ccrules.engine.reasoning import Reasoning, subject_of
from ccrules.facts.base import Entity
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.model import Inference


class Concluding:
    """Turns what the inference stage found into parts of the assessment.

    Args:
        context: the assessment in the making.
        reasoning: what fired.
        findings: the findings of checks.
    """

    def __init__(self, context: Context, reasoning: Reasoning, findings: Iterable[parts.Finding]) -> None:
        self.context, self.reasoning = context, reasoning
        found = list(findings)
        self.lowered = Lowered(context, reasoning, found)
        self.by_check: dict[str, list[parts.Finding]] = {}
        for finding in found:
            self.by_check.setdefault(finding.check, []).append(finding)

    def conclusions(self) -> tuple[parts.Conclusion, ...]:
        """Every conclusion, by id and subject."""
        fired: dict[Conclusion, list[Firing]] = {}
        for firing in self.reasoning.result.firings:
            fired.setdefault(firing.conclusion, []).append(firing)
        return tuple(self._conclusion(one, fired[one]) for one in self.reasoning.result.conclusions)

    def _conclusion(self, conclusion: Conclusion, firings: Sequence[Firing]) -> parts.Conclusion:
        inferences = self._inferences(conclusion.id, {firing.rule for firing in firings})
        first = inferences[0]
        names = self._names(conclusion)
        return parts.Conclusion(
            id=conclusion.id,
            key=key_of(conclusion),
            subject=self._subject(conclusion),
            kind=first.kind,  # type: ignore[arg-type]  # the loader admits these kinds only
            title=self.context.fill(first.title, names),
            body=self.context.fill(first.body, names, markdown=True),
            severity=first.severity,
            belief=round(self.reasoning.beliefs.conclusions[conclusion], 3),
            doubt=self.lowered.of(conclusion, firings) or None,
            explains=self._explained(conclusion, inferences),
            because=tuple(self._because(firings, conclusion)),
            recommendations=tuple(dict.fromkeys(name for one in inferences for name in one.recommend)),
            sources=_once(self.context.sources(source for one in inferences for source in one.sources)),
        )

    def _inferences(self, conclusion: str, fired: set[str]) -> list[Inference]:
        """The rules that concluded it, the one that says most about it first."""
        found = [
            one
            for one in self.context.method.inferences.values()
            if one.conclusion == conclusion and one.id in fired
        ]
        return sorted(found, key=lambda one: (not one.title, not one.body))

    def _names(self, conclusion: Conclusion) -> dict[str, object]:
        names: dict[str, object] = dict(self.context.common_names)
        entity = self._entity(conclusion)
        if entity is not None:
            names[entity._type.name] = entity
        return names

    def _entity(self, conclusion: Conclusion) -> Entity | None:
        type_name, id_ = subject_of(conclusion)
        if type_name in self.context.base.collections:
            return self.context.base.collections[type_name].by_id.get(id_)
        found = self.context.base.singletons.get(type_name)
        return found if isinstance(found, Entity) and conclusion.subject is not None else None

    def _subject(self, conclusion: Conclusion) -> parts.Subject:
        return self.context.subject(self._entity(conclusion), ORGANISATION)

    def _explained(self, conclusion: Conclusion, inferences: Sequence[Inference]) -> tuple[str, ...]:
        """Ids of the findings it explains: those about the same subject, if there are any."""
        subject = subject_of(conclusion)
        found: list[str] = []
        for check in dict.fromkeys(name for one in inferences for name in one.explains):
            candidates = self.by_check.get(check, [])
            own = [f.id for f in candidates if (f.subject.type, f.subject.id) == subject]
            found += own or [f.id for f in candidates]
        return tuple(sorted(found))

    def _because(self, firings: Sequence[Firing], conclusion: Conclusion) -> Iterable[parts.Because]:
        """One entry per rule and binding, with what each share of the belief comes to."""
        shares = self.reasoning.beliefs.shares[conclusion]
        inferences = self.context.method.inferences
        for firing in firings:
            premises = inferences[firing.rule].alternatives[firing.variant]
            named: dict[str, list[str]] = {}
            for premise, references in zip(premises, firing.premises, strict=True):
                named.setdefault(premise.kind, []).extend(map(_reference, references))
            yield parts.Because(
                inference=firing.rule,
                findings=_unique(named, "finding"),
                conclusions=_unique(named, "conclusion"),
                facts=_unique(named, "fact"),
                passed=_unique(named, "passed"),
                not_assessed=_unique(named, "not_assessed"),
                belief=round(shares[firing.rule], 3),
            )

    # --- hypotheses ------------------------------------------------------------------

    def hypotheses(self) -> tuple[parts.Hypothesis, ...]:
        """Rules stopped only by undecided premises; those that something supports first."""
        found = sorted(
            self.reasoning.hypotheses, key=lambda one: (not one.supported, one.rule, key_of(one.conclusion))
        )
        return tuple(self._hypothesis(one) for one in found)

    def _hypothesis(self, hypothesis: Hypothesis) -> parts.Hypothesis:
        inference = self.context.method.inferences[hypothesis.rule]
        titled = (
            inference
            if inference.title
            else self._inferences(inference.conclusion, set(self.context.method.inferences))[0]
        )
        return parts.Hypothesis(
            inference=hypothesis.rule,
            conclusion=key_of(hypothesis.conclusion),
            subject=self._subject(hypothesis.conclusion),
            kind=inference.kind,
            title=self.context.fill(titled.title, self._names(hypothesis.conclusion)),
            supported=hypothesis.supported,
            missing=self.context.missing(hypothesis.missing),
        )

    # --- findings that only a combination shows --------------------------------------

    @staticmethod
    def anti_patterns(conclusions: Iterable[parts.Conclusion]) -> list[parts.Finding]:
        """Conclusions of kind anti-pattern, as findings."""
        return [
            parts.Finding(
                id=one.key,
                check=one.id,
                subject=one.subject,
                severity=one.severity or "medium",  # type: ignore[arg-type]  # the loader admits severities only
                title=one.title,
                message=one.title,
                recommendations=one.recommendations,
                sources=one.sources,
                inferred=True,
                confidence=one.belief,
            )
            for one in conclusions
            if one.kind == "anti-pattern"
        ]

    @staticmethod
    def strengths(conclusions: Iterable[parts.Conclusion]) -> list[parts.Strength]:
        """Conclusions of kind strength."""
        return [
            parts.Strength(check=one.id, subject=one.subject, text=one.title)
            for one in conclusions
            if one.kind == "strength"
        ]


def key_of(conclusion: Conclusion) -> str:
    """The public key of a conclusion: its id, and its subject where it has one."""
    if conclusion.subject is None:
        return conclusion.id
    type_name, id_ = subject_of(conclusion)
    return f"{conclusion.id}:{type_name}/{id_}"


def explained_by(conclusions: Iterable[parts.Conclusion]) -> dict[str, tuple[str, ...]]:
    """For each finding the keys of the conclusions that explain it, the most believed first."""
    found: dict[str, list[parts.Conclusion]] = {}
    for one in conclusions:
        for finding in one.explains:
            found.setdefault(finding, []).append(one)
    return {
        finding: tuple(one.key for one in sorted(some, key=lambda one: (-one.belief, one.key)))
        for finding, some in found.items()
    }


def _once(sources: Iterable[parts.SourceInfo]) -> tuple[parts.SourceInfo, ...]:
    """Each publication once, in order."""
    return tuple(dict.fromkeys(sources))


def _reference(reference: object) -> str:
    return key_of(reference) if isinstance(reference, Conclusion) else str(reference)


def _unique(named: Mapping[str, Sequence[str]], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(named.get(kind, ())))
