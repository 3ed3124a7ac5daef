"""What one ruleset changes in others: severities, texts, parameters, checks switched off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from ccrules.documents import Node
from ccrules.errors import Place, Problem, message, suggestion
from ccrules.facts.vocabulary import LocalText
from ccrules.ruleset import checks as check_texts
from ccrules.ruleset import recommendations as recommendation_texts
from ccrules.ruleset.model import Check, Parameter, Recommendation, Superseded
from ccrules.ruleset.nodes import entries, place_of, written
from ccrules.ruleset.parameters import change_parameter
from ccrules.ruleset.parts import Change, Parts
from ccrules.ruleset.schema import NO, YES

if TYPE_CHECKING:
    from ccrules.ruleset.schema import CheckChange, RecommendationChange

Changed = TypeVar("Changed", Check, Recommendation, Parameter)


@dataclass(frozen=True, slots=True)
class Targets:
    """What can be changed, by id or name; changes are made in place.

    Attributes:
        checks: by id.
        parameters: by name.
        recommendations: by id.
        aliases: ids given up, by kind, each with the one that holds now.
    """

    checks: dict[str, Check]
    parameters: dict[str, Parameter]
    recommendations: dict[str, Recommendation]
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def apply_change(change: Change, targets: Targets, parts: Parts, problems: list[Problem]) -> None:
    """Apply one ruleset's changes, or those of a profile; what comes later wins.

    Args:
        change: what changes.
        targets: what is changed, in place.
        parts: takes the names and the texts that the change uses.
        problems: takes changes to what does not exist, and values outside their bounds.
    """
    form = change.form
    for name, key, below in _known(change, "checks", targets.checks, targets.aliases, problems):
        check = _check(targets.checks[name], form.checks[key], below, parts, problems)
        targets.checks[name] = noted(targets.checks[name], check, below)
    for name, key, below in _known(
        change, "recommendations", targets.recommendations, targets.aliases, problems
    ):
        advice = _recommendation(targets.recommendations[name], form.recommendations[key], below, parts)
        targets.recommendations[name] = noted(targets.recommendations[name], advice, below)
    for name, key, below in _known(change, "parameters", targets.parameters, targets.aliases, problems):
        before = targets.parameters[name]
        after = change_parameter(before, form.parameters[key], below, change.by, problems)
        targets.parameters[name] = noted(before, after, below)


def _known(
    change: Change,
    section: str,
    targets: Mapping[str, Any],
    aliases: Mapping[str, Mapping[str, str]],
    problems: list[Problem],
) -> Iterator[tuple[str, str, Node]]:
    """The changes of a section whose target exists, by its id and as written; the others are problems."""
    current = aliases.get(section.removesuffix("s"), {})
    for key, place, below in entries(change.node, section):
        name = current.get(key, key)
        if name in targets:
            yield name, key, below
        else:
            what = message(
                "nothing to override: there is no '{name}' in {section}", name=key, section=section
            )
            problems.append(Problem(place, what, suggestion(key, list(targets))))


def _off(check: Check, change: CheckChange, node: Node, problems: list[Problem]) -> LocalText:
    """The reason why it is off from here on; ``off: no`` switches it on again."""
    word = change.off.get("", "").lower()
    if word in NO:
        return {}
    if word in YES:
        what = message("a check is switched off with a reason")
        problems.append(
            Problem(place_of(node, "off"), what, message("off: why the check does not fit this client"))
        )
    return change.off or check.off


def _check(check: Check, change: CheckChange, node: Node, parts: Parts, problems: list[Problem]) -> Check:
    parts.refer("recommendation", node, "recommend")
    parts.refer("topic", node, "topics")
    parts.use_templates("check", check.id, node, check_texts.TEMPLATES)
    return replace(
        check,
        off=_off(check, change, node, problems),
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


def noted(before: Changed, after: Changed, node: Node) -> Changed:
    """Note for each changed field who set it last, and what it held before.

    Args:
        before: the thing as it was.
        after: the thing as it is.
        node: the change as written: a mapping of field to value, or the value of a parameter.
    """
    if before == after:
        return after
    places = _places(node)
    return replace(after, set_at={**before.set_at, **places}, set_before=_set_before(before, places))


def _set_before(
    before: Check | Recommendation | Parameter, places: Mapping[str, Place]
) -> dict[str, tuple[Superseded, ...]]:
    earlier = {name: (*before.set_before.get(name, ()), _superseded(before, name)) for name in places}
    return {**before.set_before, **earlier}


def _places(node: Node) -> dict[str, Place]:
    """Where each field was changed; a parameter may be given by its value alone."""
    return {_field(key): where for key, where, _ in entries(node)} or {"value": place_of(node)}


#: Keys of changes that set a field of another name.
_FIELDS = {"default": "value", "min": "minimum", "max": "maximum", "loosen": "loosened"}


def _field(key: str) -> str:
    return _FIELDS.get(key, key)


def _superseded(before: Check | Recommendation | Parameter, field: str) -> Superseded:
    return Superseded(getattr(before, field), before.set_at.get(field, before.place))
