"""Inference rules made from what was written: looked up, and in agreement with one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from ccrules.errors import Message, Place, Problem, message
from ccrules.facts.vocabulary import LocalText, Vocabulary
from ccrules.ruleset.circles import circle
from ccrules.ruleset.joins import Lookup
from ccrules.ruleset.model import Check, Inference
from ccrules.ruleset.nodes import place_of
from ccrules.ruleset.patterns import InferenceDraft, Pattern
from ccrules.ruleset.references import circle_problem
from ccrules.ruleset.subjects import OPEN, Subjects


def conclusion_problems(drafts: Iterable[InferenceDraft]) -> list[Problem]:
    """Report conclusions that support one another in a circle: no belief could be computed.

    Args:
        drafts: all rules.
    """
    places: dict[str, Place] = {}
    for draft in drafts:
        for pattern in _patterns(draft):
            if pattern.kind == "conclusion":
                places.setdefault(draft.rule.conclusion, pattern.name_place)
    return circle_problem(_support(drafts), places, _in_a_circle)


def _in_a_circle(names: str) -> Message:
    return message("conclusions support one another in a circle: {names}", names=names)


def _support(drafts: Iterable[InferenceDraft]) -> dict[str, list[str]]:
    needs: dict[str, list[str]] = {}
    for draft in drafts:
        names = [pattern.name for pattern in _patterns(draft) if pattern.kind == "conclusion"]
        needs.setdefault(draft.rule.conclusion, []).extend(names)
    return needs


def _patterns(draft: InferenceDraft) -> Iterator[Pattern]:
    """Each pattern once, however many alternatives it stands in."""
    yield from {id(pattern): pattern for patterns in draft.alternatives for pattern in patterns}.values()


def link(
    drafts: Mapping[str, InferenceDraft],
    vocabulary: Vocabulary,
    checks: Mapping[str, Check],
    problems: list[Problem],
) -> dict[str, Inference]:
    """Turn drafts into inference rules.

    Args:
        drafts: by id; names in them that lead nowhere are reported elsewhere.
        vocabulary: the entity types.
        checks: by id.
        problems: takes values and joins that can never hold, and rules that contradict one another.

    Returns:
        The rules by id; none if conclusions support one another in a circle.
    """
    if circle(_support(drafts.values())):
        return {}
    found: list[Problem] = []
    subjects = Subjects(vocabulary, checks, drafts)
    lookup = Lookup(vocabulary, subjects.of_pattern, found)
    titles = _titles(drafts.values())
    rules = {name: _rule(draft, lookup, subjects, titles) for name, draft in drafts.items()}
    found.extend(problem for draft in drafts.values() for problem in subjects.problems(draft))
    found.extend(_disagreements(drafts, rules))
    # What stands in several alternatives is told once.
    problems.extend({(problem.place, str(problem)): problem for problem in found}.values())
    return rules


def _titles(drafts: Iterable[InferenceDraft]) -> dict[str, LocalText]:
    """The first title that any rule gives each conclusion."""
    titles: dict[str, LocalText] = {}
    for draft in drafts:
        if draft.rule.title:
            titles.setdefault(draft.rule.conclusion, draft.rule.title)
    return titles


def _rule(
    draft: InferenceDraft, lookup: Lookup, subjects: Subjects, titles: Mapping[str, LocalText]
) -> Inference:
    title = draft.rule.title or titles.get(draft.rule.conclusion, {})
    if not title:
        hint = message("add title: … to one of the rules that conclude it")
        lookup.fail(place_of(draft.node, "conclude"), message("the conclusion has no title"), hint)
    alternatives = tuple(lookup.premises(patterns) for patterns in draft.alternatives)
    return replace(draft.rule, alternatives=alternatives, title=title, subject=subjects.of_rule(draft))


def _disagreements(drafts: Mapping[str, InferenceDraft], rules: Mapping[str, Inference]) -> Iterator[Problem]:
    """Rules with the same conclusion say the same kind of thing about the same type."""
    first: dict[str, Inference] = {}
    for name, rule in rules.items():
        other = first.setdefault(rule.conclusion, rule)
        same_kind = (rule.kind, rule.severity) == (other.kind, other.severity)
        if not same_kind or (rule.subject != other.subject and OPEN not in (rule.subject, other.subject)):
            what = message(
                "{name} is concluded differently at {place}", name=rule.conclusion, place=other.place
            )
            hint = message("give both the same kind, severity and type of subject, or another id")
            yield Problem(place_of(drafts[name].node, "conclude", "id"), what, hint)
