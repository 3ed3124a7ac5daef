"""Conclusions, hypotheses and competing causes as an audience may see them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from ccrules import assessment as parts
from ccrules.audience.redaction import Redaction


class Concluded:
    """What is concluded in one form.

    Args:
        of: what its parts have in common.
    """

    def __init__(self, of: Redaction) -> None:
        self.of = of

    @cached_property
    def conclusions(self) -> tuple[parts.Conclusion, ...]:
        """Those that may be shown."""
        return tuple(self._conclusion(one) for one in self.of.given.conclusions if one.key in self.of.keys)

    def _conclusion(self, one: parts.Conclusion) -> parts.Conclusion:
        return parts.Conclusion(
            id=one.id,
            key=self.of.masks.outcome(one.key),
            subject=self.of.masks.subject(one.subject),
            kind=one.kind,
            title=self.of.texts.conclusion(one.id, "title", one.title) or self.of.texts.neutral,
            body=self.of.texts.conclusion(one.id, "body", one.body),
            severity=one.severity,
            belief=one.belief,
            doubt=self._doubt(one),
            explains=self.of.known(one.explains),
            because=tuple(map(self._because, one.because)),
            recommendations=tuple(name for name in one.recommendations if name in self.of.actions),
            sources=one.sources,
        )

    def _doubt(self, one: parts.Conclusion) -> str | None:
        """Why it is believed less: for those who may see where facts come from, of all that it names."""
        of = self.of
        whole = of.view.origins != "none" and not (of.view.restricted or of.view.topics or of.few)
        return self.of.texts.optional(one.doubt) if whole else None

    def _because(self, one: parts.Because) -> parts.Because:
        return parts.Because(
            inference=one.inference,
            findings=self.of.known(one.findings),
            conclusions=tuple(self.of.masks.outcome(key) for key in one.conclusions if key in self.of.keys),
            facts=self.of.masks.facts(one.facts),
            belief=one.belief,
        )

    def hypotheses(self) -> Iterable[parts.Hypothesis]:
        """Rules that wait for facts, where nothing is restricted."""
        for one in self.of.given.hypotheses:
            if self.of.view.restricted or self.of.view.topics or one.conclusion in self.of.conclusions_of_few:
                continue  # what a rule waits for may be anybody's affair
            yield parts.Hypothesis(
                inference=one.inference,
                conclusion=one.conclusion,
                subject=self.of.masks.subject(one.subject),
                kind=one.kind,
                title=self.of.texts.conclusion(one.conclusion, "title", one.title) or self.of.texts.neutral,
                supported=one.supported,
                missing=self.of.masks.missing(one.missing),
            )

    def differentials(self) -> Iterable[parts.Differential]:
        """Competing causes of what is shown."""
        for one in self.of.given.differentials:
            if self.of.view.restricted or self.of.view.topics or not set(one.symptoms) <= self.of.ids:
                continue
            yield parts.Differential(
                symptoms=self.of.known(one.symptoms),
                candidates=tuple(map(self._candidate, one.candidates)),
                consequences=tuple(
                    self.of.masks.outcome(key) for key in one.consequences if key in self.of.keys
                ),
            )

    def _candidate(self, one: parts.Candidate) -> parts.Candidate:
        return parts.Candidate(
            id=one.id,
            conclusions=tuple(self.of.masks.outcome(key) for key in one.conclusions if key in self.of.keys),
            title=self.of.texts.conclusion(one.id, "title", one.title) or self.of.texts.neutral,
            standing=one.standing,
            belief=one.belief,
            explains=self.of.known(one.explains),
            rests_on=self.of.known(one.rests_on),
            against=tuple(name for name in one.against if name not in self.of.few),
            missing=self.of.masks.missing(one.missing),
            tells_apart=self.of.masks.missing(one.tells_apart),
        )
