"""From the whole assessment to what an audience may see of it.

What is let through is named here, part by part and field by field; everything else is left at its
default, so that what is added to assessments later reaches nobody until somebody decides that it may.
Renderers see the result and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ccrules import assessment as parts
from ccrules.audience.concluded import Concluded
from ccrules.audience.counting import Counts, counted
from ccrules.audience.outcomes import Outcomes
from ccrules.audience.planned import Planned
from ccrules.audience.redaction import Redaction
from ccrules.audience.views import SECTIONS, View
from ccrules.errors import message
from ccrules.facts.base import FactBase
from ccrules.facts.people import person_types
from ccrules.ruleset.model import SEVERITIES, Method
from ccrules.text import date_text


def for_audience(
    assessment: parts.Assessment, view: View, method: Method, base: FactBase
) -> parts.Assessment:
    """The form of an assessment that an audience may see.

    Args:
        assessment: the whole.
        view: what the audience may see.
        method: the rulesets it was made with, which say how private each attribute is.
        base: the facts it was made from, derived attributes included.
    """
    people = person_types(method.vocabulary)  # a view may name more
    every = people | {name for name in view.people if name in method.vocabulary.types}
    return _Form(Redaction(assessment, view, method, base, every)).whole()


class _Form:
    """The form of an assessment for an audience."""

    def __init__(self, of: Redaction) -> None:
        self.of = of
        self.outcomes, self.concluded = Outcomes(of), Concluded(of)
        self.planned = Planned(of, self.outcomes)

    def whole(self) -> parts.Assessment:
        kept, given = self.outcomes.kept, self.of.given
        counts = counted(kept.findings, kept.passed, kept.not_assessed, kept.not_applicable, kept.errors)
        shown = self._shown(kept.findings)
        found = parts.Assessment(
            ccrules=given.ccrules,
            assessment=given.assessment.model_copy(update={"files": ()}),
            rulesets=given.rulesets,
            inference=given.inference.model_copy(update={"note": ""}),
            summary=counts.summary(),
            objectives=self.of.section("objectives", given.objectives),
            parameters=self._parameters(),
            topics=self.of.section("topics", tuple(self._topics(counts))),
            checks=tuple(self._checks(counts)),
            findings=self.of.section("findings", shown),
            strengths=self.of.section("strengths", tuple(self.outcomes.strengths())),
            passed=self.of.section("passed", kept.passed),
            not_assessed=self.of.section("not_assessed", kept.not_assessed),
            not_applicable=self.of.section("not_applicable", kept.not_applicable),
            errors=self.of.section("errors", kept.errors),
            conclusions=self.concluded.conclusions,
            hypotheses=self.of.section("hypotheses", tuple(self.concluded.hypotheses())),
            differentials=self.of.section("hypotheses", tuple(self.concluded.differentials())),
            recommendations=self.of.section(
                "plan", self.of.cut(self.planned.plan, self.of.view.most_actions)
            ),
            gaps=self.of.section(
                "unknowns", self.of.cut(tuple(self.planned.gaps()), self.of.view.most_unknowns)
            ),
            scores=self._scores(),
        )
        notes = tuple(self._notes(shown))
        return found.model_copy(
            update={"comments": (*notes, *self._comments()), "audience": self._audience(notes)}
        )

    def _shown(self, findings: tuple[parts.Finding, ...]) -> tuple[parts.Finding, ...]:
        """The findings without those left out for brevity."""
        severe = (
            SEVERITIES[: SEVERITIES.index(self.of.view.at_least) + 1] if self.of.view.at_least else SEVERITIES
        )
        return self.of.cut(
            tuple(one for one in findings if one.severity in severe), self.of.view.most_findings
        )

    def _topics(self, counts: Counts) -> Iterable[parts.TopicInfo]:
        for one in self.of.given.topics:
            if self.of.view.topics and one.id not in self.of.view.topics:
                continue
            found = counts.topic(one, self.of.method)
            if not self.of.view.restricted or found.covered or found.not_assessed:
                yield found

    def _checks(self, counts: Counts) -> Iterable[parts.CheckInfo]:
        for one in self.of.given.checks:
            if counts.has(one.id):
                yield one.model_copy(
                    update={**counts.check(one.id), "title": self.of.texts.check_title(one.id, one.title)}
                )

    def _parameters(self) -> tuple[parts.ParameterValue, ...]:
        if self.of.view.parameters == "none":
            return ()
        kept = (
            one for one in self.of.given.parameters if not self.of.sensitivity.hides_parameter(one.set_by)
        )
        said = self.of.say(message("set for this assessment"))
        return tuple(
            one.model_copy(
                update={"set_by": one.set_by and said, "why": self.of.texts.scanned(one.why), "loosened": ""}
            )
            for one in kept
        )

    def _scores(self) -> parts.Scores | None:
        found = self.of.given.scores
        if found is None or "scores" not in self.of.view.sections or self.of.view.restricted:
            return None
        topics = (one for one in found.topics if not self.of.view.topics or one.id in self.of.view.topics)
        return parts.Scores(
            overall=self._score(found.overall),
            topics=tuple(self._score(one) for one in topics),
            weights=found.weights,
            why=found.why,
        )

    def _score(self, score: Any) -> Any:
        kept = tuple(one for one in score.contributions if one.id not in self.of.few)
        contributions = self.of.cut(kept, self.of.view.most_costs)
        gates = tuple(
            one.model_copy(
                update={
                    "findings": self.of.known(one.findings),
                    "waits_for": tuple(name for name in one.waits_for if name not in self.of.few),
                }
            )
            for one in score.gates
        )
        return score.model_copy(update={"contributions": contributions, "gates": gates})

    def _notes(self, shown: tuple[parts.Finding, ...]) -> Iterable[str]:
        """How much is not shown, so that nobody takes a part for the whole."""
        hidden = len(self.of.given.findings) - (len(shown) if "findings" in self.of.view.sections else 0)
        if hidden == 1:
            yield self.of.say(message("1 finding is not shown to this audience."))
        elif hidden:
            yield self.of.say(message("{n} findings are not shown to this audience.", n=hidden))
        actions = (
            len(self.of.cut(self.planned.plan, self.of.view.most_actions))
            if "plan" in self.of.view.sections
            else 0
        )
        fewer = len(self.of.given.recommendations) - actions
        if fewer == 1:
            yield self.of.say(message("1 action is not shown to this audience."))
        elif fewer:
            yield self.of.say(message("{n} actions are not shown to this audience.", n=fewer))
        untold = len(self.of.given.conclusions) - len(self.concluded.conclusions)
        if untold == 1:
            yield self.of.say(message("1 conclusion is not shown to this audience."))
        elif untold:
            yield self.of.say(message("{n} conclusions are not shown to this audience.", n=untold))

    def _comments(self) -> Iterable[str]:
        if "comments" not in self.of.view.sections:
            return ()
        return (one for one in self.of.given.comments if not self.of.texts.scanner.finds(one))

    def _audience(self, notes: tuple[str, ...]) -> parts.Audience:
        classification = self.of.local(self.of.view.classification)
        editions = [
            f"ccrules {self.of.given.ccrules}",
            *(f"{one.name} {one.version}" for one in self.of.given.rulesets),
        ]
        date = date_text(self.of.given.assessment.date, self.of.language)
        line = " · ".join(part for part in (classification, *editions, date) if part)
        return parts.Audience(
            view=self.of.view.name,
            title=self.of.local(self.of.view.title),
            classification=classification,
            line=line,
            notes=notes,
            hidden=tuple(name for name in SECTIONS if name not in self.of.view.sections),
        )
