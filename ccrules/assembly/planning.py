"""The plan: ranked recommendations with their arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ccrules import assessment as parts
from ccrules.assembly.context import Context, json_value
from ccrules.conditions import tree
from ccrules.engine.checks import Outcomes
from ccrules.facts.base import Entity
from ccrules.following.stepwise import stepwise
from ccrules.recommend import (
    OpenConclusion,
    OpenFinding,
    PlannedAction,
    Reach,
    already_in_place,
    formula,
    plan,
    term_label,
)
from ccrules.ruleset.model import Check


def recommendations(
    context: Context, findings: Sequence[parts.Finding], conclusions: Iterable[parts.Conclusion]
) -> tuple[parts.Recommendation, ...]:
    """What to do, by rank.

    Args:
        context: the assessment in the making.
        findings: the findings of checks, without those that were concluded.
        conclusions: causes, consequences and anti-patterns.
    """
    actions = plan(
        context.method,
        [_open_finding(finding) for finding in findings],
        [_open_conclusion(one) for one in conclusions if one.kind != "strength"],
        objectives=context.base.objectives,
        reach={name: _reach(context, found) for name, found in context.outcomes.items() if found.failed},
        in_place=_in_place(context),
    )
    return tuple(stepwise([_recommendation(context, action) for action in actions], findings))


def _open_finding(finding: parts.Finding) -> OpenFinding:
    return OpenFinding(
        id=finding.id,
        check=finding.check,
        severity=finding.severity,
        subject=_subject_text(finding.subject),
        exposure=finding.exposure,
        recommend=finding.recommendations,
        confidence=finding.confidence,
    )


def _open_conclusion(one: parts.Conclusion) -> OpenConclusion:
    return OpenConclusion(
        id=one.id,
        key=one.key,
        belief=one.belief,
        kind=one.kind,
        severity=one.severity,
        subject=_subject_text(one.subject),
        explains=one.explains,
        rests_on=tuple(dict.fromkeys(name for because in one.because for name in because.findings)),
        recommend=one.recommendations,
    )


def _subject_text(subject: parts.Subject) -> str:
    return "" if subject.type == subject.id else f"{subject.type}/{subject.id}"


def _reach(context: Context, found: Outcomes) -> Reach:
    """How far a check reaches: its subjects, and what is exposed on them."""
    subjects = [*found.failed, *found.passed]
    known = list(_known_exposures(context, found.check, subjects))
    return Reach(len(subjects), len(known), float(sum(known)))


def _known_exposures(context: Context, check: Check, subjects: Iterable[Entity]) -> Iterator[float]:
    """What is exposed on each subject, where that is decided; mostly a number to be looked up."""
    node = check.terms.exposure if check.terms else None
    if node is None:
        return
    plain = isinstance(node, tree.Field) and isinstance(node.base, tree.Variable)
    for subject in subjects:
        value = subject.__dict__[node.attribute.name] if plain else None
        if value.__class__ is int or value.__class__ is float:
            yield value
            continue
        found = context.runner.exposure(check, subject)
        if found is not None and found.decided and not found.empty:
            yield found.low


def _in_place(context: Context) -> frozenset[str]:
    return already_in_place(context.method, {name: _kinds(found) for name, found in context.outcomes.items()})


def _kinds(found: Outcomes) -> set[str]:
    """The different outcomes that a check gave."""
    kinds: Mapping[str, object] = {
        "fail": found.failed,
        "pass": found.passed,
        "not_assessed": found.open,
        "not_applicable": found.inapplicable,
        "error": found.broken,
    }
    return {name for name, some in kinds.items() if some}


def _recommendation(context: Context, action: PlannedAction) -> parts.Recommendation:
    entry = action.recommendation
    terms = tuple(
        parts.Term(
            name=term.name, value=json_value(float(term.value)), label=term_label(term, context.language)
        )
        for term in action.priority.terms
    )
    return parts.Recommendation(
        id=entry.id,
        rank=action.rank,
        wave=action.wave,
        title=context.fill(entry.title, context.common_names),
        body=context.fill(entry.body, context.common_names, markdown=True),
        effort=entry.effort,  # type: ignore[arg-type]  # the loader admits efforts only
        objectives=entry.objectives,
        objective_titles=tuple(_objective(context, name) for name in entry.objectives),
        after=action.after,
        owner=context.text(entry.owner),
        horizon=context.text(entry.horizon),
        resolves=action.resolves,
        addresses=action.addresses,
        prerequisite_only=action.prerequisite_only,
        priority=parts.Priority(
            value=json_value(float(action.priority.value)),
            terms=terms,
            formula=formula(action.priority, context.language),
        ),
        sources=context.sources(entry.sources),
    )


def _objective(context: Context, name: str) -> str:
    """An objective in words."""
    return context.text(context.method.objectives.get(name, {"": name}))
