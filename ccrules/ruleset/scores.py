"""``scores`` of a ruleset: read, merged over rulesets, and checked as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ccrules.documents import Node
from ccrules.errors import Place, Problem, message
from ccrules.ruleset.model import SEVERITIES
from ccrules.ruleset.nodes import child, entries, find, items, key_place, place_of, written
from ccrules.ruleset.score_rules import FULL, Gate, ScoreRules, Target
from ccrules.ruleset.values import number

if TYPE_CHECKING:
    from ccrules.ruleset.parts import Parts
    from ccrules.ruleset.schema import GateForm, RulesetForm, TargetForm

_EXAMPLE = "weights: {critical: 10, high: 5, medium: 2, low: 1, info: 0}"


def read_scores(form: RulesetForm, node: Node, parts: Parts) -> None:
    """Read how one file scores.

    Args:
        form: the file.
        node: its tree.
        parts: takes the rules and what is wrong with them.
    """
    given, below = form.scores, child(node, "scores")
    if given is None or below is None:
        return
    problems = parts.problems
    rules = ScoreRules(
        weights=_numbers(find(below, "weights"), problems),
        topics=_numbers(find(below, "topics"), problems),
        gates={one.id: _gate(one, at, problems) for one, at in _pairs(given.gates, below, "gates", problems)},
        targets={
            one.id: _target(one, at, problems)
            for one, at in _pairs(given.targets, below, "targets", problems)
        },
        why=given.why,
        place=key_place(node, "scores"),
    )
    _refer(below, parts)
    parts.scores.append(rules)


def _refer(node: Node, parts: Parts) -> None:
    """Note the checks and topics named, which have to exist."""
    for name, place, _ in entries(node, "topics"):
        parts.note("topic", name, place)
    for gate in items(node, "gates"):
        parts.refer("check", gate, "checks")
        parts.refer("topic", gate, "topics")
    for target in items(node, "targets"):
        for name, place, _ in entries(target, "topics"):
            parts.note("topic", name, place)


def _pairs(
    forms: Iterable[Any], node: Node, section: str, problems: list[Problem]
) -> Iterator[tuple[Any, Node]]:
    """Each entry of a list with its node; an id used twice is a problem."""
    seen: dict[str, Place] = {}
    for form, at in zip(forms, items(node, section), strict=True):
        if form.id in seen:
            what = message("{name} is defined twice, first at {place}", name=form.id, place=seen[form.id])
            problems.append(Problem(at.place, what, message("choose another name")))
        seen.setdefault(form.id, at.place)
        yield form, at


def _gate(form: GateForm, node: Node, problems: list[Problem]) -> Gate:
    cap, overall = _score(node, problems, "cap"), _score(node, problems, "overall")
    if form.severity is None and not form.checks:
        what = message("the gate {id} names no findings", id=form.id)
        problems.append(Problem(node.place, what, message("add severity: critical, or checks: […]")))
    if child(node, "cap") is None and child(node, "overall") is None:
        what = message("the gate {id} caps nothing", id=form.id)
        problems.append(
            Problem(node.place, what, message("add cap: for topics, overall: for the whole, or both"))
        )
    return Gate(
        form.id, form.title, form.why, form.severity or "", form.checks, form.topics, cap, overall, node.place
    )


def _target(form: TargetForm, node: Node, problems: list[Problem]) -> Target:
    topics = {
        name: found
        for name, _, below in entries(node, "topics")
        if (found := _score(below, problems)) is not None
    }
    overall, topic = _score(node, problems, "overall"), _score(node, problems, "topic")
    if child(node, "overall") is None and child(node, "topic") is None and not form.topics:
        what = message("the target {id} aims at nothing", id=form.id)
        problems.append(Problem(node.place, what, message("add overall:, topic: or topics:")))
    return Target(form.id, form.title, form.why, overall, topic, topics, node.place)


def _score(node: Node | None, problems: list[Problem], *steps: str) -> float | None:
    """A score from 0 to 100; None if there is none, or if it is wrong."""
    text = written(node, *steps)
    if text is None:
        return None
    found = number(text.text)
    if found is None or not 0 <= found <= FULL:
        what = message("a score is a number from 0 to 100, not {value}", value=text.text)
        problems.append(Problem(text.place, what, message("such as 60")))
        return None
    return float(found)


def _numbers(node: Node | None, problems: list[Problem]) -> dict[str, float]:
    """Weights by name."""
    found: dict[str, float] = {}
    for name, place, below in entries(node):
        text = written(below)
        value = number(text.text) if text else None
        if value is None or value < 0:
            what = message("the weight of {name} should be a number of at least 0", name=name)
            problems.append(Problem(place_of(below) if text else place, what, message("such as 5")))
        else:
            found[name] = float(value)
    return found


def merge_scores(found: Iterable[ScoreRules], problems: list[Problem]) -> ScoreRules | None:
    """The rules of all rulesets as one; what is nearest to the client wins, name by name.

    Args:
        found: the rules, bases first.
        problems: takes weights that are missing or that turn the order of severities round.

    Returns:
        None if no ruleset scores.
    """
    merged: ScoreRules | None = None
    for rules in found:
        merged = rules if merged is None else _over(merged, rules)
    if merged is not None:
        problems.extend(_weight_problems(merged.weights, merged.place))
    return merged


def _over(base: ScoreRules, rules: ScoreRules) -> ScoreRules:
    return replace(
        base,
        weights={**base.weights, **rules.weights},
        topics={**base.topics, **rules.topics},
        gates={**base.gates, **rules.gates},
        targets={**base.targets, **rules.targets},
        why={**base.why, **rules.why},
    )


def _weight_problems(weights: Mapping[str, float], place: Place) -> Iterator[Problem]:
    missing = [name for name in SEVERITIES if name not in weights]
    if missing:
        what = message("scores lack the weight of {names}", names=", ".join(missing))
        yield Problem(place, what, message("for example: {example}", example=_EXAMPLE))
        return
    for worse, milder in pairwise(SEVERITIES):
        if weights[milder] > weights[worse]:
            what = message("{milder} weighs more than {worse}", milder=milder, worse=worse)
            yield Problem(place, what, message("let what is worse weigh at least as much"))
    if not any(weights.values()):
        yield Problem(place, message("no severity has a weight"), message("such as 5"))
