"""What all stages found, as one assessment."""

from __future__ import annotations

from collections.abc import Iterable

from ccrules.assembly import definitions, diagnosis, gaps, head, outcomes, planning, provenance
from ccrules.assembly import findings as finding_parts
from ccrules.assembly.conclusions import Concluding, explained_by
from ccrules.assembly.context import Context
from ccrules.assembly.diagrams import diagrams
from ccrules.assembly.scores import scores
from ccrules.assessment import Assessment, Conclusion, Finding, InferenceUsed, Late
from ccrules.engine.reasoning import Reasoning
from ccrules.version import __version__


def assembled(context: Context, reasoning: Reasoning, note: str) -> Assessment:
    """Make the assessment.

    Args:
        context: the outcomes of checks, and what they were made of.
        reasoning: what was inferred from them.
        note: what is to be said of the inference.
    """
    checked = finding_parts.findings(context)
    reasons = Concluding(context, reasoning, checked)
    concluded = reasons.conclusions()
    possible = reasons.hypotheses()
    good = finding_parts.check_strengths(context, context.outcomes.values())
    return Assessment(
        ccrules=__version__,
        assessment=head.head(context),
        rulesets=head.rulesets(context),
        profiles=head.profiles(context),
        lock=head.lock(context),
        inference=InferenceUsed(
            engine=reasoning.result.engine,
            facts=reasoning.result.facts,
            fired=reasoning.result.fired,
            note=note,
        ),
        summary=outcomes.summary(context.outcomes.values()),
        objectives=head.objectives(context),
        parameters=head.parameters(context),
        topics=outcomes.topics(context),
        checks=outcomes.check_infos(context),
        findings=_findings([*checked, *reasons.anti_patterns(concluded)], concluded),
        strengths=outcomes.in_order([*good, *reasons.strengths(concluded)]),
        passed=outcomes.passed(context),
        not_assessed=outcomes.not_assessed(context),
        not_applicable=outcomes.not_applicable(context),
        errors=outcomes.errors(context),
        conclusions=concluded,
        hypotheses=possible,
        differentials=diagnosis.differentials(context, checked, concluded, possible),
        recommendations=planning.recommendations(context, checked, concluded),
        gaps=gaps.gaps(context),
        conflicts=provenance.conflicts(context),
        stale=provenance.stale(context),
        notes=head.notes(context),
        facts=Late(lambda: definitions.facts(context)),
        attributes=Late(lambda: definitions.attributes(context)),
        definitions=Late(lambda: definitions.definitions(context)),
        aliases={kind: dict(names) for kind, names in context.method.aliases.items() if names},
        scores=scores(context, checked),
        diagrams=diagrams(context),
    )


def _findings(found: Iterable[Finding], concluded: Iterable[Conclusion]) -> tuple[Finding, ...]:
    """Findings with the causes that explain them, in order."""
    causes = explained_by(concluded)
    told = (one.model_copy(update={"explained_by": causes.get(one.id, ())}) for one in found)
    return tuple(sorted(told, key=finding_parts.sort_key))
