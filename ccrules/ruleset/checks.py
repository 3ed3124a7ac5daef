"""Checks, read from ``checks:``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ccrules.conditions.written import Written
from ccrules.documents import Node
from ccrules.errors import Problem
from ccrules.facts.vocabulary import ORGANISATION
from ccrules.ruleset.doubts import read_doubt, read_doubts
from ccrules.ruleset.model import Check
from ccrules.ruleset.names import name_problems
from ccrules.ruleset.nodes import entries, items, place_of, written
from ccrules.ruleset.parts import Parts
from ccrules.ruleset.sources import sources

if TYPE_CHECKING:
    from ccrules.ruleset.schema import CheckForm, RulesetForm

#: Texts of a check with values in them; the title stands in where there is no message.
TEMPLATES = ("title", "message", "strength", "advice")


def read_checks(form: RulesetForm, node: Node, parts: Parts) -> None:
    """Read the checks of one file.

    Args:
        form: the file.
        node: its tree.
        parts: takes the checks, their texts and their references.
    """
    for check, below in zip(form.checks, items(node, "checks"), strict=True):
        parts.checks.append(_check(check, below, parts))
        parts.give_up("check", check.id, below)
        parts.refer("entity", below, "for")
        parts.refer("recommendation", below, "recommend")
        parts.refer("topic", below, "topics")
        parts.use_templates("check", check.id, below, TEMPLATES)


def _check(form: CheckForm, node: Node, parts: Parts) -> Check:
    return Check(
        id=form.id,
        ruleset=parts.ruleset,
        title=form.title,
        when=written(node, "when"),
        subject="" if form.subject in (None, ORGANISATION) else form.subject,
        applies=written(node, "applies"),
        let=_named(node, parts.problems),
        severity=written(node, "severity") or Written(form.severity),
        exposure=written(node, "exposure"),
        message=form.message,
        strength=form.strength,
        advice=form.advice,
        recommend=form.recommend,
        topics=form.topics,
        over_outcomes=form.over == "outcomes",
        doubts=read_doubts(node),
        doubt=read_doubt(node, parts.problems),
        deprecated=form.deprecated,
        sources=sources(form.source),
        place=place_of(node, "id"),
    )


def _named(node: Node, problems: list[Problem]) -> dict[str, Written]:
    named: dict[str, Written] = {}
    for name, place, value in entries(node, "let"):
        problems.extend(name_problems(name, place))
        expression = written(value)
        if expression:
            named[name] = expression
    return named
