"""Findings and other outcomes as an audience may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ccrules import assessment as parts
from ccrules.audience.marks import reviewed, waived
from ccrules.audience.redaction import Redaction

#: Words for how something came to be known that name nobody.
_SOURCES = frozenset({"measured", "documented", "observed", "declared"})


@dataclass(frozen=True, slots=True)
class Kept:
    """The outcomes that concern an audience, before any of them is left out for brevity."""

    findings: tuple[parts.Finding, ...]
    passed: tuple[parts.Passed, ...]
    not_assessed: tuple[parts.NotAssessed, ...]
    not_applicable: tuple[parts.NotApplicable, ...]
    errors: tuple[parts.CheckError, ...]


class Outcomes:
    """The outcomes of one form.

    Args:
        of: what its parts have in common.
    """

    def __init__(self, of: Redaction) -> None:
        self.of = of

    @cached_property
    def kept(self) -> Kept:
        """The outcomes that concern the audience, masked."""
        given = self.of.given
        return Kept(
            findings=tuple(self._finding(one) for one in given.findings if self.of.concerns(one)),
            passed=tuple(
                parts.Passed(check=one.check, subject=self.of.masks.subject(one.subject))
                for one in given.passed
                if self.of.concerns(one)
            ),
            not_assessed=tuple(
                parts.NotAssessed(
                    check=one.check,
                    subject=self.of.masks.subject(one.subject),
                    would=one.would,
                    missing=self.of.masks.missing(one.missing),
                )
                for one in given.not_assessed
                if self.of.concerns(one)
            ),
            not_applicable=tuple(
                parts.NotApplicable(
                    check=one.check,
                    subject=self.of.masks.subject(one.subject),
                    reason=self.of.texts.scanned(one.reason),
                )
                for one in given.not_applicable
                if self.of.concerns(one)
            ),
            errors=tuple(
                parts.CheckError(
                    check=one.check, subject=self.of.masks.subject(one.subject), message=self.of.texts.neutral
                )
                for one in given.errors
                if self.of.concerns(one)
            ),
        )

    def _finding(self, one: parts.Finding) -> parts.Finding:
        check = self.of.method.checks.get(one.check)
        evidence = tuple(found for item in one.evidence if (found := self._evidence(item)) is not None)
        whole = len(evidence) == len(one.evidence) and all(
            item.text != self.of.texts.hidden for item in evidence
        )
        shows_exposure = check is not None and self.of.texts.shows_exposure(check)
        return parts.Finding(
            id=self.of.masks.outcome(one.id),
            check=one.check,
            subject=self.of.masks.subject(one.subject),
            severity=one.severity,
            severity_range=one.severity_range,
            title=self.of.texts.check_title(one.check, one.title),
            message=self.of.texts.of_finding(one, check),
            exposure=one.exposure if shows_exposure else None,
            exposure_range=one.exposure_range if shows_exposure else None,
            exposure_unit=one.exposure_unit if shows_exposure else "",
            values=self.of.texts.values(one, check),
            parameters=self.of.texts.parameters(one.parameters),
            recommendations=tuple(name for name in one.recommendations if name in self.of.actions),
            sources=one.sources,
            evidence=evidence,
            outcomes=self._read(one.outcomes),
            confidence=one.confidence,
            doubted_by=self.of.known(one.doubted_by),
            doubt=self.of.texts.optional(one.doubt) if whole else None,
            topics=one.topics,
            advice=self.of.texts.advice(one, check),
            explained_by=tuple(self.of.masks.outcome(key) for key in one.explained_by if key in self.of.keys),
            waived=waived(self.of, one.waived),
            review=reviewed(self.of, one.review),
            inferred=one.inferred,
            fragile=self.of.texts.optional(one.fragile) if whole else None,
        )

    def _read(self, outcomes: Iterable[parts.OutcomeRead]) -> tuple[parts.OutcomeRead, ...]:
        """The outcomes that a finding rests on; of groups, only that there are some."""
        found = []
        for one in outcomes:
            if one.check in self.of.few or (one.subject is None and self.of.view.restricted):
                continue
            if one.subject is None or self.of.concern.subject(one.subject):
                subject = one.subject and self.of.masks.subject(one.subject)
                changed = {
                    "outcome": self.of.masks.outcome(one.outcome),
                    "subject": subject,
                    "sample": tuple(map(self.of.masks.outcome, one.sample)),
                    "title": self.of.texts.check_title(one.check, one.title),
                }
                found.append(one.model_copy(update=changed))
        return tuple(found)

    def _evidence(self, one: parts.Evidence) -> parts.Evidence | None:
        name = self.of.masks.fact(one.fact)
        grouped = one.count > 1
        if name is None or (grouped and self.of.view.restricted):
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
            few = self.of.sensitivity.hides_type(one.fact.removesuffix("[]")) and _below(
                one.value, self.of.view.least
            )
            value, text = ({"state": "hidden"}, self.of.texts.hidden) if few else (one.value, one.text)
            return parts.Evidence(**shown, value=value, text=text)
        person = self.of.sensitivity.hides_type(kind)
        if grouped:
            return None if person and one.count < self.of.view.least else parts.Evidence(**shown)
        if self.of.sensitivity.hides(kind, attribute) or self.of.texts.scanner.finds(one.text):
            return parts.Evidence(**shown, value={"state": "hidden"}, text=self.of.texts.hidden)
        return parts.Evidence(**shown, value=one.value, text=one.text)

    def _origin(self, origin: parts.OriginInfo | None) -> parts.OriginInfo | None:
        if origin is None or self.of.view.origins == "none":
            return None
        if self.of.view.origins == "full":
            return origin
        return parts.OriginInfo(source=origin.source if origin.source in _SOURCES else "")

    def strengths(self) -> Iterable[parts.Strength]:
        """What is well, where the text may be told."""
        for one in self.of.given.strengths:
            if self.of.concerns(one):
                text = self.of.texts.strength(one, self.of.method.checks.get(one.check))
                if text:
                    yield parts.Strength(
                        check=one.check, subject=self.of.masks.subject(one.subject), text=text
                    )


def _below(value: Any, least: int) -> bool:
    number = value.get("low") if isinstance(value, dict) else value
    return not isinstance(number, int | float) or number < least
