"""What one ruleset changes in others: severities, texts, parameters, checks switched off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from ccrules.documents import Node
from ccrules.errors import Problem, message, suggestion
from ccrules.facts.vocabulary import LocalText
from ccrules.ruleset import checks as check_texts
from ccrules.ruleset import recommendations as recommendation_texts
from ccrules.ruleset.model import Check, Parameter, Recommendation
from ccrules.ruleset.nodes import entries, place_of, written
from ccrules.ruleset.parameters import change_parameter
from ccrules.ruleset.parts import Parts
from ccrules.ruleset.schema import NO, YES

if TYPE_CHECKING:
    from ccrules.ruleset.schema import CheckChange, RecommendationChange

Changed = TypeVar("Changed", Check, Recommendation)


@dataclass(frozen=True, slots=True)
class Targets:
    """What can be changed, by id or name; changes are made in place.

    Attributes:
        checks: by id.
        parameters: by name.
        recommendations: by id.
    """

    checks: dict[str, Check]
    parameters: dict[str, Parameter]
    recommendations: dict[str, Recommendation]


def apply_overrides(rulesets: Iterable[Parts], targets: Targets, problems: list[Problem]) -> None:
    """Apply the changes of all rulesets, bases first, so that what is nearest to the client wins.

    Args:
        rulesets: in the order of loading.
        targets: what is changed, in place.
        problems: takes changes to what does not exist, and values outside their bounds.
    """
    for parts in rulesets:
        for form, node in parts.overrides:
            for name, below in _known(node, "checks", targets.checks, problems):
                changed = _check(targets.checks[name], form.checks[name], below, parts, problems)
                targets.checks[name] = _note(changed, below)
            for name, below in _known(node, "recommendations", targets.recommendations, problems):
                advice = _recommendation(
                    targets.recommendations[name], form.recommendations[name], below, parts
                )
                targets.recommendations[name] = _note(advice, below)
            for name, below in _known(node, "parameters", targets.parameters, problems):
                targets.parameters[name] = change_parameter(
                    targets.parameters[name], form.parameters[name], below, parts.ruleset, problems
                )


def _known(
    node: Node, section: str, targets: Mapping[str, Any], problems: list[Problem]
) -> Iterator[tuple[str, Node]]:
    """The changes of a section whose target exists; the others are problems."""
    for name, place, below in entries(node, "override", section):
        if name in targets:
            yield name, below
        else:
            what = message(
                "nothing to override: there is no '{name}' in {section}", name=name, section=section
            )
            problems.append(Problem(place, what, suggestion(name, list(targets))))


def _check(check: Check, change: CheckChange, node: Node, parts: Parts, problems: list[Problem]) -> Check:
    if change.off and change.off.lower() in YES | NO:
        what = message("a check is switched off with a reason")
        problems.append(
            Problem(place_of(node, "off"), what, message("off: why the check does not fit this client"))
        )
    parts.refer("recommendation", node, "recommend")
    parts.refer("topic", node, "topics")
    parts.use_templates("check", check.id, node, check_texts.TEMPLATES)
    return replace(
        check,
        off=change.off or check.off,
        title=_texts(check.title, change.title),
        applies=written(node, "applies") or check.applies,
        severity=written(node, "severity") or check.severity,
        exposure=written(node, "exposure") or check.exposure,
        message=_texts(check.message, change.message),
        strength=_texts(check.strength, change.strength),
        advice=_texts(check.advice, change.advice),
        recommend=check.recommend if change.recommend is None else change.recommend,
        topics=check.topics if change.topics is None else change.topics,
    )


def _recommendation(
    recommendation: Recommendation, change: RecommendationChange, node: Node, parts: Parts
) -> Recommendation:
    parts.refer("objective", node, "objectives")
    parts.refer("recommendation", node, "after")
    parts.use_templates("recommendation", recommendation.id, node, recommendation_texts.TEMPLATES)
    return replace(
        recommendation,
        title=_texts(recommendation.title, change.title),
        body=_texts(recommendation.body, change.body),
        effort=change.effort or recommendation.effort,
        objectives=recommendation.objectives if change.objectives is None else change.objectives,
        after=recommendation.after if change.after is None else change.after,
        owner=_texts(recommendation.owner, change.owner),
        horizon=_texts(recommendation.horizon, change.horizon),
    )


def _texts(before: LocalText, change: LocalText) -> LocalText:
    """A single text replaces all languages; a text per language replaces its language."""
    return change if "" in change else {**before, **change}


def _note(changed: Changed, node: Node) -> Changed:
    """Note for each field who set it last."""
    return replace(changed, set_at={**changed.set_at, **{key: where for key, where, _ in entries(node)}})
